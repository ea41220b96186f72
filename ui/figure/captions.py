"""What stands around the picture: title, legend, sources, notes.

Every block is laid out from its top left corner into a given width; nothing is
cut off, lines are broken instead. A block returns its marks and its height.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...graph.model import Label, Status
from ...graph.subgraph import Subgraph
from ..theme import GLYPHS, Theme
from .marks import Mark, Shape, Text, moved
from .measure import GLYPH_SIZE, text_width
from .picture import arrow, unequal
from .route import Route

TITLE_SIZE, TITLE_LINE = 17.0, 24.0
META_SIZE, META_LINE = 12.0, 18.0
_COLUMN, _COLUMN_GAP, _MOST_COLUMNS = 300.0, 28.0, 3
_ITEM_GAP, _SAMPLE = 22.0, 34.0
_HEADING = 24.0  # px from a heading to its first entry
_NUMBER = 22.0  # px from a source's number to its text


@dataclass(frozen=True, slots=True)
class Block:
    """Marks in a block of its own, and how high it is."""

    marks: tuple[Mark, ...]
    height: float


def wrapped(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """Return `text` in lines of at most `width` px; a word that is longer is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, weight) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, width, size, weight)
        lines += whole
    return [*lines, line] if line else lines


def _pieces(word: str, width: float, size: float, weight: int) -> list[str]:
    """Return a word in pieces that fit; an address breaks behind a slash where it can."""
    pieces = [""]
    for part in re.findall(r"[^/]*/|[^/]+", word):
        if pieces[-1] and text_width(pieces[-1] + part, size, weight) > width:
            pieces.append("")
        for char in part:
            if pieces[-1] and text_width(pieces[-1] + char, size, weight) > width:
                pieces.append("")
            pieces[-1] += char
    return pieces


def title_block(title: str, facts: str, width: float, theme: Theme) -> Block:
    """Return the title of the figure and a line of facts under it."""
    marks: list[Mark] = []
    y = 0.0
    for line in wrapped(title, width, TITLE_SIZE, 600):
        marks.append(Text(0, y + 17, line, TITLE_SIZE, theme.text, 600))
        y += TITLE_LINE
    for line in wrapped(facts, width, META_SIZE):
        marks.append(Text(0, y + 13, line, META_SIZE, theme.muted))
        y += META_LINE
    return Block(tuple(marks), y)


def legend_block(subgraph: Subgraph, width: float, theme: Theme) -> Block:
    """Return the types in view and all three statuses, each with its number."""
    types = Counter(node.label for node in subgraph.nodes)
    status = Counter(edge.status for edge in subgraph.edges)
    rows = [
        *_rows([_type_item(label, types[label], theme) for label in Label if types[label]], width),
        *_rows([_status_item(each, status[each], theme) for each in Status], width),
    ]
    marks = [mark for row, items in enumerate(rows) for mark in _set(items, row * 22.0)]
    return Block(tuple(marks), 22.0 * len(rows))


@dataclass(frozen=True, slots=True)
class _Item:
    marks: tuple[Mark, ...]
    width: float


def _type_item(label: Label, count: int, theme: Theme) -> _Item:
    glyph = Shape(GLYPHS[label], 0, 3, theme.types[label])
    return _worded((glyph,), GLYPH_SIZE + 7, label.value, count, theme)


def _status_item(status: Status, count: int, theme: Theme) -> _Item:
    sample = arrow(Route((0, 9), None, (_SAMPLE, 9)), status, theme)
    if status is Status.DISPUTED:
        sample = (*sample, *unequal((_SAMPLE / 2 - 3, 9), theme))
    return _worded(sample, _SAMPLE + 8, status.value, count, theme)


def _worded(sign: tuple[Mark, ...], indent: float, word: str, count: int, theme: Theme) -> _Item:
    x = indent + text_width(word, META_SIZE) + 5
    texts = (
        Text(indent, 13.3, word, META_SIZE, theme.muted),
        Text(x, 13.3, f"{count:,}", META_SIZE, theme.text, 500),
    )
    return _Item((*sign, *texts), x + text_width(f"{count:,}", META_SIZE, 500))


def _rows(items: Iterable[_Item], width: float) -> list[list[tuple[float, _Item]]]:
    """Return items with their x, broken into rows."""
    rows: list[list[tuple[float, _Item]]] = []
    x = width + 1
    for item in items:
        if x + item.width > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, item))
        x += item.width + _ITEM_GAP
    return rows


def _set(items: Sequence[tuple[float, _Item]], y: float) -> list[Mark]:
    return [moved(mark, x, y) for x, item in items for mark in item.marks]


def notes_block(
    heading: str, entries: Sequence[tuple[str, str]], width: float, theme: Theme
) -> Block:
    """Return a heading and entries in columns, read down one column after the other.

    Args:
        heading: Over the columns.
        entries: What stands before each entry (a number, or nothing) and its text.
        width: Of the whole block.
        theme: The colours.
    """
    columns = max(1, min(_MOST_COLUMNS, len(entries), int((width + _COLUMN_GAP) // _COLUMN)))
    column = (width - (columns - 1) * _COLUMN_GAP) / columns
    indent = _NUMBER if any(sign for sign, _ in entries) else 0.0
    broken = [(sign, wrapped(text, column - indent, META_SIZE)) for sign, text in entries]
    marks: list[Mark] = [Text(0, 13, heading, META_SIZE, theme.text, 600)]
    limit = sum(_entry_height(lines) for _, lines in broken) / columns
    x, y, lowest = 0.0, _HEADING, _HEADING
    for sign, lines in broken:
        is_last = x + 1 > (columns - 1) * (column + _COLUMN_GAP)
        if not is_last and y > _HEADING and y - _HEADING + _entry_height(lines) / 2 > limit:
            x, y = x + column + _COLUMN_GAP, _HEADING
        marks += [Text(x, y + 13, sign, META_SIZE, theme.text, 500)] if sign else []
        marks += [
            Text(x + indent, y + 13 + row * META_LINE, line, META_SIZE, theme.muted)
            for row, line in enumerate(lines)
        ]
        y += _entry_height(lines)
        lowest = max(lowest, y)
    return Block(tuple(marks), lowest)


def _entry_height(lines: Sequence[str]) -> float:
    return META_LINE * len(lines) + 4
