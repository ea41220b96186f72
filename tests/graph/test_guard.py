"""What a user's query may and may not do."""

from __future__ import annotations

import pytest

from sayso.graph.errors import QueryRefused
from sayso.graph.reading.guard import check_query


def checked(text: str, *, write: bool = False, arcadedb: bool = False) -> str:
    """Return what would be run."""
    return check_query(text, write=write, arcadedb=arcadedb, rows=7)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n:Firm) RETURN n.set, n.`delete` LIMIT 3",
        "MATCH (n) RETURN {set: 1, create: n.x * 2} LIMIT 3",
        "RETURN 'CREATE', \"it''s SET\", 'a\\' DELETE' LIMIT 3",
        "MATCH (n:Create:Set|Merge) RETURN $delete LIMIT 3",
        "MATCH (a)-[r:SUPPLIES*1..3]->(b) RETURN a LIMIT 3",
        "MATCH (a)<-[*2]-(b) RETURN a LIMIT 3",
        "MATCH ((a)-->(b)){1,3} RETURN a LIMIT 3",
        "MATCH (a)-[r WHERE r.n_for * 2 > 3]->(b) RETURN (1 + 2) * 3, [4 - 2 * 3] LIMIT 3",
        "CALL db.labels()",
        "CALL `db`.`labels`()",
        "MATCH (n) CALL (n) { MATCH (n)--(m) RETURN count(m) AS c } RETURN n, c LIMIT 3",
        "MATCH (n) WHERE EXISTS { (n)-[:SUPPLIES]->() } RETURN count(*) + 1 LIMIT 3",
        "MATCH (n) RETURN date.truncate('month', n.day), point.distance(n.a, n.b) LIMIT 3",
        "MATCH (a:Firm) RETURN a UNION MATCH (a:Place) RETURN a",
        "EXPLAIN MATCH (n) RETURN n LIMIT 3",
        "MATCH (n) // SET n.x = 1\nRETURN n /* DELETE n */ LIMIT 3",
    ],
)
def test_reading_is_let_through_unchanged(text: str) -> None:
    """Words of writing in names, strings and comments are no writing."""
    assert checked(text, arcadedb=True) == text


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n)",
        "MATCH (n) SET n.x = 1",
        "match (n) detach delete n",
        "MATCH (n) /* harmless */ ReMoVe n.x",
        "MATCH (n) WHERE n.x = 1SET n.y = 2",
        "MATCH (n) WHERE n.x = 1. SET n.y = 2",
        "MATCH (n) // a comment ends here\rSET n.x = 1",
        "MATCH (n) // and here\u2028SET n.x = 1",
        "MATCH (n) RETURN n /* this comment never ends SET n.x = 1",
        "MATCH (n) RETURN n SET n.x = 'a string without end",
        "MATCH (n) \u017fET n.x = 1",
        "MATCH (n) CALL { WITH n SET n.x = 1 } RETURN n",
        "MATCH (n) CALL (n) { MERGE (m) RETURN m } RETURN n",
        "UNWIND [1] AS x MERGE (n {id: x}) RETURN n",
        "FOREACH (x IN [1] | CREATE (n))",
        "PROFILE CREATE (n)",
        "EXPLAIN CREATE (n)",
        "DROP INDEX entity_name",
        "CREATE INDEX x FOR (n:Firm) ON (n.x)",
        "MATCH (n) WITH n AS `SET` INSERT (m) RETURN m",
        "GRANT ROLE admin TO neo4j",
    ],
)
def test_writing_is_refused(text: str) -> None:
    """However it is written, a query that writes does not run."""
    with pytest.raises(QueryRefused, match="would change the store"):
        checked(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", "LOAD"),
        ("MATCH (n)\nCALL { LOAD CSV FROM 'http://x' AS l RETURN l } RETURN l", "LOAD"),
        ("SHOW USERS", "SHOW"),
        ("TERMINATE TRANSACTIONS 'neo4j-transaction-1'", "TERMINATE"),
        ("USE other MATCH (n) RETURN n", "USE"),
        ("CALL { USE other MATCH (n) RETURN n } RETURN n", "USE"),
        ("ENABLE SERVER 'x'", "ENABLE"),
        ("CALL apoc.load.json('http://x')", "apoc.load.json"),
        ("CALL `apoc`.`load`.`json`('http://x')", "apoc.load.json"),
        ("CALL /* so */ dbms.listConfig()", "dbms.listConfig"),
        ("MATCH (n) CALL db.clearQueryCaches() RETURN n", "db.clearQueryCaches"),
        ("RETURN apoc.cypher.runFirstColumnSingle('RETURN 1', {})", "apoc.cypher"),
        ("MATCH (n) RETURN n; MATCH (m) RETURN m", "MATCH"),
        ("RETURN '\\u0027 AS x SHOW USERS'", "\\u0027"),
        ("CYPHER runtime=parallel MATCH (n) RETURN n", "CYPHER"),
    ],
)
def test_reaching_outside_is_refused(text: str, word: str) -> None:
    """Files, addresses, users, other databases and other makers' code stay closed."""
    with pytest.raises(QueryRefused) as error:
        checked(text)

    assert (error.value.word or "").startswith(word)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a)-[*]-(b)",
        "(a)-[r:SUPPLIES*]->(b)",
        "(a)<-[r:SUPPLIES|OWNS*2..]-(b)",
        "(a)-[*..9]-(b)",
        "(a)-[*4]-(b)",
        "((a)-->(b))+",
        "((a)-[:SUPPLIES]->(b))*",
        "(a)-->+(b)",
        "(a)-[:SUPPLIES]->*(b)",
        "(a)-[:SUPPLIES]-+(b)",
        "((a)-->(b)){2,}",
        "((a)-->(b)){,9}",
        "((a)-->(b)){4}",
    ],
)
def test_patterns_without_end_are_refused(pattern: str) -> None:
    """A pattern repeats at most three times, in every notation, and the line is named."""
    with pytest.raises(QueryRefused, match="at most 3 times") as error:
        checked(f"MATCH (a:Firm)\nMATCH {pattern} RETURN a")

    assert error.value.line == 2


@pytest.mark.parametrize("form", ["shortestPath((a)-[*..3]-(b))", "allShortestPaths((a)--(b))"])
def test_shortest_paths_are_refused_where_they_are_wrong(form: str) -> None:
    """The embedded engine misses paths; on Neo4j they may run."""
    text = f"MATCH (a), (b) MATCH p = {form} RETURN p LIMIT 1"

    assert checked(text) == text
    for write in (False, True):
        with pytest.raises(QueryRefused, match="embedded engine misses paths"):
            checked(text, arcadedb=True, write=write)


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("MATCH (n) RETURN n;", "MATCH (n) RETURN n\nLIMIT 7"),
        ("MATCH (n) RETURN n // all", "MATCH (n) RETURN n // all\nLIMIT 7"),
        ("MATCH (n) RETURN n.limit", "MATCH (n) RETURN n.limit\nLIMIT 7"),
        (
            "MATCH (n) WITH n LIMIT 3 RETURN n ORDER BY n.name",
            "MATCH (n) WITH n LIMIT 3 RETURN n ORDER BY n.name\nLIMIT 7",
        ),
        (
            "CALL { MATCH (n) RETURN n LIMIT 3 } RETURN n",
            "CALL { MATCH (n) RETURN n LIMIT 3 } RETURN n\nLIMIT 7",
        ),
    ],
)
def test_a_limit_is_added(text: str, run: str) -> None:
    """A query without a limit of its own gets ours, where its last RETURN ends."""
    assert checked(text) == run


@pytest.mark.parametrize("text", ["", "  \n", "// nothing", "/* nothing */"])
def test_an_empty_query_is_refused(text: str) -> None:
    """Nothing to run is said plainly."""
    with pytest.raises(QueryRefused, match="empty"):
        checked(text)


def test_writing_is_let_through_where_it_is_wanted() -> None:
    """With `--write` anything goes, unchanged."""
    text = "MATCH (n) DETACH DELETE n"

    assert checked(text, write=True) == text
