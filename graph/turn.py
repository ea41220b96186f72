"""Writers take turns: one transaction at a time changes the graph."""

from __future__ import annotations

import uuid

from .cypher import writes
from .driver import neo4j


def take_turn(tx: neo4j.ManagedTransaction) -> None:
    """Wait for the other writers; whoever cannot wait fails at its commit and tries again."""
    tx.run(writes.LOCK, writer=uuid.uuid4().hex).consume()
