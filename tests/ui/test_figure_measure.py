"""Room for texts: widths as drawn, names in boxes, labels on lines."""

from __future__ import annotations

from io import BytesIO

import pytest
import resvg_py
from PIL import Image

from sayso.graph.model import Edge, Entity, Label, Status
from sayso.tests.ui.figure_graphs import star
from sayso.ui.figure import fonts
from sayso.ui.figure.measure import (
    BARE,
    HEIGHT,
    HEIGHT_TWO_LINES,
    NAME_LEFT,
    NAME_RIGHT,
    NAMED_AT_MOST,
    box,
    boxes,
    clean,
    edge_label,
    text_width,
)


def named(name: str) -> Entity:
    return Entity("e", name, Label.FIRM)


def edge(**changes: object) -> Edge:
    values = {"status": Status.ASSERTED, "n_claims": 1, **changes}
    return Edge("r", "a", "SUPPLIES", "b", **values)  # type: ignore[arg-type]


def drawn_width(text: str, size: float, weight: int) -> float:
    """Return how wide the ink of a text is when drawn, in px."""
    scale = 4
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="60"><text x="20" y="40"'
        f' font-family="Inter" font-weight="{weight}" font-size="{size}">{text}</text></svg>'
    )
    files = [str(path) for path in fonts.paths()]
    data = resvg_py.svg_to_bytes(
        svg_string=picture, zoom=scale, font_files=files, skip_system_fonts=True
    )
    left, _, right, _ = Image.open(BytesIO(data)).getchannel("A").getbbox() or (0, 0, 0, 0)
    return (right - left) / scale


@pytest.mark.parametrize("weight", [400, 500, 600])
@pytest.mark.parametrize("text", ["Hikvision", "unnamed Hikvision executive", "Šumava – Ωmega Дом"])
def test_width_is_what_is_drawn(text: str, weight: int) -> None:
    """The widths read from the font agree with the renderer: kerning and side bearings aside."""
    measured = text_width(text, 13, weight)

    assert drawn_width(text, 13, weight) == pytest.approx(measured, rel=0.03, abs=2.0)


def test_wide_and_combining_characters_have_sensible_widths() -> None:
    """What Inter lacks is guessed: a Han sign is an em wide, a combining mark nothing."""
    assert text_width("海康", 10) == 20.0
    assert text_width("e\u0591", 10) == text_width("e", 10)


def test_short_name_stands_on_one_line() -> None:
    """A box is as high and wide as the page's design says."""
    found = box(named("Northwind"))

    assert found.lines == ("Northwind",)
    assert found.height == HEIGHT
    assert found.width == round(NAME_LEFT + text_width("Northwind", 13, 500) + NAME_RIGHT)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("unnamed Northwind executive", ("unnamed Northwind", "executive")),
        ("chip suppliers in the Ostrava valley", ("chip suppliers in", "the Ostrava valley")),
        ("x" * 300, ("x" * 23 + "…", "x" * 23 + "…")),
        ("海" * 13, ("海" * 6, "海" * 7)),
    ],
)
def test_long_name_is_broken_into_two_even_lines(name: str, lines: tuple[str, str]) -> None:
    """Above 24 characters a name takes two lines; what is left over is cut with an ellipsis."""
    found = box(named(name))

    assert found.lines == lines
    assert found.height == HEIGHT_TWO_LINES


@pytest.mark.parametrize("name", ["", "\n\t ", "\u202e\x00"])
def test_name_that_cannot_be_seen_gets_a_word(name: str) -> None:
    """A box is never empty by accident."""
    assert box(named(name)).lines == ("unnamed",)


def test_clean_leaves_nothing_that_turns_the_text_round() -> None:
    """Direction marks, controls and lone surrogates go, everything else stays."""
    assert clean("a\u202eb\x00\n c\ud800 é海") == "ab c é海"


def test_label_tells_number_of_claims_and_dispute() -> None:
    """From two claims on the label has their number; a dispute takes its sign and word."""
    plain, many, disputed = (
        edge_label(edge()),
        edge_label(edge(n_claims=3)),
        edge_label(edge(status=Status.DISPUTED)),
    )

    assert (plain.text, many.text, disputed.text) == ("supplies", "supplies ×3", "supplies")
    assert plain.width < many.width < disputed.width
    assert edge_label(edge(), "1,2").width > plain.width


def test_many_names_leave_only_the_best_connected_written() -> None:
    """Above the limit the others are boxes with a glyph, and the start keeps its name."""
    found = boxes(star(NAMED_AT_MOST + 20))
    bare = [each for each in found.values() if not each.lines]

    assert len(bare) == 20
    assert {each.width for each in bare} == {BARE}
    assert found["e000"].lines
