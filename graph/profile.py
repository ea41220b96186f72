"""All that the page tells of one entity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import neighbourhood, records
from .cypher import reads
from .driver import neo4j
from .model import Edge, Entity, Polarity


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
        edges: Its edges, ordered by relation, then best attested, then id.
        neighbours: The other ends, by id.
        denied: What is said of it only in denials.
    """

    entity: Entity
    documents: int
    claims: int
    edges: tuple[Edge, ...]
    neighbours: Mapping[str, Entity]
    denied: tuple[Denied, ...]


def profile(tx: neo4j.ManagedTransaction, entity: Entity) -> Profile:
    """Return what the store knows of `entity`."""
    documents = tx.run(reads.DOCUMENTS_OF_ENTITY, id=entity.id).single(strict=True)["documents"]
    edges: dict[str, Edge] = {}
    neighbours: dict[str, Entity] = {}
    for row in tx.run(reads.edges_around(), id=entity.id):
        found = records.edge(row["properties"], row["subject"], row["relation"], row["object"])
        edges[found.id] = found
        neighbours[row["neighbour"]["id"]] = records.entity(row["neighbour"])
    claims = list(tx.run(reads.CLAIMS_AROUND, id=entity.id))
    return Profile(
        entity=entity,
        documents=documents,
        claims=len(claims),
        edges=tuple(sorted(edges.values(), key=_by_relation)),
        neighbours=neighbours,
        denied=_denied(tx, claims),
    )


def _by_relation(edge: Edge) -> tuple[str, int, str]:
    return (edge.relation, -(edge.n_for + edge.n_against + edge.n_hedged), edge.id)


def _denied(tx: neo4j.ManagedTransaction, claims: Sequence[neo4j.Record]) -> tuple[Denied, ...]:
    affirmed = {row["edge"] for row in claims if row["polarity"] == Polarity.AFFIRMED}
    pairs: dict[tuple[str, str, str], int] = {}
    for row in claims:
        if row["object"] is not None and row["edge"] not in affirmed:
            ends = (row["subject"], row["relation"], row["object"])
            pairs[ends] = pairs.get(ends, 0) + 1
    things = neighbourhood.entities(tx, {end for s, _, o in pairs for end in (s, o)})
    return tuple(
        Denied(things[subject], relation, things[target], number)
        for (subject, relation, target), number in sorted(pairs.items())
    )
