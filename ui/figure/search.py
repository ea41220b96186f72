"""The search for a better drawing: move one box after the other to where it disturbs least.

There is no chance in it: the spots tried come from fixed point sets, so a
graph always gets the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .drawing import Drawing
from .geometry import Floats, Indexes, disc


def improve(
    drawing: Drawing, points: Floats, movable: Sequence[int], *, sweeps: int, wide: int, fine: int
) -> Floats:
    """Return `points` after moving each of `movable` to its cheapest spot, again and again.

    There is no chance in it: spots come from fixed point sets, so a graph always
    gets the same picture.

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
        for order, node in enumerate(movable):
            spots = [points[node : node + 1], points[node] + radius * disc(fine, sweep)]
            if share < 0.5:
                skip = (sweep * len(movable) + order) * wide
                room = drawing.high[node] - drawing.low[node]
                spots.append(drawing.low[node] + _halton(wide, skip) * room)
            tried = drawing.clip(np.concatenate(spots), node)
            best = int(np.argmin(drawing.costs(points, labels, node, tried)))
            if best:
                points[node] = tried[best]
                labels = drawing.labels(points)
    return points


def align(drawing: Drawing, points: Floats, movable: Sequence[int], reach: float) -> Floats:
    """Return `points` with boxes that are nearly in a row or column put in it, where that is free.

    Args:
        drawing: The facts and the cost.
        points: Box centres (n, 2), px.
        movable: Indexes of the boxes that may move.
        reach: How far a box may be moved, px.
    """
    points = points.copy()
    labels = drawing.labels(points)
    for node in movable:
        for axis in (1, 0):
            off = np.abs(points[:, axis] - points[node, axis])
            rows = np.unique(points[(off > 0) & (off <= reach), axis])
            spots = np.repeat(points[node : node + 1], len(rows) + 1, axis=0)
            spots[1:, axis] = rows
            costs = drawing.costs(points, labels, node, drawing.clip(spots, node))
            best = 1 + int(np.argmin(costs[1:])) if len(rows) else 0
            if best and costs[best] < costs[0] + 0.3:
                points[node] = drawing.clip(spots, node)[best]
                labels = drawing.labels(points)
    return points


def _halton(count: int, skip: int) -> Floats:
    """Return points (count, 2) spread over the unit square: Halton's sequence from `skip` on."""
    index = np.arange(skip + 1, skip + count + 1)
    return np.stack([_radical(index, 2), _radical(index, 3)], axis=1)


def _radical(index: Indexes, base: int) -> Floats:
    value, scale = np.zeros(len(index)), 1.0
    while index.any():
        scale /= base
        value += scale * (index % base)
        index = index // base
    return value
