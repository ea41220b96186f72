"""The page of a store in which nothing was said yet."""

from __future__ import annotations

import streamlit as st

from ...graph.store import Store
from .. import intake
from .exploring import forget
from .navigation import go_to
from .panel import panel


def empty_page(store: Store) -> None:
    """Say what to do first, and offer to do it."""
    with st.container(key="empty", width=560, horizontal_alignment="center", gap=None):
        panel({"kind": "scene"}, key="scene")
        st.header("Nothing has been said yet", anchor=False, text_alignment="center")
        st.markdown(
            "Load an article and see who said what about whom. "
            "Every line opens to the sentence it was read from.",
            text_alignment="center",
        )
        with st.container(horizontal=True, horizontal_alignment="center", gap="small"):
            wanted = st.button("Load the example", type="primary")
            if st.button("Paste an article"):
                go_to("load")
        st.caption(
            "The example is one news story of 2019. It takes a few seconds.  \n"
            "From a terminal: `sayso load PATH`",
            text_alignment="center",
        )
        if wanted:
            _load_the_example(store)


def _load_the_example(store: Store) -> None:
    folder = intake.example()
    with st.spinner(f"Reading {folder.name} …"):
        intake.load(store, folder)
    forget()
    st.rerun()
