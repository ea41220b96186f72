"""Texts that write what documents say, and those that read what a write must know.

Things are made in one statement with all their labels and changed in another:
`MERGE` with two labels fails on the embedded engine. Rows that make things are
lists, grouped by what is looked up for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ..model import Label
from ..writing.copies import BANDS
from ..writing.rows import ALIAS_PROPERTIES, CLAIM_PROPERTIES, DOCUMENT_PROPERTIES, QUALIFIERS

SIGNATURE_PROPERTIES = ("sketch", *BANDS)

ENTITY_PROPERTIES = (
    *("id", "name", "names", "kind", "country", "collective", "ids", "search", "tally"),
    "former_ids",
)

EDGE_PROPERTIES = (
    *("id", "status", "n_for", "n_against", "n_hedged", "n_claims", "n_docs"),
    *("first_date", "last_date", "quote", "best_claim"),
)

# ------------------------------------------------------- reading for a write

KNOWN = """
UNWIND $rows AS id
MATCH (d:Document {id: id})
RETURN d.id AS id
"""

# Each row: a document's id, and the fingerprint of its reading.
UNCHANGED = """
UNWIND $rows AS r
MATCH (d:Document {id: r[0]})
WHERE d.fingerprint = r[1]
RETURN d.id AS id, COUNT { (d)<-[:STATED_IN]-() } AS claims
"""

# Edges that some claim counts for already.
EDGES_WITH_CLAIMS = """
UNWIND $rows AS edge
CALL (edge) {
  MATCH (c:Claim {edge: edge})
  RETURN c.id AS one
  LIMIT 1
}
RETURN edge
"""

ALIASES_OF_DOCUMENTS = """
UNWIND $rows AS id
MATCH (a:Alias {document: id})
RETURN properties(a) AS alias
"""

# One alias of a key is enough: all refer to the same entity, and there may be thousands.
# One alias is enough; the cut between the two patterns keeps Neo4j, which may have
# planned this when the store was empty, from starting at all entities.
ENTITIES_OF_NAME_KEYS = """
UNWIND $rows AS key
CALL (key) {
  MATCH (a:Alias {name_key: key})
  WITH a
  LIMIT 1
  MATCH (a)-[:REFERS_TO]->(n:Entity)
  RETURN n
}
WITH DISTINCT n
RETURN n.id AS id, labels(n) AS labels, properties(n) AS properties
"""

ANY_JUDGEMENT = """
MATCH (j:Judgement)
RETURN j.id AS id
LIMIT 1
"""

# One that joins or parts two of these keys comes twice.
ACTIVE_JUDGEMENTS = """
UNWIND $rows AS key
MATCH (j:Judgement {left: key})
WHERE j.active
RETURN j.left AS left, j.right AS right, j.verdict AS verdict
UNION ALL
UNWIND $rows AS key
MATCH (j:Judgement {right: key})
WHERE j.active
RETURN j.left AS left, j.right AS right, j.verdict AS verdict
"""

ALIASES_OF_ENTITIES = """
UNWIND $rows AS id
MATCH (n:Entity {id: id})
WITH n
MATCH (a:Alias)-[:REFERS_TO]->(n)
RETURN properties(a) AS alias, n.id AS entity
"""

CLAIMS_OF_DOCUMENTS = """
UNWIND $rows AS id
MATCH (c:Claim {document: id})
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)
OPTIONAL MATCH (c)-[said:SAID_BY]->(who:Entity)
RETURN properties(c) AS claim, s.id AS subject, o.id AS object,
       collect({hop: said.hop, kind: said.kind, alias: said.alias, cue: said.cue,
                start: said.start, end: said.end, who: who.id}) AS voices
"""

# ------------------------------------------------------------------- writing

UPDATE_DOCUMENTS = """
UNWIND $rows AS r
MATCH (d:Document {id: r.id})
SET d += r.properties
"""

SET_STORIES = """
UNWIND $rows AS r
MATCH (d:Document {id: r.id})
SET d.story_id = r.story_id
"""

ENDS_OF_DOCUMENTS = """
UNWIND $rows AS id
MATCH (c:Claim {document: id})
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
RETURN DISTINCT s.id AS subject, c.relation AS relation, o.id AS object
"""

DETACH_PUBLISHERS = """
UNWIND $rows AS id
MATCH (d:Document {id: id})-[p:PUBLISHED_BY]->()
DELETE p
"""

# One row for each outlet: its id, and its documents.
ATTACH_PUBLISHERS = """
UNWIND $rows AS r
MATCH (n:Entity {id: r[0]})
UNWIND r[1] AS document
MATCH (d:Document {id: document})
CREATE (d)-[:PUBLISHED_BY]->(n)
"""

# Most entities that a new document names are only named once more.
SET_TALLIES = """
UNWIND $rows AS r
MATCH (n:Entity {id: r[0]})
SET n.tally = r[1]
"""

UPDATE_ENTITIES = """
UNWIND $rows AS r
MATCH (n:Entity {id: r.id})
SET n += r.properties
"""

DELETE_ENTITIES = """
UNWIND $rows AS id
MATCH (n:Entity {id: id})
DETACH DELETE n
"""

UPDATE_ALIASES = """
UNWIND $rows AS r
MATCH (a:Alias {id: r.id})
SET a += r.properties
"""

DELETE_ALIASES = """
UNWIND $rows AS id
MATCH (a:Alias {id: id})
DETACH DELETE a
"""

QUALIFY_CLAIMS = """
UNWIND $rows AS r
MATCH (c:Claim {id: r[0]})
SET c += r[1]
"""

# One row for each speaker: the entity's id, and each of its sayings.
ATTACH_VOICES = """
UNWIND $rows AS r
MATCH (n:Entity {id: r[0]})
UNWIND r[1] AS v
MATCH (c:Claim {id: v[0]})
CREATE (c)-[:SAID_BY {hop: v[1], kind: v[2], alias: v[3], cue: v[4], start: v[5], end: v[6]}]->(n)
"""

DELETE_DOCUMENTS = """
UNWIND $rows AS id
MATCH (d:Document {id: id})
DETACH DELETE d
"""

DELETE_CLAIMS = """
UNWIND $rows AS id
MATCH (c:Claim {id: id})
DETACH DELETE c
"""

# --------------------------------------------------------------------- edges

CLAIMS_OF_EDGES = """
UNWIND $rows AS edge
MATCH (c:Claim {edge: edge})
WHERE c.review <> 'rejected'
WITH c
MATCH (c)-[:STATED_IN]->(d:Document)
OPTIONAL MATCH (c)-[said:SAID_BY]->(who:Entity)
RETURN c.edge AS edge, c.id AS id, c.polarity AS polarity, c.modality AS modality,
       c.quote AS quote, c.confidence AS confidence, c.date_from AS date_from,
       c.date_to AS date_to, d.id AS document, d.story_id AS story,
       d.published_on AS published_on,
       collect({hop: said.hop, kind: said.kind, who: who.id}) AS voices
"""


def edges_between(relation: str) -> str:
    """Return the text that reads the edges of one relation by end points."""
    return f"""
UNWIND $rows AS r
MATCH (a:Entity {{id: r.subject}})
MATCH (b:Entity {{id: r.object}})
MATCH (a)-[e:{relation}]->(b)
RETURN r.id AS id, properties(e) AS properties
"""


def create_edges(relation: str) -> str:
    """Return the text that makes edges of one relation, one row for each subject."""
    return f"""
UNWIND $rows AS r
MATCH (a:Entity {{id: r[0]}})
UNWIND r[1] AS e
MATCH (b:Entity {{id: e[0]}})
CREATE (a)-[:{relation} {{{_in_place(EDGE_PROPERTIES, "e", after=1)}}}]->(b)
"""


def update_edges(relation: str) -> str:
    """Return the text that changes edges of one relation."""
    return f"""
UNWIND $rows AS r
MATCH (a:Entity {{id: r.subject}})
MATCH (b:Entity {{id: r.object}})
MATCH (a)-[e:{relation}]->(b)
SET e += r.properties
"""


def delete_edges(relation: str) -> str:
    """Return the text that removes all edges of one relation between some ends."""
    return f"""
UNWIND $rows AS r
MATCH (a:Entity {{id: r.subject}})
MATCH (b:Entity {{id: r.object}})
MATCH (a)-[e:{relation}]->(b)
DELETE e
"""


def relabel_entities(old: str, new: str) -> str:
    """Return the text that gives entities another label.

    The embedded engine moves the node to another type, and would find its id
    taken by the one that it moves: the id is taken off meanwhile.
    """
    return f"""
UNWIND $rows AS r
MATCH (n:Entity {{id: r.id}})
REMOVE n.id
SET n:{new}
REMOVE n:{old}
SET n.id = r.id
"""


def create_entities(label: Label | str) -> str:
    """Return the text that makes entities of one label; all labels at once, or ids may double."""
    return f"""
UNWIND $rows AS r
CREATE (n:Entity:{label} {{{_in_place(ENTITY_PROPERTIES, "r")}, degree: 0}})
"""


@cache
def create_documents() -> str:
    """Return the text that makes documents."""
    names = (*DOCUMENT_PROPERTIES, *SIGNATURE_PROPERTIES)
    return f"""
UNWIND $rows AS r
CREATE (d:Document {{{_in_place(names, "r")}, loaded_at: datetime($loaded_at)}})
"""


@cache
def create_aliases() -> str:
    """Return the text that makes aliases, one row for each entity: its id, and its aliases."""
    return f"""
UNWIND $rows AS r
MATCH (n:Entity {{id: r[0]}})
UNWIND r[1] AS a
CREATE (:Alias {{{_in_place(ALIAS_PROPERTIES, "a")}}})-[:REFERS_TO]->(n)
"""


@cache
def create_claims(*, with_object: bool) -> str:
    """Return the text that makes claims, one row for each document: its id, and its claims.

    A claim names its subject and, `with_object`, its object before its own values.
    """
    ends = ("SUBJECT", "OBJECT") if with_object else ("SUBJECT",)
    found = "\n".join(f"MATCH (e{n}:Entity {{id: c[{n}]}})" for n in range(len(ends)))
    linked = "\n".join(f"CREATE (k)-[:{end}]->(e{n})" for n, end in enumerate(ends))
    names = (*CLAIM_PROPERTIES, *QUALIFIERS)
    return f"""
UNWIND $rows AS r
MATCH (d:Document {{id: r[0]}})
UNWIND r[1] AS c
{found}
CREATE (k:Claim {{{_in_place(names, "c", after=len(ends))}}})
CREATE (k)-[:STATED_IN]->(d)
{linked}
"""


def _in_place(names: Iterable[str], row: str, *, after: int = 0) -> str:
    """Return the properties of a new thing, whose values stand in a list one after another.

    Lists, because maps carry every name once more in each row, and half of the
    time of a load went into that; properties in place, because `SET n += r`
    after the fact is twenty times slower on the embedded engine.
    """
    return ", ".join(f"{name}: {row}[{place}]" for place, name in enumerate(names, after))
