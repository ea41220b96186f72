"""How lines run between boxes, and where their labels lie.

A line is straight unless it must share its two ends with others (then the
lines fan out) or would run through a third box (then it aims past it, or
curves round it). It is cut at the borders of its two boxes; its label hits no
box and no other label, or is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from ...graph.model import Edge
from .curves import Route, bent, cut, points, polyline, rounded
from .geometry import Floats, segments_hit_boxes
from .measure import Box, EdgeLabel, Point, edge_label
from .spots import label_spots

__all__ = ["Route", "polyline", "route"]

_Try: TypeAlias = tuple[Floats, Floats | None, Floats]
"""A possible path from the inside of one box to the inside of the other: start, control, end."""

_CLEAR_START, _CLEAR = 2.0, 4.0  # px between a box and the start of a line, the tip of an arrow
_FAN = 26.0  # px between level lines with the same ends
_FAN_STEEP = 0.35  # of a label's width: by so much wider steep lines are spread
_SHIFTS = (0.0, -0.3, 0.3)  # where on a box a line may aim, from its middle, in widths
_DETOURS = (17, 24, 32, 42, 54, 68, 85)  # px a curve may leave the straight line
_DETOURED = 150  # with more lines in view curves would only add to the tangle
_LABELLED = 1_000  # with more lines in view no label could be read
_KEEP_OFF = 6.0  # px between a line and a box it only passes
_LOOP = (18.0, 64.0)  # half width of an arch, and height of its control point


def route(
    edges: Iterable[Edge],
    positions: Mapping[str, Point],
    boxes: Mapping[str, Box],
    labels: Mapping[str, EdgeLabel] | None = None,
) -> dict[str, Route]:
    """Return the path of every edge, by id.

    Args:
        edges: Edges between nodes that have a position and a box; others are left out.
        positions: Centres of the boxes, px.
        boxes: Their sizes, by node id.
        labels: What stands on the lines, by edge id; else `measure.edge_label`.
    """
    obstacles = _Obstacles(positions, boxes)
    known = obstacles.at.keys()
    drawn = sorted((e for e in edges if {e.subject, e.object} <= known), key=lambda e: e.id)
    labels = labels or {edge.id: edge_label(edge) for edge in drawn}
    paths: dict[str, Route] = {}
    for bundle in _bundles(drawn):
        widest = max(labels[edge.id].width for edge in bundle)
        for edge, off in zip(bundle, _offsets(bundle), strict=True):
            if edge.subject == edge.object:
                paths[edge.id] = _loop(off, *obstacles.box(edge.subject))
                continue
            plain = _plain(edge, obstacles, off, widest, is_alone=len(bundle) == 1)
            detours = _detours(plain[0]) if len(drawn) <= _DETOURED else []
            paths[edge.id] = _clearest(edge, obstacles, plain, detours)
    if len(paths) > _LABELLED:
        return paths
    spots = label_spots(paths, labels, obstacles.centre, obstacles.half)
    return {edge: replace(path, label=spots.get(edge)) for edge, path in paths.items()}


class _Obstacles:
    """All boxes as arrays, and each by its node."""

    def __init__(self, positions: Mapping[str, Point], boxes: Mapping[str, Box]) -> None:
        ids = sorted(positions.keys() & boxes.keys())
        self.at = {node: index for index, node in enumerate(ids)}
        self.centre = np.array([positions[i] for i in ids], dtype=float).reshape(-1, 2)
        sizes = [(boxes[i].width, boxes[i].height) for i in ids]
        self.half = np.array(sizes, dtype=float).reshape(-1, 2) / 2

    def box(self, node: str) -> tuple[Floats, Floats]:
        """Return centre and half extents of a node's box."""
        index = self.at[node]
        return self.centre[index], self.half[index]

    def beside(self, edge: Edge) -> tuple[Floats, Floats]:
        """Return the boxes that a line or a detour of it may meet."""
        ends = [self.at[edge.subject], self.at[edge.object]]
        low = self.centre[ends].min(axis=0) - max(_DETOURS) * 2
        high = self.centre[ends].max(axis=0) + max(_DETOURS) * 2
        near = ((self.centre + self.half > low) & (self.centre - self.half < high)).all(axis=1)
        near[ends] = False
        return self.centre[near], self.half[near]


def _bundles(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Yield the edges with the same two ends, whatever their direction."""
    between: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in edges:
        between[tuple(sorted((edge.subject, edge.object)))].append(edge)
    yield from (between[ends] for ends in sorted(between))


def _offsets(bundle: Sequence[Edge]) -> list[float]:
    """Return the place of each line in its fan, from the middle, as seen from its subject."""
    offsets = [index - (len(bundle) - 1) / 2 for index in range(len(bundle))]
    return [
        -off if edge.subject > edge.object else off
        for edge, off in zip(bundle, offsets, strict=True)
    ]


def _plain(
    edge: Edge, obstacles: _Obstacles, off: float, label_width: float, *, is_alone: bool
) -> list[_Try]:
    """Return the paths to try first: the curve of the fan, or straight lines."""
    a, half_a = obstacles.box(edge.subject)
    b, half_b = obstacles.box(edge.object)
    if off:
        step = b - a
        steep = abs(float(step[1])) / (float(np.hypot(*step)) or 1.0)
        return [(a, bent(a, b, off * (_FAN + _FAN_STEEP * label_width * steep)), b)]
    shifts = [(s, e) for s in _SHIFTS for e in _SHIFTS] if is_alone else [(0.0, 0.0)]
    shifts.sort(key=lambda pair: abs(pair[0]) + abs(pair[1]))
    side_a, side_b = np.array([2 * half_a[0], 0.0]), np.array([2 * half_b[0], 0.0])
    return [(a + start * side_a, None, b + end * side_b) for start, end in shifts]


def _detours(plain: _Try) -> list[_Try]:
    """Return curves ever further off the plain path, to either side."""
    a, control, b = plain
    middle = (a + b) / 2 if control is None else control
    bends = [side * detour for detour in _DETOURS for side in (1, -1)]
    return [(a, middle + bent(a, b, bend) - (a + b) / 2, b) for bend in bends]


def _clearest(
    edge: Edge, obstacles: _Obstacles, plain: Sequence[_Try], detours: Sequence[_Try]
) -> Route:
    """Return the first path that meets no other box, else the one that meets fewest."""
    centre, half = obstacles.beside(edge)
    best, fewest = plain[0], len(centre) + 1
    for tries in filter(None, (plain, detours)):
        lines = np.stack([points(*each) for each in tries])
        start, end = lines[:, :-1, None], lines[:, 1:, None]
        (hits,) = segments_hit_boxes(start, end, centre, half, _KEEP_OFF)
        met = hits.any(axis=1).sum(axis=1)
        first = int(np.argmin(met))
        if met[first] < fewest:
            best, fewest = tries[first], int(met[first])
        if not fewest:
            break
    (a, half_a), (b, half_b) = obstacles.box(edge.subject), obstacles.box(edge.object)
    return cut(*best, (a, half_a + _CLEAR_START), (b, half_b + _CLEAR))


def _loop(off: float, centre: Floats, half: Floats) -> Route:
    """Return an arch over the right part of the box; more of them stand side by side."""
    width, height = _LOOP
    x = float(centre[0] + half[0] - 2 * width - 2 * width * off)
    top = float(centre[1] - half[1])
    return Route(
        rounded(np.array([x - width, top - _CLEAR_START])),
        rounded(np.array([x, top - height])),
        rounded(np.array([x + width, top - _CLEAR])),
        is_loop=True,
    )
