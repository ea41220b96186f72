"""Improve a layout: move one name after the other to where it disturbs least.

What disturbs is written down as a cost: boxes on boxes, lines through boxes,
labels without room, crossings, sharp angles, crowding, long lines. There is no
chance in it: candidates come from fixed point sets, so a graph always gets the
same picture.
Source: the cost follows Davidson and Harel, Drawing Graphs Nicely Using Simulated Annealing, 1996.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .geometry import Floats, boxes_overlap, exits, segments_cross, segments_hit_boxes

# Costs, in units of one plain crossing.
_BOX_ON_BOX, _BOX_DEPTH = 12.0, 0.4
_LINE_IN_BOX, _LINE_NEAR_BOX = 6.0, 1.5
_LABEL_ON_BOX, _LABEL_ON_LABEL, _LABEL_ON_LINE = 3.0, 3.0, 0.8
_CROSSING = 1.0
_SHORT, _SHARP = 8.0, 1.5
_CROWD, _STRETCH, _OFF_CENTRE = 1.2, 0.35, 30.0

_GAP = np.array([22.0, 20.0])  # px that must stay free between boxes
_NEAR = 14.0  # px: a line closer than this to a box looks as if it belonged to it
_TIP = 44.0  # px of line to be seen besides the label: both ends and the arrow
_SHARPEST = math.cos(math.radians(22))


@dataclass(frozen=True, slots=True)
class Link:
    """All lines between two nodes, taken as one.

    Attributes:
        a: Index of one end.
        b: Index of the other end.
        width: Of the widest label, px.
        height: Of all labels, one below the other, px.
    """

    a: int
    b: int
    width: float
    height: float


class Drawing:
    """Boxes in a frame with lines between them, and what is wrong with it."""

    def __init__(
        self, half: Floats, links: Sequence[Link], frame: Floats, start: Sequence[int]
    ) -> None:
        """Take the unmovable facts.

        Args:
            half: Half width and height of each box (n, 2), px.
            links: Between different boxes, each pair once.
            frame: Left top and right bottom corner (2, 2), px.
            start: Indexes of the boxes that belong near the middle.
        """
        self.half = half
        self.ends = np.array([[link.a, link.b] for link in links], dtype=int).reshape(-1, 2)
        self.label_half = np.array([[link.width, link.height] for link in links]).reshape(-1, 2) / 2
        self.low, self.high = frame[0] + half, frame[1] - half
        self.middle = frame.mean(axis=0)
        self.size = frame[1] - frame[0]
        self.cell = math.sqrt(float(np.prod(self.size)) / max(1, len(half)))
        self.pull = np.zeros(len(half))
        self.pull[list(start)] = 1.0 / max(1, len(start))
        self._views = [self._view(node) for node in range(len(half))]

    def clip(self, points: Floats, node: int | None = None) -> Floats:
        """Return `points` moved into the frame, for all boxes or one."""
        low, high = (self.low, self.high) if node is None else (self.low[node], self.high[node])
        return np.clip(points, low, np.maximum(low, high))

    def labels(self, points: Floats) -> Floats:
        """Return where the labels lie (m, 2): in the middle of the visible lines."""
        a, b = self.ends.T
        return _label_spots(points[a], points[b], self.half[a], self.half[b])

    def cost(self, points: Floats) -> float:
        """Return the cost of the whole drawing (pairs count twice, which does no harm)."""
        labels = self.labels(points)
        single = (self.costs(points, labels, n, points[n : n + 1])[0] for n in range(len(points)))
        return float(sum(single))

    def costs(self, points: Floats, labels: Floats, node: int, spots: Floats) -> Floats:
        """Return what it would cost to have `node` at each of `spots` (k, 2), all else unmoved."""
        view = self._views[node]
        total = self._crowding(points, node, spots)
        if len(view.others):
            total += self._lines_at(points, labels, view, node, spots)
        if len(view.links):
            total += self._lines_from(points, labels, view, node, spots)
        return total

    def _crowding(self, points: Floats, node: int, spots: Floats) -> Floats:
        others = np.arange(len(points)) != node
        apart = np.abs(spots[:, None] - points[others])
        touch = self.half[others] + self.half[node]
        depth = np.clip(np.min(touch + _GAP - apart, axis=-1), 0.0, None)
        space = np.clip(apart - touch, 0.0, None)
        crowd = self.cell**2 / (np.sum(space**2, axis=-1) + (0.3 * self.cell) ** 2)
        total = np.sum((depth > 0) * _BOX_ON_BOX + depth * _BOX_DEPTH, axis=1)
        total += _CROWD * np.sum(crowd, axis=1) / 4
        off = np.sum(((spots - self.middle) / self.size) ** 2, axis=-1)
        return np.asarray(total + _OFF_CENTRE * self.pull[node] * off)

    def _lines_at(
        self, points: Floats, labels: Floats, view: _View, node: int, spots: Floats
    ) -> Floats:
        """Cost of the box lying on lines and labels of others."""
        start, end = points[self.ends[view.others, 0]], points[self.ends[view.others, 1]]
        here, half = spots[:, None], self.half[node]
        total = _LINE_IN_BOX * segments_hit_boxes(start, end, here, half + 5.0).sum(axis=1)
        total = total + _LINE_NEAR_BOX * segments_hit_boxes(start, end, here, half + _NEAR).sum(1)
        covered = boxes_overlap(here, half + 4.0, labels[view.others], self.label_half[view.others])
        return np.asarray(total + _LABEL_ON_BOX * (covered > 0).sum(axis=1))

    def _lines_from(
        self, points: Floats, labels: Floats, view: _View, node: int, spots: Floats
    ) -> Floats:
        """Cost of the node's own lines."""
        here, there = spots[:, None], points[view.near]
        step = there - here
        length = np.maximum(np.linalg.norm(step, axis=-1), 1e-9)
        own = _label_spots(here, there, self.half[node], self.half[view.near])
        label_half = self.label_half[view.links]
        total = self._lengths(step, length, view, node, label_half)
        total += self._through_boxes(points, view, node, here, there, own, label_half)
        total += _sharpness(step / length[..., None])
        if len(view.fan):
            total += self._fans(points, view, step / length[..., None])
        if len(view.others):
            total += self._among_lines(points, labels, view, here, there, own, label_half)
        return total

    def _lengths(
        self, step: Floats, length: Floats, view: _View, node: int, label_half: Floats
    ) -> Floats:
        hidden = exits(step, self.half[node]) + exits(step, self.half[view.near])
        visible = length * (1 - hidden)
        direction = np.abs(step) / length[..., None]
        taken = 2 * np.min(label_half / np.maximum(direction, 1e-6), axis=-1)
        wanted = taken + _TIP
        short = np.clip((wanted - visible) / wanted, 0.0, 1.5)
        stretch = (np.clip(visible, 0, None) / self.cell) ** 2
        return np.asarray(np.sum(_SHORT * short**2 + (short > 0) + _STRETCH * stretch, axis=1))

    def _through_boxes(
        self,
        points: Floats,
        view: _View,
        node: int,
        here: Floats,
        there: Floats,
        own: Floats,
        label_half: Floats,
    ) -> Floats:
        foreign = view.foreign  # (d, n): boxes that are not an end of the line
        start, end = here[:, :, None], there[None, :, None]
        inside = segments_hit_boxes(start, end, points, self.half + 5.0) & foreign
        near = segments_hit_boxes(start, end, points, self.half + _NEAR) & foreign
        covered = boxes_overlap(own[:, :, None], label_half[:, None], points, self.half + 4.0)
        lines = _LINE_IN_BOX * inside.sum((1, 2)) + _LINE_NEAR_BOX * near.sum((1, 2))
        return np.asarray(lines + _LABEL_ON_BOX * ((covered > 0) & foreign).sum((1, 2)))

    def _fans(self, points: Floats, view: _View, direction: Floats) -> Floats:
        """Cost of small angles at the other ends."""
        line, middle, end = view.fan.T
        other = points[end] - points[middle]
        other = other / np.maximum(np.linalg.norm(other, axis=-1, keepdims=True), 1e-9)
        cosine = np.sum(-direction[:, line] * other, axis=-1)
        return np.asarray(_SHARP * _beyond(cosine).sum(axis=1))

    def _among_lines(
        self,
        points: Floats,
        labels: Floats,
        view: _View,
        here: Floats,
        there: Floats,
        own: Floats,
        label_half: Floats,
    ) -> Floats:
        start, end = points[self.ends[view.others, 0]], points[self.ends[view.others, 1]]
        a, b = here[:, :, None], there[None, :, None]
        label, half = own[:, :, None], label_half[:, None]
        other, other_half = labels[view.others], self.label_half[view.others]
        crossings = segments_cross(a, b, start, end).sum((1, 2))
        on_label = (boxes_overlap(label, half + 3.0, other, other_half) > 0).sum((1, 2))
        on_line = segments_hit_boxes(start, end, label, half).sum((1, 2))
        on_line = on_line + segments_hit_boxes(a, b, other, other_half).sum((1, 2))
        marks = _LABEL_ON_LABEL * on_label + _LABEL_ON_LINE * on_line
        return np.asarray(_CROSSING * crossings + marks)

    def _view(self, node: int) -> _View:
        mine = np.any(self.ends == node, axis=1)
        links = np.flatnonzero(mine)
        near = self.ends[links].sum(axis=1) - node
        foreign = np.ones((len(links), len(self.half)), dtype=bool)
        foreign[:, node] = False
        foreign[np.arange(len(links)), near] = False
        fan = [
            (line, middle, end)
            for line, middle in enumerate(near)
            for end in self.ends[np.any(self.ends == middle, axis=1)].sum(axis=1) - middle
            if end != node
        ]
        return _View(
            links, near, np.flatnonzero(~mine), foreign, np.array(fan, dtype=int).reshape(-1, 3)
        )


@dataclass(frozen=True, slots=True)
class _View:
    """The graph as one node sees it: its links, the nodes they reach, all other links."""

    links: np.ndarray[tuple[int], np.dtype[np.int_]]
    near: np.ndarray[tuple[int], np.dtype[np.int_]]
    others: np.ndarray[tuple[int], np.dtype[np.int_]]
    foreign: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    fan: np.ndarray[tuple[int, int], np.dtype[np.int_]]


def improve(
    drawing: Drawing, points: Floats, movable: Sequence[int], *, sweeps: int, wide: int, fine: int
) -> Floats:
    """Return `points` after moving each of `movable` to its cheapest spot, again and again.

    Args:
        drawing: The facts and the cost.
        points: Box centres (n, 2), px.
        movable: Indexes of the boxes that may move.
        sweeps: How often each box is looked at.
        wide: Spots tried all over the frame, in the first half of the sweeps.
        fine: Spots tried around the box, nearer with each sweep.
    """
    points = points.copy()
    labels = drawing.labels(points)
    for sweep in range(sweeps):
        share = sweep / max(1, sweeps - 1)
        radius = drawing.cell * (0.9 * (1 - share) ** 1.5 + 0.04)
        for node in movable:
            spots = [points[node : node + 1], points[node] + radius * disc(fine, sweep)]
            if share < 0.5 and wide:
                skip = (sweep * len(movable) + node) * wide
                spots.append(drawing.low[node] + halton(wide, skip) * _room(drawing, node))
            tried = drawing.clip(np.concatenate(spots), node)
            best = int(np.argmin(drawing.costs(points, labels, node, tried)))
            if best:
                points[node] = tried[best]
                labels = drawing.labels(points)
    return points


def _room(drawing: Drawing, node: int) -> Floats:
    return np.asarray(np.maximum(drawing.high[node] - drawing.low[node], 0.0))


def disc(count: int, turn: int) -> Floats:
    """Return points (count, 2) spread over the unit disc, another set for each `turn`."""
    index = np.arange(count) + 0.5
    angle = (index + turn) * math.pi * (3 - math.sqrt(5)) + turn
    return np.asarray(np.sqrt(index / count)[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1))


def halton(count: int, skip: int) -> Floats:
    """Return points (count, 2) spread over the unit square: Halton's sequence from `skip` on."""
    index = np.arange(skip + 1, skip + count + 1)
    return np.stack([_radical(index, 2), _radical(index, 3)], axis=1)


def _radical(index: np.ndarray[tuple[int], np.dtype[np.int_]], base: int) -> Floats:
    value, scale = np.zeros(len(index)), 1.0
    while index.any():
        scale /= base
        value += scale * (index % base)
        index = index // base
    return value


def _label_spots(a: Floats, b: Floats, half_a: Floats, half_b: Floats) -> Floats:
    step = b - a
    middle = (1 + exits(step, half_a) - exits(step, half_b)) / 2
    return np.asarray(a + step * middle[..., None])


def _beyond(cosine: Floats) -> Floats:
    """Return 0 for wide angles, rising to 1 where two lines coincide."""
    return np.asarray(np.clip((cosine - _SHARPEST) / (1 - _SHARPEST), 0.0, 1.0))


def _sharpness(direction: Floats) -> Floats:
    """Cost of small angles between lines of one node; `direction` is (k, d, 2)."""
    cosine = direction @ np.swapaxes(direction, 1, 2)
    count = direction.shape[1]
    sharp = _beyond(cosine).sum((1, 2)) - count  # each line with itself gives 1
    return np.asarray(_SHARP * sharp / 2)
