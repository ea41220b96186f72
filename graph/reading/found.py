"""An entity by its id, also by one that it had before it grew together with another."""

from __future__ import annotations

from ..cypher import reads
from ..database import records
from ..database.driver import neo4j
from ..errors import NodeNotFound
from ..model import Entity


def found(tx: neo4j.ManagedTransaction, entity_id: str) -> Entity:
    """Return the entity with this id, or the one that it became part of.

    Raises:
        NodeNotFound: there is none.
    """
    for text in (reads.ENTITY, reads.ENTITY_OF_FORMER_ID):
        row = tx.run(text, id=entity_id).single()
        if row is not None:
            return records.entity(row["n"])
    raise NodeNotFound(entity_id)
