"""The child process that holds the embedded engine.

`python -m sayso.graph.database.embedded_server FOLDER IDLE_MINUTES` is started by
`embedded.ensure_running`, detached from whoever asked first. It listens on the
loopback address only, closes LOAD CSV, makes an account that can only read,
writes `runtime.json` when it is ready, and ends itself when nobody has been
connected for a while.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from . import embedded_http
from .embedded import DATABASE, READER, Runtime

log = logging.getLogger(__name__)

_LOOPBACK = "127.0.0.1"
_MOST_CHECK_SECONDS = 2.0
_PORT_ATTEMPTS = 5
_READERS = {"access": [], "types": {"*": {"access": ["readRecord"]}}, "readTimeout": -1}


def main(folder: Path, idle_minutes: float) -> None:
    """Serve the store in `folder` until told to stop, or until idle for `idle_minutes`."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    os.umask(0o077)  # the files hold articles and passwords: nobody else reads them
    os.chdir(folder)  # the engine writes its log below the working folder
    runtime, server = _started(folder)
    try:
        _harden(runtime)
        runtime.write(folder)
        _serve(folder, runtime, idle_minutes * 60, stopping)
    finally:
        Runtime.remove(folder, pid=runtime.pid)
        server.stop()


def _started(folder: Path) -> tuple[Runtime, Any]:
    """Start the engine on free ports; others, if somebody takes one before it does."""
    from arcadedb.exceptions import ArcadeDBError  # type: ignore[import-untyped]

    for _ in range(_PORT_ATTEMPTS):
        runtime = _new_runtime()
        try:
            return runtime, _start(folder, runtime)
        except ArcadeDBError:
            if not (_is_taken(runtime.bolt_port) or _is_taken(runtime.http_port)):
                raise
        log.warning("Port %d or %d was taken meanwhile.", runtime.bolt_port, runtime.http_port)
    raise OSError("somebody takes every free port before the engine does")


def _new_runtime() -> Runtime:
    bolt_port, http_port = _free_ports(2)
    return Runtime(
        pid=os.getpid(),
        born=psutil.Process().create_time(),
        bolt_port=bolt_port,
        http_port=http_port,
        password=secrets.token_urlsafe(24),
        reader_password=secrets.token_urlsafe(24),
        version=Runtime.current_version(),
    )


def _start(folder: Path, runtime: Runtime) -> Any:
    """Start the engine with passwords that live as long as this process."""
    from arcadedb.exceptions import ArcadeDBError
    from arcadedb.server import create_server  # type: ignore[import-untyped]

    config = folder / "config"
    config.mkdir(exist_ok=True)
    (config / "server-users.jsonl").unlink(missing_ok=True)  # passwords of an earlier run
    server = create_server(
        str(folder),
        root_password=runtime.password,
        config={
            "http_port": runtime.http_port,
            "bolt_port": runtime.bolt_port,
            "mode": "development",  # production hides the reason of every query error
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        },
    )
    server.start()
    try:
        server.create_database(DATABASE)
    except ArcadeDBError as error:
        if "already exists" not in str(error):
            raise
    return server


def _harden(runtime: Runtime) -> None:
    """Close LOAD CSV, which would read any file of the user, and make the reading account."""
    for setting in ("allowFileUrls", "allowRemoteUrls"):
        name = f"arcadedb.opencypher.loadCsv.{setting}"
        _command(runtime, f"set database setting {DATABASE} {name} false")
    group = {"database": DATABASE, "name": "readers", **_READERS, "resultSetLimit": -1}
    embedded_http.post(runtime, "server/groups", group)
    user = {"name": READER, "password": runtime.reader_password}
    _command(runtime, f"create user {json.dumps({**user, 'databases': {DATABASE: ['readers']}})}")


def _command(runtime: Runtime, command: str) -> None:
    embedded_http.post(runtime, "server", {"command": command})


def _serve(folder: Path, runtime: Runtime, idle_seconds: float, stopping: threading.Event) -> None:
    last_seen = time.monotonic()
    while not stopping.wait(min(_MOST_CHECK_SECONDS, idle_seconds / 4)):
        if Runtime.read(folder) != runtime:
            log.warning("The store's folder was moved or deleted: the embedded engine ends itself.")
            return
        if _has_clients(runtime.bolt_port):
            last_seen = time.monotonic()
        elif time.monotonic() - last_seen > idle_seconds:
            log.info("Idle for %.0f minutes: the embedded engine ends itself.", idle_seconds / 60)
            return


def _has_clients(bolt_port: int) -> bool:
    return any(
        connection.status == psutil.CONN_ESTABLISHED and connection.laddr.port == bolt_port
        for connection in psutil.Process().net_connections("tcp")
    )


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((_LOOPBACK, port))
        except OSError:
            return True
    return False


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((_LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
