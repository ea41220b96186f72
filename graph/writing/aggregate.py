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

from ..cypher import writes
from ..database.driver import neo4j
from ..database.records import day
from ..ids import edge_id
from ..model import Attribution, Modality, Polarity, Status
from . import kept
from .paged import grouped, read_rows, run_rows

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


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair whose edge is not what its claims say.

    Attributes:
        stored: The properties of every edge of this relation between the two;
            one is right, none may be, more are never.
        wanted: What the one edge should hold; none where no claim makes it.
    """

    ends: Ends
    stored: tuple[Mapping[str, Any], ...]
    wanted: Mapping[str, Any] | None

    @property
    def is_ours(self) -> bool:
        """Whether one edge is there, made here, and only has to change."""
        return len(self.stored) == 1 and self.stored[0].get("id") == edge_id(*self.ends)


def refresh(
    tx: neo4j.ManagedTransaction,
    pairs: Iterable[Ends],
    *,
    made: Mapping[Ends, Sequence[Statement]] | None = None,
) -> int:
    """Make the edges of these pairs what their claims say; return how many changed.

    What entities keep of their edges is brought in line as well.

    Args:
        tx: The transaction.
        pairs: Whose claims may have changed: claims and edges are read.
        made: All claims of pairs that had none before: nothing has to be read.
    """
    wrong = differences(tx, sorted(set(pairs)))
    for ends, statements in sorted((made or {}).items()):
        wanted = _properties(edge_id(*ends), ends, statements)
        wrong += [Difference(ends, (), wanted)] if wanted else []
    by_relation: dict[str, list[Difference]] = defaultdict(list)
    for one in wrong:
        by_relation[one.ends[1]].append(one)
    for relation, group in sorted(by_relation.items()):
        _mend(tx, relation, group)
    every = (*pairs, *(made or ()))
    touched = sorted({end for subject, _, target in every for end in (subject, target)})
    kept.refresh(tx, wrong, touched)
    return len(wrong)


def differences(tx: neo4j.ManagedTransaction, pairs: Iterable[Ends]) -> list[Difference]:
    """Return those of these pairs whose edges are not what their claims say."""
    wanted = {edge_id(*ends): ends for ends in pairs}
    statements = _statements(tx, list(wanted))
    stored = _stored_edges(tx, wanted)
    found = (
        Difference(ends, tuple(stored[edge]), _properties(edge, ends, statements[edge]))
        for edge, ends in wanted.items()
    )
    return [one for one in found if [*one.stored] != ([_held(one.wanted)] if one.wanted else [])]


def _properties(edge: str, ends: Ends, claims: Sequence[Statement]) -> Mapping[str, Any] | None:
    summary = summarise(claims) if ends[0] != ends[2] else None  # nothing supplies itself
    return summary and {"id": edge, **summary}


def _held(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}


def _statements(tx: neo4j.ManagedTransaction, edges: list[str]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for row in read_rows(tx, writes.CLAIMS_OF_EDGES, edges):
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


def _stored_edges(
    tx: neo4j.ManagedTransaction, pairs: Mapping[str, Ends]
) -> dict[str, list[Mapping[str, Any]]]:
    by_relation: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for edge, (subject, relation, target) in pairs.items():
        by_relation[relation].append({"id": edge, "subject": subject, "object": target})
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for relation, rows in sorted(by_relation.items()):
        for row in read_rows(tx, writes.edges_between(relation), rows):
            properties = {name: day(value) for name, value in row["properties"].items()}
            found[row["id"]].append(properties)
    return found


def _mend(tx: neo4j.ManagedTransaction, relation: str, wrong: Sequence[Difference]) -> None:
    new: list[tuple[str, list[Any]]] = []
    changed: list[Mapping[str, Any]] = []
    gone: list[Mapping[str, Any]] = []
    for one in wrong:
        ends = {"subject": one.ends[0], "object": one.ends[2]}
        if one.wanted and one.is_ours:
            extra = dict.fromkeys(one.stored[0])  # whatever else somebody wrote on it
            changed.append({**ends, "properties": {**extra, **one.wanted}})
            continue
        if one.stored:
            gone.append(ends)
        if one.wanted:
            values = [one.wanted[name] for name in writes.EDGE_PROPERTIES]
            new.append((one.ends[0], [one.ends[2], *values]))
    run_rows(tx, writes.delete_edges(relation), gone)
    run_rows(tx, writes.create_edges(relation), grouped(new))
    run_rows(tx, writes.update_edges(relation), changed)
