"""From the driver's records to a `Result`: our own values in every cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..cypher import reads
from ..database import records
from ..database.driver import neo4j
from ..database.engine import Rows
from ..model import Edge, Entity
from ..subgraph import Subgraph
from ..vocabulary import relations
from . import among

Ends = Mapping[str, tuple[str, str]]
"""Subject and object of edges, by the claim that the edge quotes."""


def best_claims(rows: Rows) -> list[str]:
    """Return the claims by which the ends of the edges in `rows` are found.

    A relationship that a query returns says which nodes it joins only by the
    database's own ids, which we never use.
    """
    return sorted(
        {
            thing["best_claim"]
            for record in rows.records
            for cell in record.values()
            for thing in _things(cell)
            if _is_edge(thing)
        }
    )


def ends(tx: neo4j.ManagedTransaction, claims: list[str]) -> Ends:
    """Return subject and object of these claims."""
    found = tx.run(reads.ENDS_OF_CLAIMS, ids=claims)
    return {row["id"]: (row["subject"], row["object"]) for row in found}


def cells(rows: Rows, known: Ends) -> tuple[tuple[Any, ...], ...]:
    """Return the rows with our own values in every cell."""
    return tuple(tuple(_cell(value, known) for value in record.values()) for record in rows.records)


def subgraph(tx: neo4j.ManagedTransaction, table: tuple[tuple[Any, ...], ...]) -> Subgraph:
    """Return the entities and edges in `table`; without an edge, all edges among its entities."""
    nodes: dict[str, Entity] = {}
    edges: dict[str, Edge] = {}
    for row in table:
        for thing in _flat(row):
            if isinstance(thing, Entity):
                nodes.setdefault(thing.id, thing)
            else:
                edges.setdefault(thing.id, thing)
    bare = {end for edge in edges.values() for end in (edge.subject, edge.object)} - set(nodes)
    if bare:
        nodes |= among.entities(tx, sorted(bare))
    found = tuple(edges[name] for name in sorted(edges))
    if nodes and not edges:
        found = among.edges_among(tx, nodes.values())
    return Subgraph(tuple(nodes.values()), found, hops=0, total=len(nodes))


def _cell(value: Any, known: Ends) -> Any:
    match value:
        case neo4j.graph.Node():
            return _node(value)
        case neo4j.graph.Relationship():
            return _relationship(value, known)
        case neo4j.graph.Path():
            return [_cell(thing, known) for thing in _things(value)]
        case neo4j.time.Date() | neo4j.time.DateTime() | neo4j.time.Time():
            return value.to_native()
        case neo4j.time.Duration():
            return value.iso_format()
        case neo4j.spatial.Point():
            return list(value)
        case dict():
            return {name: _cell(inner, known) for name, inner in value.items()}
        case list():
            return [_cell(inner, known) for inner in value]
        case _:
            return value


def _node(node: neo4j.graph.Node) -> Any:
    if records.is_entity(node):
        return records.entity(node)
    return {"_label": ":".join(sorted(node.labels)), **_plain(node)}


def _relationship(link: neo4j.graph.Relationship, known: Ends) -> Any:
    if _is_edge(link) and link["best_claim"] in known:
        subject, target = known[link["best_claim"]]
        return records.edge(link, subject, link.type, target)
    return {"_type": link.type, **_plain(link)}


def _plain(thing: neo4j.graph.Entity) -> dict[str, Any]:
    return {name: _cell(value, {}) for name, value in sorted(thing.items())}


def _is_edge(thing: Any) -> bool:
    is_link = isinstance(thing, neo4j.graph.Relationship)
    return is_link and thing.type in relations() and "best_claim" in thing


def _things(value: Any) -> Iterator[Any]:
    """Yield the nodes and relationships in a cell, in order."""
    if isinstance(value, neo4j.graph.Node | neo4j.graph.Relationship):
        yield value
    elif isinstance(value, neo4j.graph.Path):
        yield value.nodes[0]
        for link, node in zip(value.relationships, value.nodes[1:], strict=True):
            yield link
            yield node
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _things(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _things(inner)


def _flat(value: Any) -> Iterator[Entity | Edge]:
    if isinstance(value, Entity | Edge):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _flat(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _flat(inner)
