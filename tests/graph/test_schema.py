"""Constraints and indexes: what the database itself refuses."""

from __future__ import annotations

import pytest

from sayso.graph.errors import QueryError
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.graph.upkeep.ranges import LETTERS
from sayso.graph.vocabulary import relations
from sayso.tests.examples import northwind


def test_an_edge_cannot_double(store: Store) -> None:
    """A second edge with the same id is refused by the database, for every relation."""
    store.write([northwind()])
    for relation in relations():
        text = (
            "MATCH (a:Firm {name: 'Northwind Metals'}), (b:Firm {name: 'Kestrel Optics'}) "
            f"CREATE (a)-[:{relation} {{id: 'r0'}}]->(b)"
        )
        store.cypher(text, write=True)

        with pytest.raises(QueryError):
            store.cypher(text, write=True)


def test_an_entity_cannot_double_under_another_label(store: Store) -> None:
    """One id is one entity, whatever its label."""
    store.cypher("CREATE (:Entity:Firm {id: 'e0'})", write=True)

    with pytest.raises(QueryError):
        store.cypher("CREATE (:Entity:Agency {id: 'e0'})", write=True)


def test_only_entities_as_such_have_an_index_on_their_id(store: Store) -> None:
    """A second index on a label beneath breaks uniqueness on the embedded engine."""
    found = store.cypher("SHOW INDEXES YIELD labelsOrTypes, properties", write=True)
    labels = {
        label
        for row in found.records
        if row["properties"] == ["id"] and row["labelsOrTypes"]
        for label in row["labelsOrTypes"]
    }

    assert labels == {*LETTERS, "Meta", *relations()}


def test_a_new_relation_reaches_an_old_store(store: Store, settings: Settings) -> None:
    """A store made with another vocabulary gets what it lacks when it is opened."""
    text = "MATCH (m:Meta) RETURN m.schema"
    before = store.cypher(text).rows
    store.cypher("MATCH (m:Meta) SET m.schema = 'of before'", write=True)
    with Store.open(settings):
        pass

    assert store.cypher(text).rows == before
