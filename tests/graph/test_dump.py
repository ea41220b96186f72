"""A dump holds the whole graph, and is the same for the same graph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sayso.graph.errors import DumpError, StoreError
from sayso.graph.store import Store
from sayso.graph.upkeep import dump
from sayso.graph.upkeep.dumped import Contents
from sayso.graph.upkeep.ranges import Step
from sayso.tests.conftest import empty
from sayso.tests.examples import everything, northwind
from sayso.tests.graph.canonical import canonical
from sayso.tests.graph.dumps import decide, forget, graph_section


@pytest.fixture
def clean(store: Store) -> Store:
    """A store that is not half restored, whatever an earlier test left."""
    forget(store)
    return store


def test_restored_is_what_was_dumped(clean: Store, tmp_path: Path) -> None:
    """Nodes, links, times, former ids and both logs come back; a second dump is the same file."""
    decide(clean)
    before, history = canonical(clean), clean.history(limit=100).items
    contents = clean.dump(tmp_path / "one.gz")
    empty(clean)
    restored = clean.restore(tmp_path / "one.gz")
    clean.dump(tmp_path / "two.gz")

    assert restored == contents
    assert canonical(clean) == before
    assert clean.history(limit=100).items == history
    assert clean.check() == ()
    assert (tmp_path / "two.gz").read_bytes() == (tmp_path / "one.gz").read_bytes()


def test_a_dump_is_the_canonical_graph(clean: Store, tmp_path: Path) -> None:
    """Its graph section holds what tests compare, and its log nothing of that."""
    decide(clean)
    clean.dump(tmp_path / "dump.gz")
    section = graph_section(tmp_path / "dump.gz")
    known = [one for one in canonical(clean) if one[1] != ["Meta"]]

    assert sum("node" in line for line in section) == sum(one[0] == "node" for one in known)
    assert sum("link" in line for line in section) == sum(one[0] == "link" for one in known)
    names = {name for line in section for name in line["properties"]}
    assert names & {"loaded_at", "reviewed_at", "at", "former_ids"} == set()


@pytest.mark.neo4j
def test_from_engine_to_engine_and_back(
    embedded_store: Store, neo4j_store: Store, tmp_path: Path
) -> None:
    """The graph that comes back from the other engine is the graph that left, log and all."""
    for store in (embedded_store, neo4j_store):
        forget(store)
    decide(embedded_store)
    embedded_store.dump(tmp_path / "one.gz")
    neo4j_store.restore(tmp_path / "one.gz")
    neo4j_store.dump(tmp_path / "two.gz")
    empty(embedded_store)
    embedded_store.restore(tmp_path / "two.gz")
    embedded_store.dump(tmp_path / "three.gz")

    assert canonical(neo4j_store) == canonical(embedded_store)
    assert neo4j_store.check() == ()
    assert (tmp_path / "two.gz").read_bytes() == (tmp_path / "one.gz").read_bytes()
    assert (tmp_path / "three.gz").read_bytes() == (tmp_path / "one.gz").read_bytes()


def test_the_order_of_loading_does_not_show(clean: Store, tmp_path: Path) -> None:
    """The same stories in another order have the same graph section."""
    clean.write(everything())
    clean.dump(tmp_path / "one.gz")
    empty(clean)
    clean.write(reversed(everything()))
    clean.dump(tmp_path / "two.gz")

    assert graph_section(tmp_path / "one.gz") == graph_section(tmp_path / "two.gz")


def test_an_entity_with_many_edges_is_read_in_pieces(
    clean: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are read at once, the file is the same."""
    clean.write(everything())
    clean.dump(tmp_path / "one.gz")
    for name, value in (("_LINKS_AT_ONCE", 1), ("_ROWS", 3)):
        monkeypatch.setattr(dump, name, value)
    clean.dump(tmp_path / "two.gz")

    assert (tmp_path / "two.gz").read_bytes() == (tmp_path / "one.gz").read_bytes()


def test_what_people_added_comes_along(clean: Store, tmp_path: Path) -> None:
    """Properties of any plain kind do, on nodes and edges; nodes and labels of theirs do not."""
    clean.write([northwind()])
    node = """
        MATCH (n:Entity {name: 'Harbour Rail'})
        SET n:Watched, n.note = 'look', n.rank = 2, n.share = 2.0, n.tags = ['a', 'b'],
            n.since = date('2024-03-04'), n.big = $big
    """
    edge = "MATCH (:Firm)-[e:SUPPLIES]->(:Firm {name: 'Harbour Rail'}) SET e.note = 'look'"
    clean.cypher(node, big=float("inf"), write=True)
    clean.cypher(edge, write=True)
    clean.cypher("CREATE (:Note {text: 'mine'})", write=True)
    clean.dump(tmp_path / "dump.gz")
    empty(clean)
    clean.restore(tmp_path / "dump.gz")
    row = clean.cypher(
        "MATCH (:Firm)-[e:SUPPLIES]->(n:Firm {name: 'Harbour Rail'}) "
        "RETURN n.note, n.rank, n.share, n.tags, n.since, n.big, e.note, n:Watched"
    ).rows[0]

    assert row == ("look", 2, 2.0, ["a", "b"], date(2024, 3, 4), float("inf"), "look", False)
    assert [type(value) for value in row[1:3]] == [int, float]
    assert clean.cypher("MATCH (n:Note) RETURN n.text").rows == ()


def test_what_cannot_be_carried_is_named(clean: Store, tmp_path: Path) -> None:
    """A value that a dump has no form for stops it, and no file appears."""
    clean.write([northwind()])
    text = "MATCH (n:Entity {name: 'Harbour Rail'}) SET n.age = duration('P1D') RETURN n.id"
    ((entity,),) = clean.cypher(text, write=True).rows

    with pytest.raises(StoreError, match=f"{entity}: its property “age” holds a Duration"):
        clean.dump(tmp_path / "dump.gz")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays(clean: Store, tmp_path: Path) -> None:
    """It is replaced only when asked, and only by a whole dump."""
    path = tmp_path / "dump.gz"
    path.write_text("mine")
    with pytest.raises(DumpError, match="is there already"):
        clean.dump(path)
    assert path.read_text() == "mine"

    clean.dump(path, replace=True)
    assert graph_section(path) == []


def test_a_folder_that_is_not_there(clean: Store, tmp_path: Path) -> None:
    """The message names the file and the reason."""
    with pytest.raises(DumpError, match=r"missing/dump.gz: cannot be written \(No such file"):
        clean.dump(tmp_path / "missing" / "dump.gz")


def test_a_dump_is_of_one_moment(
    clean: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins again when somebody writes meanwhile, and gives up when that goes on."""
    clean.write([northwind()])
    stories = list(everything())

    def meddle(step: Step) -> None:
        if stories and step.what == "Claim nodes":
            clean.write([stories.pop()])

    clean.dump(tmp_path / "dump.gz", on_step=meddle)
    assert (
        len(
            [line for line in graph_section(tmp_path / "dump.gz") if line.get("node") == "Document"]
        )
        == 4
    )


def test_progress_is_told(clean: Store, tmp_path: Path) -> None:
    """Each part is told up to its end."""
    clean.write([northwind()])
    told_of: list[Step] = []
    contents = clean.dump(tmp_path / "dump.gz", on_step=told_of.append)
    assert told_of[-1].done == told_of[-1].total
    assert Step("Claim nodes", 4, 4) in told_of

    empty(clean)
    clean.restore(tmp_path / "dump.gz", on_step=told_of.append)
    assert told_of[-1] == Step("Restoring", contents.lines, contents.lines)


def test_contents_are_counted() -> None:
    """Each sort of line for itself."""
    found = Contents().plus({"node": ""}).plus({"link": ""}).plus({"link": ""}).plus({"log": ""})

    assert found == Contents(nodes=1, links=2, entries=1)
    assert found.lines == 5
