"""How many edges an entity has, before anything of it is expanded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..cypher import around
from ..database.driver import neo4j
from ..model import Status
from ..writing.hub import HUB_ABOVE
from .filters import Filters
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
    rows: list[Count] = []
    for row in tx.run(around.counts(Filters.of()), id=entity_id, few=HUB_ABOVE):
        if row["status"]:
            status = Status(row["status"])
            rows.append(Count(row["relation"], row["comes_in"], status, row["number"]))
        else:
            rows += _kept(row["relation"], row["numbers"])
    rows.sort(key=lambda one: (one.relation, one.comes_in, STATUSES.index(one.status)))
    return Counts(entity_id, tuple(rows))


def _kept(relation: str, numbers: Sequence[int]) -> list[Count]:
    return [
        Count(relation, at >= len(STATUSES), STATUSES[at % len(STATUSES)], number)
        for at, number in enumerate(numbers)
        if number
    ]
