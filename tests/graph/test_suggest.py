"""Suggestions to merge: which pairs are compared, shown, and left out; nothing is applied."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sayso.benchmarks import merges
from sayso.graph.decisions.suggest import LEAST, Suggestion, suggest_merges, suggestions
from sayso.graph.model import Entity, Label
from sayso.graph.store import Store
from sayso.tests.conftest import require
from sayso.tests.examples import HARBOUR, OFFICIAL, SUPPLIERS, Said, thing, told

NORTHWIND = thing(Label.FIRM, "Northwind Metals")
NORTHWIND_AS = thing(Label.FIRM, "Northwind Metals AS")
NORTHWINDS = thing(Label.ORGANISATION, "Northwind Metals")
SERIES = thing(Label.FIRM, "Northwind Metals II")


def named(suggestion: Suggestion) -> set[str]:
    """Return the names of the two that may be one."""
    return {suggestion.one.name, suggestion.other.name}


@pytest.fixture
def loaded(store: Store) -> Store:
    """Return a store in which one firm has two names, and some things none."""
    for number, firm in enumerate((NORTHWIND, NORTHWIND_AS, NORTHWINDS, SERIES)):
        text = f"{firm.name} supplies Harbour Rail, says an official, and so do two suppliers."
        story = told(
            f"Day {number}\n{text}",
            Said("SUPPLIES", firm, HARBOUR, f"{firm.name} supplies Harbour Rail"),
            also=(OFFICIAL, SUPPLIERS),
        )
        store.write([story])
    return store


def suggested(store: Store, limit: int = 10) -> tuple[Suggestion, ...]:
    """Return what the store suggests."""
    return store._engine.read(lambda tx: suggest_merges(tx, limit=limit))


def test_one_firm_under_two_names_is_suggested_and_not_merged(loaded: Store) -> None:
    """The best comes first, each with score and sentence; groups and the unnamed never."""
    first, *others = suggested(loaded)

    assert named(first) == {"Northwind Metals", "Northwind Metals AS"}
    assert first.one.id < first.other.id
    assert first.score == 1.0
    assert first.reasons.endswith("differ only in the legal form.")
    assert all("Northwind" in name for pair in others for name in named(pair))
    assert [pair.score for pair in others] == sorted((p.score for p in others), reverse=True)
    assert suggested(loaded, limit=1) == (first,)
    assert len({loaded.entity(pair.one.id).id for pair in others}) > 1  # all still there


def test_what_was_decided_is_not_suggested_again(loaded: Store) -> None:
    """A person's no is final, and what was merged is one; undoing it brings the pair back."""
    first, *others = suggested(loaded)
    no = loaded.keep_apart(first.one.id, first.other.id, reason="two firms", by="Ada Lind")

    assert suggested(loaded) == tuple(others)
    loaded.undo(no.id)
    assert suggested(loaded) == (first, *others)


def test_a_store_without_anything_suggests_nothing(store: Store) -> None:
    """No entities, no judgements, no suggestions."""
    assert suggested(store) == ()


def test_only_what_has_something_rare_in_common_is_compared() -> None:
    """Of thousands of firms, those that are spelled alike are found in any order."""
    chance = random.Random(3)  # noqa: S311 - the same names every time
    letters = "bcdfghklmnprstv"
    stems = {
        "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(5))
        for _ in range(3_000)
    }
    firms = [
        Entity(f"e{number}", f"{stem.capitalize()} Rail", Label.FIRM)
        for number, stem in enumerate(sorted(stems))
    ]
    pairs = [("Kwestrell Rail AB", "Kwestrel Rail"), ("Ostermoor Zinc", "Zinc, Ostermoor")]
    twins = [
        Entity(f"t{number}{side}", name, Label.FIRM)
        for number, pair in enumerate(pairs)
        for side, name in enumerate(pair)
    ]
    everybody = [*firms, *twins]
    found = suggestions(everybody)
    chance.shuffle(everybody)

    assert [pair for pair in found if pair.one.id.startswith("t")] != []
    assert {frozenset(pair) for pair in pairs} <= {frozenset(named(pair)) for pair in found}
    assert suggestions(everybody) == found


@pytest.fixture(scope="module")
def pairs(shared: Path) -> tuple[merges.Pair, ...]:
    """Return labelled pairs of names, 826 and 221."""
    require(merges.SAMPLE.is_dir(), f"there is no {merges.SAMPLE}")
    return (*merges.labelled(), *merges.checked())


def test_names_that_mean_two_things_are_never_joined(pairs: tuple[merges.Pair, ...]) -> None:
    """Of all labelled pairs that two texts would join without a judgement, none is wrong."""
    joined = [pair for pair in pairs if pair.is_joined]

    assert len(pairs) == 1_047
    assert len(joined) > 40
    assert [pair for pair in joined if not pair.is_one] == []


def test_suggestions_are_as_good_as_the_benchmark_says(pairs: tuple[merges.Pair, ...]) -> None:
    """Names alone reach an F1 of 0.86 (firms 0.90), suggestions with vetoes 0.84 (firms 0.85)."""
    some = pairs[:826]
    firms = [pair for pair in some if pair.label is not Label.PERSON]
    reached = {
        name: [
            merges.measured(group, [scorer(pair) for pair in group], least)[2]
            for group in (some, firms)
        ]
        for name, (scorer, least) in merges.SCORERS.items()
    }

    assert reached["names alone"] > reached["rapidfuzz WRatio"]
    assert reached["names alone"][0] > 0.86
    assert reached["names alone"][1] > 0.9
    assert reached["suggestions"][0] > 0.83
    assert reached["suggestions"][1] > 0.85
    assert merges.SCORERS["suggestions"][1] == LEAST
