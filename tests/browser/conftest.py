"""The real page for browser tests: served by itself, over a store of its own.

A module says which readings its store holds by a `READINGS` tuple, and where
the page opens by `START`; both may be left out.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from sayso.graph.database import embedded
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.browser.canvas import SLOW_MACHINE, Canvas, eventually, settle
from sayso.tests.browser.serving import serving
from sayso.tests.conftest import require
from sayso.ui.serve import command, environment

CHROMIUM = os.environ.get("SAYSO_CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
OFFLINE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# How long Chromium and Streamlit take on a busy machine is not ours to say: a test that
# fails is tried once more, and the report tells. Whatever fails twice has failed.
ONCE_MORE = pytest.mark.flaky(reruns=1)
BOTH_TRIES = pytest.mark.timeout(900)

# Opening a sub-page by its address, Streamlit first asks beneath it for these two.
KNOWN_404 = ("_stcore/health", "_stcore/host-config")


@dataclass
class Visit:
    """A page in the browser, with all that it asked for and complained of."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        """Go to a page of Sayso."""
        self.page.goto(self.address + path)
        return self.page

    @property
    def canvas(self) -> Canvas:
        """The canvas on the page; for a moment there may be another one that is about to go."""
        return Canvas(self.page.get_by_test_id("sayso-canvas").first)

    def ask(self, question: str, *words: str) -> Any:
        """Ask the canvas through its read-only inspection hook."""
        return self.canvas.ask(question, *words)

    def settle(self) -> None:
        """Wait until the page is whole; call it once the first effect of what was done shows."""
        settle(self.page)

    def wait_for_picture(self, names: int | None = None) -> None:
        """Wait until the canvas shows names (this many, if a number is given) and is at rest."""
        self.canvas.at_rest(names)

    def wait_for_open(self, kind: str | None, id_: str = "") -> None:
        """Wait until this line or name is the open one on the canvas; none if nothing is."""
        wanted = None if kind is None else {"kind": kind, "id": id_}
        eventually(lambda: self.ask("open") == wanted, f"{wanted} is open")

    def click_edge(self, edge_id: str) -> None:
        """Click the line of an edge."""
        self.canvas.click("edge", edge_id)

    def click_name(self, entity_id: str, *, double: bool = False) -> None:
        """Click the box of a name, once or twice."""
        self.canvas.click("node", entity_id, times=2 if double else 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the browser tests, and no others, a second try."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(ONCE_MORE)
            item.add_marker(BOTH_TRIES)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium: Playwright's own download cannot be relied on."""
    require(CHROMIUM, "Chromium is not installed (or name it in SAYSO_CHROMIUM)")
    expect.set_options(timeout=SLOW_MACHINE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Settings of a page that is being served, over the module's readings."""
    folder = tmp_path_factory.mktemp("store")
    settings = Settings(store=folder, connect_seconds=60)
    start = getattr(request.module, "START", None)
    bare = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    try:
        with Store.open(settings) as store:
            store.write(getattr(request.module, "READINGS", ()))
        # Away from the checkout: its own configuration must be found.
        with serving(
            lambda port: command(replace(settings, port=port)),
            folder=tmp_path_factory.mktemp("page"),
            environment=lambda port: environment(
                replace(settings, port=port), start=start, base=bare
            ),
        ) as port:
            yield replace(settings, port=port)
    finally:
        embedded.stop(folder)


@pytest.fixture
def store(served: Settings) -> Iterator[Store]:
    """The store behind the page."""
    with Store.open(served) as opened:
        yield opened


@pytest.fixture
def visit(chromium: Browser, served: Settings) -> Iterator[Visit]:
    """A reader without memory of other tests, who asks nothing of any other address."""
    context = chromium.new_context(
        color_scheme="light", viewport={"width": 1440, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(SLOW_MACHINE)
    visit = _watched(context, f"http://127.0.0.1:{served.port}")
    yield visit
    context.close()
    foreign = [
        url for url in visit.requests if not url.startswith((visit.address, "data:", "blob:"))
    ]
    assert foreign == []
    assert visit.complaints == []


def _watched(context: BrowserContext, address: str) -> Visit:
    visit = Visit(context.new_page(), address)
    sockets = address.replace("http", "ws")

    def said(message: Any) -> None:
        is_known = message.location["url"].endswith(KNOWN_404)
        if message.type == "error" and not is_known:
            visit.complaints.append(message.text)

    visit.page.on("request", lambda asked: visit.requests.append(asked.url))
    visit.page.on(
        "websocket", lambda opened: visit.requests.append(opened.url.replace(sockets, address))
    )
    visit.page.on("console", said)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    return visit
