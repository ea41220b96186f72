"""The embedded engine's life: started, shared, stopped, killed, left alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from sayso.graph.database import embedded
from sayso.graph.database.embedded import Runtime, ensure_running
from sayso.graph.errors import StoreUnavailable
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.examples import denial, northwind

WAIT_SECONDS = 120
IDLE_MINUTES = 0.15  # time enough for a busy machine to find the engine before it goes

ENSURE = """
import sys
from pathlib import Path
from sayso.graph.database.embedded import ensure_running
print(ensure_running(Path(sys.argv[1]), idle_minutes=5).pid)
"""

WRITE = """
import sys
from pathlib import Path
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.examples import denial
with Store.open(Settings(store=Path(sys.argv[1]), connect_seconds=120)) as store:
    print(store.write([denial()]).new)
"""

STORIES = 60

LOAD = f"""
import sys
from pathlib import Path
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.examples import HARBOUR, NORTHWIND, Said, told
quote = "Northwind supplies Harbour Rail"
with Store.open(Settings(store=Path(sys.argv[1]), connect_seconds=120)) as store:
    for number in range({STORIES}):
        said = Said("SUPPLIES", NORTHWIND, HARBOUR, quote)
        store.write([told(f"Story {{number}}. {{quote}}.", said)])
        print(number, flush=True)
"""

HOLD = """
import sys, time, arcadedb
held = arcadedb.open_database(sys.argv[1] + "/databases/sayso")
print("held", flush=True)
time.sleep(600)
"""


TAKEN = """
import socket, sys
from pathlib import Path
from sayso.graph.database import embedded_server
free, held = embedded_server._free_ports, socket.create_server(("127.0.0.1", 0))
pairs = iter([(held.getsockname()[1], *free(1)), (*free(1), held.getsockname()[1]), free(2)])
embedded_server._free_ports = lambda count: next(pairs)
embedded_server.main(Path(sys.argv[1]), 5)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for a store of its own; its engine is stopped afterwards."""
    yield tmp_path / "store"
    embedded.stop(tmp_path / "store")


def start(folder: Path, *, idle_minutes: float = 5) -> Runtime:
    """Start or join the engine of `folder`."""
    return ensure_running(folder, idle_minutes=idle_minutes)


def opened(folder: Path) -> Store:
    """Return the store of `folder`."""
    return Store.open(Settings(store=folder, connect_seconds=120))


def becomes_true(condition: Callable[[], bool]) -> bool:
    """Wait for `condition`; return whether it came true in time."""
    limit = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.05)
    return False


def python(script: str, folder: Path) -> subprocess.Popen[str]:
    """Run `script` in another process."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_share_one_engine(folder: Path) -> None:
    """What another process writes while this one is connected, this one reads."""
    with opened(folder) as store:
        store.write([northwind()])
        with python(WRITE, folder) as other:
            answer = other.communicate(timeout=WAIT_SECONDS)[0]

        assert answer == "2\n"
        assert store.status().documents == 2


def test_a_start_race_starts_one_engine(folder: Path) -> None:
    """Three that start at the same moment end up at the same engine."""
    racers = [python(ENSURE, folder) for _ in range(3)]
    pids = {racer.communicate(timeout=2 * WAIT_SECONDS)[0] for racer in racers}

    assert len(pids) == 1
    assert start(folder).pid == int(pids.pop())


def test_nobody_else_can_reach_it(folder: Path) -> None:
    """It listens on the loopback address only; passwords are in one file of the owner's."""
    runtime = start(folder)
    process = psutil.Process(runtime.pid)
    listening = [c.laddr for c in process.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    command = " ".join(process.cmdline())

    assert {address.ip for address in listening} <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
    assert {runtime.bolt_port, runtime.http_port} == {address.port for address in listening}
    assert stat.S_IMODE(Runtime.path(folder).stat().st_mode) == 0o600
    assert runtime.password not in command
    assert runtime.reader_password not in command


def test_stop_ends_it_once(folder: Path) -> None:
    """Stopping ends the process and clears its traces; a second time there is nothing to end."""
    runtime = start(folder)

    assert embedded.stop(folder)
    assert runtime.process() is None
    assert not Runtime.path(folder).exists()
    assert not embedded.stop(folder)
    assert not embedded.stop(folder / "nowhere")


@pytest.mark.parametrize("at_once", [False, True])
def test_an_open_store_outlives_its_engine(folder: Path, at_once: bool) -> None:
    """Stopped or killed, the engine comes back at the next call with all that was written."""
    with opened(folder) as store:
        store.write([northwind()])
        before = store.status()
        first = start(folder)
        embedded.end(first, at_once=at_once)

        assert store.write([denial()]).new == 2
        assert store.status().documents == before.documents + 1
        assert store.cypher("RETURN 1 AS one").rows == ((1,),)
        assert store.rebuild_edges() == 0
        assert start(folder).pid != first.pid


@pytest.mark.slow
def test_a_writer_survives_killed_engines(folder: Path) -> None:
    """The engine is killed again and again while another process loads: nothing is lost or torn."""
    with python(LOAD, folder) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) % 15 == 0:
                embedded.end(start(folder), at_once=True)
        assert writer.wait(WAIT_SECONDS) == 0
    with opened(folder) as store:
        whole = store.cypher(
            "MATCH (d:Document)<-[:STATED_IN]-(c:Claim)-[:SUBJECT]->(:Entity), "
            "(c)-[:OBJECT]->(:Entity) WITH d, count(c) AS claims RETURN claims, count(d)"
        )

        assert whole.rows == ((1, STORIES),)
        assert store.status().relations["SUPPLIES"] == 1
        assert store.rebuild_edges() == 0


def test_a_stale_description_is_ignored(folder: Path) -> None:
    """A description of a process that is gone, or is another one now, starts a new engine."""
    first = start(folder)
    embedded.end(first)
    first.write(folder)
    second = start(folder)
    embedded.end(second)
    replace(second, pid=os.getpid()).write(folder)
    third = start(folder)
    embedded.end(third)
    Runtime.path(folder).write_text("{half a descr", encoding="utf-8")

    assert len({first.pid, second.pid, third.pid, start(folder).pid, os.getpid()}) == 5


def test_an_engine_of_another_version_is_replaced(folder: Path) -> None:
    """After an upgrade the old engine makes way."""
    first = start(folder)
    replace(first, version="sayso 0.0.1, arcadedb 1").write(folder)
    second = start(folder)

    assert first.process() is None
    assert second.version == Runtime.current_version()


@pytest.mark.slow
def test_it_ends_itself_when_unused(folder: Path) -> None:
    """Without a connection for a while, it goes and leaves no description."""
    runtime = start(folder, idle_minutes=IDLE_MINUTES)

    assert becomes_true(lambda: runtime.process() is None)
    assert not Runtime.path(folder).exists()


@pytest.mark.slow
def test_it_stays_while_somebody_is_connected(folder: Path) -> None:
    """An open store keeps it; the last one to close lets it go."""
    runtime = start(folder, idle_minutes=IDLE_MINUTES)
    with opened(folder) as store:
        time.sleep(2 * 60 * IDLE_MINUTES)  # twice as long as it waits for somebody
        assert start(folder).pid == runtime.pid
        assert store.is_empty()

    assert becomes_true(lambda: runtime.process() is None)


def test_it_ends_itself_when_its_folder_goes(folder: Path) -> None:
    """An engine whose folder was deleted does not linger."""
    runtime = start(folder)
    Runtime.path(folder).unlink()

    assert becomes_true(lambda: runtime.process() is None)


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """The message names the folder, the reason and the way out."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(StoreUnavailable, match=r"file/store cannot be used: .*--store DIR"):
        start(tmp_path / "file" / "store")


def test_files_in_use_are_told(folder: Path) -> None:
    """Where another program holds the files, the engine does not start and says why."""
    start(folder)
    embedded.stop(folder)
    with python(HOLD, folder) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            with pytest.raises(StoreUnavailable, match="in use by another process"):
                start(folder)
        finally:
            holder.kill()


def test_ports_that_are_taken_are_left_to_others(folder: Path) -> None:
    """Where somebody takes a free port before the engine does, it takes another."""
    folder.mkdir()
    with python(TAKEN, folder) as engine:
        try:
            assert becomes_true(lambda: Runtime.read(folder) is not None)
            runtime = Runtime.read(folder)
            assert runtime is not None
            assert runtime.pid == engine.pid
            with opened(folder) as store:
                assert store.is_empty()
        finally:
            embedded.stop(folder)
            engine.wait(WAIT_SECONDS)


def test_writers_take_turns(folder: Path) -> None:
    """Whoever waits for the turn gets it as soon as it is free, or after a while all the same."""
    folder.mkdir()
    order = []

    def second() -> None:
        with embedded.turn(folder):
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with embedded.turn(folder):
            waiting = pool.submit(second)
            time.sleep(0.2)  # longer than it needs to ask for the turn; too short harms nothing
            order.append("first")
        waiting.result(WAIT_SECONDS)

    assert order == ["first", "second"]


def test_a_writer_that_sleeps_stops_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the turn is not given back, others go on without it."""
    monkeypatch.setattr(embedded, "_TURN_SECONDS", 0.1)
    folder.mkdir()

    with embedded.turn(folder), embedded.turn(folder):
        pass


def test_without_the_engine_the_way_out_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no wheel exists for the system, the message says to set SAYSO_URI."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(StoreUnavailable, match="SAYSO_URI"):
        opened(folder)
