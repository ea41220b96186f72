"""How many edges an entity has, before anything of it is expanded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .cypher import around
from .driver import neo4j
from .filters import Filters
from .model import Status
from .ranked import STATUSES


@dataclass(frozen=True, slots=True)
class Count:
    """Edges of one relation, direction and status.

    Attributes:
        comes_in: Whether the entity is their object.
    """

    relation: str
    comes_in: bool
    status: Status
    number: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The edges of one entity in numbers.

    Attributes:
        entity: Id of the entity.
        rows: By relation, outgoing first, best status first; none is zero.
    """

    entity: str
    rows: tuple[Count, ...] = ()

    @property
    def total(self) -> int:
        """All its edges."""
        return sum(row.number for row in self.rows)


def counts(tx: neo4j.ManagedTransaction, entity_id: str) -> Counts:
    """Return the numbers of an entity's edges: of a hub those it keeps, else counted now."""
    kept = [
        Count(row["relation"], at >= len(STATUSES), STATUSES[at % len(STATUSES)], number)
        for row in tx.run(around.NUMBERS, id=entity_id)
        for at, number in enumerate(row["numbers"])
        if number
    ]
    return Counts(entity_id, _ordered(kept or _counted(tx, entity_id)))


def _counted(tx: neo4j.ManagedTransaction, entity_id: str) -> list[Count]:
    rows = tx.run(around.counts(Filters.of()), id=entity_id)
    return [
        Count(row["relation"], row["comes_in"], Status(row["status"]), row["number"])
        for row in rows
    ]


def _ordered(rows: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(
        sorted(rows, key=lambda row: (row.relation, row.comes_in, STATUSES.index(row.status)))
    )
