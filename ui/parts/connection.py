"""The page's one store, shared by all of its readers, and what to say when it is down."""

from __future__ import annotations

import os

import streamlit as st

from ...graph.errors import StoreError, StoreUnavailable
from ...graph.settings import Settings
from ...graph.store import Store
from ..serve import START
from .notes import Piece, action, code, note


def settings() -> Settings:
    """Return the settings that `sayso explore` handed over."""
    return Settings.from_environment()


def wanted_start() -> str | None:
    """Return whose neighbourhood the page was asked to open on."""
    return os.environ.get(START) or None


@st.cache_resource(show_spinner=False, on_release=Store.close)
def the_store() -> Store:
    """Return the store, opened at the first use.

    Raises:
        StoreError: it does not answer, refuses, or is newer than this Sayso.
    """
    return Store.open(settings())


def database_down(error: StoreError) -> None:
    """Say that the database does not answer, where it was looked for, and what helps."""
    is_silent = isinstance(error, StoreUnavailable)
    with st.container(border=True, key="message"):
        note(
            "The database does not answer" if is_silent else "The database cannot be used",
            *(_tried(error) if is_silent else [[str(error)]]),
            key="database-down",
            actions=[action("Try again", "again", primary=True)],
            alarm=True,
            on_act=lambda _: the_store.clear(),
        )


def _tried(error: StoreError) -> list[list[Piece]]:
    chosen = settings()
    if chosen.uri is None:
        return [[str(error)], ["Your data is not touched. ", code("sayso status"), " says more."]]
    tried = f" for {chosen.connect_seconds:g} seconds. Your data is not touched. "
    help_ = [code("sayso status"), " says more."]
    return [["Tried ", code(chosen.uri), tried, "Start it, then try again; ", *help_]]
