"""The picture of the graph and the search box: our own Streamlit components.

`canvas` shows a subgraph and says what people did to it; `search_box` finds
names while somebody types. Their JavaScript lies in `assets/` and is served by
Streamlit itself, so nothing is asked from anywhere else.
"""

from __future__ import annotations

from .component import CanvasEvents, History, Selected, canvas, canvas_events
from .search_box import SearchEvents, search_box, search_events

__all__ = [
    "CanvasEvents",
    "History",
    "SearchEvents",
    "Selected",
    "canvas",
    "canvas_events",
    "search_box",
    "search_events",
]
