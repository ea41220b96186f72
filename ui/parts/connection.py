"""The page's one store, shared by all of its readers, and what to say when it is down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ...graph.errors import SaysoError, StoreError, StoreUnavailable
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


@contextmanager
def explained() -> Iterator[None]:
    """Show what went wrong in the block as a page of its own, with what helps.

    A fragment needs this itself: it is run without the page around it.
    """
    try:
        yield
    except SaysoError as error:
        with st.container(border=True, key="message"):
            note(
                _title(error),
                *(_tried(error) if isinstance(error, StoreUnavailable) else [[str(error)]]),
                key="went-wrong",
                actions=[action("Try again", "again", primary=True)],
                alarm=True,
                on_act=lambda _: the_store.clear(),
            )


def _title(error: SaysoError) -> str:
    if isinstance(error, StoreUnavailable):
        return "The database does not answer"
    return "The database cannot be used" if isinstance(error, StoreError) else "This did not work"


def _tried(error: StoreUnavailable) -> list[list[Piece]]:
    chosen = settings()
    if chosen.uri is None:
        return [[str(error)], ["Your data is not touched. ", code("sayso status"), " says more."]]
    tried = f" for {chosen.connect_seconds:g} seconds. Your data is not touched. "
    help_ = [code("sayso status"), " says more."]
    return [["Tried ", code(chosen.uri), tried, "Start it, then try again; ", *help_]]
