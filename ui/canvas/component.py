"""The canvas as the page calls it: a subgraph and positions in, events out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Literal, TypeAlias

import streamlit as st

from ...graph.subgraph import Subgraph
from ..figure.measure import Point, clean
from ..words import counted
from .vis_data import payload

Selected: TypeAlias = tuple[Literal["node", "edge"], str]
"""What is open: its kind and its id."""

_STATES = ("selection", "moved", "size")
_TRIGGERS = ("expand", "undo", "redo", "relayout")


@dataclass(frozen=True, slots=True)
class CanvasEvents:
    """What people did on the canvas.

    Attributes:
        selection: What was selected last; none if it was closed.
        clicks: Grows with every selection and closing, so that a second click on the
            same thing is news; 0 until the first.
        moved: Centres of the boxes dragged in this epoch, by id.
        moved_epoch: The epoch that `moved` belongs to.
        size: Width and height of the picture, px; none until the browser told.
        expand: A node to show more around; in one run only, as all below.
    """

    selection: Selected | None = None
    clicks: int = 0
    moved: Mapping[str, Point] = field(default_factory=dict)
    moved_epoch: int = 0
    size: tuple[int, int] | None = None
    expand: str | None = None
    undo: bool = False
    redo: bool = False
    relayout: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Which of the canvas's undo and redo buttons can be used."""

    undo: bool = False
    redo: bool = False


@cache
def _component() -> Callable[..., Mapping[str, Any]]:
    # Not at import: outside a running Streamlit there is nothing to declare to.
    return st.components.v2.component("sayso.canvas", js="canvas.js", css="canvas.css")


def canvas(
    subgraph: Subgraph,
    positions: Mapping[str, Point],
    *,
    key: str,
    selected: Selected | None = None,
    epoch: int = 0,
    expanded: int = 0,
    history: History | None = None,
    is_loading: bool = False,
    on_event: Callable[[CanvasEvents], None] | None = None,
    height: int | Literal["stretch", "content"] = "stretch",
) -> CanvasEvents:
    """Show `subgraph` in its frame and return what people did.

    Args:
        subgraph: What is drawn; the first of `start` is filled.
        positions: Centre of every node's box, px from the upper left corner of the picture.
        key: Identity of the component on the page.
        selected: What is open.
        epoch: Only a new one may move names that are already there.
        expanded: How many names were expanded, for the bar.
        history: Undo and redo; without it the canvas of Ask is drawn: no undo,
            no "lay out again", and the legend without its sentence.
        is_loading: Say so in the bar.
        on_event: Told what happened before the script runs, one trigger at a time.
        height: As Streamlit takes it.
    """
    data = payload(subgraph, positions) | {
        "epoch": epoch,
        "focus": {"kind": selected[0], "id": selected[1]} if selected else None,
        "bar": _bar(subgraph, expanded, is_loading, with_start=history is not None),
        "tools": {"undo": history.undo, "redo": history.redo} if history else None,
    }
    callbacks = {
        f"on_{name}_change": partial(_tell, on_event, key, name) for name in (*_STATES, *_TRIGGERS)
    }
    return _events(_component()(key=key, data=data, height=height, **callbacks))


def canvas_events(key: str) -> CanvasEvents:
    """Return what people did on the canvas with this key; nothing if it is not there yet."""
    return _events(st.session_state.get(key) or {})


def _tell(on_event: Callable[[CanvasEvents], None] | None, key: str, name: str) -> None:
    """Hand on one event; Streamlit calls once for each, and shows all of them each time.

    It keeps only state that has a callback, so there is one even if nobody listens.
    """
    if on_event is None:
        return
    state = st.session_state[key]
    kept = (*_STATES, name)
    on_event(_events({known: state.get(known) for known in kept}))


def _events(state: Mapping[str, Any]) -> CanvasEvents:
    selection = state.get("selection")
    moved = state.get("moved") or {"epoch": 0, "at": {}}
    size = state.get("size")
    return CanvasEvents(
        selection=(selection["kind"], selection["id"]) if selection and "id" in selection else None,
        clicks=int(selection["count"]) if selection else 0,
        moved={node: (float(x), float(y)) for node, (x, y) in moved["at"].items()},
        moved_epoch=int(moved["epoch"]),
        size=(int(size[0]), int(size[1])) if size else None,
        expand=state.get("expand"),
        undo=bool(state.get("undo")),
        redo=bool(state.get("redo")),
        relayout=bool(state.get("relayout")),
    )


def _bar(
    subgraph: Subgraph, expanded: int, is_loading: bool, *, with_start: bool
) -> dict[str, str]:
    """Return the three parts of the bar's text; the middle one goes when there is no room."""
    if is_loading:
        return {"shown": "Reading the graph …", "around": "", "rest": ""}
    edges = counted(len(subgraph.edges), "edge")
    shown = f"{subgraph.shown:,} of {max(subgraph.total, subgraph.shown):,} shown"
    if not with_start:
        return {"shown": shown, "around": "", "rest": edges}
    reach = counted(subgraph.hops, "hop")
    if expanded:
        reach += f", {counted(expanded, 'name')} expanded"
    return {"shown": shown, "around": _around(subgraph), "rest": f"{reach} · {edges}"}


def _around(subgraph: Subgraph) -> str:
    start = [clean(node.name) for node in subgraph.nodes if node.id in subgraph.start[:1]]
    return f"around {start[0]}, " if start else ""
