"""Compose a figure: title, picture, legend, numbered sources, notes.

The scene is plain data (`marks`); `svg` and `png` write it. The same graph,
positions and sources always give the same scene.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ...graph.model import Evidence, Status
from ...graph.settings import VERSION
from ...graph.subgraph import Subgraph
from ..theme import LIGHT, Theme
from ..words import NOT_PROVEN, counted, day
from .captions import META_LINE, META_SIZE, Block, legend_block, notes_block, title_block, wrapped
from .marks import Frame, Group, Layer, Mark, Scene, Text, moved
from .measure import Box, EdgeLabel, Point, boxes, clean, edge_labels
from .picture import edge_title, label_group, line_group, name_group
from .route import Route, polyline, route
from .sources import Sources, described, numbered

PADDING = 24.0
NARROWEST = 560.0  # px: below it legend and sources break into ribbons
_GAP = 16.0  # px between blocks


def figure(
    subgraph: Subgraph,
    positions: Mapping[str, Point],
    evidence: Mapping[str, tuple[Evidence, ...]] | None = None,
    *,
    title: str,
    theme: Theme = LIGHT,
    as_of: date | None = None,
    notes: Sequence[str] = (),
) -> Scene:
    """Return the figure of a piece of the graph.

    Args:
        subgraph: What is drawn.
        positions: Centres of the names, px, as on the canvas.
        evidence: Claims by edge id; their documents become the numbered sources.
        title: Over the picture.
        theme: The colours.
        as_of: Day the graph was asked; else the day of the newest source is told.
        notes: Further sentences about what is not shown, such as filters in force.
    """
    sources = numbered(subgraph.edges, evidence or {})
    drawing = _Drawing(subgraph, positions, sources, theme)
    width = math.ceil(max(NARROWEST, drawing.width + 2 * PADDING))
    inner = width - 2 * PADDING
    heading = title_block(clean(title), _facts(subgraph, sources, as_of), inner, theme)
    below = _below(drawing, notes, inner, theme)
    top = PADDING + heading.height + _GAP
    left = (width - drawing.width) / 2
    layers = [Layer("title", (_placed("title", heading, PADDING, PADDING),))]
    layers += drawing.layers(left, top)
    y = top + drawing.height + 1.5 * _GAP
    layers.append(Layer("frame", (_rule("rule", y - _GAP / 2, width, theme),)))
    for name, block in below:
        layers.append(Layer(name, (_placed(name, block, PADDING, y),)))
        y += block.height + _GAP
    height = math.ceil(y - _GAP + PADDING)
    ground = Frame(0, 0, width, height, theme.surface)
    layers.insert(0, Layer("ground", (Group("ground", (ground,)),)))
    about = _description(subgraph, sources)
    return Scene(
        width,
        height,
        theme.surface,
        clean(title),
        about,
        tuple(layers),
        _metadata(subgraph, positions, sources, as_of, about),
    )


class _Drawing:
    """The picture with its routes, before it has its place in the figure."""

    def __init__(
        self,
        subgraph: Subgraph,
        positions: Mapping[str, Point],
        sources: Sources,
        theme: Theme,
    ) -> None:
        self.subgraph, self.theme, self.sources = subgraph, theme, sources
        self.names = {node.id: clean(node.name) for node in subgraph.nodes}
        self.boxes: dict[str, Box] = boxes(subgraph)
        self.positions = {node: positions[node] for node in self.boxes}
        self.labels: dict[str, EdgeLabel] = edge_labels(subgraph, sources.notes)
        self.routes: dict[str, Route] = route(
            subgraph.edges, self.positions, self.boxes, self.labels
        )
        corners = list(self._corners())
        xs, ys = [x for x, _ in corners] or [0.0], [y for _, y in corners] or [0.0]
        self.left, self.top = min(xs), min(ys)
        self.width, self.height = max(xs) - self.left, max(ys) - self.top

    @property
    def unlabelled(self) -> list[str]:
        """Lines too short for their label, in words."""
        hidden = [e for e in self.subgraph.edges if self.routes[e.id].label is None]
        return [edge_title(edge, self.names).partition(" (")[0] for edge in hidden]

    def layers(self, left: float, top: float) -> list[Layer]:
        """Return lines, labels and names with the picture's corner at (left, top)."""
        edges, nodes, notes = self.subgraph.edges, self.subgraph.nodes, self.sources.notes
        lines = [
            line_group(edge, self.routes[edge.id], self.names, notes.get(edge.id, ""), self.theme)
            for edge in edges
        ]
        labels = [
            label_group(edge, spot, self.labels[edge.id], self.theme)
            for edge in edges
            if (spot := self.routes[edge.id].label) is not None
        ]
        start = set(self.subgraph.start[:1])
        names = [
            name_group(
                node,
                self.positions[node.id],
                self.boxes[node.id],
                self.theme,
                is_start=node.id in start,
            )
            for node in nodes
        ]
        x, y = left - self.left, top - self.top
        found = (("lines", lines), ("labels", labels), ("names", names))
        return [
            Layer(name, tuple(_moved(group, x, y) for group in groups)) for name, groups in found
        ]

    def _corners(self) -> Iterator[Point]:
        for node, (x, y) in self.positions.items():
            half_x, half_y = self.boxes[node].width / 2 + 1, self.boxes[node].height / 2 + 1
            yield from ((x - half_x, y - half_y), (x + half_x, y + half_y))
        for edge, path in self.routes.items():
            yield from ((float(x), float(y)) for x, y in polyline(path))
            if path.label:
                (x, y), label = path.label, self.labels[edge]
                yield from (
                    (x - label.width / 2, y - label.height / 2),
                    (x + label.width / 2, y + label.height / 2),
                )


def _below(
    drawing: _Drawing, notes: Sequence[str], width: float, theme: Theme
) -> Iterator[tuple[str, Block]]:
    """Yield what stands under the picture, by the name of its layer."""
    subgraph, documents = drawing.subgraph, drawing.sources.documents
    yield "legend", legend_block(subgraph, width, theme)
    if documents:
        entries = [(str(at), described(d)) for at, d in enumerate(documents, start=1)]
        yield "sources", notes_block("Sources", entries, width, theme)
    left_out = [*_left_out(subgraph), *map(clean, notes)]
    if left_out:
        yield "left out", notes_block("Not shown", [("", n) for n in left_out], width, theme)
    if drawing.unlabelled:
        entries = [("", text) for text in drawing.unlabelled]
        yield "short lines", notes_block("Lines too short for a label", entries, width, theme)
    yield "proviso", _sentence(f"{NOT_PROVEN} Drawn with Sayso.", width, theme)


def _left_out(subgraph: Subgraph) -> Iterator[str]:
    missing = subgraph.total - subgraph.shown
    if missing > 0:
        yield f"{counted(missing, 'name')} of {subgraph.total:,} within reach"
    names = {node.id: clean(node.name) for node in subgraph.nodes}
    for one in subgraph.left_out:
        lines = counted(one.total - one.shown, "line")
        yield f"{lines} of {names[one.entity]}: {one.shown:,} of {one.total:,} are shown"


def _sentence(text: str, width: float, theme: Theme) -> Block:
    lines = wrapped(text, width, META_SIZE)
    marks = [
        Text(0, 13 + row * META_LINE, line, META_SIZE, theme.muted)
        for row, line in enumerate(lines)
    ]
    return Block(tuple(marks), META_LINE * len(lines))


def _rule(name: str, y: float, width: float, theme: Theme) -> Group:
    return Group(name, (Frame(PADDING, y, width - 2 * PADDING, 1, theme.rule),))


def _placed(name: str, block: Block, x: float, y: float) -> Group:
    return _moved(Group(name.replace(" ", "-"), block.marks), x, y)


def _moved(group: Group, x: float, y: float) -> Group:
    marks: tuple[Mark, ...] = tuple(moved(mark, x, y) for mark in group.marks)
    return Group(group.id, marks, group.title)


def _facts(subgraph: Subgraph, sources: Sources, as_of: date | None) -> str:
    facts = [counted(subgraph.shown, "name"), counted(len(subgraph.edges), "line")]
    if as_of:
        facts.append(f"as of {day(as_of)}")
    elif sources.newest:
        facts.append(f"sources up to {day(sources.newest)}")
    return " · ".join(facts)


def _description(subgraph: Subgraph, sources: Sources) -> str:
    """Return the figure in words: how much, who stands out, what is disputed."""
    names = {node.id: clean(node.name) for node in subgraph.nodes}
    lines = dict.fromkeys(names, 0)
    for edge in subgraph.edges:
        for end in {edge.subject, edge.object}:
            lines[end] += 1
    ranked = sorted((node for node in names if lines[node]), key=lambda n: (-lines[n], names[n]))
    parts = [
        f"A graph of {counted(len(names), 'name')} and {counted(len(subgraph.edges), 'line')}"
        + (f" from {counted(len(sources.documents), 'source')}." if sources.documents else ".")
    ]
    if ranked:
        most = [f"{names[n]} ({counted(lines[n], 'line')})" for n in ranked[:3]]
        parts.append(f"Best connected: {', '.join(most)}.")
    disputed = [e for e in subgraph.edges if e.status is Status.DISPUTED]
    if disputed:
        said = [edge_title(edge, names).partition(" (")[0] for edge in disputed[:5]]
        parts.append(
            f"{counted(len(disputed), 'line is', 'lines are')} disputed: {'; '.join(said)}."
        )
    return " ".join([*parts, NOT_PROVEN])


def _metadata(
    subgraph: Subgraph,
    positions: Mapping[str, Point],
    sources: Sources,
    as_of: date | None,
    about: str,
) -> Mapping[str, str]:
    spots = [f"{node.id} {positions[node.id]}" for node in subgraph.nodes]
    found = {
        "Software": f"Sayso {VERSION}",
        "Description": about,
        "Graph": _hash(*map(repr, (*subgraph.nodes, *subgraph.edges))),
        "Positions": _hash(*spots),
        "Sources": "; ".join(described(document) for document in sources.documents),
        "As of": as_of.isoformat() if as_of else "",
    }
    return {key: value for key, value in found.items() if value}


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:20]
