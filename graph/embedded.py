"""Find, start, share and stop the embedded engine of a folder.

The engine is a child process on the loopback address that page, command line
and notebook share. `runtime.json` in the store's folder says where it listens
and with which passwords; a lock file keeps two of us from starting it at once.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from .errors import StoreUnavailable
from .settings import VERSION

DATABASE = "sayso"
ROOT, READER = "root", "reader"

_RUNTIME, _LOCK, _LOG = "runtime.json", "lock", "server.log"
_START_SECONDS = 120.0  # recovery after a crash took 6 s at 1M edges; a busy machine needs slack
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.03
_PAGE_BYTES = 1_048_576  # with less than this, the engine cannot even extend a file


@dataclass(frozen=True, slots=True)
class Runtime:
    """Where a running engine listens, and its passwords.

    `born` is the process's creation time: a process id alone may since have
    been given to somebody else.
    """

    pid: int
    born: float
    bolt_port: int
    http_port: int
    password: str
    reader_password: str
    version: str

    @property
    def uri(self) -> str:
        """The Bolt address."""
        return f"bolt://127.0.0.1:{self.bolt_port}"

    @staticmethod
    def current_version() -> str:
        """Return what a running engine must be for this Sayso to join it."""
        return f"sayso {VERSION}, arcadedb {importlib.metadata.version('arcadedb')}"

    @staticmethod
    def path(folder: Path) -> Path:
        """Return the file that describes the engine of `folder`."""
        return folder / _RUNTIME

    @classmethod
    def read(cls, folder: Path) -> Runtime | None:
        """Return what `folder` says of its engine; none where it says nothing of use."""
        try:
            return cls(**json.loads(cls.path(folder).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        """Write the file in one step, readable by its owner only."""
        draft = folder / f"{_RUNTIME}.{self.pid}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(self), file)
        draft.replace(self.path(folder))

    @classmethod
    def remove(cls, folder: Path, *, pid: int) -> None:
        """Remove the file if it still speaks of process `pid`."""
        found = cls.read(folder)
        if found is None or found.pid == pid:
            cls.path(folder).unlink(missing_ok=True)

    def process(self) -> psutil.Process | None:
        """Return the engine's process, or none if it is gone."""
        try:
            process = psutil.Process(self.pid)
            alive = abs(process.create_time() - self.born) < 1 and process.is_running()
            return process if alive and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def ensure_running(folder: Path, *, idle_minutes: float) -> Runtime:
    """Return the engine of `folder`, started if need be.

    Raises:
        StoreUnavailable: the engine is not installed or does not start, or the
            folder cannot be written.
    """
    if importlib.util.find_spec("arcadedb") is None:
        raise StoreUnavailable(
            "The embedded engine is not available for this system: "
            "set SAYSO_URI to a Neo4j server (for example neo4j://localhost:7687)."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _locked(folder):
            return _running(folder) or _start(folder, idle_minutes)
    except OSError as error:
        raise StoreUnavailable(
            f"The store's folder {folder} cannot be used: {error.strerror or error}. "
            "Choose another with --store DIR or SAYSO_STORE."
        ) from error


def stop(folder: Path) -> bool:
    """End the engine of `folder`; return whether there was one to end."""
    if not folder.is_dir():
        return False
    with _locked(folder):
        runtime = Runtime.read(folder)
        stopped = runtime is not None and end(runtime)
        Runtime.path(folder).unlink(missing_ok=True)
    return stopped


def end(runtime: Runtime, *, at_once: bool = False) -> bool:
    """End the engine's process; return whether it was alive.

    Ending it at once is safe: no acknowledged write is lost.
    """
    process = runtime.process()
    if process is None:
        return False
    with suppress(psutil.NoSuchProcess):
        process.kill() if at_once else process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(_STOP_SECONDS)
    return True


def is_full(folder: Path) -> bool:
    """Whether the disk that holds `folder` has no room for as much as a page of the engine."""
    return shutil.disk_usage(folder).free < _PAGE_BYTES


def no_space(folder: Path) -> str:
    """Return what to tell people when `is_full`."""
    return f"There is no space left for the store in {folder}: make room, or use --store DIR."


def _running(folder: Path) -> Runtime | None:
    """Return the engine that runs already; clear away one that is dead or of another version."""
    runtime = Runtime.read(folder)
    if runtime is None or runtime.process() is None:
        return None
    if runtime.version == Runtime.current_version():
        return runtime
    end(runtime)
    return None


def _start(folder: Path, idle_minutes: float) -> Runtime:
    Runtime.path(folder).unlink(missing_ok=True)
    log = folder / _LOG
    with log.open("wb") as output:
        child = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-m", f"{__package__}.embedded_server", folder, str(idle_minutes)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl+C in one terminal must not end what others use
        )
    limit = time.monotonic() + _START_SECONDS
    while time.monotonic() < limit:
        runtime = Runtime.read(folder)
        if runtime is not None and runtime.pid == child.pid:
            child.returncode = 0  # it outlives us on purpose: not a forgotten child
            return runtime
        if child.poll() is not None:
            raise StoreUnavailable(_reason(folder, log))
        time.sleep(_POLL_SECONDS)
    child.kill()
    raise StoreUnavailable(
        f"The embedded engine did not start in {_START_SECONDS:.0f} s; see {log}."
    )


def _reason(folder: Path, log: Path) -> str:
    text = log.read_text(encoding="utf-8", errors="replace")
    if is_full(folder):
        return no_space(folder)
    if "locked by another process" in text:
        return f"The store in {folder} is in use by another process; end it, or use --store DIR."
    return f"The embedded engine did not start; see {log}."


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system frees it should we die."""
    with (folder / _LOCK).open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
