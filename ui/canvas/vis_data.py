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
from typing import Any, TypeAlias

from pyvis.network import Network  # type: ignore[import-untyped]  # it ships no types

from ...graph.model import Edge, Entity, Label, Status
from ...graph.subgraph import Subgraph
from ..figure.measure import Box, Point, boxes, clean, edge_label
from ..figure.route import Route, route
from ..words import counted, reading

Json: TypeAlias = dict[str, Any]

_PYVIS_SEARCHES_LISTS = 2_000  # nodes; above it `add_node` would take seconds


def payload(subgraph: Subgraph, positions: Mapping[str, Point]) -> Json:
    """Return nodes, edges, legend and the order in which keys walk the names.

    Args:
        subgraph: What is drawn.
        positions: Centre of every node's box, px, y down.
    """
    sizes = boxes(subgraph)
    routes = route(subgraph.edges, positions, sizes)
    names = {node.id: clean(node.name) for node in subgraph.nodes}
    ends = _ends(subgraph.edges)
    return {
        "nodes": _nodes(subgraph, positions, sizes, ends),
        "edges": [_edge(edge, routes[edge.id], names) for edge in _sorted_edges(subgraph, routes)],
        "legend": legend(subgraph),
        "order": sorted(names, key=lambda node: (-ends[node], names[node], node)),
    }


def legend(subgraph: Subgraph) -> Json:
    """Return the types in view with their counts, and all three statuses, zero too."""
    labels = Counter(node.label for node in subgraph.nodes)
    statuses = Counter(edge.status for edge in subgraph.edges)
    return {
        "types": [[label.value, labels[label]] for label in Label if labels[label]],
        "statuses": {status.value: statuses[status] for status in Status},
    }


def _ends(edges: tuple[Edge, ...]) -> Counter[str]:
    """Return how many of `edges` each node has; a line to itself counts once."""
    return Counter(end for edge in edges for end in {edge.subject, edge.object})


def _sorted_edges(subgraph: Subgraph, routes: Mapping[str, Route]) -> list[Edge]:
    return sorted((edge for edge in subgraph.edges if edge.id in routes), key=lambda edge: edge.id)


def _nodes(
    subgraph: Subgraph,
    positions: Mapping[str, Point],
    sizes: Mapping[str, Box],
    ends: Mapping[str, int],
) -> list[Json]:
    described = {
        node.id: _node(node, positions[node.id], sizes[node.id], ends.get(node.id, 0))
        for node in sorted(subgraph.nodes, key=lambda node: node.id)
    }
    for start in subgraph.start[:1]:
        if start in described:
            described[start]["start"] = True
    if len(described) > _PYVIS_SEARCHES_LISTS:
        return [{"id": id_, **options} for id_, options in described.items()]
    network = Network(directed=True)
    for id_, options in described.items():
        network.add_node(id_, **options)
    nodes: list[Json] = network.get_network_data()[0]
    return nodes


def _node(entity: Entity, at: Point, size: Box, ends: int) -> Json:
    """Return one node; `group` is its label, `more` counts its edges not shown."""
    name = clean(entity.name)
    degree = max(entity.degree, ends)
    return {
        "label": " ",  # vis ignores an empty one; the name is drawn by us
        "shape": "custom",
        "group": entity.label.value,
        "x": round(at[0], 1),
        "y": round(at[1], 1),
        "size": size.width / 2,  # until a custom shape was drawn, vis goes by its size
        "width": size.width,
        "height": size.height,
        "lines": list(size.lines),
        "name": name,
        "title": f"{name}, {entity.label.value}, {counted(degree, 'connection')}",
        "more": degree - ends,
    }


def _edge(edge: Edge, path: Route, names: Mapping[str, str]) -> Json:
    sentence = f"{names[edge.subject]} {reading(edge.relation)} {names[edge.object]}"
    return {
        "id": edge.id,
        "from": edge.subject,
        "to": edge.object,
        "status": edge.status.value,
        "text": edge_label(edge).text,
        "title": f"{sentence}, {edge.status.value}, {counted(edge.n_claims, 'claim')}",
        "route": {
            "start": _xy(path.start),
            "control": _xy(path.control),
            "end": _xy(path.end),
        },
        "label": _xy(path.label),
    }


def _xy(point: Point | None) -> Json | None:
    return None if point is None else {"x": round(point[0], 1), "y": round(point[1], 1)}
