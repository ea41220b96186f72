"""The payload of the canvas: what is drawn, where, and what the frame says.

The only file that imports pyvis. pyvis builds the dictionaries of the nodes
(`add_node`, `get_network_data`) and nothing else: its HTML needs the internet,
its titles become markup, and its edges cannot carry ids of their own.

The payload is sorted and rounded, so that it stays the same, byte for byte,
when nothing changed: Streamlit then sends a reference instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from ...graph.model import Edge, Entity, Label, Status
from ...graph.subgraph import Subgraph
from ..figure.measure import Box, Point, boxes, clean
from ..figure.route import Route, route
from ..words import reading

Json: TypeAlias = dict[str, Any]

_PYVIS_SEARCHES_LISTS = 2_000  # nodes; above it `add_node` would take seconds


def payload(subgraph: Subgraph, positions: Mapping[str, Point]) -> Json:
    """Return nodes, edges, legend and the order in which keys walk the names.

    Ids are long, so the ends of edges and the order are indexes into `nodes`.

    Args:
        subgraph: What is drawn.
        positions: Centre of every node's box, px, y down.

    The value is shared by all who ask for the same picture: do not change it.
    """
    return _payload(subgraph, tuple((node, (x, y)) for node, (x, y) in sorted(positions.items())))


# Routing is the dear part, and a click changes neither nodes nor places.
@lru_cache(maxsize=16)
def _payload(subgraph: Subgraph, places: tuple[tuple[str, Point], ...]) -> Json:
    positions, sizes = dict(places), boxes(subgraph)
    routes = route(subgraph.edges, positions, sizes)
    nodes = sorted(subgraph.nodes, key=lambda node: node.id)
    at = {node.id: index for index, node in enumerate(nodes)}
    ends = Counter(end for edge in subgraph.edges for end in {edge.subject, edge.object})
    described = {
        node.id: _node(node, positions[node.id], sizes[node.id], ends[node.id]) for node in nodes
    }
    for start in subgraph.start[:1]:
        if start in described:
            described[start]["start"] = True
    walk = sorted(nodes, key=lambda node: (-ends[node.id], node.name, node.id))
    edges = sorted(subgraph.edges, key=lambda edge: edge.id)
    return {
        "nodes": _through_pyvis(described),
        "edges": [_edge(edge, routes[edge.id], at) for edge in edges if edge.id in routes],
        "legend": legend(subgraph),
        "order": [at[node.id] for node in walk],
    }


def legend(subgraph: Subgraph) -> Json:
    """Return the types in view with their counts, and all three statuses, zero too."""
    labels = Counter(node.label for node in subgraph.nodes)
    statuses = Counter(edge.status for edge in subgraph.edges)
    return {
        "types": [[label.value, labels[label]] for label in Label if labels[label]],
        "statuses": {status.value: statuses[status] for status in Status},
    }


def _node(entity: Entity, at: Point, size: Box, ends: int) -> Json:
    """Return one node: `group` is its label, `more` counts its edges that are not shown."""
    degree = max(entity.degree, ends)
    node: Json = {
        "label": clean(entity.name),
        "shape": "custom",
        "group": entity.label.value,
        "x": round(at[0], 1),
        "y": round(at[1], 1),
        "width": size.width,
        "height": size.height,
        "degree": degree,
    }
    if size.lines != (node["label"],):
        node["lines"] = list(size.lines)
    if degree > ends:
        node["more"] = degree - ends
    return node


def _through_pyvis(described: Mapping[str, Json]) -> list[Json]:
    if not described or len(described) > _PYVIS_SEARCHES_LISTS:
        return [{"id": id_, **options} for id_, options in described.items()]
    # Not at the top: it brings IPython with it, a second that the first answer need not wait.
    from pyvis.network import Network  # type: ignore[import-untyped]  # it ships no types

    network = Network(directed=True)
    for id_, options in described.items():
        network.add_node(id_, **options)
    nodes: list[Json] = network.get_network_data()[0]
    return nodes


def _edge(edge: Edge, path: Route, at: Mapping[str, int]) -> Json:
    points = (
        [path.start, path.end] if path.control is None else [path.start, path.control, path.end]
    )
    found: Json = {
        "id": edge.id,
        "from": at[edge.subject],
        "to": at[edge.object],
        "status": edge.status.value,
        "reads": reading(edge.relation),
        "claims": edge.n_claims,
        "route": [round(number, 1) for point in points for number in point],
    }
    if path.label is not None:
        found["spot"] = [round(number, 1) for number in path.label]
    return found
