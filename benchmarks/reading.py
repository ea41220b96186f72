"""Measure reading: `python benchmarks/reading.py [--nodes N --edges N --hub N] [--only NAME …]`.

In an invented graph with a hub: neighbourhoods against the plain Cypher that
gives the same answer in one query, the hub against ordinary entities, numbers,
and shortest paths against brute force. What the columns mean: `README.md`.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from sayso.benchmarks.hub_graph import RELATIONS, HubGraph, hub_graph, put
from sayso.benchmarks.servers import Database, embedded_database, neo4j_database, surroundings
from sayso.graph.cypher.keeps import BEST_FIRST
from sayso.graph.reading.paths import HUB_DEGREE
from sayso.graph.reading.ranked import Rank, rank
from sayso.graph.store import Store

T = TypeVar("T")

PER_NODE = 15
"""Edges followed from each entity: with two hops at most 241 entities, less than the limit."""

ROWS = 60
"""Edges of one hop, where the hub is compared with entities that have 60 to 100."""

LONGEST = 4

_EDGE = "properties({0}), type({0}), startNode({0}).id, endNode({0}).id"
_ENTITY = "{0} {{.id, .name, .names, .kind, .country, .collective, .ids, .degree}}"
_TYPES = "|".join(RELATIONS)
_BEST = f"ORDER BY {BEST_FIRST} LIMIT $k"

PLAIN = f"""
MATCH (n:Entity {{id: $id}})
CALL (n) {{
  MATCH (n)-[e:{_TYPES}]-(m:Entity)
  WITH n, e, m {_BEST}
  RETURN e AS first, m AS near
}}
CALL (near) {{
  WITH near, near AS n
  MATCH (n)-[e:{_TYPES}]-(m:Entity)
  WITH n, e, m {_BEST}
  RETURN collect([{_EDGE.format("e")}, {_ENTITY.format("m")}]) AS beyond
}}
RETURN {_ENTITY.format("near")} AS near, [{_EDGE.format("first")}] AS edge, beyond
"""
"""Two hops, ranked and capped, in one query."""

GROUPED = f"""
MATCH (n:Entity {{id: $id}})-[e:{_TYPES}]-()
RETURN type(e) AS relation, startNode(e).id <> n.id AS comes_in, e.status AS status,
       count(e) AS number
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=200_000, help="entities")
    parser.add_argument("--edges", type=int, default=1_000_000, help="edges")
    parser.add_argument("--hub", type=int, default=200_000, help="edges of one entity")
    parser.add_argument("--starts", type=int, default=100, help="entities to look around")
    parser.add_argument("--pairs", type=int, default=100, help="pairs to find paths between")
    parser.add_argument("--only", nargs="+", choices=("neo4j", "embedded"), help="one engine")
    chosen = parser.parse_args(arguments)
    print(surroundings())
    graph = hub_graph(chosen.nodes, chosen.edges, chosen.hub)
    degrees = sorted(graph.degrees.values())
    print(
        f"{len(graph.ids):,} entities, {len(graph.ends):,} edges of {len(RELATIONS)} relations; "
        f"most edges {degrees[-1]:,}, next {degrees[-2]:,}, median {statistics.median(degrees):g}"
    )
    pairs = _pairs(graph, chosen.pairs)
    right = _Forest(graph).paths(pairs)
    for name, database in (("neo4j", neo4j_database), ("embedded", embedded_database)):
        if chosen.only is None or name in chosen.only:
            with database() as running:
                _measure(running, graph, chosen.starts, pairs, right)


def _measure(
    database: Database,
    graph: HubGraph,
    starts: int,
    pairs: Sequence[tuple[str, str]],
    right: Sequence[list[str] | None],
) -> None:
    print(f"\n{database.name}")
    with Store.open(database.settings) as store:
        began = time.perf_counter()
        put(store, graph)
        print(f"  graph and lists written in {time.perf_counter() - began:.0f} s")
        _neighbourhoods(store, graph, starts)
        _hub_beside_others(store, graph, starts)
        _numbers(store, graph, starts)
        _paths(store, pairs, right)


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took each time, in milliseconds."""

    each: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Half of them took no longer."""
        return statistics.median(self.each)

    @property
    def p95(self) -> float:
        """Nineteen of twenty took no longer."""
        return statistics.quantiles(self.each, n=20, method="inclusive")[-1]

    def __str__(self) -> str:
        return f"p50 {self.p50:8.1f}   p95 {self.p95:8.1f} ms"


def _timed(work: Callable[[str], T], ids: Sequence[str]) -> tuple[list[T], Times]:
    """Return what `work` gives for each id, and how long it took; the first is a warm-up."""
    work(ids[0])
    answers, each = [], []
    for entity in ids:
        began = time.perf_counter()
        answers.append(work(entity))
        each.append((time.perf_counter() - began) * 1_000)
    return answers, Times(tuple(each))


Answer = tuple[frozenset[str], frozenset[str]]
"""Ids of entities and of edges."""


def _neighbourhoods(store: Store, graph: HubGraph, starts: int) -> None:
    def ours(start: str) -> Answer:
        piece = store.neighbourhood([start], hops=2, per_node=PER_NODE)
        return frozenset(n.id for n in piece.nodes), frozenset(e.id for e in piece.edges)

    def plain(start: str) -> Answer:
        nodes, edges = {start}, set()
        rows = store._engine.read(lambda tx: list(tx.run(PLAIN, id=start, k=PER_NODE)))
        for row in rows:
            nodes.add(row["near"]["id"])
            edges.add(row["edge"][0]["id"])
            for edge, *_, far in row["beyond"]:
                nodes.add(far["id"])
                edges.add(edge["id"])
        return frozenset(nodes), frozenset(edges)

    ordinary = _some(graph.of_degree(5, 23), starts)
    for name, ids, reach in (
        ("ordinary entities", ordinary, 20),
        ("the hub", [graph.hub] * max(20, starts // 5), 10),
    ):
        found, mine = _timed(ours, ids)
        expected, theirs = _timed(plain, ids)
        same = sum(one == other for one, other in zip(found, expected, strict=True))
        edges = statistics.median(len(edges) for _, edges in found)
        print(f"  two hops, best {PER_NODE} each, {name}: {same} of {len(ids)} answers equal")
        print(f"    ours    {mine}   {edges:g} edges")
        print(f"    plain   {theirs}   ratio of p95 {theirs.p95 / mine.p95:.1f} (reach {reach})")


def _hub_beside_others(store: Store, graph: HubGraph, starts: int) -> None:
    def ours(start: str) -> int:
        return len(store.neighbourhood([start], per_node=ROWS).edges)

    others = _some(graph.of_degree(60, 100), starts)
    rows, theirs = _timed(ours, others)
    hub_rows, mine = _timed(ours, [graph.hub] * len(others))
    ratio = mine.p95 / theirs.p95
    print(f"  one hop, best {ROWS} each")
    print(f"    hub     {mine}   {statistics.median(hub_rows):g} edges")
    print(f"    others  {theirs}   {statistics.median(rows):g} edges, with 60 to 100 in all")
    print(f"    hub / others, p95: {ratio:.2f} (reach 1.5)")


def _numbers(store: Store, graph: HubGraph, starts: int) -> None:
    def ours(start: str) -> dict[tuple[str, bool, str], int]:
        rows = store.counts(start).rows
        return {(row.relation, row.comes_in, row.status.value): row.number for row in rows}

    def plain(start: str) -> dict[tuple[str, bool, str], int]:
        rows = store._engine.read(lambda tx: list(tx.run(GROUPED, id=start)))
        return {(row["relation"], row["comes_in"], row["status"]): row["number"] for row in rows}

    for name, ids in (
        ("ordinary entities", _some(graph.of_degree(5, 23), starts)),
        ("the hub", [graph.hub] * 20),
    ):
        found, mine = _timed(ours, ids)
        expected, theirs = _timed(plain, ids)
        same = sum(one == other for one, other in zip(found, expected, strict=True))
        print(f"  numbers by relation, direction and status, {name}: {same} of {len(ids)} equal")
        print(f"    ours    {mine}")
        print(f"    plain   {theirs}")


def _paths(
    store: Store, pairs: Sequence[tuple[str, str]], right: Sequence[list[str] | None]
) -> None:
    ends = {f"{one} {other}": (one, other) for one, other in pairs}

    def ours(key: str) -> list[str] | None:
        found = store.paths(*ends[key], k=1, longest=LONGEST, avoid_hubs=True)
        return [node.id for node in found[0].nodes] if found else None

    found, times = _timed(ours, list(ends))
    same = sum(one == other for one, other in zip(found, right, strict=True))
    joined = sum(path is not None for path in right)
    print(f"  best path of at most {LONGEST} edges, past hubs: {same} of {len(pairs)} right")
    print(f"    ours    {times}   (reach 60), {joined} pairs are joined")


def _some(ids: Sequence[str], number: int) -> list[str]:
    chance = random.Random(1)  # noqa: S311 - a sample, no secret
    return chance.sample(list(ids), min(number, len(ids)))


def _pairs(graph: HubGraph, number: int) -> list[tuple[str, str]]:
    ids = _some(graph.of_degree(1, HUB_DEGREE), 2 * number)
    return list(zip(ids[::2], ids[1::2], strict=True))


class _Forest:
    """Brute force: every edge in memory, hubs left out, walked level by level."""

    def __init__(self, graph: HubGraph) -> None:
        self._best: dict[str, dict[str, Rank]] = defaultdict(dict)
        hubs = {graph.ids[at] for at, number in graph.degrees.items() if number > HUB_DEGREE}
        for edge in graph.edges():
            if edge.subject in hubs or edge.object in hubs:
                continue
            for near, far in ((edge.subject, edge.object), (edge.object, edge.subject)):
                old = self._best[near].get(far)
                self._best[near][far] = min(rank(edge), old) if old else rank(edge)

    def paths(self, pairs: Iterable[tuple[str, str]]) -> list[list[str] | None]:
        """Return the best path between each pair, or none if there is none so short."""
        return [self._path(one, other) for one, other in pairs]

    def _path(self, start: str, end: str) -> list[str] | None:
        distance, level = {start: 0}, [start]
        for hops in range(1, LONGEST + 1):
            level = list({far for near in level for far in self._best[near]} - distance.keys())
            distance |= dict.fromkeys(level, hops)
            if end in distance:
                return min(self._back(distance, [end]), key=self._order)
        return None

    def _back(self, distance: dict[str, int], tail: list[str]) -> list[list[str]]:
        """Return every shortest way from the start to `tail`."""
        left = distance[tail[0]] - 1
        if left < 0:
            return [tail]
        before = (near for near in self._best[tail[0]] if distance.get(near) == left)
        return [path for near in before for path in self._back(distance, [near, *tail])]

    def _order(self, path: list[str]) -> tuple[list[Rank], list[str]]:
        ranks = (self._best[near][far] for near, far in pairwise(path))
        return sorted(ranks, reverse=True), path


if __name__ == "__main__":
    main()
