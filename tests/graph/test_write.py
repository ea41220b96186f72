"""Whole documents come and go; nothing is left half-written, nothing is left over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sayso.graph.errors import DocumentError, NodeNotFound
from sayso.graph.model import Reading
from sayso.graph.store import Store, Totals, Written
from sayso.graph.writing import stream
from sayso.tests.examples import denial, everything, hostile, northwind, repeated
from sayso.tests.graph.canonical import canonical


@pytest.mark.parametrize("place", range(4))
def test_a_deleted_document_leaves_no_trace(store: Store, place: int) -> None:
    """Without it the graph is what it is when the document was never loaded."""
    others = [reading for n, reading in enumerate(everything()) if n != place]
    store.write(others)
    before = canonical(store)
    reading = everything()[place]
    store.write([reading])
    deleted = store.delete_document(reading.document.id)

    assert canonical(store) == before
    assert deleted.document == reading.document.id
    assert deleted.claims == len(reading.claims)
    assert store.rebuild_edges() == 0


def test_deleting_counts_what_went(store: Store) -> None:
    """Claims, aliases, and the entities that nothing else names."""
    store.write([northwind(), denial()])
    deleted = store.delete_document(northwind().document.id)

    assert (deleted.claims, deleted.aliases, deleted.entities) == (4, 10, 5)
    assert store.status().documents == 1


def test_deleting_the_last_document_empties_the_store(store: Store) -> None:
    """No node of it is left."""
    store.write([northwind()])
    store.delete_document(northwind().document.id)

    assert store.cypher("MATCH (n) WHERE NOT n:Meta RETURN count(n)").rows == ((0,),)


def test_an_unknown_document_cannot_be_deleted(store: Store) -> None:
    """It is refused, and nothing is touched."""
    store.write([northwind()])

    with pytest.raises(NodeNotFound):
        store.delete_document(denial().document.id)

    assert store.status().documents == 1


def test_totals_add_up(store: Store) -> None:
    """Documents and claims are counted; a second load changes none."""
    first = store.write(everything())
    second = store.write([*everything(), *everything()])

    assert first == Totals(documents=4, changed=4, claims=10, new=10)
    assert second == Totals(documents=8, changed=0, claims=20, unchanged=20)


def test_writing_holds_one_group_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings are taken from a generator as they are written, not all at once."""
    monkeypatch.setattr(stream, "DOCUMENTS_A_GROUP", 1)
    asked, written = 0, 0
    ahead: list[int] = []

    def readings() -> Iterator[Reading]:
        nonlocal asked
        for reading in everything():
            asked += 1
            yield reading

    def count(_: Written) -> None:
        nonlocal written
        written += 1
        ahead.append(asked - written)

    store.write(readings(), on_written=count)

    assert written == 4
    assert max(ahead) <= 2


def test_a_bad_reading_ends_the_run_after_what_came_before(store: Store) -> None:
    """What precedes it is safe and was reported; the next run completes it."""
    bad = replace(northwind(), document=replace(northwind().document, title="\ud800"))
    safe: list[str] = []
    with pytest.raises(DocumentError):
        store.write(
            [denial(), repeated(), bad, hostile()],
            on_written=lambda written: safe.append(written.document.id),
        )

    assert safe == [denial().document.id, repeated().document.id]
    assert store.status().documents == 2

    store.write(everything())
    completed = canonical(store)
    store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True)
    store.write(everything())

    assert canonical(store) == completed


def test_what_was_read_before_the_source_failed_is_kept(store: Store) -> None:
    """A generator that breaks does not take the readings before it along."""

    def readings() -> Iterator[Reading]:
        yield northwind()
        yield denial()
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        store.write(readings())

    assert store.status().documents == 2


def test_a_document_twice_in_a_row_is_as_it_was_last(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is in hand or on its way when it comes again."""
    monkeypatch.setattr(stream, "DOCUMENTS_A_GROUP", 2)
    titles = ("One", "Two", "One", "Three", "Two")
    base = northwind()
    told_of: list[bool] = []
    store.write(
        [replace(base, document=replace(base.document, title=title)) for title in titles],
        on_written=lambda written: told_of.append(written.is_changed),
    )

    assert told_of == [True] * 5
    assert store.cypher("MATCH (d:Document) RETURN d.title").rows == (("Two",),)
