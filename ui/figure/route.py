"""How lines run between boxes, and where their labels lie.

A line is straight unless it must share its two ends with others (then the
lines fan out) or would run through a third box (then it curves round it). It
is cut at the borders of its two boxes; its label hits no box and no other
label, or is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...graph.model import Edge
from .geometry import Floats, Truths, boxes_overlap, segments_hit_boxes
from .measure import Box, EdgeLabel, Point, edge_label

_CLEAR_START, _CLEAR = 2.0, 4.0  # px between a box and the start of a line, the tip of an arrow
_FAN, _FAN_STEEP = (
    26.0,
    0.35,
)  # px between lines with the same ends; more by this share of a label's width on steep lines
_SHIFTS = (0.0, -0.3, 0.3)  # where on a box a line may aim, from its middle, in widths
_DETOURS = (34, 48, 64, 84, 108, 136, 170)  # px a curve may leave the straight line
_KEEP_OFF = 6.0  # px between a line and a box it only passes
_SHOWN = 26.0  # px of line to be seen besides its label: else the label is hidden
_STEPS = 24  # pieces a curve is cut into for the tests
_SPOTS = np.linspace(0.2, 0.8, 41)  # where on the line a label may lie
_LOOP = (18.0, 64.0)  # half width and height of a line from a box to itself


@dataclass(frozen=True, slots=True)
class Route:
    """The path of one line: straight, or a quadratic curve with one control point.

    Attributes:
        start: Where it leaves the subject's box.
        control: Of the curve; none if straight.
        end: The tip of the arrow, just outside the object's box.
        label: Centre of the label; none if there is no room for it.
        is_loop: It ends where it starts, in an arch over the box.
    """

    start: Point
    control: Point | None
    end: Point
    label: Point | None = None
    is_loop: bool = False


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
    drawn = sorted(
        (e for e in edges if e.subject in positions and e.object in positions), key=lambda e: e.id
    )
    labels = labels or {edge.id: edge_label(edge) for edge in drawn}
    obstacles = _Obstacles(positions, boxes)
    paths: dict[str, Route] = {}
    for bundle in _bundles(drawn):
        widest = max(labels[edge.id].width for edge in bundle)
        for index, edge in enumerate(bundle):
            place = index - (len(bundle) - 1) / 2
            if edge.subject > edge.object:
                place = -place  # the side counts from the smaller id, whatever the direction
            paths[edge.id] = _path(edge, place, widest, obstacles)
    return _labelled(paths, labels, obstacles)


class _Obstacles:
    """All boxes as arrays, and each by its node."""

    def __init__(self, positions: Mapping[str, Point], boxes: Mapping[str, Box]) -> None:
        self.ids = sorted(set(positions) & set(boxes))
        self.centre = np.array([positions[i] for i in self.ids], dtype=float).reshape(-1, 2)
        sizes = [(boxes[i].width, boxes[i].height) for i in self.ids]
        self.half = np.array(sizes, dtype=float).reshape(-1, 2) / 2
        self.at = {node: index for index, node in enumerate(self.ids)}

    def box(self, node: str) -> tuple[Floats, Floats]:
        index = self.at[node]
        return self.centre[index], self.half[index]

    def beside(self, edge: Edge) -> tuple[Floats, Floats]:
        """Return the boxes that a line or a detour of it may meet."""
        ends = [self.at[edge.subject], self.at[edge.object]]
        low = self.centre[ends].min(axis=0) - max(_DETOURS)
        high = self.centre[ends].max(axis=0) + max(_DETOURS)
        near = ((self.centre + self.half > low) & (self.centre - self.half < high)).all(axis=1)
        near[ends] = False
        return self.centre[near], self.half[near]


def _bundles(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    between: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in edges:
        between[tuple(sorted((edge.subject, edge.object)))].append(edge)
    yield from (between[ends] for ends in sorted(between))


def _path(edge: Edge, place: float, label_width: float, obstacles: _Obstacles) -> Route:
    """Return the first path that meets no other box, else the one that meets fewest.

    Args:
        edge: The edge.
        place: Among edges with the same ends, counted from the middle.
        label_width: Of the widest label among them.
        obstacles: All boxes.
    """
    if edge.subject == edge.object:
        return _loop(place, *obstacles.box(edge.subject))
    a, half_a = obstacles.box(edge.subject)
    b, half_b = obstacles.box(edge.object)
    centre, half = obstacles.beside(edge)
    best, fewest = None, len(centre) + 1
    for start, control, end in _tries(a, half_a, b, half_b, place, label_width):
        line = _points(start, control, end)
        (hits,) = segments_hit_boxes(line[:-1, None], line[1:, None], centre, half, _KEEP_OFF)
        met = int(hits.any(axis=0).sum())
        if met < fewest:
            best, fewest = (start, control, end), met
        if not met:
            break
    assert best is not None  # noqa: S101 - the first try meets at most all boxes
    return _cut(*best, (a, half_a), (b, half_b))


def _tries(
    a: Floats, half_a: Floats, b: Floats, half_b: Floats, place: float, label_width: float
) -> Iterator[tuple[Floats, Floats | None, Floats]]:
    """Yield start, control point and end of possible paths, the plainest first."""
    step = b - a
    steep = abs(float(step[1])) / max(float(np.hypot(*step)), 1e-9)
    bend = 2 * place * (_FAN + _FAN_STEEP * label_width * steep)
    if not bend:
        side = np.array([1.0, 0.0])
        shifts = [(s, e) for s in _SHIFTS for e in _SHIFTS]
        for start, end in sorted(shifts, key=lambda pair: abs(pair[0]) + abs(pair[1])):
            yield a + side * start * 2 * half_a, None, b + side * end * 2 * half_b
    else:
        yield a, _control(a, b, bend), b
    for detour in _DETOURS:
        for direction in (2, -2):
            yield a, _control(a, b, bend + direction * detour), b


def _control(a: Floats, b: Floats, bend: float) -> Floats:
    """Return the control point that moves the middle of the curve by half of `bend`."""
    step = b - a
    length = float(np.hypot(*step)) or 1.0
    return np.asarray((a + b) / 2 + np.array([-step[1], step[0]]) / length * bend)


def _loop(place: float, centre: Floats, half: Floats) -> Route:
    """Return an arch over the right part of the box; more of them stand side by side."""
    x = centre[0] + half[0] - 2 * _LOOP[0] - 2 * _LOOP[0] * place
    top = centre[1] - half[1]
    return Route(
        _point(np.array([x - _LOOP[0], top - _CLEAR_START])),
        _point(np.array([x, top - _LOOP[1]])),
        _point(np.array([x + _LOOP[0], top - _CLEAR])),
        is_loop=True,
    )


def _points(a: Floats, control: Floats | None, b: Floats) -> Floats:
    t = np.linspace(0.0, 1.0, (_STEPS if control is not None else 1) + 1)[:, None]
    return _at(a, control, b, t)


def _at(a: Floats, control: Floats | None, b: Floats, t: Floats) -> Floats:
    if control is None:
        return np.asarray(a + (b - a) * t)
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * control + t**2 * b)


def _cut(
    a: Floats,
    control: Floats | None,
    b: Floats,
    from_box: tuple[Floats, Floats],
    to_box: tuple[Floats, Floats],
) -> Route:
    """Return the part of a path that lies outside its two boxes."""
    t = np.linspace(0.0, 1.0, 401)
    line = _at(a, control, b, t[:, None])
    in_a = (np.abs(line - from_box[0]) <= from_box[1] + _CLEAR_START).all(axis=1)
    in_b = (np.abs(line - to_box[0]) <= to_box[1] + _CLEAR).all(axis=1)
    first = float(t[in_a][-1])
    last = float(t[in_b][0])
    if last <= first:  # the boxes touch: a line of no length, but still a line
        first = last = (first + last) / 2
    start, end = _at(a, control, b, np.array([[first], [last]]))
    if control is None:
        return Route(_point(start), None, _point(end))
    # The control point of the part: where the tangents of its ends meet (de Casteljau).
    part = (
        (1 - first) * (1 - last) * a
        + (first * (1 - last) + last * (1 - first)) * control
        + first * last * b
    )
    return Route(_point(start), _point(part), _point(end))


def _point(point: Floats) -> Point:
    return round(float(point[0]), 1), round(float(point[1]), 1)


def _labelled(
    paths: Mapping[str, Route], labels: Mapping[str, EdgeLabel], obstacles: _Obstacles
) -> dict[str, Route]:
    """Return the paths with the spots of their labels; short lines choose first."""
    lines = {edge: polyline(path) for edge, path in paths.items()}
    pieces = _Pieces(lines)
    taken_at, taken_half = obstacles.centre, obstacles.half
    found: dict[str, Route] = dict(paths)
    for edge in sorted(paths, key=lambda e: (_length(lines[e]), e)):
        half = np.array([labels[edge].width, labels[edge].height]) / 2
        if paths[edge].is_loop:
            spot = _above(lines[edge], half, taken_at, taken_half)
        else:
            spot = _spot(lines[edge], half, taken_at, taken_half, pieces.without(edge))
        if spot is not None:
            taken_at = np.concatenate([taken_at, spot[None]])
            taken_half = np.concatenate([taken_half, half[None]])
            found[edge] = replace(paths[edge], label=_point(spot))
    return found


class _Pieces:
    """All lines cut into straight pieces."""

    def __init__(self, lines: Mapping[str, Floats]) -> None:
        self.start = np.concatenate([np.empty((0, 2)), *(line[:-1] for line in lines.values())])
        self.end = np.concatenate([np.empty((0, 2)), *(line[1:] for line in lines.values())])
        self.owner = np.array([edge for edge, line in lines.items() for _ in line[1:]])

    def without(self, edge: str) -> tuple[Floats, Floats]:
        foreign = self.owner != edge
        return self.start[foreign], self.end[foreign]


def polyline(path: Route) -> Floats:
    """Return a path as points (n, 2) on it."""
    control = None if path.control is None else np.array(path.control)
    return _points(np.array(path.start), control, np.array(path.end))


def _length(line: Floats) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _spot(
    line: Floats,
    half: Floats,
    taken_at: Floats,
    taken_half: Floats,
    foreign: tuple[Floats, Floats],
) -> Floats | None:
    """Return the best free centre for a label on `line`, or None."""
    spots = _walk(line, _SPOTS)
    free = ~boxes_overlap(spots[:, None], half, taken_at, taken_half).any(axis=1)
    free &= _room_left(line, spots, half)
    if not free.any():
        return None
    (crossed,) = segments_hit_boxes(*foreign, spots[:, None], half, -2.0)
    worth = np.abs(_SPOTS - 0.5) + crossed.sum(axis=1)
    return np.asarray(spots[int(np.argmin(np.where(free, worth, np.inf)))])


def _above(line: Floats, half: Floats, taken_at: Floats, taken_half: Floats) -> Floats | None:
    """Return the centre of a label that stands on an arch, or None."""
    top = line[int(np.argmin(line[:, 1]))]
    spot = np.array([top[0], top[1] - half[1]])
    return None if boxes_overlap(spot, half, taken_at, taken_half).any() else spot


def _room_left(line: Floats, spots: Floats, half: Floats) -> Truths:
    """Return at which spots enough of the line stays visible, before and after the label."""
    length = _length(line)
    direction = np.abs(line[-1] - line[0]) / max(float(np.hypot(*(line[-1] - line[0]))), 1e-9)
    covered = 2 * float(np.min(half / np.maximum(direction, 1e-6)))
    before = np.hypot(*(spots - line[0]).T) - covered / 2
    after = np.hypot(*(spots - line[-1]).T) - covered / 2
    enough = length >= covered + _SHOWN
    return np.asarray(enough & (before >= 5.0) & (after >= 12.0))


def _walk(line: Floats, shares: Floats) -> Floats:
    """Return the points that lie at `shares` of the length of a line."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    walked = np.concatenate([[0.0], np.cumsum(steps)])
    at = shares * walked[-1]
    return np.stack([np.interp(at, walked, line[:, 0]), np.interp(at, walked, line[:, 1])], axis=1)
