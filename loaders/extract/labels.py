"""Decide what each name stands for, from all the places where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ...graph.ids import normalise
from ...graph.model import Label
from .gazetteer import known
from .phrases import APPOSITION, DEFAULT, NAME_HEAD, NER, OWNED, SLOT, Phrase, listed
from .places import is_place_like
from .tree import Tree

_PERSONS = frozenset({Label.PERSON, Label.LAWMAKER})


_GOES = frozenset({"leave", "visit", "reach", "enter", "tour", "flee"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a name stands for, and how far to trust that."""

    label: Label
    rank: int
    kind: str | None


def with_slots(tree: Tree, phrase: Phrase) -> Phrase:
    """Return the phrase with what its place in the sentence adds to its label."""
    if phrase.name is None or (phrase.rank > SLOT and not _named_like_place(phrase)):
        return phrase
    head = phrase.head
    governor = tree.governor(head)
    verb = tree[governor]
    role = tree.role(head)
    if _has_given_name(tree, phrase):
        return _as(phrase, Label.PERSON, SLOT, "given name")
    done = {verb.lemma, *(tree[i].lemma for i in tree.children(governor, "xcomp"))}
    if role in ("nsubj", "agent") and done & listed("nouns", "firm_verbs"):
        return _as(phrase, Label.FIRM, SLOT, "what firms do")
    if role in ("dobj", "dative") and verb.lemma == "tell" and tree[phrase.first].text == "the":
        return _as(phrase, Label.OUTLET, SLOT, "who is told")
    if role == "dobj" and verb.lemma in _GOES and phrase.label in (None, Label.PLACE):
        return _as(phrase, Label.PLACE, SLOT, "where one goes")
    if role in ("poss", "compound") and verb.lemma in listed("nouns", "person_owned"):
        return _as(phrase, Label.PERSON, OWNED, "has what persons have")
    if role == "pobj" and _is_dealt_with(tree, head):
        rank = APPOSITION if _named_like_place(phrase) else SLOT
        return _as(phrase, Label.FIRM, rank, "whom firms deal with")
    if phrase.rank > SLOT:
        return phrase
    suffers = role in ("dobj", "nsubjpass") and verb.lemma in listed("nouns", "person_verbs")
    if suffers and phrase.label in _PERSONS:
        return _as(phrase, Label.PERSON, SLOT, "what happens to persons")
    if phrase.label is Label.PERSON and phrase.rank <= NER and _is_no_person(tree, phrase):
        return _as(phrase, Label.FIRM, NER, "no person's name")
    place_like = is_place_like(tree, phrase)
    if place_like and phrase.label in (None, Label.PLACE):
        return _as(phrase, Label.PLACE, NER, "after in")
    if phrase.label in (None, Label.PLACE):
        return _as(phrase, Label.FIRM, DEFAULT, "default")
    return phrase


def _is_no_person(tree: Tree, phrase: Phrase) -> bool:
    """Return whether a name is an acronym or ends in a country: "Acme India"."""
    first, last = phrase.name or (phrase.first, phrase.last)
    if last - first == 1:
        return len(tree[first].text) > 2 and tree[first].text.isupper()
    entries = known(tree.text(last - 1, last))
    return bool(entries) and entries[0].role == "country"


def _has_given_name(tree: Tree, phrase: Phrase) -> bool:
    """Return whether a name of two to four words begins with a given name."""
    first, last = phrase.name or (phrase.first, phrase.last)
    return 2 <= last - first <= 4 and tree[first].text in listed("given_names", "names")


def _named_like_place(phrase: Phrase) -> bool:
    """Return whether only its last word makes it a place: a firm may be "X Harbour"."""
    return phrase.label is Label.PLACE and phrase.rank == NAME_HEAD


def _is_dealt_with(tree: Tree, head: int) -> bool:
    """Return whether goods go to it or come from it: "supply parts to X", "buy from X"."""
    preposition = tree.governor(head)
    verb = tree[tree[preposition].head].lemma
    to_or_from = tree[preposition].text.lower() in ("to", "from")
    return to_or_from and verb in listed("nouns", "dealing_verbs")


def _as(phrase: Phrase, label: Label, rank: int, rule: str) -> Phrase:
    return replace(phrase, label=label, rank=rank, kind=None, rule=rule)


def verdict(phrases: Sequence[Phrase]) -> Verdict:
    """Return what a name stands for: the strongest evidence, then the most frequent."""
    rank = max(phrase.rank for phrase in phrases)
    strongest = [p for p in phrases if p.rank == rank and p.label is not None]
    counts = {p.label: 0 for p in strongest if p.label is not None}
    for phrase in strongest:
        if phrase.label is not None:
            counts[phrase.label] += 1
    label = max(counts, key=lambda each: (counts[each], -list(counts).index(each)))
    if label is Label.PERSON and any(p.label is Label.LAWMAKER for p in phrases):
        label = Label.LAWMAKER
    kinds = [p.kind for p in strongest if p.label is label and p.kind]
    return Verdict(label, rank, kinds[0] if kinds else None)


def fit(left: Verdict, right: Verdict) -> bool:
    """Return whether two names may be one thing, as far as their labels go."""
    if Label.PLACE in (left.label, right.label) and left.label is not right.label:
        return False
    if left.label is right.label or {left.label, right.label} <= _PERSONS:
        return True
    return min(left.rank, right.rank) <= NER


def is_short_for(name: str, other: str, *, person: bool) -> bool:
    """Return whether `name` may be a short form of `other`.

    A short form is the beginning of the long one, its initials, a person's last
    name, or one long word out of its middle.

    >>> is_short_for("Lam", "Lam Research", person=False)
    True
    """
    if _is_acronym(name, other):
        return True
    short, long = words_of(name), words_of(other)
    if len(long) <= len(short):
        return False
    return (
        long[: len(short)] == short
        or (person and long[-len(short) :] == short)
        or (len(short) == 1 and len(short[0]) > 4 and short[0] in long[1:])
    )


def without_country(name: str) -> str:
    """Return a name without the country it begins with.

    >>> without_country("United States Air Force")
    'Air Force'
    """
    parts = name.split()
    for length in (3, 2, 1):
        entries = known(" ".join(parts[:length]))
        if length < len(parts) and entries and entries[0].role in ("country", "people"):
            return " ".join(parts[length:])
    return name


def country_of(name: str) -> str | None:
    """Return the ISO code of the country a name begins with, if it begins with one."""
    rest = without_country(name)
    if rest == name:
        return None
    entries = known(name[: -len(rest)].strip())
    return entries[0].country if entries else None


@lru_cache(maxsize=10_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared."""
    return tuple(normalise(name).split())


def _is_acronym(name: str, other: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    if not 2 <= len(letters) <= 8 or name.upper() != name or " " in name.strip():
        return False
    parts = [w for w in other.replace("-", " ").split() if w[0].isalnum()]
    capitals = [w[0] for w in parts if w[0].isupper()]
    every = [w[0].upper() for w in parts]
    return len(parts) > 1 and letters in (capitals, every)
