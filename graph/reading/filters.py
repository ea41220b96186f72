"""Which edges count when somebody looks around: by relation, status, date and sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from ..model import Edge, Label, Status
from ..vocabulary import relations as vocabulary
from .ranked import sources

Dates = tuple[date | None, date | None]
"""First and last day; none is open."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What an edge must be to count, and what must be at its other end.

    Attributes:
        relations: Names, in alphabetical order; all of the vocabulary by default.
        statuses: Likewise all by default.
        labels: What may be reached; none for everything.
        since: The edge must reach to this day or beyond; one without dates does not.
        until: The edge must begin by this day; likewise.
        min_sources: Least independent sources.
    """

    relations: tuple[str, ...]
    statuses: tuple[str, ...]
    labels: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    min_sources: int = 0

    @classmethod
    def of(
        cls,
        *,
        relations: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        labels: Collection[str] | None = None,
        between_dates: Dates | None = None,
        min_sources: int | None = None,
    ) -> Self:
        """Return the filters with these values; what is none does not filter.

        Raises:
            ValueError: a relation, a status or a label does not exist, or a choice is empty.
        """
        since, until = between_dates or (None, None)
        return cls(
            relations=_known("relation", relations, vocabulary()) or tuple(vocabulary()),
            statuses=_known("status", statuses, Status) or tuple(map(str, Status)),
            labels=_known("label", labels, Label),
            since=since,
            until=until,
            min_sources=min_sources or 0,
        )

    @property
    def parameters(self) -> dict[str, Any]:
        """Return them as the texts of `cypher/around.py` take them."""
        return {
            "statuses": list(self.statuses),
            "labels": None if self.labels is None else list(self.labels),
            "since": self.since,
            "until": self.until,
            "sources": self.min_sources,
        }

    @property
    def is_open(self) -> bool:
        """Whether every edge passes."""
        return self == Filters.of()

    @property
    def is_counted(self) -> bool:
        """Whether numbers by relation and status tell how many edges pass."""
        return self.labels is None and self.takes_any_time and self.min_sources <= 0

    @property
    def takes_any_time(self) -> bool:
        """Whether edges without a date pass too."""
        return self.since is None and self.until is None

    def passes(self, edge: Edge) -> bool:
        """Return whether `edge` counts, whatever is at its other end."""
        return (
            edge.relation in self.relations
            and edge.status in self.statuses
            and sources(edge) >= self.min_sources
            and (self.since is None or (edge.last_date or date.min) >= self.since)
            and (self.until is None or (edge.first_date or date.max) <= self.until)
        )


def _known(
    what: str, given: Collection[str] | None, known: Iterable[str]
) -> tuple[str, ...] | None:
    if given is None:
        return None
    if isinstance(given, str):
        given = (given,)
    chosen, possible = set(map(str, given)), set(map(str, known))
    if not chosen:
        raise ValueError(f"No {what} is given: leave it out, or choose some.")
    if chosen - possible:
        raise ValueError(
            f"{min(chosen - possible)} is no {what}: there are {', '.join(sorted(possible))}."
        )
    return tuple(sorted(chosen))
