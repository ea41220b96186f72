"""Texts that read long lists by pages: claims, timelines, what is contested.

A page begins after the key that the one before it ended with. The first page
begins after a key that precedes all others, so there is one text for both.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from ..vocabulary import relations

Anchor = Literal["edge", "document", "entity", "relation", "all"]
"""What a list of claims begins at."""

_ANCHORED: dict[Anchor, str] = {
    "edge": "MATCH (c:Claim {edge: $of})",
    "document": "MATCH (c:Claim {document: $of})",
    "entity": """MATCH (n:Entity {id: $of})
WITH n
MATCH (c:Claim)-[:SUBJECT|OBJECT]->(n)
WITH DISTINCT c""",
    "relation": "MATCH (c:Claim {relation: $relation})",
    "all": "MATCH (c:Claim)",
}

_PAGE = """
WITH c, day
WHERE day < $day
   OR (day = $day AND (c.document > $document
   OR (c.document = $document AND (c.quote_start > $start
   OR (c.quote_start = $start AND c.id > $id)))))
WITH c, day
ORDER BY day DESC, c.document, c.quote_start, c.id
LIMIT $limit
RETURN c.id AS id, day, c.document AS document, c.quote_start AS start
"""
_NUMBER = """
RETURN count(c) AS number
"""

_EVIDENCE = """
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)
OPTIONAL MATCH (c)-[said:SAID_BY]->(who:Entity)
RETURN properties(c) AS claim, s.id AS subject, o.id AS object,
       collect({hop: said.hop, kind: said.kind, cue: said.cue, who: who.id,
                alias: said.alias}) AS voices
"""

EVIDENCE_OF_EDGE = f"""
MATCH (c:Claim {{edge: $edge}})
WHERE c.review <> 'rejected'{_EVIDENCE}"""

EVIDENCE_OF_CLAIMS = f"""
UNWIND $ids AS id
MATCH (c:Claim {{id: id}}){_EVIDENCE}"""

# Found by id, each once: as an optional match after the speaker it costs four times the rest.
ALIASES = """
UNWIND $ids AS id
MATCH (a:Alias {id: id})
RETURN a.id AS id, a.text AS text
"""

DOCUMENTS = """
UNWIND $ids AS id
MATCH (d:Document {id: id})
RETURN d.id AS id, d.text AS text, d.file_name AS file_name, d.title AS title,
       d.outlet AS outlet, d.url AS url, d.published_on AS published_on, d.lang AS lang
"""

HAS_DOCUMENT = """
MATCH (d:Document {id: $id})
RETURN d.id AS id
"""

DOCUMENTS_BY_DAY = """
MATCH (d:Document)
WHERE d.published_on >= $since AND d.published_on <= $until
  AND (d.published_on < $day OR (d.published_on = $day AND d.id >= $document))
WITH d
ORDER BY d.published_on DESC, d.id
LIMIT $limit
RETURN d.id AS id, d.published_on AS day
"""

CLAIMS_OF_DOCUMENTS = """
UNWIND $ids AS id
MATCH (c:Claim {document: id})
WHERE c.review <> 'rejected'
RETURN c.id AS id, id AS document, c.quote_start AS start
"""

NUMBER_OF_CONTESTED = """
MATCH (c:Claim {polarity: 'denied'})
WHERE c.modality = 'asserted' AND c.review <> 'rejected' AND c.edge IS NOT NULL
RETURN count(DISTINCT c.edge) AS number
"""

ONLY_DENIED = """
MATCH (c:Claim {polarity: 'denied'})
WHERE c.modality = 'asserted' AND c.review <> 'rejected' AND c.edge IS NOT NULL
WITH DISTINCT c.edge AS edge
WHERE NOT EXISTS {
  MATCH (x:Claim {edge: edge})
  WHERE x.polarity = 'affirmed' AND x.review <> 'rejected'
}
MATCH (c:Claim {edge: edge})
WHERE c.modality = 'asserted' AND c.review <> 'rejected'
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
MATCH (c)-[:STATED_IN]->(d:Document)
OPTIONAL MATCH (c)-[said:SAID_BY]->(who:Entity)
RETURN c.id AS id, c.relation AS relation, s.id AS subject, o.id AS object,
       d.story_id AS story, collect({hop: said.hop, kind: said.kind, who: who.id}) AS voices
"""


@cache
def claims(anchor: Anchor) -> str:
    """Return the text for a page of claims, newest publication first, the undated last."""
    return _claims(anchor) + "\nWITH c, coalesce(d.published_on, $never) AS day" + _PAGE


@cache
def number_of_claims(anchor: Anchor) -> str:
    """Return the text that counts what `claims` pages through."""
    return f"{_ANCHORED[anchor]}\nWHERE c.review <> 'rejected'" + _NUMBER


@cache
def published(anchor: Anchor, *, relation: bool) -> str:
    """Return the text for a page of claims that were published in some time."""
    return _published(anchor, relation=relation) + "\nWITH c, d.published_on AS day" + _PAGE


@cache
def number_of_published(anchor: Anchor, *, relation: bool) -> str:
    """Return the text that counts what `published` pages through."""
    return _published(anchor, relation=relation) + _NUMBER


@cache
def happened(anchor: Anchor, *, relation: bool) -> str:
    """Return the text for a page of claims about what happened in some time."""
    return _happened(anchor, relation=relation) + "\nWITH c, c.date_from AS day" + _PAGE


@cache
def number_of_happened(anchor: Anchor, *, relation: bool) -> str:
    """Return the text that counts what `happened` pages through."""
    return _happened(anchor, relation=relation) + _NUMBER


@cache
def disputed() -> str:
    """Return the text for the edges that are disputed by most sources on both sides.

    Without labels at its ends: with them the embedded engine leaves the index
    on the edges aside.
    """
    return "UNION ALL\n".join(
        f"""
MATCH (s)-[e:{relation}]->(o)
WHERE e.status = 'disputed'
WITH s, e, o, e.n_for + e.n_hedged AS yes, e.n_against AS no
WITH s, e, o, CASE WHEN yes < no THEN yes ELSE no END AS least, yes + no AS most
WHERE least < $least OR (least = $least AND (most < $most OR (most = $most AND e.id > $id)))
WITH s, e, o, least, most
ORDER BY least DESC, most DESC, e.id
LIMIT $limit
RETURN s.id AS subject, '{relation}' AS relation, o.id AS object, properties(e) AS properties
"""
        for relation in relations()
    )


def _claims(anchor: Anchor) -> str:
    return f"""{_ANCHORED[anchor]}
WHERE c.review <> 'rejected'
WITH c
MATCH (c)-[:STATED_IN]->(d:Document)"""


def _published(anchor: Anchor, *, relation: bool) -> str:
    return f"""{_ANCHORED[anchor]}
WHERE c.review <> 'rejected'{_and_relation(relation)}
WITH c
MATCH (c)-[:STATED_IN]->(d:Document)
WHERE d.published_on >= $since AND d.published_on <= $until"""


def _happened(anchor: Anchor, *, relation: bool) -> str:
    return f"""{_ANCHORED[anchor]}
WHERE c.date_from <= $until AND coalesce(c.date_to, c.date_from) >= $since
  AND c.review <> 'rejected'{_and_relation(relation)}"""


def _and_relation(relation: bool) -> str:
    return " AND c.relation = $relation" if relation else ""
