"""Tests between segments and boxes, on whole arrays at once.

All arrays broadcast; the last axis of points and half extents is x, y in px.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]

_TINY = 1e-9


def segments_hit_boxes(start: Floats, end: Floats, centre: Floats, half: Floats) -> Truths:
    """Return which segments enter which boxes.

    Source: the slab method of Kay and Kajiya, SIGGRAPH 1986.
    """
    step = end - start
    step = np.where(np.abs(step) < _TINY, _TINY, step)
    to_centre = (centre - start) / step
    reach = np.abs(half / step)
    enter = np.max(to_centre - reach, axis=-1)
    leave = np.min(to_centre + reach, axis=-1)
    return np.asarray((enter < leave) & (leave > 0.0) & (enter < 1.0))


def segments_cross(a: Floats, b: Floats, c: Floats, d: Floats) -> Truths:
    """Return which segments a-b cross which segments c-d."""
    ab, cd = b - a, d - c
    return np.asarray(
        (_cross(ab, c - a) * _cross(ab, d - a) < 0) & (_cross(cd, a - c) * _cross(cd, b - c) < 0)
    )


def boxes_overlap(centre: Floats, half: Floats, others: Floats, other_half: Floats) -> Floats:
    """Return how deep boxes lie in each other, in px; 0 where they are apart."""
    depth = half + other_half - np.abs(centre - others)
    return np.asarray(np.clip(np.min(depth, axis=-1), 0.0, None))


def exits(direction: Floats, half: Floats) -> Floats:
    """Return the share of `direction`, begun in the middle of a box, that lies in the box."""
    length = np.maximum(np.abs(direction), _TINY)
    return np.asarray(np.min(half / length, axis=-1))


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
