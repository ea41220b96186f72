"""Edges from claims, and the only writer of edges.

`summarise` is a pure function: equal claims give an equal edge, in whatever
order they came. `refresh` brings the edges of some pairs in line with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .cypher import writes
from .driver import neo4j
from .ids import edge_id
from .model import Attribution, Modality, Polarity, Status
from .records import day

Ends = tuple[str, str, str]
"""Subject, relation, object: what an edge is made of."""

_AGES_AGO = date.min


@dataclass(frozen=True, slots=True)
class Statement:
    """What an edge needs to know of one claim.

    Attributes:
        source: Who is counted: the innermost named speaker, else the story.
        published_on: Of the document; none where it is not known.
    """

    id: str
    polarity: Polarity
    modality: Modality
    source: str
    document: str
    quote: str = ""
    confidence: float = 1.0
    published_on: date | None = None
    date_from: date | None = None
    date_to: date | None = None

    @property
    def is_affirmed(self) -> bool:
        """Whether the source says yes, hedged or not."""
        return self.polarity is Polarity.AFFIRMED

    @property
    def is_asserted(self) -> bool:
        """Whether the source states it as fact, yes or no."""
        return self.modality is Modality.ASSERTED


def source(voices: Iterable[tuple[int, str, str]], story: str) -> str:
    """Return whom a claim counts for: its innermost named speaker, else its story.

    Args:
        voices: Hop, attribution and entity id of every speaker, in any order.
        story: Id of the story, for a text that speaks for itself.
    """
    named = [(hop, who) for hop, kind, who in voices if kind == Attribution.NAMED]
    return min(named)[1] if named else story


def summarise(claims: Sequence[Statement]) -> Mapping[str, Any] | None:
    """Return the properties of the edge that `claims` make, or none if they make none.

    A claim's date is when the thing happened, where the text tells, else when
    the document was published; `first_date` and `last_date` span the affirmed
    claims. The best claim, whose quote the edge shows, is the asserted one,
    then the surest, then the newest, then the first by id.

    Args:
        claims: All claims of one subject, relation and object that nobody rejected.
    """
    affirmed = [claim for claim in claims if claim.is_affirmed]
    if not affirmed:
        return None
    yes = {claim.source for claim in affirmed if claim.is_asserted}
    no = {claim.source for claim in claims if not claim.is_affirmed and claim.is_asserted}
    perhaps = {claim.source for claim in affirmed} - yes
    best = min(affirmed, key=_best_first)
    first = [start for claim in affirmed if (start := claim.date_from or claim.published_on)]
    last = [
        end for claim in affirmed if (end := claim.date_to or claim.date_from or claim.published_on)
    ]
    return {
        "status": (Status.DISPUTED if no else Status.ASSERTED if yes else Status.HEDGED).value,
        "n_for": len(yes),
        "n_against": len(no),
        "n_hedged": len(perhaps),
        "n_claims": len(claims),
        "n_docs": len({claim.document for claim in claims}),
        "first_date": min(first, default=None),
        "last_date": max(last, default=None),
        "quote": best.quote,
        "best_claim": best.id,
    }


def _best_first(claim: Statement) -> tuple[bool, float, int, str]:
    newest = (claim.published_on or _AGES_AGO).toordinal()
    return (not claim.is_asserted, -claim.confidence, -newest, claim.id)


def refresh(tx: neo4j.ManagedTransaction, pairs: Iterable[Ends]) -> int:
    """Make the edges of these pairs what their claims say; return how many changed.

    Degrees of the entities at their ends are brought in line as well.
    """
    wanted = {edge_id(*ends): ends for ends in pairs}
    if not wanted:
        return 0
    statements = _statements(tx, list(wanted))
    by_relation: dict[str, list[Ends]] = defaultdict(list)
    for ends in wanted.values():
        by_relation[ends[1]].append(ends)
    changed = sum(
        _refresh_relation(tx, relation, group, statements)
        for relation, group in sorted(by_relation.items())
    )
    touched = sorted({end for subject, _, target in wanted.values() for end in (subject, target)})
    tx.run(writes.refresh_degrees(), ids=touched).consume()
    return changed


def _statements(tx: neo4j.ManagedTransaction, edges: list[str]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for row in tx.run(writes.CLAIMS_OF_EDGES, edges=edges):
        voices = [(v["hop"], v["kind"], v["who"]) for v in row["voices"] if v["who"] is not None]
        found[row["edge"]].append(
            Statement(
                id=row["id"],
                polarity=Polarity(row["polarity"]),
                modality=Modality(row["modality"]),
                source=source(voices, row["story"]),
                document=row["document"],
                quote=row["quote"],
                confidence=row["confidence"],
                published_on=day(row["published_on"]),
                date_from=day(row["date_from"]),
                date_to=day(row["date_to"]),
            )
        )
    return found


def _refresh_relation(
    tx: neo4j.ManagedTransaction,
    relation: str,
    pairs: Sequence[Ends],
    statements: Mapping[str, Sequence[Statement]],
) -> int:
    rows = [{"id": edge_id(*ends), "subject": ends[0], "object": ends[2]} for ends in pairs]
    stored: dict[str, Mapping[str, Any]] = {}
    strange = set()
    for found in tx.run(writes.edges_between(relation), rows=rows):
        if found["is_ours"]:
            stored[found["id"]] = {name: day(v) for name, v in found["properties"].items()}
        else:
            strange.add(found["id"])
    new, updated, gone = [], [], []
    for row in rows:
        summary = summarise(statements.get(row["id"], ()))
        old = stored.get(row["id"])
        if summary is None:
            gone += [row] if old else []
        elif old is None:
            new.append({**row, **summary})
        elif old != {"id": row["id"], **{k: v for k, v in summary.items() if v is not None}}:
            updated.append({**row, "properties": summary})
    for text, batch in (
        (writes.delete_strangers(relation), [row for row in rows if row["id"] in strange]),
        (writes.create_edges(relation), new),
        (writes.update_edges(relation), updated),
        (writes.delete_edges(relation), gone),
    ):
        if batch:
            tx.run(text, rows=batch).consume()
    return len(new) + len(updated) + len(gone) + len(strange)
