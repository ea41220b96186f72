"""Where names stand: the same graph, the same picture, on every machine.

Three steps: a first layout by distances in the graph, turned and stretched
into the frame; a search that moves one box after the other; boxes pushed
apart. Nothing is random, and the work is bounded by counts, not by the clock.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from ...graph.subgraph import Subgraph
from .apart import pushed_apart
from .crowd import pivot_layout, settled
from .drawing import Drawing, Link
from .geometry import Floats, disc, lengths
from .measure import Point, boxes, edge_labels
from .search import align, improve
from .stress import hops, majorise

MARGIN = 24.0  # px between the outermost boxes and the frame
_SMALLEST = 120.0  # px: a canvas that is folded away is laid out as if it were this wide and high
_ROOM = np.array([46.0, 44.0])  # px around a box, for its lines to breathe
_CAREFUL = 600  # with more nodes all pairs cannot be looked at: `crowd` takes over
_NOTES = 8.0  # px of a label kept free for the source numbers that a figure adds
_SEARCHED = 90  # with more nodes the search would take seconds; each is looked at once
_LOOKS = 340  # boxes looked at in the search: keeps it within a second
_TURNS = 3  # starts of the search: the same layout turned, the same new names elsewhere
_ALIGNED = 14.0  # px out of a row or column that look like a mistake
_EVEN = 0.5  # 0 keeps the distances of the first layout, 1 gives every name the same room
_AIRY = 46_000.0  # px² a name gets at most: three names in a large frame stay together


def place(
    subgraph: Subgraph, *, size: Point, fixed: Mapping[str, Point] | None = None
) -> dict[str, Point]:
    """Return the centre of every node's box, in whole px, y down.

    Args:
        subgraph: What is drawn; its first `start` node goes near the centre.
        size: Width and height of the frame, px. Many nodes get a larger frame
            of the same shape.
        fixed: Centres that must stay; new nodes find free room around them.

    Returns:
        Positions by node id. Boxes do not overlap, except fixed ones that did.
    """
    given = fixed or {}
    fixed = {node.id: given[node.id] for node in subgraph.nodes if node.id in given}
    if not subgraph.nodes:
        return {}
    names = boxes(subgraph)
    ids = sorted(names)
    half = np.array([[names[i].width, names[i].height] for i in ids]) / 2
    links = _links(subgraph, {node: at for at, node in enumerate(ids)})
    frame = _frame(size, half, links, fixed)
    start = [ids.index(node) for node in subgraph.start if node in names]
    drawing = Drawing(half, links, frame, [i for i in start if ids[i] not in fixed])
    points = _joined(drawing, ids, links, fixed) if fixed else _laid_out(drawing, links, start)
    found = {node: (float(x), float(y)) for node, (x, y) in zip(ids, points.round(), strict=True)}
    return {**found, **fixed}


def _links(subgraph: Subgraph, at: Mapping[str, int]) -> list[Link]:
    labels = edge_labels(subgraph)
    between: dict[tuple[int, int], list[str]] = defaultdict(list)
    for edge in subgraph.edges:
        ends = {edge.subject, edge.object}
        if len(ends) == 2 and ends <= at.keys():
            a, b = sorted(at[end] for end in ends)
            between[a, b].append(edge.id)
    return [
        Link(
            a,
            b,
            max(labels[e].width for e in ids) + _NOTES,
            sum(labels[e].height for e in ids),
            len(ids),
        )
        for (a, b), ids in sorted(between.items())
    ]


def _frame(size: Point, half: Floats, links: Sequence[Link], fixed: Mapping[str, Point]) -> Floats:
    """Return the corners of the frame: as given, larger for many boxes, smaller for few."""
    need = float(np.prod(2 * half + _ROOM, axis=1).sum())
    need += sum((link.width + 20) * (link.height + 10) for link in links)
    inner = np.maximum(np.array(size) - 2 * MARGIN, _SMALLEST)
    frame = np.stack([np.full(2, MARGIN), MARGIN + inner])
    area = float(np.prod(frame[1] - frame[0]))
    scale = math.sqrt(min(max(area, need), max(need, _AIRY * len(half))) / area)
    if fixed:
        taken = np.array(list(fixed.values()))
        frame[0] = np.minimum(frame[0], taken.min(axis=0))
        frame[1] = np.maximum(frame[1], taken.max(axis=0))
        scale = max(1.0, scale)  # new names stay in view as long as there is room
    span = np.maximum((frame[1] - frame[0]) * scale, 2 * half.max(axis=0))
    middle = (frame[0] + frame[1]) / 2
    return np.asarray(middle + np.array([-0.5, 0.5])[:, None] * span)


def _laid_out(drawing: Drawing, links: Sequence[Link], start: Sequence[int]) -> Floats:
    """Return positions for everybody, with as much care as the number allows."""
    count = len(drawing.half)
    pairs = [(link.a, link.b) for link in links]
    if count == 1:
        return drawing.middle[None].copy()
    if count > _CAREFUL:
        rough = _stretched(drawing, pivot_layout(count, pairs), 0.0)
        return settled(drawing.half, rough, _by_lines(links, range(count)), ())
    raw = majorise(hops(count, pairs))
    raw = raw - (raw[start[0]] if start else raw.mean(axis=0))
    return _searched(drawing, raw) if count <= _SEARCHED else _sorted_out(drawing, raw)


def _searched(drawing: Drawing, raw: Floats) -> Floats:
    """Return the best that the search makes of a first layout and its turns."""
    everyone = range(len(raw))
    sweeps = int(np.clip(_LOOKS / len(raw), 3, 16))
    tries = [_stretched(drawing, raw, math.pi * turn / _TURNS) for turn in range(_TURNS)]
    tries = [improve(drawing, t, everyone, sweeps=sweeps // 3, wide=48, fine=32) for t in tries]
    best = min(tries, key=drawing.cost)
    best = improve(drawing, best, everyone, sweeps=sweeps, wide=64, fine=48)
    best = align(drawing, best, everyone, _ALIGNED)
    return pushed_apart(drawing.half, best, everyone)


def _sorted_out(drawing: Drawing, raw: Floats) -> Floats:
    """Return a first layout with its boxes apart, and each looked at just once."""
    everyone = range(len(raw))
    rough = pushed_apart(drawing.half, _stretched(drawing, raw, 0.0), everyone)
    rough = improve(drawing, drawing.clip(rough), everyone, sweeps=1, wide=8, fine=16)
    return pushed_apart(drawing.half, rough, everyone)


def _stretched(drawing: Drawing, raw: Floats, angle: float) -> Floats:
    """Return a layout turned by `angle`, then stretched to fill the frame evenly."""
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    turned = raw @ turn
    low, high = turned.min(axis=0), turned.max(axis=0)
    share = (turned - low) / np.maximum(high - low, 1e-9)
    rank = turned.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = rank / max(1, len(raw) - 1)  # thins out the crowd around a hub
    share = (1 - _EVEN) * share + _EVEN * even
    return drawing.clip(drawing.low.min(axis=0) + share * drawing.size)


def _joined(
    drawing: Drawing, ids: Sequence[str], links: Sequence[Link], fixed: Mapping[str, Point]
) -> Floats:
    """Return fixed positions as they are, and free spots for the new nodes."""
    new = [at for at, node in enumerate(ids) if node not in fixed]
    old = [at for at, node in enumerate(ids) if node in fixed]
    points = np.array([fixed.get(node, (0.0, 0.0)) for node in ids], dtype=float)
    if not new:
        return points
    starts = [points.copy() for _ in range(_TURNS if len(ids) <= _SEARCHED else 1)]
    for turn, start in enumerate(starts):
        start[new] = _outward(drawing, points, links, new, set(old), turn)
        start[new] = drawing.clip(start)[new]
    if len(ids) > _CAREFUL:
        return settled(drawing.half, starts[0], _by_lines(links, new), old)
    sweeps = int(np.clip(_LOOKS / len(new), 1, 12))
    wide, fine = (48, 32) if len(ids) <= _SEARCHED else (8, 16)
    tries = [improve(drawing, s, new, sweeps=sweeps, wide=wide, fine=fine) for s in starts]
    return pushed_apart(drawing.half, min(tries, key=drawing.cost), new)


def _outward(
    drawing: Drawing,
    points: Floats,
    links: Sequence[Link],
    new: Sequence[int],
    old: Collection[int],
    turn: int,
) -> Floats:
    """Return a first spot for each new node, outward from its old neighbours; `turn` varies it."""
    centre = points[sorted(old)].mean(axis=0)
    near: dict[int, list[int]] = defaultdict(list)
    for link in links:
        for one, other in ((link.a, link.b), (link.b, link.a)):
            if other in old:
                near[one].append(other)
    base = np.array([points[near[at]].mean(axis=0) if near[at] else centre for at in new])
    outward = (base - centre) / lengths(base - centre)[:, None]
    swing = disc(len(new), turn) * drawing.cell * 0.5
    return np.asarray(base + outward * drawing.cell * 0.7 + swing)


def _by_lines(links: Sequence[Link], nodes: Iterable[int]) -> list[int]:
    """Return nodes with many lines first."""
    lines = Counter(end for link in links for end in (link.a, link.b))
    return sorted(nodes, key=lambda node: (-lines[node], node))
