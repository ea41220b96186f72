"""The order of an entity's edges, and how they lie in the lists that hubs keep.

The order is the same everywhere, on both engines: asserted before disputed
before hedged, then most sources first, then by the id of the other end, then
by relation, then outgoing before incoming. No two edges of an entity are equal
in it.

In a list each edge is one entry of fixed width that begins with what it is
ordered by: sorting the texts sorts the edges, and the first so many edges are a
cut of one text, which the database can make. The quote is not in the entry: it
is the best claim's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..ids import edge_id
from ..model import Edge, Status

Rank = tuple[int, int]
"""How well an edge is attested: place of its status, then minus its sources; small is good."""

Order = tuple[int, int, str, str, bool]
"""Rank, the other end, relation, whether it comes in."""

STATUSES = (Status.ASSERTED, Status.DISPUTED, Status.HEDGED)
"""Best first."""

_PLACE = {status: place for place, status in enumerate(STATUSES)}
_ID = 21
_NUMBER = 7
_MOST = 10**_NUMBER - 1
_DAY = 8
_NO_DAY = " " * _DAY
KEY = 1 + _NUMBER + _ID
"""Characters with which an entry begins: its rank, and the other end."""

WIDTH = KEY + 1 + 4 * _NUMBER + 2 * _DAY + _ID
"""Characters of one entry."""


@dataclass(frozen=True, slots=True)
class Step:
    """One edge as seen from one of its ends.

    Attributes:
        near: Id of the end it is seen from.
        far: Id of the other end.
        edge: The edge; its quote is empty where it was read from a list.
    """

    near: str
    far: str
    edge: Edge

    @property
    def comes_in(self) -> bool:
        """Whether the near end is the object."""
        return self.edge.object == self.near

    @property
    def order(self) -> Order:
        """What the edges of `near` are ordered by."""
        return (*rank(self.edge), self.far, self.edge.relation, self.comes_in)


def rank(edge: Edge) -> Rank:
    """Return how well `edge` is attested; small is good."""
    return (_PLACE[edge.status], -sources(edge))


def sources(edge: Edge) -> int:
    """Return how many independent sources speak of it, for, against or hedging."""
    return edge.n_for + edge.n_against + edge.n_hedged


def steps(edges: Iterable[Edge], near: str) -> list[Step]:
    """Return `edges` as seen from `near`, best first."""
    seen = (Step(near, e.object if e.subject == near else e.subject, e) for e in edges)
    return sorted(seen, key=lambda step: step.order)


def packed(properties: Mapping[str, Any], far: str, *, comes_in: bool) -> str:
    """Return the entry of an edge with these properties in the list of one of its ends."""
    numbers = [properties[name] or 0 for name in ("n_for", "n_against", "n_claims", "n_docs")]
    total = numbers[0] + numbers[1] + (properties["n_hedged"] or 0)
    return "".join(
        (
            str(_PLACE[Status(properties["status"])]),
            _number(_MOST - total),
            _id(far),
            "1" if comes_in else "0",
            *map(_number, numbers),
            _day(properties.get("first_date")),
            _day(properties.get("last_date")),
            _id(properties["best_claim"]),
        )
    )


def entry_of(step: Step) -> str:
    """Return the entry of an edge in the list of the end that it is seen from."""
    properties = {name: getattr(step.edge, name) for name in step.edge.__slots__}
    return packed(properties, step.far, comes_in=step.comes_in)


def unpacked(entry: str, near: str, relation: str) -> Step:
    """Return the edge of an entry in the list that `near` keeps of `relation`."""
    sources = _MOST - int(entry[1:8])
    far, comes_in = entry[8:29], entry[29] == "1"
    n_for, n_against, n_claims, n_docs = (int(entry[at : at + 7]) for at in (30, 37, 44, 51))
    subject, target = (far, near) if comes_in else (near, far)
    edge = Edge(
        id=edge_id(subject, relation, target),
        subject=subject,
        relation=relation,
        object=target,
        status=STATUSES[int(entry[0])],
        n_for=n_for,
        n_against=n_against,
        n_hedged=sources - n_for - n_against,
        n_claims=n_claims,
        n_docs=n_docs,
        first_date=_date(entry[58:66]),
        last_date=_date(entry[66:74]),
        best_claim=entry[74:].rstrip(),
    )
    return Step(near, far, edge)


def rank_of(entry: str) -> tuple[int, str]:
    """Return the rank of an entry as one number, and the other end.

    The number is what `cypher/around.py` makes of an edge: ten million for each
    place of the status, minus the sources.
    """
    return int(entry[:8]) - _MOST, entry[8:29]


def entries(top: str) -> list[str]:
    """Return the entries of a list.

    >>> len(entries("x" * 3 * WIDTH))
    3
    """
    return [top[at : at + WIDTH] for at in range(0, len(top), WIDTH)]


def _number(value: int) -> str:
    return f"{min(max(value, 0), _MOST):0{_NUMBER}}"


def _id(value: str | None) -> str:
    return f"{value or '':<{_ID}.{_ID}}"


def _day(value: date | None) -> str:
    return value.strftime("%Y%m%d").rjust(_DAY, "0") if value else _NO_DAY


def _date(packed: str) -> date | None:
    return None if packed == _NO_DAY else date.fromisoformat(packed)
