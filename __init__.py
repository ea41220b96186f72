"""Sayso: a graph of who said what about whom, read from news articles."""

from typing import TYPE_CHECKING, Any

from sayso.graph.errors import SaysoError
from sayso.graph.model import Claim, Document, Edge, Entity
from sayso.graph.settings import VERSION as __version__  # noqa: N811 - the name that packaging tools look for
from sayso.graph.subgraph import Subgraph

if TYPE_CHECKING:
    from sayso.ui.notebook import open as open

__all__ = ["Claim", "Document", "Edge", "Entity", "SaysoError", "Subgraph", "__version__", "open"]


def __getattr__(name: str) -> Any:
    """Fetch `open` when it is asked for: it brings the database driver along."""
    if name == "open":
        from sayso.ui.notebook import open

        return open
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")
