"""What hubs keep of their edges is what their edges say, after whatever change."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sayso.graph.ids import digest, edge_id
from sayso.graph.model import Edge, Label, Modality, Polarity, Reading, Status
from sayso.graph.reading import ranked
from sayso.graph.store import Store
from sayso.graph.writing import hub, kept
from sayso.tests.examples import Said, thing, told

RELATIONS = ("SUPPLIES", "ACCUSES")
FIRMS = [thing(Label.FIRM, f"Firm {letter}") for letter in "ABCDEFGHIJKLMNOP"]
HUB, *OTHERS = FIRMS
ME = digest("e", "me")


def edges(near: str = ME) -> some.SearchStrategy[Edge]:
    """Return edges between `near` and one of a few others."""
    number = some.integers(0, 3)

    def edge(relation: str, far: str, comes_in: bool, more: dict[str, Any]) -> Edge:
        subject, target = (far, near) if comes_in else (near, far)
        return Edge(edge_id(subject, relation, target), subject, relation, target, **more)

    more = some.fixed_dictionaries(
        {
            "status": some.sampled_from(Status),
            **dict.fromkeys(("n_for", "n_against", "n_hedged", "n_claims", "n_docs"), number),
            "first_date": some.none() | some.dates(date(980, 1, 1), date(2030, 1, 1)),
            "last_date": some.none() | some.dates(),
            "best_claim": number.map(lambda n: digest("c", str(n))),
        }
    )
    far = some.integers(0, 12).map(lambda n: digest("e", str(n)))
    return some.builds(edge, some.sampled_from(RELATIONS), far, some.booleans(), more)


@given(edges())
def test_an_entry_holds_the_edge(edge: Edge) -> None:
    """All but the quote, and always as wide."""
    (step,) = ranked.steps([edge], ME)
    entry = ranked.packed(asdict(edge), step.far, comes_in=step.comes_in)

    assert len(entry) == ranked.WIDTH
    assert ranked.unpacked(entry, ME, edge.relation) == step


@given(some.lists(edges(), unique_by=lambda edge: (edge.subject, edge.object)))
def test_entries_sort_as_edges_do(found: list[Edge]) -> None:
    """The order of the texts is the order of the edges."""
    of_one = [replace(edge, relation="SUPPLIES") for edge in found]
    steps = ranked.steps(of_one, ME)
    packed = [ranked.packed(asdict(s.edge), s.far, comes_in=s.comes_in) for s in steps]

    assert packed == sorted(packed)


@given(
    before=some.lists(edges(), unique_by=lambda edge: edge.id),
    after=some.lists(edges(), unique_by=lambda edge: edge.id),
)
def test_a_changed_list_is_right_or_asked_for(before: list[Edge], after: list[Edge]) -> None:
    """Edge by edge comes out what all edges together give, or the list says that it cannot tell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hub, "HUB_ABOVE", 0)
        patch.setattr(hub, "LONGEST", 3)
        stored = {one.relation: one for one in hub.summary(ME, before).kept}
        wanted = {one.relation: one for one in hub.summary(ME, after).kept}
        mine = hub.Hub(
            ME,
            {name: list(one.numbers) for name, one in stored.items()},
            {name: one.top[-ranked.WIDTH :] for name, one in stored.items()},
        )
        olds, news = ({edge.id: edge for edge in side} for side in (before, after))
        for key in {*olds, *news}:
            old, new = olds.get(key), news.get(key)
            (step,) = ranked.steps([edge for edge in (new or old,) if edge], ME)
            mine.change(step.edge.relation, step.far, held(old), held(new), comes_in=step.comes_in)
        for relation in mine.changes:
            top = stored[relation].top if relation in stored else ""
            right = wanted.get(relation)

            assert mine.now(relation) == (list(right.numbers) if right else hub.no_edges())
            if mine.is_listed(relation):
                assert not mine.is_broken(relation, top)
                assert mine.listed(relation, top) in (right.top if right else "", None)
            else:
                assert right is not None
                assert top == right.top
        assert mine.degree == len(after)


def held(edge: Edge | None) -> Mapping[str, Any]:
    """Return an edge as the database holds it."""
    return asdict(edge) if edge else {}


@pytest.fixture
def small_hubs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let four edges make a hub, and three a long list."""
    for module in (hub, kept):
        monkeypatch.setattr(module, "HUB_ABOVE", 4)
        monkeypatch.setattr(module, "LONGEST", 3)


@pytest.mark.usefixtures("small_hubs")
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_lists_follow_every_change(store: Store, seed: int) -> None:
    """Loaded, read anew, reviewed or deleted: lists, numbers and degrees equal the edges'."""
    chance = random.Random(seed)  # noqa: S311 - test data
    held_now: list[str] = []
    for step in range(8):
        if step % 3 == 2:
            gone = held_now.pop(chance.randrange(len(held_now)))
            store.delete_document(gone)
        else:
            readings = [story(chance, f"{seed}.{step}.{n}") for n in range(3)]
            store.write(readings)
            held_now += [reading.document.id for reading in readings]

        assert stored(store) == wanted(store)
        ids = [entity for entity, _ in wanted(store)]
        assert store._engine.read(lambda tx, ids=ids: kept.differences(tx, ids)) == []
        assert store._engine.read(kept.orphans) == []
    assert any(one.kept for _, one in wanted(store))


@pytest.mark.usefixtures("small_hubs")
def test_what_somebody_spoilt_is_made_anew(store: Store) -> None:
    """Wrong numbers, a lost entry, a list of nobody: found, and mended from the edges."""
    store.write([story(random.Random(3), str(n)) for n in range(6)])  # noqa: S311 - test data
    right = stored(store)
    ids = [entity for entity, _ in right]
    for spoil in (
        "MATCH (k:Kept) SET k.numbers = [9, 9, 9, 9, 9, 9]",
        "MATCH (k:Kept) SET k.top = ''",
        "MATCH (k:Kept) DELETE k",
        "MATCH (n:Entity) SET n.degree = 77",
    ):
        store.cypher(spoil, write=True)

        assert store._engine.read(lambda tx: kept.differences(tx, ids))
        assert store._engine.write(lambda tx: kept.rebuild(tx, ids))
        assert stored(store) == right
    store.cypher("CREATE (:Kept {id: 'k', entity: 'e', relation: 'SUPPLIES'})", write=True)

    assert store._engine.read(kept.orphans) == ["e"]


def test_a_real_hub_is_one(store: Store) -> None:
    """With a hundred edges there is no list, with one more there is, with one less again none."""
    names = [thing(Label.FIRM, f"Buyer {number}") for number in range(101)]
    text = "\n".join(f"Firm A supplies {name.name}." for name in names)
    said = [Said("SUPPLIES", HUB, name, f"Firm A supplies {name.name}.") for name in names]
    last = told("Firm A supplies Buyer 100.", said[100])
    store.write([told(text, *said[:100])])
    before = stored(store)
    store.write([last])
    with_list = stored(store)
    store.delete_document(last.document.id)

    assert not any(one.kept for _, one in before)
    assert [one.kept[0].numbers for _, one in with_list if one.kept] == [(101, 0, 0, 0, 0, 0)]
    assert with_list == wanted_before(with_list, store, said)
    assert stored(store) == before


def wanted_before(
    found: list[tuple[str, hub.Summary]], store: Store, said: list[Said]
) -> list[tuple[str, hub.Summary]]:
    """Return `found` if its one list holds every edge that `said` makes."""
    (one,) = [summary for _, summary in found if summary.kept]

    assert len(ranked.entries(one.kept[0].top)) == len(said)
    return found


def story(chance: random.Random, number: str) -> Reading:
    """Return a story with ten random claims, most of them about one firm."""
    lines, said = [f"Story {number}."], []
    for line in range(10):
        subject, target = chance.sample(FIRMS, 2)
        if chance.random() < 0.7:
            subject, target = chance.sample([HUB, chance.choice(OTHERS)], 2)
        relation = chance.choice(RELATIONS)
        quote = f"{line}: {subject.name} and {target.name}"
        lines.append(quote)
        said.append(
            Said(
                relation,
                subject,
                target,
                quote,
                modality=chance.choice([Modality.ASSERTED, Modality.ASSERTED, Modality.POSSIBLE]),
                polarity=chance.choice([Polarity.AFFIRMED] * 3 + [Polarity.DENIED]),
            )
        )
    day = date(2024, 1, 1 + chance.randrange(30))
    return told("\n".join(lines), *said, published_on=day)


def stored(store: Store) -> list[tuple[str, hub.Summary]]:
    """Return what every entity keeps."""
    lists = defaultdict(list)
    text = "MATCH (k:Kept) RETURN k.entity AS entity, k.relation AS r, k.numbers AS n, k.top AS top"
    for row in store.cypher(text).records:
        one = hub.Kept(row["entity"], row["r"], tuple(row["n"]), row["top"])
        lists[row["entity"]].append(one)
    rows = store.cypher("MATCH (n:Entity) RETURN n.id AS id, n.degree AS degree").records
    return sorted(
        (
            (
                row["id"],
                hub.Summary(
                    row["degree"], tuple(sorted(lists[row["id"]], key=lambda k: k.relation))
                ),
            )
            for row in rows
        ),
        key=lambda found: found[0],
    )


def wanted(store: Store) -> list[tuple[str, hub.Summary]]:
    """Return what every entity should keep."""
    by_end: dict[str, list[Edge]] = defaultdict(list)
    rows = store.cypher("MATCH (n:Entity) RETURN n").records
    for row in store.cypher("MATCH (a:Firm)-[r:SUPPLIES|ACCUSES]->(b:Firm) RETURN r").records:
        for end in (row["r"].subject, row["r"].object):
            by_end[end].append(row["r"])
    ids = sorted(row["n"].id for row in rows)
    return [(entity, hub.summary(entity, by_end[entity])) for entity in ids]
