"""Entities from aliases: who is the same, and what it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sayso.graph import ids
from sayso.graph.entities import entities
from sayso.graph.model import Label, Reading
from sayso.graph.rows import AliasRow, rows
from sayso.graph.store import Store
from sayso.tests.examples import HARBOUR, NORTHWIND, SUPPLIERS, Said, thing, told
from sayso.tests.graph.canonical import canonical

SHORT = thing(Label.FIRM, "Northwind", country="SE", kind="bank")
LONG = thing(Label.FIRM, "Northwind Metals", kind="company", country="NO")


def alias(text: str, document: str, referent: str = "", **more: object) -> AliasRow:
    """Return an alias of a firm; by default on its own in its document."""
    key = ids.alias_id(document, "Firm", text)
    return AliasRow(
        **{  # type: ignore[arg-type]
            "id": key,
            "text": text,
            "label": "Firm",
            "name_key": ids.name_key("Firm", text),
            "document": document,
            "referent": referent or key,
            "preferred": True,
            **more,
        }
    )


def supplies(text: str, *firms: object, **document: object) -> Reading:
    """Return a story in which the first firm supplies Harbour Rail."""
    quote = text.split(".")[0]
    said = Said("SUPPLIES", firms[0], HARBOUR, quote)  # type: ignore[arg-type]
    return told(text, said, also=firms, **document)  # type: ignore[arg-type]


def test_equal_names_are_one_entity_across_documents() -> None:
    """Case, articles and dots do not part; labels do."""
    found = entities(
        [
            alias("The Northwind", "d1"),
            alias("NORTHWIND", "d2"),
            alias("Northwind", "d3", label="Place", name_key=ids.name_key("Place", "Northwind")),
        ]
    )

    assert sorted(sum(row.weights.values()) for row in found) == [1, 2]


def test_the_name_is_what_most_documents_prefer() -> None:
    """Most documents, then the alphabet; a form that nobody prefers is only a spelling."""
    one, two = alias("Zeta", "d1", "r1"), alias("Alpha", "d1", "r1", preferred=False)
    (tie,) = entities([one, replace(two, preferred=True)])
    (most,) = entities([one, two, alias("Zeta", "d2"), alias("Alpha", "d3")])

    assert tie.properties["name"] == "Alpha"
    assert most.properties["name"] == "Zeta"
    assert most.properties["names"] == ["Alpha", "Zeta"]


def test_the_id_is_the_smallest_hash_of_its_name_keys() -> None:
    """An entity's id depends on its names alone."""
    (found,) = entities([alias("Alpha", "d1", "r"), alias("Zeta", "d1", "r")])

    assert found.id == min(
        ids.entity_id([ids.name_key("Firm", name)]) for name in ("Alpha", "Zeta")
    )


def test_a_name_of_signs_only_is_still_a_name() -> None:
    """Two names that lose every letter when normalised are not one entity."""
    assert len(entities([alias("!!!", "d1"), alias("?", "d2")])) == 2


def test_an_outlet_of_the_metadata_is_an_entity() -> None:
    """The sidecar's outlet meets the one that the text names."""
    story = told("The Post wrote.", also=[thing(Label.OUTLET, "The Post")], outlet="the post")

    assert len(rows(story).aliases) == 1


def test_a_document_joins_two_entities(store: Store) -> None:
    """Once a story says that two names are one firm, their edges and claims are one too."""
    store.write(
        [supplies("Northwind supplies Harbour Rail.", SHORT, published_on=date(2024, 1, 1))]
    )
    store.write([supplies("Northwind Metals supplies Harbour Rail.", LONG)])
    before = {store.named(name).id for name in ("Northwind", "Northwind Metals")}
    store.write([supplies("Northwind Metals, or Northwind, sells.", NORTHWIND)])
    joined = store.named("Northwind")

    assert len(before) == 2
    assert joined.id == min(before)
    assert {store.entity(old).id for old in before} == {joined.id}
    assert joined.names == ("Northwind", "Northwind Metals")
    assert joined.degree == 1
    assert store.profile(joined.id).edges[0].n_claims == 3
    assert store.neighbourhood([max(before)]).start == (joined.id,)
    assert store.rebuild_edges() == 0


def test_joining_does_not_depend_on_order(store: Store) -> None:
    """The story that joins may come first, between or last."""
    stories = [
        supplies("Northwind supplies Harbour Rail.", SHORT, outlet="Northwind"),
        supplies("Northwind Metals supplies Harbour Rail.", LONG),
        supplies("Northwind Metals, or Northwind, sells.", NORTHWIND),
    ]
    graphs = []
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True)
        for index in order:
            store.write([stories[index]])
        graphs.append(canonical(store))

    assert graphs[1] == graphs[0]
    assert graphs[2] == graphs[0]


def test_a_new_reading_parts_what_it_no_longer_equates(store: Store) -> None:
    """Entities joined by one reading come apart when the text is read better."""
    store.write([supplies("Northwind supplies Harbour Rail.", SHORT)])
    store.write([supplies("Northwind Metals supplies Harbour Rail.", LONG)])
    apart = supplies("Northwind Metals, or Northwind, sells.", LONG, SHORT)
    store.write([apart])
    before = canonical(store)
    store.write([supplies("Northwind Metals, or Northwind, sells.", NORTHWIND)])
    store.write([apart])

    assert store.named("Northwind").id != store.named("Northwind Metals").id
    assert canonical(store) == before


def test_collectives_stay_in_their_document(store: Store) -> None:
    """“Two suppliers” of two stories are two; so are unnamed persons."""
    store.write([supplies("two suppliers supply Harbour Rail.", SUPPLIERS)])
    store.write([supplies("Again two suppliers supply Harbour Rail.", SUPPLIERS)])

    assert store.named("Harbour Rail").degree == 2
    assert store.status().labels["Firm"] == 3
