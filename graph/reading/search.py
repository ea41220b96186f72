"""Entities by what people type: by their names, and by quotes that speak of them.

The full-text indexes give candidates, the same on both engines; which of them
answer, and which answers best, is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..cypher import searches
from ..database.driver import neo4j
from ..model import Entity
from .among import entities
from .names import begins, fold, forms, slips, whole, within
from .quoted import is_unbroken, terms

_CLOSE_ENOUGH = 72
"""Least likeness of a typing error, 0 to 100: “Hikvison” has 94, another firm under 60."""

_MOST = 500  # matches that the engine hands over: of more, people type another letter
_KEPT = 32  # best of them that are looked at here
_MOST_ALIKE = 200
_MOST_QUOTES, _KEPT_QUOTES = 200, 60
_MOST_LETTERS = 200  # of what is typed
_MOST_WORDS = 4  # that are looked up, the longest: they are the rarest
_BEGINNING = 4  # letters that an unfinished word of a quote needs to be worth looking up

_SIGN = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found, and what it was found by.

    Attributes:
        matched: The name, or the quote.
        claim: Where it was a quote: the id of its claim, whose subject `entity` is.
        edge: The edge that this claim stands behind, if it has one.
    """

    entity: Entity
    matched: str
    claim: str | None = None
    edge: str | None = None

    @property
    def is_quote(self) -> bool:
        """Whether a quote was found, and not a name."""
        return self.claim is not None


def search(
    tx: neo4j.ManagedTransaction, text: str, *, limit: int, quotes: bool = True
) -> tuple[Hit, ...]:
    """Return what `text` may mean, best first.

    Order: the name itself, a name that begins so, another spelling, one that
    begins so, a word within a name, any part of a name, all words in another
    order; with nothing of these, names that look alike. Best attested first
    among equals, then by id. After the names, `quotes` that hold every word and
    belong to none of these names: word for word first, then the surest.
    """
    needles = forms(text[:_MOST_LETTERS])
    if not needles or limit < 1:
        return ()
    found = _containing(tx, needles, limit) or _alike(tx, needles)
    hits = [hit for _, hit in sorted(found, key=_best_first)[:limit]]
    if quotes and len(hits) < limit:
        known = {hit.entity.id for hit in hits}
        hits += _quotes(tx, needles[0], known, limit - len(hits))
    return tuple(hits)


def named(tx: neo4j.ManagedTransaction, name: str) -> Entity | None:
    """Return the best attested entity with this name or spelling, or none."""
    exact = [
        entity
        for needle in forms(name)
        for entity in _entities(tx, needle, _escaped(whole(needle)))
        if any(needle in forms(other) for other in entity.names or (entity.name,))
    ]
    return min(exact, key=lambda entity: (-entity.degree, entity.id), default=None)


# ----------------------------------------------------------------------- names


def _containing(
    tx: neo4j.ManagedTransaction, needles: Iterable[str], limit: int
) -> list[tuple[int, Hit]]:
    found: dict[str, tuple[int, Hit]] = {}
    for needle in needles:
        for entity in _entities(tx, needle, _names_query(needle), kept=max(_KEPT, 2 * limit)):
            places = [
                (place, name)
                for name in entity.names or (entity.name,)
                if (place := _place(name, entity, needle)) is not None
            ]
            if places and (entity.id not in found or min(places)[0] < found[entity.id][0]):
                place, name = min(places)
                found[entity.id] = (place, Hit(entity, name))
    return list(found.values())


def _entities(
    tx: neo4j.ManagedTransaction, needle: str, query: str, *, most: int = _MOST, kept: int = _KEPT
) -> list[Entity]:
    first, *_ = needle.split()
    rows = tx.run(
        searches.ENTITIES,
        wanted=query,
        whole=f" {whole(needle)}",
        word=f" {begins(first)}",
        most=most,
        kept=kept,
    )
    return list(entities(tx, [row["id"] for row in rows]).values())


def _names_query(needle: str) -> str:
    """Return the query for names that are `needle`, begin so, or hold all its words."""
    name = _escaped(whole(needle))
    if _is_of_signs(needle):
        return name
    words = [f"+({_beginnings(word)})" for word in _longest(needle.split())]
    return f"{name} {name}* ({' '.join(words)})"


def _beginnings(word: str) -> str:
    tokens = (begins(word), within(word))
    return " ".join(f"{_escaped(token)}*" for token in tokens if token)


def _place(name: str, entity: Entity, needle: str) -> int | None:
    """Return how well `name` answers: 0 is best; none if it does not."""
    is_main = name == entity.name
    written = forms(name)
    if needle in written:
        return 0 if is_main else 2
    if any(form.startswith(needle) for form in written):
        return 1 if is_main else 3
    if any(f" {needle}" in form for form in written):
        return 4
    if any(needle in form for form in written):
        return 5
    words = needle.split()
    return 6 if any(all(word in form for word in words) for form in written) else None


def _alike(tx: neo4j.ManagedTransaction, needles: Sequence[str]) -> list[tuple[int, Hit]]:
    """Return names that differ by a typing error."""
    found: dict[str, tuple[int, Hit]] = {}
    for needle in needles:
        if _is_of_signs(needle):
            continue
        tokens = sorted({token for word in _misspelled(tx, needle) for token in slips(word)})
        query = " ".join(map(_escaped, tokens))
        for entity in _entities(tx, needle, query, most=_MOST_ALIKE, kept=_MOST_ALIKE):
            likeness = max(_likeness(name, needles) for name in entity.names or (entity.name,))
            if likeness >= _CLOSE_ENOUGH:
                hit = Hit(entity, _most_like(entity, needles))
                found[entity.id] = (round(100 - likeness), hit)
    return list(found.values())


def _misspelled(tx: neo4j.ManagedTransaction, needle: str) -> list[str]:
    """Return the words that no name has; all, if the mistake must lie in how they are combined.

    A word that many names have would bring all of them, and is no mistake.
    """
    words = _longest(needle.split())
    asked = {_escaped(begins(word)): word for word in words}
    known = {asked[row["word"]] for row in tx.run(searches.KNOWN_WORDS, words=list(asked))}
    return [word for word in words if word not in known] or words


def _likeness(name: str, needles: Iterable[str]) -> float:
    """Return how much a name, or a word of it, is what was typed, 0 to 100."""
    written = {part for form in forms(name) for part in (form, *form.split())}
    return max(fuzz.ratio(needle, part) for needle in needles for part in written)


def _most_like(entity: Entity, needles: Iterable[str]) -> str:
    return max(
        sorted(entity.names or (entity.name,)),
        key=lambda name: max(fuzz.partial_ratio(needle, fold(name)) for needle in needles),
    )


def _best_first(found: tuple[int, Hit]) -> tuple[int, int, str]:
    place, hit = found
    return (place, -hit.entity.degree, hit.entity.id)


# ---------------------------------------------------------------------- quotes


def _quotes(tx: neo4j.ManagedTransaction, needle: str, known: set[str], limit: int) -> list[Hit]:
    """Return the quotes that hold every word of `needle`, but for those of `known` entities."""
    query = _quotes_query(needle)
    if not query:
        return []
    said: dict[str, neo4j.Record] = {}  # by their words: the same sentence is printed by many
    for row in tx.run(searches.QUOTES, wanted=query, most=_MOST_QUOTES, kept=_KEPT_QUOTES):
        said.setdefault(fold(row["quote"]), row)
    rows = [
        said[folded]
        for folded in sorted(said, key=lambda folded: needle not in folded)
        if _holds(folded, needle)
    ]
    ends = {row["id"]: row for row in tx.run(searches.ENDS, ids=[row["id"] for row in rows])}
    chosen = [
        (ends[row["id"]]["subject"], row)
        for row in rows
        if known.isdisjoint(ends[row["id"]].values("subject", "object"))
    ][:limit]
    things = entities(tx, sorted({subject for subject, _ in chosen}))
    return [Hit(things[subject], row["quote"], row["id"], row["edge"]) for subject, row in chosen]


def _quotes_query(needle: str) -> str:
    """Return the query for quotes with every word of `needle`, the last perhaps unfinished."""
    wanted = list(dict.fromkeys(terms(needle)))
    *_, last = needle.split()
    unfinished = last if len(last) >= _BEGINNING and not is_unbroken(last) else None
    return " ".join(
        f"+{_escaped(term)}{'*' if term == unfinished else ''}" for term in _longest(wanted)
    )


def _holds(folded: str, needle: str) -> bool:
    """Whether every word of `needle` that tells something is there, the last one begun at least."""
    told = f" {folded} "
    *before, last = needle.split()
    endings = [(word, " ") for word in before] + [(last, "")]
    return all(
        word in told if is_unbroken(word) else f" {word}{end}" in told or not any(terms(word))
        for word, end in endings
    )


# --------------------------------------------------------------------- queries


def _longest(words: Iterable[str]) -> list[str]:
    """Return the longest of `words`, in their order; all must be there, so any will do."""
    distinct = list(dict.fromkeys(words))
    best = sorted(distinct, key=len, reverse=True)[:_MOST_WORDS]
    return [word for word in distinct if word in best]


def _is_of_signs(needle: str) -> bool:
    """Whether no letter or digit is in it: such a name is found as a whole or not at all."""
    return not _SIGN.sub("", needle)


def _escaped(token: str) -> str:
    """Return `token` without any meaning to the query language."""
    return _SIGN.sub(r"\\\g<0>", token)
