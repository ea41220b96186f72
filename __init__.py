"""Sayso: a graph of who said what about whom, read from news articles."""

from sayso.graph.errors import SaysoError
from sayso.graph.model import Claim, Document, Edge, Entity
from sayso.graph.settings import VERSION as __version__  # noqa: N811 - the name that packaging tools look for
from sayso.graph.subgraph import Subgraph

__all__ = ["Claim", "Document", "Edge", "Entity", "SaysoError", "Subgraph", "__version__"]
