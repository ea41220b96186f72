"""Measure layout and figures: `python benchmarks/figures.py`.

Prints CPU seconds and what a reader would mind (names on names, lines through
names, labels without room, crossings) for invented graphs of growing size. With
matplotlib installed, the time of networkx and matplotlib stands beside ours.
What the columns mean: `README.md`.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations
from typing import TypeVar

import numpy as np

from sayso.graph.subgraph import Subgraph
from sayso.tests.ui.figure_graphs import SIZE, evidence_for, star, tangle
from sayso.ui.figure.geometry import boxes_overlap, segments_cross, segments_hit_boxes
from sayso.ui.figure.measure import Box, Point, boxes
from sayso.ui.figure.place import place
from sayso.ui.figure.png import png
from sayso.ui.figure.route import Route, polyline, route
from sayso.ui.figure.scene import figure
from sayso.ui.figure.svg import svg

T = TypeVar("T")

GRAPHS = {
    "15 / 19": tangle(15, 19),
    "25 / 34": tangle(25, 34),
    "star of 30": star(30),
    "40 / 58": tangle(40, 58),
    "100 / 150": tangle(100, 150),
    "300 / 450": tangle(300, 450),
}


@dataclass(frozen=True, slots=True)
class Faults:
    """What a reader would mind in a picture."""

    names_on_names: int
    lines_in_names: int
    no_label: int
    crossings: int


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return a result and the CPU seconds it took."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def faults(
    subgraph: Subgraph,
    positions: dict[str, Point],
    sizes: dict[str, Box],
    routes: dict[str, Route],
) -> Faults:
    """Return how often a picture breaks each rule."""
    ids = sorted(positions)
    centre = np.array([positions[node] for node in ids])
    half = np.array([[sizes[node].width, sizes[node].height] for node in ids]) / 2
    on_names = boxes_overlap(centre[:, None], half[:, None], centre, half)
    through = 0
    for edge in subgraph.edges:
        line = polyline(routes[edge.id])
        foreign = np.array([node not in (edge.subject, edge.object) for node in ids])
        (hits,) = segments_hit_boxes(line[:-1, None], line[1:, None], centre, half)
        through += int((hits.any(axis=0) & foreign).sum())
    hidden = sum(path.label is None for path in routes.values())
    return Faults(
        (int(on_names.sum()) - len(ids)) // 2, through, hidden, crossings(subgraph, routes)
    )


def crossings(subgraph: Subgraph, routes: dict[str, Route]) -> int:
    """Return how many pairs of lines without a common end cross."""
    lines = {edge.id: polyline(routes[edge.id]) for edge in subgraph.edges}
    found = 0
    for one, other in combinations(subgraph.edges, 2):
        if not {one.subject, one.object} & {other.subject, other.object}:
            a, b = lines[one.id], lines[other.id]
            crossed = segments_cross(a[:-1, None], a[1:, None], b[None, :-1], b[None, 1:])
            found += bool(crossed.any())
    return found


def drawn_by_matplotlib(subgraph: Subgraph) -> bytes:
    """Return the same graph as networkx and matplotlib draw it, at 150 dpi."""
    import matplotlib.pyplot as plt  # type: ignore[import-not-found]
    import networkx

    graph = subgraph.to_networkx()
    canvas = plt.figure(figsize=(9.4, 6.7))
    spots = networkx.spring_layout(graph, seed=1)
    networkx.draw(graph, spots, labels=dict(graph.nodes(data="name")), font_size=8)
    relations = {(a, b): data["relation"] for a, b, data in graph.edges(data=True)}
    networkx.draw_networkx_edge_labels(networkx.DiGraph(graph), spots, relations, font_size=6)
    picture = BytesIO()
    canvas.savefig(picture, dpi=150)
    plt.close(canvas)
    return picture.getvalue()


def main() -> None:
    """Print one row a graph."""
    compared = importlib.util.find_spec("matplotlib") is not None
    print(
        "names / lines   place  route    SVG    PNG"
        "   names on names  lines in names  no label  crossings"
        + ("   matplotlib" if compared else "")
    )
    png(figure(GRAPHS["15 / 19"], place(GRAPHS["15 / 19"], size=SIZE), title="warm"))
    for name, subgraph in GRAPHS.items():
        positions, placing = timed(lambda: place(subgraph, size=SIZE))  # noqa: B023 - called at once
        sizes = boxes(subgraph)
        routes, routing = timed(lambda: route(subgraph.edges, positions, sizes))  # noqa: B023
        evidence = evidence_for(subgraph)
        scene, composing = timed(lambda: figure(subgraph, positions, evidence, title=name))  # noqa: B023
        _, writing = timed(lambda: svg(scene))  # noqa: B023
        _, painting = timed(lambda: png(scene))  # noqa: B023
        bad = faults(subgraph, positions, sizes, routes)
        row = (
            f"{name:<14}{placing:7.2f}{routing:7.2f}{composing + writing:7.2f}{painting:7.2f}"
            f"{bad.names_on_names:17}{bad.lines_in_names:16}{bad.no_label:10}{bad.crossings:11}"
        )
        if compared:
            row += f"{timed(lambda: drawn_by_matplotlib(subgraph))[1]:13.2f}"  # noqa: B023
        print(row, flush=True)


if __name__ == "__main__":
    main()
