"""Texts of the check: what it reads to compare, in ranges of ids or by them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .reads import any_relation


def count_nameless(labels: Sequence[str]) -> str:
    """Return the text that counts the nodes of some labels that have no id of ours."""
    return "UNION ALL\n".join(
        f"MATCH (n:{label})\n"
        "WHERE n.id IS NULL OR NOT n.id >= ''\n"
        f"WITH count(n) AS number\nRETURN '{label}' AS label, number\n"
        for label in labels
    )


def all_links_between(label: str, types: Sequence[str]) -> str:
    """Return the text that reads where the nodes of a range lead to, whatever that is."""
    return f"""
MATCH (n:{label})
WHERE n.id >= $first AND n.id < $last
WITH n
MATCH (n)-[l:{"|".join(types)}]->(m)
RETURN n.id AS start, type(l) AS type, m.id AS end, properties(l) AS properties
"""


PUBLISHERS = """
UNWIND $rows AS id
MATCH (d:Document {id: id})-[:PUBLISHED_BY]->(n)
RETURN d.id AS document, n.id AS entity
"""

ENTITIES_OF_ALIASES = """
UNWIND $rows AS id
MATCH (a:Alias {id: id})
WITH a
OPTIONAL MATCH (a)-[:REFERS_TO]->(n:Entity)
RETURN a.id AS alias, a.document AS document, n.id AS entity
"""

CLAIMS_IN_DOCUMENTS = """
UNWIND $rows AS id
MATCH (c:Claim {document: id})
RETURN properties(c) AS claim
"""

VOICES_IN_DOCUMENTS = """
UNWIND $rows AS id
MATCH (c:Claim {document: id})
WITH c
MATCH (c)-[said:SAID_BY]->()
RETURN c.document AS document, c.id AS claim, said.start AS start, said.end AS end
"""

KNOWN_DOCUMENTS = """
UNWIND $rows AS id
MATCH (d:Document {id: id})
RETURN d.id AS id
"""

REFERENTS_BETWEEN = """
MATCH (d:Document)
WHERE d.id >= $first AND d.id < $last
WITH d.id AS document
MATCH (a:Alias {document: document})
WITH a
MATCH (a)-[:REFERS_TO]->(n:Entity)
RETURN DISTINCT a.document AS document, a.referent AS referent, n.id AS entity
"""

ENTITIES = """
UNWIND $rows AS id
MATCH (n:Entity {id: id})
RETURN labels(n) AS labels, properties(n) AS properties
"""

ENTITIES_OF_KEYS = """
UNWIND $rows AS key
MATCH (a:Alias {name_key: key})
WITH a
MATCH (a)-[:REFERS_TO]->(n:Entity)
RETURN DISTINCT n.id AS id
"""

ENTITIES_BETWEEN = """
MATCH (n:Entity)
WHERE n.id >= $first AND n.id < $last
RETURN n.id AS id
"""

JUDGEMENTS_OF_LEFT = """
UNWIND $rows AS left
MATCH (j:Judgement {left: left})
RETURN j.verdict AS verdict, j.left AS left, j.right AS right
"""

PAIRS_OF_CLAIMS = """
MATCH (s:Entity)
WHERE s.id >= $first AND s.id < $last
WITH s
MATCH (c:Claim)-[:SUBJECT]->(s)
WITH s, c
MATCH (c)-[:OBJECT]->(o:Entity)
RETURN DISTINCT s.id AS subject, c.relation AS relation, o.id AS object
"""


@cache
def pairs_of_edges() -> str:
    """Return the text that reads the ends of the edges that leave the entities of a range."""
    return f"""
MATCH (s:Entity)
WHERE s.id >= $first AND s.id < $last
WITH s
MATCH (s)-[e:{any_relation()}]->(o:Entity)
RETURN DISTINCT s.id AS subject, type(e) AS relation, o.id AS object
"""
