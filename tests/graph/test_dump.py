"""A dump holds the whole graph, moves it between engines, and is refused where it is not whole."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sayso.graph import dump, restore, schema
from sayso.graph.dumped import Contents, packed
from sayso.graph.errors import (
    DumpError,
    StoreError,
    StoreNotEmpty,
    StoreUnfinished,
)
from sayso.graph.ranges import Step
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import empty
from sayso.tests.examples import denial, everything, northwind
from sayso.tests.graph.canonical import canonical

Line = dict[str, Any]


def lines(path: Path) -> list[Line]:
    """Return the lines of a dump."""
    with gzip.open(path, "rb") as file:
        return [json.loads(line) for line in file]


def graph_section(path: Path) -> list[Line]:
    """Return what a dump says of the canonical graph."""
    return [line for line in lines(path) if "node" in line or "link" in line]


def rewrite(path: Path, *, change: Callable[[list[Line]], list[Line]]) -> None:
    """Change the lines of a dump, and put a checksum under them that fits."""
    data = [packed(line) for line in change(lines(path)[:-1])]
    end = {"lines": len(data), "sha256": hashlib.sha256(b"".join(data)).hexdigest()}
    path.write_bytes(gzip.compress(b"".join([*data, packed({"end": end})])))


def decide(store: Store) -> None:
    """Load all stories and decide a few things, some of them undone."""
    store.write(everything())
    a, b = store.named("Northwind Metals").id, store.named("Kestrel Optics").id
    store.undo(store.merge(a, b, reason="one owner", by="a reader").id)
    store.keep_apart(a, b, reason="two registers", by="a reader")
    store.merge(a, store.named("Harbour Rail").id, reason="one owner", by="a reader")
    claims = [row[0] for row in store.cypher("MATCH (c:Claim) RETURN c.id ORDER BY c.id").rows]
    store.review(claims[0], "rejected", reason="misread", by="a reader")
    store.undo(store.review(claims[1], "accepted", reason="read", by="a reader").id)


def forget(store: Store) -> None:
    """Empty a store, and take off the mark of an interrupted restore."""
    empty(store)
    store.cypher("MATCH (m:Meta) REMOVE m.restoring, m.restored", write=True)


@pytest.fixture
def clean(store: Store) -> Store:
    """A store that is not half restored, whatever an earlier test left."""
    forget(store)
    return store


@pytest.fixture
def dumped(clean: Store, tmp_path: Path) -> Path:
    """A dump of some stories and decisions; the store is empty again."""
    decide(clean)
    clean.dump(tmp_path / "dump.gz")
    empty(clean)
    return tmp_path / "dump.gz"


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


# ------------------------------------------------------------------- restoring


def test_only_an_empty_store_is_filled(clean: Store, dumped: Path) -> None:
    """Two graphs are not mixed; the one that is there stays."""
    clean.write([denial()])
    before = canonical(clean)

    with pytest.raises(StoreNotEmpty):
        clean.restore(dumped, discard=True)
    assert canonical(clean) == before


def no_header(found: list[Line]) -> list[Line]:
    return found[1:]


def of(header: Line) -> Callable[[list[Line]], list[Line]]:
    return lambda found: [header, *found[1:]]


def with_line(line: Line) -> Callable[[list[Line]], list[Line]]:
    return lambda found: [found[0], line, *found[1:]]


NEWER = {"sayso": {"format": 1, "model": schema.VERSION + 1}}
STRANGE = {"link": "LIKES", "from": "e0", "to": "e1", "properties": {}}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (no_header, "line 1: is no dump of Sayso's"),
        (of(NEWER), "line 1: was written by a newer Sayso"),
        (of({"sayso": {"format": 2, "model": 1}}), "line 1: was written by a newer Sayso"),
        (with_line(STRANGE), "line 2: holds “LIKES”, which this Sayso does not know"),
        (with_line({"node": "Entity:Firm", "properties": {}}), "line 2: is no line of a dump"),
        (with_line({"note": "mine"}), "line 2: is no line of a dump"),
        (
            with_line({"node": "Alias", "properties": {"id": "a0", "on": {"day": "x"}}}),
            "line 2: holds a value that no dump has",
        ),
        (
            with_line({"node": "Alias", "properties": {"id": "a0", "on": {"date": "x"}}}),
            "line 2: holds a value that no dump has",
        ),
    ],
)
def test_another_file_is_refused(
    embedded_store: Store, tmp_path: Path, change: Callable[[list[Line]], list[Line]], reason: str
) -> None:
    """What is no dump, or one of a newer Sayso, is refused by line, and nothing is written."""
    forget(embedded_store)
    embedded_store.write([northwind()])
    embedded_store.dump(tmp_path / "dump.gz")
    empty(embedded_store)
    rewrite(tmp_path / "dump.gz", change=change)

    with pytest.raises(DumpError, match=f"dump.gz, {reason}"):
        embedded_store.restore(tmp_path / "dump.gz")
    assert embedded_store.is_empty()
    embedded_store.write([northwind()])


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_end(data: bytes) -> bytes:
    return gzip.compress(b"".join(gzip.decompress(data).splitlines(keepends=True)[:-1]))


def one_letter_off(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data).replace(b"Northwind", b"Southwind", 1))


def with_more(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data) + b"{}\n")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (cut, r", line \d+: the file breaks off here"),
        (without_end, ": is not whole: its end is missing"),
        (one_letter_off, ": is damaged: its checksum does not fit"),
        (with_more, r", line \d+: there is something behind the end"),
        (lambda data: data[:-6] + b"\0" + data[-5:], r", line \d+: the file is damaged here"),
        (gzip.decompress, ": is no dump"),
        (lambda _: b"", ": is not whole"),
        (lambda _: gzip.compress(b"[1]\n"), ", line 1: is no JSON object"),
        (lambda _: gzip.compress(b"\xff\n"), ", line 1: is no JSON"),
    ],
)
def test_a_damaged_file_is_refused(
    embedded_store: Store, tmp_path: Path, spoil: Callable[[bytes], bytes], reason: str
) -> None:
    """What is cut, changed or something else is refused, and nothing is written."""
    forget(embedded_store)
    embedded_store.write([northwind()])
    path = tmp_path / "dump.gz"
    embedded_store.dump(path)
    empty(embedded_store)
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(DumpError, match=f"dump.gz{reason}"):
        embedded_store.restore(path)
    assert embedded_store.is_empty()


def test_a_file_that_is_not_there(clean: Store, tmp_path: Path) -> None:
    """The message names it."""
    with pytest.raises(DumpError, match=r"nothing.gz: cannot be read \(No such file"):
        clean.restore(tmp_path / "nothing.gz")


def interrupted(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore a dump until the middle of its links."""

    def stop(step: Step) -> None:
        if step.what == "Restoring" and step.done > step.total / 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(restore, "_LINES_A_TRANSACTION", 10)
        with pytest.raises(KeyboardInterrupt):
            store.restore(path, on_step=stop)


def test_an_interrupted_restore_shuts_the_store(
    clean: Store, settings: Settings, dumped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody reads or writes half a graph; the same restore goes on where it stopped."""
    interrupted(clean, dumped, monkeypatch)
    half = clean.status().documents

    with pytest.raises(StoreUnfinished, match="half restored"):
        Store.open(settings)
    with pytest.raises(StoreUnfinished):
        clean.delete_document(northwind().document.id)
    assert clean.status().documents == half

    with Store.open(settings, unfinished=True) as store:
        store.restore(dumped)
        assert store.check() == ()
    assert clean.status().documents == 4
    clean.dump(dumped.with_name("again.gz"))
    assert dumped.with_name("again.gz").read_bytes() == dumped.read_bytes()


def test_another_restore_takes_the_place_of_an_interrupted_one(
    clean: Store, dumped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only when asked; nothing of the first is left."""
    interrupted(clean, dumped, monkeypatch)
    other = dumped.with_name("other.gz")
    other.write_bytes(dumped.read_bytes())
    rewrite(other, change=lambda found: [line for line in found if not line.get("log")])

    with pytest.raises(StoreUnfinished, match="another file"):
        clean.restore(other)
    clean.restore(other, discard=True)
    clean.dump(dumped.with_name("again.gz"))

    assert graph_section(dumped.with_name("again.gz")) == graph_section(dumped)


def test_two_restore_the_same_file_at_once(clean: Store, settings: Settings, dumped: Path) -> None:
    """Nothing comes twice; one of them may find that the other was faster."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with Store.open(settings, unfinished=True) as store:
                store.restore(dumped)
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clean.dump(dumped.with_name("again.gz"))

    assert len(failures) < 2, failures
    assert dumped.with_name("again.gz").read_bytes() == dumped.read_bytes()


def test_a_link_to_nothing_is_told(clean: Store, dumped: Path) -> None:
    """A file that somebody made up, with a link to what it does not hold, ends in an error."""
    link = {"link": "REFERS_TO", "from": "a0", "to": "e0", "properties": {}}
    rewrite(dumped, change=lambda found: [*found, link])

    with pytest.raises(DumpError, match="links to what is not in the file"):
        clean.restore(dumped)


def test_a_dump_of_an_older_model_is_brought_up_to_date(clean: Store, dumped: Path) -> None:
    """What the older model did not have is worked out."""

    def older(found: list[Line]) -> list[Line]:
        for line in found:
            for name in ("sketch", "tally", *(f"band_{n:02}" for n in range(12))):
                line.get("properties", {}).pop(name, None)
        return [{"sayso": {"format": 1, "model": 1}}, *found[1:]]

    whole = graph_section(dumped)
    rewrite(dumped, change=older)
    clean.restore(dumped)
    clean.dump(dumped.with_name("again.gz"))

    assert graph_section(dumped.with_name("again.gz")) == whole


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
