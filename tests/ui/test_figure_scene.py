"""The whole figure: nothing overlaps, nothing is cut, sources complete, the same bytes again."""

from __future__ import annotations

import logging
import os
import zlib
from datetime import date
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from struct import unpack
from xml.etree import ElementTree

import pytest
import resvg_py
from PIL import Image

from sayso.graph.model import Status
from sayso.graph.subgraph import Subgraph
from sayso.tests.ui.figure_graphs import SMALL, evidence_for, parallel, positions_of
from sayso.ui.figure import fonts
from sayso.ui.figure import png as writer
from sayso.ui.figure.captions import wrapped
from sayso.ui.figure.marks import Circle, Frame, Scene, Shape, Stroke, Text
from sayso.ui.figure.measure import clean, text_width
from sayso.ui.figure.png import png, undrawn
from sayso.ui.figure.scene import figure
from sayso.ui.figure.svg import escaped, svg
from sayso.ui.theme import DARK, LIGHT
from sayso.ui.words import NOT_PROVEN

GOLDEN = Path(__file__).parent.parent / "golden" / "parallel.svg"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def scene_of(key: str) -> Scene:
    subgraph = SMALL[key]
    return figure(
        subgraph,
        positions_of(key),
        evidence_for(subgraph),
        title=f"Who said what: {key}",
        notes=("4 lines hidden by filters",),
    )


def texts(scene: Scene, *layers: str) -> list[Text]:
    return [
        mark
        for layer in scene.layers
        for group in layer.groups
        for mark in group.marks
        if isinstance(mark, Text) and (not layers or layer.name in layers)
    ]


def extent(text: Text) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of a text."""
    width = text_width(text.text, text.size, text.weight)
    return text.x, text.y - 0.73 * text.size, text.x + width, text.y + 0.2 * text.size


@pytest.mark.parametrize("key", SMALL)
def test_no_text_lies_on_another_or_is_cut(key: str) -> None:
    """Title, names, labels, legend, sources and notes all have room of their own."""
    scene = scene_of(key)
    found = [(extent(text), text.text) for text in texts(scene)]

    for at, ((left, top, right, bottom), said) in enumerate(found):
        assert left >= 0, said
        assert top >= 0, said
        assert right <= scene.width, said
        assert bottom <= scene.height, said
        for (left_2, top_2, right_2, bottom_2), other in found[at + 1 :]:
            apart = left >= right_2 or left_2 >= right or top >= bottom_2 or top_2 >= bottom
            assert apart, (said, other)


@pytest.mark.parametrize("key", SMALL)
def test_svg_is_well_formed_and_holds_every_name_as_text(key: str) -> None:
    """Whatever names contain, the XML parses, and text can be found and edited."""
    root = ElementTree.fromstring(svg(scene_of(key)))
    written = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    titles = [element.text or "" for element in root.iter(f"{SVG}title")]

    for node in SMALL[key].nodes:
        name = clean(node.name)
        assert any(title.startswith(f"{name}, {node.label}") for title in titles)
        if len(name) <= 12:
            assert name in written
    for edge in SMALL[key].edges:
        assert any(f"({edge.status}, " in title for title in titles)


def test_ids_are_unique_and_prefixed() -> None:
    """Several figures can share a page without meeting in their ids."""
    root = ElementTree.fromstring(svg(scene_of("tangle"), prefix="one-"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]

    assert len(ids) == len(set(ids))
    assert all(str(each).startswith("one-") for each in ids)


def test_layers_are_grouped_and_named() -> None:
    """An illustrator finds lines, labels, names, legend and sources apart."""
    root = ElementTree.fromstring(svg(scene_of("tangle")))
    layers = [element.get("class") for element in root if element.tag == f"{SVG}g"]
    parts = ["ground", "title", "lines", "labels", "names", "frame", "legend", "sources"]

    assert layers == [*parts, "left out", "proviso"]


def test_sources_are_numbered_once_and_complete() -> None:
    """Every document has one number, in the order of publication, and stands on its lines."""
    subgraph = SMALL["star"]
    evidence = evidence_for(subgraph)
    scene = scene_of("star")
    listed = " ".join(text.text for text in texts(scene, "sources"))
    notes = [text.text for text in texts(scene, "labels") if text.text[0].isdigit()]
    count = len(subgraph.edges)

    assert notes == [f"{at},{count + 1}" for at in range(1, count + 1)]
    for at in range(count):
        assert f"Report <{at}> & what followed" in listed.replace("  ", " ")
        assert f"{1 + at} March 2024" in listed
    assert listed.count("wire copy.txt, not dated") == 1
    assert {str(at) for at in range(1, count + 2)} <= set(listed.split())
    assert len(evidence) == count


def test_figure_says_what_it_is_and_what_it_leaves_out() -> None:
    """Facts, legend with all statuses, what is not shown, and that a line proves nothing."""
    said = " ".join(text.text for text in texts(scene_of("hostile")))

    assert "10 names · 6 lines · sources up to 6 March 2024" in said
    assert "30 names of 40 within reach" in said
    assert "4 lines hidden by filters" in said
    assert NOT_PROVEN in said
    for status in Status:
        assert f"{status} " in said


def test_day_of_the_question_is_told_when_given() -> None:
    """An as-of date stands in place of the newest source's."""
    scene = figure(SMALL["pair"], positions_of("pair"), title="Pair", as_of=date(2024, 5, 2))

    assert "2 names · 1 line · as of 2 May 2024" in [text.text for text in texts(scene)]


def test_line_without_room_for_its_label_is_told_below() -> None:
    """What the picture cannot say stands beside it."""
    subgraph = SMALL["pair"]
    close = {"e000": (0.0, 0.0), "e001": (150.0, 0.0)}
    scene = figure(subgraph, close, title="Close")

    assert texts(scene, "short lines")[0].text == "Lines too short for a label"
    assert texts(scene, "labels") == []


def test_status_is_told_by_dash_word_and_colour() -> None:
    """Asserted is solid, hedged dashed, disputed dashed, red, signed and spelled out."""
    scene = scene_of("parallel")
    status = {f"line-{edge.id}": edge.status for edge in SMALL["parallel"].edges}
    lines = {g.id: g for layer in scene.layers if layer.name == "lines" for g in layer.groups}
    strokes = {key: next(m for m in g.marks if isinstance(m, Stroke)) for key, g in lines.items()}

    assert {bool(strokes[key].dash) for key in status if status[key] == "asserted"} == {False}
    assert {bool(strokes[key].dash) for key in status if status[key] != "asserted"} == {True}
    assert {strokes[key].colour for key in status if status[key] == "disputed"} == {"#C52941"}
    labels = [
        m for layer in scene.layers if layer.name == "labels" for g in layer.groups for m in g.marks
    ]
    assert sum(isinstance(mark, Circle) for mark in labels) == 1
    assert [m.text for m in labels if isinstance(m, Text) and m.weight == 600] == ["disputed"]


def test_description_tells_the_figure_in_words() -> None:
    """Those who cannot see it hear how much there is, who stands out and what is disputed."""
    said = scene_of("star").description

    assert said.startswith("A graph of 14 names and 13 lines from 14 sources.")
    assert "Best connected: Lindqvist (13 lines), " in said
    assert "1 line is disputed: " in said


def test_metadata_tells_where_the_figure_comes_from() -> None:
    """Software, hashes of graph and positions, and the sources travel with the file."""
    scene = scene_of("tangle")
    moved = figure(
        SMALL["tangle"],
        {**positions_of("tangle"), "e000": (1.0, 1.0)},
        evidence_for(SMALL["tangle"]),
        title="Moved",
    )

    assert scene.metadata["Software"].startswith("Sayso ")
    assert scene.metadata["Graph"] == moved.metadata["Graph"]
    assert scene.metadata["Positions"] != moved.metadata["Positions"]
    assert "The Harbour Post" in scene.metadata["Sources"]


def test_figure_is_as_it_was() -> None:
    """The golden picture; SAYSO_WRITE_GOLDEN=1 draws it anew, then look at it."""
    subgraph = parallel()
    spots = {"e000": (100.0, 60.0), "e001": (460.0, 80.0), "e002": (130.0, 230.0)}
    drawn = svg(figure(subgraph, spots, evidence_for(subgraph), title="Two firms, four lines"))
    if os.environ.get("SAYSO_WRITE_GOLDEN") == "1":
        GOLDEN.write_text(drawn, encoding="utf-8")

    assert drawn == GOLDEN.read_text(encoding="utf-8")


def test_empty_graph_makes_a_figure() -> None:
    """A view without names is a figure with a legend, not a failure."""
    scene = figure(Subgraph(), {}, title="Nothing")

    assert "0 names · 0 lines" in [text.text for text in texts(scene)]
    ElementTree.fromstring(svg(scene))


def test_figure_stands_alone() -> None:
    """One SVG with its title, without a reference to anything outside."""
    text = svg(scene_of("hostile"))
    root = ElementTree.fromstring(text)

    assert root.find(f"{SVG}title").text == "Who said what: hostile"  # type: ignore[union-attr]
    assert "href" not in text
    assert "url(" not in text


def test_long_words_are_broken_and_nothing_is_lost() -> None:
    """Addresses break behind a slash where they can, else anywhere."""
    address = "https://harbour.example/" + "long/" * 12 + "x" * 90
    lines = wrapped(f"see {address} now", 200, 12)

    assert max(text_width(line, 12) for line in lines) <= 200
    assert "".join(lines).replace("see", "").replace("now", "").replace(" ", "") == address


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    """Not even a broken name breaks the file."""
    assert escaped('a\x00b\ud800 <&>"') == "a\ufffdb\ufffd &lt;&amp;&gt;&quot;"


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the chunks of a PNG, their check sums verified."""
    found, at = [], 8
    while at < len(data):
        (length,) = unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        found.append((kind, body))
        at += 12 + length
    return found


def test_png_has_its_size_and_its_metadata() -> None:
    """Twice the pixels by default; title and sources can be read back."""
    scene = scene_of("chain")
    data = png(scene)
    text = [body.decode("utf-8") for kind, body in chunks(data) if kind == b"iTXt"]

    assert Image.open(BytesIO(data)).size == (round(scene.width * 2), round(scene.height * 2))
    assert "Title\0\0\0\0\0Who said what: chain" in text
    assert any(each.startswith("Sources\0") and "wire copy.txt" in each for each in text)


def test_very_large_png_is_scaled_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """No picture is larger than other programs can open; its shape stays."""
    monkeypatch.setattr(writer, "_MOST_PIXELS", 40_000)
    scene = scene_of("pair")
    width, height = Image.open(BytesIO(png(scene))).size

    assert width * height <= 41_000
    assert width / height == pytest.approx(scene.width / scene.height, rel=0.02)


def colour_at(picture: Image.Image, x: float, y: float) -> str:
    """Return the colour at a place of the scene; the picture has twice its pixels."""
    red, green, blue = picture.getpixel((round(2 * x), round(2 * y)))  # type: ignore[misc]
    return f"#{red:02X}{green:02X}{blue:02X}"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_png_draws_names_and_glyphs(theme: object) -> None:
    """In the middle of each glyph is the colour of its type, and every name leaves ink."""
    subgraph, positions = SMALL["chain"], positions_of("chain")
    scene = figure(subgraph, positions, title="Glyphs", theme=theme)  # type: ignore[arg-type]
    picture = Image.open(BytesIO(png(scene))).convert("RGB")
    groups = [g for layer in scene.layers if layer.name == "names" for g in layer.groups]

    assert len(groups) == len(subgraph.nodes)
    for group in groups:
        frame = next(mark for mark in group.marks if isinstance(mark, Frame))
        glyph = next(mark for mark in group.marks if isinstance(mark, Shape))
        name = next(mark for mark in group.marks if isinstance(mark, Text))
        middle = colour_at(picture, glyph.x + 6, glyph.y + 6.5)
        ground = colour_at(picture, frame.x + 5, frame.y + 5)
        left, top, right, bottom = (round(2 * value) for value in extent(name))
        inside = picture.crop((left, top, right, bottom)).convert("L").getextrema()

        assert middle == glyph.fill
        assert ground == frame.fill
        assert inside[1] - inside[0] > 100  # type: ignore[operator]


def test_script_without_a_font_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A script that no font draws is named, so nobody publishes boxes unawares."""
    bare = partial(resvg_py.svg_to_bytes, font_files=[str(path) for path in fonts.paths()])
    monkeypatch.setattr(
        writer, "_rendered", lambda text, scale, **_: bare(text, skip_system_fonts=True)
    )
    with caplog.at_level(logging.WARNING):
        png(figure(SMALL["hostile"], positions_of("hostile"), title="Lost"))

    assert undrawn(["Northwind", "Дом", "λόγος"]) == ()
    assert undrawn(["杭州", "مجموعة"]) == ("ARABIC", "CJK")
    assert "No font on this machine draws ARABIC, CJK" in caplog.text
