"""The search box: names and aliases while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Protocol

import streamlit as st

from ...graph.model import Entity
from ..figure.measure import clean

_EVENTS = ("query", "pick", "submit")


class Found(Protocol):
    """An entity, and the name, alias or quote that the text matched."""

    @property
    def entity(self) -> Entity:
        """The entity."""
        ...

    @property
    def matched(self) -> str:
        """The name or the quote that matched."""
        ...

    @property
    def is_quote(self) -> bool:
        """Whether it was a quote."""
        ...


@dataclass(frozen=True, slots=True)
class SearchEvents:
    """What people did in the search box; each in one run only.

    Attributes:
        query: Text to find names for; answer it with `hits` in the same run.
        pick: Id of the entity that was chosen.
        submit: Text that was entered without choosing: show what it finds, or that nothing does.
    """

    query: str | None = None
    pick: str | None = None
    submit: str | None = None


@cache
def _component() -> Callable[..., Mapping[str, Any]]:
    return st.components.v2.component("sayso.search", js="search.js", css="search.css")


def search_box(
    *,
    key: str,
    value: str = "",
    query: str = "",
    hits: Sequence[Found] = (),
    on_event: Callable[[SearchEvents], None] | None = None,
    width: int = 300,
) -> SearchEvents:
    """Show the search box and return what people did.

    Args:
        key: Identity of the component on the page.
        value: The name in the box while nobody types: what the page is about.
        query: The text that `hits` answer; the box drops answers to older texts.
        hits: What matches, best first.
        on_event: Told what happened before the script runs, one event at a time.
        width: Of the box, px.
    """
    data = {"value": clean(value), "query": query, "hits": [_hit(hit) for hit in hits]}
    callbacks = {f"on_{name}_change": partial(_tell, on_event, key, name) for name in _EVENTS}
    return _events(_component()(key=key, data=data, width=width, height="content", **callbacks))


def search_events(key: str) -> SearchEvents:
    """Return what people did in the search box with this key."""
    return _events(st.session_state.get(key) or {})


def _tell(on_event: Callable[[SearchEvents], None] | None, key: str, name: str) -> None:
    """Hand on one event; Streamlit hands on only what has a callback, wanted or not."""
    if on_event is not None:
        on_event(_events({name: st.session_state[key].get(name)}))


def _hit(hit: Found) -> dict[str, str]:
    name, matched = clean(hit.entity.name), clean(hit.matched)
    how = "in a quote" if hit.is_quote else "also written"
    also = "" if matched.casefold() == name.casefold() else f"{how} “{matched}”"
    return {"id": hit.entity.id, "name": name, "also": also, "label": hit.entity.label.value}


def _events(state: Mapping[str, Any]) -> SearchEvents:
    return SearchEvents(state.get("query"), state.get("pick"), state.get("submit"))
