"""Entities by what people type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from . import records
from .cypher import reads
from .driver import neo4j
from .model import Entity
from .names import exactly, fold, searchable, spelled

_CLOSE_ENOUGH = 72
"""Least likeness of a typing error, 0 to 100: “Hikvison” has 94, another firm under 60."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found, and the name it was found by."""

    entity: Entity
    matched: str


def search(tx: neo4j.ManagedTransaction, text: str, *, limit: int) -> tuple[Hit, ...]:
    """Return what `text` may mean, best first.

    Order: the name itself, a name that begins so, another spelling, one that
    begins so, a word within a name, any part of a name; with nothing of these,
    names that look alike. Best attested first among equals, then by id.
    """
    needles = _needles(text)
    if not needles:
        return ()
    hits = _containing(tx, needles)
    if not hits:
        hits = _alike(tx, needles, limit)
    return tuple(hit for _, hit in sorted(hits, key=_best_first)[:limit])


def named(tx: neo4j.ManagedTransaction, name: str) -> Entity | None:
    """Return the best attested entity with this name or spelling, or none."""
    exact = [
        found
        for needle in _needles(name)
        for row in tx.run(reads.ENTITIES_CONTAINING, needle=exactly(needle))
        for found in [records.entity(row["n"])]
    ]
    return min(exact, key=lambda entity: (-entity.degree, entity.id), default=None)


def _needles(text: str) -> list[str]:
    return [needle for needle in dict.fromkeys((fold(text), spelled(text))) if needle]


def _containing(tx: neo4j.ManagedTransaction, needles: Iterable[str]) -> list[tuple[int, Hit]]:
    found: dict[str, tuple[int, Hit]] = {}
    for needle in needles:
        for row in tx.run(reads.ENTITIES_CONTAINING, needle=needle):
            entity = records.entity(row["n"])
            place, name = min(
                (_place(name, entity, needle), name) for name in entity.names or (entity.name,)
            )
            if entity.id not in found or place < found[entity.id][0]:
                found[entity.id] = (place, Hit(entity, name))
    return list(found.values())


def _place(name: str, entity: Entity, needle: str) -> int:
    """Return how well `name` answers: 0 is best."""
    is_main = name == entity.name
    forms = searchable([name])
    if exactly(needle) in forms:
        return 0 if is_main else 2
    if f"\n{needle}" in forms:
        return 1 if is_main else 3
    if f" {needle}" in forms:
        return 4
    return 5 if needle in forms else 6


def _alike(
    tx: neo4j.ManagedTransaction, needles: Iterable[str], limit: int
) -> list[tuple[int, Hit]]:
    """Return names that differ by a typing error."""
    forms: dict[str, set[str]] = {}
    for row in tx.run(reads.ENTITY_NAMES):
        whole = filter(None, row["search"].split("\n"))
        for form in {*whole, *row["search"].split()}:  # names, and each word of theirs
            forms.setdefault(form, set()).add(row["id"])
    likeness: dict[str, float] = {}
    for needle in needles:
        for form, score, _ in process.extract(
            needle, sorted(forms), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=4 * limit
        ):
            for entity_id in forms[form]:
                likeness[entity_id] = max(score, likeness.get(entity_id, 0.0))
    rows = tx.run(reads.ENTITIES, ids=sorted(likeness))
    found = [records.entity(row["n"]) for row in rows]
    return [
        (round(100 - likeness[entity.id]) + 10, Hit(entity, _most_like(entity, needles)))
        for entity in found
    ]


def _most_like(entity: Entity, needles: Iterable[str]) -> str:
    return max(
        sorted(entity.names or (entity.name,)),
        key=lambda name: max(fuzz.partial_ratio(needle, fold(name)) for needle in needles),
    )


def _best_first(found: tuple[int, Hit]) -> tuple[int, int, str]:
    place, hit = found
    return (place, -hit.entity.degree, hit.entity.id)
