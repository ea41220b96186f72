"""Names that need no evidence: countries, capitals, well-known bodies and outlets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from ...graph.model import Label
from .lexicon import words

Role = Literal["body", "outlet", "country", "capital", "city", "region", "people"]


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the gazetteer.

    Attributes:
        role: What kind of entry it is. A `people` is an adjective ("Dutch"); a
            country or capital may stand for its government, a city may not.
        common: Also an everyday word, so it needs support from its surroundings.
    """

    name: str
    label: Label
    role: Role
    kind: str | None = None
    country: str | None = None
    common: bool = False


LONGEST_NAME = 8  # words; "Organisation for Economic Co-operation and Development" has 8


def known(name: str) -> tuple[Known, ...]:
    """Return what the gazetteer holds under exactly this name, most telling first.

    >>> known("Dutch")[0].country
    'NL'
    """
    form = name.replace("’", "'")
    found = _index().get(form, ())
    if not found and len(form) > 4 and form.isupper():  # WASHINGTON in a dateline
        found = _index().get(form.title(), ())
    return found


def government(country: str) -> str:
    """Return the display name of a country's government.

    >>> government("NL")
    'Dutch government'
    """
    entry = words("countries")[country]
    adjective = next(iter(entry["adjectives"]), None)
    return f"{adjective} government" if adjective else f"government of {entry['names'][0]}"


def country_name(country: str) -> str:
    """Return the usual English name of a country."""
    name: str = words("countries")[country]["names"][0]
    return name


def people(country: str) -> str | None:
    """Return the adjective that belongs to a country, if it has one."""
    return next(iter(words("countries")[country]["adjectives"]), None)


@cache
def _index() -> Mapping[str, tuple[Known, ...]]:
    index: dict[str, list[Known]] = {}
    for form, entry in _entries():
        index.setdefault(form.replace("’", "'"), []).append(entry)
    return MappingProxyType({form: tuple(entries) for form, entries in index.items()})


def _entries() -> Iterator[tuple[str, Known]]:
    yield from _bodies()
    yield from _outlets()
    yield from _countries()
    regions = words("regions")
    for name in regions["names"]:
        yield name, Known(name, Label.PLACE, "region", "region")
    for name in regions["adjectives"]:
        yield name, Known(name, Label.PLACE, "people", "region")


def _bodies() -> Iterator[tuple[str, Known]]:
    for label, kinds in words("bodies").items():
        for kind, rows in kinds.items():
            for row in rows:
                entry = Known(row["name"], Label(label), "body", kind, row.get("country"))
                for form in (row["name"], *row.get("also", ())):
                    yield form, entry
                for city in row.get("cities", ()):
                    yield city, Known(row["name"], Label(label), "capital", kind)


def _outlets() -> Iterator[tuple[str, Known]]:
    for kind, rows in words("outlets").items():
        for row in rows:
            common = row.get("common", False)
            entry = Known(row["name"], Label.OUTLET, "outlet", kind, None, common)
            for form in (row["name"], *row.get("also", ())):
                yield form, entry


def _countries() -> Iterator[tuple[str, Known]]:
    for code, entry in words("countries").items():
        name = entry["names"][0]
        for form in entry["names"]:
            yield form, Known(name, Label.PLACE, "country", "country", code)
        for form in entry["capitals"]:
            yield form, Known(form, Label.PLACE, "capital", "city", code)
        for form in entry.get("cities", ()):
            yield form, Known(form, Label.PLACE, "city", "city", code)
        for form in entry.get("regions", ()):
            yield form, Known(form, Label.PLACE, "region", "region", code)
        for form in entry["adjectives"]:
            yield form, Known(name, Label.PLACE, "people", "country", code)
