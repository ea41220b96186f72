"""The picture itself: lines, their labels, and names in boxes."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ...graph.model import Edge, Entity, Status
from ..theme import GLYPHS, LINES, Theme
from ..words import counted, quoted, reading
from .marks import Circle, Frame, Group, Mark, Shape, Stroke, Text
from .measure import (
    DISPUTED_GAP,
    DISPUTED_RADIUS,
    DISPUTED_WORD,
    GLYPH_LEFT,
    GLYPH_SIZE,
    LABEL_PADDING,
    LABEL_SIZE,
    NAME_LEFT,
    NAME_SIZE,
    NAME_WEIGHT,
    NOTE_GAP,
    NOTE_SIZE,
    Box,
    EdgeLabel,
    Point,
    clean,
    text_width,
)
from .route import Route

ARROW_LENGTH, ARROW_HALF = 9.0, 4.0
_RADIUS, _OUTLINE = 8.0, 1.25
_LINE_HEIGHT = 18.0
_X_HEIGHT = 0.36  # of the size: from a text's middle down to its baseline


def name_group(node: Entity, at: Point, box: Box, theme: Theme, *, is_start: bool) -> Group:
    """Return a name in its box, the glyph of its type before it."""
    left, top = at[0] - box.width / 2, at[1] - box.height / 2
    colour = theme.types[node.label]
    fill = colour if is_start else theme.fill(node.label)
    ink, glyph = (theme.on_start,) * 2 if is_start else (theme.text, colour)
    glyph_left = left + GLYPH_LEFT if box.lines else at[0] - GLYPH_SIZE / 2
    frame = Frame(left, top, box.width, box.height, fill, _RADIUS, colour, _OUTLINE)
    shape = Shape(GLYPHS[node.label], glyph_left, at[1] - GLYPH_SIZE / 2, glyph)
    first = at[1] + NAME_SIZE * _X_HEIGHT - (len(box.lines) - 1) * _LINE_HEIGHT / 2
    lines = tuple(
        Text(left + NAME_LEFT, first + row * _LINE_HEIGHT, line, NAME_SIZE, ink, NAME_WEIGHT)
        for row, line in enumerate(box.lines)
    )
    return Group(f"name-{node.id}", (frame, shape, *lines), _name_title(node))


def _name_title(node: Entity) -> str:
    name = clean(node.name)
    others = [other for other in map(clean, node.names) if other != name]
    return f"{name}, {node.label}" + (f", also {', '.join(others)}" if others else "")


def line_group(edge: Edge, path: Route, names: Mapping[str, str], note: str, theme: Theme) -> Group:
    """Return a line with its arrow, in the form of its status."""
    return Group(f"line-{edge.id}", arrow(path, edge.status, theme), edge_title(edge, names, note))


def edge_title(edge: Edge, names: Mapping[str, str], note: str = "") -> str:
    """Return an edge in words: who, what, whom, how sure, from which sources."""
    said = f"{names[edge.subject]} {reading(edge.relation)} {names[edge.object]}"
    parts = [f"{edge.status}, {counted(edge.n_claims, 'claim')}"]
    if note:
        parts.append(f"source {note.replace(',', ', ')}")
    if edge.quote:
        parts.append(quoted(clean(edge.quote)))
    return f"{said} ({'; '.join(parts)})"


def arrow(path: Route, status: Status, theme: Theme) -> tuple[Mark, ...]:
    """Return the stroke and the tip of a path."""
    form, colour = LINES[status.value], theme.status[status]
    toward = path.control or path.start
    step = path.end[0] - toward[0], path.end[1] - toward[1]
    length = math.hypot(*step)
    if length < 1e-6:  # boxes that touch leave no room for a line
        return ()
    unit = step[0] / length, step[1] / length
    back = min(ARROW_LENGTH - 1, length)  # the stroke ends inside the tip
    end = path.end[0] - unit[0] * back, path.end[1] - unit[1] * back
    stroke = Stroke(path.start, path.control, end, colour, form.width, form.dash, form.cap)
    return stroke, Shape(_tip(unit), *path.end, colour)


def _tip(unit: Point) -> str:
    x, y = unit[0] * ARROW_LENGTH, unit[1] * ARROW_LENGTH
    side_x, side_y = -unit[1] * ARROW_HALF, unit[0] * ARROW_HALF
    return f"M0 0L{side_x - x:.2f} {side_y - y:.2f}L{-side_x - x:.2f} {-side_y - y:.2f}Z"


def label_group(edge: Edge, at: Point, label: EdgeLabel, theme: Theme) -> Group:
    """Return the label of a line on a ground that hides the line."""
    left, baseline = at[0] - label.width / 2, at[1] + LABEL_SIZE * _X_HEIGHT
    ground = Frame(left, at[1] - label.height / 2, label.width, label.height, theme.surface, 2)
    x = left + LABEL_PADDING
    marks: list[Mark] = [ground, Text(x, baseline, label.text, LABEL_SIZE, theme.muted)]
    x += text_width(label.text, LABEL_SIZE)
    if label.disputed:
        red = theme.status[Status.DISPUTED]
        marks += unequal((x + DISPUTED_GAP + DISPUTED_RADIUS, at[1]), theme)
        x += 2 * DISPUTED_GAP + 2 * DISPUTED_RADIUS
        marks.append(Text(x, baseline, DISPUTED_WORD, LABEL_SIZE, red, 600))
        x += text_width(DISPUTED_WORD, LABEL_SIZE, 600)
    if label.note:
        marks.append(Text(x + NOTE_GAP, baseline - 4, label.note, NOTE_SIZE, theme.text, 500))
    return Group(f"label-{edge.id}", tuple(marks))


def unequal(at: Point, theme: Theme) -> tuple[Mark, ...]:
    """Return the mark of a dispute: ≠ in a circle, drawn and not written."""
    red, (x, y) = theme.status[Status.DISPUTED], at
    return (
        Circle(x, y, DISPUTED_RADIUS, theme.surface, red, 1.25),
        Stroke((x - 3, y - 1.6), None, (x + 3, y - 1.6), red, 1.25),
        Stroke((x - 3, y + 1.6), None, (x + 3, y + 1.6), red, 1.25),
        Stroke((x + 1.9, y - 3.9), None, (x - 1.9, y + 3.9), red, 1.25),
    )
