"""The canvas in a browser: it answers to mouse and keys, and nothing ever jumps."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sayso.tests.browser.canvas import SLOW_MACHINE, Canvas, eventually, settle
from sayso.tests.browser.serving import serving

# `make test` tries the page as a whole; every move on the canvas takes a minute more.
pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page without memory of other tests."""
    context = chromium.new_context(color_scheme="light")
    context.set_default_timeout(SLOW_MACHINE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def address(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve `canvas_page.py` with the theme of the real page, if there is a browser to see it."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copy(Path(__file__).with_name("canvas_page.py"), folder / "page.py")
    shutil.copytree(ROOT / "ui" / ".streamlit", folder / ".streamlit")
    shutil.copytree(ROOT / "ui" / "static", folder / "static")
    with serving(command, folder=folder) as port:
        yield f"http://127.0.0.1:{port}"


def command(port: int) -> list[str]:
    """Return the command that serves `page.py`."""
    ports = [f"--server.port={port}", f"--browser.serverPort={port}"]
    return [sys.executable, "-m", "streamlit", "run", "page.py", "--server.headless=true", *ports]


@pytest.fixture
def troubles(page: Page, address: str) -> Iterator[list[str]]:
    """Fail the test on console errors, failed requests and requests to elsewhere."""
    found: list[str] = []
    page.on("console", lambda m: found.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda r: found.append(f"failed: {r.url}"))
    page.on("request", lambda r: None if _is_ours(r.url, address) else found.append(r.url))
    yield found

    assert not found


def _is_ours(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))


@pytest.fixture
def canvas(page: Page, address: str, troubles: list[str]) -> Canvas:
    """The canvas of a freshly opened page."""
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto(address)
    return Canvas(page.get_by_test_id("sayso-canvas").first).at_rest()


def said(canvas: Canvas, text: str) -> None:
    """Wait until the live region has said `text`."""
    expect(canvas.part("live")).to_contain_text(text)


def answered(canvas: Canvas, text: str) -> None:
    """Wait until Python knows what is selected."""
    expect(canvas.page.get_by_text(f"selected {text}")).to_be_visible(timeout=SLOW_MACHINE)


def test_every_line_opens_with_a_click(canvas: Canvas) -> None:
    """Each line can be hit somewhere, and the click is Python's and the screen reader's to know."""
    places = canvas.ask("positions")
    for line in canvas.ask("lines"):
        canvas.click("edge", line["id"])
        answered(canvas, f"('edge', '{line['id']}')")

        canvas.wait_until(f"sayso.open()?.id === '{line['id']}'")
    assert canvas.ask("positions") == places


def test_a_name_opens_and_empty_space_closes(canvas: Canvas) -> None:
    """A click on a name selects it; a click beside everything closes what is open."""
    canvas.click("node", "e1")
    answered(canvas, "('node', 'e1')")
    said(canvas, "Harbour Rail, Firm, 4 connections. Open.")
    box = canvas.part("picture").bounding_box()
    assert box
    canvas.at_rest().page.mouse.click(box["x"] + 3, box["y"] + box["height"] - 3)
    answered(canvas, "None")

    canvas.wait_until("sayso.open() === null")


def test_the_same_line_opens_again_after_python_closed_it(canvas: Canvas) -> None:
    """Closing in the drawer and clicking the same line once more is news."""
    canvas.click("edge", "r3")
    answered(canvas, "('edge', 'r3')")
    settle(canvas.page)
    canvas.page.get_by_role("button", name="Close", exact=True).click()
    answered(canvas, "None")
    canvas.wait_until("sayso.open() === null")
    canvas.click("edge", "r3")

    answered(canvas, "('edge', 'r3')")


def test_double_click_expands_and_no_name_moves(canvas: Canvas) -> None:
    """New names appear around; all that were there stay where they were."""
    before = canvas.ask("positions")
    canvas.click("node", "e1", times=2)
    canvas.wait_until(f"Object.keys(sayso.positions()).length > {len(before)}")
    after = canvas.at_rest().ask("positions")

    assert {id_: after[id_] for id_ in before} == before
    said(canvas, "2 names added.")
    expect(canvas.part("facts")).to_contain_text("around Northwind Metals, 1 hop, 1 name expanded")


def test_new_names_out_of_sight_are_announced(canvas: Canvas) -> None:
    """The picture does not move to them by itself: a button offers to fit it."""
    for _ in range(4):
        canvas.part("plus").click()
    scale = canvas.ask("scale")
    canvas.part("picture").focus()
    canvas.page.keyboard.press("n")
    canvas.page.keyboard.press("n")
    canvas.page.keyboard.press("e")
    expect(canvas.part("outside")).to_contain_text("outside the picture")
    assert canvas.at_rest().ask("scale") == scale
    canvas.part("outside").click()

    expect(canvas.part("outside")).to_be_hidden()


def test_a_name_with_nothing_behind_it_says_so(canvas: Canvas) -> None:
    """Where every line is shown already, Python is not asked."""
    canvas.click("node", "e3", times=2)
    said(canvas, "Nothing more is known around Bureau of Tracks.")

    expect(canvas.part("facts")).to_contain_text("5 of 5 shown")


def test_filter_and_undo_move_no_name(canvas: Canvas) -> None:
    """Taking lines away and bringing names back leaves everything in its place."""
    before = canvas.ask("positions")
    canvas.page.get_by_text("Hide hedged").click()
    canvas.wait_until("sayso.lines().length < 5")
    assert canvas.at_rest().ask("positions") == before
    canvas.click("node", "e1", times=2)
    canvas.wait_until(f"Object.keys(sayso.positions()).length > {len(before)}")
    canvas.at_rest().part("undo").click()

    assert canvas.at_rest(len(before)).ask("positions") == before


def test_a_dragged_name_stays_where_it_was_put(canvas: Canvas) -> None:
    """The drop reaches Python, comes back, and survives the next run."""
    before = canvas.ask("positions")
    start = canvas.ask("nodeAt", "e3")
    mouse = canvas.page.mouse
    mouse.move(start["x"], start["y"])
    mouse.down()
    mouse.move(start["x"] + 30, start["y"] + 20, steps=5)
    mouse.move(start["x"] + 60, start["y"] + 40, steps=5)
    mouse.up()
    canvas.at_rest().page.get_by_text("Hide hedged").click()
    canvas.wait_until("sayso.lines().length < 5")
    after = canvas.at_rest().ask("positions")

    assert [round(new - old) for new, old in zip(after["e3"], before["e3"], strict=True)] == [
        60,
        40,
    ]
    assert {id_ for id_ in after if after[id_] != before[id_]} == {"e3"}


def test_only_lay_out_again_moves_names(canvas: Canvas) -> None:
    """A new epoch may move names, and then the dragged one goes back to its place."""
    before = canvas.ask("positions")
    start = canvas.ask("nodeAt", "e3")
    canvas.page.mouse.move(start["x"], start["y"])
    canvas.page.mouse.down()
    canvas.page.mouse.move(start["x"] + 50, start["y"] + 30, steps=6)
    canvas.page.mouse.up()
    canvas.at_rest().part("arrange").click()
    canvas.wait_until("sayso.epoch() === 2")

    assert canvas.at_rest().ask("positions") == before


def test_keys_walk_open_expand_and_close(canvas: Canvas) -> None:
    """Everything the mouse does can be done with the keyboard, and is spoken."""
    keys = canvas.page.keyboard
    canvas.part("picture").focus()
    keys.press("n")
    said(canvas, "Northwind Metals, Firm")
    keys.press("n")
    said(canvas, "Harbour Rail, Firm")
    keys.press("Enter")
    answered(canvas, "('node', 'e1')")
    keys.press("l")
    keys.press("Enter")
    answered(canvas, "('edge', ")
    keys.press("Escape")
    answered(canvas, "None")
    keys.press("p")
    keys.press("e")
    canvas.wait_until("Object.keys(sayso.positions()).length > 5")
    keys.press("?")
    expect(canvas.part("keys-panel")).to_be_visible()
    keys.press("Escape")
    expect(canvas.part("keys-panel")).to_be_hidden()


def test_buttons_zoom_and_fit(canvas: Canvas) -> None:
    """Closer and farther change the scale, fit brings it back."""
    canvas.part("plus").click()
    assert canvas.ask("scale") > 1
    canvas.part("fit").click()
    canvas.wait_until("Math.abs(sayso.scale() - 1) < 0.001")


def test_nothing_lies_on_anything(canvas: Canvas) -> None:
    """Names do not overlap, and labels hit neither names nor other labels."""
    boxes, labels = canvas.ask("boxes"), canvas.ask("labels")
    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    pairs += [(label, box) for label in labels for box in boxes]
    pairs += [(a, b) for i, a in enumerate(labels) for b in labels[i + 1 :]]

    assert labels
    assert not [(a["id"], b["id"]) for a, b in pairs if overlap(a, b)]


def overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    """Whether two boxes about their centres share more than a border."""
    return (
        abs(a["x"] - b["x"]) < (a["width"] + b["width"]) / 2 - 1
        and abs(a["y"] - b["y"]) < (a["height"] + b["height"]) / 2 - 1
    )


def test_hostile_names_do_nothing(canvas: Canvas) -> None:
    """Markup in a name is shown as text, in the tooltip too."""
    point = canvas.ask("nodeAt", "e6")
    canvas.page.mouse.move(point["x"], point["y"])
    expect(canvas.root.get_by_role("tooltip")).to_contain_text("<img src=x onerror=")

    assert canvas.page.title() != "broken into"


def test_the_theme_changes_live(canvas: Canvas) -> None:
    """When the system turns dark the canvas does too, without being made anew."""
    places = canvas.ask("positions")
    canvas.page.emulate_media(color_scheme="dark")
    expect(canvas.root).to_have_attribute("data-theme", "dark")

    expect(canvas.root).to_have_css("background-color", "rgb(24, 28, 33)")
    assert canvas.at_rest().ask("positions") == places


def test_a_smaller_window_keeps_names_and_corner(canvas: Canvas) -> None:
    """Resizing moves no name and leaves the upper left corner where it was."""
    names, corner = canvas.ask("positions"), canvas.ask("nodeAt", "e0")
    canvas.page.set_viewport_size({"width": 900, "height": 700})
    canvas.wait_until("root.clientWidth < 900")

    assert canvas.at_rest().ask("positions") == names
    near = pytest.approx(corner, abs=1.5)
    eventually(lambda: canvas.ask("nodeAt", "e0") == near, "the corner is where it was")


def test_two_canvases_do_not_disturb_each_other(
    page: Page, address: str, troubles: list[str]
) -> None:
    """Both show the graph; a click on one opens the line on both."""
    page.set_viewport_size({"width": 1200, "height": 1400})
    page.goto(f"{address}/?two=1")
    first, second = (Canvas(page.get_by_test_id("sayso-canvas").nth(at)).at_rest() for at in (0, 1))
    first.click("edge", "r3")
    second.wait_until("sayso.open()?.id === 'r3'")

    expect(second.part("legend")).not_to_contain_text("A line shows what a source says")
    expect(first.part("legend")).to_contain_text("A line shows what a source says")
    expect(second.part("undo")).to_be_hidden()


def test_a_canvas_can_go_and_come_back(canvas: Canvas) -> None:
    """Taken off the page it leaves no trouble behind, and clicks still count when it is back."""
    canvas.click("edge", "r3")
    answered(canvas, "('edge', 'r3')")
    canvas.page.get_by_text("Take the canvas away").click()
    expect(canvas.root).to_have_count(0)
    settle(canvas.page)
    canvas.page.get_by_text("Take the canvas away").click()
    canvas.at_rest().click("node", "e1")

    answered(canvas, "('node', 'e1')")


def test_less_motion_is_no_motion(canvas: Canvas) -> None:
    """Who asks for less motion sees new places and new names at once."""
    canvas.page.emulate_media(reduced_motion="reduce")
    canvas.part("plus").click()
    canvas.part("fit").click()

    assert canvas.ask("scale") == 1  # at once: there is nothing to wait for


def test_search_finds_while_typing(canvas: Canvas) -> None:
    """The list answers to keys, and a choice starts a new picture."""
    box = canvas.page.get_by_test_id("search-input")
    expect(box).to_have_value("Northwind Metals")
    box.click()
    canvas.page.keyboard.type("harbour")
    hits = canvas.page.get_by_test_id("search-hit")
    expect(hits).to_have_text(["Harbour RailFirm", "The Harbour PostOutlet"])
    expect(box).to_have_attribute("aria-expanded", "true")
    settle(canvas.page)
    canvas.page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    canvas.page.keyboard.press("ArrowUp")
    canvas.page.keyboard.press("Enter")
    canvas.wait_until("sayso.epoch() === 2")

    expect(canvas.part("facts")).to_contain_text("around Harbour Rail")
    expect(canvas.page.get_by_test_id("search-hits")).to_be_hidden()


def test_escape_leaves_the_search_as_it_was(canvas: Canvas) -> None:
    """Whoever changes their mind finds the old name in the box."""
    box = canvas.page.get_by_test_id("search-input")
    box.click()
    canvas.page.keyboard.type("nobody of that name")
    none = canvas.page.get_by_text("No name matches “nobody of that name”")
    expect(none).to_be_visible(timeout=SLOW_MACHINE)
    canvas.page.keyboard.press("Escape")

    expect(box).to_have_value("Northwind Metals")
    expect(none).to_be_hidden()
