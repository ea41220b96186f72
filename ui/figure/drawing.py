"""What disturbs in a drawing, as a cost.

Boxes on boxes, lines through boxes, labels without room, crossings, sharp
angles, crowding, long lines: each has its price; only their proportions matter.
Source: the cost follows Davidson and Harel, Drawing Graphs Nicely Using Simulated Annealing, 1996.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .geometry import (
    Floats,
    Indexes,
    boxes_overlap,
    exits,
    lengths,
    segments_cross,
    segments_hit_boxes,
)

_BOX_ON_BOX, _BOX_DEPTH = 12.0, 0.4
_LINE_IN_BOX, _LINE_NEAR_BOX = 6.0, 1.5
_LABEL_ON_BOX, _LABEL_ON_LABEL, _LABEL_ON_LINE = 3.0, 3.0, 0.8
_CROSSING = 2.0
_TOO_SHORT, _SHORTER, _SHARP = 2.0, 10.0, 1.5
_CROWD, _STRETCH, _OFF_CENTRE = 0.3, 0.35, 30.0
_STEEP = 0.8  # for each further line between the same ends: labels side by side need level lines

_GAP_X, _GAP_Y = 22.0, 20.0  # px that must stay free between boxes
_INSIDE, _NEAR = 8.0, 14.0  # px: a line that close to a box looks as if it belonged to it
_LABEL_OFF = 4.0  # px between a label and a box
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
        lines: How many lines there are.
    """

    a: int
    b: int
    width: float
    height: float
    lines: int = 1


@dataclass(frozen=True, slots=True)
class _View:
    """The graph as one node sees it.

    Attributes:
        links: Its own links.
        near: The nodes they reach.
        others: All other links.
        foreign: For each own link, which boxes are not its ends (links, nodes).
        fan: Rows of own link (as it stands in `links`), its far end, and a node that
            another link of that end reaches: pairs of lines that meet there.
    """

    links: Indexes
    near: Indexes
    others: Indexes
    foreign: NDArray[np.bool_]
    fan: Indexes


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one node, for each spot tried (k) and each link (d)."""

    here: Floats
    there: Floats
    direction: Floats
    visible: Floats
    label: Floats
    label_half: Floats


class Drawing:
    """Boxes in a frame with lines between them, and what is wrong with it."""

    def __init__(
        self, half: Floats, links: Sequence[Link], frame: Floats, start: Sequence[int]
    ) -> None:
        """Take the facts that do not change.

        Args:
            half: Half width and height of each box (n, 2), px.
            links: Between different boxes, each pair once.
            frame: Left top and right bottom corner (2, 2), px.
            start: Indexes of the boxes that belong near the middle.
        """
        self.half = half
        self.ends = np.array([[link.a, link.b] for link in links], dtype=int).reshape(-1, 2)
        self.label_half = np.array([[link.width, link.height] for link in links]).reshape(-1, 2) / 2
        self.further = np.array([link.lines - 1.0 for link in links])
        self.low, self.high = frame[0] + half, np.maximum(frame[1] - half, frame[0] + half)
        self.middle: Floats = frame.mean(axis=0)
        self.size = frame[1] - frame[0]
        self.cell = math.sqrt(float(np.prod(self.size)) / max(1, len(half)))
        self.pull = np.zeros(len(half))
        self.pull[list(start)] = _OFF_CENTRE / max(1, len(start))
        self._views: dict[int, _View] = {}

    def _view(self, node: int) -> _View:
        if node not in self._views:
            self._views[node] = self._viewed(node)
        return self._views[node]

    def _viewed(self, node: int) -> _View:
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
        meeting = np.array(fan, dtype=int).reshape(-1, 3)
        return _View(links, near, np.flatnonzero(~mine), foreign, meeting)

    def clip(self, points: Floats, node: int | None = None) -> Floats:
        """Return `points` moved into the frame, for all boxes or for tries of one."""
        low, high = (self.low, self.high) if node is None else (self.low[node], self.high[node])
        return np.clip(points, low, high)

    def labels(self, points: Floats) -> Floats:
        """Return where the labels lie (m, 2): in the middle of the visible lines."""
        a, b = self.ends.T
        return _between(points[a], points[b], self.half[a], self.half[b])

    def cost(self, points: Floats) -> float:
        """Return the cost of the whole drawing (pairs count twice, which does no harm)."""
        labels = self.labels(points)
        single = (self.costs(points, labels, n, points[n : n + 1])[0] for n in range(len(points)))
        return float(sum(single))

    def costs(self, points: Floats, labels: Floats, node: int, spots: Floats) -> Floats:
        """Return what it would cost to have `node` at each of `spots` (k, 2), all else unmoved."""
        view = self._view(node)
        total = self._crowding(points, node, spots)
        if len(view.others):
            total += self._on_lines(points, labels, view, node, spots)
        if not len(view.links):
            return total
        lines = self._lines(points, view, node, spots)
        total += self._shape(points, view, lines) + self._through_boxes(points, view, node, lines)
        if len(view.others):
            total += self._among_lines(points, labels, view, lines)
        return total

    def _crowding(self, points: Floats, node: int, spots: Floats) -> Floats:
        others = np.arange(len(points)) != node
        touch = self.half[others] + self.half[node]
        apart = np.abs(spots[:, None] - points[others]) - touch
        x, y = apart[..., 0], apart[..., 1]
        depth = np.maximum(np.minimum(_GAP_X - x, _GAP_Y - y), 0.0)
        space = np.maximum(x, 0.0) ** 2 + np.maximum(y, 0.0) ** 2
        crowd = self.cell**2 / (space + (0.3 * self.cell) ** 2)
        total = ((depth > 0) * _BOX_ON_BOX + depth * _BOX_DEPTH + crowd * _CROWD).sum(axis=1)
        if self.pull[node]:
            total += self.pull[node] * (((spots - self.middle) / self.size) ** 2).sum(axis=1)
        return np.asarray(total)

    def _on_lines(
        self, points: Floats, labels: Floats, view: _View, node: int, spots: Floats
    ) -> Floats:
        """Cost of the box lying on lines and labels of others."""
        start, end = points[self.ends[view.others, 0]], points[self.ends[view.others, 1]]
        here, half = spots[:, None], self.half[node]
        inside, near = segments_hit_boxes(start, end, here, half, _INSIDE, _NEAR)
        covered = boxes_overlap(
            here, half + _LABEL_OFF, labels[view.others], self.label_half[view.others]
        )
        prices = _LINE_IN_BOX * inside + _LINE_NEAR_BOX * near + _LABEL_ON_BOX * covered
        return np.asarray(prices.sum(axis=1))

    def _lines(self, points: Floats, view: _View, node: int, spots: Floats) -> _Lines:
        here, there = spots[:, None], points[view.near]
        step = there - here
        length = lengths(step)
        own, far = self.half[node], self.half[view.near]
        visible = length * (1 - exits(step, own) - exits(step, far))
        label = _between(here, there, own, far)
        return _Lines(
            here, there, step / length[..., None], visible, label, self.label_half[view.links]
        )

    def _shape(self, points: Floats, view: _View, lines: _Lines) -> Floats:
        """Cost of short lines, long lines, and sharp angles at both ends."""
        wanted = 2 * exits(lines.direction, lines.label_half) + _TIP
        short = np.clip((wanted - lines.visible) / wanted, 0.0, 1.5)
        stretch = (np.maximum(lines.visible, 0.0) / self.cell) ** 2
        prices = _TOO_SHORT * (short > 0) + _SHORTER * short**2 + _STRETCH * stretch
        prices += _STEEP * self.further[view.links] * np.abs(lines.direction[..., 1])
        sharp = _sharp(lines.direction @ np.swapaxes(lines.direction, 1, 2)).sum((1, 2))
        sharp = (
            sharp - len(view.links)
        ) / 2  # each line with itself gives 1; each pair counts twice
        if len(view.fan):
            line, middle, end = view.fan.T
            other = points[end] - points[middle]
            other = other / lengths(other)[:, None]
            sharp = sharp + _sharp(-(lines.direction[:, line] * other).sum(axis=-1)).sum(axis=1)
        return np.asarray(prices.sum(axis=1) + _SHARP * sharp)

    def _through_boxes(self, points: Floats, view: _View, node: int, lines: _Lines) -> Floats:
        """Cost of lines through boxes, and of labels on them (their own ends too)."""
        start, end = lines.here[:, :, None], lines.there[None, :, None]
        inside, near = segments_hit_boxes(start, end, points, self.half, _INSIDE, _NEAR)
        label, label_half = lines.label[:, :, None], lines.label_half[:, None]
        covered = boxes_overlap(label, label_half, points, self.half + _LABEL_OFF)
        covered[:, :, node] = boxes_overlap(
            lines.label, lines.label_half, lines.here, self.half[node] + _LABEL_OFF
        )
        met = (_LINE_IN_BOX * inside + _LINE_NEAR_BOX * near) * view.foreign
        return np.asarray((met + _LABEL_ON_BOX * covered).sum((1, 2)))

    def _among_lines(self, points: Floats, labels: Floats, view: _View, lines: _Lines) -> Floats:
        """Cost of crossings, and of labels on labels and on lines."""
        start, end = points[self.ends[view.others, 0]], points[self.ends[view.others, 1]]
        a, b = lines.here[:, :, None], lines.there[None, :, None]
        label, half = lines.label[:, :, None], lines.label_half[:, None]
        other, other_half = labels[view.others], self.label_half[view.others]
        (under,) = segments_hit_boxes(start, end, label, half)
        (over,) = segments_hit_boxes(a, b, other, other_half)
        prices = _LABEL_ON_LABEL * boxes_overlap(label, half + 3.0, other, other_half)
        prices = prices + _LABEL_ON_LINE * (under * 1.0 + over)
        prices += _CROSSING * segments_cross(a, b, start, end)
        return np.asarray(prices.sum((1, 2)))


def _between(a: Floats, b: Floats, half_a: Floats, half_b: Floats) -> Floats:
    """Return the middle of the part of a line that its two boxes leave visible."""
    step = b - a
    share = (1 + exits(step, half_a) - exits(step, half_b)) / 2
    return np.asarray(a + step * share[..., None])


def _sharp(cosine: Floats) -> Floats:
    """Return 0 for wide angles, rising to 1 where two lines coincide."""
    return np.asarray(np.clip((cosine - _SHARPEST) / (1 - _SHARPEST), 0.0, 1.0))
