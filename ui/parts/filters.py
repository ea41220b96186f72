"""The row above the picture: search, what is shown, graph or table, download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from ...graph.errors import NodeNotFound
from ...graph.model import Label, Status
from ...graph.store import Store
from ...graph.subgraph import Subgraph
from .. import words
from ..canvas import search_box, search_events
from ..state import Hidden
from .connection import explained
from .download import download
from .exploring import Exploring

_SEARCH = "search"
_GRAPH, _TABLE = "Graph", "Table"


def filter_row(memory: Exploring, store: Store) -> None:
    """Draw the row and follow what is chosen in it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filters"):
        with st.container(key="find", width=300):
            _search(memory, store)
        if memory.missing is not None:
            return
        _filter(memory, "Relations", "relations", _relations(memory.whole), words.reading)
        _filter(memory, "Status", "status", _statuses(memory.whole), str)
        _filter(memory, "Types", "types", _types(memory.whole), str)
        if memory.view.hidden:
            st.button("Reset", type="tertiary", on_click=show_all, args=(memory,))
        st.space("stretch")
        _graph_or_table(memory)
        download(memory, store)


def show_all(memory: Exploring) -> None:
    """Take every filter away."""
    memory.filter(Hidden(), by_code=True)


@st.fragment
def _search(memory: Exploring, store: Store) -> None:
    """Draw the search box; typing in it runs this and nothing else of the page."""
    events = search_events(_SEARCH)
    if events.pick is not None:
        memory.start_at(events.pick)
        st.rerun()
    if events.submit is not None:
        find(memory, store, events.submit)
        st.rerun()
    with explained():
        query = events.query or ""
        hits = store.search(query) if query else ()
        search_box(key=_SEARCH, value=_in_the_middle(memory), query=query, hits=hits)


def find(memory: Exploring, store: Store, name: str) -> None:
    """Show the entity with this name, or say that there is none."""
    try:
        memory.start_at(store.named(name).id)
    except NodeNotFound as error:
        memory.missing = error
        memory.is_stale = True


def _in_the_middle(memory: Exploring) -> str:
    if memory.missing is not None:
        return memory.missing.wanted
    return next((n.name for n in memory.whole.nodes if n.id == memory.view.start), "")


def _relations(whole: Subgraph) -> Mapping[str, int]:
    counts = Counter(edge.relation for edge in whole.edges)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], words.reading(item[0]))))


def _statuses(whole: Subgraph) -> Mapping[str, int]:
    counts = Counter(edge.status for edge in whole.edges)
    return {status: counts[status] for status in Status}


def _types(whole: Subgraph) -> Mapping[str, int]:
    counts = Counter(node.label for node in whole.nodes)
    return {label: counts[label] for label in Label if counts[label]}


def _filter(
    memory: Exploring,
    title: str,
    what: str,
    counts: Mapping[str, int],
    reads: Callable[[str], str],
) -> None:
    """Draw one popover: a pill for each value, with its count."""
    hidden: frozenset[str] = getattr(memory.view.hidden, what)
    shown = [value for value in counts if value not in hidden]
    key = f"shown-{what}-{memory.pills}"

    def keep(values: list[str], *, by_code: bool = True) -> None:
        left_out = (hidden - set(counts)) | (set(counts) - set(values))
        changed = replace(memory.view.hidden, **{what: frozenset(left_out)})
        memory.filter(changed, by_code=by_code)

    amount = "all" if len(shown) == len(counts) else f"{len(shown)} of {len(counts)}"
    with st.popover(f"{title} · {amount}", key=f"filter-{what}", width="content"):
        st.session_state[key] = shown
        st.pills(
            f"{title} shown in the graph",
            list(counts),
            selection_mode="multi",
            format_func=lambda value: f"{reads(value)} {counts[value]}",
            key=key,
            on_change=lambda: keep(st.session_state[key], by_code=False),
        )
        with st.container(horizontal=True, gap="small"):
            st.button(
                "All", type="tertiary", key=f"all-{what}", on_click=keep, args=(list(counts),)
            )
            st.button("None", type="tertiary", key=f"none-{what}", on_click=keep, args=([],))


def _graph_or_table(memory: Exploring) -> None:
    key = "graph-or-table"

    def turn() -> None:
        memory.show(replace(memory.view, table=st.session_state[key] == _TABLE))

    st.session_state[key] = _TABLE if memory.view.table else _GRAPH
    st.segmented_control(
        "Show as",
        [_GRAPH, _TABLE],
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=turn,
    )
