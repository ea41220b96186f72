"""Likeness: what speaks for two entities being one, and what rules it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.graph.decisions.likeness import Likeness, likeness
from sayso.graph.decisions.name_parts import parts, skeleton
from sayso.graph.decisions.suggest import LEAST
from sayso.graph.model import Entity, Label

NAMES = [
    "Northwind Metals",
    "Northwind Metals AS",
    "North Wind Metal",
    "Metals Northwind II",
    "Harbour Rail 44",
    "NWM",
    "蓝松电子",
    "",
    "…",
]


def entity(name: str, *names: str, label: Label = Label.FIRM, **more: Any) -> Entity:
    """Return an entity with these names."""
    return Entity("e", name, label, (name, *names), **more)


def between(one: str, other: str, *, label: Label = Label.FIRM) -> Likeness:
    """Return the likeness of two entities with these names and nothing else."""
    return likeness(entity(one, label=label), entity(other, label=label))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Northwind Metals AS", "Northwind Metals", "legal form"),
        ("Gülyalı Aktiengesellschaft", "Gulyali AG", "same words, one of them shortened"),
        ("Kestrel Optics Ltd.", "Kestrel Optics Limited", "same words, one of them shortened"),
        ("Kestral Optics", "Kestrel Optics", "spelled alike"),
        ("Hikestrell", "Hikestrel", "spelled alike"),
        ("North Wind", "Northwind", "parted or ordered otherwise"),
        ("Optics Kestrel", "Kestrel Optics", "parted or ordered otherwise"),
        ("Brigade Forty-Four", "Brigade 44", "same words"),
        ("Moana Marine & Sons", "Moana Marine and Sons", "same words"),
        ("ВОСТОКМЕТАЛЛ", "Vostokmetall", "both read “vostokmetall” in Latin letters"),
        ("Lind Fund II", "Lind Fund", "differ only in the number"),
        ("ISR", "Institute of Ship Research", "has the initials of"),
        ("Harbour Rail (Lindhaven)", "Harbour Rail", "differ only by “lindhaven”"),
    ],
)
def test_likely_pairs_are_suggested_with_a_reason(one: str, other: str, reason: str) -> None:
    """Forms, typing errors, order, scripts, number words and initials are seen through."""
    found = between(one, other)

    assert found.score >= LEAST or "differ only by" in reason
    assert found.veto is None
    assert reason in found.reasons[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr. Ada Lind", "Ada Lind"),
        ("Lind, Ada", "Ada Lind"),
        ("Ada Marie Lind", "Ada Lind"),
        ("A. Lind", "Ada Lind"),
        ("Mohammed Farouki", "Muhammad Faruki"),
        ("Торлейф Бренне", "Torleif Brenne"),
    ],
)
def test_people_are_recognised_by_all_their_names(one: str, other: str) -> None:
    """Titles, order, middle names, initials and spellings of a person are seen through."""
    assert between(one, other, label=Label.PERSON).score >= LEAST


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Northwind Metals", "Harbour Rail", Label.FIRM),
        ("Northwind Metals", "Northwind Foods", Label.FIRM),
        ("Bank of Lindhaven", "Bank of Wessingen", Label.FIRM),
        ("Kestrel", "Kestrel Optics Laboratories", Label.FIRM),
        ("Ministry of Trade", "Ministry of Defence", Label.AGENCY),
        ("Lind", "Ada Lind", Label.PERSON),
        ("Ada Lind", "Tor Lind", Label.PERSON),
        ("B. Lind", "Ada Lind", Label.PERSON),
    ],
)
def test_unlikely_pairs_are_not_suggested(one: str, other: str, label: Label) -> None:
    """A word in common is not enough, nor a surname."""
    assert between(one, other, label=label).score < LEAST


NORTHWIND = entity("Northwind Metals", country="NO")


@pytest.mark.parametrize(
    ("one", "other", "veto"),
    [
        (
            entity("Lind Fund II"),
            entity("Lind Fund III"),
            "numbers in their names differ (2 and 3)",
        ),
        (entity("Brigade 44"), entity("Brigade Forty-Five"), "numbers in their names differ"),
        (entity("Northwind Holding"), NORTHWIND, "“holding” parts a parent from a subsidiary"),
        (entity("Northwind Metals Europe"), NORTHWIND, "“europe” parts a parent"),
        (
            entity("Northwind Metals AS", country="NO"),
            entity("Northwind Metals GmbH", country="DE"),
            "both their countries and their legal forms differ",
        ),
        (
            replace(NORTHWIND, ids=("lei:1", "isin:7")),
            replace(NORTHWIND, ids=("lei:2",)),
            "their identifiers differ (lei: lei:1, lei:2)",
        ),
        (replace(NORTHWIND, collective=True), NORTHWIND, "groups without a name"),
        (NORTHWIND, replace(NORTHWIND, label=Label.PLACE), "one is called Firm, the other Place"),
        (
            entity("Lindhaven", label=Label.AGENCY),
            entity("Lindhaven", label=Label.PLACE),
            "one is called Agency, the other Place",
        ),
    ],
)
def test_vetoes_hold_whatever_the_score(one: Entity, other: Entity, veto: str) -> None:
    """Numbers, relatives, countries with forms, identifiers, groups and labels rule a pair out."""
    assert veto in (likeness(one, other).veto or "")
    assert likeness(other, one).veto is not None


def test_a_shared_identifier_outweighs_everything() -> None:
    """Two names with nothing in common are one with the same identifier."""
    one = entity("Northwind Metals II", ids=("lei:1", "isin:7"), country="NO")
    other = entity("蓝松电子", ids=("isin:8", "lei:1"), country="CN")

    assert likeness(one, other) == Likeness(0.99, ("both have the identifier lei:1",))


def test_other_labels_and_countries_lower_the_score() -> None:
    """What fits a little less is still suggested, with both reasons."""
    found = likeness(NORTHWIND, replace(NORTHWIND, label=Label.ORGANISATION, country="DK"))

    assert LEAST <= found.score < 1
    assert found.reasons == (
        "both are called “Northwind Metals”",
        "their countries differ (NO, DK)",
        "one is called Firm, the other Organisation",
    )


def test_the_best_of_all_names_counts() -> None:
    """An entity is known by each of its names."""
    one = entity("Hangar Nine", "Northwind Metals AS")
    other = entity("NWM", "Northwind Metals")

    assert (
        "“Northwind Metals AS” and “Northwind Metals” differ only"
        in likeness(one, other).reasons[0]
    )


def test_endless_names_are_not_compared() -> None:
    """A name of a million characters costs nothing; the other names of its entity still count."""
    endless = "Northwind " * 100_000

    assert between(endless, endless).veto == "their names are too long to be compared"
    assert likeness(entity(endless, "Northwind Metals"), NORTHWIND).score == 1


@given(st.lists(st.sampled_from(NAMES) | st.text(max_size=20), min_size=2, max_size=4))
def test_likeness_is_the_same_both_ways(names: list[str]) -> None:
    """Which of two entities comes first changes neither score nor veto; a name is like itself."""
    one, other = entity(*names[:2]), entity(*names[2:] or names[:1])
    here, there = likeness(one, other), likeness(other, one)

    assert here.score == there.score
    assert (here.veto is None) == (there.veto is None)
    assert 0 <= here.score <= 1


@pytest.mark.parametrize(
    ("name", "words", "form", "numbers"),
    [
        ("The Northwind Metals Co., Ltd.", ("northwind", "metals"), "ltd", set()),
        ("SiemAG", ("siem",), "ag", set()),
        ("Lind Fund XIV L.P.", ("lind", "fund"), "lp", {"14"}),
        ("First Lind Trust 2004-AR1", ("lind", "trust"), None, {"1", "2004", "ar1"}),
        ("3rd Brigade", ("brigade",), None, {"3"}),
        ("Brigade twenty-one", ("brigade",), None, {"21"}),
        ("Limited Company", ("limited", "company"), "ltd", set()),
        ("44", ("44",), None, {"44"}),
    ],
)
def test_names_are_taken_apart(
    name: str, words: tuple[str, ...], form: str | None, numbers: set[str]
) -> None:
    """Legal form and numbers are no words of a name, unless it has no others."""
    found = parts(name)

    assert (found.words, found.form, found.numbers) == (words, form, numbers)


def test_skeleton_is_what_spellings_share() -> None:
    """Vowels and doubled letters are left out, and letters that sound alike are one."""
    assert skeleton("mohammed") == skeleton("muhamad") == "mmd"
    assert skeleton("phoenix") == skeleton("foenics")
