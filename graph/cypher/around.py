"""Texts that look around: what lies next to entities, and what joins them.

They return few records with few values in them, because each costs the driver
more time than the database: an edge is one text (`keeps.edge_text`), which
`records.packed_edge` reads, an entity a list, which `records.listed_entity` reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..reading.filters import Filters
from .keeps import BEST_FIRST, edge_text

_EDGE = edge_text("e.quote")

_RANK = (
    "CASE e.status WHEN 'asserted' THEN 0 WHEN 'disputed' THEN 10000000 ELSE 20000000 END "
    "- e.n_for - e.n_against - e.n_hedged"
)
"""The rank of an edge as one number: no edge has ten million sources."""

ENTITIES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN collect([n.id, n.name, [label IN labels(n) WHERE label <> 'Entity'][0], n.names, n.kind,
                n.country, n.collective, n.ids, n.degree]) AS entities"""

ENTITIES_AND_QUOTES = f"""{ENTITIES}, [] AS quotes
UNION ALL
UNWIND $claims AS id
MATCH (c:Claim {{id: id}})
RETURN [] AS entities, collect([c.id, c.quote]) AS quotes
"""

# Where a list is not wanted or not there, an empty text stands for it.
LISTS = """
UNWIND $ids AS id
MATCH (k:Kept {entity: id})
RETURN k.entity AS id, k.relation AS relation, k.numbers AS numbers,
       CASE WHEN k.relation IN $relations THEN left(k.top, $width) ELSE '' END AS top
"""


def best_edges(filters: Filters) -> str:
    """Return the text that reads the best `$most` edges of some entities, and counts them all."""
    return f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WITH n
{_best(filters)}
RETURN n.id AS id, size(every) AS number, [e IN every[0..$most] | {_EDGE}] AS best
"""


def lists_or_edges(filters: Filters) -> str:
    """Return the text that reads lists of hubs, and best edges of those with few (`$few`)."""
    return f"""
UNWIND $ids AS id
MATCH (k:Kept {{entity: id}})
RETURN k.entity AS id, k.relation AS relation, k.numbers AS numbers,
       CASE WHEN k.relation IN $relations THEN left(k.top, $width) ELSE '' END AS top,
       0 AS number, [] AS best
UNION ALL
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WHERE n.degree <= $few
WITH n
{_best(filters)}
RETURN n.id AS id, '' AS relation, [] AS numbers, '' AS top, size(every) AS number,
       [e IN every[0..$most] | {_EDGE}] AS best
"""


def _best(filters: Filters) -> str:
    return f"""OPTIONAL MATCH (n)-[e:{_types(filters)}]-(m:Entity)
{_where(_conditions(filters))}
WITH n, e, m
ORDER BY {BEST_FIRST}
WITH n, collect(e) AS every"""


def nearest(filters: Filters) -> str:
    """Return the text that reads the best `$most` neighbours of some entities together."""
    return f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WITH n
MATCH (n)-[e:{_types(filters)}]-(m:Entity)
{_where(["NOT m.id IN $seen", *_conditions(filters)])}
WITH m.id AS far, min({_RANK}) AS best
ORDER BY best, far
WITH collect(far) AS ids, collect(best) AS ranks
RETURN size(ids) AS number, ids[0..$most] AS ids, ranks[0..$most] AS ranks
"""


def numbers(filters: Filters) -> str:
    """Return the text that counts the edges of some entities."""
    return f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WITH n
MATCH (n)-[e:{_types(filters)}]-(m:Entity)
{_where(_conditions(filters))}
RETURN n.id AS id, count(e) AS number
"""


def counts(filters: Filters) -> str:
    """Return the text that reads a hub's numbers, or counts the edges of an entity with few."""
    return f"""
MATCH (k:Kept {{entity: $id}})
RETURN k.relation AS relation, k.numbers AS numbers, false AS comes_in, '' AS status, 0 AS number
UNION ALL
MATCH (n:Entity {{id: $id}})
WHERE n.degree <= $few
WITH n
MATCH (n)-[e:{_types(filters)}]-(m:Entity)
RETURN type(e) AS relation, [] AS numbers, startNode(e).id <> n.id AS comes_in,
       e.status AS status, count(e) AS number
"""


def edges_out(filters: Filters) -> str:
    """Return the text that reads the edges from some entities to others."""
    return _between("-", "->", filters)


def edges_in(filters: Filters) -> str:
    """Return the text that reads the edges that some entities get from others."""
    return _between("<-", "-", filters)


def edges_of_pairs(filters: Filters) -> str:
    """Return the text that reads the edges of pairs of entities, in both directions."""
    return f"""
UNWIND $pairs AS pair
MATCH (n:Entity {{id: pair[0]}})
MATCH (m:Entity {{id: pair[1]}})
MATCH (n)-[e:{_types(filters)}]-(m)
{_where(_conditions(filters, at_other_end=False))}
RETURN collect({_EDGE}) AS edges
"""


def joined(filters: Filters) -> str:
    """Return the text that reads whom some entities are joined to, and how well attested.

    Those with more than `$most` edges are left out, but for the `$ends`.
    """
    at_hand = "($most IS NULL OR m.degree <= $most OR m.id IN $ends)"
    return f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WITH n
MATCH (n)-[e:{_types(filters)}]-(m:Entity)
{_where([at_hand, *_conditions(filters)])}
WITH n, m, min({_RANK}) AS best
RETURN n.id AS id, collect(m.id) AS far, collect(best) AS ranks, collect(m.degree) AS degrees
"""


def _between(left: str, right: str, filters: Filters) -> str:
    return f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})
WITH n
MATCH (n){left}[e:{_types(filters)}]{right}(m:Entity)
{_where(["m.id IN $others", *_conditions(filters, at_other_end=False)])}
RETURN collect({_EDGE}) AS edges
"""


def _types(filters: Filters) -> str:
    return "|".join(filters.relations)


def _conditions(filters: Filters, *, at_other_end: bool = True) -> list[str]:
    """Return what an edge `e` to `m` must fulfil; only what filters, so that the rest is fast."""
    every = Filters.of()
    found = {
        "e.status IN $statuses": filters.statuses != every.statuses,
        "e.n_for + e.n_against + e.n_hedged >= $sources": filters.min_sources > 0,
        "e.last_date >= $since": filters.since is not None,
        "e.first_date <= $until": filters.until is not None,
        "any(label IN labels(m) WHERE label IN $labels)": at_other_end
        and filters.labels is not None,
    }
    return [condition for condition, is_needed in found.items() if is_needed]


def _where(conditions: Iterable[str]) -> str:
    every = " AND ".join(conditions)
    return f"WHERE {every}" if every else ""
