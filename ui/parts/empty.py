"""The page of a store in which nothing was said yet."""

from __future__ import annotations

import streamlit as st

from ...graph.store import Store
from .. import intake
from .exploring import forget
from .navigation import go_to
from .notes import action
from .panel import panel


def empty_page(store: Store) -> None:
    """Say what to do first, and offer to do it."""
    content = {
        "kind": "empty",
        "title": "Nothing has been said yet",
        "sentence": (
            "Load an article and see who said what about whom. "
            "Every line opens to the sentence it was read from."
        ),
        "actions": [
            action("Load the example", "example", primary=True),
            action("Paste an article", "paste"),
        ],
        "example": "The example is one news story of 2019. It takes a few seconds.",
        "command": "sayso load PATH",
    }
    with st.container(key="empty"):
        act = panel(content, key="empty-panel")
    if act is not None and act.verb == "paste":
        go_to("load")
    if act is not None and act.verb == "example":
        _load_the_example(store)


def _load_the_example(store: Store) -> None:
    with st.container(key="reading", border=True):
        bar = st.empty()

    def load() -> None:
        intake.load(store, intake.example())

    for done, step in enumerate((intake.prepare, load), start=1):
        progress = {"title": "Reading the example", "done": done, "steps": 2}
        with bar:
            panel({"kind": "progress"} | progress, key=f"example-{done}")
        step()
    forget()
    st.rerun()
