"""What stands in the work area when there is no picture to show, or not all of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ...graph.errors import NodeNotFound
from ...graph.model import Label, Status
from ...graph.store import Store
from .. import words
from ..state import SHOWN_AT_MOST, SHOWN_MORE
from .exploring import Exploring, forget
from .filters import find, show_all
from .notes import Piece, action, note, suggestion
from .panel import Act


def no_result(memory: Exploring, store: Store, missing: NodeNotFound) -> None:
    """Say that no name matches, and offer those that come close."""

    def act(done: Act) -> None:
        if done.verb == "find" and done.id is not None:
            find(memory, store, done.id)
        else:
            forget()

    with st.container(border=True, key="message"):
        note(
            f"No name matches {words.quoted(missing.wanted)}",
            _did_you_mean(missing.nearest),
            key="no-result",
            actions=[action("Clear search", "clear")],
            on_act=act,
        )


def _did_you_mean(nearest: tuple[str, ...]) -> list[Piece]:
    if not nearest:
        return ["Aliases are searched too."]
    pieces: list[Piece] = ["Did you mean "]
    for number, name in enumerate(nearest):
        if number:
            pieces.append(" or " if number == len(nearest) - 1 else ", ")
        pieces.append(suggestion(name, "find", name))
    return [*pieces, "? Aliases are searched too."]


def all_hidden(memory: Exploring) -> None:
    """Say, over the empty picture, that the filters hide every line."""
    with st.container(border=True, key="message-over"):
        note(
            f"All {words.counted(len(memory.whole.edges), 'line')} are hidden by filters",
            [_filters_said(memory)],
            key="all-hidden",
            actions=[action("Clear filters", "clear")],
            on_act=lambda _: show_all(memory),
        )


def _filters_said(memory: Exploring) -> str:
    hidden, whole = memory.view.hidden, memory.whole
    relations = sorted({edge.relation for edge in whole.edges} - hidden.relations)
    types = {node.label for node in whole.nodes} - hidden.types
    said = [
        _said("Relations", hidden.relations, [words.reading(name) for name in relations]),
        _said("Status", hidden.status, [name for name in Status if name not in hidden.status]),
        _said("Types", hidden.types, [name for name in Label if name in types]),
    ]
    return " ".join(filter(None, said))


def _said(title: str, hidden: frozenset[str], shown: Sequence[str]) -> str:
    if not hidden:
        return ""
    return f"{title}: {', '.join(shown)} only." if shown else f"{title}: none."


def limit_reached(memory: Exploring) -> None:
    """Say how many names are left out, and offer more; nothing while all are shown."""
    whole = memory.whole
    if whole.total <= whole.shown:
        return
    is_full = memory.view.limit >= SHOWN_AT_MOST
    note(
        f"{whole.shown:,} of {whole.total:,} shown",
        [words.RANKED],
        *([[words.MOST_DRAWN]] if is_full else []),
        key="limit",
        actions=[] if is_full else [action(f"Show {SHOWN_MORE} more", "more")],
        on_act=lambda _: memory.show(memory.view.more()),
    )
