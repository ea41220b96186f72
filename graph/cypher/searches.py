"""Texts that find things by words, through the full-text indexes.

An engine cuts what matches to `$most` by a measure of its own; that only bounds
the work. What is kept of it is ordered here, and the same on both engines.
"""

from __future__ import annotations

# Names that are `$whole`, that begin so, that have a word which begins so, others.
ENTITIES = """
CALL db.index.fulltext.queryNodes('entity_search', $wanted, {limit: $most})
YIELD node
WITH node AS n, CASE WHEN node.search CONTAINS $whole + ' ' THEN 0
                     WHEN node.search CONTAINS $whole THEN 1
                     WHEN node.search CONTAINS $word THEN 2
                     ELSE 3 END AS place
ORDER BY place, n.degree DESC, n.id
LIMIT $kept
RETURN n.id AS id
"""

KNOWN_WORDS = """
UNWIND $words AS word
CALL db.index.fulltext.queryNodes('entity_search', word, {limit: 1})
YIELD node
RETURN DISTINCT word
"""

QUOTES = """
CALL db.index.fulltext.queryNodes('claim_search', $wanted, {limit: $most})
YIELD node
WITH node AS c
WHERE c.review <> 'rejected'
WITH c
ORDER BY c.confidence DESC, c.id
LIMIT $kept
RETURN c.id AS id, c.quote AS quote, c.edge AS edge
"""

ENDS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)
RETURN c.id AS id, s.id AS subject, o.id AS object
"""
