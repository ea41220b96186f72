"""Serve the page: `sayso explore` ends here.

The page is a Streamlit script in a process of its own. Its theme and its
security settings stand in `.streamlit/config.toml` beside `app.py`; what the
user chose reaches it as `SAYSO_*` variables, as `Settings` reads them.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from ..graph.settings import Settings

START = "SAYSO_START"
"""Variable that names whose neighbourhood the page opens on."""

_APP = Path(__file__).with_name("app.py")


def command(settings: Settings) -> list[str]:
    """Return the command that serves the page; port and size of uploads are in `settings`."""
    megabytes = max(1, math.ceil(settings.max_document_bytes / 2**20))
    flags = {
        "server.port": str(settings.port),
        "server.headless": "true",  # else Streamlit advertises in the page; see `opener`
        "server.maxUploadSize": str(megabytes),
        "browser.serverPort": str(settings.port),
    }
    options = [part for name, value in flags.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(_APP), *options]


def environment(
    settings: Settings, *, start: str | None, base: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the environment that carries `settings` and `start` to the page."""
    values = dict(os.environ if base is None else base)
    for item in fields(settings):
        value = getattr(settings, item.name)
        if value is not None:
            values[f"SAYSO_{item.name.upper()}"] = str(value)
    if start is not None:
        values[START] = start
    return values


def serve(settings: Settings, *, start: str | None = None, browser: bool = True) -> int:
    """Serve the page until it is ended; return its exit status.

    Args:
        settings: Store and port to use.
        start: Name whose neighbourhood is shown first; the best attested by default.
        browser: Whether to open the page in the user's browser.
    """
    words, values = command(settings), environment(settings, start=start)
    if browser:
        address = f"http://127.0.0.1:{settings.port}"
        opener = [sys.executable, "-m", f"{__package__}.opener", address]
        # A browser may talk to the terminal that starts it; the page's own words stand there.
        quiet = subprocess.DEVNULL
        subprocess.Popen(opener, stdout=quiet, stderr=quiet)  # noqa: S603 - our own module
    if sys.platform != "win32":  # there, replacing a process detaches it from its terminal
        sys.stdout.flush()
        os.execve(words[0], words, values)  # noqa: S606 - our own interpreter, no shell
    try:
        return subprocess.run(words, env=values, check=False).returncode  # noqa: S603
    except KeyboardInterrupt:
        return 0
