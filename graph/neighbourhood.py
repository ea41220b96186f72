"""What lies around some entities: the picture that the page draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import records
from .cypher import reads
from .driver import neo4j
from .model import Edge, Entity, Status
from .subgraph import Subgraph

MOST_HOPS = 4

_BEST_STATUS = {Status.ASSERTED: 0, Status.DISPUTED: 1, Status.HEDGED: 2}

Rank = tuple[int, int]
"""How well an entity is tied to what is nearer: status first, then sources; small is good."""


def neighbourhood(
    tx: neo4j.ManagedTransaction, start: Sequence[str], *, hops: int, limit: int
) -> Subgraph:
    """Return what lies within `hops` edges of any of `start`; see `Store.neighbourhood`."""
    order = reach(tx, start, hops=hops)
    shown = order[: max(limit, len(start))]
    nodes = entities(tx, shown)
    return Subgraph(
        nodes=tuple(nodes[entity] for entity in shown),
        edges=edges_among(tx, shown),
        start=tuple(start),
        hops=hops,
        total=len(order),
    )


def reach(tx: neo4j.ManagedTransaction, start: Sequence[str], *, hops: int) -> list[str]:
    """Return the ids within `hops` edges, nearest first, then best attested, then by id."""
    order = list(start)
    seen = set(start)
    frontier: list[str] = list(start)
    for _ in range(hops):
        best: dict[str, Rank] = {}
        for row in tx.run(reads.edges_of_entities(), ids=frontier):
            rank = (_BEST_STATUS[Status(row["status"])], -row["sources"])
            if row["far"] not in seen:
                best[row["far"]] = min(rank, best.get(row["far"], rank))
        frontier = sorted(best, key=lambda entity: (best[entity], entity))
        if not frontier:
            break
        order += frontier
        seen.update(frontier)
    return order


def entities(tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> dict[str, Entity]:
    """Return the entities with these ids, by id."""
    rows = tx.run(reads.ENTITIES, ids=list(ids))
    return {row["n"]["id"]: records.entity(row["n"]) for row in rows}


def edges_among(tx: neo4j.ManagedTransaction, ids: Sequence[str]) -> tuple[Edge, ...]:
    """Return every edge whose two ends are among these entities, ordered by id."""
    rows = tx.run(reads.edges_among(), ids=list(ids))
    found = [
        records.edge(row["properties"], row["subject"], row["relation"], row["object"])
        for row in rows
    ]
    return tuple(sorted(found, key=lambda edge: edge.id))
