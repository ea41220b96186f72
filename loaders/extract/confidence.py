"""How often a claim like this one turned out to be right.

The numbers are counted, not felt: `words/confidence.json` holds, for every
cell, how many claims were found in texts with an answer key and how many of
them were right (`benchmarks/calibrate.py` writes it). A small cell borrows from
the larger one around it: rule, then relation, then everything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypeAlias

Table: TypeAlias = Mapping[str, Mapping[str, int]]

_BORROWED = 5  # a cell of five claims trusts itself and its surroundings equally
_PRIOR = 0.8  # before any claim was counted


def confidence(rule: str, table: Table | None = None) -> float:
    """Return the probability that a claim found by `rule` is right, to two places.

    Args:
        rule: `RELATION/frame`.
        table: Right and found by cell; the shipped one if none is given.
    """
    counts = _shipped() if table is None else table
    estimate = _PRIOR
    for cell in ("*", rule.partition("/")[0], rule):
        row = counts.get(cell, {"right": 0, "found": 0})
        estimate = (row["right"] + _BORROWED * estimate) / (row["found"] + _BORROWED)
    return round(estimate, 2)


@cache
def _shipped() -> Table:
    path = files(__package__) / "words" / "confidence.json"
    table: Table = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return table
