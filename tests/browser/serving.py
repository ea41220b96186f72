"""Serve a page for a test, on a port of its own."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 240
_TRIES = 3


@contextmanager
def serving(
    command: Callable[[int], list[str]],
    *,
    folder: Path,
    environment: Callable[[int], Mapping[str, str]] | None = None,
) -> Iterator[int]:
    """Yield the port of a Streamlit server that runs in `folder` and answers.

    Between the choice of a free port and its use another program may take it:
    then there is another try.
    """
    log = folder / "server.log"
    for left in reversed(range(_TRIES)):
        port = _free_port()
        with log.open("wb") as said:
            server = subprocess.Popen(
                command(port),
                cwd=folder,
                env=environment and environment(port),
                stdout=said,
                stderr=said,
            )
        try:
            if _is_up(port, server):
                yield port
                return
        finally:
            server.kill()  # asked to end, Streamlit would wait for its readers to leave
            server.wait()
        assert left, f"the server ended at once: {log.read_text(encoding='utf-8')}"


def _is_up(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers; return whether it does, or has ended."""
    end = time.monotonic() + START_SECONDS
    while server.poll() is None:
        assert time.monotonic() < end, "the page does not answer"
        if _answers(port):
            return True
        time.sleep(0.1)
    return False


def _answers(port: int) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)  # past any proxy
    try:
        asked.request("GET", "/_stcore/health")
        return asked.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
