"""Many names at once: a layout that takes seconds where the careful one would take minutes."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .geometry import Floats, Indexes, disc

_PIVOTS = 40  # more hardly change the picture
_ASIDE = 0.02  # of the picture: names with the same neighbours do not lie on one spot
_CELL = 16.0  # px: side of the squares that names are settled on


def pivot_layout(count: int, pairs: Sequence[tuple[int, int]]) -> Floats:
    """Return positions (n, 2) whose distances come close to those in the graph.

    Only the distances to a few pivots, far from each other, are looked at.
    Source: Brandes and Pich, Eigensolver Methods for Progressive Multidimensional Scaling, 2007.
    """
    near: list[list[int]] = [[] for _ in range(count)]
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    columns = []
    nearest = np.full(count, np.inf)
    pivot = max(range(count), key=lambda node: (len(near[node]), -node))
    for _ in range(min(_PIVOTS, count)):
        columns.append(_hops_from(pivot, near))
        nearest = np.minimum(nearest, columns[-1])
        pivot = int(np.argmax(nearest))
    squares = np.stack(columns, axis=1) ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    found = centred @ vectors[:, [-1, -2]]
    spread = np.abs(found).max() or 1.0
    return np.asarray(found + disc(count, 0) * spread * _ASIDE)


def _hops_from(start: int, near: Sequence[Sequence[int]]) -> Floats:
    """Return the edges from `start` to every node; out of reach is one more than the farthest."""
    distance = np.full(len(near), -1.0)
    distance[start] = 0
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for other in near[node]:
            if distance[other] < 0:
                distance[other] = distance[node] + 1
                waiting.append(other)
    return np.where(distance < 0, distance.max() + 1, distance)


def settled(half: Floats, wanted: Floats, order: Sequence[int], fixed: Sequence[int]) -> Floats:
    """Return centres (n, 2) near the wanted ones, without overlap.

    Args:
        half: Half extents of the boxes (n, 2), px.
        wanted: Where they would like to be (n, 2), px.
        order: Who settles first; the others go round them.
        fixed: Boxes that stay where they are, whatever they lie on.
    """
    taken = _Squares(wanted, half + 6.0)
    found = wanted.copy()
    for node in fixed:
        taken.take(wanted[node], half[node] + 4.0)
    for node in order:
        found[node] = taken.settle(wanted[node], half[node] + 6.0)
    return found


class _Squares:
    """The plane in small squares, some of them taken."""

    def __init__(self, wanted: Floats, half: Floats) -> None:
        """Take so much of the plane that all boxes would fit beside the wanted places."""
        low, high = wanted.min(axis=0), wanted.max(axis=0)
        room = math.sqrt(float(np.prod(2 * (half + _CELL), axis=1).sum())) + (high - low) / 4
        self._origin = low - room
        columns, rows = np.ceil((high - low + 2 * room) / _CELL).astype(int)
        self._taken = np.zeros((columns, rows), dtype=bool)

    def take(self, centre: Floats, half: Floats) -> None:
        """Mark the squares under a box as taken."""
        low, high = (
            np.floor((centre + side * half - self._origin) / _CELL).astype(int) for side in (-1, 1)
        )
        self._taken[low[0] : high[0] + 1, low[1] : high[1] + 1] = True

    def settle(self, wanted: Floats, half: Floats) -> Floats:
        """Return the free centre nearest to the wanted one, and take its squares."""
        size = np.ceil(2 * half / _CELL).astype(int)
        corner = np.round((wanted - half - self._origin) / _CELL).astype(int)
        left, top = self._free_corner(corner, size)
        self._taken[left : left + size[0], top : top + size[1]] = True
        return np.asarray(self._origin + (np.array([left, top]) + size / 2) * _CELL)

    def _free_corner(self, corner: Indexes, size: Indexes) -> tuple[int, int]:
        """Return the corner of the nearest free block, looking ever further out."""
        reach = 4
        while True:
            low = np.maximum(corner - reach, 0)
            high = np.minimum(corner + reach + size, self._taken.shape)
            part = self._taken[low[0] : high[0], low[1] : high[1]]
            if (np.array(part.shape) >= size).all():
                windows = sliding_window_view(part, tuple(size))
                spots = np.argwhere(~windows.any(axis=(2, 3)))
                if len(spots):
                    off = ((spots + low - corner) ** 2).sum(axis=1)
                    x, y = spots[int(np.argmin(off))] + low
                    return int(x), int(y)
            reach *= 2
