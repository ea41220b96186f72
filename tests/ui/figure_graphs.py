"""Invented graphs of many shapes, for the tests of layout and figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TypeAlias

from sayso.graph.model import Claim, Document, Edge, Entity, Evidence, Label, Status
from sayso.graph.subgraph import Subgraph
from sayso.graph.vocabulary import relations
from sayso.ui.figure.measure import Point
from sayso.ui.figure.place import place

Link: TypeAlias = tuple[int, int]

_TEXT = """Northwind Harbour Metals Rail Ostrava Vesta Kestrel Lindqvist Board Works Trading
Institute Union Post Bureau Ministry Office Valley Copper Lumen Delta Quarry Foundry Basin"""
_WORDS = tuple(_TEXT.split())
_LABELS = list(Label)
_RELATIONS = sorted(relations())


def name(index: int) -> str:
    """Return an invented name of one to four words."""
    words = [_WORDS[(index * factor + factor) % len(_WORDS)] for factor in (7, 11, 5, 13)]
    return " ".join(words[: 1 + index * index % 4])


def graph(
    names: Sequence[str], links: Sequence[Link], *, disputed: Sequence[int] = (), total: int = 0
) -> Subgraph:
    """Return a graph whose every third line is hedged, those in `disputed` disputed."""
    nodes = tuple(
        Entity(f"e{at:03d}", text, _LABELS[at * 5 % len(_LABELS)], (text,))
        for at, text in enumerate(names)
    )
    edges = tuple(
        Edge(
            id=f"r{at:03d}",
            subject=f"e{a:03d}",
            relation=_RELATIONS[at % len(_RELATIONS)],
            object=f"e{b:03d}",
            status=Status.DISPUTED
            if at in disputed
            else (Status.ASSERTED, Status.HEDGED)[at % 3 == 2],
            n_for=1,
            n_claims=1 + at % 3,
        )
        for at, (a, b) in enumerate(links)
    )
    return Subgraph(nodes, edges, ("e000",) if nodes else (), 1, max(total, len(nodes)))


def star(count: int) -> Subgraph:
    """Return one name with `count` - 1 around it, half of the lines pointing inward."""
    links = [(0, at) if at % 2 else (at, 0) for at in range(1, count)]
    return graph([name(at) for at in range(count)], links, disputed=(1,))


def chain(count: int) -> Subgraph:
    """Return names in a row."""
    return graph([name(at) for at in range(count)], [(at, at + 1) for at in range(count - 1)])


def two_hubs(count: int) -> Subgraph:
    """Return two names that share out the others, with some common friends."""
    links = [(at % 2, at) for at in range(2, count)] + [(0, 1), (2, 1), (3, 0)]
    return graph([name(at) for at in range(count)], links, disputed=(count - 2,))


def parallel() -> Subgraph:
    """Return two names with four lines between them, both ways, and one line to itself."""
    names = ["Northwind", "Harbour Rail", "Ostrava Works"]
    return graph(names, [(0, 1), (1, 0), (0, 1), (1, 0), (2, 1), (2, 2)], disputed=(2,))


def pieces() -> Subgraph:
    """Return separate pairs and names without any line."""
    return graph([name(at) for at in range(11)], [(0, 1), (2, 3), (4, 5), (4, 6)])


def hostile() -> Subgraph:
    """Return names that break careless writers: markup, controls, other scripts, endless ones."""
    names = [
        "海康威视数字技术股份有限公司及其子公司和关联方",
        "<img src=x onerror=alert(1)>",
        "a\x00b\u202etxt.exe\ud800",
        "x" * 300,
        "杭州",
        "[x](javascript:alert(1))",
        "مجموعة الشمال",
        '&amp; ]]> "quoted"',
        "W",
        "\n\t ",
    ]
    return graph(names, [(0, 1), (2, 0), (3, 0), (4, 0), (5, 6), (7, 0)], disputed=(1,), total=40)


def tangle(count: int, links: int) -> Subgraph:
    """Return a tree with extra lines, from a fixed sequence of numbers."""
    state = count * 7919 + links

    def below(limit: int) -> int:
        nonlocal state
        state = (state * 1103515245 + 12345) % (1 << 31)
        return (state >> 8) % limit

    found: set[Link] = {(below(at) if below(3) else 0, at) for at in range(1, count)}
    while len(found) < links:
        a, b = below(count), below(count)
        if a != b:
            found.add((a, b))
    return graph([name(at) for at in range(count)], sorted(found), disputed=(3,))


SMALL = {
    "one": graph(["Northwind"], []),
    "pair": chain(2),
    "chain": chain(9),
    "star": star(14),
    "hubs": two_hubs(18),
    "parallel": parallel(),
    "pieces": pieces(),
    "hostile": hostile(),
    "tangle": tangle(15, 19),
}
LARGE = {"star of 40": star(40), "tangle of 60": tangle(60, 75), "tangle of 110": tangle(110, 150)}


SIZE = (938.0, 667.0)
"""Px: the canvas of the page in a window of 1440 × 900."""


@cache
def positions_of(key: str) -> dict[str, Point]:
    """Return the layout of one of the graphs above; worked out once for all tests."""
    return place({**SMALL, **LARGE}[key], size=SIZE)


def evidence_for(subgraph: Subgraph) -> dict[str, tuple[Evidence, ...]]:
    """Return one claim from a document of its own and one from a shared one for every edge."""
    shared = Document("d-shared", "", file_name="wire copy.txt")
    entities = {node.id: node for node in subgraph.nodes}
    found = {}
    for at, edge in enumerate(subgraph.edges):
        own = Document(
            f"d{at:03d}",
            "",
            title=f"Report <{at}> & what followed, told at the length a headline should not have",
            outlet="The Harbour Post",
            url=f"https://harbour.example/{'long/' * 12}{at}",
            published_on=date(2024, 3, 1 + at % 28),
        )
        claim = Claim(edge.relation, 0, 1, (0, 1), (2, 3), "A b", 0, 3)
        ends = entities[edge.subject], entities[edge.object]
        found[edge.id] = tuple(
            Evidence(f"c{at}{document.id}", claim, *ends, document, "A b", 0, 1)
            for document in (own, shared)
        )
    return found
