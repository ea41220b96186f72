"""A random graph, compared with what plain Python counts, on both engines."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import networkx
import pytest

from sayso.graph.model import Label, Modality, Polarity, Reading, Status
from sayso.graph.store import Store
from sayso.tests.examples import Said, thing, told

RELATIONS = {"SUPPLIES": "supplies", "ACCUSES": "accuses", "INFORMS": "informs"}
Pair = tuple[str, str, str]
Told = dict[Pair, list[tuple[Modality, Polarity]]]


def stories(chance: random.Random) -> tuple[list[Reading], Told]:
    """Return twelve random stories about thirty firms, and what they say of each pair."""
    firms = [thing(Label.FIRM, f"Firm {letter}{n}") for letter in "ABC" for n in range(10)]
    said: Told = defaultdict(list)
    readings = []
    for story in range(12):
        lines, claims = [f"Story {story}."], []
        for line in range(8):
            subject, target = chance.sample(firms, 2)
            relation = chance.choice(list(RELATIONS))
            modality = chance.choice([Modality.ASSERTED, Modality.ASSERTED, Modality.POSSIBLE])
            polarity = chance.choice([Polarity.AFFIRMED] * 3 + [Polarity.DENIED])
            quote = f"{line}: {subject.name} {RELATIONS[relation]} {target.name}"
            lines.append(quote)
            claims.append(
                Said(relation, subject, target, quote, modality=modality, polarity=polarity)
            )
            said[subject.name, relation, target.name].append((modality, polarity))
        readings.append(told("\n".join(lines), *claims))
    return readings, said


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_edges_and_neighbourhoods_are_right(store: Store, seed: int) -> None:
    """Status, number of claims, degrees and reach equal what counting by hand gives."""
    readings, said = stories(random.Random(seed))  # noqa: S311 - test data
    store.write(readings)
    affirmed = {
        pair: claims
        for pair, claims in said.items()
        if any(polarity is Polarity.AFFIRMED for _, polarity in claims)
    }
    table = store.cypher("MATCH (a:Firm)-[r]->(b:Firm) RETURN a, r, b").records
    degrees = Counter(end for subject, _, target in affirmed for end in (subject, target))
    graph = networkx.Graph((subject, target) for subject, _, target in affirmed)

    assert {
        (row["a"].name, row["r"].relation, row["b"].name): (row["r"].status, row["r"].n_claims)
        for row in table
    } == {pair: (status(claims), len(claims)) for pair, claims in affirmed.items()}
    for name in sorted(graph)[::3]:
        start = store.named(name)
        assert start.degree == degrees[name]
        for hops in (1, 2, 3):
            found = store.neighbourhood([start.id], hops=hops)
            near = networkx.single_source_shortest_path_length(graph, name, cutoff=hops)
            assert {node.name for node in found.nodes} == set(near)
            assert [near[node.name] for node in found.nodes] == sorted(near.values())
    assert store.rebuild_edges() == 0


def status(claims: list[tuple[Modality, Polarity]]) -> Status:
    """Return the status by the model's table."""
    facts = [polarity for modality, polarity in claims if modality is Modality.ASSERTED]
    if Polarity.DENIED in facts:
        return Status.DISPUTED
    return Status.ASSERTED if Polarity.AFFIRMED in facts else Status.HEDGED
