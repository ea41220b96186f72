"""Group the proper names of a document: which are forms of one name, and of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...graph.ids import normalise
from ...graph.model import Label
from .labels import Verdict, country_of, fit, is_short_for, verdict, without_country, words_of
from .phrases import GAZETTEER, NER, Phrase
from .places import acts
from .tree import Tree

_PERSONS = frozenset({Label.PERSON, Label.LAWMAKER})


@dataclass(frozen=True, slots=True)
class Identity:
    """What a name phrase is a name of.

    Attributes:
        key: The same for all forms of one name.
        form: The name as written here, without article and title.
        government: ISO code of the country whose government it is, if it is one.
    """

    key: str
    form: str
    verdict: Verdict
    government: str | None = None


def government_key(country: str) -> str:
    """Return the key of a country's government, however it is named."""
    return f"government:{country}"


def identities(tree: Tree, names: Sequence[Phrase]) -> tuple[Identity, ...]:
    """Return the identity of each name phrase, in the same order."""
    fixed = [_fixed(tree, phrase) for phrase in names]
    groups: dict[str, list[Phrase]] = {}
    for phrase, identity in zip(names, fixed, strict=True):
        if identity is None:
            groups.setdefault(normalise(form_of(tree, phrase)), []).append(phrase)
    forms = {key: form_of(tree, members[0]) for key, members in groups.items()}
    verdicts = {key: verdict(members) for key, members in groups.items()}
    longer = _longer(forms, verdicts, _bracketed(tree, names, fixed))
    merged = _merged(groups, longer)
    found = []
    for phrase, identity in zip(names, fixed, strict=True):
        if identity is None:
            form = form_of(tree, phrase)
            key = longer.get(normalise(form), normalise(form))
            identity = Identity(f"name:{key}", form, merged[key])
        found.append(identity)
    return tuple(found)


def form_of(tree: Tree, phrase: Phrase) -> str:
    """Return a name as written, without article, title and description."""
    first, last = phrase.name or (phrase.first, phrase.last)
    return " ".join(tree.text(first, last).split())


def _fixed(tree: Tree, phrase: Phrase) -> Identity | None:
    """Return the identity that the gazetteer alone decides."""
    if phrase.rank != GAZETTEER or phrase.known is None or phrase.label is None:
        return None
    form = form_of(tree, phrase)
    if phrase.country and acts(tree, phrase):
        body = Verdict(Label.AGENCY, GAZETTEER, "government")
        return Identity(government_key(phrase.country), form, body, phrase.country)
    found = Verdict(phrase.label, GAZETTEER, phrase.kind)
    return Identity(f"known:{phrase.label}:{phrase.known}", form, found)


def _bracketed(
    tree: Tree, names: Sequence[Phrase], fixed: Sequence[Identity | None]
) -> Mapping[str, str]:
    """Return the short forms that stand in brackets right behind the name."""
    found: dict[str, str] = {}
    by_end = {p.last: p for p, identity in zip(names, fixed, strict=True) if identity is None}
    for phrase, identity in zip(names, fixed, strict=True):
        opener = phrase.first - 1
        if identity is not None or opener < 1 or tree[opener].text != "(":
            continue
        closed = phrase.last < len(tree.tokens) and tree[phrase.last].text == ")"
        if closed and opener in by_end:
            short, long = form_of(tree, phrase), form_of(tree, by_end[opener])
            if short[0].lower() == long[0].lower() and len(short) < len(long):
                found[normalise(short)] = normalise(long)
    return found


def _longer(
    forms: Mapping[str, str], verdicts: Mapping[str, Verdict], bracketed: Mapping[str, str]
) -> dict[str, str]:
    """Return for each short form the one name it is short for.

    Of several units of one firm, the one the story names first is meant; of
    several persons with one name, nobody.
    """
    longer = {**_same_bodies(forms, verdicts), **bracketed}
    index = _by_word(forms)
    for key, form in forms.items():
        if key in longer:
            continue
        own = verdicts[key]
        maybe_person = own.label in _PERSONS or own.rank <= NER
        alike = forms if form.isupper() else index.get(words_of(form)[0], ()) if form else ()
        candidates = [
            other
            for other in alike
            if other != key
            and is_short_for(
                form, forms[other], person=maybe_person and verdicts[other].label in _PERSONS
            )
            and fit(own, verdicts[other])
        ]
        longest = [c for c in candidates if not _is_between(c, candidates, forms)]
        if len(longest) == 1 or (longest and own.label not in _PERSONS):
            longer[key] = longest[0]
    return {key: _last(longer, key) for key in longer}


def _by_word(forms: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Return the keys of the names that hold each word, in order of appearance."""
    index: dict[str, list[str]] = {}
    for key, form in forms.items():
        for word in dict.fromkeys(words_of(form)):
            index.setdefault(word, []).append(key)
    return index


def _same_bodies(forms: Mapping[str, str], verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """Return the one key for each state body written with and without its country.

    "The Air Force" is the "U.S. Air Force", if the text has no other one.
    """
    bodies = [key for key in forms if verdicts[key].label in (Label.AGENCY, Label.LAWMAKER)]
    same: dict[str, str] = {}
    for core in dict.fromkeys(without_country(forms[key]) for key in bodies):
        keys = [key for key in bodies if without_country(forms[key]) == core]
        countries = {country_of(forms[key]) for key in keys} - {None}
        if len(keys) > 1 and len(countries) == 1:
            first = next(key for key in keys if country_of(forms[key]))
            same.update({key: first for key in keys if key != first})
    return same


def _is_between(key: str, candidates: Sequence[str], forms: Mapping[str, str]) -> bool:
    """Return whether a candidate is itself short for another one ("Acme", "Acme Steel", …)."""
    return any(
        is_short_for(forms[key], forms[other], person=False) for other in candidates if other != key
    )


def _last(longer: Mapping[str, str], key: str) -> str:
    seen = {key}
    while key in longer and longer[key] not in seen:
        key = longer[key]
        seen.add(key)
    return key


def _merged(groups: Mapping[str, list[Phrase]], longer: Mapping[str, str]) -> Mapping[str, Verdict]:
    """Return what each name stands for, its short forms' evidence included."""
    members: dict[str, list[Phrase]] = {}
    for key, phrases in groups.items():
        members.setdefault(longer.get(key, key), []).extend(phrases)
    return {key: verdict(phrases) for key, phrases in members.items()}
