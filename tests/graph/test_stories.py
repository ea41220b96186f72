"""Stories: near documents share an id, whatever the order in which they come and go."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.benchmarks import copies
from sayso.graph.ids import document_id
from sayso.graph.store import Store
from sayso.graph.writing.copies import BANDS, is_near, signature
from sayso.graph.writing.stories import differences, place, stories
from sayso.tests.examples import HARBOUR, NORTHWIND, Said, told

STORY, OTHER = copies.stories()["port-scanners"], copies.stories()["ferry-contract"]
CHANCE = random.Random(4)  # noqa: S311 - the same copies every time
WIRE = [STORY, *(change(STORY, CHANCE) for change in copies.CHANGES.values())]

# Each is near the next, and the first and the last are not near.
_TEXTS = [*copies.stories().values()]
LEFT, BRIDGE, RIGHT = ("\n\n".join(_TEXTS[start : start + 6]) for start in (0, 2, 4))

SUPPLIES = Said("SUPPLIES", NORTHWIND, HARBOUR, "Northwind Metals supplies Harbour Rail")


class Desk:
    """Documents of a store and nothing else, and what `place` says of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load(self, *texts: str) -> dict[str, str]:
        """Add documents in one transaction; return whose story changed."""
        new = {document_id(text): signature(text) for text in texts}
        rows = [{"id": name, **signed.properties} for name, signed in new.items()]
        bands = ", ".join(f"{band}: r.{band}" for band in BANDS)

        def work(tx: Any) -> dict[str, str]:
            placed = place(tx, new)
            tx.run(
                "UNWIND $rows AS r "
                f"CREATE (d:Document {{id: r.id, story_id: r.id, sketch: r.sketch, {bands}}})",
                rows=rows,
            ).consume()
            return self._moved(tx, placed)

        return self._store._engine.write(work)

    def delete(self, *texts: str) -> dict[str, str]:
        """Remove documents in one transaction; return whose story changed."""
        gone = [document_id(text) for text in texts]

        def work(tx: Any) -> dict[str, str]:
            placed = place(tx, {}, gone=gone)
            tx.run(
                "UNWIND $ids AS id MATCH (d:Document {id: id}) DETACH DELETE d", ids=gone
            ).consume()
            return self._moved(tx, placed)

        return self._store._engine.write(work)

    def move(self, text: str, story: str) -> None:
        """Give a document another story, right or wrong."""
        self._store._engine.write(lambda tx: self._moved(tx, {document_id(text): story}))

    def stories(self) -> dict[str, str]:
        """Return the story of every document."""
        query = "MATCH (d:Document) RETURN d.id AS id, d.story_id AS story"
        return self._store._engine.read(
            lambda tx: {row["id"]: row["story"] for row in tx.run(query)}
        )

    def differences(self) -> dict[str, str]:
        """Return the documents that should have another story, with that story."""
        documents = sorted(self.stories())
        return self._store._engine.read(lambda tx: differences(tx, documents))

    def clear(self) -> None:
        """Remove all documents."""
        self._store._engine.write(lambda tx: tx.run("MATCH (d:Document) DETACH DELETE d").consume())

    @staticmethod
    def _moved(tx: Any, placed: dict[str, str]) -> dict[str, str]:
        rows = [{"id": document, "story": story} for document, story in placed.items()]
        tx.run(
            "UNWIND $rows AS r MATCH (d:Document {id: r.id}) SET d.story_id = r.story", rows=rows
        ).consume()
        return placed


@pytest.fixture
def desk(store: Store) -> Desk:
    """Return a desk without documents, on each engine."""
    return Desk(store)


def right(*texts: str) -> dict[str, str]:
    """Return the story of every one of `texts` by definition."""
    return stories({document_id(text): signature(text) for text in texts})


def test_bridge_is_a_bridge() -> None:
    """What the tests below rest on: the middle text is near both others, which are not near."""
    left, bridge, after = map(signature, (LEFT, BRIDGE, RIGHT))

    assert is_near(left, bridge)
    assert is_near(bridge, after)
    assert not is_near(left, after)


def test_copies_of_one_batch_share_a_story(desk: Desk) -> None:
    """Documents that come together and are copies have the smallest id among them as story."""
    placed = desk.load(*WIRE, OTHER)

    assert placed == desk.stories() == right(*WIRE, OTHER)
    assert len({*placed.values()}) == 2
    assert placed[document_id(OTHER)] == document_id(OTHER)


def test_later_copy_joins_and_may_rename_the_story(desk: Desk) -> None:
    """One after the other gives the same; only the new and the renamed are named."""
    known: dict[str, str] = {}
    for text in WIRE:
        before, placed = desk.stories(), desk.load(text)
        known |= placed

        assert known == desk.stories()
        assert {d for d in placed if before.get(d) == placed[d]} == set()
    assert known == right(*WIRE)


def test_bridge_joins_two_stories_and_parts_them_again(desk: Desk) -> None:
    """A text that is near two stories makes them one; without it they are two again."""
    desk.load(LEFT, RIGHT, OTHER)
    apart = desk.stories()
    desk.load(BRIDGE)
    together = desk.stories()
    desk.delete(BRIDGE)

    assert apart == right(LEFT, RIGHT, OTHER)
    assert together == right(LEFT, BRIDGE, RIGHT, OTHER)
    assert len({*together.values()}) == 2
    assert desk.stories() == apart


def test_deleting_the_smallest_renames_the_story(desk: Desk) -> None:
    """A story whose id was that of a deleted document takes the next smallest."""
    first, *others = sorted(WIRE, key=document_id)
    desk.load(*WIRE)

    placed = desk.delete(first)

    assert placed == desk.stories() == right(*others)


def test_deleting_what_has_no_copy_changes_no_story(desk: Desk) -> None:
    """Nothing is named where nothing changes, also for an id that the store does not know."""
    desk.load(STORY, OTHER)

    assert desk.delete(OTHER) == {}
    assert desk.delete(OTHER) == {}


def test_text_without_words_is_a_story_of_its_own(desk: Desk) -> None:
    """Texts of signs alone are stored, found and deleted like others."""
    assert desk.load("…", "!") == right("…", "!")
    assert desk.delete("!") == {}
    assert desk.differences() == {}


def test_placing_known_documents_gives_their_story(desk: Desk) -> None:
    """Documents that the store has without their stories are placed as if they were new."""
    desk.load(*WIRE)
    for text in WIRE:
        desk.move(text, document_id(text))
    new = {document_id(text): signature(text) for text in WIRE}

    assert desk._store._engine.read(lambda tx: place(tx, new)) == right(*WIRE)


def test_differences_are_what_is_wrong(desk: Desk) -> None:
    """A healthy store has none; a document with another's story, or its own, is named."""
    desk.load(*WIRE, OTHER)
    (story,) = {*right(*WIRE).values()}
    assert desk.differences() == {}

    desk.move(OTHER, story)
    strayed = max(WIRE, key=document_id)
    desk.move(strayed, document_id(strayed))

    assert desk.differences() == {
        document_id(OTHER): document_id(OTHER),
        document_id(strayed): story,
    }


def test_copies_are_one_source(store: Store) -> None:
    """A claim that nobody is named for counts once for all copies, come and go as they may."""
    said = "Northwind Metals supplies Harbour Rail"
    alike = [told(f"{text}\n\n{said}.\n", SUPPLIES) for text in (LEFT, BRIDGE, RIGHT)]

    def sources() -> list[int]:
        query = "MATCH (:Firm)-[e:SUPPLIES]->(:Firm) RETURN e.n_for AS n"
        return [row["n"] for row in store.cypher(query).records]

    store.write([alike[0], alike[2]])
    assert sources() == [2]
    store.write([alike[1]])
    assert sources() == [1]
    store.delete_document(alike[1].document.id)
    assert sources() == [2]
    store.delete_document(alike[0].document.id)
    assert sources() == [1]


POOL = [*WIRE[:4], LEFT, BRIDGE, RIGHT, OTHER, WIRE[5]]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    groups=st.lists(
        st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique=True), max_size=5
    ),
    gone=st.lists(st.sampled_from(POOL), max_size=3, unique=True),
)
def test_any_order_gives_the_same_stories(
    desk: Desk, groups: Sequence[Sequence[str]], gone: Sequence[str]
) -> None:
    """However documents are loaded and deleted, stories are what their definition says."""
    desk.clear()
    held: set[str] = set()
    for group in groups:
        desk.load(*[text for text in group if text not in held])
        held |= {*group}
    desk.delete(*gone)

    assert desk.stories() == right(*(held - {*gone}))
    assert desk.differences() == {}
