"""Ask: a read-only Cypher query, its rows as a table and its graph as a graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from ...graph.errors import QueryError, QueryRefused
from ...graph.result import Result
from ...graph.store import Store
from ...graph.subgraph import Subgraph
from .. import words
from ..answer import (
    MOST_SUPPLIED,
    Example,
    as_csv,
    as_json,
    examples,
    examples_content,
    rows_content,
)
from ..canvas import canvas, canvas_events
from ..figure.place import place
from ..parts.connection import settings, the_store
from ..parts.notes import code, note, note_content
from ..parts.panel import Act, panel

_KEY, _QUERY, _CANVAS = "asking", "cypher", "answer-picture"


@dataclass
class _Asking:
    """The last answer, and what was wrong with the query after it."""

    result: Result | None = None
    error: QueryError | None = None
    asked: str = ""
    epoch: int = 0

    def ask(self, store: Store, query: str) -> None:
        """Run `query`; on an error the answer before it stays."""
        self.asked = query
        if not query.strip():
            self.error = QueryError("There is no query yet.")
            return
        try:
            self.result, self.error = store.cypher(query), None
        except QueryError as error:
            self.error = error
        else:
            self.epoch += 1


def show() -> None:
    """Draw the page."""
    store = the_store()
    offered = _offered(store)
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _Asking()
        st.session_state[_KEY].ask(store, offered[0].query)
    asking: _Asking = st.session_state[_KEY]
    st.session_state.setdefault(_QUERY, asking.asked)
    with st.container(horizontal=True, gap=None, key="question"):
        with st.container(key="editor"):
            _editor(asking, store)
        with st.container(key="examples", width=420):
            _examples(asking, store, offered)
    if asking.error is not None:
        with st.container(border=True, key="query-error"):
            panel(_complaint(asking.asked, asking.error), key="query-error-panel")
    elif asking.result is not None and asking.result.notes:
        with st.container(border=True, key="query-error"):
            note(asking.result.notes[0], [" ".join(asking.result.notes[1:])], key="query-notes")
    if asking.result is not None:
        state = "answer-old" if asking.error else "answer"
        with st.container(horizontal=True, gap=None, key=state):
            _rows(asking.result)
            _graph(asking, asking.result.subgraph)


def _offered(store: Store) -> tuple[Example, ...]:
    """Return the examples, the first about the firm with most suppliers."""
    found = store.cypher(MOST_SUPPLIED).rows
    return examples(found[0][0] if found else None)


def _editor(asking: _Asking, store: Store) -> None:
    limits = settings()
    # A form: leaving the editor does not run a half-written query, Ctrl+Enter does.
    with st.form("ask", border=False):
        st.text_area("Cypher query", key=_QUERY, height=138, label_visibility="collapsed")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            run = st.form_submit_button("Run", type="primary")
            st.caption(
                f"Read-only. Shows the first {limits.query_rows:,} rows "
                f"and stops after {limits.query_seconds:g} seconds.",
                width="content",
            )
    if run:
        asking.ask(store, st.session_state[_QUERY])


def _examples(asking: _Asking, store: Store, offered: tuple[Example, ...]) -> None:
    def choose(act: Act) -> None:
        chosen = {str(number): example for number, example in enumerate(offered)}.get(act.id or "")
        if chosen is not None:
            st.session_state[_QUERY] = chosen.query
            asking.ask(store, chosen.query)

    panel(examples_content(offered, st.session_state[_QUERY]), key="examples-panel", on_act=choose)


def _complaint(query: str, error: QueryError) -> dict[str, Any]:
    """Return what is wrong with the query, with the place where it is wrong."""
    if isinstance(error, QueryRefused):
        title, lines = (
            words.ASK_ONLY_READS,
            [
                [
                    "This query would change the store. Use ",
                    code("sayso query --write"),
                    " in a terminal.",
                ]
            ],
        )
    else:
        first, _, rest = str(error).partition(". ")
        title, lines = first.rstrip("."), [[rest]] if rest else []
    first_offset, last_offset = wrong_word(query, error)
    return note_content(title, *lines, alarm=True) | {
        "kind": "bad-query",
        "query": query,
        "from": first_offset,
        "to": last_offset,
    }


def wrong_word(query: str, error: QueryError) -> tuple[int, int]:
    """Return where in `query` the word stands that `error` is about; (0, 0) if unknown."""
    if error.word is None:
        return 0, 0
    lines = query.splitlines(keepends=True)
    before = sum(map(len, lines[: (error.line or 1) - 1]))
    at = query.find(error.word, before)
    return (at, at + len(error.word)) if at >= 0 else (0, 0)


def _rows(result: Result) -> None:
    with st.container(key="rows", border=True, gap=None):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key="rows-bar"
        ):
            more = " at least" if result.truncated else ""
            st.markdown(f"**{words.counted(len(result.rows), 'row')}**{more}", width="content")
            st.caption(f"in {result.milliseconds:,} ms", width="content")
            st.space("stretch")
            for name, mime, made in (
                ("CSV", "text/csv", lambda: as_csv(result)),
                ("JSON", "application/json", lambda: as_json(result)),
            ):
                st.download_button(
                    name,
                    data=made,
                    file_name=f"answer.{name.lower()}",
                    mime=mime,
                    on_click="ignore",
                    type="tertiary",
                )
        panel(rows_content(result), key="rows-panel", height="stretch")


def _graph(asking: _Asking, subgraph: Subgraph) -> None:
    drawn = _with_a_middle(subgraph)
    with st.container(key="canvas-answer"):
        if not drawn.nodes:
            with st.container(border=True, key="no-graph"):
                st.caption(
                    "This answer has no names to draw. Return the nodes themselves, "
                    "as in `RETURN a, r, b`."
                )
            return
        size = canvas_events(_CANVAS).size
        canvas(
            drawn if size else Subgraph(),
            place(drawn, size=size) if size else {},
            key=_CANVAS,
            epoch=asking.epoch,
            is_loading=size is None,
        )


def _with_a_middle(subgraph: Subgraph) -> Subgraph:
    """Return `subgraph` with its hub as the start, where one name has most of the lines.

    What lies behind a name in the store cannot be opened here, so it is not counted.
    """
    nodes = tuple(replace(node, degree=0) for node in subgraph.nodes)
    subgraph = replace(subgraph, nodes=nodes)
    degree = Counter(end for edge in subgraph.edges for end in {edge.subject, edge.object})
    ranked = degree.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return subgraph
    return replace(subgraph, start=(ranked[0][0],))
