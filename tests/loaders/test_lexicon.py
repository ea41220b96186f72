"""The word lists are well formed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

from sayso.graph.errors import VocabularyError
from sayso.loaders.extract.gazetteer import government, known
from sayso.loaders.extract.lexicon import words

FILES = sorted(
    path.name.removesuffix(".yaml")
    for path in files("sayso.loaders.extract").joinpath("words").iterdir()
    if path.name.endswith(".yaml")
)


def listed(value: object) -> Iterator[object]:
    """Yield the keys of tables and the entries of lists, but not the values of settings."""
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from listed(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from listed(inner) if isinstance(inner, (dict, list)) else [inner]


@pytest.mark.parametrize("name", FILES)
def test_no_word_turned_into_a_truth_value(name: str) -> None:
    """YAML reads a bare `on`, `off`, `no` and `yes` as true and false, not as words."""
    assert not [each for each in listed(words(name)) if isinstance(each, bool)]


def test_a_missing_list_is_named() -> None:
    """The message says which file is missing."""
    with pytest.raises(VocabularyError, match=r"no_such_list\.yaml"):
        words("no_such_list")


@pytest.mark.parametrize(
    ("name", "country"),
    [("Dutch", "NL"), ("U.S.", "US"), ("Norway", "NO"), ("Côte d’Ivoire", "CI"), ("Seoul", "KR")],
)
def test_countries_are_known_by_every_name(name: str, country: str) -> None:
    """Names, adjectives and capitals lead to the ISO code, with either apostrophe."""
    assert known(name)[0].country == country


def test_a_government_is_named_by_its_adjective() -> None:
    """Where a country has no adjective its name serves."""
    assert government("NL") == "Dutch government"
    assert government("LC") == "government of Saint Lucia"
