"""Writers take turns: one transaction at a time changes the graph."""

from __future__ import annotations

import uuid

from .cypher import upkeep
from .driver import neo4j
from .errors import StoreUnfinished


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
