"""Database servers as the benchmarks use them, and what a piece of work costs on them.

Neo4j is the tests' one with more memory, an optimising compiler, and the
procedures that some peers call. The embedded engine is what users have.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psutil

from sayso.graph.database import embedded
from sayso.graph.settings import Settings
from sayso.tests import neo4j_server

_APOC = Path(__file__).parent / "peers" / "apoc.xml"


@dataclass(frozen=True, slots=True)
class Database:
    """A running server: how Sayso opens it, and which process it is."""

    name: str
    settings: Settings
    uri: str
    user: str
    password: str
    pid: int


@contextmanager
def neo4j_database(*, with_procedures: bool = False) -> Iterator[Database]:
    """Yield a fresh Neo4j with an empty database, and end it afterwards."""
    jars = (
        neo4j_server.assembled(_APOC, f"apoc-{neo4j_server.VERSION}") if with_procedures else None
    )
    power = neo4j_server.Power(
        java=("-Xms2g", "-Xmx2g", "-XX:+UseG1GC"),
        page_cache="512m",
        plugins=tuple(sorted(jars.glob("*.jar"))) if jars else (),
        configuration=("dbms.security.procedures.unrestricted=apoc.*",) if jars else (),
    )
    with neo4j_server.started(power) as server:
        yield Database(
            name=f"Neo4j {neo4j_server.VERSION}",
            settings=Settings(
                uri=server.uri, user=server.user, password=server.password, connect_seconds=60
            ),
            uri=server.uri,
            user=server.user,
            password=server.password,
            pid=server.pid,
        )


@contextmanager
def embedded_database() -> Iterator[Database]:
    """Yield the embedded engine of a fresh folder, and end it afterwards."""
    with tempfile.TemporaryDirectory(prefix="sayso-store-", ignore_cleanup_errors=True) as folder:
        settings = Settings(store=Path(folder), connect_seconds=60)
        runtime = embedded.ensure_running(Path(folder), idle_minutes=settings.idle_minutes)
        try:
            yield Database(
                name=f"embedded (arcadedb {version('arcadedb')})",
                settings=settings,
                uri=runtime.uri,
                user=embedded.ROOT,
                password=runtime.password,
                pid=runtime.pid,
            )
        finally:
            embedded.stop(Path(folder))


@dataclass(frozen=True, slots=True)
class Cost:
    """What something cost, in seconds: by the clock, and of two processes' CPU."""

    wall: float
    client: float
    server: float


class Meter:
    """Measures between two moments; `client` is this process unless told otherwise."""

    def __init__(self, database: Database) -> None:
        self._server = psutil.Process(database.pid)
        self._begin = self._now()

    def cost(self) -> Cost:
        """Return what was spent since the meter was made."""
        now = self._now()
        wall, client, server = (
            then - before for before, then in zip(self._begin, now, strict=True)
        )
        return Cost(wall, client, server)

    def _now(self) -> tuple[float, float, float]:
        spent = self._server.cpu_times()
        return time.perf_counter(), time.process_time(), spent.user + spent.system


def surroundings() -> str:
    """Return one line about the machine and how busy it is."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Python {platform.python_version()}, neo4j driver {version('neo4j')}, "
        f"{os.cpu_count()} cores, {memory:.0f} GB, load {load:.1f} at the start"
    )
