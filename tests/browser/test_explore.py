"""Explore in a browser: what people click is what they get, and nothing moves by itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from sayso.graph.store import Store
from sayso.tests.browser.canvas import eventually
from sayso.tests.browser.conftest import Visit
from sayso.tests.examples import everything

pytestmark = pytest.mark.browser

READINGS = everything()
START = "Harbour Rail"


def edge(store: Store, subject: str, relation: str, target: str) -> str:
    around = store.neighbourhood([store.named(subject).id])
    wanted = (store.named(subject).id, relation, store.named(target).id)
    return next(e.id for e in around.edges if (e.subject, e.relation, e.object) == wanted)


def unmoved(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return all(after[name] == at for name, at in before.items() if name in after)


def test_opens_on_the_start(visit: Visit) -> None:
    """The page shows the neighbourhood of the name it was started with, and says how much."""
    page = visit.open()
    visit.wait_for_picture()

    expect(page.get_by_test_id("canvas-facts")).to_contain_text("3 of 3 shown")
    expect(page.get_by_test_id("canvas-facts")).to_contain_text("around Harbour Rail")
    expect(page.get_by_test_id("search-input")).to_have_value("Harbour Rail")
    expect(page.get_by_text("Click a line to read what was said.")).to_be_visible()


def test_search_finds_a_spelling(visit: Visit, store: Store) -> None:
    """Typing an alias offers the name, and choosing it shows its neighbourhood."""
    page = visit.open()
    visit.wait_for_picture()
    page.get_by_test_id("search-input").fill("Lansong")
    page.get_by_test_id("search-hit").first.click()

    expect(page.get_by_test_id("canvas-facts")).to_contain_text("around 蓝松电子")
    visit.wait_for_picture()
    assert store.named("蓝松电子").id in visit.ask("positions")


def test_search_finds_a_quote(visit: Visit) -> None:
    """Words that no name has find the sentence, and a choice shows whom it speaks of."""
    page = visit.open()
    visit.wait_for_picture()
    page.get_by_test_id("search-input").fill("letter last month")
    hit = page.get_by_test_id("search-hit").first

    expect(hit).to_contain_text("in a quote “Kestrel Optics was cited in a letter")
    hit.click()
    expect(page.get_by_test_id("canvas-facts")).to_contain_text("around twelve senators")


def test_search_in_vain(visit: Visit) -> None:
    """A name that is not there gets a page that offers the nearest one."""
    page = visit.open()
    visit.wait_for_picture()
    page.get_by_test_id("search-input").fill("Zzyzx Unheard Of")
    page.get_by_test_id("search-input").press("Enter")

    expect(page.get_by_role("heading", name="No name matches “Zzyzx Unheard Of”")).to_be_visible()
    visit.settle()
    page.get_by_role("button", name="Clear search", exact=True).click()
    expect(page.get_by_test_id("canvas-facts")).to_contain_text("around Harbour Rail")


def test_a_click_opens_the_evidence(visit: Visit, store: Store) -> None:
    """A click on a line shows every claim behind it: quote, speaker, certainty, polarity, date."""
    page = visit.open()
    visit.wait_for_picture()
    before = visit.ask("positions")
    clicked = edge(store, "Northwind Metals", "SUPPLIES", "Harbour Rail")
    visit.click_edge(clicked)
    drawer = page.locator(".st-key-drawer")

    expect(drawer).to_contain_text("Edge · 3 claims, newest first")
    expect(drawer).to_contain_text("1 source says so, 1 denies it")
    expect(drawer).to_contain_text("Says no · 1 source")
    quote = "Northwind supplies rails to Harbour Rail, Ada Lind told The Harbour Post."
    expect(drawer.locator("blockquote").get_by_text(quote, exact=True)).to_be_visible()
    expect(drawer.locator("mark.lined").first).to_have_text("Northwind Metals")
    visit.wait_for_open("edge", clicked)
    visit.wait_for_picture()
    assert visit.ask("positions") == before


def test_a_link_leads_back(visit: Visit, store: Store) -> None:
    """The address opens the same line again, and closing it empties the drawer only."""
    page = visit.open()
    visit.wait_for_picture()
    wanted = edge(store, "Northwind Metals", "SUPPLIES", "Harbour Rail")
    visit.click_edge(wanted)
    page.wait_for_url(re.compile(wanted))
    visit.settle()
    page.reload()
    visit.wait_for_picture()

    expect(page.locator(".st-key-drawer")).to_contain_text("Edge · 3 claims")
    visit.wait_for_open("edge", wanted)
    visit.settle()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_text("Click a line to read what was said.")).to_be_visible()
    visit.wait_for_open(None)


def test_a_name_shows_what_is_only_denied(visit: Visit, store: Store) -> None:
    """A name's drawer lists its edges, and what is only denied opens although it has no line."""
    page = visit.open()
    visit.wait_for_picture()
    visit.click_name(store.named("Harbour Rail").id)
    drawer = page.locator(".st-key-drawer")

    expect(drawer.get_by_role("heading", name="Harbour Rail")).to_be_visible()
    expect(drawer).to_contain_text("Kestrel Optics supplies Harbour Rail")
    visit.settle()
    drawer.get_by_role("button", name="1 claim", exact=True).click()
    expect(drawer).to_contain_text("Only denied, so no line is drawn")
    expect(drawer).to_contain_text("Kestrel Optics does not supply Harbour Rail")


def test_a_row_of_the_table_opens_the_edge(visit: Visit, store: Store) -> None:
    """A row in a name's table opens the line, on the canvas as well."""
    page = visit.open()
    visit.wait_for_picture()
    visit.click_name(store.named("Harbour Rail").id)
    row = page.locator(".st-key-drawer").get_by_role("row", name="two suppliers")
    expect(row).to_be_visible()
    visit.settle()
    row.click()

    expect(page.locator(".st-key-drawer")).to_contain_text("Edge · 1 claim, newest first")
    visit.wait_for_open("edge", edge(store, "two suppliers", "SUPPLIES", "Harbour Rail"))


def test_expanding_moves_nobody(visit: Visit, store: Store) -> None:
    """A double-click brings the neighbours; undo takes them away, redo brings them back."""
    page = visit.open()
    visit.wait_for_picture(3)
    before = visit.ask("positions")
    visit.click_name(store.named("Northwind Metals").id, double=True)
    visit.wait_for_picture(4)
    grown = visit.ask("positions")

    assert unmoved(before, grown)
    page.get_by_test_id("canvas-undo").click()
    visit.wait_for_picture(3)
    assert visit.ask("positions") == before
    page.get_by_test_id("canvas-redo").click()
    visit.wait_for_picture(4)
    assert visit.ask("positions") == grown


def test_filtering_moves_nobody(visit: Visit) -> None:
    """A filter hides lines and names; those that stay, stay where they are."""
    page = visit.open()
    visit.wait_for_picture(3)
    before = visit.ask("positions")
    page.get_by_role("button", name="Status · all").click()
    page.get_by_role("button", name="disputed 1", exact=True).click()
    visit.wait_for_picture(2)

    assert unmoved(before, visit.ask("positions"))
    expect(page.get_by_role("button", name="Status · 2 of 3")).to_be_visible()
    page.get_by_role("button", name="None", exact=True).click()
    expect(page.get_by_role("heading", name="All 2 lines are hidden by filters")).to_be_visible()
    visit.settle()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear filters", exact=True).click()
    visit.wait_for_picture(3)
    assert visit.ask("positions") == before
    page.get_by_role("radio", name="Table").click()
    expect(page.get_by_text("2 edges", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Status · all")).to_be_visible()


def test_picture_to_take_home(visit: Visit, tmp_path: Path) -> None:
    """Download gives the picture as SVG, with its names and sources as text, and as PNG."""
    page = visit.open()
    visit.wait_for_picture()
    files: dict[str, Path] = {}
    page.get_by_role("button", name="Download").click()
    for form in ("SVG", "PNG"):
        with page.expect_download() as download:
            page.get_by_role("button", name=form, exact=True).click()
        files[form] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[form])
    texts = "".join(ElementTree.parse(files["SVG"]).getroot().itertext())

    assert files["SVG"].name == "sayso-harbour-rail.svg"
    assert "Northwind Metals" in texts
    assert "northwind.txt" in texts
    assert "A line shows what a source says, not what is proven." in texts
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")


def test_hostile_names_stay_text(visit: Visit, store: Store) -> None:
    """A name made of markup is shown letter by letter, and nothing in it runs."""
    page = visit.open()
    visit.wait_for_picture()
    page.get_by_test_id("search-input").fill("O'Hara")
    page.get_by_test_id("search-hit").first.click()
    expect(page.get_by_test_id("canvas-facts")).to_contain_text("</script><b>&")
    hit = store.search("O'Hara")[0].entity
    visit.click_name(hit.id)
    drawer = page.locator(".st-key-drawer")

    expect(drawer.get_by_role("heading").first).to_have_text(hit.name)
    visit.settle()
    expect(drawer.locator("b")).to_have_count(0)


@pytest.mark.parametrize("width", [1000, 640])
def test_narrow_window_stacks(visit: Visit, width: int) -> None:
    """Below 1100 px the drawer lies under the canvas, which keeps its height."""
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open()
    visit.wait_for_picture()
    expect(page.get_by_text("Click a line to read what was said.")).to_be_visible()

    def stacks() -> bool:
        canvas = visit.canvas.root.bounding_box()
        drawer = page.locator(".st-key-drawer").bounding_box()
        if canvas is None or drawer is None:
            return False
        is_below = drawer["y"] >= canvas["y"] + canvas["height"]
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return canvas["height"] >= 479 and is_below and not is_wide

    eventually(stacks, "the drawer lies under a canvas of 480 px, and nothing sticks out")
