"""About: what Sayso is, where the data lies, and how to read the lines."""

from __future__ import annotations

import streamlit as st

from ...graph.settings import VERSION
from ...graph.store import StoreStatus
from .. import words
from ..parts.connection import the_store
from ..parts.panel import panel


def show() -> None:
    """Draw the page."""
    with st.container(key="about"):
        panel(about_content(the_store().status()), key="about-panel")


def about_content(status: StoreStatus) -> dict[str, object]:
    """Return what the page says."""
    return {
        "kind": "about",
        "version": VERSION,
        "proven": words.NOT_PROVEN,
        "facts": [
            ["Engine", status.engine],
            ["Address", status.address],
            ["User and password", status.credentials],
            ["Data", status.data],
            ["Documents", f"{status.documents:,}"],
            ["Claims", f"{status.claims:,}"],
            ["Names", f"{sum(status.labels.values()):,}"],
            ["Edges", f"{sum(status.relations.values()):,}"],
        ],
    }
