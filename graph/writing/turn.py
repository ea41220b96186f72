"""Writers take turns: one transaction at a time changes the graph."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeVar

from ..cypher import upkeep
from ..database.driver import neo4j
from ..database.engine import Engine
from ..errors import StoreBusy, StoreUnfinished

T = TypeVar("T")

_ATTEMPTS = 3


def take_turn(tx: neo4j.ManagedTransaction) -> None:
    """Wait for the other writers; whoever cannot wait fails at its commit and tries again.

    Raises:
        StoreUnfinished: the store is only half restored.
    """
    row = tx.run(upkeep.LOCK, writer=uuid.uuid4().hex).single()
    if row is not None and row["restoring"] is not None:
        raise StoreUnfinished


def last_writer(tx: neo4j.ManagedTransaction) -> str | None:
    """Return a mark of whoever wrote last: another one means that somebody wrote since."""
    row = tx.run(upkeep.META).single()
    return None if row is None else row["writer"]


def undisturbed(engine: Engine, work: Callable[[], T]) -> T:
    """Return what `work` reads in many transactions, none of them before and after a change.

    Raises:
        StoreBusy: somebody wrote during each of a few attempts.
    """
    for _ in range(_ATTEMPTS):
        before = engine.read(last_writer)
        result = work()
        if engine.read(last_writer) == before:
            return result
    raise StoreBusy
