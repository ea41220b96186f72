"""Random graphs without claims, and what plain Python finds in them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sayso.graph.ids import digest, edge_id
from sayso.graph.model import Edge, Entity, Label, Status
from sayso.graph.reading.ranked import Step, rank, steps
from sayso.graph.store import Store
from sayso.graph.writing import kept

RELATIONS = ("ACCUSES", "INFORMS", "SUPPLIES")
LABELS = (Label.FIRM, Label.FIRM, Label.AGENCY, Label.PERSON)


@dataclass(frozen=True)
class Drawn:
    """A graph: entities by id, and every edge."""

    entities: dict[str, Entity]
    edges: tuple[Edge, ...]

    def around(self, entity: str, passes: Callable[[Step], bool] = lambda _: True) -> list[Step]:
        """Return the edges of an entity that pass, best first."""
        mine = (edge for edge in self.edges if entity in (edge.subject, edge.object))
        return [step for step in steps(mine, entity) if passes(step)]


def random_graph(seed: int, *, entities: int = 40, edges: int = 150) -> Drawn:
    """Return a graph in which a few entities have most of the edges."""
    chance = random.Random(seed)  # noqa: S311 - test data
    ids = [digest("e", str(number)) for number in range(entities)]
    weights = [1 / (place + 1) for place in range(entities)]
    ends = set()
    while len(ends) < edges:
        subject, target = chance.choices(ids, weights, k=2)
        if subject != target:
            ends.add((subject, chance.choice(RELATIONS), target))
    made = tuple(_edge(chance, *pair) for pair in sorted(ends))
    degrees = Counter(end for edge in made for end in (edge.subject, edge.object))
    things = {
        key: Entity(key, f"Thing {n}", LABELS[n % 4], names=(f"Thing {n}",), degree=degrees[key])
        for n, key in enumerate(ids)
    }
    return Drawn(things, made)


def _edge(chance: random.Random, subject: str, relation: str, target: str) -> Edge:
    first = date(2024, 1, 1) + timedelta(days=chance.randrange(300))
    is_dated = chance.random() < 0.7
    return Edge(
        edge_id(subject, relation, target),
        subject,
        relation,
        target,
        chance.choice(list(Status)),
        n_for=chance.randrange(4),
        n_against=chance.randrange(2),
        n_hedged=chance.randrange(2),
        n_claims=chance.randrange(1, 9),
        n_docs=chance.randrange(1, 9),
        first_date=first if is_dated else None,
        last_date=first + timedelta(days=chance.randrange(90)) if is_dated else None,
        quote=f"{subject} {relation} {target}",
        best_claim=digest("c", subject, relation, target),
    )


def put(store: Store, graph: Drawn) -> None:
    """Write a graph into an empty store, and what its entities keep of their edges."""

    def work(tx: Any) -> None:
        for entity in graph.entities.values():
            tx.run(
                f"CREATE (n:Entity:{entity.label} {{id: $id, name: $name, names: [$name], "
                "search: $name, degree: 0})",
                id=entity.id,
                name=entity.name,
            ).consume()
        for edge in graph.edges:
            properties = asdict(edge)
            tx.run(
                "MATCH (a:Entity {id: $subject}) MATCH (b:Entity {id: $object}) "
                f"CREATE (a)-[e:{edge.relation} {{id: $id}}]->(b) SET e += $properties "
                "CREATE (c:Claim {id: $properties.best_claim, quote: $properties.quote})",
                subject=edge.subject,
                object=edge.object,
                id=edge.id,
                properties={
                    name: properties[name]
                    for name in edge.__slots__
                    if name not in ("subject", "relation", "object")
                },
            ).consume()
        kept.rebuild(tx, graph.entities)

    store._engine.write(work)


@dataclass(frozen=True)
class Found:
    """A piece of a graph: ids in order, edges by id, and entities with edges that are left out."""

    nodes: list[str]
    edges: list[str]
    left_out: list[tuple[str, int, int]]
    reached: int


def neighbourhood(
    graph: Drawn,
    start: Sequence[str],
    passes: Callable[[Step], bool],
    *,
    hops: int,
    limit: int,
    per_node: int | None,
) -> Found:
    """Return by brute force what `Store.neighbourhood` should."""
    order, walked, followed, reached = list(start), 0, set(), len(start)
    for _ in range(hops):
        frontier, walked = order[walked:], len(order)
        best: dict[str, tuple[int, int]] = {}
        for entity in frontier:
            for step in graph.around(entity, passes)[:per_node]:
                followed.add(step.edge)
                if step.far not in order:
                    place = rank(step.edge)
                    best[step.far] = min(place, best.get(step.far, place))
        reached += len(best)
        room = max(limit, len(start)) - len(order)
        order += sorted(best, key=lambda entity: (best[entity], entity))[:room]
    among = [e for e in graph.edges if e.subject in order and e.object in order]
    if per_node is None:
        shown = [edge for edge in among if passes_itself(edge, passes)]
    else:
        shown = [edge for edge in among if edge in followed]
    ends = Counter(end for edge in shown for end in (edge.subject, edge.object))
    numbers = ((e, ends[e], len(graph.around(e, passes))) for e in order[:walked])
    return Found(
        nodes=order,
        edges=sorted(edge.id for edge in shown),
        left_out=[one for one in numbers if one[1] < one[2]],
        reached=reached,
    )


def passes_itself(edge: Edge, passes: Callable[[Step], bool]) -> bool:
    """Return whether an edge passes what does not ask for the other end."""
    return passes(Step("", "", edge))
