"""Open the page in the user's browser as soon as it answers: `python -m sayso.ui.opener URL`.

A process of its own, because the one that serves the page is busy starting.
"""

from __future__ import annotations

import sys
import time
import urllib.request
import webbrowser

PATIENCE_SECONDS = 60.0
"""A page that has not answered by then is not opened; its address stands in the terminal."""


def open_when_up(address: str, *, patience_seconds: float = PATIENCE_SECONDS) -> bool:
    """Wait until the page at `address` answers, then open it; return whether it did.

    Args:
        address: Of the page, such as `http://127.0.0.1:8501`.
        patience_seconds: Longest wait.
    """
    end = time.monotonic() + patience_seconds
    while time.monotonic() < end:
        if _answers(f"{address}/_stcore/health"):
            return webbrowser.open(address)
        time.sleep(0.2)
    return False


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310 - our own page
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    open_when_up(sys.argv[1])
