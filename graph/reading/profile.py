"""All that the page tells of one entity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..cypher import reads
from ..database.driver import neo4j
from ..model import Edge, Entity
from . import steps
from .among import entities, entities_and_edges
from .counts import Counts, counts
from .filters import Filters

EDGES_AT_MOST = 300
"""Edges in a profile: more than anybody reads; the numbers tell how many there are."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A pair that is only denied, so that no edge joins it; `claims` say so."""

    subject: Entity
    relation: str
    object: Entity
    claims: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the page tells of one entity.

    Attributes:
        documents: Documents that name it.
        claims: Claims of which it is subject or object.
        counts: How many edges it has, by relation, direction and status.
        edges: The best attested 300 of them, ordered by relation, then best
            attested, then id.
        neighbours: The other ends of `edges`, by id.
        denied: What is said of it only in denials.
    """

    entity: Entity
    documents: int
    claims: int
    counts: Counts
    edges: tuple[Edge, ...]
    neighbours: Mapping[str, Entity]
    denied: tuple[Denied, ...]


def profile(tx: neo4j.ManagedTransaction, entity: Entity) -> Profile:
    """Return what the store knows of `entity`."""
    numbers = tx.run(reads.NUMBERS_OF_ENTITY, id=entity.id).single(strict=True)
    around = steps.best(tx, [entity.id], Filters.of(), EDGES_AT_MOST)
    found = around[entity.id].steps if around else ()
    far = {step.far for step in found}
    neighbours, edges = entities_and_edges(tx, sorted(far), [step.edge for step in found])
    return Profile(
        entity=entity,
        documents=numbers["documents"],
        claims=numbers["claims"],
        counts=counts(tx, entity.id),
        edges=tuple(sorted(edges, key=_by_relation)),
        neighbours=neighbours,
        denied=_denied(tx, entity),
    )


def _by_relation(edge: Edge) -> tuple[str, int, str]:
    return (edge.relation, -(edge.n_for + edge.n_against + edge.n_hedged), edge.id)


def _denied(tx: neo4j.ManagedTransaction, entity: Entity) -> tuple[Denied, ...]:
    """Return the pairs whose claims are all denials."""
    pairs = {
        row["edge"]: ((row["subject"], row["relation"], row["object"]), row["claims"])
        for row in tx.run(reads.DENIED_AROUND, id=entity.id)
    }
    affirmed = {row["edge"] for row in tx.run(reads.AFFIRMED, edges=sorted(pairs))}
    only = sorted(found for edge, found in pairs.items() if edge not in affirmed)
    things = entities(tx, sorted({end for (s, _, o), _ in only for end in (s, o)}))
    return tuple(
        Denied(things[subject], relation, things[target], number)
        for (subject, relation, target), number in only
    )
