"""Transactions that change what documents say, or which names are one; all take their turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..cypher import writes
from ..database.driver import neo4j
from ..errors import NodeNotFound
from ..model import Document, Reading
from .change import Change
from .paged import read_rows
from .rows import DocumentRows, things
from .turn import take_turn


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one document; all but `entities` count claims.

    Attributes:
        claims: Claims of the document that the store holds now.
        entities: Things that the document names.
        removed: Claims that an earlier reading had found and this one has not.
        is_changed: Whether anything of it was written.
    """

    document: Document
    is_changed: bool = True
    claims: int = 0
    entities: int = 0
    new: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What became of all documents of a run, added up; see `Written`.

    Attributes:
        changed: Documents that were written; the others were there already.
    """

    documents: int = 0
    changed: int = 0
    claims: int = 0
    new: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0

    def plus(self, written: Written) -> Totals:
        """Return the totals with one more document."""
        return Totals(
            documents=self.documents + 1,
            changed=self.changed + written.is_changed,
            claims=self.claims + written.claims,
            new=self.new + written.new,
            updated=self.updated + written.updated,
            removed=self.removed + written.removed,
            unchanged=self.unchanged + written.unchanged,
        )


@dataclass(frozen=True, slots=True)
class Deleted:
    """What went with a document.

    Attributes:
        claims: Its claims, those that people wrote or reviewed included.
        aliases: What it called things.
        entities: Things that no other document names.
    """

    document: str
    claims: int
    aliases: int
    entities: int


def unchanged(
    tx: neo4j.ManagedTransaction, readings: Mapping[str, Reading], fingerprints: Mapping[str, str]
) -> dict[str, Written]:
    """Return what became of those readings that the store holds as they are: nothing.

    Args:
        tx: The transaction.
        readings: By the ids of their documents.
        fingerprints: Likewise, `rows.fingerprint` of each.
    """
    rows = sorted(fingerprints.items())
    return {
        row["id"]: Written(
            readings[row["id"]].document,
            is_changed=False,
            claims=row["claims"],
            entities=things(readings[row["id"]]),
            unchanged=row["claims"],
        )
        for row in read_rows(tx, writes.UNCHANGED, rows)
    }


def write_documents(
    tx: neo4j.ManagedTransaction, batch: Sequence[DocumentRows]
) -> tuple[Written, ...]:
    """Write these documents, each at most once in `batch`; return what became of each."""
    take_turn(tx)
    found = read_rows(tx, writes.KNOWN, [rows.id for rows in batch])
    change = Change(tx, documents=batch, known={row["id"] for row in found})
    change.run()
    return tuple(_written(rows, change) for rows in batch)


def delete_document(tx: neo4j.ManagedTransaction, document_id: str) -> Deleted:
    """Remove a document with its claims, its aliases, and the entities that only it names.

    Raises:
        NodeNotFound: there is no such document.
    """
    take_turn(tx)
    if not list(tx.run(writes.KNOWN, rows=[document_id])):
        raise NodeNotFound(document_id, kind="document")
    change = Change(tx, deleted=document_id)
    change.run()
    return Deleted(
        document_id,
        claims=len(change.claims[document_id]),
        aliases=change.aliases_gone,
        entities=change.entities_gone,
    )


def regroup(tx: neo4j.ManagedTransaction, name_keys: Iterable[str]) -> None:
    """Bring entities, links and edges in line after judgements on these names changed."""
    take_turn(tx)
    Change(tx, name_keys=name_keys).run()


def _written(rows: DocumentRows, change: Change) -> Written:
    found = change.changes[rows.id]
    stored = len(change.claims.get(rows.id, {}))
    return Written(
        rows.reading.document,
        claims=stored - len(found.removed) + len(found.new),
        entities=things(rows.reading),
        new=len(found.new),
        updated=len(found.updated),
        removed=len(found.removed),
        unchanged=stored - len(found.updated) - len(found.removed),
    )
