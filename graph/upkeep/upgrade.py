"""Bring a store of an older data model up to date, step by step, and keep what it holds.

Each step works out what is missing and writes it page by page, a transaction
each. One that is interrupted does the rest the next time; two of us at once do
each page once, for writers take turns.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from ..cypher import upkeep, writes
from ..database.driver import neo4j
from ..database.engine import Engine
from ..reading.quoted import quotable
from ..writing import stories
from ..writing.copies import signature
from ..writing.paged import run_rows
from ..writing.turn import take_turn
from ..writing.write import regroup
from . import check
from .ranges import Range, counts, ranges

log = logging.getLogger(__name__)

_Page = Callable[[Range, neo4j.ManagedTransaction], None]


def upgrade(engine: Engine, version: int) -> None:
    """Bring a store from data model `version` to the newest."""
    for older, step in sorted(_STEPS.items()):
        if older >= version:
            log.info("Bringing the store at %s to data model %d …", engine.data, older + 1)
            step(engine)
            log.info("The store at %s has data model %d.", engine.data, older + 1)


def _from_1(engine: Engine) -> None:
    """Let copies share a story, names and quotes be found, and hubs keep their best edges."""
    _each(engine, "Document", 50, _sign)
    _each(engine, "Claim", 500, _make_found)
    _each(engine, "Claim", 500, _part_from_edges)
    _each(engine, "Entity", 100, _count)
    check.rebuild(engine)


_STEPS: dict[int, Callable[[Engine], None]] = {1: _from_1}
"""By the version that a step starts from."""


def _each(engine: Engine, label: str, size: int, page: _Page) -> None:
    number = counts(engine)[label]
    for span in ranges(label, number, size):
        engine.write(partial(page, span))


def _sign(span: Range, tx: neo4j.ManagedTransaction) -> None:
    """Give documents without one a signature, and all that are near them their story."""
    take_turn(tx)
    rows = list(tx.run(upkeep.UNSIGNED_BETWEEN, first=span[0], last=span[1]))
    signed = {row["id"]: signature(row["text"]) for row in rows}
    if not signed:
        return
    moved = stories.place(tx, signed)
    more = [{"id": key, "more": found.properties} for key, found in signed.items()]
    run_rows(tx, upkeep.add_properties("Document"), more)
    placed = [{"id": document, "story_id": story} for document, story in moved.items()]
    run_rows(tx, writes.SET_STORIES, placed)


def _make_found(span: Range, tx: neo4j.ManagedTransaction) -> None:
    """Give claims without it what they are found by."""
    take_turn(tx)
    rows = tx.run(upkeep.UNFOUND_BETWEEN, first=span[0], last=span[1])
    more = [{"id": row["id"], "more": {"search": quotable(row["quote"])}} for row in rows]
    run_rows(tx, upkeep.add_properties("Claim"), more)


def _part_from_edges(span: Range, tx: neo4j.ManagedTransaction) -> None:
    """Let claims whose two ends are one entity count for no edge: nothing supplies itself."""
    take_turn(tx)
    tx.run(upkeep.PART_FROM_EDGES, first=span[0], last=span[1]).consume()


def _count(span: Range, tx: neo4j.ManagedTransaction) -> None:
    """Work out entities that were not counted yet: name, search, tally, and all that follows."""
    take_turn(tx)
    rows = list(tx.run(upkeep.KEYS_OF_UNCOUNTED, first=span[0], last=span[1]))
    if rows:
        regroup(tx, sorted({row["name_key"] for row in rows}))
