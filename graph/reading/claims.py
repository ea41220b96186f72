"""Claims by pages: of an edge, of an entity, of a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from .. import page
from ..cypher import pages
from ..database import records
from ..database.driver import neo4j
from ..errors import NodeNotFound
from ..model import Evidence
from ..page import Page
from .evidence import of_claims
from .found import found

_NEVER = date.min  # a text without a date comes after all that have one


class Place(NamedTuple):
    """Where a claim stands in a list: newest day first, then document, place in it, id.

    `total` travels along in the cursor: it is counted once, for the first page.
    """

    total: int
    day: date
    document: str
    start: int
    id: str

    @classmethod
    def after(cls, cursor: str | None) -> Place | None:
        """Return the place that a page's `next` stands for."""
        key = page.place(cursor, int, date, str, int, str)
        return None if key is None else cls._make(key)


_FIRST = Place(0, date.max, "", -1, "")
"""Precedes every place."""


def claims(
    tx: neo4j.ManagedTransaction, of: str, *, limit: int, after: str | None
) -> Page[Evidence]:
    """Return a page of the claims behind an edge, about an entity, or in a document."""
    anchor, of = _anchor(tx, of)
    given = {"of": of, "never": _NEVER}
    place = Place.after(after)
    total = place.total if place else number(tx, pages.number_of_claims(anchor), given)
    rows = list(tx.run(pages.claims(anchor), {**given, **after_place(place, limit)}))
    return evidence_page(tx, [place_of(row, total) for row in rows], limit=limit, total=total)


def number(tx: neo4j.ManagedTransaction, text: str, parameters: Mapping[str, Any]) -> int:
    """Return what a text counts."""
    counted: int = tx.run(text, dict(parameters)).single(strict=True)["number"]
    return counted


def after_place(place: Place | None, limit: int) -> dict[str, Any]:
    """Return the parameters for the claims after `place`, one more than a page holds."""
    return {**(place or _FIRST)._asdict(), "limit": limit + 1}


def place_of(row: neo4j.Record, total: int) -> Place:
    """Return where the claim of `row` stands."""
    return Place(total, records.day(row["day"]), row["document"], row["start"], row["id"])


def evidence_page(
    tx: neo4j.ManagedTransaction, places: list[Place], *, limit: int, total: int
) -> Page[Evidence]:
    """Return the page of the claims at these places, which may be one more than it holds."""
    keys = page.cut(places, lambda place: place, limit=limit, total=total)
    return Page(of_claims(tx, [place.id for place in keys.items]), total, keys.next)


def _anchor(tx: neo4j.ManagedTransaction, of: str) -> tuple[pages.Anchor, str]:
    if of.startswith("r"):
        return "edge", of
    if of.startswith("e"):
        return "entity", found(tx, of).id
    if of.startswith("d") and tx.run(pages.HAS_DOCUMENT, id=of).single() is not None:
        return "document", of
    raise NodeNotFound(of)
