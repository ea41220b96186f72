"""A piece of the graph as a value: what the page draws and the notebook returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .model import Edge, Entity

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many edges of one entity are in a piece of the graph, and how many are not.

    Attributes:
        entity: Id of the entity.
        shown: Its edges in the piece: the best attested.
        total: Its edges that pass the filters.
    """

    entity: str
    shown: int
    total: int

    def __str__(self) -> str:
        return f"{self.shown:,} of {self.total:,} edges shown, ranked by sources"


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Some entities and the edges among them.

    Attributes:
        nodes: Nearest to `start` first, then best attested, then by id.
        edges: Every edge among `nodes`, ordered by id; where each entity was
            capped, only the edges that were followed.
        start: Ids the piece was grown from, in the order given.
        hops: Edges walked from `start`.
        total: Entities within reach; more than `len(nodes)` if some were left
            out. Beyond a hub nobody counts: at least so many.
        left_out: Entities that were walked from and have more edges than the
            piece shows, in the order of `nodes`.
    """

    nodes: tuple[Entity, ...] = ()
    edges: tuple[Edge, ...] = ()
    start: tuple[str, ...] = ()
    hops: int = 1
    total: int = 0
    left_out: tuple[LeftOut, ...] = ()

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
