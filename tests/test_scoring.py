"""The measure itself: what matches, and what counts."""

from copy import deepcopy
from typing import Any

import pytest

from sayso.benchmarks.scoring import Gold, Score, interval, score, total

TEXT = "The paper said Norway may bar big Acme from shops. Acme denied it sold pumps to Bolt."


def node(name: str, *mentions: str) -> dict[str, Any]:
    """Return a node with the first place of each mention as its spans."""
    spans = [[TEXT.index(words), TEXT.index(words) + len(words)] for words in mentions]
    return {"name": name, "label": "Firm", "collective": False, "spans": spans}


def claim(tier: str = "A", **changes: Any) -> dict[str, Any]:
    """Return the claim that Norway may restrict Acme, changed as given."""
    quote = "Norway may bar big Acme"
    start = TEXT.index(quote)
    made: dict[str, Any] = {
        "id": f"{tier}1",
        "tier": tier,
        "doc": "d",
        "relation": "RESTRICTS",
        "subject": node("Norway", "Norway"),
        "object": node("Acme", "big Acme"),
        "speakers": [{**node("paper", "The paper"), "attribution": "named"}],
        "modality": "possible",
        "polarity": "affirmed",
        "quote": quote,
        "quote_start": start,
        "quote_end": start + len(quote),
        "date_from": None,
        "date_to": None,
    }
    return {**deepcopy(made), **changes}


def scored(answers: list[dict[str, Any]], found: list[dict[str, Any]], **more: Any) -> Score:
    """Return the score of `found` against `answers`."""
    return score(Gold({"d": TEXT}, tuple(answers), **more), found)["d"]


def test_the_answers_themselves_are_perfect() -> None:
    """Whoever finds exactly what is there has 1 everywhere."""
    result = scored([claim("A"), claim("B", relation="URGES")], [claim(), claim(relation="URGES")])

    assert (result.precision, result.recall, result.core_f1, result.strict_f1) == (1, 1, 1, 1)
    assert (result.hit_a, result.tier_a, result.missed, result.wrong) == (1, 1, [], [])


@pytest.mark.parametrize(
    "change",
    [
        {"relation": "ACCUSES"},
        {"subject": node("Acme", "big Acme"), "object": node("Norway", "Norway")},
        {"object": node("Bolt", "Bolt")},
        {"object": None},
        {"object": node("Acme", "big Acme from shops. Acme")},
        {"quote_start": TEXT.index("Acme denied"), "quote_end": len(TEXT)},
    ],
    ids=["relation", "direction", "object", "no object", "too long", "quote elsewhere"],
)
def test_what_differs_does_not_match(change: dict[str, Any]) -> None:
    """Relation, both ends, direction and place must agree."""
    assert scored([claim()], [claim(**change)]).matched == 0


def test_half_of_the_words_are_enough() -> None:
    """How much of its description a mention takes in is a matter of taste."""
    assert scored([claim()], [claim(object=node("Acme", "big Acme from shops"))]).matched == 1


def test_ends_are_compared_by_the_mention_that_was_read() -> None:
    """Later mentions of the same thing do not make a wrong end right."""
    wrong = node("Bolt", "Bolt", "big Acme")

    assert scored([claim()], [claim(object=wrong)]).matched == 0
    assert scored([claim()], [claim(object={**wrong, "spans": wrong["spans"][::-1]})]).matched == 1


@pytest.mark.parametrize(
    ("change", "slips"),
    [
        ({"modality": "asserted"}, ["modality"]),
        ({"polarity": "denied"}, ["polarity"]),
        ({"speakers": []}, ["source", "chain"]),
        ({"speakers": [{**node("Bolt", "Bolt"), "attribution": "named"}]}, ["source", "chain"]),
        ({"speakers": [claim()["speakers"][0]] * 2}, ["chain"]),
        ({"date_from": "2024-01-01"}, ["date"]),
    ],
)
def test_labels_are_judged_apart_from_the_match(change: dict[str, Any], slips: list[str]) -> None:
    """A claim with a wrong label is found; only the strict measure drops it."""
    result = scored([claim()], [claim(**change)])

    assert result.matched == 1
    assert [label for _, label in result.slips] == slips
    assert result.strict == (0 if set(slips) & {"modality", "polarity", "source"} else 1)


@pytest.mark.parametrize(
    ("accept", "change"),
    [
        ({"relation": ["URGES"]}, {"relation": "URGES"}),
        ({"modality": ["planned"]}, {"modality": "planned"}),
        ({"speakers": [[]]}, {"speakers": []}),
        ({"object": [None]}, {"object": None}),
        ({"object": ["Norway"]}, {"object": node("Norway", "Norway")}),
    ],
)
def test_accepted_values_count_as_right(accept: dict[str, Any], change: dict[str, Any]) -> None:
    """The answers may allow more than one reading."""
    assert scored([claim(accept=accept)], [claim(**change)]).strict == 1


def test_tier_c_is_right_if_found_and_never_missed() -> None:
    """An optional claim helps precision and cannot cost recall."""
    optional = claim("C", relation="URGES")

    assert scored([claim(), optional], [claim()]).recall == 1
    assert scored([claim(), optional], [claim(), claim(relation="URGES")]).precision == 1


def test_one_answer_is_matched_once() -> None:
    """Saying the same twice is one right claim and one wrong one."""
    result = scored([claim()], [claim(), claim()])

    assert (result.matched, result.found, result.precision) == (1, 2, 0.5)


def test_the_better_labelled_of_two_takes_the_answer() -> None:
    """With equal quotes, the claim that agrees more is the match."""
    result = scored([claim()], [claim(modality="asserted"), claim()])

    assert result.strict == 1


def test_traps() -> None:
    """A claim inside a barred stretch, and a banned combination, are violations."""
    stretch = {"doc": "d", "start": 0, "end": 49, "forbid": [], "no_claim_inside": True}
    ban = {"relation": "RESTRICTS", "object": "Acme", "modality": "possible"}
    person = {"new_entity": "Person"}
    open_stretch = {**stretch, "no_claim_inside": False}
    traps = (
        {**stretch, "id": "inside"},
        {**stretch, "id": "elsewhere", "start": 50, "end": len(TEXT)},
        {**open_stretch, "id": "banned", "forbid": [ban]},
        {**open_stretch, "id": "other", "forbid": [{**ban, "modality": "asserted"}]},
        {**open_stretch, "id": "nobody", "forbid": [person]},
    )

    assert scored([claim()], [claim()], distractors=traps).violated == ["inside", "banned"]
    somebody = {**node("a shop", "shops"), "label": "Person"}
    found = [claim(subject=somebody)]
    assert scored([claim()], found, distractors=traps).violated == ["inside", "banned", "nobody"]


def test_totals_add_up_and_intervals_hold_them() -> None:
    """Many documents are judged as one, and the interval lies around the value."""
    good, bad = scored([claim()], [claim()]), scored([claim()], [])
    both = total([good, bad])

    assert (both.found, both.required, both.recall, both.missed) == (1, 2, 0.5, ["A1"])
    low, high = interval([good, bad] * 10, "recall")
    assert 0 < low < 0.5 < high < 1


def test_nothing_found_where_nothing_is_there_is_perfect() -> None:
    """An empty story without claims costs nothing."""
    assert scored([], []).core_f1 == 1
