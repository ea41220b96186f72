"""Mount the component that shows drawer, review, rows and notes; hear what is done in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import streamlit as st


@dataclass(frozen=True, slots=True)
class Act:
    """What the reader did in a panel: a verb, and what it is about."""

    verb: str
    id: str | None = None


@cache
def _component() -> Callable[..., Any]:
    # Declared at the first use: outside a running page Streamlit refuses it.
    return st.components.v2.component("sayso.panel", js="panel.js", css="panel.css")


def panel(
    content: Mapping[str, Any],
    *,
    key: str,
    on_act: Callable[[Act], None] | None = None,
    on_accept: Callable[[list[int]], None] | None = None,
    height: int | Literal["content", "stretch"] = "content",
) -> None:
    """Show `content`, whose `kind` names what draws it.

    Args:
        content: Plain data; every text in it is shown as text.
        key: Identity of this mount.
        on_act: Called before the rerun with what the reader did.
        on_accept: Called before the rerun with the indexes of the ticked claims.
        height: As for any Streamlit element.
    """

    def acted() -> None:
        act = _reported(key, "act")
        if on_act is not None and isinstance(act, Mapping) and isinstance(act.get("verb"), str):
            about = act.get("id")
            on_act(Act(act["verb"], about if isinstance(about, str) else None))

    def accepted() -> None:
        ticked = _reported(key, "accepted")
        if on_accept is not None and isinstance(ticked, list):
            on_accept([index for index in ticked if type(index) is int])

    _component()(
        data=dict(content),
        key=key,
        height=height,
        on_act_change=acted,
        on_accepted_change=accepted,
    )


def _reported(key: str, name: str) -> object:
    """Return what the browser reported; it is as little trusted as a link."""
    reported = st.session_state.get(key)
    return reported.get(name) if isinstance(reported, Mapping) else None
