"""Texts that only read: what questions ask of the graph."""

from __future__ import annotations

from functools import cache

from ..model import Label
from ..vocabulary import relations

IS_EMPTY = """
MATCH (d:Document)
RETURN d.id AS id
LIMIT 1
"""

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
WHERE n.search IS NOT NULL
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

DOCUMENTS = """
UNWIND $ids AS id
MATCH (d:Document {id: id})
RETURN properties(d) AS document
"""

NUMBERS_OF_ENTITY = """
MATCH (n:Entity {id: $id})
OPTIONAL MATCH (a:Alias)-[:REFERS_TO]->(n)
WITH n, count(DISTINCT a.document) AS documents
OPTIONAL MATCH (c:Claim)-[:SUBJECT|OBJECT]->(n)
WHERE c.review <> 'rejected'
RETURN documents, count(DISTINCT c) AS claims
"""

DENIED_AROUND = """
MATCH (n:Entity {id: $id})
WITH n
MATCH (c:Claim)-[:SUBJECT|OBJECT]->(n)
WHERE c.polarity = 'denied' AND c.review <> 'rejected' AND c.edge IS NOT NULL
WITH DISTINCT c
MATCH (c)-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
RETURN c.edge AS edge, s.id AS subject, c.relation AS relation, o.id AS object,
       count(c) AS claims
"""

AFFIRMED = """
UNWIND $edges AS edge
MATCH (c:Claim {edge: edge})
WHERE c.polarity = 'affirmed' AND c.review <> 'rejected'
RETURN DISTINCT edge
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
WITH count(d) AS number
RETURN 'documents' AS name, number
UNION ALL
MATCH (c:Claim)
WITH count(c) AS number
RETURN 'claims' AS name, number
"""


@cache
def label_counts() -> str:
    """Return the text that counts the entities of each label."""
    return "UNION ALL\n".join(
        f"MATCH (n:{label})\nWITH count(n) AS number\nRETURN '{label}' AS name, number\n"
        for label in Label
    )


@cache
def relation_counts() -> str:
    """Return the text that counts the edges of each relation."""
    return "UNION ALL\n".join(
        f"MATCH ()-[e:{name}]->()\nWITH count(e) AS number\nRETURN '{name}' AS name, number\n"
        for name in relations()
    )


@cache
def any_relation() -> str:
    """Return every relation, as it stands in a pattern: claims' links are not among them."""
    return "|".join(relations())
