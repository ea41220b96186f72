"""What a figure is made of: texts, frames, strokes and shapes, in layers.

Plain data: a scene knows nothing of SVG, and a writer nothing of the graph.
Lengths are px, y goes down, colours are `#RRGGBB`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from .measure import Point


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    weight: int = 400
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle, with round corners or not."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0
    stroke: str | None = None
    stroke_width: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: straight, or a quadratic curve with one control point."""

    start: Point
    control: Point | None
    end: Point
    colour: str
    width: float
    dash: tuple[float, ...] = ()
    cap: Literal["butt", "round"] = "butt"


@dataclass(frozen=True, slots=True)
class Circle:
    """A ring with a ground."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str
    stroke_width: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled path, given in SVG's path language from its own origin (x, y)."""

    path: str
    x: float
    y: float
    fill: str


Mark: TypeAlias = Text | Frame | Stroke | Circle | Shape


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong together: one name, one line.

    Attributes:
        id: Unique in the scene.
        title: What a pointer or a screen reader is told; empty for decoration.
    """

    id: str
    marks: tuple[Mark, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """Groups of one sort, under a name that an illustrator sees."""

    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole figure.

    Attributes:
        title: Of the figure.
        description: The figure in words, for those who cannot see it.
        metadata: Where it comes from: software, sources, hashes.
    """

    width: float
    height: float
    ground: str
    title: str
    description: str
    layers: tuple[Layer, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)


def moved(mark: Mark, x: float, y: float) -> Mark:
    """Return `mark` moved by x and y."""
    if isinstance(mark, Stroke):
        control = None if mark.control is None else (mark.control[0] + x, mark.control[1] + y)
        start = mark.start[0] + x, mark.start[1] + y
        return replace(mark, start=start, control=control, end=(mark.end[0] + x, mark.end[1] + y))
    return replace(mark, x=mark.x + x, y=mark.y + y)
