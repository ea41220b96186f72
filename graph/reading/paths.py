"""How two entities are joined: the shortest chains of edges between them.

Breadth first from both ends, the side with fewer edges to walk first, in
Python: the engines' own shortest paths are not to be relied on (`cypher/`).
After so many hops from one end and so many from the other, every chain that is
no longer than the two together is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..cypher import around
from ..database import records
from ..database.driver import neo4j
from ..model import Edge, Entity
from .among import entities
from .filters import Filters
from .ranked import steps

LONGEST = 6
"""Most edges of a path: longer ones join anything to anything."""

HUB_DEGREE = 1_000
"""Above so many edges an entity joins what has nothing to do with each other."""

Known = dict[str, dict[str, int]]
"""Rank of the best edge between two entities, from either to the other."""


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of edges from one entity to another.

    Attributes:
        nodes: The entities on the way, both ends among them, none twice.
        edges: The best attested edge of each step, whichever its direction.
    """

    nodes: tuple[Entity, ...]
    edges: tuple[Edge, ...]

    def __len__(self) -> int:
        """Return how many edges it has."""
        return len(self.edges)


def paths(
    tx: neo4j.ManagedTransaction,
    ends: tuple[Entity, Entity],
    *,
    number: int,
    longest: int,
    filters: Filters,
    most_edges: int | None,
) -> tuple[Path, ...]:
    """Return the best `number` paths between two entities; see `Store.paths`."""
    search = _Search(tx, ends, filters, most_edges)
    while True:
        found = chains(search.known, ends[0].id, ends[1].id, search.reach, number)
        if len(found) >= number or search.reach >= longest or search.is_done:
            return _paths(tx, found, filters)
        search.widen()


def chains(known: Known, first: str, last: str, longest: int, number: int) -> list[list[str]]:
    """Return the best `number` chains of entities from `first` to `last`, none twice in one.

    Fewest edges first; then the one whose weakest edge is best attested, then
    the one whose second weakest is; then by the ids on the way.

    >>> chains({"a": {"b": 0, "c": 5}, "b": {"a": 0}, "c": {"a": 5}}, "b", "c", 4, 3)
    [['b', 'a', 'c']]
    """
    to_last = _distances(known, last, longest)
    best: list[list[str]] = []
    for length in range(1, longest + 1):
        found = [list(chain) for chain in _chains(known, [first], last, length, to_last)]
        best += sorted(found, key=lambda chain: (_ranks(known, chain), chain))
        if len(best) >= number:
            break
    return best[:number]


def _chains(
    known: Known, begun: list[str], last: str, left: int, to_last: Mapping[str, int]
) -> Iterator[list[str]]:
    """Yield each continuation of `begun` that reaches `last` with exactly `left` more edges."""
    for entity in known.get(begun[-1], ()):
        if entity == last and left == 1:
            yield [*begun, entity]
        elif entity != last and to_last.get(entity, left) < left and entity not in begun:
            yield from _chains(known, [*begun, entity], last, left - 1, to_last)


def _distances(known: Known, start: str, longest: int) -> dict[str, int]:
    found = {start: 0}
    frontier = [start]
    for distance in range(1, longest + 1):
        near = {far for entity in frontier for far in known.get(entity, ())}
        frontier = [far for far in near if far not in found]
        found |= dict.fromkeys(frontier, distance)
    return found


def _ranks(known: Known, chain: Sequence[str]) -> list[int]:
    return sorted((known[near][far] for near, far in pairwise(chain)), reverse=True)


@dataclass(slots=True)
class _Side:
    """What was reached from one end.

    Attributes:
        seen: Entities reached.
        frontier: Those reached last, not walked from yet.
        hops: Edges walked.
    """

    seen: set[str]
    frontier: list[str]
    hops: int = 0


@dataclass(slots=True)
class _Search:
    """A search from both ends."""

    tx: neo4j.ManagedTransaction
    ends: tuple[Entity, Entity]
    filters: Filters
    most_edges: int | None
    known: Known = field(default_factory=lambda: defaultdict(dict))
    degrees: dict[str, int] = field(default_factory=dict)
    walked: set[str] = field(default_factory=set)
    sides: list[_Side] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sides = [_Side({end.id}, [end.id]) for end in self.ends]
        self.degrees = {end.id: end.degree for end in self.ends}

    @property
    def reach(self) -> int:
        """No path so long is unknown."""
        return sum(side.hops for side in self.sides)

    @property
    def is_done(self) -> bool:
        """Whether everything is known that can be reached from one end."""
        return any(not side.frontier for side in self.sides)

    def widen(self) -> None:
        """Walk one hop further, from the end where that is less."""
        side = min(self.sides, key=lambda side: sum(self.degrees[e] for e in side.frontier))
        self._walk([entity for entity in side.frontier if entity not in self.walked])
        ends = {end.id for end in self.ends}
        near = {far for entity in side.frontier for far in self.known[entity]}
        side.frontier = sorted(near - side.seen - ends)
        side.seen |= near
        side.hops += 1

    def _walk(self, ids: Sequence[str]) -> None:
        """Learn every edge of these entities."""
        ends = [end.id for end in self.ends]
        text = around.joined(self.filters)
        more = {"most": self.most_edges, "ends": ends, **self.filters.parameters}
        for row in self.tx.run(text, ids=list(ids), **more):
            self.degrees |= zip(row["far"], row["degrees"], strict=True)
            for far, rank in zip(row["far"], row["ranks"], strict=True):
                self.known[row["id"]][far] = self.known[far][row["id"]] = rank
        self.walked.update(ids)


def _paths(
    tx: neo4j.ManagedTransaction, found: Sequence[Sequence[str]], filters: Filters
) -> tuple[Path, ...]:
    nodes = entities(tx, sorted({entity for chain in found for entity in chain}))
    wanted = {pair for chain in found for pair in pairwise(chain)}
    # From the end with fewer edges: at a hub there are many to look through.
    pairs = sorted({tuple(sorted(pair, key=lambda e: (nodes[e].degree, e))) for pair in wanted})
    text = around.edges_of_pairs(filters)
    row = tx.run(text, pairs=[list(pair) for pair in pairs], **filters.parameters).single(
        strict=True
    )
    between: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in map(records.packed_edge, row["edges"]):
        between[frozenset((edge.subject, edge.object))].append(edge)
    return tuple(
        Path(
            nodes=tuple(nodes[entity] for entity in chain),
            edges=tuple(
                steps(between[frozenset(pair)], pair[0])[0].edge for pair in pairwise(chain)
            ),
        )
        for chain in found
    )
