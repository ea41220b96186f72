"""Texts about what entities keep of their edges: their number, and a hub's lists."""

from __future__ import annotations

from functools import cache

from .reads import any_relation

BEST_FIRST = (
    "CASE e.status WHEN 'asserted' THEN 0 WHEN 'disputed' THEN 1 ELSE 2 END, "
    "e.n_for + e.n_against + e.n_hedged DESC, m.id, type(e), "
    "CASE WHEN startNode(e).id = n.id THEN 0 ELSE 1 END"
)
"""The order of `graph/reading/ranked.py`, for an edge `e` between `n` and `m`."""

_NUMBERS = ("n_for", "n_against", "n_hedged", "n_claims", "n_docs")


def edge_text(quote: str) -> str:
    """Return the expression that makes one text of an edge `e`; `records.packed_edge` reads it.

    What is no number or date is an id, a relation or a status, but for the
    quote, which comes last.
    """
    values = (
        *("e.id", "startNode(e).id", "type(e)", "endNode(e).id", "e.status"),
        *(f"coalesce(toString(e.{name}), '0')" for name in _NUMBERS),
        *(f"coalesce(toString(e.{name}), '')" for name in ("first_date", "last_date")),
        *("e.best_claim", quote),
    )
    return " + '|' + ".join(values)


# The last entry tells, without the list, whether a change concerns it.
HEADS = """
UNWIND $rows AS id
MATCH (k:Kept {entity: id})
RETURN k.entity AS entity, k.relation AS relation, k.numbers AS numbers,
       right(k.top, $width) AS last
"""

LISTS = """
UNWIND $rows AS id
MATCH (k:Kept {id: id})
RETURN k.entity AS entity, k.relation AS relation, k.top AS top
"""

KEPT = """
UNWIND $rows AS id
MATCH (k:Kept {entity: id})
RETURN k.entity AS entity, k.relation AS relation, k.numbers AS numbers, k.top AS top
"""

DEGREES = """
UNWIND $rows AS id
MATCH (n:Entity {id: id})
RETURN n.id AS id, n.degree AS degree
"""

SET_DEGREES = """
UNWIND $rows AS r
MATCH (n:Entity {id: r.id})
SET n.degree = r.degree
"""

CREATE_KEPT = """
UNWIND $rows AS r
CREATE (:Kept {id: r.id, entity: r.entity, relation: r.relation, numbers: r.numbers, top: r.top})
"""

SET_NUMBERS = """
UNWIND $rows AS r
MATCH (k:Kept {id: r.id})
SET k.numbers = r.numbers
"""

SET_KEPT = """
UNWIND $rows AS r
MATCH (k:Kept {id: r.id})
SET k.numbers = r.numbers, k.top = r.top
"""

DELETE_KEPT = """
UNWIND $rows AS id
MATCH (k:Kept {id: id})
DELETE k
"""

# Lists of entities that are gone, by the entity.
ORPHANS = """
MATCH (k:Kept)
OPTIONAL MATCH (n:Entity {id: k.entity})
WITH k, n
WHERE n IS NULL
RETURN DISTINCT k.entity AS entity
"""


@cache
def recount() -> str:
    """Return the text that counts the edges of some entities again."""
    return f"""
UNWIND $rows AS id
MATCH (n:Entity {{id: id}})
WITH n, COUNT {{ (n)-[:{any_relation()}]-() }} AS degree
WHERE n.degree IS NULL OR n.degree <> degree
SET n.degree = degree
RETURN n.id AS id, degree
"""


@cache
def numbers() -> str:
    """Return the text that counts edges of some entities by relation, direction and status."""
    return "UNION ALL".join(
        f"""
UNWIND $rows AS id
MATCH (n:Entity {{id: id}})
WITH n
MATCH (n){left}[e:{any_relation()}]{right}()
RETURN n.id AS id, type(e) AS relation, {comes_in} AS comes_in, e.status AS status,
       count(e) AS number
"""
        for left, right, comes_in in (("-", "->", "false"), ("<-", "-", "true"))
    )


def best_of(relation: str) -> str:
    """Return the text that reads the best edges of one relation at each of some entities."""
    return f"""
UNWIND $rows AS id
MATCH (n:Entity {{id: id}})
CALL (n) {{
  MATCH (n)-[e:{relation}]-(m:Entity)
  WHERE e.status IN $statuses
  WITH n, e, m
  ORDER BY {BEST_FIRST}
  LIMIT $most
  RETURN collect({edge_text("''")}) AS best
}}
RETURN n.id AS id, best
"""
