"""Lines of a text, and what each of them is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.loaders.extract.segment import segment


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[slice(*block.span)]) for block in segment(text)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ada Low | Daybreak | Getty Images", "credit"),
        ("Photograph: Ada Low/The Courier", "credit"),
        ("Ada Low/Reuters", "credit"),
        ("A quay at dawn, May 3, 2019. (AP Photo/Ada Low)", "caption"),
        ("FILE PHOTO: A quay at dawn", "caption"),
        ("By Ada Low and Ben Ray", "byline"),
        ("(Reporting by Ada Low; Editing by Ben Ray)", "byline"),
        ("Updated: May 3, 2019 5:30 pm", "byline"),
        ("WATCH: What is Quillon?", "promo"),
        ("Read more: Quillon opens a yard", "promo"),
        ("Share this article", "promo"),
        ("Copyright 2020 Daybreak. All rights reserved.", "promo"),
        ("• Quillon sells cranes", "bullet"),
        ("Quillon opens a yard in Oslo", "heading"),
        ("Quillon sells cranes to Bolt.", "body"),
        ("By Tuesday, the firm had sold ten cranes.", "body"),
        ("Share prices fell on Monday.", "body"),
        ("Save the Whales said it would sue.", "body"),
        ("Watch firms in Switzerland fear duties.", "body"),
    ],
)
def test_a_line_is_known_by_its_words(line: str, kind: str) -> None:
    """Boilerplate is told from sentences that begin alike."""
    (found,) = segment(line)

    assert found.kind == kind


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON (Reuters) -",
        "BEIJING, May 3 (Xinhua) --",
        "HONG KONG/BEIJING, May 3 -",
        "LONDON, Jan. 5, 2021 /PRNewswire/ --",
        "NEW YORK--(BUSINESS WIRE)--",
        "PARIS —",
        "Nairobi, Kenya (AP) —",
        "Brussels, 5 May 2021 –",
        "(Reuters) -",
        "NEW DELHI:",
        "EXCLUSIVE:",
    ],
)
def test_a_dateline_is_cut_from_its_sentence(dateline: str) -> None:
    """Place, date and agency never become part of the first sentence."""
    assert kinds(f"{dateline} Quillon sold cranes.") == [
        ("dateline", dateline),
        ("body", "Quillon sold cranes."),
    ]


def test_a_dash_after_a_name_is_no_dateline() -> None:
    """An aside behind a firm in capitals stays in its sentence."""
    text = "QLN — the sole maker of cranes — said so."

    assert kinds(text) == [("body", text)]


def test_what_stands_above_a_credit_is_its_caption() -> None:
    """A picture's description claims nothing, whatever it looks like."""
    text = "Cranes stand at the quay in Oslo on Thursday.\nAda Low | Getty Images\nQuillon sells."

    assert [kind for kind, _ in kinds(text)] == ["caption", "credit", "body"]


def test_a_newline_ends_a_block() -> None:
    """A bullet mark is not part of its block."""
    assert kinds("Quillon said:\n- It sells cranes\n- It rents ships.") == [
        ("body", "Quillon said:"),
        ("bullet", "It sells cranes"),
        ("bullet", "It rents ships."),
    ]


def test_lines_broken_at_a_column_are_joined() -> None:
    """Paragraphs that a mail program wrapped are read as paragraphs."""
    text = (
        "Quillon said on Tuesday that it would sell its yard at the fjord to the\n"
        "port of Oslo, which has long been looking for a place to store the many\n"
        "cranes that it bought last year.\n"
        "\n"
        "The port did not comment.\n"
    )

    assert [kind for kind, _ in kinds(text)] == ["body", "body"]


@given(st.text(alphabet=st.sampled_from("Ab c.\n\r\t“”|:-—(•1\u2028"), max_size=80))
def test_blocks_are_in_order_and_lose_no_word(text: str) -> None:
    """Every letter and digit but a bullet's number lies in exactly one block."""
    blocks = segment(text)
    spans = [block.span for block in blocks]
    outside = text
    for start, end in reversed(spans):
        outside = outside[:start] + outside[end:]

    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert not any(letter.isalpha() for letter in outside)
