"""The picture to take home: SVG and PNG, made only when somebody asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import streamlit as st

from ...graph.store import Store
from ...graph.subgraph import Subgraph
from ..theme import LIGHT
from .exploring import Exploring

_PNG_SCALE = 2


def download(memory: Exploring, store: Store) -> None:
    """Draw the popover with the two buttons."""
    with st.popover("Download", icon=":material/download:", key="download", width="content"):
        st.caption("The picture as it is shown, with title, legend and numbered sources.")
        with st.container(horizontal=True, gap="small"):
            _button("SVG", "svg", "image/svg+xml", memory, lambda: picture(memory, store, "svg"))
            _button("PNG", "png", "image/png", memory, lambda: picture(memory, store, "png"))


def _button(
    label: str, ending: str, mime: str, memory: Exploring, made: Callable[[], bytes]
) -> None:
    st.download_button(
        label,
        data=made,
        file_name=f"{file_stem(memory.whole)}.{ending}",
        mime=mime,
        on_click="ignore",
        key=f"download-{ending}",
        disabled=not memory.drawn.nodes,
    )


def picture(memory: Exploring, store: Store, form: Literal["svg", "png"]) -> bytes:
    """Return the picture as it is shown, always on paper: light."""
    from ..figure.png import png
    from ..figure.scene import figure
    from ..figure.svg import svg

    drawn = memory.drawn
    scene = figure(
        drawn,
        memory.positions,
        {edge.id: store.evidence(edge.id) for edge in drawn.edges},
        title=title(memory.whole),
        theme=LIGHT,
    )
    return svg(scene).encode() if form == "svg" else png(scene, scale=_PNG_SCALE)


def title(subgraph: Subgraph) -> str:
    """Return what stands over the picture."""
    return f"Who said what about {_middle(subgraph)}"


def file_stem(subgraph: Subgraph) -> str:
    """Return a file name without ending that every system accepts."""
    bare = re.sub(r"[^\w]+", "-", _middle(subgraph)).strip("-_").lower()
    return f"sayso-{bare}"[:80] if bare else "sayso"


def _middle(subgraph: Subgraph) -> str:
    start = subgraph.start[0] if subgraph.start else None
    return next((node.name for node in subgraph.nodes if node.id == start), "whom")
