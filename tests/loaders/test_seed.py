"""The seed article: all that matters is found, nothing that must not be claimed is.

The answers are not part of the project: these tests need the folder ../shared.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sayso.benchmarks.claims import documents, found, gold
from sayso.benchmarks.scoring import Gold, Score, score
from sayso.graph.model import Document
from sayso.loaders.extract import extract
from sayso.loaders.text_file import read_bytes
from sayso.ui.records import claim_records

SEEDS = Path(__file__).parent.parent.parent / "seeds"
SEED = "hikvision-2019"


@pytest.fixture(scope="module")
def texts() -> tuple[Document, ...]:
    """The seed as it is shipped, sidecar included."""
    return documents(SEEDS)


@pytest.fixture(scope="module")
def claims(texts: tuple[Document, ...]) -> list[Mapping[str, Any]]:
    """What is found in it."""
    return list(found(texts))


@pytest.fixture
def answers(shared: Path, texts: tuple[Document, ...]) -> Gold:
    """What is there to find."""
    return gold(shared / "gold", texts)


@pytest.fixture
def result(answers: Gold, claims: list[Mapping[str, Any]]) -> Score:
    """How the two agree."""
    return score(answers, claims)[SEED]


def test_seed_is_the_text_that_was_given(shared: Path) -> None:
    """The article is shipped byte for byte; its sidecar adds only what is known."""
    name = f"{SEED}.txt"

    assert (SEEDS / name).read_bytes() == (shared / "seeds" / name).read_bytes()
    assert (SEEDS / f"{SEED}.meta.yaml").read_text(encoding="utf-8").splitlines() == [
        "published: 2019-05-22",
        "lang: en",
    ]


def test_every_claim_of_tier_a_is_found(answers: Gold, result: Score) -> None:
    """Direction and ends of each claim that any good extractor must find."""
    tier_a = {claim["id"] for claim in answers.claims if claim["tier"] == "A"}

    assert tier_a & set(result.missed) == set()
    assert (result.hit_a, result.tier_a) == (12, 12)


def test_tier_a_has_the_right_speaker_modality_and_polarity(answers: Gold, result: Score) -> None:
    """Who says it, how sure and yes or no are right on each of them."""
    tier_a = {claim["id"] for claim in answers.claims if claim["tier"] == "A"}
    slips = [(answer, label) for answer, label in result.slips if answer in tier_a]

    assert [slip for slip in slips if slip[1] in ("source", "modality", "polarity")] == []


def test_no_distractor_becomes_a_claim(result: Score) -> None:
    """Captions, credits, commentary, purposes and hypothetical denials claim nothing."""
    assert result.violated == []


def test_what_is_found_is_right(result: Score) -> None:
    """Precision over everything found, tiers A, B and C counting as right."""
    assert result.precision >= 0.85, [claim["quote"] for claim in result.wrong]


def test_dates_are_right(result: Score) -> None:
    """Relative dates are resolved against the sidecar's publication date."""
    assert [slip for slip in result.slips if slip[1] == "date"] == []
    assert result.asked["date"] >= 4


def test_without_a_publication_date_no_date_is_resolved(claims: list[Mapping[str, Any]]) -> None:
    """Words such as “last week” stay words; nothing else about the claims changes."""
    data = (SEEDS / f"{SEED}.txt").read_bytes()
    undated = claim_records(extract(read_bytes(data, f"{SEED}.txt")))
    dates = ("date_from", "date_to", "said_on")

    assert {one[name] for one in undated for name in dates} == {None}
    assert [{**one, **dict.fromkeys(dates)} for one in claims] == undated


def test_reading_twice_gives_the_same(claims: list[Mapping[str, Any]]) -> None:
    """The claims are a function of the text."""
    assert list(found(documents(SEEDS))) == claims
