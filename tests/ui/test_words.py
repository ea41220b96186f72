"""The words of the page: what claims and edges say about themselves."""

from dataclasses import replace
from datetime import date

import pytest

from sayso.graph.model import Attribution, Claim, Edge, Evidence, Modality, Polarity, Status, Voice
from sayso.graph.store import Store
from sayso.tests.examples import denial, hostile, northwind
from sayso.ui import words

EDGE = Edge("r1", "e1", "SUPPLIES", "e2", Status.ASSERTED)
CLAIM = Claim("SUPPLIES", 0, 1, (0, 1), (2, 3), "a b", 0, 3)


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        (replace(EDGE, n_for=1), "1 source says so, none denies it"),
        (replace(EDGE, n_for=3), "3 sources say so, none denies it"),
        (
            replace(EDGE, status=Status.HEDGED, n_hedged=2),
            "Nobody states it as fact: 2 sources, hedged",
        ),
        (
            replace(EDGE, status=Status.DISPUTED, n_for=2, n_against=1),
            "2 sources say so, 1 denies it",
        ),
        (
            replace(EDGE, status=Status.DISPUTED, n_for=1, n_against=2),
            "1 source says so, 2 deny it",
        ),
        (
            replace(EDGE, status=Status.DISPUTED, n_hedged=1, n_against=1),
            "1 source says so with a hedge, 1 denies it",
        ),
    ],
)
def test_summary_counts_sources(edge: Edge, expected: str) -> None:
    """The sentence beside the chip counts who says so and who denies it."""
    assert words.summary(edge) == expected


def test_every_modality_has_its_word() -> None:
    """How sure somebody is, is one of six expressions, with the word that shows it."""
    hedged = replace(CLAIM, modality=Modality.CONDITIONAL, hedge="even if")

    assert set(words.HOW_SURE) == set(Modality)
    assert words.how_sure(CLAIM) == ("Stated as fact", "")
    assert words.how_sure(hedged) == ("Conditional", "· “even if”")
    assert words.YES_OR_NO == {Polarity.AFFIRMED: "Affirmed", Polarity.DENIED: "Denied"}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2019, 5, 21), date(2019, 5, 21), "21 May 2019"),
        (date(2019, 5, 13), date(2019, 5, 19), "13–19 May 2019"),
        (date(2019, 4, 29), date(2019, 5, 5), "29 April – 5 May 2019"),
        (date(2018, 12, 31), date(2019, 1, 6), "31 December 2018 – 6 January 2019"),
        (date(2020, 2, 1), date(2020, 2, 29), "February 2020"),
        (date(2020, 1, 1), date(2020, 12, 31), "2020"),
    ],
)
def test_period_is_brief(first: date, last: date, expected: str) -> None:
    """A stretch of days is written once, and whole months and years by their name."""
    assert words.period(first, last) == expected


def found(store: Store, subject: str, target: str) -> tuple[Evidence, ...]:
    ends = store.named(subject).id, store.named(target).id
    return store.evidence_between(ends[0], "SUPPLIES", ends[1])


def test_who_and_when_from_the_store(store: Store) -> None:
    """Speakers stand innermost first; without a date the publication is told."""
    store.write([northwind(), denial(), hostile()])
    (denied, affirmed) = found(store, "Northwind Metals", "Harbour Rail")
    (own_voice,) = found(store, "蓝松电子", "Société Générale du Rail")
    (hearsay,) = found(store, "O'Hara", "蓝松电子")

    assert words.chain(affirmed) == [("Ada Lind", 0), ("The Harbour Post", 1)]
    assert words.chain(denied) == [("Harbour Rail", 0)]
    assert words.chain(own_voice) == [("the article itself", None)]
    assert words.chain(hearsay) == [("reported, source not named", None)]
    assert words.when(affirmed) == ("Not dated", "· published 4 March 2024")
    assert words.when(own_voice) == ("Not dated", "")
    assert words.said(affirmed.claim) is None


def test_when_and_said_quote_the_text(store: Store) -> None:
    """A resolved date comes with the words of the text, an unresolved one says so."""
    store.write([northwind()])
    (base, *_) = found(store, "Northwind Metals", "Harbour Rail")
    dated = replace(
        base.claim,
        when_text="last week",
        date_from=date(2024, 2, 26),
        date_to=date(2024, 3, 3),
        said_text="Tuesday",
        said_on=date(2024, 2, 27),
    )
    unresolved = replace(base, claim=replace(base.claim, when_text="last week"))

    assert words.when(replace(base, claim=dated)) == (
        "26 February – 3 March 2024",
        "· “last week”",
    )
    assert words.said(dated) == ("27 February 2024", "· “Tuesday”")
    assert words.when(unresolved) == ("Not dated", "· “last week”")


def test_who_was_told_ends_the_chain(store: Store) -> None:
    """Somebody who was told is named once, whether or not they speak as well."""
    store.write([northwind()])
    (base, *_) = found(store, "Northwind Metals", "Harbour Rail")
    told = replace(base, claim=replace(base.claim, addressee="reporters"))
    same = replace(base, claim=replace(base.claim, addressee="THE HARBOUR POST"))
    alone = replace(told, voices=(Voice(Attribution.UNNAMED, name="an official"),))

    assert [name for name, _ in words.chain(told)][-1] == "reporters"
    assert words.chain(same) == words.chain(base)
    assert words.chain(alone) == [("an official", None), ("reporters", None)]


def test_unknown_relation_reads_as_its_name() -> None:
    """A store may hold a relation that this version does not know."""
    assert words.reading("SUPPLIES") == "supplies"
    assert words.reading("SUPPLIES", inverse=True) == "supplied by"
    assert words.reading("SINGS_TO") == "sings to"
