"""Entities that may be one, for a person to decide: nothing here changes anything.

Not every entity is compared with every other. Only those are that share an
identifier, their words, the consonants of their words, initials, or something
that few names have: a word, a beginning or an end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from ..cypher import suggestions as queries
from ..database.driver import neo4j
from ..model import Entity, Label
from ..writing.entities import Tally
from .likeness import COMMON, likeness, names_to_compare
from .name_parts import SMALL, Parts, parts, skeleton

LEAST = 0.75
"""Least score of a suggestion: of the labelled pairs of firms that reach it, 92 in 100 are one."""

_FEW = 20
"""Names that may share a word for it to count as rare: with more of them, it tells little."""

_LABELS = frozenset(label.value for label in Label)
_AT_HOME = re.compile(r"\|d[0-9a-f]{20}$")  # of a name key that stays in its document


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be one.

    Attributes:
        one: That of the smaller id.
        score: How alike they are, 0 to 1; see `likeness`.
        reasons: Why, in a sentence.
    """

    one: Entity
    other: Entity
    score: float
    reasons: str


def suggest_merges(tx: neo4j.ManagedTransaction, *, limit: int) -> tuple[Suggestion, ...]:
    """Return pairs of entities that may be one, best first.

    Left out are pairs on which somebody has decided, groups and people without
    a name, and what a veto rules out.
    """
    known: list[Entity] = []
    owner: dict[str, str] = {}
    for row in tx.run(queries.NAMED):
        keys = Tally.unpacked(row["tally"]).name_keys
        if not any(map(_AT_HOME.search, keys)):
            known.append(_entity(row))
            owner |= dict.fromkeys(keys, row["id"])
    judged = {
        (owner[left], owner[right])
        for left, right in ((row["left"], row["right"]) for row in tx.run(queries.JUDGED))
        if left in owner and right in owner
    }
    return tuple(suggestions(known, judged=judged)[:limit])


def suggestions(
    entities: Iterable[Entity], *, judged: Collection[tuple[str, str]] = ()
) -> list[Suggestion]:
    """Return which of these entities may be one, best first, but for the pairs `judged`."""
    known = {entity.id: entity for entity in entities}
    decided = {(min(pair), max(pair)) for pair in judged}
    found = [
        suggestion
        for pair in sorted(_worth_a_look(known) - decided)
        if (suggestion := _suggestion(known[pair[0]], known[pair[1]]))
    ]
    return sorted(found, key=_best_first)


def _suggestion(one: Entity, other: Entity) -> Suggestion | None:
    found = likeness(one, other)
    if found.veto or found.score < LEAST:
        return None
    sentence = "; ".join(found.reasons)
    return Suggestion(one, other, found.score, f"{sentence[:1].upper()}{sentence[1:]}.")


def _best_first(suggestion: Suggestion) -> tuple[float, int, str, str]:
    one, other = suggestion.one, suggestion.other
    return (-suggestion.score, -(one.degree + other.degree), one.id, other.id)


def _worth_a_look(entities: Mapping[str, Entity]) -> set[tuple[str, str]]:
    """Return the pairs, by id, that have something in common."""
    sharing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in entities.values():
        for mark in _marks(entity):
            sharing[mark].add(entity.id)
    return {
        pair
        for (kind, _), group in sharing.items()
        if len(group) <= _FEW or kind in ("id", "words")
        for pair in combinations(sorted(group), 2)
    }


def _marks(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield what this entity may be found by, each with its kind."""
    of_a_person = entity.label in (Label.PERSON, Label.LAWMAKER)
    for value in entity.ids:
        yield "id", value
    for name in names_to_compare(entity):
        yield from _marks_of(parts(name, of_a_person=of_a_person))


def _marks_of(name: Parts) -> Iterator[tuple[str, str]]:
    if not name.words:
        return
    yield "words", "".join(sorted(name.words))
    yield "words", name.joined
    yield "sounds", " ".join(sorted(map(skeleton, name.words)))
    for letters in {name.joined} if name.is_short else name.initials:
        if len(letters) > 2:
            yield "initials", letters
    for word in name.words:
        if len(word) > 2 and word not in SMALL and word not in COMMON:
            sound = skeleton(word)
            yield "word", sound if len(sound) > 2 else word
    if len(name.joined) > 5:
        yield "beginning", name.joined[:5]
        yield "end", name.joined[-5:]


def _entity(row: neo4j.Record) -> Entity:
    (label,) = _LABELS.intersection(row["labels"])
    return Entity(
        id=row["id"],
        name=row["name"],
        label=Label(label),
        names=tuple(row["names"]),
        kind=row["kind"],
        country=row["country"],
        ids=tuple(row["ids"] or ()),
        degree=row["degree"] or 0,
    )
