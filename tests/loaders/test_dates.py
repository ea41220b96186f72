"""When something happened, and when it was said."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.loaders.extract.dates import Dates
from sayso.loaders.extract.parse import default_parser
from sayso.loaders.extract.segment import segment
from sayso.loaders.extract.stages import Dated
from sayso.loaders.extract.tree import Tree

PUBLISHED = date(2021, 6, 16)  # a Wednesday


def first_date(text: str, published: date | None = PUBLISHED) -> Dated:
    parse = default_parser()(text, segment(text))
    return next(iter(Dates(parse, published)))


def dated(text: str, word: str, *, said: bool = False) -> str | None:
    """Return the date, as written, that belongs to a word of the text."""
    parse = default_parser()(text, segment(text))
    tree = Tree(parse)
    index = next(i for i, token in enumerate(parse.tokens) if token.text == word)
    dates = Dates(parse, PUBLISHED)
    found = dates.said(tree, index) if said else dates.happened(tree, index)
    return found.text if found else None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("last week", date(2021, 6, 7), date(2021, 6, 13)),
        ("this week", date(2021, 6, 14), date(2021, 6, 20)),
        ("last month", date(2021, 5, 1), date(2021, 5, 31)),
        ("last year", date(2020, 1, 1), date(2020, 12, 31)),
        ("last quarter", date(2021, 1, 1), date(2021, 3, 31)),
        ("earlier this year", date(2021, 1, 1), date(2021, 6, 16)),
        ("yesterday", date(2021, 6, 15), date(2021, 6, 15)),
        ("today", date(2021, 6, 16), date(2021, 6, 16)),
        ("on Wednesday", date(2021, 6, 16), date(2021, 6, 16)),
        ("last Wednesday", date(2021, 6, 9), date(2021, 6, 9)),
        ("on Thursday", date(2021, 6, 10), date(2021, 6, 10)),
        ("on May 3", date(2021, 5, 3), date(2021, 5, 3)),
        ("on 3 July", date(2020, 7, 3), date(2020, 7, 3)),
        ("on May 3, 2019", date(2019, 5, 3), date(2019, 5, 3)),
        ("on 2019-05-03", date(2019, 5, 3), date(2019, 5, 3)),
        ("in December 2020", date(2020, 12, 1), date(2020, 12, 31)),
        ("in December", date(2020, 12, 1), date(2020, 12, 31)),
        ("in 2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("from 2015 to 2018", date(2015, 1, 1), date(2018, 12, 31)),
        ("two weeks ago", date(2021, 5, 31), date(2021, 6, 6)),
        ("three days ago", date(2021, 6, 13), date(2021, 6, 13)),
        ("in the third quarter of 2020", date(2020, 7, 1), date(2020, 9, 30)),
    ],
)
def test_a_date_is_seen_from_the_day_of_publication(words: str, first: date, last: date) -> None:
    """Every usual form gives its first and last day."""
    found = first_date(f"Quillon sold ten cranes to Bolt {words}.")

    assert (found.first, found.last) == (first, last)


def test_what_is_to_come_lies_ahead() -> None:
    """With "will" a month without a year is the next one."""
    assert first_date("Quillon will sell the yard in March.").first == date(2022, 3, 1)
    assert first_date("Quillon sold the yard in March.").first == date(2021, 3, 1)


def test_a_date_stays_as_written() -> None:
    """The words are an exact slice of the text."""
    text = "Quillon said on Tuesday it had paid."
    found = first_date(text)

    assert found.text == "Tuesday"
    assert text[slice(*found.span)] == "Tuesday"


def test_without_publication_date_nothing_is_resolved() -> None:
    """Not even a full date: what the store holds never depends on guesses."""
    for words in ("last week", "on May 3, 2019"):
        found = first_date(f"Quillon sold ten cranes {words}.", published=None)

        assert (found.first, found.last) == (None, None)


def test_an_impossible_day_is_no_error() -> None:
    """The words are kept, the day stays empty."""
    assert first_date("Quillon sold it on June 31, 2020.").first is None


@pytest.mark.parametrize("text", ["Quillon may march.", "The firm sold 2000 cranes.", "May I go?"])
def test_words_and_numbers_that_look_like_dates_are_none(text: str) -> None:
    """Neither "may" nor a count is a date."""
    parse = default_parser()(text, segment(text))

    assert list(Dates(parse, PUBLISHED)) == []


def test_saying_and_happening_have_their_own_dates() -> None:
    """The day of the report is not the day of the deed."""
    text = "Quillon is considering a sale, the Daily Echo reported on Tuesday."

    assert dated(text, "reported", said=True) == "Tuesday"
    assert dated(text, "considering") is None


def test_a_participle_shares_the_date_of_its_verb() -> None:
    """One date stands for the ban and for what it bars."""
    text = "The ministry banned Quillon from ports last week, effectively barring its cranes."

    assert dated(text, "banned") == "last week"
    assert dated(text, "barring") == "last week"


def test_another_clause_keeps_its_date() -> None:
    """A date in one clause does not date what another one tells."""
    text = "Quillon, which was founded in 1999, sells cranes."

    assert dated(text, "founded") == "1999"
    assert dated(text, "sells") is None
