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
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from ..errors import StoreUnavailable
from ..settings import VERSION

DATABASE = "sayso"
ROOT, READER = "root", "reader"

_RUNTIME, _LOG = "runtime.json", "server.log"
_LOCK, _NEXT, _TURN = "lock", "next", "turn"
_START_SECONDS = 120.0  # recovery after a crash took 6 s at 1M edges; a busy machine needs slack
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.03
_TURN_SECONDS = 60.0  # then whoever has the turn is taken to be asleep
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
        with _locked(folder / _LOCK):
            return _running(folder) or _start(folder, idle_minutes)
    except OSError as error:
        raise _unusable(folder, error) from error


def stop(folder: Path) -> bool:
    """End the engine of `folder`; return whether there was one to end."""
    if not folder.is_dir():
        return False
    with _locked(folder / _LOCK):
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


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Keep other writers of `folder` waiting meanwhile.

    The engine lets two of them work at once and fails the one that ends last, so
    a long transaction among short ones might never succeed. Whoever waits too
    long goes on all the same: then the engine keeps them apart.

    Raises:
        StoreUnavailable: the folder is gone, or may no longer be written.
    """
    with ExitStack() as held:
        try:
            with _locked(folder / _NEXT, seconds=_TURN_SECONDS):  # first come, first served
                held.enter_context(_locked(folder / _TURN, seconds=_TURN_SECONDS))
        except OSError as error:
            raise _unusable(folder, error) from error
        yield


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


def _unusable(folder: Path, error: OSError) -> StoreUnavailable:
    return StoreUnavailable(
        f"The store's folder {folder} cannot be used: {error.strerror or error}. "
        "Choose another with --store DIR or SAYSO_STORE."
    )


@contextmanager
def _locked(path: Path, *, seconds: float | None = None) -> Iterator[None]:
    """Hold the lock of a file, or give up waiting for it; the system frees it should we die."""
    limit = None if seconds is None else time.monotonic() + seconds
    with path.open("a+b") as file:
        while not _lock(file.fileno()) and (limit is None or time.monotonic() < limit):
            time.sleep(random.uniform(0.2, 1.0) * _POLL_SECONDS)  # noqa: S311 - a fair chance
        yield


def _lock(file: int) -> bool:
    """Lock an open file, unless somebody has; return whether that went well."""
    with suppress(BlockingIOError, PermissionError):  # as the two systems say it
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
