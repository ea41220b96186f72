"""Reviews: a person accepts or rejects a claim; what follows for edges, and how it is undone.

The log keeps every review; the claim itself shows the latest that is active.
A rejected claim counts for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import ids
from ..cypher import decisions
from ..database.driver import neo4j
from ..errors import NodeNotFound
from ..model import Review
from ..writing import aggregate
from .signed import Signed, moment, undone


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One entry of the log of reviews.

    Attributes:
        verdict: Accepted or rejected.
        n: How many reviews of this claim came before.
        fingerprint: Of the claim's document, as it was before anybody reviewed the claim.
        active: Whether it holds; false once it is undone.
    """

    id: str
    claim: str
    verdict: Review
    reason: str
    by: str
    at: datetime
    n: int
    fingerprint: str | None = None
    active: bool = True
    undone_by: str | None = None
    undone_at: datetime | None = None


def review_id(claim: str, earlier: int) -> str:
    """Return the id of a review of this claim that `earlier` ones precede."""
    return ids.digest("v", claim, str(earlier))


def standing(entries: Iterable[Reviewed]) -> Reviewed | None:
    """Return the review that holds: of the active ones the latest, or none."""
    return max(
        (entry for entry in entries if entry.active), key=lambda entry: entry.n, default=None
    )


def marks(entry: Reviewed) -> dict[str, Any]:
    """Return what a claim shows of the review that holds."""
    return {
        "review": entry.verdict.value,
        "reviewed_by": entry.by,
        "reviewed_at": entry.at.isoformat(),
        "review_reason": entry.reason,
    }


def review(tx: neo4j.ManagedTransaction, claim: str, verdict: Review, sign: Signed) -> Reviewed:
    """Accept or reject a claim; see `Store.review`."""
    under = _under_review(tx, claim)
    if under is None:
        raise NodeNotFound(claim, kind="claim")
    earlier = reviews_of(tx, [claim])
    before = standing(earlier)
    made = Reviewed(
        id=review_id(claim, len(earlier)),
        claim=claim,
        verdict=verdict,
        reason=sign.reason,
        by=sign.by,
        at=sign.at,
        n=len(earlier),
        fingerprint=before.fingerprint if before else under["fingerprint"],
    )
    row = {name: getattr(made, name) for name in _WRITTEN}
    tx.run(decisions.CREATE_REVIEW, row, verdict=verdict.value, at=sign.at.isoformat()).consume()
    _show(tx, under, made)
    return made


def undo(
    tx: neo4j.ManagedTransaction, review: str, *, by: str | None, at: datetime
) -> Reviewed | None:
    """Undo a review, so that the one before it holds again; return it, or none if none is there.

    Raises:
        DecisionRefused: it was undone already.
    """
    row = tx.run(decisions.REVIEW, id=review).single()
    if row is None:
        return None
    entry = _reviewed(row["entry"])
    if not entry.active:
        raise undone(entry)
    tx.run(decisions.UNDO_REVIEW, id=review, by=by, at=at.isoformat()).consume()
    under = _under_review(tx, entry.claim)
    if under is not None:  # its document may have been deleted
        now = standing(reviews_of(tx, [entry.claim]))
        _show(tx, under, now)
        if now is None and under["fingerprint"] != entry.fingerprint:
            # Since then the text was read anew, and the claim stayed because of
            # the review: let the next load decide what becomes of it.
            tx.run(decisions.FORGET_FINGERPRINT, id=under["document"]).consume()
    row = tx.run(decisions.REVIEW, id=review).single(strict=True)
    return _reviewed(row["entry"])


def reapply(tx: neo4j.ManagedTransaction, claims: Sequence[str]) -> frozenset[str]:
    """Let claims that are new in the store show the reviews that the log has of them.

    A claim has reviews before it is there if its document was deleted and comes
    back. Edges are the caller's affair: the claims that changed are returned.
    """
    if tx.run(decisions.ANY_REVIEW).single() is None:
        return frozenset()
    entries: dict[str, list[Reviewed]] = defaultdict(list)
    for entry in reviews_of(tx, claims):
        entries[entry.claim].append(entry)
    holding = [holds for found in entries.values() if (holds := standing(found))]
    _mark(tx, holding)
    return frozenset(entry.claim for entry in holding)


def reviews_of(tx: neo4j.ManagedTransaction, claims: Sequence[str]) -> list[Reviewed]:
    """Return every review of these claims, in any order."""
    return reviews_in(tx.run(decisions.REVIEWS_OF_CLAIMS, ids=list(claims)))


def is_known(tx: neo4j.ManagedTransaction, claim: str) -> bool:
    """Whether there is such a claim, or was one that somebody reviewed."""
    return _under_review(tx, claim) is not None or bool(reviews_of(tx, [claim]))


def reviews_in(rows: Iterable[neo4j.Record]) -> list[Reviewed]:
    """Return the reviews that rows of the log hold, each as `entry`."""
    return [_reviewed(row["entry"]) for row in rows]


def _under_review(tx: neo4j.ManagedTransaction, claim: str) -> neo4j.Record | None:
    return tx.run(decisions.CLAIM_UNDER_REVIEW, id=claim).single()


def _show(tx: neo4j.ManagedTransaction, under: neo4j.Record, holds: Reviewed | None) -> None:
    """Let the claim show the review that holds, and its edge follow."""
    if holds is None:
        tx.run(decisions.MARK_UNREVIEWED, id=under["claim"]).consume()
    else:
        _mark(tx, [holds])
    if under["edge"] is not None:
        aggregate.refresh(tx, [(under["subject"], under["relation"], under["object"])])


def _mark(tx: neo4j.ManagedTransaction, entries: Sequence[Reviewed]) -> None:
    if entries:
        rows = [{"claim": entry.claim, **marks(entry)} for entry in entries]
        tx.run(decisions.MARK_REVIEWED, rows=rows).consume()


_WRITTEN = ("id", "claim", "reason", "by", "n", "fingerprint")


def _reviewed(properties: Mapping[str, Any]) -> Reviewed:
    return Reviewed(
        id=properties["id"],
        claim=properties["claim"],
        verdict=Review(properties["verdict"]),
        reason=properties["reason"],
        by=properties["by"],
        at=moment(properties["at"]),
        n=properties["n"],
        fingerprint=properties.get("fingerprint"),
        active=properties["active"],
        undone_by=properties.get("undone_by"),
        undone_at=moment(properties["undone_at"]) if "undone_at" in properties else None,
    )
