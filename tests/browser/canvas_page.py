"""A page with nothing but two canvases and a search box, for the browser tests.

It answers as the real page does (select, expand, lay out again, filter), but
from an invented graph instead of a store.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import streamlit as st

from sayso.graph.model import Edge, Entity, Label, Status
from sayso.graph.subgraph import Subgraph
from sayso.ui.canvas import (
    CanvasEvents,
    History,
    SearchEvents,
    canvas,
    canvas_events,
    search_box,
    search_events,
)
from sayso.ui.figure.place import place

HOSTILE = "<img src=x onerror=\"document.title='broken into'\">"
NAMES = [
    ("Northwind Metals", Label.FIRM),
    ("Harbour Rail", Label.FIRM),
    ("suppliers of rails in the northern valley", Label.FIRM),
    ("Bureau of Tracks", Label.AGENCY),
    ("Ada Lind", Label.PERSON),
    ("The Harbour Post", Label.OUTLET),
    (HOSTILE, Label.ORGANISATION),
    ("Ostrava", Label.PLACE),
    ("杭州钢铁", Label.PRODUCT),
]
LINES = [
    (0, "SUPPLIES", 1, Status.DISPUTED),
    (1, "ACCUSES", 0, Status.ASSERTED),
    (2, "SUPPLIES", 0, Status.HEDGED),
    (3, "RESTRICTS", 0, Status.ASSERTED),
    (4, "MEMBER_OF", 1, Status.ASSERTED),
    (4, "INFORMS", 5, Status.ASSERTED),
    (6, "ACCUSES", 0, Status.HEDGED),
    (1, "LOCATED_IN", 7, Status.ASSERTED),
    (2, "PRODUCES", 8, Status.ASSERTED),
]


def world() -> Subgraph:
    """Return all names and lines there are."""
    ends = [end for a, _, b, _ in LINES for end in (a, b)]
    nodes = [
        Entity(f"e{at}", text, label, degree=ends.count(at))
        for at, (text, label) in enumerate(NAMES)
    ]
    edges = [
        Edge(f"r{at}", f"e{a}", relation, f"e{b}", status, n_claims=1 + at % 2)
        for at, (a, relation, b, status) in enumerate(LINES)
    ]
    return Subgraph(tuple(nodes), tuple(edges))


def around(start: list[str], hidden: set[str]) -> Subgraph:
    """Return the neighbourhood of `start` without the lines of a hidden status."""
    everything = world()
    near = set(start)
    near |= {e.object for e in everything.edges if e.subject in start}
    near |= {e.subject for e in everything.edges if e.object in start}
    edges = [e for e in everything.edges if {e.subject, e.object} <= near]
    return replace(
        everything,
        nodes=tuple(node for node in everything.nodes if node.id in near),
        edges=tuple(edge for edge in edges if edge.status not in hidden),
        start=tuple(start),
        total=len(near),
    )


def happened(events: CanvasEvents) -> None:
    """Take in what was done on a canvas, before the page is made again."""
    state = st.session_state
    if events.clicks != state.clicks:
        state.clicks, state.selected = events.clicks, events.selection
    if events.expand:
        state.start = [*state.start, events.expand]
    if events.undo:
        state.start = state.start[:-1]
    if events.relayout:
        state.epoch, state.places = state.epoch + 1, {}


def found(events: SearchEvents) -> None:
    """Take in a choice from the search box."""
    if events.pick:
        st.session_state.update(start=[events.pick], epoch=st.session_state.epoch + 1, places={})


def show(key: str, drawn: Subgraph, events: CanvasEvents, history: History | None) -> None:
    """Place what is new and show the canvas."""
    state = st.session_state
    with st.container(key=f"{key}-frame", height=460, border=False):
        if events.size is None:
            canvas(Subgraph(), {}, key=key, is_loading=True, history=history, height=440)
            return
        moved = events.moved if events.moved_epoch == state.epoch else {}
        fixed = {**state.places, **moved}
        state.places = {**fixed, **place(drawn, size=events.size, fixed=fixed)}
        canvas(
            drawn,
            {node.id: state.places[node.id] for node in drawn.nodes},
            key=key,
            selected=state.selected,
            epoch=state.epoch,
            expanded=len(state.start) - 1,
            history=history,
            on_event=happened,
            height=440,
        )


def main() -> None:
    """Draw the page."""
    st.set_page_config(layout="wide")
    state = st.session_state
    for name, value in {
        "start": ["e0"], "epoch": 1, "places": {}, "selected": None, "clicks": 0
    }.items():  # fmt: skip
        state.setdefault(name, value)
    asked = search_events("search").query or ""
    hits = [
        SimpleNamespace(entity=node, matched=node.name, is_quote=False)
        for node in world().nodes
        if asked and asked.casefold() in node.name.casefold()
    ]
    search_box(key="search", value=NAMES[0][0], query=asked, hits=hits, on_event=found)
    hidden = {Status.HEDGED} if st.checkbox("Hide hedged") else set()
    drawn = around(state.start, hidden)
    if not st.checkbox("Take the canvas away"):
        show("canvas", drawn, canvas_events("canvas"), History(undo=len(state.start) > 1))
    if st.query_params.get("two"):
        show("second", drawn, canvas_events("second"), None)
    st.text(f"selected {state.selected}")
    st.button("Close", on_click=lambda: state.update(selected=None))


main()
