"""How often a claim like this one turned out to be right.

The numbers are counted, not felt: `words/confidence.json` holds, for every
cell, how many claims of the answer keys were found and how many of them were
right (`benchmarks/calibrate.py` writes it). A small cell borrows from the larger
one around it: relation and rule, then relation, then everything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_BORROWED = 5  # a cell of five claims trusts itself and its surroundings equally
_PRIOR = 0.8  # before any claim was counted


def features(rule: str, *, attachment: bool, hops: int) -> str:
    """Return the kind of evidence: the rule, and whether it stood on weak ground."""
    weak = attachment or hops > 1
    return f"{rule}{'~' if weak else ''}"


def confidence(rule: str, *, attachment: bool, hops: int) -> float:
    """Return the probability that a claim found this way is right, to two places.

    Args:
        rule: `RELATION/frame`.
        attachment: A fallback attachment was used.
        hops: Resolutions between the words and the names they stand for.
    """
    cell = features(rule, attachment=attachment, hops=hops)
    estimate = _PRIOR
    for name in ("*", rule.partition("/")[0], cell):
        right, found = _table().get(name, (0, 0))
        estimate = (right + _BORROWED * estimate) / (found + _BORROWED)
    return round(estimate, 2)


@cache
def _table() -> Mapping[str, tuple[int, int]]:
    path = files(__package__) / "words" / "confidence.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return {name: (row["right"], row["found"]) for name, row in data["cells"].items()}
