"""The best edges of some entities: of a hub from its lists, of the others as they are."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..cypher import around
from ..database import records
from ..database.driver import neo4j
from ..model import Status
from ..writing.hub import HUB_ABOVE, LONGEST
from .filters import Filters
from .ranked import KEY, STATUSES, WIDTH, Step, entries, rank_of, steps, unpacked


@dataclass(frozen=True, slots=True)
class Around:
    """The best edges of one entity, best first, and how many it has.

    Attributes:
        number: Edges that pass the filters, those in `steps` among them.
    """

    steps: tuple[Step, ...] = ()
    number: int = 0


@dataclass(slots=True)
class Lists:
    """What a hub keeps, as far as it passes the filters.

    Attributes:
        numbers: Edges by relation.
        entries: Those of them that were read from the list, by relation, in order.
        one_way: Most edges of one relation in one direction: each has another neighbour.
    """

    entity: str
    numbers: dict[str, int] = field(default_factory=dict)
    entries: dict[str, list[str]] = field(default_factory=dict)
    one_way: int = 0

    def add(self, row: neo4j.Record, filters: Filters) -> None:
        """Take in what one node holds, if its relation passes."""
        relation = row["relation"]
        if relation in filters.relations:
            out, back = _passing(row["numbers"], filters)
            self.numbers[relation] = out + back
            self.one_way = max(self.one_way, out, back)
            places = [str(STATUSES.index(status)) for status in map(Status, filters.statuses)]
            self.entries[relation] = [e for e in entries(row["top"]) if e[0] in places]

    @property
    def number(self) -> int:
        """Edges of all relations."""
        return sum(self.numbers.values())

    def best(self, most: int) -> tuple[Step, ...] | None:
        """Return the best `most` edges; none if the lists do not tell."""
        for relation, number in self.numbers.items():
            if len(self.entries[relation]) < min(most, number):
                return None
        first = [entry for entry, _ in zip(self._in_order(), range(most), strict=False)]
        return tuple(unpacked(entry, self.entity, relation) for entry, relation in first)

    def nearest(self, most: int, seen: Collection[str]) -> dict[str, int] | None:
        """Return the rank of the best `most` neighbours not seen; none if the lists do not tell."""
        known_to = min(
            (
                self.entries[relation][-1] if self.entries[relation] else ""
                for relation, number in self.numbers.items()
                if number > len(self.entries[relation])
            ),
            default=None,
        )
        found: dict[str, int] = {}
        for entry, _ in self._in_order():
            if len(found) == most:
                return found
            if known_to is not None and entry > known_to:
                return None
            rank, far = rank_of(entry)
            if far not in seen:
                found.setdefault(far, rank)
        return found if known_to is None or len(found) == most else None

    @property
    def neighbours(self) -> int:
        """How many neighbours are certain; all of them if no list is cut."""
        listed = {rank_of(entry)[1] for found in self.entries.values() for entry in found}
        return max(len(listed), self.one_way)

    def _in_order(self) -> Iterator[tuple[str, str]]:
        """Yield entries with their relations, best first."""
        every = (
            [(entry[:KEY], relation, entry) for entry in self.entries[relation]]
            for relation in sorted(self.entries)
        )
        for _, relation, entry in heapq.merge(*every):
            yield entry, relation


def best(
    tx: neo4j.ManagedTransaction, ids: Sequence[str], filters: Filters, most: int
) -> dict[str, Around]:
    """Return the best `most` edges of each of these entities; those from lists have no quote."""
    found: dict[str, Around] = {}
    lists: dict[str, Lists] = {}
    if filters.is_counted:
        more = {**_of_lists(filters, most), **filters.parameters}
        text = around.lists_or_edges(filters)
        for row in tx.run(text, ids=list(ids), few=HUB_ABOVE, most=most, **more):
            if row["relation"]:
                lists.setdefault(row["id"], Lists(row["id"])).add(row, filters)
            else:
                found[row["id"]] = _around(row)
    for entity, kept in lists.items():
        listed = kept.best(most)
        if listed is not None:
            found[entity] = Around(listed, kept.number)
    others = [entity for entity in ids if entity not in found]
    text = around.best_edges(filters)
    for row in tx.run(text, ids=others, most=most, **filters.parameters) if others else ():
        found[row["id"]] = _around(row)
    return found


def hubs(
    tx: neo4j.ManagedTransaction, ids: Sequence[str], filters: Filters, most: int
) -> dict[str, Lists]:
    """Return the lists of those of these entities that are hubs, as far as `most` edges need.

    No entity is in the answer if the filters ask for what only the edges tell.
    """
    found: dict[str, Lists] = {}
    if filters.is_counted:
        for row in tx.run(around.LISTS, ids=list(ids), **_of_lists(filters, most)):
            found.setdefault(row["id"], Lists(row["id"])).add(row, filters)
    return found


def numbers(tx: neo4j.ManagedTransaction, ids: Sequence[str], filters: Filters) -> dict[str, int]:
    """Return how many edges of each of these entities pass the filters."""
    found = {entity: lists.number for entity, lists in hubs(tx, ids, filters, 0).items()}
    others = [entity for entity in ids if entity not in found]
    rows = tx.run(around.numbers(filters), ids=others, **filters.parameters)
    return dict.fromkeys(others, 0) | found | {row["id"]: row["number"] for row in rows}


def _of_lists(filters: Filters, most: int) -> dict[str, Any]:
    """Return which lists are wanted, and how much of them."""
    # Where a status is left out, entries that count may stand far down in the list.
    takes_any = len(filters.statuses) == len(STATUSES)
    width = WIDTH * (min(most, LONGEST) if takes_any else LONGEST)
    return {"relations": list(filters.relations), "width": width}


def _around(row: neo4j.Record) -> Around:
    edges = map(records.packed_edge, row["best"])
    return Around(tuple(steps(edges, row["id"])), row["number"])


def _passing(numbers: Sequence[int], filters: Filters) -> tuple[int, int]:
    """Return how many edges of one relation have a status that passes: outgoing, incoming."""
    wanted = [place for place, status in enumerate(STATUSES) if status in filters.statuses]
    return sum(numbers[at] for at in wanted), sum(numbers[at + len(STATUSES)] for at in wanted)
