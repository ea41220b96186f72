"""Invented stories in many styles, their claims written down before anything had read them.

The floors are what the extractor reaches, rounded down: a change that costs
more than a claim or two fails here. `make bench` prints where.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sayso.benchmarks.claims import documents, found, gold
from sayso.benchmarks.scoring import Gold, Score, score, total
from sayso.graph.model import Document

STORIES = Path(__file__).parent.parent / "stories"


@pytest.fixture(scope="module")
def texts() -> tuple[Document, ...]:
    """The eighteen stories."""
    return documents(STORIES)


@pytest.fixture(scope="module")
def answers(texts: tuple[Document, ...]) -> Gold:
    """What they claim."""
    return gold(STORIES, texts)


@pytest.fixture(scope="module")
def claims(texts: tuple[Document, ...]) -> list[Mapping[str, Any]]:
    """What is found in them."""
    return list(found(texts))


@pytest.fixture(scope="module")
def result(answers: Gold, claims: list[Mapping[str, Any]]) -> Score:
    """How the two agree, all stories together."""
    return total(score(answers, claims).values())


def test_answers_quote_their_stories(answers: Gold) -> None:
    """Every quote, mention and trap is where its offsets say."""
    for claim in answers.claims:
        text = answers.texts[claim["doc"]]

        assert text[claim["quote_start"] : claim["quote_end"]] == claim["quote"]
        for node in (claim["subject"], claim["object"], *claim["speakers"]):
            assert all(text[start:end].strip() for start, end in node["spans"]) if node else True
    for trap in answers.distractors:
        assert answers.texts[trap["doc"]][trap["start"] : trap["end"]] == trap["text"]


def test_most_of_tier_a_is_found(result: Score) -> None:
    """Of the claims that any good extractor must find, few are missed."""
    assert result.recall_a >= 0.80


def test_most_of_what_is_found_is_right(result: Score) -> None:
    """A graph of claims is read as fact: precision comes first."""
    assert result.precision >= 0.90


def test_most_of_what_is_required_is_found(result: Score) -> None:
    """Tiers A and B together."""
    assert result.recall >= 0.72


@pytest.mark.parametrize(
    ("label", "floor"), [("modality", 0.95), ("polarity", 0.95), ("source", 0.90)]
)
def test_labels_are_right(result: Score, label: str, floor: float) -> None:
    """How sure, yes or no, and who says so, on the claims that were found."""
    assert result.accuracy(label) >= floor


def test_hardly_a_trap_is_sprung(result: Score, answers: Gold) -> None:
    """Captions, no-comment lines, market data and hypotheticals claim nothing."""
    assert len(result.violated) <= len(answers.distractors) // 20


def test_every_claim_is_grounded(claims: list[Mapping[str, Any]], answers: Gold) -> None:
    """A quote is a slice of the text, and both ends and every speaker have a mention."""
    for claim in claims:
        text = answers.texts[claim["doc"]]
        nodes = [claim["subject"], claim["object"], *claim["speakers"]]

        assert text[claim["quote_start"] : claim["quote_end"]] == claim["quote"] != ""
        assert all(text[slice(*node["spans"][0])].strip() for node in nodes if node)


def test_no_date_is_resolved_without_a_publication_date(claims: list[Mapping[str, Any]]) -> None:
    """Three of the stories are undated: their dates stay words."""
    names = ("glass-works", "hospital-suppliers", "insulin-pumps")
    undated = [claim for claim in claims if claim["doc"] in names]

    assert undated
    assert {claim[name] for claim in undated for name in ("date_from", "said_on")} == {None}
