"""A first layout: distances on paper follow distances in the graph."""

from __future__ import annotations

import math

import numpy as np

from .geometry import Floats

_STEPS = 60  # the stress hardly falls after that, at 300 nodes too
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def hops(count: int, pairs: list[tuple[int, int]]) -> Floats:
    """Return the number of edges between any two nodes (count, count).

    Nodes without a path get one more than the longest path, so that separate
    pieces lie side by side.
    """
    adjacent = np.zeros((count, count), dtype=bool)
    for a, b in pairs:
        adjacent[a, b] = adjacent[b, a] = True
    far = np.full((count, count), np.inf)
    reached = np.eye(count, dtype=bool)
    front, distance = reached, 0
    while front.any():
        far[front] = distance
        front = ((front.astype(np.float32) @ adjacent) > 0) & ~reached
        reached = reached | front
        distance += 1
    return np.where(np.isinf(far), min(distance, 3), far)


def majorise(distance: Floats) -> Floats:
    """Return positions (n, 2) whose distances come close to `distance`.

    Source: SMACOF, Gansner, Koren, North: Graph Drawing by Stress Majorization, 2004.
    """
    count = len(distance)
    positions = _spiral(distance)
    weight = 1.0 / np.maximum(distance, 0.5) ** 2
    np.fill_diagonal(weight, 0.0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    solve = np.linalg.pinv(laplacian + np.ones((count, count)) / count)
    for _ in range(_STEPS):
        step = positions[:, None] - positions[None]
        apart = np.hypot(step[..., 0], step[..., 1])
        ratio = np.where(apart > 1e-9, weight * distance / np.maximum(apart, 1e-9), 0.0)
        pull = np.diag(ratio.sum(axis=1)) - ratio
        positions = solve @ (pull @ positions)
    return np.asarray(positions)


def _spiral(distance: Floats) -> Floats:
    """Return a start: rings around the first node, turned by the golden angle."""
    order = np.argsort(np.lexsort((np.arange(len(distance)), distance[0])))
    angle = order * _GOLDEN_ANGLE
    radius = distance[0] + 0.01 * order
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
