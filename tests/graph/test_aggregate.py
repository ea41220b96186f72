"""Every row of the model's table: what claims make of an edge."""

from __future__ import annotations

import random
from datetime import date

import pytest

from sayso.graph.model import Modality, Polarity
from sayso.graph.writing.aggregate import Statement, source, summarise

YES, NO = Polarity.AFFIRMED, Polarity.DENIED
FACT = Modality.ASSERTED
HEDGES = [modality for modality in Modality if modality is not FACT]


def claim(
    who: str, polarity: Polarity = YES, modality: Modality = FACT, *, name: str = "", **more: object
) -> Statement:
    """Return a claim by `who`, in a document of its own."""
    return Statement(
        id=name or f"{who}-{polarity}-{modality}",
        polarity=polarity,
        modality=modality,
        source=who,
        **{"document": f"d-{who}", **more},  # type: ignore[arg-type]
    )


def counts(*claims: Statement) -> tuple[object, ...]:
    """Return status and numbers of the edge, or none."""
    edge = summarise(claims)
    return tuple(edge[n] for n in ("status", "n_for", "n_against", "n_hedged")) if edge else ()


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([], ()),
        ([claim("a", NO)], ()),
        ([claim("a", NO), claim("b", NO, Modality.CONDITIONAL)], ()),
        ([claim("a")], ("asserted", 1, 0, 0)),
        ([claim("a"), claim("b", YES, Modality.POSSIBLE)], ("asserted", 1, 0, 1)),
        ([claim("a"), claim("a", YES, Modality.POSSIBLE)], ("asserted", 1, 0, 0)),
        ([claim("a"), claim("b", NO, Modality.CONDITIONAL)], ("asserted", 1, 0, 0)),
        ([claim("a"), claim("b", NO)], ("disputed", 1, 1, 0)),
        ([claim("a"), claim("a", NO)], ("disputed", 1, 1, 0)),
        ([claim("a", YES, Modality.ALLEGED), claim("b", NO)], ("disputed", 0, 1, 1)),
        ([claim("a"), claim("a", name="again"), claim("b")], ("asserted", 2, 0, 0)),
        *[([claim("a", YES, hedge)], ("hedged", 0, 0, 1)) for hedge in HEDGES],
        *[([claim("a"), claim("b", NO, hedge)], ("asserted", 1, 0, 0)) for hedge in HEDGES],
    ],
)
def test_status_and_sources(claims: list[Statement], expected: tuple[object, ...]) -> None:
    """No affirmation, no edge; an asserted denial disputes; a hedged one denies nothing."""
    assert counts(*claims) == expected


def test_numbers_of_claims_and_documents() -> None:
    """All claims of the pair count, denials too; a document counts once."""
    edge = summarise([claim("a"), claim("a", name="again"), claim("b", NO)])

    assert edge is not None
    assert (edge["n_claims"], edge["n_docs"]) == (3, 2)


def test_dates_are_those_of_the_events_else_of_the_documents() -> None:
    """Each affirmed claim gives its own dates, or its document's; denials give none."""
    edge = summarise(
        [
            claim("a", date_from=date(2019, 4, 1), date_to=date(2019, 4, 30)),
            claim("b", published_on=date(2019, 5, 22)),
            claim("c", NO, published_on=date(2031, 1, 1)),
            claim("d", date_from=date(2019, 4, 2), published_on=date(2030, 1, 1)),
            claim("e"),
        ]
    )

    assert edge is not None
    assert (edge["first_date"], edge["last_date"]) == (date(2019, 4, 1), date(2019, 5, 22))


def test_undated_claims_give_no_dates() -> None:
    """Without any date the edge has none."""
    edge = summarise([claim("a")])

    assert edge is not None
    assert (edge["first_date"], edge["last_date"]) == (None, None)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (claim("a", confidence=0.1), claim("b", YES, Modality.PLANNED)),
        (claim("a", confidence=0.9), claim("b", confidence=0.8)),
        (claim("a", published_on=date(2020, 1, 2)), claim("b", published_on=date(2020, 1, 1))),
        (claim("a", published_on=date(1999, 1, 1)), claim("b")),
        (claim("a", name="c1"), claim("b", name="c2")),
    ],
)
def test_the_best_claim_is_quoted(better: Statement, worse: Statement) -> None:
    """Asserted before hedged, then the surest, the newest, the first by id."""
    for order in ([better, worse], [worse, better]):
        edge = summarise(order)

        assert edge is not None
        assert edge["best_claim"] == better.id


def test_a_denial_is_never_quoted() -> None:
    """The quote of an edge supports it."""
    edge = summarise([claim("a", YES, Modality.POSSIBLE, quote="may"), claim("b", NO, quote="no")])

    assert edge is not None
    assert edge["quote"] == "may"


def test_order_of_claims_does_not_matter() -> None:
    """A pure function of the set of claims."""
    claims = [
        claim(who, polarity, modality)
        for who in "abc"
        for polarity in Polarity
        for modality in Modality
    ]
    shuffled = random.Random(7).sample(claims, len(claims))  # noqa: S311 - an order, no secret

    assert summarise(shuffled) == summarise(claims)


def test_the_innermost_named_speaker_is_the_source() -> None:
    """An unnamed source counts as the named one who passes it on, else as the story."""
    inner, outer = (0, "unnamed", "executive"), (1, "named", "agency")

    assert source([outer, inner], "story") == "agency"
    assert source([(1, "named", "paper"), (0, "named", "minister")], "story") == "minister"
    assert source([inner], "story") == "story"
    assert source([], "story") == "story"
