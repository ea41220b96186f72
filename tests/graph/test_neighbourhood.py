"""Neighbourhoods equal what plain Python finds, from lists and from edges, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sayso.graph.errors import NodeNotFound
from sayso.graph.model import Label, Status
from sayso.graph.reading import among, counts, neighbourhood, steps
from sayso.graph.reading.ranked import Step, sources
from sayso.graph.store import Store
from sayso.graph.subgraph import LeftOut
from sayso.graph.writing import hub, kept
from sayso.tests.graph import drawn

SPRING = (date(2024, 3, 1), date(2024, 5, 31))


def in_spring(step: Step) -> bool:
    """Whether an edge reaches into these three months."""
    first, last = step.edge.first_date, step.edge.last_date
    return first is not None and last is not None and first <= SPRING[1] and last >= SPRING[0]


FILTERS: list[tuple[dict[str, Any], Callable[[Step], bool]]] = [
    ({}, lambda _: True),
    ({"relations": ["SUPPLIES", "ACCUSES"]}, lambda s: s.edge.relation != "INFORMS"),
    ({"statuses": ["hedged"]}, lambda s: s.edge.status is Status.HEDGED),
    ({"between_dates": SPRING}, in_spring),
    ({"between_dates": (SPRING[0], None)}, lambda s: (s.edge.last_date or date.min) >= SPRING[0]),
    ({"min_sources": 3}, lambda s: sources(s.edge) >= 3),
]


@pytest.fixture
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let twelve edges make a hub, eight a long list, and twenty too many to walk."""
    for module in (hub, kept, steps, counts):
        monkeypatch.setattr(module, "HUB_ABOVE", 12)
    for module in (hub, kept, steps, neighbourhood):
        monkeypatch.setattr(module, "LONGEST", 8)
    monkeypatch.setattr(among, "WALKED_TO", 20)


@pytest.mark.usefixtures("short_lists")
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_neighbourhoods_are_right(store: Store, seed: int) -> None:
    """Nodes, their order, edges, what is left out: with every filter, limit and cap."""
    graph = drawn.random_graph(seed)
    drawn.put(store, graph)
    busiest = sorted(graph.entities.values(), key=lambda e: -e.degree)
    starts = [[busiest[0].id], [busiest[12].id], [busiest[1].id, busiest[-1].id]]
    for number, (filters, passes) in enumerate(FILTERS):
        for hops, limit, per_node in (
            (1, 300, None),
            (1, 5, None),
            (2, 14, None),
            (1, 300, 6),
            (2, 300, 3),
            (2, 9, 12),
        ):
            start = starts[number % len(starts)]
            how = {"hops": hops, "limit": limit, "per_node": per_node}
            found = store.neighbourhood(start, **how, **filters)
            right = drawn.neighbourhood(graph, start, passes, **how)

            assert [node.id for node in found.nodes] == right.nodes
            assert [edge.id for edge in found.edges] == right.edges
            assert [(o.entity, o.shown, o.total) for o in found.left_out] == right.left_out
            assert set(found.edges) <= set(graph.edges)
            assert found.shown <= found.total <= max(right.reached, found.shown)
            if per_node or len(right.nodes) < limit:
                assert found.total == right.reached


@pytest.mark.usefixtures("short_lists")
def test_labels_say_what_is_reached(store: Store) -> None:
    """Only entities with these labels are reached, wherever one starts."""
    graph = drawn.random_graph(3)
    drawn.put(store, graph)
    start = max(graph.entities.values(), key=lambda entity: entity.degree).id
    labels = {Label.AGENCY, Label.PERSON}

    def passes(step: Step) -> bool:
        return not step.far or graph.entities[step.far].label in labels

    for per_node in (None, 5):
        found = store.neighbourhood([start], hops=2, limit=12, per_node=per_node, labels=labels)
        right = drawn.neighbourhood(graph, [start], passes, hops=2, limit=12, per_node=per_node)

        assert [node.id for node in found.nodes] == right.nodes
        assert [edge.id for edge in found.edges] == right.edges


@pytest.mark.usefixtures("short_lists")
def test_counts_are_right(store: Store) -> None:
    """A hub's numbers and those of any other entity are those of its edges."""
    graph = drawn.random_graph(4)
    drawn.put(store, graph)
    for entity in sorted(graph.entities)[::5]:
        around = graph.around(entity)
        counts = store.counts(entity)
        found = {(row.relation, row.comes_in, row.status): row.number for row in counts.rows}

        assert counts.total == len(around)
        assert found == {
            kind: number
            for kind in {(s.edge.relation, s.comes_in, s.edge.status) for s in around}
            if (number := sum((s.edge.relation, s.comes_in, s.edge.status) == kind for s in around))
        }


def test_a_real_hub_is_answered_from_its_lists(store: Store) -> None:
    """Beside an entity with hundreds of edges the answer is the same as without lists."""
    graph = drawn.random_graph(5, entities=90, edges=420)
    drawn.put(store, graph)
    (busiest,) = (e.id for e in graph.entities.values() if e.degree > hub.HUB_ABOVE)
    starts = [busiest, graph.around(busiest)[0].far, graph.around(busiest)[-1].far]
    found = [store.neighbourhood([start], hops=2, per_node=10) for start in starts]
    right = [
        drawn.neighbourhood(graph, [start], lambda _: True, hops=2, limit=300, per_node=10)
        for start in starts
    ]

    assert [[edge.id for edge in piece.edges] for piece in found] == [r.edges for r in right]
    assert all(set(piece.edges) <= set(graph.edges) for piece in found)
    assert str(found[0].left_out[0]).endswith("edges shown, ranked by sources")


def test_what_is_left_out_is_said_in_words() -> None:
    """As a reader says it."""
    assert str(LeftOut("e", 60, 1284)) == "60 of 1,284 edges shown, ranked by sources"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hops": 5}, "0 to 4"),
        ({"per_node": 0}, "1 is the least"),
        ({"relations": ["LIKES"]}, "LIKES is no relation"),
        ({"statuses": ["sure"]}, "sure is no status"),
        ({"labels": []}, "No label is given"),
    ],
)
def test_a_wrong_question_is_refused(store: Store, wrong: dict[str, Any], said: str) -> None:
    """With what would be right."""
    with pytest.raises(ValueError, match=said):
        store.neighbourhood([], **wrong)


def test_an_unknown_entity_has_no_counts(store: Store) -> None:
    """It is an error, not a zero."""
    with pytest.raises(NodeNotFound):
        store.counts("e0")
