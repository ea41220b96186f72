"""The small figure that a notebook shows."""

from __future__ import annotations

from collections.abc import Mapping

from ...graph.model import Evidence
from ...graph.subgraph import Subgraph
from .place import place
from .scene import figure
from .svg import svg

_SIZE = (760.0, 480.0)  # px: the width of a notebook's output, on most screens


def notebook_svg(
    subgraph: Subgraph,
    *,
    title: str,
    evidence: Mapping[str, tuple[Evidence, ...]] | None = None,
    prefix: str = "sayso-",
) -> str:
    """Return a figure of `subgraph` as one SVG text without any outside reference.

    Args:
        subgraph: What is drawn.
        title: Over the picture.
        evidence: Claims by edge id, for the numbered sources.
        prefix: Put before every id, so that figures in one notebook do not meet.
    """
    positions = place(subgraph, size=_SIZE)
    return svg(figure(subgraph, positions, evidence, title=title), prefix=prefix)
