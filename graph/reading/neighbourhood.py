"""What lies around some entities: the picture that the page draws.

Hop by hop, and only from what is shown: first the edges of the start, then
those of the entities that these lead to. No step walks all edges of a hub; what
a hub keeps is enough (`kept.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..cypher import around
from ..database.driver import neo4j
from ..model import Edge, Entity
from ..subgraph import LeftOut, Subgraph
from ..writing.hub import LONGEST
from . import steps
from .among import edges_among, entities, entities_and_edges
from .filters import Filters
from .ranked import rank

MOST_HOPS = 4


@dataclass(slots=True)
class _Grown:
    """What was reached so far.

    Attributes:
        order: Entities that are shown, nearest first.
        walked: How many of them were walked from, or would have been.
        total: Entities that were reached, at least.
        edges: Edges that were followed, by id; only where each entity is capped.
        numbers: Edges of entities that pass, where walking told.
    """

    order: list[str]
    walked: int = 0
    total: int = 0
    edges: dict[str, Edge] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


def neighbourhood(
    tx: neo4j.ManagedTransaction,
    start: Sequence[str],
    *,
    hops: int,
    filters: Filters,
    limit: int,
    per_node: int | None,
) -> Subgraph:
    """Return what lies within `hops` edges of any of `start`; see `Store.neighbourhood`."""
    most = max(limit, len(start))
    grown = _Grown(list(start), total=len(start))
    for _ in range(hops):
        frontier = grown.order[grown.walked :]
        if not frontier:
            break
        grown.walked = len(grown.order)
        room = most - len(grown.order)
        if per_node is not None:
            _follow(tx, grown, frontier, filters, per_node, room)
        elif room:
            _reach(tx, grown, frontier, filters, room)
    edges: Iterable[Edge]
    if per_node is None:
        nodes = entities(tx, grown.order)
        edges = edges_among(tx, nodes.values(), filters)
    else:
        shown = set(grown.order)
        followed = (e for e in grown.edges.values() if {e.subject, e.object} <= shown)
        nodes, edges = entities_and_edges(tx, grown.order, followed)
    edges = tuple(sorted(edges, key=lambda edge: edge.id))
    return Subgraph(
        nodes=tuple(nodes[entity] for entity in grown.order),
        edges=edges,
        start=tuple(start),
        hops=hops,
        total=grown.total,
        left_out=_left_out(tx, grown, nodes, edges, filters),
    )


def _follow(
    tx: neo4j.ManagedTransaction,
    grown: _Grown,
    frontier: Sequence[str],
    filters: Filters,
    per_node: int,
    room: int,
) -> None:
    """Follow the best edges of each entity of the frontier."""
    reached: dict[str, tuple[int, int]] = {}
    seen = set(grown.order)
    for entity, found in steps.best(tx, frontier, filters, per_node).items():
        grown.numbers[entity] = found.number
        for step in found.steps:
            grown.edges[step.edge.id] = step.edge
            if step.far not in seen:
                place = rank(step.edge)
                reached[step.far] = min(place, reached.get(step.far, place))
    new = sorted(reached, key=lambda entity: (reached[entity], entity))
    grown.total += len(new)
    grown.order += new[:room]


def _reach(
    tx: neo4j.ManagedTransaction,
    grown: _Grown,
    frontier: Sequence[str],
    filters: Filters,
    room: int,
) -> None:
    """Add the best neighbours of the frontier, as many as there is room for."""
    reached: dict[str, int] = {}
    least = 0
    others = set(frontier)
    for entity, lists in steps.hubs(tx, frontier, filters, LONGEST).items():
        nearest = lists.nearest(room, grown.order)
        if nearest is None:
            continue
        others.discard(entity)
        _join(reached, nearest)
        least = max(least, 1 + lists.neighbours - len(grown.order))
    if others:
        row = tx.run(
            around.nearest(filters),
            ids=sorted(others),
            seen=grown.order,
            most=room,
            **filters.parameters,
        ).single(strict=True)
        _join(reached, dict(zip(row["ids"], row["ranks"], strict=True)))
        least = max(least, row["number"])
    new = sorted(reached, key=lambda entity: (reached[entity], entity))
    grown.total = len(grown.order) + max(least, len(new))
    grown.order += new[:room]


def _join(reached: dict[str, int], more: Mapping[str, int]) -> None:
    for entity, place in more.items():
        reached[entity] = min(place, reached.get(entity, place))


def _left_out(
    tx: neo4j.ManagedTransaction,
    grown: _Grown,
    nodes: Mapping[str, Entity],
    edges: Iterable[Edge],
    filters: Filters,
) -> tuple[LeftOut, ...]:
    """Return what the piece does not show of the entities that were walked from."""
    walked = grown.order[: grown.walked]
    totals = dict(grown.numbers)
    if filters == Filters.of():
        totals |= {entity: nodes[entity].degree for entity in walked if entity not in totals}
    else:
        missing = [entity for entity in walked if entity not in totals]
        totals |= steps.numbers(tx, missing, filters) if missing else {}
    shown = Counter(end for edge in edges for end in (edge.subject, edge.object))
    return tuple(
        LeftOut(entity, shown[entity], totals[entity])
        for entity in walked
        if totals[entity] > shown[entity]
    )
