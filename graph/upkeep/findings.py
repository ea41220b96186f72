"""What a check of the store finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a finding is about."""

    TEXT = "text"
    QUOTE = "quote"
    STORY = "story"
    NAME = "name"
    ENTITY = "entity"
    CLAIM = "claim"
    REVIEW = "review"
    JUDGEMENT = "judgement"
    EDGE = "edge"
    DEGREE = "degree"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is not as the model says.

    Attributes:
        kind: What it is about.
        ids: Of what is wrong, that first, then of what it should agree with.
        sentence: What is wrong, in words.
    """

    kind: Kind
    ids: tuple[str, ...]
    sentence: str

    @property
    def is_summary(self) -> bool:
        """Whether it is about what `Store.rebuild_edges` works out again."""
        return self.kind in (Kind.EDGE, Kind.DEGREE)


def finding(kind: Kind, ids: str | Iterable[str | None], sentence: str) -> Finding:
    """Return a finding about one thing or several."""
    every = (ids,) if isinstance(ids, str) else ids
    return Finding(kind, tuple(str(one) for one in every if one is not None), sentence)
