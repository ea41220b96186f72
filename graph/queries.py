"""Every Cypher text of the product, by name, the same for both engines.

Values come as parameters only. A relation's name, which Cypher does not take
as a parameter, comes from the vocabulary, never from a user.

House rules, all measured on the embedded engine (and harmless on Neo4j): an
entity is anchored as `(n:Entity {id: …})`; relation types are always named;
edges are found by their end points; new things are created with their
properties in place and changed in a second statement.
"""

from __future__ import annotations

from functools import cache

from .model import Label
from .vocabulary import relations

# ---------------------------------------------------------------- the store

VERSION = """
MATCH (m:Meta)
RETURN m.schema_version AS version
LIMIT 1
"""

META = """
MERGE (m:Meta {id: 'sayso'})
ON CREATE SET m.schema_version = $version
RETURN m.schema_version AS version
"""

IS_EMPTY = """
MATCH (d:Document)
RETURN d.id AS id
LIMIT 1
"""

# Writers take turns: the second waits here, or fails at its commit and tries again.
LOCK = """
MATCH (m:Meta)
SET m.writer = $writer
REMOVE m.writer
"""

# ------------------------------------------------------- reading for a write

FINGERPRINTS = """
UNWIND $ids AS id
MATCH (d:Document {id: id})
RETURN d.id AS id, d.fingerprint AS fingerprint
"""

ALIASES_OF_DOCUMENTS = """
UNWIND $ids AS id
MATCH (a:Alias {document: id})-[:REFERS_TO]->(n:Entity)
RETURN properties(a) AS alias, n.id AS entity
"""

ENTITIES_OF_NAME_KEYS = """
UNWIND $keys AS key
MATCH (a:Alias {name_key: key})-[:REFERS_TO]->(n:Entity)
RETURN DISTINCT n.id AS id
"""

ALIASES_OF_ENTITIES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
WITH n
MATCH (a:Alias)-[:REFERS_TO]->(n)
RETURN properties(a) AS alias, n.id AS entity
"""

ENTITIES_WITH_PROPERTIES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN n.id AS id, properties(n) AS properties
"""

CLAIMS_OF_DOCUMENTS = """
UNWIND $ids AS id
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

CREATE_DOCUMENTS = """
UNWIND $rows AS r
CREATE (d:Document {id: r.id})
SET d += r.properties, d.loaded_at = datetime(r.loaded_at)
"""

UPDATE_DOCUMENTS = """
UNWIND $rows AS r
MATCH (d:Document {id: r.id})
SET d += r.properties
"""

DETACH_PUBLISHERS = """
UNWIND $ids AS id
MATCH (d:Document {id: id})-[p:PUBLISHED_BY]->()
DELETE p
"""

ATTACH_PUBLISHERS = """
UNWIND $rows AS r
MATCH (d:Document {id: r.document})
MATCH (n:Entity {id: r.entity})
CREATE (d)-[:PUBLISHED_BY]->(n)
"""

UPDATE_ENTITIES = """
UNWIND $rows AS r
MATCH (n:Entity {id: r.id})
SET n += r.properties
"""

DELETE_ENTITIES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
DETACH DELETE n
"""

CREATE_ALIASES = """
UNWIND $rows AS r
MATCH (n:Entity {id: r.entity})
CREATE (a:Alias {id: r.id, text: r.text, label: r.label, name_key: r.name_key,
                 document: r.document, referent: r.referent, preferred: r.preferred,
                 kind: r.kind, country: r.country, collective: r.collective, ids: r.ids})
CREATE (a)-[:REFERS_TO]->(n)
"""

UPDATE_ALIASES = """
UNWIND $rows AS r
MATCH (a:Alias {id: r.id})
SET a += r.properties
"""

MOVE_ALIASES = """
UNWIND $rows AS r
MATCH (a:Alias {id: r.id})-[old:REFERS_TO]->()
MATCH (n:Entity {id: r.entity})
DELETE old
CREATE (a)-[:REFERS_TO]->(n)
"""

DELETE_ALIASES = """
UNWIND $ids AS id
MATCH (a:Alias {id: id})
DETACH DELETE a
"""

CREATE_CLAIMS = """
UNWIND $rows AS r
MATCH (d:Document {id: r.document})
MATCH (s:Entity {id: r.subject})
CREATE (c:Claim {id: r.id, document: r.document})
SET c += r.properties
CREATE (c)-[:STATED_IN]->(d)
CREATE (c)-[:SUBJECT]->(s)
"""

ATTACH_OBJECTS = """
UNWIND $rows AS r
MATCH (c:Claim {id: r.claim})
MATCH (o:Entity {id: r.entity})
CREATE (c)-[:OBJECT]->(o)
"""

ATTACH_VOICES = """
UNWIND $rows AS r
MATCH (c:Claim {id: r.claim})
MATCH (n:Entity {id: r.entity})
CREATE (c)-[:SAID_BY {hop: r.hop, kind: r.kind, alias: r.alias, cue: r.cue,
                      start: r.start, end: r.end}]->(n)
"""

DELETE_CLAIMS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
DETACH DELETE c
"""

SET_CLAIM_EDGES = """
UNWIND $rows AS r
MATCH (c:Claim {id: r.id})
SET c.edge = r.edge
"""

# Claims whose subject, object or speaker is among some entities.
CLAIMS_OF_ENTITIES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
WITH n
MATCH (c:Claim)-[:SUBJECT|OBJECT|SAID_BY]->(n)
RETURN DISTINCT c.id AS id
"""

CLAIM_LINKS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)
OPTIONAL MATCH (c)-[said:SAID_BY]->(who:Entity)
RETURN c.id AS id, c.relation AS relation, c.subject_alias AS subject_alias,
       c.object_alias AS object_alias, s.id AS subject, o.id AS object,
       collect({hop: said.hop, kind: said.kind, alias: said.alias, cue: said.cue,
                start: said.start, end: said.end, who: who.id}) AS voices
"""

MOVE_SUBJECTS = """
UNWIND $rows AS r
MATCH (c:Claim {id: r.claim})-[old:SUBJECT]->()
MATCH (n:Entity {id: r.entity})
DELETE old
CREATE (c)-[:SUBJECT]->(n)
"""

MOVE_OBJECTS = """
UNWIND $rows AS r
MATCH (c:Claim {id: r.claim})-[old:OBJECT]->()
MATCH (n:Entity {id: r.entity})
DELETE old
CREATE (c)-[:OBJECT]->(n)
"""

DETACH_VOICES = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})-[said:SAID_BY]->()
DELETE said
"""

PUBLISHED_BY_ENTITIES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
WITH n
MATCH (d:Document)-[:PUBLISHED_BY]->(n)
RETURN d.id AS document, d.outlet_alias AS alias, n.id AS entity
"""

# --------------------------------------------------------------------- edges

CLAIMS_OF_EDGES = """
UNWIND $edges AS edge
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

ALL_PAIRS = """
MATCH (s:Entity)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o:Entity)
RETURN DISTINCT s.id AS subject, c.relation AS relation, o.id AS object
"""


@cache
def all_edges() -> str:
    """Return the text that reads the ends of every edge, also of one that no claim supports."""
    return f"""
MATCH (s:Entity)-[e:{any_relation()}]->(o:Entity)
RETURN DISTINCT s.id AS subject, type(e) AS relation, o.id AS object
"""


def edges_between(relation: str) -> str:
    """Return the text that reads the edges of one relation by end points."""
    return f"""
UNWIND $rows AS r
MATCH (a:Entity {{id: r.subject}})
MATCH (b:Entity {{id: r.object}})
MATCH (a)-[e:{relation}]->(b)
RETURN e.id AS id, properties(e) AS properties
"""


def create_edges(relation: str) -> str:
    """Return the text that makes edges of one relation."""
    return f"""
UNWIND $rows AS r
MATCH (a:Entity {{id: r.subject}})
MATCH (b:Entity {{id: r.object}})
CREATE (a)-[:{relation} {{id: r.id, status: r.status, n_for: r.n_for, n_against: r.n_against,
                          n_hedged: r.n_hedged, n_claims: r.n_claims, n_docs: r.n_docs,
                          first_date: r.first_date, last_date: r.last_date, quote: r.quote,
                          best_claim: r.best_claim}}]->(b)
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
    """Return the text that removes edges of one relation."""
    return f"""
UNWIND $rows AS r
MATCH (a:Entity {{id: r.subject}})
MATCH (b:Entity {{id: r.object}})
MATCH (a)-[e:{relation}]->(b)
DELETE e
"""


def create_entities(label: Label | str) -> str:
    """Return the text that makes entities of one label; all labels at once, or ids may double."""
    return f"""
UNWIND $rows AS r
CREATE (n:Entity:{label} {{id: r.id}})
SET n += r.properties
"""


@cache
def refresh_degrees() -> str:
    """Return the text that counts the edges of some entities again."""
    return f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WITH n, COUNT {{ (n)-[:{any_relation()}]-() }} AS degree
WHERE n.degree IS NULL OR n.degree <> degree
SET n.degree = degree
"""


# ------------------------------------------------------------------- reading

ENTITY = """
MATCH (n:Entity {id: $id})
RETURN n
"""

ENTITY_OF_FORMER_ID = """
MATCH (n:Entity)
WHERE $id IN n.former_ids
RETURN n
ORDER BY n.id
LIMIT 1
"""

ENTITIES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN n
"""

ENTITIES_CONTAINING = """
MATCH (n:Entity)
WHERE n.search CONTAINS $needle
RETURN n
"""

ENTITY_NAMES = """
MATCH (n:Entity)
RETURN n.id AS id, n.search AS search
"""

BEST_ATTESTED = """
MATCH (n:Entity)
WITH max(n.degree) AS most
MATCH (n:Entity)
WHERE n.degree = most
WITH n, COUNT { (n)<-[:SUBJECT|OBJECT]-(:Claim) } AS claims
ORDER BY claims DESC, n.id
LIMIT 1
RETURN n
"""

EVIDENCE = """
MATCH (c:Claim {edge: $edge})
WHERE c.review <> 'rejected'
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
MATCH (c)-[:STATED_IN]->(d:Document)
OPTIONAL MATCH (c)-[said:SAID_BY]->(who:Entity)
OPTIONAL MATCH (a:Alias {id: said.alias})
RETURN properties(c) AS claim, s, o, d.id AS document,
       collect({hop: said.hop, kind: said.kind, cue: said.cue, who: who, name: a.text}) AS voices
"""

DOCUMENTS = """
UNWIND $ids AS id
MATCH (d:Document {id: id})
RETURN properties(d) AS document
"""

DOCUMENTS_OF_ENTITY = """
MATCH (n:Entity {id: $id})
WITH n
MATCH (a:Alias)-[:REFERS_TO]->(n)
RETURN count(DISTINCT a.document) AS documents
"""

CLAIMS_AROUND = """
MATCH (n:Entity {id: $id})
WITH n
MATCH (c:Claim)-[:SUBJECT|OBJECT]->(n)
WHERE c.review <> 'rejected'
WITH DISTINCT c
MATCH (c)-[:SUBJECT]->(s:Entity)
OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)
RETURN c.id AS id, c.edge AS edge, c.relation AS relation, c.polarity AS polarity,
       s.id AS subject, o.id AS object
"""

ENDS_OF_CLAIMS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
RETURN c.id AS id, s.id AS subject, o.id AS object
"""

DATA_COUNTS = """
MATCH (d:Document)
RETURN 'documents' AS name, count(d) AS number
UNION ALL
MATCH (c:Claim)
RETURN 'claims' AS name, count(c) AS number
"""


@cache
def edges_of_entities() -> str:
    """Return the text that reads every edge at some entities, once or twice each."""
    return f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WITH n
MATCH (n)-[e:{any_relation()}]-(m:Entity)
RETURN n.id AS near, m.id AS far, e.status AS status,
       e.n_for + e.n_against + e.n_hedged AS sources
"""


@cache
def edges_among() -> str:
    """Return the text that reads every edge whose two ends are among some entities."""
    return f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WITH n
MATCH (n)-[e:{any_relation()}]->(m:Entity)
WHERE m.id IN $ids
RETURN n.id AS subject, type(e) AS relation, m.id AS object, properties(e) AS properties
"""


@cache
def edges_around() -> str:
    """Return the text that reads every edge of one entity."""
    return f"""
MATCH (n:Entity {{id: $id}})
WITH n
MATCH (n)-[e:{any_relation()}]-(m:Entity)
RETURN startNode(e).id AS subject, type(e) AS relation, endNode(e).id AS object,
       properties(e) AS properties, m AS neighbour
"""


@cache
def label_counts() -> str:
    """Return the text that counts the entities of each label."""
    return "UNION ALL\n".join(
        f"MATCH (n:{label})\nRETURN '{label}' AS name, count(n) AS number\n" for label in Label
    )


@cache
def relation_counts() -> str:
    """Return the text that counts the edges of each relation."""
    return "UNION ALL\n".join(
        f"MATCH ()-[e:{name}]->()\nRETURN '{name}' AS name, count(e) AS number\n"
        for name in relations()
    )


@cache
def any_relation() -> str:
    """Return every relation, as it stands in a pattern: claims' links are not among them."""
    return "|".join(relations())
