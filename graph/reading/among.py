"""The entities with some ids, and the edges among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from ..cypher import around
from ..database import records
from ..database.driver import neo4j
from ..model import Edge, Entity
from .filters import Filters

WALKED_TO = 5_000
"""Most edges of an entity that are all walked to find those to some others.

An edge is found from either end, so hubs with more need no walk, but for the
edges from one of them to another: these are looked up pair by pair.
"""


def entities(tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> dict[str, Entity]:
    """Return the entities with these ids, by id."""
    row = tx.run(around.ENTITIES, ids=list(ids)).single(strict=True)
    return {values[0]: records.listed_entity(values) for values in row["entities"]}


def edges_among(
    tx: neo4j.ManagedTransaction, nodes: Iterable[Entity], filters: Filters | None = None
) -> tuple[Edge, ...]:
    """Return every edge that passes `filters` and has both ends among `nodes`, ordered by id."""
    nodes = list(nodes)
    passing = filters or Filters.of()
    small = [node.id for node in nodes if node.degree <= WALKED_TO]
    large = [node.id for node in nodes if node.degree > WALKED_TO]
    found: list[Edge] = []
    texts = [(around.edges_out(passing), [*small, *large])]
    texts += [(around.edges_in(passing), large)] if large else []
    for text, others in texts:
        row = tx.run(text, ids=small, others=others, **passing.parameters).single(strict=True)
        found += map(records.packed_edge, row["edges"])
    pairs = [list(pair) for pair in combinations(large, 2)]
    if pairs:
        text = around.edges_of_pairs(passing)
        row = tx.run(text, pairs=pairs, **passing.parameters).single(strict=True)
        found += map(records.packed_edge, row["edges"])
    return tuple(sorted(found, key=lambda edge: edge.id))


def edge(tx: neo4j.ManagedTransaction, subject: str, target: str, filters: Filters) -> Edge | None:
    """Return the edge from `subject` to `target` that passes `filters`, or none."""
    text = around.edges_of_pairs(filters)
    row = tx.run(text, pairs=[[subject, target]], **filters.parameters).single(strict=True)
    found = map(records.packed_edge, row["edges"])
    return next((one for one in found if one.subject == subject), None)


def entities_and_edges(
    tx: neo4j.ManagedTransaction, ids: Iterable[str], edges: Iterable[Edge]
) -> tuple[dict[str, Entity], list[Edge]]:
    """Return the entities with these ids, and `edges` with the quotes that lists left out."""
    edges = list(edges)
    claims = sorted({edge.best_claim for edge in edges if not edge.quote})
    nodes: dict[str, Entity] = {}
    quotes: dict[str, str] = {}
    for row in tx.run(around.ENTITIES_AND_QUOTES, ids=list(ids), claims=claims):
        nodes |= {values[0]: records.listed_entity(values) for values in row["entities"]}
        quotes |= dict(row["quotes"])
    return nodes, [
        edge if edge.quote else replace(edge, quote=quotes.get(edge.best_claim, ""))
        for edge in edges
    ]
