"""Where names stand: apart, in the frame, always the same, and never moved by others."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.graph.subgraph import Subgraph
from sayso.tests.ui.figure_graphs import LARGE, SIZE, SMALL, graph, name, positions_of, tangle
from sayso.ui.figure.measure import Point, boxes
from sayso.ui.figure.place import MARGIN, place


def overlapping(subgraph: Subgraph, positions: dict[str, Point]) -> list[tuple[str, str]]:
    """Return all pairs of names that touch."""
    sizes, ids = boxes(subgraph), sorted(positions)
    return [
        (a, b)
        for at, a in enumerate(ids)
        for b in ids[at + 1 :]
        if abs(positions[a][0] - positions[b][0]) < (sizes[a].width + sizes[b].width) / 2 + 2
        and abs(positions[a][1] - positions[b][1]) < (sizes[a].height + sizes[b].height) / 2 + 2
    ]


@pytest.mark.parametrize("key", [*SMALL, *(pytest.param(k, marks=pytest.mark.slow) for k in LARGE)])
def test_names_do_not_touch(key: str) -> None:
    """Every node has a place, and no box lies on another."""
    subgraph = {**SMALL, **LARGE}[key]
    positions = positions_of(key)

    assert positions.keys() == {node.id for node in subgraph.nodes}
    assert overlapping(subgraph, positions) == []


@pytest.mark.parametrize("key", SMALL)
def test_small_graph_stays_in_the_frame_and_starts_in_the_middle(key: str) -> None:
    """Nothing is cut off at the edge of the canvas; the start is not in a corner."""
    subgraph = SMALL[key]
    positions, sizes = positions_of(key), boxes(subgraph)
    x, y = positions[subgraph.start[0]]

    assert SIZE[0] * 0.2 < x < SIZE[0] * 0.8
    assert SIZE[1] * 0.2 < y < SIZE[1] * 0.8
    for node, (x, y) in positions.items():
        assert x - sizes[node].width / 2 >= MARGIN - 1
        assert x + sizes[node].width / 2 <= SIZE[0] - MARGIN + 1
        assert y - sizes[node].height / 2 >= MARGIN - 1
        assert y + sizes[node].height / 2 <= SIZE[1] - MARGIN + 1


def test_layout_uses_the_frame() -> None:
    """A dozen names and more spread over at least four fifths of width and height."""
    positions = positions_of("tangle")
    xs, ys = zip(*positions.values(), strict=True)

    assert max(xs) - min(xs) > 0.7 * SIZE[0]
    assert max(ys) - min(ys) > 0.8 * SIZE[1]


def test_empty_graph_has_no_positions() -> None:
    """Nothing to draw is not an error."""
    assert place(Subgraph(), size=SIZE) == {}


def test_canvas_without_room_is_no_obstacle() -> None:
    """A canvas that is folded away, or not yet measured, still gets a layout."""
    positions = place(SMALL["pair"], size=(0, 0))

    assert overlapping(SMALL["pair"], positions) == []


@pytest.mark.parametrize("seen", [1, 6, 14])
def test_old_names_stay_where_they_are(seen: int) -> None:
    """Whatever is added, a name that was there does not move, and nothing lies on it."""
    whole = tangle(15, 19)
    kept = {node.id for node in whole.nodes[:seen]}
    part = replace(
        whole,
        nodes=whole.nodes[:seen],
        edges=tuple(e for e in whole.edges if {e.subject, e.object} <= kept),
    )
    before = {node: (x + 0.25, y) for node, (x, y) in place(part, size=SIZE).items()}
    after = place(whole, size=SIZE, fixed=before)

    assert {node: after[node] for node in before} == before
    assert overlapping(whole, after) == []


def test_crowded_old_names_leave_new_ones_free() -> None:
    """New names find room even when the old ones are packed, or lie on each other."""
    whole = graph([name(at) for at in range(40)], [(0, at) for at in range(1, 40)])
    packed = {f"e{at:03d}": (200.0 + 60 * (at % 6), 200.0 + 20 * (at // 6)) for at in range(36)}
    after = place(whole, size=SIZE, fixed=packed)
    new = {f"e{at:03d}" for at in range(36, 40)}

    assert {node: after[node] for node in packed} == packed
    assert [pair for pair in overlapping(whole, after) if new & set(pair)] == []


def test_crowd_is_laid_out_without_overlap_and_can_grow() -> None:
    """Beyond what can be searched names still have places of their own, old ones for good."""
    whole = tangle(700, 900)
    kept = {node.id for node in whole.nodes[:640]}
    part = replace(
        whole,
        nodes=whole.nodes[:640],
        edges=tuple(e for e in whole.edges if {e.subject, e.object} <= kept),
    )
    before = place(part, size=SIZE)
    after = place(whole, size=SIZE, fixed=before)

    new = after.keys() - before.keys()

    assert overlapping(part, before) == []
    assert {node: after[node] for node in before} == before
    assert [pair for pair in overlapping(whole, after) if new & set(pair)] == []


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    st.integers(1, 7).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=9),
        )
    )
)
def test_any_small_graph_is_laid_out(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    """Loops, parallel lines, pieces: boxes stay apart in any graph."""
    count, links = drawn
    subgraph = graph([name(at) for at in range(count)], links)

    assert overlapping(subgraph, place(subgraph, size=SIZE)) == []


def test_order_of_nodes_and_edges_does_not_matter() -> None:
    """The picture depends on the graph and not on how it was listed."""
    subgraph = SMALL["tangle"]
    other = replace(subgraph, nodes=subgraph.nodes[::-1], edges=subgraph.edges[::-1])

    assert place(other, size=SIZE) == positions_of("tangle")


SCRIPT = """
from hashlib import sha256
from sayso.tests.ui.figure_graphs import SMALL, evidence_for
from sayso.ui.figure.place import place
from sayso.ui.figure.scene import figure
from sayso.ui.figure.svg import svg
graph = SMALL["parallel"]
positions = place(graph, size=(938, 667))
text = svg(figure(graph, positions, evidence_for(graph), title="Parallel"))
print(sorted(positions.items()), sha256(text.encode()).hexdigest())
"""


def test_hash_seed_does_not_matter() -> None:
    """Positions and the bytes of the figure are the same under any PYTHONHASHSEED."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(outputs) == 1
