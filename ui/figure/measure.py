"""How much room texts, names and edge labels take, in px.

The numbers are those of the page's design: a name stands in a box with the
glyph of its type before it, an edge label lies on its line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ...graph.model import Edge, Entity, Status
from ...graph.subgraph import Subgraph
from ..words import reading
from .fonts import advances

Point: TypeAlias = tuple[float, float]
"""x and y in px, y down."""

NAME_SIZE, NAME_WEIGHT = 13, 500
LABEL_SIZE, LABEL_WEIGHT = 11, 400
HEIGHT, HEIGHT_TWO_LINES = 32, 50
GLYPH_LEFT, GLYPH_SIZE, NAME_LEFT, NAME_RIGHT = 11, 12, 31, 11
LINE_COLUMNS = 24  # a longer name is broken into two lines
LABEL_PADDING, LABEL_HEIGHT = 5, 18
DISPUTED_WORD, DISPUTED_RADIUS, DISPUTED_GAP = "disputed", 6.5, 5
NAMED_AT_MOST = 250  # beyond it names cannot be kept apart: only the best connected are written
BARE = 24  # side of the box of a node without its name


@dataclass(frozen=True, slots=True)
class Box:
    """The frame around a name; without lines only the glyph is drawn."""

    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """What stands on a line, and the room it takes with its padding.

    Attributes:
        text: The relation as read, with "×n" from two claims on.
        disputed: A "≠" in a circle and the word follow the text.
        note: Numbers of the sources, raised, in a figure.
    """

    text: str
    width: float
    height: float
    disputed: bool = False
    note: str = ""


def clean(text: str) -> str:
    """Return `text` on one line, without characters that cannot be seen or drawn.

    Direction marks go too: one name must not turn its neighbours round.
    """
    kept = ("" if _unseen(char) else char for char in text)
    return " ".join("".join(kept).split())


def _unseen(char: str) -> bool:
    if char.isspace() or char in "\u200c\u200d":  # the joiners shape Persian and emoji
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of one line of text, in px.

    Args:
        text: A single line.
        size: Font size in px.
        weight: 400, 500 or 600.
    """
    known = advances(weight)
    return size * sum(known[char] if char in known else _guess(char) for char in text)


def _guess(char: str) -> float:
    """Return a width in em for a character that Inter does not have."""
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0.0
    return 1.0 if _columns(char) == 2 else 0.65


def _columns(text: str) -> int:
    """Return the length of `text`, wide characters counted twice."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def box(entity: Entity) -> Box:
    """Return the box of an entity's name."""
    lines = _wrapped(clean(entity.name) or "unnamed")
    widest = max(text_width(line, NAME_SIZE, NAME_WEIGHT) for line in lines)
    height = HEIGHT if len(lines) == 1 else HEIGHT_TWO_LINES
    return Box(round(NAME_LEFT + widest + NAME_RIGHT), height, lines)


def boxes(subgraph: Subgraph) -> dict[str, Box]:
    """Return the box of every node, by id.

    Above `NAMED_AT_MOST` nodes only those with the most lines (and the start)
    keep their names.
    """
    named = {node.id for node in subgraph.nodes}
    if len(named) > NAMED_AT_MOST:
        named = _best_connected(subgraph, NAMED_AT_MOST)
    bare = Box(BARE, BARE, ())
    return {node.id: box(node) if node.id in named else bare for node in subgraph.nodes}


def _best_connected(subgraph: Subgraph, many: int) -> set[str]:
    lines = dict.fromkeys((node.id for node in subgraph.nodes), 0)
    for edge in subgraph.edges:
        for end in {edge.subject, edge.object} & lines.keys():
            lines[end] += 1
    ranked = sorted(lines, key=lambda node: (node not in subgraph.start, -lines[node], node))
    return set(ranked[:many])


def _wrapped(name: str) -> tuple[str, ...]:
    if _columns(name) <= LINE_COLUMNS:
        return (name,)
    first, second = min(_breaks(name), key=lambda pair: _unevenness(*pair))
    return (_cut(first), _cut(second))


def _breaks(name: str) -> list[tuple[str, str]]:
    """Return all ways to break a name in two: at spaces, else (CJK, a URL) anywhere."""
    spaces = [at for at, char in enumerate(name) if char == " "]
    at_spaces = [(name[:at], name[at + 1 :]) for at in spaces]
    fitting = [pair for pair in at_spaces if _columns(pair[0]) <= LINE_COLUMNS]
    if fitting:
        return fitting
    return [(name[:at], name[at:]) for at in range(1, len(name)) if name[at - 1] != " "]


def _unevenness(first: str, second: str) -> tuple[int, int]:
    """Rank a break: what gets cut off counts most, then the longer line."""
    lost = sum(max(0, _columns(line) - LINE_COLUMNS) for line in (first, second))
    return lost, max(_columns(first), _columns(second))


def _cut(line: str) -> str:
    if _columns(line) <= LINE_COLUMNS:
        return line
    while _columns(line) > LINE_COLUMNS - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def edge_label(edge: Edge, note: str = "") -> EdgeLabel:
    """Return the label of an edge.

    Args:
        edge: The edge.
        note: Numbers of its sources, set raised behind the label.
    """
    text = reading(edge.relation)
    if edge.n_claims > 1:
        text += f" ×{edge.n_claims}"
    width = text_width(text, LABEL_SIZE, LABEL_WEIGHT) + 2 * LABEL_PADDING
    disputed = edge.status is Status.DISPUTED
    if disputed:
        word = text_width(DISPUTED_WORD, LABEL_SIZE, 600)
        width += 2 * DISPUTED_GAP + 2 * DISPUTED_RADIUS + word
    if note:
        width += note_width(note)
    return EdgeLabel(text, round(width, 1), LABEL_HEIGHT, disputed, note)


NOTE_SIZE, NOTE_GAP = 8, 2


def note_width(note: str) -> float:
    """Return the room that raised source numbers take behind a text."""
    return NOTE_GAP + text_width(note, NOTE_SIZE, 500) if note else 0.0


def edge_labels(subgraph: Subgraph, notes: Mapping[str, str] | None = None) -> dict[str, EdgeLabel]:
    """Return the label of every edge, by id."""
    notes = notes or {}
    return {edge.id: edge_label(edge, notes.get(edge.id, "")) for edge in subgraph.edges}
