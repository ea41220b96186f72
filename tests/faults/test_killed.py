"""`kill -9` in the middle of a load: what was acknowledged is whole, and nothing is torn."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.graph.database import embedded
from sayso.graph.database.embedded import Runtime
from sayso.graph.database.embedded_engine import store_folder
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import PATIENT, empty
from sayso.tests.faults.stories import CLAIMS, stories
from sayso.tests.graph.canonical import canonical
from sayso.ui.serve import environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_200)]

ROUNDS = 20
NEW = 30
"""Stories that each round adds: several transactions."""

CHECKED = 5
"""Rounds between two checks of every invariant, which take longer than the rest."""

WAIT_SECONDS = 120


@pytest.fixture
def own_settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings of an embedded store that no other test uses."""
    settings = Settings(store=tmp_path / "store", **PATIENT)
    yield settings
    embedded.stop(store_folder(settings))


class Writer:
    """A process that loads stories until it is done, or killed."""

    def __init__(self, settings: Settings, first: int, last: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sayso.tests.faults.stories", str(first), str(last)],
            stdout=subprocess.PIPE,
            env=environment(settings, start=None),
            text=True,
        )
        self.safe: list[str] = []
        assert self._process.stdout is not None
        self._lines = self._process.stdout
        assert self._lines.readline() == "open\n"

    def wait_for(self, number: int) -> None:
        """Wait until `number` documents were acknowledged."""
        for line in self._lines:
            self.safe.append(line.strip())
            if len(self.safe) >= number:
                return

    def kill(self) -> None:
        """Kill it in its work, and take note of what it had acknowledged by then."""
        self._process.kill()
        assert self._finish() in {0, -signal.SIGKILL}

    def end(self) -> int:
        """Let it finish; return its exit status."""
        return self._finish()

    def _finish(self) -> int:
        # A line that was cut short acknowledges nothing.
        with self._lines:
            self.safe += [line.strip() for line in self._lines if line.endswith("\n")]
        return self._process.wait(WAIT_SECONDS)


def a_moment(chance: random.Random) -> None:
    """Let a random while pass; not waiting for anything, so it cannot be too short."""
    time.sleep(chance.uniform(0, 0.4))


def expect_whole(store: Store, safe: set[str], round_: int) -> None:
    """Every acknowledged document is there, no document is partial, all invariants hold."""
    rows = store.cypher(
        "MATCH (d:Document) RETURN d.id, COUNT { (d)<-[:STATED_IN]-(:Claim) }", rows=10_000
    ).rows
    found = dict(rows)

    assert safe <= set(found)
    assert set(found.values()) <= {CLAIMS}
    if round_ % CHECKED == CHECKED - 1:
        assert store.check() == ()


def expect_as_undisturbed(store: Store, number: int) -> None:
    """The store is what loading `number` stories without any accident makes of it."""
    store.write(stories(0, number))
    disturbed = canonical(store)
    empty(store)
    store.write(stories(0, number))

    assert disturbed == canonical(store)


def test_a_writer_is_killed(store: Store, settings: Settings) -> None:
    """The next run completes what a killed one had begun, on both engines."""
    chance, safe = random.Random(20), set[str]()  # noqa: S311 - the same moments every time
    for round_ in range(ROUNDS):
        writer = Writer(settings, 0, (round_ + 1) * NEW)
        writer.wait_for(round_ * NEW // 2 + chance.randrange(NEW))
        a_moment(chance)
        writer.kill()
        safe |= set(writer.safe)
        expect_whole(store, safe, round_)

    expect_as_undisturbed(store, ROUNDS * NEW)


def test_the_embedded_engine_is_killed(own_settings: Settings) -> None:
    """The writer starts it again and goes on, and neither loses nor doubles anything."""
    chance, safe = random.Random(21), set[str]()  # noqa: S311 - the same moments every time
    folder = store_folder(own_settings)
    with Store.open(own_settings) as store:
        for round_ in range(ROUNDS):
            writer = Writer(own_settings, round_ * NEW, (round_ + 1) * NEW)
            writer.wait_for(chance.randrange(NEW))
            a_moment(chance)
            runtime = Runtime.read(folder)
            assert runtime is not None
            embedded.end(runtime, at_once=True)

            assert writer.end() == 0
            assert len(writer.safe) == NEW
            safe |= set(writer.safe)
            expect_whole(store, safe, round_)

        expect_as_undisturbed(store, ROUNDS * NEW)


def test_writer_and_engine_die_together(own_settings: Settings) -> None:
    """As when the power fails: what was acknowledged is there at the next start."""
    chance, safe = random.Random(22), set[str]()  # noqa: S311 - the same moments every time
    folder = store_folder(own_settings)
    for round_ in range(ROUNDS):
        writer = Writer(own_settings, round_ * NEW, (round_ + 1) * NEW)
        writer.wait_for(chance.randrange(NEW))
        a_moment(chance)
        runtime = Runtime.read(folder)
        assert runtime is not None
        os.kill(runtime.pid, 9)
        writer.kill()
        safe |= set(writer.safe)
        with Store.open(own_settings) as store:
            expect_whole(store, safe, round_)
