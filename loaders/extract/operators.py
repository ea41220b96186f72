"""The operators of `words/operators.yaml`: words that change how sure a claim is, or deny it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ...graph.model import Modality
from .lexicon import words


@dataclass(frozen=True, slots=True)
class Operator:
    """A word and what it makes of the predicate below it."""

    modality: Modality | None = None
    flips: bool = False
    aspect: str | None = None
    drop: str | None = None
    only: str | None = None
    bans: bool = False


@cache
def operators(kind: str) -> Mapping[str, Operator]:
    """Return the operators of one kind in `words/operators.yaml`, by word."""
    found: dict[str, Operator] = {}
    for row in words("operators")[kind]:
        operator = Operator(
            modality=Modality(row["modality"]) if "modality" in row else None,
            flips=row.get("flip", False),
            aspect=row.get("aspect"),
            drop=row.get("drop"),
            only=row.get("only"),
            bans=row.get("needs_from", False),
        )
        for word in row["words"]:
            found.setdefault(word, operator)
    return found
