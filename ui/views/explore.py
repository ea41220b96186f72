"""Explore: the graph around a name, and what was said behind every line of it."""

from __future__ import annotations

import streamlit as st

from ...graph.store import Store
from ..canvas import History, Selected, canvas, canvas_events
from ..parts.connection import explained, the_store
from ..parts.empty import empty_page
from ..parts.evidence import evidence_drawer
from ..parts.exploring import Exploring, exploring
from ..parts.filters import filter_row
from ..parts.limits import all_hidden, no_result
from ..parts.table import table

_CANVAS = "picture"


def show() -> None:
    """Draw the page."""
    store = the_store()
    if store.is_empty():
        empty_page(store)
        return
    memory = exploring(store)
    memory.refresh(store)
    filter_row(memory, store)
    if memory.missing is not None:
        no_result(memory, store, memory.missing)
    else:
        _work_area(memory, store)
    memory.write_link()


@st.fragment
def _work_area(memory: Exploring, store: Store) -> None:
    """Draw picture and drawer; a click runs this and nothing else of the page."""
    if memory.is_stale:
        st.rerun()
    with explained(), st.container(horizontal=True, gap=None, key="work"):
        with st.container(key="canvas"):
            if memory.view.table:
                table(memory)
            else:
                _picture(memory)
        evidence_drawer(memory, store)
        memory.write_link()


def _picture(memory: Exploring) -> None:
    if memory.size is None:  # the browser may have told it to the memory before this one
        memory.size = canvas_events(_CANVAS).size
    memory.place()
    view, drawn = memory.view, memory.drawn
    is_loading = memory.size is None
    events = canvas(
        type(drawn)() if is_loading else drawn,
        {} if is_loading else memory.positions,
        key=_CANVAS,
        selected=_selected(view.opened),
        epoch=memory.epoch,
        expanded=len(view.expanded),
        history=History(undo=bool(view.expanded), redo=bool(view.undone)),
        is_loading=is_loading,
        on_event=memory.hear,
    )
    memory.heard = events.clicks
    if memory.whole.edges and not drawn.edges:
        all_hidden(memory)


def _selected(opened: str | None) -> Selected | None:
    if opened is None or "|" in opened:  # a pair that is only denied has no line
        return None
    return ("edge" if opened.startswith("r") else "node", opened)
