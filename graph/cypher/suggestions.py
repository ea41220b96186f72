"""Texts about entities that may be one; both only read.

The house rules are those of `reads.py`.
"""

from __future__ import annotations

NAMED = """
MATCH (n:Entity)
WHERE n.collective = false
RETURN n.id AS id, labels(n) AS labels, n.name AS name, n.names AS names, n.kind AS kind,
       n.country AS country, n.ids AS ids, n.degree AS degree, n.tally AS tally
"""

JUDGED = """
MATCH (j:Judgement)
WHERE j.active
RETURN j.left AS left, j.right AS right
"""
