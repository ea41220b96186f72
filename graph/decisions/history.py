"""What was decided, newest first: judgements and reviews in one list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..cypher import decisions
from ..database.driver import neo4j
from ..page import Key, Page, cut, place
from ..reading.found import found
from . import judgements, reviews
from .judgements import Judgement
from .reviews import Reviewed

Decision = Judgement | Reviewed
"""An entry of the log."""

_NEWEST: Key = ("9999-12-31T00:00:00+00:00", "")


def history(
    tx: neo4j.ManagedTransaction, of: str | None, *, limit: int, after: str | None
) -> Page[Decision]:
    """Return a page of the log; see `Store.history`."""
    at, last = place(after, str, str) or _NEWEST
    if of is None:
        where = {"at": at, "id": last, "most": limit + 1}
        log: list[Decision] = [
            *judgements.judgements_in(tx.run(decisions.LATEST_JUDGEMENTS, where)),
            *reviews.reviews_in(tx.run(decisions.LATEST_REVIEWS, where)),
        ]
        total = tx.run(decisions.COUNT_DECISIONS).single(strict=True)["number"]
    else:
        every = _of(tx, of)
        since = datetime.fromisoformat(str(at))
        log = [e for e in every if e.at < since or (e.at == since and e.id > str(last))]
        total = len(every)
    log.sort(key=lambda entry: entry.id)
    log.sort(key=lambda entry: entry.at, reverse=True)
    shown = cut(log, _key, limit=limit, total=total)
    return Page(_spelled(tx, shown.items), shown.total, shown.next)


def _of(tx: neo4j.ManagedTransaction, of: str) -> Sequence[Decision]:
    """Return everything that was decided on a claim, or on the names of an entity."""
    if reviews.is_known(tx, of):
        return reviews.reviews_of(tx, [of])
    return judgements.judgements_on(tx, found(tx, of))


def _key(entry: Decision) -> Key:
    return (entry.at.isoformat(), entry.id)


def _spelled(tx: neo4j.ManagedTransaction, shown: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the same entries, with names as documents write them."""
    named = judgements.with_names(tx, [entry for entry in shown if isinstance(entry, Judgement)])
    spelled = {entry.id: entry for entry in named}
    return tuple(spelled.get(entry.id, entry) for entry in shown)
