"""The canvas and the search box as the page calls them, without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sayso.graph.model import Entity, Label
from sayso.graph.reading.search import Hit
from sayso.tests.ui.figure_graphs import name
from sayso.ui.canvas import CanvasEvents, SearchEvents, canvas_events, search_events
from sayso.ui.canvas.search_box import _hit


def page() -> None:
    """Show what the session's settings ask for."""
    import streamlit as st

    from sayso.graph.subgraph import Subgraph
    from sayso.tests.ui.figure_graphs import star
    from sayso.ui.canvas import History, canvas, search_box

    state = st.session_state
    drawn = star(5) if "count" in state else Subgraph()
    canvas(
        drawn,
        {node.id: (100.0 + 200 * at, 90.0) for at, node in enumerate(drawn.nodes)},
        key="canvas",
        selected=("edge", "r001") if "count" in state else None,
        expanded=state.get("expanded", 0),
        history=History(undo=True) if state.get("with_history", True) else None,
        is_loading="count" not in state,
    )
    search_box(key="search", value="Northwind\u202e", query="x")


def payloads(**settings: Any) -> list[dict[str, Any]]:
    """Return what both components are sent."""
    app = AppTest.from_function(page, default_timeout=120)
    for setting, value in settings.items():
        app.session_state[setting] = value
    app.run()
    assert not app.exception
    return [json.loads(found.proto.json) for found in app.get("bidi_component")]


def test_while_the_size_is_unknown_the_bar_says_so() -> None:
    """Nothing is drawn before the browser has told the size of the picture."""
    canvas, _ = payloads()

    assert canvas["bar"]["shown"] == "Reading the graph …"
    assert canvas["nodes"] == canvas["edges"] == []
    assert canvas["focus"] is None


def test_the_bar_counts_and_says_around_what() -> None:
    """The middle part stands by itself, since it goes first when room is short."""
    canvas, _ = payloads(count=1, expanded=2)

    assert canvas["bar"] == {
        "shown": "5 of 5 shown",
        "around": f"around {name(0)}, ",
        "rest": "1 hop, 2 names expanded · 4 edges",
    }
    assert canvas["focus"] == {"kind": "edge", "id": "r001"}
    assert canvas["tools"] == {"undo": True, "redo": False}


def test_an_answer_has_neither_history_nor_start() -> None:
    """On the Ask page the bar says only how much is drawn."""
    canvas, _ = payloads(count=1, with_history=False)

    assert canvas["bar"] == {"shown": "5 of 5 shown", "around": "", "rest": "4 edges"}
    assert canvas["tools"] is None


def test_the_search_box_shows_clean_names() -> None:
    """A direction mark in a name does not turn the box around."""
    _, search = payloads()

    assert search == {"value": "Northwind", "query": "x", "hits": []}


def test_the_search_box_says_how_a_hit_was_found() -> None:
    """The name itself needs no word; another spelling and a quote are told apart."""
    kestrel = Entity("e1", "Kestrel Optics", Label.FIRM)
    hits = [
        Hit(kestrel, "Kestrel optics"),
        Hit(kestrel, "Kestrel"),
        Hit(kestrel, "restricts exports", claim="c1"),
    ]

    assert [_hit(hit)["also"] for hit in hits] == [
        "",
        "also written “Kestrel”",
        "in a quote “restricts exports”",
    ]


@pytest.mark.parametrize(
    ("state", "events"),
    [
        ({}, CanvasEvents()),
        (
            {"selection": {"kind": "edge", "id": "r1", "count": 7}, "size": [800, 600]},
            CanvasEvents(selection=("edge", "r1"), clicks=7, size=(800, 600)),
        ),
        ({"selection": {"count": 8}}, CanvasEvents(clicks=8)),
        (
            {"moved": {"epoch": 3, "at": {"e1": [10, 20]}}, "expand": "e1"},
            CanvasEvents(moved={"e1": (10.0, 20.0)}, moved_epoch=3, expand="e1"),
        ),
        ({"undo": True}, CanvasEvents(undo=True)),
    ],
)
def test_events_are_read_from_the_state(
    monkeypatch: pytest.MonkeyPatch, state: dict[str, Any], events: CanvasEvents
) -> None:
    """What the browser stored comes back typed; a selection without id means closed."""
    monkeypatch.setattr("streamlit.session_state", {"canvas": state})

    assert canvas_events("canvas") == events


def test_an_unmounted_search_box_has_no_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking before the component was ever shown is harmless."""
    monkeypatch.setattr("streamlit.session_state", {})

    assert search_events("search") == SearchEvents()
