"""Texts that let aliases, claims and documents follow a name to another entity."""

from __future__ import annotations

NAME_KEYS_OF_ENTITIES = """
UNWIND $rows AS id
MATCH (n:Entity {id: id})
WITH n
MATCH (a:Alias)-[:REFERS_TO]->(n)
RETURN a.id AS id, a.name_key AS name_key
"""

MOVE_ALIASES = """
UNWIND $rows AS r
MATCH (a:Alias {id: r.id})-[old:REFERS_TO]->()
MATCH (n:Entity {id: r.entity})
DELETE old
CREATE (a)-[:REFERS_TO]->(n)
"""

# Claims whose subject, object or speaker is among some entities.
CLAIMS_OF_ENTITIES = """
UNWIND $rows AS id
MATCH (n:Entity {id: id})
WITH n
MATCH (c:Claim)-[:SUBJECT|OBJECT|SAID_BY]->(n)
RETURN DISTINCT c.id AS id
"""

CLAIM_LINKS = """
UNWIND $rows AS id
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

SET_CLAIM_EDGES = """
UNWIND $rows AS r
MATCH (c:Claim {id: r.claim})
SET c.edge = r.edge
"""

DETACH_VOICES = """
UNWIND $rows AS id
MATCH (c:Claim {id: id})-[said:SAID_BY]->()
DELETE said
"""

PUBLISHED_BY_ENTITIES = """
UNWIND $rows AS id
MATCH (n:Entity {id: id})
WITH n
MATCH (d:Document)-[:PUBLISHED_BY]->(n)
RETURN d.id AS document, d.outlet_alias AS alias, n.id AS entity
"""
