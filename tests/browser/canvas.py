"""A canvas in the browser, looked at and clicked only while nothing on the page changes.

On a busy machine a run of the page takes seconds: what is read meanwhile may be
of the run before, and what is aimed at may have moved when the click arrives.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

SLOW_MACHINE = 120_000  # ms that one answer may take

# Whether, for some frames on end, no script runs and every name, line and label stays put.
_IS_AT_REST = """
async (root, names) => {
  await document.fonts.ready;
  const page = document.querySelector("[data-testid=stApp]").dataset;
  const look = () => {
    const { sayso } = root;
    if (page.testScriptState !== "notRunning" || !root.isConnected) return null;
    if (!sayso.isReady() || sayso.isMoving()) return null;
    const ids = Object.keys(sayso.positions());
    if (names !== null && ids.length !== names) return null;
    return JSON.stringify([sayso.scale(), ids.map(sayso.nodeAt), sayso.lines(), sayso.labels()]);
  };
  const before = look();
  for (let frame = 0; before !== null && frame < 4; frame++) {
    await new Promise(requestAnimationFrame);
    if (look() !== before) return false;
  }
  return before !== null;
}
"""


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Look again until it holds; fail the test if it does not come to that."""
    end = time.monotonic() + SLOW_MACHINE / 1000
    while not holds():
        if time.monotonic() > end:
            pytest.fail(f"in vain we waited until {what}")
        time.sleep(0.05)


def settle(page: Page) -> None:
    """Wait until the script of the page has run to its end; call it once its first effect shows."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


class Canvas:
    """One canvas on the page, asked through its read-only inspection hook."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.page = root.page

    def ask(self, question: str, *words: str) -> Any:
        """Return the answer of `root.sayso.question(*words)`."""
        return self.root.evaluate("(root, [q, ws]) => root.sayso[q](...ws)", [question, [*words]])

    def wait_until(self, condition: str) -> None:
        """Wait until a JavaScript condition over `root` and `sayso` holds.

        The canvas is looked up each time: Streamlit may have made another one meanwhile.
        """
        asked = f"root => Boolean((sayso => {condition})(root.sayso))"
        eventually(lambda: bool(self.root.evaluate(asked)), condition)

    def at_rest(self, names: int | None = None) -> Canvas:
        """Wait until names are drawn (this many, if a number is given) and nothing changes."""
        what = f"{'the' if names is None else names} names are drawn and at rest"
        eventually(lambda: bool(self.root.evaluate(_IS_AT_REST, names)), what)
        return self

    def click(self, kind: str, id_: str, *, times: int = 1) -> None:
        """Click the name or the line with this id."""
        point = self.at_rest().ask(f"{kind}At", id_)
        assert point, f"{id_} cannot be hit"
        self.page.mouse.click(point["x"], point["y"], click_count=times)

    def part(self, name: str) -> Locator:
        """Return a part of the frame by its test id."""
        return self.root.get_by_test_id(f"canvas-{name}")
