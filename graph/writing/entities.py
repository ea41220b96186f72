"""Entities from aliases: a pure function of what every document calls things.

A name key is the unit of identity: aliases with equal keys name one thing.
Keys are joined by active judgements of people and by what one document's
resolver equated, and kept apart by judgements. What any number of aliases say
alike is counted once, in a `Tally`; the store keeps the tally of each entity,
so that the ten-thousandth document that names a ministry need not read what
the others call it. Nothing here depends on the order of loading.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple, TypeVar

from .. import ids
from ..reading.names import searchable
from .rows import AliasRow, Properties

T = TypeVar("T", bound=Hashable)

_REMEMBERED = 1_000  # characters of all names of a thing: what is longer is no news


class Judged(NamedTuple):
    """An active judgement on two name keys, `left` before `right`."""

    left: str
    right: str
    verdict: str
    """`same` or `different`."""


class Trait(NamedTuple):
    """What an alias says of the thing it names; what it does not say is empty."""

    name_key: str
    text: str
    preferred: bool
    kind: str
    country: str
    collective: bool
    ids: tuple[str, ...]

    @property
    def label(self) -> str:
        """The label under which the alias names the thing."""
        return ids.label_of(self.name_key)


class Tally:
    """How many aliases show each trait, and how many documents equate which name keys."""

    def __init__(self) -> None:
        self.traits: Counter[Trait] = Counter()
        self.groups: Counter[tuple[str, ...]] = Counter()

    @classmethod
    def of(cls, aliases: Iterable[AliasRow]) -> Tally:
        """Return the tally of some aliases."""
        tally = cls()
        tally.count(aliases)
        return tally

    @property
    def name_keys(self) -> set[str]:
        """Every name key that an alias has."""
        return {trait.name_key for trait in self.traits}

    def count(self, aliases: Iterable[AliasRow], times: int = 1) -> None:
        """Add these aliases, or with `times` -1 take them away: all of a document together."""
        referents: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in aliases:
            _add(self.traits, _trait(row), times)
            referents[row.document, row.referent].add(row.name_key)
        for keys in referents.values():
            if len(keys) > 1:
                _add(self.groups, tuple(sorted(keys)), times)

    def include(self, other: Tally) -> None:
        """Add everything that `other` counts."""
        self.traits.update(other.traits)
        self.groups.update(other.groups)

    def packed(self) -> str:
        """Return the tally as text, the same for equal tallies."""
        traits = sorted([*trait, number] for trait, number in self.traits.items())
        groups = sorted([list(keys), number] for keys, number in self.groups.items())
        return json.dumps([traits, groups], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, text: str) -> Tally:
        """Return the tally that `packed` made `text` of."""
        tally = cls()
        traits, groups = json.loads(text)
        for *said, identified, number in traits:
            tally.traits[Trait._make([*said, tuple(identified)])] = number
        for keys, number in groups:
            tally.groups[tuple(keys)] = number
        return tally


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity as it should stand in the store.

    Attributes:
        weights: Its name keys, and how many aliases have each.
    """

    id: str
    label: str
    weights: Mapping[str, int]
    properties: Properties


def entities(aliases: Iterable[AliasRow], judged: Iterable[Judged] = ()) -> list[EntityRow]:
    """Return the entities that these aliases make up, by id.

    Args:
        aliases: All aliases of each entity that is touched, and of every entity
            that active judgements reach from there.
        judged: The active judgements on their name keys.
    """
    return entities_of(Tally.of(aliases), judged)


def entities_of(tally: Tally, judged: Iterable[Judged] = ()) -> list[EntityRow]:
    """Return the entities of aliases that were counted; see `entities`."""
    place = _clusters(tally, judged)
    parts: dict[int, Tally] = defaultdict(Tally)
    for trait, number in tally.traits.items():
        parts[place[trait.name_key]].traits[trait] = number
    for keys, number in tally.groups.items():
        parts[place[keys[0]]].groups[keys] = number
    return sorted((_entity(part) for part in parts.values()), key=lambda row: row.id)


def _clusters(tally: Tally, judged: Iterable[Judged]) -> dict[str, int]:
    """Return in which cluster each name key is.

    Joins are tried in a fixed order, people's before the resolver's, and one
    that would bring together what somebody parted is left out.
    """
    judged = sorted(set(judged))
    same = [(left, right) for left, right, verdict in judged if verdict == "same"]
    apart = [(left, right) for left, right, verdict in judged if verdict == "different"]
    clusters = _Clusters(apart)
    for left, right in same:
        clusters.join(left, right)
    for keys in sorted(tally.groups):
        # Where a key of a group is parted from another, the third may still go with either.
        for left, right in combinations(keys, 2) if apart else pairwise(keys):
            clusters.join(left, right)
    return {key: id(clusters.of(key)) for key in tally.name_keys}


class _Clusters:
    """Sets of name keys that grow together, unless two of them must not meet."""

    def __init__(self, apart: Iterable[tuple[str, str]]) -> None:
        self._cluster: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def of(self, key: str) -> set[str]:
        """Return the cluster of `key`: the same object for all its keys."""
        return self._cluster.setdefault(key, {key})

    def join(self, left: str, right: str) -> None:
        """Make one cluster of two, if nobody parted any of their keys."""
        small, large = sorted((self.of(left), self.of(right)), key=len)
        if small is large:
            return
        if self._apart and any(self._apart[key] & large for key in small if key in self._apart):
            return
        large |= small
        for key in small:
            self._cluster[key] = large


def _add(counter: Counter[T], what: T, times: int) -> None:
    counter[what] += times
    if not counter[what]:
        del counter[what]


def _trait(row: AliasRow) -> Trait:
    return Trait(
        row.name_key,
        row.text,
        row.preferred,
        row.kind or "",
        row.country or "",
        row.collective,
        row.ids,
    )


def _entity(tally: Tally) -> EntityRow:
    traits = tally.traits
    # Nothing is preferred in what a reviewed claim kept of an older reading.
    shown = {trait: n for trait, n in traits.items() if trait.preferred} or traits
    names = sorted({trait.text for trait in traits})
    weights: Counter[str] = Counter()
    for trait, number in traits.items():
        weights[trait.name_key] += number
    return EntityRow(
        id=ids.entity_id(weights),
        label=_most_said((trait.label, n) for trait, n in shown.items()) or "",
        weights=weights,
        properties={
            "name": _most_said((trait.text, n) for trait, n in shown.items()) or "",
            "names": names,
            "kind": _most_said((trait.kind, n) for trait, n in traits.items()),
            "country": _most_said((trait.country, n) for trait, n in traits.items()),
            "collective": all(trait.collective for trait in traits),
            "ids": sorted({value for trait in traits for value in trait.ids}),
            "search": _searched(names),
            "tally": tally.packed(),
        },
    )


def _searched(names: list[str]) -> str:
    """Return `searchable`; of what is in the news often it is not worked out each time."""
    is_usual = sum(map(len, names)) < _REMEMBERED
    return _remembered(tuple(names)) if is_usual else searchable(names)


@lru_cache(maxsize=1 << 12)
def _remembered(names: tuple[str, ...]) -> str:
    return searchable(names)


def _most_said(said: Iterable[tuple[str, int]]) -> str | None:
    """Return what most say, the alphabet deciding a tie; none if nobody says anything."""
    counts: Counter[str] = Counter()
    for value, number in said:
        counts[value] += number
    del counts[""]
    return min(counts, key=lambda value: (-counts[value], value), default=None)
