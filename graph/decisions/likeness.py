"""How likely it is that two entities are one, with the reasons, and what rules it out.

A pure function of what the store knows of both: names, identifiers, label and
country. It only ever supports a suggestion. On names alone nobody tells a
typing error from another firm for certain, so a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import OSA

from ..ids import normalise
from ..model import Entity, Label
from ..reading.names import fold, spelled
from .name_parts import KIND_OF_FORM, SMALL, Parts, listed, parts, skeleton

_COMPATIBLE = (
    frozenset({Label.FIRM, Label.ORGANISATION}),
    frozenset({Label.FIRM, Label.OUTLET}),
    frozenset({Label.AGENCY, Label.ORGANISATION}),
    frozenset({Label.ORGANISATION, Label.OUTLET}),
    frozenset({Label.PERSON, Label.LAWMAKER}),
)
"""Labels that two texts may give to one thing."""

_PEOPLE = (Label.PERSON, Label.LAWMAKER)

COMMON = listed(
    "group international global national services service systems solutions industries industry "
    "enterprises bank fund management partners organisation organization union association "
    "institute university ministry department government agency committee council office"
)
"""Words that many names share."""

_OF_A_RELATIVE = listed(
    "holding holdings subsidiary parent branch division unit affiliate capital finance financial "
    "leasing insurance securities trust trading investment investments ventures foundation "
    "europe asia america americas africa pacific"
)
"""Words by which a parent's name differs from that of its subsidiary."""

LONGEST_NAME = 200
"""Characters of the longest name that is compared: comparing grows with the square of its words."""

_MOST_NAMES = 40  # of an entity: more of them tell nothing new

# Weights, and what a misfit costs. The score hardly depends on them: halving or doubling any one
# moves the best F1 on the labelled pairs by 0.03 at most (see benchmarks/README.md).
_SMALL, _COMMON, _BRIEF = 0.25, 0.7, 0.7  # small words, common ones, words of one or two letters
_CLASH = 2.0  # words that only the one has, against words that only the other has
_MORE, _MORE_OF_A_PERSON = 0.7, 0.3  # words that one has besides: people leave out middle names
_ALIKE = 0.55  # words less alike than this are different words
_SOUND, _INITIAL = 0.85, 0.75  # as good as: another spelling of a name, an initial
_ONE_WORD = 0.75  # a single word says little beside a full name
_ACRONYM = 0.85
_OTHER_LABEL = 0.9
_OTHER_FORM, _OTHER_NUMBER, _OTHER_COUNTRY = 0.04, 0.12, 0.1


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two entities being one, and what rules it out.

    Attributes:
        score: 0 to 1.
        reasons: Why, in words; the strongest first.
        veto: What rules it out, whatever the score; none if nothing does.
    """

    score: float
    reasons: tuple[str, ...] = ()
    veto: str | None = None


def likeness(one: Entity, other: Entity) -> Likeness:
    """Return how likely it is that two entities are one."""
    labels = frozenset({one.label, other.label})
    if one.collective or other.collective:
        return Likeness(0.0, veto="groups without a name of their own never meet across documents")
    if len(labels) > 1 and labels not in _COMPATIBLE:
        return Likeness(0.0, veto=f"one is called {one.label}, the other {other.label}")
    shared, clash = _identifiers(one.ids, other.ids)
    if shared:
        return Likeness(0.99, (f"both have the identifier {', '.join(shared)}",))
    best = _best(one, other)
    if best is None:
        return Likeness(0.0, veto=clash or "their names are too long to be compared")
    score, reasons = _weighed(best, one, other)
    return Likeness(score, reasons, clash or _veto(best, one, other))


def names_to_compare(entity: Entity) -> list[str]:
    """Return the names of an entity that are compared, the one that is shown first."""
    names = [name for name in (entity.name, *entity.names) if len(name) <= LONGEST_NAME]
    return list(dict.fromkeys(names))[:_MOST_NAMES]


def name_likeness(one: str, other: str, *, of_people: bool = False) -> float:
    """Return how alike two names are, 0 to 1, whatever rules it out."""
    return _compared(one, other, of_people).score


@dataclass(frozen=True, slots=True)
class _Names:
    """Two names side by side."""

    one: str
    other: str
    mine: Parts
    theirs: Parts
    score: float
    only_mine: tuple[str, ...]
    only_theirs: tuple[str, ...]
    is_acronym: bool = False

    @property
    def are_same_words(self) -> bool:
        """Whether they differ in order, form, script or spaces at most."""
        return self.mine.joined == self.theirs.joined or (
            sorted(self.mine.words) == sorted(self.theirs.words)
        )


def _best(one: Entity, other: Entity) -> _Names | None:
    of_people = one.label in _PEOPLE
    pairs = product(names_to_compare(one), names_to_compare(other))
    compared = [_compared(mine, theirs, of_people) for mine, theirs in pairs]
    return min(
        compared,
        key=lambda names: (-names.score, sorted((names.one, names.other))),
        default=None,
    )


def _compared(one: str, other: str, of_people: bool) -> _Names:
    mine, theirs = parts(one, of_a_person=of_people), parts(other, of_a_person=of_people)
    score, only_mine, only_theirs = _aligned(mine.words, theirs.words, of_people)
    longest = max(len(mine.joined), len(theirs.joined), 1)
    as_one_word = 1 - OSA.distance(mine.joined, theirs.joined) / longest
    if as_one_word >= 0.9:  # Good Will and Goodwill
        score = max(score, as_one_word)
    is_acronym = any(
        short.is_short and short.joined in full.initials
        for short, full in ((mine, theirs), (theirs, mine))
    )
    if is_acronym:
        score = max(score, _ACRONYM)
    if mine.form and theirs.form and KIND_OF_FORM[mine.form] != KIND_OF_FORM[theirs.form]:
        score -= _OTHER_FORM
    if mine.numbers != theirs.numbers:
        score -= _OTHER_NUMBER
    return _Names(one, other, mine, theirs, max(score, 0.0), only_mine, only_theirs, is_acronym)


def _aligned(
    mine: Sequence[str], theirs: Sequence[str], of_people: bool
) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    """Return how well the words fit, and which have no counterpart; the best fits first."""
    fits = [
        (-fit * (_weight(one) + _weight(other)), sorted((one, other)), fit, here, there)
        for (here, one), (there, other) in product(enumerate(mine), enumerate(theirs))
        if (fit := _fit(one, other, of_people)) > 0
    ]
    left, right = dict(enumerate(mine)), dict(enumerate(theirs))
    matched = lost = 0.0
    for _, words, fit, here, there in sorted(fits):
        if here in left and there in right:
            del left[here], right[there]
            weight = sum(map(_weight, words)) / 2
            matched += weight * fit
            lost += weight * (1 - fit)
    only_mine, only_theirs = tuple(left.values()), tuple(right.values())
    here_only, there_only = (sum(map(_weight, words)) for words in (only_mine, only_theirs))
    more = _MORE_OF_A_PERSON if of_people else _MORE
    lost += _CLASH * min(here_only, there_only) + more * abs(here_only - there_only)
    score = matched / (matched + lost) if matched else 0.0
    if min(len(mine), len(theirs)) == 1 < max(len(mine), len(theirs)):
        score *= _ONE_WORD
    return score, only_mine, only_theirs


def _weight(word: str) -> float:
    if word in SMALL:
        return _SMALL
    if word in COMMON or word in _OF_A_RELATIVE:
        return _COMMON
    return 1.0 if len(word) > 2 else _BRIEF


def _fit(one: str, other: str, of_people: bool) -> float:
    if one == other:
        return 1.0
    if of_people and 1 in (len(one), len(other)):
        return _INITIAL if one[0] == other[0] else 0.0
    alike = 1 - OSA.distance(one, other) / max(len(one), len(other))
    fit: float = ((alike - _ALIKE) / (1 - _ALIKE)) ** 0.5 if alike > _ALIKE else 0.0
    if fit < _SOUND and alike > 0.5 and len(skeleton(one)) > 2 and skeleton(one) == skeleton(other):
        return _SOUND
    return fit


# -------------------------------------------------------- reasons and vetoes


def _identifiers(mine: Iterable[str], theirs: Iterable[str]) -> tuple[list[str], str | None]:
    """Return the identifiers that both have, and what to say of different ones of a kind."""
    shared = sorted({*mine} & {*theirs})
    schemes: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for side, values in enumerate((mine, theirs)):
        for value in values:
            schemes[value.partition(":")[0]][side].add(value)
    for scheme, (here, there) in sorted(schemes.items()):
        if here and there and not here & there:
            return shared, f"their identifiers differ ({scheme}: {min(here)}, {min(there)})"
    return shared, None


def _weighed(names: _Names, one: Entity, other: Entity) -> tuple[float, tuple[str, ...]]:
    score, reasons = names.score, [_why(names)]
    if names.mine.form and names.theirs.form and names.mine.form != names.theirs.form:
        reasons.append("their legal forms differ")
    if not names.are_same_words and bool(names.mine.numbers) != bool(names.theirs.numbers):
        reasons.append("one has a number, the other none")
    if one.country and other.country and one.country != other.country:
        score -= _OTHER_COUNTRY
        reasons.append(f"their countries differ ({one.country}, {other.country})")
    if one.label != other.label:
        score *= _OTHER_LABEL
        reasons.append(f"one is called {one.label}, the other {other.label}")
    return round(max(score, 0.0), 3), tuple(reasons)


def _why(names: _Names) -> str:
    both = f"“{names.one}” and “{names.other}”"
    if normalise(names.one) == normalise(names.other):
        return f"both are called “{names.one}”"
    if names.are_same_words:
        return f"{both} {_only_difference(names)}"
    if names.is_acronym:
        short, full = sorted((names.one, names.other), key=len)
        return f"“{short}” has the initials of “{full}”"
    if names.only_mine and names.only_theirs:
        return f"{both} have words in common"
    if more := names.only_mine or names.only_theirs:
        return f"{both} differ only by “{' '.join(more)}”"
    return f"{both} are spelled alike"


def _only_difference(names: _Names) -> str:
    if names.mine.numbers != names.theirs.numbers:
        return "differ only in the number"
    if names.mine.form != names.theirs.form:
        return "differ only in the legal form"
    if names.mine.words != names.theirs.words:
        return "are the same words, parted or ordered otherwise"
    if any(fold(name) != spelled(name) for name in (names.one, names.other)):
        return f"both read “{' '.join(names.mine.words)}” in Latin letters"
    return "are the same words, one of them shortened"


def _veto(names: _Names, one: Entity, other: Entity) -> str | None:
    mine, theirs = names.mine, names.theirs
    if mine.numbers and theirs.numbers and mine.numbers != theirs.numbers:
        numbers = (", ".join(sorted(found)) for found in (mine.numbers, theirs.numbers))
        return f"the numbers in their names differ ({' and '.join(numbers)})"
    countries = {one.country, other.country} - {None}
    forms = {mine.form, theirs.form} - {None}
    if len(countries) > 1 and len(forms) > 1:
        return "both their countries and their legal forms differ"
    relative = _OF_A_RELATIVE.intersection((*names.only_mine, *names.only_theirs))
    if relative:
        return f"“{min(relative)}” parts a parent from a subsidiary"
    return None
