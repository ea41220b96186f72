"""Near-identical texts share a story: what an agency wrote is one source, however many print it.

Two documents are near if their signatures are (`copies.is_near`). A story is a
connected component of near documents, and its id the smallest id among them.
Nothing else matters, so the order of loading does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from ..cypher import stories as queries
from ..database.driver import neo4j
from .copies import BANDS, Signature, is_copy, is_near, signature, stored

__all__ = ["BANDS", "Signature", "differences", "is_near", "place", "signature", "stories"]


def stories(documents: Mapping[str, Signature]) -> dict[str, str]:
    """Return the story of every document, if these are all there are."""
    groups = _Groups()
    groups.join_near(documents)
    return groups.smallest(documents)


def place(
    tx: neo4j.ManagedTransaction,
    new: Mapping[str, Signature],
    *,
    gone: Collection[str] = (),
) -> dict[str, str]:
    """Return the story of every new document, and of every old one whose story changes.

    Args:
        tx: A transaction of a writer that holds the lock.
        new: The new documents by id, whether the store has them already or not.
        gone: Documents about to be deleted, which the store still has.
    """
    left = _left(tx, frozenset(gone) - set(new))
    near = _near(tx, new, leave_out={*new, *gone, *left})
    groups = _Groups()
    groups.join_near({**{document: held.signature for document, held in left.items()}, **new})
    for document, other in near:
        groups.join(document, other.story)
    found = groups.smallest([*new, *left])
    joined = groups.smallest({other.story for _, other in near})
    moved = sorted(story for story, now in joined.items() if now != story)
    for row in tx.run(queries.MEMBERS, stories=moved) if moved else ():
        found.setdefault(row["id"], joined[row["story"]])
    return {
        document: story
        for document, story in sorted(found.items())
        if document not in left or left[document].story != story
    }


def differences(tx: neo4j.ManagedTransaction, documents: Collection[str]) -> dict[str, str]:
    """Return the right story of each of `documents` that has another one in the store."""
    groups = _Groups()
    held: dict[str, _Held] = {}
    unread = set(documents)
    while unread:
        read = _held(tx, unread)
        near = _near(tx, {document: found.signature for document, found in read.items()})
        for document, other in near:
            groups.join(document, other.id)
        held |= read
        unread = {other.id for _, other in near} - set(held)
    right = groups.smallest(held)
    wrong = (document for document in documents if held[document].story != right[document])
    return {document: right[document] for document in sorted(wrong)}


class _Groups:
    """What belongs together so far."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        self._parent[self._root(one)] = self._root(other)

    def join_near(self, documents: Mapping[str, Signature]) -> None:
        """Join those of `documents` that are near."""
        for group in _sharing(documents).values():
            for one, other in combinations(group, 2):
                if self._root(one) != self._root(other) and is_near(
                    documents[one], documents[other]
                ):
                    self.join(one, other)

    def smallest(self, members: Iterable[str]) -> dict[str, str]:
        """Return for each of `members` the smallest that it belongs together with."""
        groups: dict[str, list[str]] = defaultdict(list)
        for member in {*self._parent, *members}:
            groups[self._root(member)].append(member)
        least = {root: min(group) for root, group in groups.items()}
        return {member: least[self._root(member)] for member in members}

    def _root(self, member: str) -> str:
        parent = self._parent
        parent.setdefault(member, member)
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member


def _sharing(documents: Mapping[str, Signature]) -> dict[tuple[str, int], list[str]]:
    """Return the documents that have each band."""
    sharing: dict[tuple[str, int], list[str]] = defaultdict(list)
    for document, signed in documents.items():
        for band in zip(BANDS, signed.bands, strict=False):  # a text without words has none
            sharing[band].append(document)
    return sharing


# ----------------------------------------------------------------- the store


@dataclass(frozen=True, slots=True)
class _Held:
    """A document as the store has it."""

    id: str
    story: str
    signature: Signature


def _held(tx: neo4j.ManagedTransaction, documents: Collection[str]) -> dict[str, _Held]:
    rows = tx.run(queries.signed(), ids=sorted(documents)) if documents else ()
    return {row["id"]: _from(row) for row in rows}


def _left(tx: neo4j.ManagedTransaction, gone: Collection[str]) -> dict[str, _Held]:
    """Return what the stories of `gone` documents keep."""
    stories = sorted({held.story for held in _held(tx, gone).values()})
    rows = tx.run(queries.signed_members(), stories=stories) if stories else ()
    return {row["id"]: _from(row) for row in rows if row["id"] not in gone}


def _near(
    tx: neo4j.ManagedTransaction,
    documents: Mapping[str, Signature],
    *,
    leave_out: Collection[str] = (),
) -> list[tuple[str, _Held]]:
    """Return which of `documents` are near which others that the store has."""
    sharing = _sharing(documents)
    wanted: dict[str, list[int]] = {band: [] for band in BANDS}
    for band, value in sharing:
        wanted[band].append(value)
    pairs = {
        (document, row["id"])
        for row in (tx.run(queries.sharing_a_band(), wanted) if sharing else ())
        if row["id"] not in leave_out
        for document in sharing[row["band"], row["value"]]
        if document != row["id"]
    }
    held = _held(tx, {other for _, other in pairs})
    return [
        (document, held[other])
        for document, other in sorted(pairs)
        if is_copy(documents[document], held[other].signature)
    ]


def _from(row: neo4j.Record) -> _Held:
    return _Held(row["id"], row["story"], stored(row["sketch"], row["bands"]))
