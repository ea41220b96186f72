"""Texts that look after the store: its version, its soundness, its copies.

What reads the whole store does so in ranges of ids, `$first` up to but without
`$last`: ids are hashes, so equal ranges hold about equally much, and the index
finds a range. Sorting a whole label for each page would not do: the embedded
engine then reads all that is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..vocabulary import relations
from ..writing.copies import BANDS
from ..writing.rows import ALIAS_PROPERTIES, CLAIM_PROPERTIES, DOCUMENT_PROPERTIES, QUALIFIERS

META = """
MATCH (m:Meta {id: 'sayso'})
RETURN m.schema_version AS version, m.schema AS schema, m.writer AS writer,
       m.restoring AS restoring, m.restored AS restored
"""

SET_META = """
MERGE (m:Meta {id: 'sayso'})
SET m.schema_version = $version, m.schema = $schema
"""

# Writers take turns: the second waits here, or fails at its commit and tries again.
# The mark of the last one stays: whoever reads page by page sees that somebody wrote.
LOCK = """
MATCH (m:Meta)
SET m.writer = $writer
RETURN m.restoring AS restoring
"""

DOCUMENTS_CALLED = """
MATCH (d:Document)
WHERE d.id = $name OR d.title = $name OR d.file_name = $name OR d.file_name = $file
RETURN properties(d) AS document, COUNT { (d)<-[:STATED_IN]-(:Claim) } AS claims
"""

# --------------------------------------------------------- reading in ranges


def count_nodes(labels: Sequence[str]) -> str:
    """Return the text that counts the nodes of some labels."""
    return "UNION ALL\n".join(
        f"MATCH (n:{label})\nWITH count(n) AS number\nRETURN '{label}' AS label, number\n"
        for label in labels
    )


def count_strangers(labels: Sequence[str]) -> str:
    """Return the text that counts the nodes with none of some labels."""
    return f"""
MATCH (n)
WHERE NOT (n:{" OR n:".join(labels)})
RETURN count(n) AS number
"""


def nodes_between(label: str) -> str:
    """Return the text that reads the nodes of a label in a range of ids."""
    return f"""
MATCH (n:{label})
WHERE n.id >= $first AND n.id < $last
RETURN labels(n) AS labels, properties(n) AS properties
"""


def links_between(label: str, types: Sequence[str], end: str) -> str:
    """Return the text that reads where the nodes of a range lead to.

    What has a degree above `$most` is left out: see `links_of_hub`.
    """
    return f"""
MATCH (n:{label})
WHERE n.id >= $first AND n.id < $last AND (n.degree IS NULL OR n.degree <= $most)
WITH n
MATCH (n)-[l:{"|".join(types)}]->(m:{end})
RETURN n.id AS start, type(l) AS type, m.id AS end, properties(l) AS properties
"""


HUBS_BETWEEN = """
MATCH (n:Entity)
WHERE n.id >= $first AND n.id < $last AND n.degree > $most
RETURN n.id AS id, n.degree AS degree
"""


def links_of_hub(types: Sequence[str]) -> str:
    """Return the text that reads where one entity leads to, within a range of far ends."""
    return f"""
MATCH (n:Entity {{id: $id}})
WITH n
MATCH (n)-[l:{"|".join(types)}]->(m:Entity)
WHERE m.id >= $first AND m.id < $last
RETURN n.id AS start, type(l) AS type, m.id AS end, properties(l) AS properties
"""


def entries_between(label: str, names: Sequence[str] | None) -> str:
    """Return the text that reads some properties, or all, of the nodes in a range of ids."""
    wanted = ", ".join(f"{name}: n.{name}" for name in names or ())
    return f"""
MATCH (n:{label})
WHERE n.id >= $first AND n.id < $last
RETURN n.id AS id, {f"{{{wanted}}}" if names else "properties(n)"} AS properties
"""


# -------------------------------------------------------------------- restoring

RESTORE_UNDER_WAY = """
MATCH (m:Meta {id: 'sayso'})
SET m.writer = $writer
RETURN m.restoring AS restoring, m.restored AS restored
"""

BEGIN_RESTORE = """
MATCH (m:Meta {id: 'sayso'})
SET m.restoring = $seal, m.restored = $line
"""

RESTORED = """
MATCH (m:Meta {id: 'sayso'})
SET m.restored = $line
"""

END_RESTORE = """
MATCH (m:Meta {id: 'sayso'})
WHERE m.restoring = $seal
SET m.schema_version = $version
REMOVE m.restoring, m.restored
"""

PLAIN: Mapping[str, tuple[str, ...]] = {
    "Document": (*DOCUMENT_PROPERTIES, "sketch", *BANDS),
    "Entity": (
        *("id", "name", "names", "kind", "country", "collective", "ids", "search", "tally"),
        "degree",
    ),
    "Alias": ALIAS_PROPERTIES,
    "Claim": (*CLAIM_PROPERTIES, *QUALIFIERS, "reviewed_by", "review_reason"),
    "Judgement": (
        *("id", "verdict", "left", "right", "score", "reason", "by", "active", "decision"),
        "undone_by",
    ),
    "Kept": ("id", "entity", "relation", "numbers", "top"),
    "Review": (
        *("id", "claim", "verdict", "reason", "by", "active", "n", "fingerprint", "undone_by"),
    ),
}
"""Properties that stand in place where a node is made; whatever else it holds is set afterwards."""

_PLAIN_EDGE = (
    *("id", "status", "n_for", "n_against", "n_hedged", "n_claims", "n_docs", "first_date"),
    *("last_date", "quote", "best_claim"),
)
_PLAIN_VOICE = ("hop", "kind", "alias", "cue", "start", "end")


def plain_of_link(name: str) -> tuple[str, ...]:
    """Return the properties of a link that stand in place where it is made."""
    if name == "SAID_BY":
        return _PLAIN_VOICE
    return _PLAIN_EDGE if name in relations() else ()


def create_nodes(labels: str) -> str:
    """Return the text that makes nodes with some labels, all at once."""
    names = PLAIN[labels.partition(":")[0]]
    return f"""
UNWIND $rows AS r
CREATE (n:{labels} {{{_in_place(names)}}})
RETURN count(*) AS number
"""


def add_properties(label: str) -> str:
    """Return the text that gives nodes further properties."""
    return f"""
UNWIND $rows AS r
MATCH (n:{label} {{id: r.id}})
SET n += r.more
RETURN count(*) AS number
"""


def set_moment(label: str, name: str) -> str:
    """Return the text that sets a moment of nodes."""
    return f"""
UNWIND $rows AS r
MATCH (n:{label} {{id: r.id}})
SET n.{name} = datetime(r.at)
"""


def create_links(start: str, name: str, end: str, names: Sequence[str]) -> str:
    """Return the text that makes links of one type."""
    return f"""
UNWIND $rows AS r
MATCH (a:{start} {{id: r.link.from}})
MATCH (b:{end} {{id: r.link.to}})
CREATE (a)-[:{name} {{{_in_place(names)}}}]->(b)
RETURN count(*) AS number
"""


def create_odd_links(start: str, name: str, end: str) -> str:
    """Return the text that makes links of one type that hold properties of somebody else's."""
    return f"""
UNWIND $rows AS r
MATCH (a:{start} {{id: r.link.from}})
MATCH (b:{end} {{id: r.link.to}})
CREATE (a)-[l:{name}]->(b)
SET l += r.more
RETURN count(*) AS number
"""


def delete_some(label: str) -> str:
    """Return the text that removes some nodes of a label."""
    return f"""
MATCH (n:{label})
WITH n
LIMIT $most
DETACH DELETE n
RETURN count(*) AS number
"""


def delete_some_links(name: str) -> str:
    """Return the text that removes some links of a type."""
    return f"""
MATCH (:Entity)-[l:{name}]->(:Entity)
WITH l
LIMIT $most
DELETE l
RETURN count(*) AS number
"""


def _in_place(names: Sequence[str]) -> str:
    return ", ".join(f"{name}: r.{name}" for name in names)


# -------------------------------------------------------------------- upgrading

UNSIGNED_BETWEEN = """
MATCH (d:Document)
WHERE d.id >= $first AND d.id < $last AND d.sketch IS NULL
RETURN d.id AS id, d.text AS text
"""

UNFOUND_BETWEEN = """
MATCH (c:Claim)
WHERE c.id >= $first AND c.id < $last AND c.search IS NULL
RETURN c.id AS id, c.quote AS quote
"""

PART_FROM_EDGES = """
MATCH (c:Claim)
WHERE c.id >= $first AND c.id < $last AND c.edge IS NOT NULL
WITH c
MATCH (c)-[:SUBJECT]->(s:Entity)
MATCH (c)-[:OBJECT]->(o:Entity)
WHERE s.id = o.id
REMOVE c.edge
"""

KEYS_OF_UNCOUNTED = """
MATCH (n:Entity)
WHERE n.id >= $first AND n.id < $last AND n.tally IS NULL
WITH n
MATCH (a:Alias)-[:REFERS_TO]->(n)
RETURN DISTINCT a.name_key AS name_key
"""
