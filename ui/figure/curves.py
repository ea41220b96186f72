"""Paths as geometry: straight lines and quadratic curves, whole or cut at boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .geometry import Floats
from .measure import Point

_PIECES = 16  # straight pieces that stand for a curve in tests
_SAMPLES = np.linspace(0.0, 1.0, 401)[:, None]  # fine enough to cut a long line to a px


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


def polyline(path: Route) -> Floats:
    """Return a path as points (n, 2) on it."""
    control = None if path.control is None else np.array(path.control)
    return points(np.array(path.start), control, np.array(path.end))


def points(a: Floats, control: Floats | None, b: Floats) -> Floats:
    """Return points (n, 2) on the path from `a` to `b`: just its ends, if it is straight."""
    if control is None:
        return np.stack([a, b])
    return _at(a, control, b, np.linspace(0.0, 1.0, _PIECES + 1)[:, None])


def bent(a: Floats, b: Floats, by: float) -> Floats:
    """Return the control point of a curve whose middle is `by` px off the straight line."""
    step = b - a
    length = float(np.hypot(*step)) or 1.0
    return np.asarray((a + b) / 2 + np.array([-step[1], step[0]]) / length * 2 * by)


def cut(
    a: Floats,
    control: Floats | None,
    b: Floats,
    from_box: tuple[Floats, Floats],
    to_box: tuple[Floats, Floats],
) -> Route:
    """Return the part of a path that lies outside its two boxes.

    Args:
        a: Start, within the first box.
        control: Of the curve; none if straight.
        b: End, within the second box.
        from_box: Centre and half extents of the first box, as far as the line keeps off.
        to_box: Likewise of the second.
    """
    line = _at(a, control, b, _SAMPLES)
    in_a = (np.abs(line - from_box[0]) <= from_box[1]).all(axis=1)
    in_b = (np.abs(line - to_box[0]) <= to_box[1]).all(axis=1)
    first, last = float(_SAMPLES[in_a][-1, 0]), float(_SAMPLES[in_b][0, 0])
    if last <= first:  # the boxes touch: a line of no length, but still a line
        first = last = (first + last) / 2
    start, end = _at(a, control, b, np.array([[first], [last]]))
    if control is None:
        return Route(rounded(start), None, rounded(end))
    # The control point of the part: where the tangents of its ends meet (de Casteljau).
    part = (
        (1 - first) * (1 - last) * a
        + (first * (1 - last) + last * (1 - first)) * control
        + first * last * b
    )
    return Route(rounded(start), rounded(part), rounded(end))


def length(line: Floats) -> float:
    """Return the length of a line given by points (n, 2)."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def walk(line: Floats, shares: Floats) -> Floats:
    """Return the points that lie at `shares` of the length of a line."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    walked = np.concatenate([[0.0], np.cumsum(steps)])
    at = shares * walked[-1]
    return np.stack([np.interp(at, walked, line[:, 0]), np.interp(at, walked, line[:, 1])], axis=1)


def rounded(point: Floats) -> Point:
    """Return a point in tenths of a px."""
    return round(float(point[0]), 1), round(float(point[1]), 1)


def _at(a: Floats, control: Floats | None, b: Floats, t: Floats) -> Floats:
    if control is None:
        return np.asarray(a + (b - a) * t)
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * control + t**2 * b)
