"""Judgements join and part entities; everything that points at them follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from sayso.graph import ids
from sayso.graph.model import Label
from sayso.graph.store import Store
from sayso.graph.writing import paged, write
from sayso.tests.examples import (
    HARBOUR,
    LIND,
    NORTHWIND,
    Said,
    denial,
    everything,
    named,
    northwind,
    repeated,
    thing,
    told,
)
from sayso.tests.graph.canonical import canonical

METALS, NORTH = ids.name_key("Firm", "Northwind Metals"), ids.name_key("Firm", "Northwind")
RAIL, KESTREL_KEY = ids.name_key("Firm", "Harbour Rail"), ids.name_key("Firm", "Kestrel Optics")


def judge(store: Store, verdict: str, one: str, other: str) -> str:
    """Make a judgement and let everything follow; return its id."""
    left, right = sorted((one, other))
    row = {
        "id": ids.digest("j", verdict, left, right, "0"),
        "verdict": verdict,
        "left": left,
        "right": right,
        "at": datetime(2024, 5, 1, tzinfo=UTC).isoformat(),
    }
    text = (
        "MERGE (j:Judgement {id: $id}) "
        "SET j.verdict = $verdict, j.left = $left, j.right = $right, j.at = $at, j.active = true"
    )
    _judged(store, text, row, (left, right))
    return row["id"]


def undo(store: Store, judgement: str) -> None:
    """Undo a judgement and let everything follow."""
    (row,) = store.cypher("MATCH (j:Judgement {id: $id}) RETURN j.left, j.right", id=judgement).rows
    text = "MATCH (j:Judgement {id: $id}) SET j.active = false"
    _judged(store, text, {"id": judgement}, row)


def _judged(store: Store, text: str, row: dict[str, str], keys: Iterable[str]) -> None:
    def work(tx: object) -> None:
        tx.run(text, row).consume()  # type: ignore[attr-defined]
        write.regroup(tx, keys)  # type: ignore[arg-type]

    store._engine.write(work)


def graph(store: Store) -> list[object]:
    """Return the canonical graph without the judgements themselves."""
    return [item for item in canonical(store) if item[1] != ["Judgement"]]


def test_a_judgement_joins_and_its_undoing_parts(store: Store) -> None:
    """Merged, two firms have one set of edges; undone, the graph is what it was."""
    store.write(everything())
    before = graph(store)
    rail, metals = store.named("Harbour Rail"), store.named("Northwind Metals")
    judgement = judge(store, "same", METALS, KESTREL_KEY)
    merged = store.named("Kestrel Optics")

    assert store.named("Northwind Metals") == merged
    assert {store.entity(old).id for old in (metals.id, merged.id)} == {merged.id}
    assert store.profile(rail.id).edges[0].n_claims == 4
    assert store.rebuild_edges() == 0

    undo(store, judgement)

    assert graph(store) == before
    assert store.rebuild_edges() == 0


def test_a_claim_between_what_is_one_makes_no_edge(store: Store) -> None:
    """Who supplies himself supplies nobody; the claim stays and its edge comes back."""
    store.write([northwind()])
    before = graph(store)
    judgement = judge(store, "same", METALS, RAIL)
    rail = store.named("Harbour Rail")

    assert store.profile(rail.id).claims == 2
    assert [edge.object for edge in store.profile(rail.id).edges] == [
        store.named("Kestrel Optics").id
    ]
    assert store.rebuild_edges() == 0

    undo(store, judgement)

    assert graph(store) == before


def test_a_claim_about_itself_makes_no_edge(store: Store) -> None:
    """A reading may say that a firm supplies itself under two of its names."""
    text = "Northwind supplies Northwind Metals."
    store.write([told(text, Said("SUPPLIES", NORTHWIND, NORTHWIND, text[:-1]))])

    assert store.status().claims == 1
    assert store.status().relations["SUPPLIES"] == 0
    assert store.rebuild_edges() == 0


def test_what_is_parted_stays_parted(store: Store) -> None:
    """A person's “different” outweighs what a document equates, before and after it is loaded."""
    store.write([northwind()])
    judge(store, "different", METALS, NORTH)

    assert store.named("Northwind") != store.named("Northwind Metals")

    store.write([denial(), told("Northwind Metals, or Northwind.", also=[NORTHWIND])])

    assert store.named("Northwind") != store.named("Northwind Metals")
    assert store.rebuild_edges() == 0


def test_a_judgement_may_come_before_its_names(store: Store) -> None:
    """Loading before judging or judging before loading, the graph is the same."""
    store.write(everything())
    judge(store, "same", METALS, KESTREL_KEY)
    judge(store, "different", METALS, NORTH)
    first = canonical(store)
    store.cypher("MATCH (n) WHERE NOT n:Meta AND NOT n:Judgement DETACH DELETE n", write=True)
    for reading in reversed(everything()):
        store.write([reading])

    assert canonical(store) == first


def test_a_label_is_what_most_documents_say(store: Store) -> None:
    """A firm and an organisation may be merged; the label follows the documents."""
    body = thing(Label.ORGANISATION, "Kestrel Optics Union", kind="union")
    stories = [told(f"Kestrel Optics Union, number {n}.", also=[body]) for n in range(2)]
    store.write([northwind(), *stories])
    before = graph(store)
    union = ids.name_key("Organisation", body.name)
    judgement = judge(store, "same", KESTREL_KEY, union)

    assert store.named(body.name).label is Label.ORGANISATION
    assert store.named("Kestrel Optics") == store.named(body.name)

    store.delete_document(stories[0].document.id)
    merged = store.named("Kestrel Optics")

    assert merged.label is Label.FIRM  # one each: the alphabet decides
    assert store.cypher("MATCH (n:Organisation) RETURN count(n)").rows == ((0,),)

    undo(store, judgement)
    store.write(stories)

    assert graph(store) == before


def test_speakers_and_publishers_follow(store: Store) -> None:
    """Who said it and who printed it move with their names, and sources count anew."""
    paper = thing(Label.OUTLET, "The Post")
    text = "Northwind Metals supplies Harbour Rail, Ada Lind confirmed to The Post."
    quote = "Northwind Metals supplies Harbour Rail"
    said = Said("SUPPLIES", NORTHWIND, HARBOUR, quote, by=(named(LIND), named(paper)))
    anna = thing(Label.PERSON, "Anna Lind")
    again = Said("SUPPLIES", NORTHWIND, HARBOUR, quote, by=(named(anna),))
    store.write(
        [
            told(text, said, outlet="The Harbour Post"),
            told(text + " Anna Lind did.", again, outlet="The Post"),
        ]
    )
    before = graph(store)
    judgements = [
        judge(store, "same", ids.name_key(label, one), ids.name_key(label, other))
        for label, one, other in (
            ("Outlet", "The Post", "Harbour Post"),
            ("Person", "Ada Lind", "Anna Lind"),
        )
    ]
    (edge,) = store.profile(store.named("Harbour Rail").id).edges
    published = store.cypher("MATCH (:Document)-[:PUBLISHED_BY]->(o:Outlet) RETURN DISTINCT o.name")

    assert (edge.n_for, edge.n_claims) == (1, 2)
    assert len(published.rows) == 1

    for judgement in judgements:
        undo(store, judgement)

    assert graph(store) == before


def test_much_moves_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entity that more points at than one statement takes moves whole."""
    monkeypatch.setattr(paged, "_ROWS_A_STATEMENT", 2)
    store.write(everything())
    before = graph(store)
    undo(store, judge(store, "same", METALS, RAIL))

    assert graph(store) == before


def test_a_store_without_tallies_gets_them(store: Store) -> None:
    """What an older Sayso wrote is counted when it is next touched."""
    store.write([northwind(), denial()])
    whole = [*canonical(store)]
    store.cypher("MATCH (n:Entity) REMOVE n.tally", write=True)
    store.write([repeated()])
    store.delete_document(repeated().document.id)
    untouched = "MATCH (n:Entity) WHERE n.tally IS NULL RETURN n.name ORDER BY n.name"
    names = [row[0] for row in store.cypher(untouched).rows]

    assert "Northwind Metals" not in names
    assert names

    store.write([northwind(), denial()])
    for name in names:
        key = ids.name_key(store.named(name).label, name, northwind().document.id)
        undo(store, judge(store, "different", key, ids.name_key("Firm", name)))
    assert len(graph(store)) == len(whole)
