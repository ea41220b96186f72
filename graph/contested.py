"""What sources disagree on: disputed edges, and pairs that only a denial speaks of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from . import page, records
from .aggregate import Ends, source
from .cypher import pages, reads
from .driver import neo4j
from .ids import edge_id
from .model import Edge, Entity
from .page import Page

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


def contested(tx: neo4j.ManagedTransaction, *, limit: int, after: str | None) -> Page[Contested]:
    """Return a page of what is contested, most sources on both sides first."""
    key = page.place(after, int, int, int, str)
    total = key[0] if key else tx.run(pages.NUMBER_OF_CONTESTED).single(strict=True)["number"]
    _, least, most, last = key or (total, _MANY, _MANY, "")
    given = {"least": least, "most": most, "id": last, "limit": limit + 1}
    found = [_disputed(row) for row in tx.run(pages.disputed(), given)]
    found.sort(key=_best_first)
    if len(found) <= limit:
        found += _only_denied(tx, after=(least, most, last), limit=limit + 1 - len(found))
    return page.cut(found, lambda item: (total, *item.rank, item.id), limit=limit, total=total)


def _disputed(row: neo4j.Record) -> Contested:
    subject, target = records.entity(row["s"]), records.entity(row["o"])
    edge = records.edge(row["properties"], subject.id, row["relation"], target.id)
    return Contested(
        edge.id, subject, edge.relation, target, edge.n_for, edge.n_hedged, edge.n_against, edge
    )


def _only_denied(
    tx: neo4j.ManagedTransaction, *, after: tuple[int, int, str], limit: int
) -> list[Contested]:
    """Return the pairs that come after a place."""
    sources: dict[Ends, set[str]] = defaultdict(set)
    for row in tx.run(pages.ONLY_DENIED):
        said = [(v["hop"], v["kind"], v["who"]) for v in row["voices"] if v["who"] is not None]
        sources[row["subject"], row["relation"], row["object"]].add(source(said, row["story"]))
    ranked = sorted((0, -len(who), edge_id(*ends), ends) for ends, who in sources.items())
    least, most, last = after
    chosen = [at for at in ranked if at[:3] > (-least, -most, last)][:limit]
    wanted = sorted({end for *_, ends in chosen for end in (ends[0], ends[2])})
    things = {
        row["n"]["id"]: records.entity(row["n"]) for row in tx.run(reads.ENTITIES, ids=wanted)
    }
    return [
        Contested(key, things[subject], relation, things[target], 0, 0, -against)
        for _, against, key, (subject, relation, target) in chosen
    ]


def _best_first(item: Contested) -> tuple[int, int, str]:
    least, most = item.rank
    return -least, -most, item.id
