"""The real page for browser tests: served by itself, over a store of its own.

A module says which readings its store holds by a `READINGS` tuple, and where
the page opens by `START`; both may be left out.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from sayso.graph import embedded
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import require
from sayso.ui.serve import command, environment

CHROMIUM = os.environ.get("SAYSO_CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
OFFLINE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLOW_MACHINE = 60_000  # ms that one answer may take

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
    def canvas(self) -> Locator:
        """The canvas on the page."""
        return self.page.get_by_test_id("sayso-canvas")

    def ask(self, question: str, *words: str) -> Any:
        """Ask the canvas through its read-only inspection hook."""
        return self.canvas.evaluate("(root, [q, ws]) => root.sayso[q](...ws)", [question, words])

    def wait_for_picture(self, names: int | None = None) -> None:
        """Wait until the canvas shows names: this many, if a number is given."""
        self.canvas.wait_for(timeout=SLOW_MACHINE)
        self.page.wait_for_function(
            "([root, n]) => root.sayso.isReady()"
            " && (n === null || Object.keys(root.sayso.positions()).length === n)",
            arg=[self.canvas.element_handle(), names],
            timeout=SLOW_MACHINE,
        )

    def click_edge(self, edge_id: str) -> None:
        """Click the line of an edge."""
        at = self.ask("edgeAt", edge_id)
        self.page.mouse.click(at["x"], at["y"])

    def click_name(self, entity_id: str, *, double: bool = False) -> None:
        """Click the box of a name, once or twice."""
        at = self.ask("nodeAt", entity_id)
        self.page.mouse.click(at["x"], at["y"], click_count=2 if double else 1)


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
    settings = Settings(store=folder, port=_free_port(), connect_seconds=60)
    with Store.open(settings) as store:
        store.write(getattr(request.module, "READINGS", ()))
    server = subprocess.Popen(
        command(settings),
        env=environment(settings, start=getattr(request.module, "START", None)),
        stdout=subprocess.DEVNULL,
        cwd=Path(folder),  # away from the checkout: its own configuration must be found
    )
    try:
        _wait_until_up(settings.port, server)
        yield settings
    finally:
        server.kill()  # asked to end, Streamlit would wait for its readers to leave
        server.wait()
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


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_until_up(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SLOW_MACHINE / 1000
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the page does not answer")
