"""Tests between segments and boxes, on whole arrays at once.

All arrays broadcast; the last axis of points and half extents is x, y in px.
The two coordinates are worked out separately: NumPy is slow at reducing an
axis of two, and the layout asks these questions a hundred thousand times.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]
Indexes: TypeAlias = NDArray[np.int_]

_TINY = 1e-9


def segments_hit_boxes(
    start: Floats, end: Floats, centre: Floats, half: Floats, *margins: float
) -> tuple[Truths, ...]:
    """Return which segments enter which boxes, once for each margin around the boxes.

    Source: the slab method of Kay and Kajiya, SIGGRAPH 1986.
    """
    per_x, to_x = _slab(start[..., 0], end[..., 0], centre[..., 0])
    per_y, to_y = _slab(start[..., 1], end[..., 1], centre[..., 1])
    return tuple(
        _passes(to_x, (half[..., 0] + margin) * per_x, to_y, (half[..., 1] + margin) * per_y)
        for margin in margins or (0.0,)
    )


def _slab(start: Floats, end: Floats, centre: Floats) -> tuple[Floats, Floats]:
    """Return, in units of the step along one axis: one px, and the way to the centre."""
    step = end - start
    inverse = 1.0 / np.where(np.abs(step) < _TINY, _TINY, step)
    return np.abs(inverse), (centre - start) * inverse


def _passes(to_x: Floats, reach_x: Floats, to_y: Floats, reach_y: Floats) -> Truths:
    enter = np.maximum(to_x - reach_x, to_y - reach_y)
    leave = np.minimum(to_x + reach_x, to_y + reach_y)
    return np.asarray((enter < leave) & (leave > 0.0) & (enter < 1.0))


def segments_cross(a: Floats, b: Floats, c: Floats, d: Floats) -> Truths:
    """Return which segments a-b cross which segments c-d."""
    ab, cd = b - a, d - c
    ac, ad, bc = c - a, d - a, c - b
    return np.asarray(
        (_cross(ab, ac) * _cross(ab, ad) < 0) & (_cross(cd, -ac) * _cross(cd, -bc) < 0)
    )


def boxes_overlap(centre: Floats, half: Floats, others: Floats, other_half: Floats) -> Truths:
    """Return which boxes lie on which others."""
    x = np.abs(centre[..., 0] - others[..., 0]) < half[..., 0] + other_half[..., 0]
    y = np.abs(centre[..., 1] - others[..., 1]) < half[..., 1] + other_half[..., 1]
    return np.asarray(x & y)


def exits(direction: Floats, half: Floats) -> Floats:
    """Return the share of `direction`, begun in the middle of a box, that lies in the box."""
    x = half[..., 0] / np.maximum(np.abs(direction[..., 0]), _TINY)
    y = half[..., 1] / np.maximum(np.abs(direction[..., 1]), _TINY)
    return np.minimum(x, y)


def lengths(vectors: Floats) -> Floats:
    """Return the length of each vector, never quite 0."""
    return np.maximum(np.hypot(vectors[..., 0], vectors[..., 1]), _TINY)


def disc(count: int, turn: int) -> Floats:
    """Return points (count, 2) spread over the unit disc, another set for each `turn`."""
    index = np.arange(count) + 0.5
    angle = (index + turn) * math.pi * (3 - math.sqrt(5)) + turn
    return np.asarray(np.sqrt(index / count)[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1))


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
