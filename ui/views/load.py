"""Load: paste or upload an article, check what was found in it, write it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ...graph.errors import DocumentError, NodeNotFound
from ...graph.model import Reading
from ...graph.store import Store
from .. import intake, words
from ..parts.article import Article, article_form
from ..parts.connection import explained, settings, the_store
from ..parts.exploring import exploring
from ..parts.navigation import go_to
from ..parts.notes import action, note
from ..parts.panel import Act, panel
from ..review import article_content, list_content, will_be_written

_KEY = "loading"


@dataclass
class _Loading:
    """One article on its way in; `written` counts the claims once it is there."""

    article: Article = field(default_factory=Article)
    reading: Reading | None = None
    accepted: list[int] = field(default_factory=list)
    refused: DocumentError | None = None
    written: int | None = None

    def read(self) -> None:
        """Read the article; what was wrong with it is kept to be shown."""
        self.refused, self.reading = None, None
        try:
            self.reading = intake.preview(
                self.article.content,
                file_name=self.article.file_name,
                details=self.article.details,
                max_bytes=settings().max_document_bytes,
            )
        except DocumentError as error:
            self.refused = error
        else:
            self.accepted = list(range(len(self.reading.claims)))


def show() -> None:
    """Draw the step that the article has come to."""
    store = the_store()  # first of all: without it nothing could be written in the end
    loading: _Loading = st.session_state.setdefault(_KEY, _Loading())
    if loading.written is not None:
        _written(loading, store)
    elif loading.reading is None:
        _give(loading)
    elif not loading.reading.claims:
        _nothing_found(loading)
    else:
        _check(loading, store)


def _give(loading: _Loading) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="load-row"):
        st.header("Load an article", anchor=False, width="content")
        st.caption("Nothing is stored before you have checked what was found.", width="content")
        st.space("stretch")
        wanted = st.button("Read", type="primary", key="read")
    messages = article_form(loading.article)
    if wanted:
        _read(loading, messages)
    if loading.refused is not None:
        with messages:
            _refused(loading, loading.refused)


def _read(loading: _Loading, messages: DeltaGenerator) -> None:
    """Read the article; the first text of a process waits for the language model."""
    name = loading.article.file_name or "the pasted text"
    with messages, st.container(border=True, key="reading"):
        bar = st.empty()
    for done, step in enumerate((intake.prepare, loading.read), start=1):
        progress = {"title": f"Reading {name}", "done": done, "steps": 2}
        with bar:
            panel({"kind": "progress"} | progress, key=f"reading-{done}")
        step()
    st.rerun()


def _refused(loading: _Loading, error: DocumentError) -> None:
    limit = words.size(settings().max_document_bytes)
    with st.container(border=True, key="refused"):
        note(
            f"{loading.article.file_name or 'The text'} was not read",
            [f"{error.reason[:1].upper()}{error.reason[1:].rstrip('.')}."],
            [words.PLAIN_TEXT_ONLY.format(limit=limit)],
            key="refused-note",
            alarm=True,
        )


def _nothing_found(loading: _Loading) -> None:
    with st.container(border=True, key="message"):
        note(
            "No claims found",
            [
                (
                    "The text is English and was read to the end. "
                    "No sentence says that one name does something to another."
                )
            ],
            key="nothing-found",
            actions=[action("Try another text", "again")],
            on_act=lambda _: _start_over(),
        )


def _start_over() -> None:
    st.session_state.pop(_KEY, None)


@st.fragment
def _check(loading: _Loading, store: Store) -> None:
    """Show text and claims; ticking a claim runs this and nothing else of the page."""
    reading = loading.reading
    if reading is None:  # the details are being edited: the whole page changes
        st.rerun()
    found, accepted = len(reading.claims), len(loading.accepted)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="load-row"):
        st.header("Check what was found", anchor=False, width="content")
        st.caption(will_be_written(accepted, found), width="content")
        st.space("stretch")
        discard = st.button("Discard", type="tertiary")
        write = st.button(
            f"Write {words.counted(accepted, 'claim')}",
            type="primary",
            key="write",
            disabled=not accepted,
        )
    with st.container(horizontal=True, gap=None, key="review"):
        with st.container(key="article"):
            panel(
                article_content(reading, loading.accepted),
                key="article-panel",
                height="stretch",
                on_act=lambda act: _edit_details(loading, act),
            )
        with st.container(key="claims", width=540):
            panel(
                list_content(reading, loading.accepted),
                key="claims-panel",
                height="stretch",
                on_accept=lambda chosen: _accept(loading, chosen),
            )
    if discard:
        _start_over()
        st.rerun()
    if write:
        with explained():
            store.write([intake.keep(reading, loading.accepted)])
            loading.written = accepted
            st.rerun()


def _edit_details(loading: _Loading, act: Act) -> None:
    if act.verb == "details":
        loading.reading = None


def _accept(loading: _Loading, chosen: list[int]) -> None:
    found = len(loading.reading.claims) if loading.reading else 0
    loading.accepted = sorted({index for index in chosen if 0 <= index < found})


def _written(loading: _Loading, store: Store) -> None:
    with st.container(border=True, key="message"):
        act = note(
            f"{words.counted(loading.written or 0, 'claim')} written.",
            key="written",
            actions=[
                action("Open the graph", "open", primary=True),
                action("Load another", "again"),
            ],
        )
    if act is None:
        return
    reading, accepted = loading.reading, loading.accepted
    _start_over()
    if act.verb == "again" or reading is None:
        st.rerun()
    _show_in_graph(store, intake.keep(reading, accepted))
    go_to("explore")


def _show_in_graph(store: Store, reading: Reading) -> None:
    """Turn Explore to the name that most of the written claims are about."""
    ends = Counter(
        end for claim in reading.claims for end in (claim.subject, claim.object) if end is not None
    )
    name = reading.referents[ends.most_common(1)[0][0]].name
    memory = exploring(store)
    try:
        memory.start_at(store.named(name).id)
    except NodeNotFound as error:
        memory.missing = error
