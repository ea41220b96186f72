"""What a store holds, read with plain Cypher, in the shape of `Model.graph`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sayso.graph.database.records import day
from sayso.graph.model import Label
from sayso.graph.store import Store
from sayso.tests.graph.model import Graph

ENTITIES = """
MATCH (n:Entity)
RETURN n.id AS id, labels(n) AS labels, n.name AS name, n.names AS names, n.kind AS kind,
       n.country AS country, n.collective AS collective, n.ids AS ids, n.degree AS degree
"""
ALIASES = """
MATCH (a:Alias)-[:REFERS_TO]->(n:Entity)
RETURN a.id AS id, a.text AS text, n.id AS entity
"""
DOCUMENTS = """
MATCH (d:Document)
OPTIONAL MATCH (d)-[:PUBLISHED_BY]->(n:Entity)
RETURN d.id AS id, d.text AS text, d.published_on AS published_on, d.story_id AS story,
       n.id AS outlet
"""
CLAIMS = """
MATCH (d:Document)<-[:STATED_IN]-(c:Claim)-[:SUBJECT]->(s:Entity)
OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)
RETURN c.id AS id, properties(c) AS said, d.id AS document, s.id AS subject, o.id AS object
"""
VOICES = """
MATCH (c:Claim)-[v:SAID_BY]->(n:Entity)
RETURN c.id AS claim, v.hop AS hop, v.kind AS kind, n.id AS entity
ORDER BY hop
"""
EDGES = """
MATCH (s:Entity)-[e]->(o:Entity)
RETURN e.id AS id, properties(e) AS summary, s.id AS subject, type(e) AS relation, o.id AS object
"""
JUDGEMENTS = """
MATCH (j:Judgement)
RETURN j.id AS id, j.verdict AS verdict, j.left AS left, j.right AS right,
       j.decision AS decision, j.active AS active
"""
REVIEWS = """
MATCH (v:Review)
RETURN v.id AS id, v.claim AS claim, v.verdict AS verdict, v.by AS by, v.reason AS reason,
       v.n AS n, v.active AS active
"""
_LABELS = frozenset(label.value for label in Label)


def held(store: Store) -> Graph:
    """Return everything that the store holds."""
    rows = {text: store.cypher(text, rows=1_000_000).records for text in _EVERYTHING}
    said_by: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows[VOICES]:
        said_by.setdefault(row["claim"], []).append((row["hop"], row["kind"], row["entity"]))
    return {
        "entities": _by_id(map(_entity, rows[ENTITIES])),
        "aliases": _by_id(rows[ALIASES]),
        "documents": _by_id(rows[DOCUMENTS]),
        "claims": _by_id(
            {**_claim(row), "voices": said_by.get(row["id"], [])} for row in rows[CLAIMS]
        ),
        "edges": _by_id(_edge(row) for row in rows[EDGES]),
        "judgements": _by_id(rows[JUDGEMENTS]),
        "reviews": _by_id(rows[REVIEWS]),
    }


_EVERYTHING = (ENTITIES, ALIASES, DOCUMENTS, CLAIMS, VOICES, EDGES, JUDGEMENTS, REVIEWS)


def _entity(row: Mapping[str, Any]) -> dict[str, Any]:
    (label,) = _LABELS & set(row["labels"])
    return {**{name: value for name, value in row.items() if name != "labels"}, "label": label}


def _claim(row: Mapping[str, Any]) -> dict[str, Any]:
    links = {name: value for name, value in row.items() if name != "said"}
    return {**row["said"], **links, "reviewed_at": None}


def _edge(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row["summary"], **{name: value for name, value in row.items() if name != "summary"}}


def _by_id(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what each row holds by its id; two with one id are a fault of the store."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        assert row["id"] not in found, f"{row['id']} is there twice"
        found[row["id"]] = {
            name: day(value) for name, value in row.items() if name != "id" and value is not None
        }
    return found
