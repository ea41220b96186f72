"""Where labels lie on their lines: on no name, on no other label, with line left on both sides."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .curves import Route, length, polyline, rounded, walk
from .geometry import Floats, Truths, boxes_overlap, segments_hit_boxes
from .measure import EdgeLabel, Point

_SHOWN = 26.0  # px of line to be seen besides its label: else the label is hidden
_BEFORE, _AFTER = 5.0, 12.0  # of these at least so much at the start, and at the arrow
_SHARES = np.linspace(0.2, 0.8, 41)  # where on the line a label may lie


def label_spots(
    paths: Mapping[str, Route], labels: Mapping[str, EdgeLabel], centre: Floats, half: Floats
) -> dict[str, Point]:
    """Return the centre of every label for which there is room; short lines choose first.

    Args:
        paths: The lines, by edge id.
        labels: What stands on them, by edge id.
        centre: Of all boxes (n, 2), px.
        half: Their half extents (n, 2), px.
    """
    lines = {edge: polyline(path) for edge, path in paths.items()}
    pieces = _Pieces(lines)
    found: dict[str, Point] = {}
    for edge in sorted(paths, key=lambda e: (length(lines[e]), e)):
        label = np.array([labels[edge].width, labels[edge].height]) / 2
        if paths[edge].is_loop:
            spot = _above(lines[edge], label, centre, half)
        else:
            spot = _along(lines[edge], label, centre, half, pieces.beside(edge, label))
        if spot is not None:
            centre, half = np.vstack([centre, spot]), np.vstack([half, label])
            found[edge] = rounded(spot)
    return found


class _Pieces:
    """All lines cut into straight pieces."""

    def __init__(self, lines: Mapping[str, Floats]) -> None:
        self.start = np.concatenate([np.empty((0, 2)), *(line[:-1] for line in lines.values())])
        self.end = np.concatenate([np.empty((0, 2)), *(line[1:] for line in lines.values())])
        self.low, self.high = np.minimum(self.start, self.end), np.maximum(self.start, self.end)
        self.owner = np.array([edge for edge, line in lines.items() for _ in line[1:]])
        self.lines = lines

    def beside(self, edge: str, label: Floats) -> tuple[Floats, Floats]:
        """Return starts and ends of the pieces of other lines that a label of `edge` may meet."""
        line = self.lines[edge]
        low, high = line.min(axis=0) - label, line.max(axis=0) + label
        near = ((self.high > low) & (self.low < high)).all(axis=1) & (self.owner != edge)
        return self.start[near], self.end[near]


def _along(
    line: Floats, label: Floats, centre: Floats, half: Floats, foreign: tuple[Floats, Floats]
) -> Floats | None:
    """Return the free spot nearest to the middle, better one that hides no other line."""
    spots = walk(line, _SHARES)
    free = _leaves_line(line, spots, label)
    if not free.any():
        return None
    free &= ~boxes_overlap(spots[:, None], label, centre, half).any(axis=1)
    if not free.any():
        return None
    (hidden,) = segments_hit_boxes(*foreign, spots[:, None], label, -2.0)
    worth = np.abs(_SHARES - 0.5) + hidden.sum(axis=1)
    return np.asarray(spots[int(np.argmin(np.where(free, worth, np.inf)))])


def _above(line: Floats, label: Floats, centre: Floats, half: Floats) -> Floats | None:
    """Return the spot of a label that stands on an arch."""
    top = line[int(np.argmin(line[:, 1]))]
    spot = np.array([top[0], top[1] - label[1]])
    return None if boxes_overlap(spot, label, centre, half).any() else spot


def _leaves_line(line: Floats, spots: Floats, label: Floats) -> Truths:
    """Return at which spots enough of the line stays visible, before and after the label."""
    step = line[-1] - line[0]
    direction = np.abs(step) / max(float(np.hypot(*step)), 1e-9)
    covered = 2 * float(np.min(label / np.maximum(direction, 1e-6)))
    before = np.hypot(*(spots - line[0]).T) - covered / 2
    after = np.hypot(*(spots - line[-1]).T) - covered / 2
    enough = length(line) >= covered + _SHOWN
    return np.asarray(enough & (before >= _BEFORE) & (after >= _AFTER))
