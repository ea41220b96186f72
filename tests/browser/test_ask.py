"""Ask and About in a browser: answers, complaints, and where the data lies."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sayso.graph.store import Store
from sayso.tests.browser.conftest import Visit
from sayso.tests.examples import everything

pytestmark = pytest.mark.browser

READINGS = everything()


def test_ask_answers_and_complains(visit: Visit) -> None:
    """A query gives rows and a graph; a wrong one is explained while the old answer stays."""
    page = visit.open("/ask")
    expect(page.locator(".st-key-rows")).to_be_visible()  # the first example has run
    visit.wait_for_picture()
    editor = page.get_by_label("Cypher query")
    editor.fill("MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm) RETURN a, r.status, b")
    editor.press("Control+Enter")
    expect(page.locator(".st-key-rows")).to_contain_text("two suppliers")
    expect(page.locator(".st-key-rows")).to_contain_text("5 rows")
    visit.wait_for_picture(7)

    editor.fill("MATCH (a:Firm)\nRETURN c")
    editor.press("Control+Enter")
    expect(page.get_by_role("heading", name="Line 2: “c” is not defined")).to_be_visible()
    expect(page.locator(".wavy")).to_have_text("c")
    expect(page.locator(".st-key-answer-old")).to_contain_text("two suppliers")
    visit.settle()
    editor.fill("MATCH (n) DETACH DELETE n")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("heading", name="Ask only reads")).to_be_visible()


def test_answer_as_csv(visit: Visit) -> None:
    """The rows can be taken home."""
    page = visit.open("/ask")
    expect(page.locator(".st-key-rows")).to_be_visible()
    visit.wait_for_picture()
    page.get_by_label("Cypher query").fill("RETURN 1 AS one, 'a' AS letter")
    page.get_by_label("Cypher query").press("Control+Enter")
    expect(page.locator(".st-key-rows")).to_contain_text("letter")
    visit.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()

    assert download.value.path().read_text(encoding="utf-8-sig") == "one,letter\n1,a\n"


def test_about_says_where_the_data_lies(visit: Visit, store: Store) -> None:
    """About names the folder of the store."""
    page = visit.open("/about")

    expect(page.get_by_text(store.status().data).first).to_be_visible()
