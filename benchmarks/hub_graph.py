"""An invented graph with a hub: who looks around in it meets the worst at once.

Everything comes from one seed. One entity has very many edges; how many the
others have falls with their rank, so that a few have hundreds and half of them
no more than six. The graph is written as the store keeps it, its edges straight
away and not from claims; of claims there are only those that lists quote.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, islice

from sayso.graph.database.driver import neo4j
from sayso.graph.ids import digest, edge_id, name_key
from sayso.graph.model import Edge, Status
from sayso.graph.reading.ranked import entries, unpacked
from sayso.graph.store import Store
from sayso.graph.writing import kept
from sayso.graph.writing.hub import HUB_ABOVE
from sayso.graph.writing.paged import pages, run_rows

RELATIONS = ("ACCUSES", "CITES", "INFORMS", "RESTRICTS", "SUPPLIES", "URGES")
_SHARES = (3, 3, 3, 3, 6, 2)
_STATUSES = (Status.ASSERTED, Status.HEDGED, Status.DISPUTED)
_FIRST_DAY = date(2015, 1, 1)
_PAGE = 5_000

_CREATE_ENTITIES = """
UNWIND $rows AS r
CREATE (:Entity:Firm {id: r[0], name: r[1], names: [r[1]], kind: 'company', collective: false,
                      ids: [], search: toLower(r[1]), former_ids: [], degree: 0})
"""

_CREATE_CLAIMS = """
UNWIND $rows AS r
CREATE (:Claim {id: r[0], quote: r[1]})
"""


@dataclass(frozen=True)
class HubGraph:
    """The graph: entities by number, the hub being 0, and edges between them."""

    ids: tuple[str, ...]
    ends: tuple[tuple[int, int, int], ...]
    """Subject, relation, object, by number."""
    seed: int

    @cached_property
    def degrees(self) -> Counter[int]:
        """How many edges each entity has."""
        return Counter(end for subject, _, target in self.ends for end in (subject, target))

    @property
    def hub(self) -> str:
        """Id of the entity with most edges."""
        return self.ids[0]

    def name(self, number: int) -> str:
        """Return the name of an entity."""
        return f"Firm {number}"

    def of_degree(self, least: int, most: int) -> list[str]:
        """Return the entities with so many edges, in order of their ids."""
        return sorted(self.ids[at] for at, n in self.degrees.items() if least <= n <= most)

    def edges(self) -> Iterator[Edge]:
        """Yield every edge; how well it is attested comes from the seed too."""
        chance = random.Random(self.seed)  # noqa: S311 - an invention, no secret
        for subject, relation, target in self.ends:
            one, name, other = self.ids[subject], RELATIONS[relation], self.ids[target]
            key = edge_id(one, name, other)
            (status,) = chance.choices(_STATUSES, (7, 2, 1))
            sources = min(int(chance.paretovariate(1.5)), 60)
            first = _FIRST_DAY + timedelta(days=chance.randrange(3_600))
            yield Edge(
                id=key,
                subject=one,
                relation=name,
                object=other,
                status=status,
                n_for=0 if status is Status.HEDGED else sources,
                n_against=int(status is Status.DISPUTED),
                n_hedged=sources if status is Status.HEDGED else 0,
                n_claims=sources + 1,
                n_docs=sources,
                first_date=first,
                last_date=first + timedelta(days=chance.randrange(400)),
                quote=f"{self.name(subject)} {name.lower()} {self.name(target)}, as was reported "
                "on several occasions by people with knowledge of the matter.",
                best_claim=digest("c", key),
            )


def hub_graph(nodes: int, edges: int, hub: int, *, seed: int = 7) -> HubGraph:
    """Return a graph with so many entities and edges, `hub` of these at one entity."""
    chance = random.Random(seed)  # noqa: S311 - an invention, no secret
    ids = tuple(digest("e", name_key("Firm", f"Firm {number}")) for number in range(nodes))
    # With these the next largest of 200,000 has 2,500 edges and the median is 6.
    weights = list(accumulate((place + 4.8) ** -0.65 for place in range(nodes - 1)))
    relations = range(len(RELATIONS))
    ends: dict[tuple[int, int, int], None] = {}

    def join(one: int, other: int) -> None:
        (relation,) = chance.choices(relations, _SHARES)
        if one != other:
            pair = (one, relation, other) if chance.random() < 0.5 else (other, relation, one)
            ends.setdefault(pair)

    while len(ends) < hub:
        join(0, chance.randrange(1, nodes))
    while len(ends) < edges:
        missing = edges - len(ends)
        some = chance.choices(range(1, nodes), cum_weights=weights, k=2 * missing)
        for one, other in zip(some[::2], some[1::2], strict=True):
            join(one, other)
    return HubGraph(ids, tuple(ends), seed)


def put(store: Store, graph: HubGraph) -> None:
    """Write the graph into an empty store, with all that entities keep of their edges."""
    things = [[key, graph.name(number)] for number, key in enumerate(graph.ids)]
    for page in pages(things, _PAGE):
        _write(store, _CREATE_ENTITIES, page)
    by_relation: dict[str, list[list[object]]] = {name: [] for name in RELATIONS}
    for edge in graph.edges():
        rows = by_relation[edge.relation]
        rows.append(_row(edge))
        if len(rows) == _PAGE:
            _write(store, _create_edges(edge.relation), rows)
            rows.clear()
    for relation, rows in by_relation.items():
        _write(store, _create_edges(relation), rows)
    for ids in pages(graph.ids, 2_000):
        store._engine.write(lambda tx, ids=ids: kept.rebuild(tx, ids))
    quoted = _quoted(store, graph)
    claims = ([e.best_claim, e.quote] for e in graph.edges() if e.best_claim in quoted)
    while page := list(islice(claims, _PAGE)):
        _write(store, _CREATE_CLAIMS, page)


def _write(store: Store, text: str, rows: list[list[object]]) -> None:
    store._engine.write(lambda tx: run_rows(tx, text, rows, size=_PAGE))


def _row(edge: Edge) -> list[object]:
    numbers = [edge.n_for, edge.n_against, edge.n_hedged, edge.n_claims, edge.n_docs]
    dates = [edge.first_date, edge.last_date]
    ends = [edge.subject, edge.object]
    return [*ends, edge.id, edge.status.value, *numbers, *dates, edge.quote, edge.best_claim]


def _create_edges(relation: str) -> str:
    names = (
        *("id", "status", "n_for", "n_against", "n_hedged", "n_claims", "n_docs"),
        *("first_date", "last_date", "quote", "best_claim"),
    )
    properties = ", ".join(f"{name}: r[{at}]" for at, name in enumerate(names, start=2))
    return f"""
UNWIND $rows AS r
MATCH (a:Entity {{id: r[0]}})
MATCH (b:Entity {{id: r[1]}})
CREATE (a)-[:{relation} {{{properties}}}]->(b)
"""


def _quoted(store: Store, graph: HubGraph) -> set[str]:
    """Return the claims whose quotes the lists of hubs leave out."""
    hubs = [graph.ids[at] for at, number in graph.degrees.items() if number > HUB_ABOVE]
    found: set[str] = set()
    for ids in pages(hubs, 50):

        def work(tx: neo4j.ManagedTransaction, ids: list[str] = ids) -> set[str]:
            text = "UNWIND $ids AS id MATCH (k:Kept {entity: id}) RETURN k.top AS top"
            tops = [row["top"] for row in tx.run(text, ids=ids)]
            return {unpacked(e, "", "").edge.best_claim for top in tops for e in entries(top)}

        found |= store._engine.read(work)
    return found
