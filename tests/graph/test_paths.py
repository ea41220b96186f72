"""Paths equal what brute force finds, on both engines."""

from __future__ import annotations

import random
from itertools import pairwise

import networkx
import pytest

from sayso.graph.errors import NodeNotFound
from sayso.graph.model import Status
from sayso.graph.reading.paths import chains
from sayso.graph.reading.ranked import Rank, rank
from sayso.graph.store import Store
from sayso.tests.examples import everything
from sayso.tests.graph import drawn


def brute_force(
    graph: drawn.Drawn, start: str, end: str, *, longest: int, most: int | None, status: str | None
) -> list[list[str]]:
    """Return every path in order, by networkx."""
    best: dict[frozenset[str], Rank] = {}
    for edge in graph.edges:
        if status in (None, edge.status):
            pair = frozenset((edge.subject, edge.object))
            best[pair] = min(rank(edge), best.get(pair, rank(edge)))
    plain = networkx.Graph()
    plain.add_nodes_from([start, end])
    plain.add_edges_from(
        tuple(pair)
        for pair in best
        if all(
            most is None or graph.entities[one].degree <= most or one in (start, end)
            for one in pair
        )
    )
    found = networkx.all_simple_paths(plain, start, end, cutoff=longest)

    def order(path: list[str]) -> tuple[int, list[Rank], list[str]]:
        ranks = sorted((best[frozenset(pair)] for pair in pairwise(path)), reverse=True)
        return (len(path), ranks, path)

    return sorted(found, key=order)


@pytest.mark.parametrize("seed", [1, 2])
def test_paths_are_right(store: Store, seed: int) -> None:
    """The shortest and best attested, in order, with filters and without hubs."""
    graph = drawn.random_graph(seed, entities=45, edges=90)
    drawn.put(store, graph)
    chance = random.Random(seed)  # noqa: S311 - test data
    for k, longest, most, status in (
        (3, 4, None, None),
        (1, 4, 12, None),
        (8, 3, 20, None),
        (4, 5, 9, Status.ASSERTED.value),
    ):
        for _ in range(4):
            start, end = chance.sample(sorted(graph.entities), 2)
            found = store.paths(
                start,
                end,
                k=k,
                longest=longest,
                avoid_hubs=most if most is not None else False,
                statuses=[status] if status else None,
            )
            right = brute_force(graph, start, end, longest=longest, most=most, status=status)

            assert [[node.id for node in path.nodes] for path in found] == right[:k]
            for path in found:
                for edge, (near, far) in zip(path.edges, pairwise(path.nodes), strict=True):
                    around = [s for s in graph.around(near.id) if s.far == far.id]
                    best = next(s.edge for s in around if status in (None, s.edge.status))

                    assert edge == best


def test_known_chains_come_in_order() -> None:
    """Fewer edges first, then the better weakest edge; nothing twice on the way."""
    known = {
        "a": {"b": 3, "c": 1, "d": 9},
        "b": {"a": 3, "z": 1},
        "c": {"a": 1, "z": 2, "d": 1},
        "d": {"a": 9, "z": 9, "c": 1},
        "z": {"b": 1, "c": 2, "d": 9},
    }

    assert chains(known, "a", "z", 3, 9) == [
        ["a", "c", "z"],
        ["a", "b", "z"],
        ["a", "d", "z"],
        ["a", "c", "d", "z"],
        ["a", "d", "c", "z"],
    ]
    assert chains(known, "a", "z", 3, 2) == [["a", "c", "z"], ["a", "b", "z"]]


def test_a_path_tells_who_is_on_the_way(store: Store) -> None:
    """From a ministry over a firm that it restricts to that firm's supplier."""
    store.write(everything())
    ministry, northwind, rail = (
        store.named(name).id for name in ("Ministry of Trade", "Northwind Metals", "Harbour Rail")
    )
    (path,) = store.paths(ministry, northwind)

    assert [node.name for node in path.nodes] == [
        "Ministry of Trade",
        "Kestrel Optics",
        "Northwind Metals",
    ]
    assert [edge.relation for edge in path.edges] == ["RESTRICTS", "SUPPLIES"]
    assert len(path) == 2
    assert store.paths(ministry, northwind, relations=["SUPPLIES"]) == ()
    assert store.paths(ministry, northwind, longest=1) == ()
    assert len(store.paths(ministry, rail, avoid_hubs=True)) == 1


def test_wrong_ends_are_refused(store: Store) -> None:
    """One entity twice, an unknown one, a path that is too long."""
    store.write(everything())
    rail = store.named("Harbour Rail").id
    with pytest.raises(ValueError, match="both ends"):
        store.paths(rail, rail)
    with pytest.raises(ValueError, match="1 to 6"):
        store.paths(rail, rail, longest=7)
    with pytest.raises(NodeNotFound):
        store.paths(rail, "e0")
