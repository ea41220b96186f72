"""Queries of users: what comes back, what is refused, what is said of mistakes."""

from __future__ import annotations

from datetime import date

import pytest

from sayso.graph.errors import QueryError, QueryRefused, QueryTimeout
from sayso.graph.model import Edge, Entity, Label
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.examples import everything, northwind
from sayso.tests.graph.canonical import canonical


def test_rows_hold_our_own_values(store: Store) -> None:
    """Entities, edges, paths, dates, other nodes and relationships: none of the driver's types."""
    store.write([northwind()])
    result = store.cypher(
        "MATCH p = (a:Agency)-[r:RESTRICTS]->(b)<-[o:OBJECT]-(c:Claim {relation: 'RESTRICTS'}) "
        "RETURN a, r, p, o, c, r.first_date AS day, [b, {inner: b}] AS nested, 1.5 AS number"
    )
    (row,) = result.records

    assert isinstance(row["a"], Entity)
    assert isinstance(row["r"], Edge)
    assert (row["r"].subject, row["r"].object) == (row["a"].id, row["nested"][0].id)
    assert row["p"][:2] == [row["a"], row["r"]]
    assert row["o"] == {"_type": "OBJECT"}
    assert (row["c"]["_label"], row["c"]["measure"]) == ("Claim", "exports")
    assert row["nested"][1] == {"inner": row["nested"][0]}
    assert (row["day"], row["number"]) == (date(2024, 3, 4), 1.5)
    assert list(result.df["number"]) == [1.5]
    assert list(result.graph.edges(keys=True)) == [(row["r"].subject, row["r"].object, row["r"].id)]


def test_a_graph_result_has_what_it_returns(store: Store) -> None:
    """An edge brings its ends along; entities alone bring every edge among them."""
    store.write(everything())
    edges = store.cypher("MATCH (:Lawmaker)-[r:CITES]->() RETURN r").subgraph
    nodes = store.cypher("MATCH (a:Firm)-[:SUPPLIES]->(b {name: 'Kestrel Optics'}) RETURN a, b")
    plain = store.cypher("MATCH (a:Firm) RETURN a.name").subgraph

    assert [node.name for node in edges.nodes] != []
    assert {node.label for node in edges.nodes} == {Label.LAWMAKER, Label.FIRM}
    assert [edge.relation for edge in edges.edges] == ["CITES"]
    assert [edge.relation for edge in nodes.subgraph.edges] == ["SUPPLIES"]
    assert plain.shown == 0


def test_rows_are_cut_and_the_cut_is_told(store: Store) -> None:
    """No more rows than asked for, and a word that there were more."""
    cut = store.cypher("UNWIND range(1, 10) AS n RETURN n", rows=4)
    whole = store.cypher("UNWIND range(1, 4) AS n RETURN n", rows=4)
    counted = store.cypher("UNWIND range(1, 10) AS n RETURN count(n) AS n", rows=4)

    assert (cut.rows, cut.truncated) == (((1,), (2,), (3,), (4,)), True)
    assert (len(whole.rows), whole.truncated) == (4, False)
    assert counted.rows == ((10,),)


def test_columns_are_named_without_rows(store: Store) -> None:
    """An answer without rows still has the columns that the query names."""
    result = store.cypher("MATCH (n:Firm) RETURN n.name, n.id AS id, count(*) AS `how many`")

    assert (result.columns, result.rows) == (("n.name", "id", "how many"), ())


def test_parameters_are_values(store: Store) -> None:
    """A parameter is compared, never read as Cypher."""
    store.write([northwind()])
    found = store.cypher(
        "MATCH (n:Firm) WHERE n.name = $name RETURN n.name", {"name": "x' OR true //"}
    )

    assert found.rows == ()


UNDEFINED = (
    "Line 2: “c” is not defined. Defined here: a, r, b. "
    "There is no relation SUPPLIS; the nearest is SUPPLIES."
)


@pytest.mark.parametrize(
    ("text", "line", "word", "message"),
    [
        (
            "MATCH (a:Firm)-[r:SUPPLIS]->(b)\nRETURN c",
            2,
            "c",
            UNDEFINED,
        ),
        ("MATCH (a:Firm)\nRETRUN a", 2, "RETRUN", "Line 2: “RETRUN” is not expected here."),
        ("MATCH (a:Firm) RETURN foo(a)", 1, "foo", "Line 1: “foo” is not a function."),
        ("RETURN $x", None, None, "The query needs a value for $x (--param NAME=VALUE)."),
        ("UNWIND [1] AS a RETURN a / 0", None, None, "/ by zero."),
    ],
)
def test_mistakes_are_explained(
    store: Store, text: str, line: int | None, word: str | None, message: str
) -> None:
    """Both engines' complaints become one: line, word, what is there instead."""
    with pytest.raises(QueryError) as error:
        store.cypher(text)

    assert (error.value.line, error.value.word, str(error.value)) == (line, word, message)


def test_a_name_that_no_store_has_is_noted(store: Store) -> None:
    """A query that finds nothing because of a typing error says so."""
    result = store.cypher("MATCH (a:Frim)-[r:SUPPLIES]->(b) RETURN a")

    assert result.notes == ("There is no type Frim; the nearest is Firm.",)


CHANGES = (
    "CREATE (n:Firm {id: 'x'})",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Firm) SET n.name = 'x'",
    "MERGE (n:Firm {id: 'x'})",
    "CREATE INDEX x FOR (n:Firm) ON (n.x)",
)


def test_reading_changes_nothing(store: Store) -> None:
    """A query without `write` cannot change the store, nor read files."""
    store.write([northwind()])
    before = canonical(store)

    for text in (*CHANGES, "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"):
        with pytest.raises(QueryRefused):
            store.cypher(text)

    assert canonical(store) == before


def test_the_engine_itself_refuses_to_write(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the guard ever be fooled, the database still refuses."""
    store.write([northwind()])
    before = canonical(store)
    with monkeypatch.context() as patch:
        patch.setattr("sayso.graph.asking.check_query", lambda text, **_: text)
        for text in CHANGES:
            with pytest.raises(QueryRefused, match="would change the store"):
                store.cypher(text)

    assert canonical(store) == before


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/x.csv"])
def test_files_and_addresses_cannot_be_read(
    store: Store, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """LOAD CSV is closed in the engine too, for those who may write as well."""
    monkeypatch.setattr("sayso.graph.asking.check_query", lambda text, **_: text)

    for write in (False, True):
        with pytest.raises(QueryError):
            store.cypher(f"LOAD CSV FROM '{address}' AS line RETURN line", write=write)


def test_a_query_that_runs_too_long_is_stopped(store: Store, settings: Settings) -> None:
    """The query ends, its work too, and the store answers the next question."""
    store.write([northwind()])
    bomb = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS n"

    with pytest.raises(QueryTimeout, match=r"stopped after 0\.5 seconds"):
        store.cypher(bomb, seconds=0.5)

    assert store.status().documents == 1
    with Store.open(settings) as other:
        assert other.named("Northwind Metals").degree == 2


def test_write_changes_the_store(store: Store) -> None:
    """With `write` a query changes what it says."""
    store.cypher("CREATE (n:Entity:Firm {id: $id})", {"id": "kept"}, write=True)

    assert store.cypher("MATCH (n:Firm) RETURN n").rows == (
        ({"_label": "Entity:Firm", "id": "kept"},),
    )
