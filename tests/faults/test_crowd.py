"""Two writers and four readers at once: no lost update, no doubled edge, no error to be seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from sayso.graph.errors import NodeNotFound
from sayso.graph.model import Reading
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import empty
from sayso.tests.faults.stories import stories
from sayso.tests.graph.canonical import canonical

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

STORIES = 120
READERS = 4
MOMENTS = 5


def read_everything(store: Store) -> None:
    """Ask what a page asks; every answer must be consistent in itself.

    One of the embedded engine may fall into the middle of a commit (docs/limits.md);
    whoever asks again gets a whole one.
    """
    for _ in range(MOMENTS):
        try:
            return ask(store)
        except (AssertionError, NodeNotFound):
            continue
    return ask(store)


def ask(store: Store) -> None:
    """Ask once."""
    for hit in store.search("Firm A1"):
        profile = store.profile(hit.entity.id)
        near = store.neighbourhood([hit.entity.id], hops=2, limit=40)
        known = {node.id for node in near.nodes}

        assert all({edge.subject, edge.object} <= known for edge in near.edges)
        for edge in profile.edges[:3]:
            for found in store.evidence(edge.id):
                assert found.claim.quote in found.paragraph


def test_writers_and_readers_at_once(store: Store, settings: Settings) -> None:
    """Writers whose shares overlap make the graph that one makes; readers always get an answer."""
    store.write(stories(0, STORIES))
    alone = canonical(store)
    empty(store)
    done = threading.Event()

    def read(_: int) -> int:
        rounds = 0
        with Store.open(settings) as mine:
            while not done.is_set():
                read_everything(mine)
                rounds += 1
        return rounds

    def write(share: list[Reading]) -> int:
        with Store.open(settings) as mine:
            for reading in share:
                mine.write([reading])
        return len(share)

    every = list(stories(0, STORIES))
    shares = [every[: STORIES * 2 // 3], every[: STORIES // 3 : -1]]  # the middle third meets
    with ThreadPoolExecutor(READERS + len(shares)) as pool:
        readers = [pool.submit(read, number) for number in range(READERS)]
        writers = [pool.submit(write, share) for share in shares]
        finished = [attempt(writer.result) for writer in writers]
        done.set()
        rounds = [reader.result() for reader in readers]

    assert finished == [len(share) for share in shares]
    assert all(rounds)
    assert canonical(store) == alone
    assert store.check() == ()


def attempt(result: Callable[[], int]) -> int | BaseException:
    """Return the result, or the error instead, so that the readers are told to stop."""
    try:
        return result()
    except BaseException as error:  # it becomes the test's failure
        return error
