"""A piece of the graph as a value: what the page draws and the notebook returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .model import Edge, Entity

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Some entities and the edges among them.

    Attributes:
        nodes: Nearest to `start` first, then best attested, then by id.
        edges: Every edge among `nodes`, ordered by id.
        start: Ids the piece was grown from, in the order given.
        hops: Edges walked from `start`.
        total: Entities within reach; more than `len(nodes)` if some were left out.
    """

    nodes: tuple[Entity, ...] = ()
    edges: tuple[Edge, ...] = ()
    start: tuple[str, ...] = ()
    hops: int = 1
    total: int = 0

    @property
    def shown(self) -> int:
        """How many entities are here."""
        return len(self.nodes)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return a MultiDiGraph keyed by our ids; attributes as in the model."""
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for node in self.nodes:
            graph.add_node(node.id, **_attributes(node))
        for edge in self.edges:
            graph.add_edge(edge.subject, edge.object, key=edge.id, **_attributes(edge))
        return graph


def _attributes(thing: Entity | Edge) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in thing.__slots__ if name != "id"}
