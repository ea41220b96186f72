"""Signatures: which texts pass for copies of one another, and which must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.benchmarks import copies
from sayso.benchmarks.stories import joined, no_copies, recall
from sayso.graph.writing.copies import BANDS, Signature, is_near, signature, stored

STORY = copies.stories()["port-scanners"]
SHORT = "Northwind supplies rails to Harbour Rail in Lindhaven."


def are_near(one: str, other: str) -> bool:
    """Whether two texts pass for one story, whichever comes first."""
    near = is_near(signature(one), signature(other))
    assert near == is_near(signature(other), signature(one))
    return near


@pytest.mark.parametrize(
    ("change", "least"),
    [
        ("another headline", 1.0),
        ("a cut tail, 10 to 40 %", 1.0),
        ("a local paragraph", 1.0),
        ("small edits", 1.0),
        ("headline, tail and paragraph", 0.93),
        ("all four", 0.83),
    ],
)
def test_copies_are_recognised(change: str, least: float) -> None:
    """A copy is one story with its original; short texts may escape if much was done to them."""
    assert recall(copies.CHANGES[change], long=False, each=25) >= least


def test_longer_copies_are_recognised_whatever_was_done_to_them() -> None:
    """Of stories of 300 to 700 words, a paragraph more or less changes little."""
    assert recall(copies.everything, long=True, each=25) >= 0.97


@pytest.mark.parametrize("kind", no_copies())
def test_nothing_else_is_joined(kind: str) -> None:
    """Two reporters, a repeated background, closing lines or a form make no copy."""
    assert joined(no_copies()[kind]) == 0


@pytest.mark.parametrize(
    "other",
    [
        STORY.replace('"', "”").replace("'", "’"),
        STORY.upper(),
        STORY.replace("\n", "\r\n\r\n"),
        STORY.replace("Dutch", "Du\u00adtch"),
        STORY.replace(" - ", "–"),
    ],
)
def test_signs_case_and_lines_change_nothing(other: str) -> None:
    """Quotation marks, capitals, line ends, soft hyphens and dashes are no part of a signature."""
    assert signature(other) == signature(STORY)


@pytest.mark.parametrize(
    "other",
    [
        "Northwind supplies rails to Harbour Rail in Wessingen.",
        "Northwind supplies rails to Harbour Rail in Lindhaven, it says.",
        "Northwind supplies rails.",
        "",
    ],
)
def test_short_texts_must_be_equal(other: str) -> None:
    """Under 24 words in common, only equal words make a copy."""
    assert not are_near(SHORT, other)


def test_short_texts_with_equal_words_are_copies() -> None:
    """Capitals, signs and line ends do not part two short texts."""
    assert are_near(SHORT, SHORT.upper().replace(".", "!\n"))


def test_texts_without_words_are_nobodys_copy() -> None:
    """Two texts of signs alone have nothing in common, and no bands."""
    assert signature("… — !") == Signature((), ())
    assert not are_near("… — !", "?")
    assert set(signature("…").properties) == {"sketch", *BANDS}


def test_scripts_without_spaces_have_words() -> None:
    """A Chinese copy with another headline and a cut tail is recognised, another text is not."""
    text = "蓝松电子周二表示，公司已经停止向海港铁路供应传感器，因为该部门要求出口许可证。"
    other = "港口管理局昨天宣布，三家供应商的合同将不再续签，具体原因将在下个月公布。"

    assert are_near(f"要闻\n{text}{other}", f"蓝松电子停止供货\n{text}{other}"[:-8])
    assert not are_near(text, other)


def test_a_digest_does_not_join_what_it_holds() -> None:
    """A text that prints six stories in full is a copy of none of them."""
    parts = [*copies.stories().values()][:6]

    assert not any(are_near("\n\n".join(parts), part) for part in parts)


@given(st.text(max_size=300))
def test_node_gives_back_the_signature(text: str) -> None:
    """What a document node keeps is the whole signature, whatever the text."""
    signed = signature(text)
    kept = signed.properties

    assert stored(kept["sketch"], [kept[band] for band in BANDS]) == signed
    assert all(0 <= band < 2**63 for band in signed.bands)
