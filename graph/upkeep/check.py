"""Check the whole store against the model, page by page, without changing it.

Everything is worked out again by the functions that made it, and compared. What
is read at a time is one range of ids, whatever the size of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from ..cypher import checks
from ..database.driver import neo4j
from ..database.engine import Engine
from ..writing import aggregate, kept
from ..writing.paged import pages
from ..writing.turn import last_writer, take_turn, undisturbed
from .check_claims import check_claims, check_reviews
from .check_edges import (
    PAIRS_AT_ONCE,
    check_degrees,
    check_edges,
    check_lists,
    entities_of,
    pairs_of,
)
from .check_names import check_entities, check_equated, check_judgements, check_names
from .check_texts import check_texts
from .findings import Finding, Kind, finding
from .ranges import LETTERS, OnStep, Range, counts, stepping


class _Part(NamedTuple):
    """One part of a check: of which nodes, how many at a time."""

    what: str
    label: str
    size: int
    kind: Kind
    check: Callable[[neo4j.ManagedTransaction, Range], Iterator[Finding]]


_PARTS = (
    _Part("texts", "Document", 50, Kind.TEXT, check_texts),
    _Part("names", "Alias", 1_000, Kind.NAME, check_names),
    _Part("names in texts", "Document", 200, Kind.ENTITY, check_equated),
    _Part("entities", "Entity", 300, Kind.ENTITY, check_entities),
    _Part("claims", "Claim", 500, Kind.CLAIM, check_claims),
    _Part("edges", "Entity", 300, Kind.EDGE, check_edges),
    _Part("degrees", "Entity", 300, Kind.DEGREE, check_degrees),
    _Part("judgements", "Judgement", 500, Kind.JUDGEMENT, check_judgements),
    _Part("reviews", "Review", 500, Kind.REVIEW, check_reviews),
)


def check(engine: Engine, on_step: OnStep = None) -> tuple[Finding, ...]:
    """Return everything that is not as the model says, in order.

    Raises:
        StoreBusy: something was found, but others kept writing meanwhile.
    """
    before = engine.read(last_writer)
    found = _check(engine, on_step)
    if found and engine.read(last_writer) != before:
        # What was written between two pages looks like damage: look again.
        return undisturbed(engine, partial(_check, engine, on_step))
    return found


def _check(engine: Engine, on_step: OnStep) -> tuple[Finding, ...]:
    numbers = counts(engine)
    found = set(engine.read(_strays)) | set(engine.read(lambda tx: list(check_lists(tx))))
    for part in _PARTS:
        for span in stepping(part.label, numbers[part.label], part.size, on_step, part.what):
            found.update(engine.read(partial(_page, part, span)))
    return tuple(sorted(found))


def _page(part: _Part, span: Range, tx: neo4j.ManagedTransaction) -> list[Finding]:
    try:
        return list(part.check(tx, span))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # Somebody wrote by hand what no function of ours can read.
        what = f"{type(error).__name__}: {error}"
        said = f"Something among these {part.what} cannot be understood ({what})."
        return [finding(part.kind, [one for one in span if one.isalnum()], said)]


def _strays(tx: neo4j.ManagedTransaction) -> list[Finding]:
    rows = tx.run(checks.count_nameless(tuple(LETTERS)))
    return [
        finding(Kind.ORPHAN, (), f"{row['number']} {row['label']} nodes have no id.")
        for row in rows
        if row["number"]
    ]


def rebuild(engine: Engine, on_step: OnStep = None) -> int:
    """Make edges and what entities keep of them anew where they are wrong; return how many were."""
    number = counts(engine)["Entity"]
    changed = 0
    for span in stepping("Entity", number, 300, on_step, "edges"):
        for pairs in pages(engine.read(partial(pairs_of, span=span)), PAIRS_AT_ONCE):
            wrong = [one.ends for one in engine.read(partial(aggregate.differences, pairs=pairs))]
            changed += engine.write(partial(_mend_edges, wrong)) if wrong else 0
    for span in stepping("Entity", number, 300, on_step, "degrees"):
        entities = engine.read(partial(entities_of, span=span))
        changed += _rebuilt(engine, entities)
    return changed + _rebuilt(engine, engine.read(kept.orphans))


def _mend_edges(wrong: list[aggregate.Ends], tx: neo4j.ManagedTransaction) -> int:
    take_turn(tx)
    return aggregate.refresh(tx, wrong)


def _rebuilt(engine: Engine, entities: list[str]) -> int:
    if not engine.read(partial(kept.differences, entity_ids=entities)):
        return 0

    def work(tx: neo4j.ManagedTransaction) -> int:
        take_turn(tx)
        return kept.rebuild(tx, entities)

    return engine.write(work)
