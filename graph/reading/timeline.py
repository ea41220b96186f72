"""What happened when, and what was published when: claims by either clock."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args

from ..cypher import pages
from ..database.driver import neo4j
from ..database.records import day
from ..model import Evidence
from ..page import Page
from .claims import Place, after_place, evidence_page, number, place_of

Clock = Literal["happened", "published"]
"""When it happened, by the claims' own dates; or when it was published."""
CLOCKS: tuple[Clock, ...] = get_args(Clock)

Between = tuple[date | None, date | None]
"""First and last day; none where there is no bound."""


def timeline(
    tx: neo4j.ManagedTransaction,
    *,
    entity: str | None,
    relation: str | None,
    clock: Clock,
    between: Between,
    limit: int,
    after: str | None,
) -> Page[Evidence]:
    """Return a page of dated claims, newest first; what lasted counts from its first day."""
    anchor: pages.Anchor = "entity" if entity else "relation" if relation else "all"
    filtered = {"relation": relation is not None}
    since, until = between
    given = {
        "of": entity,
        "relation": relation,
        "since": since or date.min,
        "until": until or date.max,
    }
    is_published = clock == "published"
    count = pages.number_of_published if is_published else pages.number_of_happened
    place = Place.after(after)
    total = place.total if place else number(tx, count(anchor, **filtered), given)
    if is_published and anchor == "all":
        places = _published(tx, given, place, limit=limit, total=total)
    else:
        text = pages.published if is_published else pages.happened
        rows = tx.run(text(anchor, **filtered), {**given, **after_place(place, limit)})
        places = [place_of(row, total) for row in rows]
    return evidence_page(tx, places, limit=limit, total=total)


def _published(
    tx: neo4j.ManagedTransaction,
    given: dict[str, Any],
    place: Place | None,
    *,
    limit: int,
    total: int,
) -> list[Place]:
    """Return the places of the next claims of all documents.

    Documents are far fewer than claims, so they are put in order first; then
    the claims of the first of them are read, and of more where those hold few.
    """
    wanted, documents = limit + 1, limit + 1
    while True:
        asked = {**given, **after_place(place, documents)}
        days = {row["id"]: day(row["day"]) for row in tx.run(pages.DOCUMENTS_BY_DAY, asked)}
        rows = tx.run(pages.CLAIMS_OF_DOCUMENTS, ids=list(days))
        places = sorted(
            (
                Place(total, days[row["document"]], *row.values("document", "start", "id"))
                for row in rows
            ),
            key=lambda at: (-at.day.toordinal(), *at[2:]),
        )
        if place is not None:
            places = [at for at in places if at.day != place.day or at[2:] > place[2:]]
        if len(places) >= wanted or len(days) <= documents:
            return places[:wanted]
        documents *= 8
