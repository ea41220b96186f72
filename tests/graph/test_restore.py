"""A restore fills an empty store or leaves it alone, and goes on where it was interrupted."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.graph.database import schema
from sayso.graph.errors import DumpError, StoreError, StoreNotEmpty, StoreUnfinished
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.graph.upkeep import restore
from sayso.graph.upkeep.ranges import Step
from sayso.tests.conftest import empty
from sayso.tests.examples import denial, northwind
from sayso.tests.graph.canonical import canonical
from sayso.tests.graph.dumps import Line, decide, forget, graph_section, rewrite


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
