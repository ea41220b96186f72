"""Group the proper names of a document: which are forms of one name, and of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...graph.ids import normalise
from ...graph.model import Label
from .labels import Verdict, country_of, fit, long_forms, verdict, without_country
from .phrases import GAZETTEER, Phrase
from .places import acts
from .tree import Tree


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
    """Return for each short form the one name it is short for."""
    longer = {**_same_bodies(forms, verdicts), **bracketed}
    for key, form in forms.items():
        if key in longer:
            continue
        person = verdicts[key].label in (Label.PERSON, Label.LAWMAKER) or verdicts[key].rank <= 2
        others = [other for other in forms if other != key]
        candidates = [
            other
            for other in others
            if forms[other]
            in long_forms(form, (forms[other],), person=_is_person(verdicts, other, person))
            and fit(verdicts[key], verdicts[other])
        ]
        candidates = [c for c in candidates if not _between(c, candidates, forms)]
        firm_like = verdicts[key].label not in (Label.PERSON, Label.LAWMAKER)
        if len(candidates) == 1 or (candidates and firm_like):
            longer[key] = candidates[0]  # of several units, the story's is named first
    return {key: _last(longer, key) for key in longer}


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


def _is_person(verdicts: Mapping[str, Verdict], other: str, short_may_be: bool) -> bool:
    return short_may_be and verdicts[other].label in (Label.PERSON, Label.LAWMAKER)


def _between(key: str, candidates: Sequence[str], forms: Mapping[str, str]) -> bool:
    """Return whether a candidate is itself short for another one ("Acme", "Acme Steel", …)."""
    return any(
        forms[other] in long_forms(forms[key], (forms[other],), person=False)
        for other in candidates
        if other != key
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
