"""Push overlapping boxes apart, as little as will do."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .geometry import Floats, boxes_overlap

_GAP_X, _GAP_Y = 12.0, 10.0  # px between boxes that were pushed
_GENTLY = 0.6  # of the overlap a round: a whole push would throw boxes onto the next ones
_PUSHES = 60  # rounds; what then still overlaps is moved singly
_TOUCH = 4.0  # px: boxes closer than this touch
_RING, _RINGS = 12.0, 2_000  # px, and so many: further out than any picture reaches


def pushed_apart(half: Floats, points: Floats, movable: Sequence[int]) -> Floats:
    """Return `points` where no box of `movable` lies on any other.

    Args:
        half: Half extents of the boxes (n, 2), px.
        points: Their centres (n, 2), px.
        movable: Indexes of the boxes that may move.
    """
    points = points.copy()
    may = np.zeros(len(points))
    may[list(movable)] = 1.0
    share = may[:, None] / np.maximum(may[:, None] + may[None], 1.0)
    half_x, half_y = half.T
    room_x = half_x[:, None] + half_x[None] + _GAP_X
    room_y = half_y[:, None] + half_y[None] + _GAP_Y
    aside = _order(len(points))
    for _ in range(_PUSHES):
        step_x, step_y = (points[:, None] - points[None]).transpose(2, 0, 1)
        deep_x, deep_y = room_x - np.abs(step_x), room_y - np.abs(step_y)
        overlap = (deep_x > 0) & (deep_y > 0) & (aside != 0)
        if not overlap.any():
            break
        sideways = deep_x / room_x < deep_y / room_y  # shares, else all would go up and down
        push_x = np.where(overlap & sideways, deep_x, 0.0) * _side(step_x, aside)
        push_y = np.where(overlap & ~sideways, deep_y, 0.0) * _side(step_y, aside)
        points[:, 0] += _GENTLY * (push_x * share).sum(axis=1)
        points[:, 1] += _GENTLY * (push_y * share).sum(axis=1)
    return _freed(half, points, movable)


def _side(step: Floats, aside: Floats) -> Floats:
    return np.asarray(np.where(step == 0, aside, np.sign(step)))


def _order(count: int) -> Floats:
    """Return -1, 0 or 1 for each pair: who gives way when two boxes lie on one spot."""
    index = np.arange(count, dtype=float)
    return np.sign(index[:, None] - index[None])


def _freed(half: Floats, points: Floats, movable: Sequence[int]) -> Floats:
    """Return `points` where no box of `movable` lies on another: the nearest free spot is taken.

    Pushing alone may leave a box wedged between two that must stay.
    """
    points = points.copy()
    for node in movable:
        others = np.arange(len(points)) != node
        for ring in range(_RINGS):
            turn = np.arange(1 + 8 * ring) * 2 * math.pi / (1 + 8 * ring)
            spots = points[node] + _RING * ring * np.stack([np.cos(turn), np.sin(turn)], axis=1)
            on_box = boxes_overlap(
                spots[:, None], half[node] + _TOUCH, points[others], half[others]
            )
            free = ~on_box.any(axis=1)
            if free.any():
                points[node] = spots[int(np.argmax(free))]
                break
    return points
