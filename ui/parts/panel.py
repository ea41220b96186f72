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
) -> Act | None:
    """Show `content`, whose `kind` names what draws it; return what was just done in it.

    Args:
        content: Plain data; every text in it is shown as text.
        key: Identity of this mount.
        on_act: Called before the rerun with what the reader did.
        on_accept: Called before the rerun with the indexes of the ticked claims.
        height: As for any Streamlit element.
    """

    def acted() -> None:
        act = _act(_reported(key, "act"))
        if on_act is not None and act is not None:
            on_act(act)

    def accepted() -> None:
        ticked = _reported(key, "accepted")
        if on_accept is not None and isinstance(ticked, list):
            on_accept([index for index in ticked if type(index) is int])

    result = _component()(
        data=dict(content),
        key=key,
        height=height,
        on_act_change=acted,
        on_accepted_change=accepted,
    )
    return _act(result.get("act"))


def _reported(key: str, name: str) -> object:
    reported = st.session_state.get(key)
    return reported.get(name) if isinstance(reported, Mapping) else None


def _act(reported: object) -> Act | None:
    """Return what the browser reported, which is as little trusted as a link."""
    if not isinstance(reported, Mapping) or not isinstance(reported.get("verb"), str):
        return None
    about = reported.get("id")
    return Act(reported["verb"], about if isinstance(about, str) else None)
