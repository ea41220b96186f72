"""Load in a browser, from an empty store to the first graph."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sayso.graph.store import Store
from sayso.tests.browser.conftest import Visit
from sayso.tests.conftest import empty

pytestmark = pytest.mark.browser

STORY = """\
Halvorsen Navigation supplies gyroscopes to Arkady Precision, the ministry said.

The Transport Ministry accused Arkady Precision of hiding defects.
"""
NO_CLAIMS = "The weather stayed mild on the coast, and the harbour was quiet all week long."


@pytest.fixture(autouse=True)
def _nothing_written(store: Store) -> None:
    """Each test begins with an empty store, even one that is tried again."""
    empty(store)


def test_empty_store_to_the_first_graph(visit: Visit, store: Store) -> None:
    """An article is pasted, checked in its text, written in part, and opened as a graph."""
    page = visit.open()
    expect(page.get_by_role("heading", name="Nothing has been said yet")).to_be_visible()
    visit.settle()
    page.get_by_role("button", name="Paste an article", exact=True).click()
    paste(visit, STORY)
    expect(page.get_by_text("2 of 2 claims will be written.")).to_be_visible()
    visit.settle()

    assert store.is_empty()
    mark = page.locator("mark", has_text="supplies gyroscopes")
    expect(mark).to_have_class("asserted")
    page.locator("li", has_text="accuses").hover()
    expect(page.locator("mark", has_text="hiding defects")).to_have_class("asserted pointed")
    page.get_by_role("checkbox").nth(1).uncheck(force=True)
    expect(page.get_by_text("1 of 2 claims will be written.")).to_be_visible()
    visit.settle()
    page.get_by_role("button", name="Write 1 claim", exact=True).click()
    expect(page.get_by_role("heading", name="1 claim written.")).to_be_visible()
    visit.settle()
    assert store.status().claims == 1
    page.get_by_role("button", name="Open the graph", exact=True).click()
    visit.wait_for_picture(2)


def paste(visit: Visit, text: str) -> None:
    """Have a pasted text read."""
    editor = visit.page.get_by_label("Text of the article")
    expect(editor).to_be_visible()
    visit.settle()
    editor.fill(text)
    editor.blur()
    visit.page.get_by_role("button", name="Read", exact=True).click()


def test_text_without_claims(visit: Visit) -> None:
    """A text that claims nothing says so, and offers another try."""
    page = visit.open("/load")
    paste(visit, NO_CLAIMS)

    expect(page.get_by_role("heading", name="No claims found")).to_be_visible()
    visit.settle()
    page.get_by_role("button", name="Try another text", exact=True).click()
    expect(page.get_by_role("heading", name="Load an article")).to_be_visible()


def test_file_that_is_no_text(visit: Visit) -> None:
    """A file that cannot be read is refused by its name, with the reason."""
    page = visit.open("/load")
    expect(page.locator("input[type=file]")).to_be_attached()
    visit.settle()
    page.locator("input[type=file]").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\x00\xff\xfe"}
    )
    expect(page.get_by_text("report.pdf", exact=True)).to_be_visible()
    visit.settle()
    page.get_by_role("button", name="Read", exact=True).click()

    expect(page.get_by_role("heading", name="report.pdf was not read")).to_be_visible()
    expect(page.get_by_text("Sayso reads plain text in UTF-8, up to 5 MB.")).to_be_visible()
