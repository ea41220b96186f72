"""What sources disagree on: disputed edges, and pairs that only a denial speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .. import page
from ..cypher import pages
from ..database import records
from ..database.driver import neo4j
from ..ids import edge_id
from ..model import Edge, Entity
from ..page import Page
from ..writing.aggregate import Ends, source
from .among import entities

_MANY = 1 << 31  # sources: more than any pair has


@dataclass(frozen=True, slots=True)
class Contested:
    """A subject, a relation and an object that somebody denies.

    Attributes:
        n_for: Independent sources that say so as a fact.
        n_hedged: Those that say so with a hedge only.
        n_against: Those that deny it.
        edge: The edge between them; none where nobody affirms it.
    """

    id: str
    subject: Entity
    relation: str
    object: Entity
    n_for: int
    n_hedged: int
    n_against: int
    edge: Edge | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """Sources on the smaller side, and on both: the more of them, the more contested."""
        affirm = self.n_for + self.n_hedged
        return min(affirm, self.n_against), affirm + self.n_against


class _Pair(NamedTuple):
    """What a list is ordered by, and what becomes an item once its entities are known."""

    least: int
    most: int
    id: str
    ends: Ends
    n_against: int
    edge: Edge | None = None


def contested(tx: neo4j.ManagedTransaction, *, limit: int, after: str | None) -> Page[Contested]:
    """Return a page of what is contested, most sources on both sides first."""
    key = page.place(after, int, int, int, str)
    total = key[0] if key else tx.run(pages.NUMBER_OF_CONTESTED).single(strict=True)["number"]
    _, least, most, last = key or (total, _MANY, _MANY, "")
    given = {"least": least, "most": most, "id": last, "limit": limit + 1}
    pairs = [_disputed(row) for row in tx.run(pages.disputed(), given)]
    if len(pairs) <= limit:
        first = _best_first(_Pair(least, most, last, ("", "", ""), 0))
        pairs += [pair for pair in _only_denied(tx) if _best_first(pair) > first]
    pairs = sorted(pairs, key=_best_first)[: limit + 1]
    things = entities(tx, sorted({end for pair in pairs for end in (pair.ends[0], pair.ends[2])}))
    return page.cut(
        [_item(pair, things) for pair in pairs],
        lambda item: (total, *item.rank, item.id),
        limit=limit,
        total=total,
    )


def _disputed(row: neo4j.Record) -> _Pair:
    ends = (row["subject"], row["relation"], row["object"])
    edge = records.edge(row["properties"], *ends)
    affirm, against = edge.n_for + edge.n_hedged, edge.n_against
    return _Pair(min(affirm, against), affirm + against, edge.id, ends, against, edge)


def _only_denied(tx: neo4j.ManagedTransaction) -> Iterator[_Pair]:
    sources: dict[Ends, set[str]] = defaultdict(set)
    for row in tx.run(pages.ONLY_DENIED):
        said = [(v["hop"], v["kind"], v["who"]) for v in row["voices"] if v["who"] is not None]
        sources[row["subject"], row["relation"], row["object"]].add(source(said, row["story"]))
    for ends, who in sources.items():
        yield _Pair(0, len(who), edge_id(*ends), ends, len(who))


def _item(pair: _Pair, things: Mapping[str, Entity]) -> Contested:
    subject, relation, target = pair.ends
    n_for, n_hedged = (pair.edge.n_for, pair.edge.n_hedged) if pair.edge else (0, 0)
    return Contested(
        pair.id,
        things[subject],
        relation,
        things[target],
        n_for,
        n_hedged,
        pair.n_against,
        pair.edge,
    )


def _best_first(pair: _Pair) -> tuple[int, int, str]:
    return -pair.least, -pair.most, pair.id
