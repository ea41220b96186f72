"""Lines: from border to border, past other names, with labels that lie on nothing."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from sayso.graph.model import Edge, Status
from sayso.graph.subgraph import Subgraph
from sayso.tests.ui.figure_graphs import LARGE, SMALL, positions_of
from sayso.ui.figure.geometry import segments_hit_boxes
from sayso.ui.figure.measure import Box, Point, boxes, edge_labels
from sayso.ui.figure.route import Route, polyline, route

NAME = Box(100, 32, ("Name",))


@cache
def laid_out(key: str) -> tuple[Subgraph, dict[str, Point], dict[str, Box], dict[str, Route]]:
    subgraph = {**SMALL, **LARGE}[key]
    positions, sizes = positions_of(key), boxes(subgraph)
    return subgraph, positions, sizes, route(subgraph.edges, positions, sizes)


def edge(number: int, subject: str, target: str) -> Edge:
    return Edge(f"r{number}", subject, "SUPPLIES", target, Status.ASSERTED, n_claims=1)


def covers(centre: Point, width: float, height: float, point: Point) -> bool:
    return abs(centre[0] - point[0]) < width / 2 and abs(centre[1] - point[1]) < height / 2


def overlap(a: Point, size_a: tuple[float, float], b: Point, size_b: tuple[float, float]) -> bool:
    return covers(a, size_a[0] + size_b[0] - 0.2, size_a[1] + size_b[1] - 0.2, b)


@pytest.mark.parametrize("key", [*SMALL, *(pytest.param(k, marks=pytest.mark.slow) for k in LARGE)])
def test_labels_lie_on_no_name_and_no_label(key: str) -> None:
    """Whatever label is shown can be read."""
    subgraph, positions, sizes, routes = laid_out(key)
    labels = edge_labels(subgraph)
    shown = [
        (path.label, (labels[edge_id].width, labels[edge_id].height))
        for edge_id, path in routes.items()
        if path.label
    ]
    names = [(positions[node], (sizes[node].width, sizes[node].height)) for node in positions]

    assert routes.keys() == {each.id for each in subgraph.edges}
    for at, label in enumerate(shown):
        assert not any(overlap(*label, *other) for other in [*names, *shown[at + 1 :]])


@pytest.mark.parametrize("key", SMALL)
def test_small_graph_shows_every_label(key: str) -> None:
    """In the daily case no relation goes unsaid."""
    *_, routes = laid_out(key)

    assert [edge_id for edge_id, path in routes.items() if path.label is None] == []


@pytest.mark.parametrize("key", SMALL)
def test_no_line_runs_through_another_name(key: str) -> None:
    """A line that passed through a name would seem to belong to it."""
    subgraph, positions, sizes, routes = laid_out(key)
    for each in subgraph.edges:
        line = polyline(routes[each.id])
        for node in positions.keys() - {each.subject, each.object}:
            half = np.array([sizes[node].width, sizes[node].height]) / 2
            (hits,) = segments_hit_boxes(line[:-1], line[1:], np.array(positions[node]), half)

            assert not hits.any(), (each.id, node)


@pytest.mark.parametrize("key", SMALL)
def test_lines_begin_and_end_just_outside_their_names(key: str) -> None:
    """The tip of the arrow is seen, and close to the name it means."""
    subgraph, positions, sizes, routes = laid_out(key)
    for each in subgraph.edges:
        path = routes[each.id]
        for node, point in ((each.subject, path.start), (each.object, path.end)):
            inner, outer = sizes[node], (sizes[node].width + 12, sizes[node].height + 12)

            assert not covers(positions[node], inner.width, inner.height, point)
            assert covers(positions[node], *outer, point)


def test_single_line_is_straight() -> None:
    """Nothing in the way, nothing to share: no curve."""
    found = route([edge(1, "a", "b")], {"a": (0, 0), "b": (400, 0)}, {"a": NAME, "b": NAME})

    assert found["r1"] == Route((52.0, 0.0), None, (346.0, 0.0), (199.0, 0.0))


def test_lines_with_the_same_ends_fan_out() -> None:
    """Lines there and back never coincide, whatever their direction."""
    edges = [edge(1, "a", "b"), edge(2, "b", "a"), edge(3, "a", "b"), edge(4, "b", "a")]
    found = route(edges, {"a": (0, 0), "b": (400, 0)}, {"a": NAME, "b": NAME})
    middles = sorted(float(polyline(path)[:, 1][8]) for path in found.values())

    assert all(path.control for path in found.values())
    assert min(b - a for a, b in pairwise(middles)) > 20


def test_line_goes_round_a_name_in_its_way() -> None:
    """A third name between two others is passed by."""
    positions = {"a": (0.0, 0.0), "b": (600.0, 0.0), "c": (300.0, 0.0)}
    path = route([edge(1, "a", "b")], positions, dict.fromkeys("abc", NAME))["r1"]

    assert not any(covers((300, 0), 100, 32, (float(x), float(y))) for x, y in polyline(path))


def test_line_too_short_for_its_label_hides_it() -> None:
    """No label is squeezed between two names; with room again it is back."""
    sizes = {"a": NAME, "b": NAME}
    close = route([edge(1, "a", "b")], {"a": (0, 0), "b": (170, 0)}, sizes)
    apart = route([edge(1, "a", "b")], {"a": (0, 0), "b": (220, 0)}, sizes)

    assert close["r1"].label is None
    assert apart["r1"].label is not None


def test_names_that_touch_still_have_a_line() -> None:
    """Dragged onto each other, boxes leave a line of no length, and nothing fails."""
    path = route([edge(1, "a", "b")], {"a": (0, 0), "b": (20, 5)}, {"a": NAME, "b": NAME})["r1"]

    assert path.start == path.end
    assert path.label is None


def test_line_to_itself_is_an_arch_with_its_label_on_top() -> None:
    """A name that says something of itself is drawn."""
    path = route([edge(1, "a", "a")], {"a": (0, 0)}, {"a": NAME})["r1"]

    assert path.is_loop
    assert path.label is not None
    assert path.label[1] < min(polyline(path)[:, 1])
