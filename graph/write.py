"""Transactions that change what documents say, or which names are one.

All three are one machine: some documents come with their rows, some go, and
some names are judged anew. It reads what the store holds near by, works out
what should be there (pure functions of `rows`, `entities` and `stored`), and
writes the difference. A new document may join two entities, a re-read one may
part them again; links and claims of other documents move along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from . import aggregate, reviews, stories
from .aggregate import Ends
from .cypher import writes
from .driver import neo4j
from .errors import NodeNotFound
from .follow import edge_of, follow_names
from .model import Document
from .paged import read_rows, run_rows
from .regroup import Regrouping
from .rows import AliasRow, ClaimRow, DocumentRows, Properties
from .stored import Changes, StoredClaim, changes, stored_alias, stored_claim
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


def write_documents(
    tx: neo4j.ManagedTransaction, batch: Sequence[DocumentRows]
) -> tuple[Written, ...]:
    """Write these documents, each at most once in `batch`; return what became of each."""
    found = read_rows(tx, writes.FINGERPRINTS, [rows.id for rows in batch])
    known = {row["id"]: row["fingerprint"] for row in found}
    changed = [rows for rows in batch if known.get(rows.id) != rows.fingerprint]
    done: dict[str, Written] = {}
    if changed:
        take_turn(tx)
        done = _Change(tx, documents=changed, known=known.keys()).written()
    return tuple(done.get(rows.id) or _unchanged(rows) for rows in batch)


def delete_document(tx: neo4j.ManagedTransaction, document_id: str) -> Deleted:
    """Remove a document with its claims, its aliases, and the entities that only it names.

    Raises:
        NodeNotFound: there is no such document.
    """
    take_turn(tx)
    if tx.run(writes.FINGERPRINTS, rows=[document_id]).single() is None:
        raise NodeNotFound(document_id)
    return _Change(tx, deleted=document_id).deleted()


def regroup(tx: neo4j.ManagedTransaction, name_keys: Iterable[str]) -> None:
    """Bring entities, links and edges in line after judgements on these names changed."""
    take_turn(tx)
    _Change(tx, name_keys=name_keys).run()


def _unchanged(rows: DocumentRows) -> Written:
    number = len(rows.claims)
    return Written(
        rows.reading.document,
        is_changed=False,
        claims=number,
        entities=_things(rows.aliases),
        unchanged=number,
    )


def _things(aliases: Iterable[AliasRow]) -> int:
    return len({row.referent for row in aliases})


class _Change:
    """The steps of one transaction, and what they know of each other."""

    def __init__(
        self,
        tx: neo4j.ManagedTransaction,
        *,
        documents: Sequence[DocumentRows] = (),
        known: Collection[str] = (),
        deleted: str | None = None,
        name_keys: Iterable[str] = (),
    ) -> None:
        """Read what the change needs to know.

        Args:
            tx: The transaction.
            documents: What comes, each document once.
            known: Those of them that the store holds already.
            deleted: A document that goes.
            name_keys: Names whose judgements changed.
        """
        self._tx = tx
        self._documents = documents
        self._known = known
        self._deleted = [deleted] if deleted else []
        self._touched: set[Ends] = set()
        stored = [*(rows.id for rows in documents if rows.id in known), *self._deleted]
        self._claims = self._stored_claims(stored)
        self._old = self._stored_aliases(stored)
        self._aliases = self._wanted_aliases()
        self._names = Regrouping(
            tx,
            gone=list(self._old.values()),
            came=list(self._aliases.values()),
            name_keys=name_keys,
        )
        self._changes = {rows.id: self._changes_of(rows) for rows in documents}

    def run(self) -> None:
        """Write everything."""
        self._place_stories()
        self._write_documents()
        self._names.write()
        self._delete_claims()
        self._write_aliases()
        self._follow()
        self._write_claims()
        self._write_publishers()
        self._delete_leftovers()
        self._tell_stories()
        aggregate.refresh(self._tx, self._touched)
        self._names.delete_vanished()  # after their edges: what is kept of edges must hear of it

    def written(self) -> dict[str, Written]:
        """Write everything; return what became of each document."""
        self.run()
        return {rows.id: self._written(rows) for rows in self._documents}

    def deleted(self) -> Deleted:
        """Write everything; return what went with the document."""
        self.run()
        (document,) = self._deleted
        return Deleted(
            document,
            claims=len(self._claims[document]),
            aliases=len(self._old),
            entities=self._names.nameless,
        )

    # ------------------------------------------------------- reading, deciding

    def _stored_claims(self, documents: Sequence[str]) -> dict[str, dict[str, StoredClaim]]:
        found: dict[str, dict[str, StoredClaim]] = defaultdict(dict)
        for record in read_rows(self._tx, writes.CLAIMS_OF_DOCUMENTS, documents):
            claim = stored_claim(record)
            found[claim.row.document][claim.row.id] = claim
            # A new date of the document changes edges whose claims stay.
            self._touch(claim.subject, claim.row.properties["relation"], claim.object)
        return found

    def _stored_aliases(self, documents: Sequence[str]) -> dict[str, AliasRow]:
        rows = read_rows(self._tx, writes.ALIASES_OF_DOCUMENTS, documents)
        return {alias.id: alias for row in rows for alias in (stored_alias(row["alias"]),)}

    def _wanted_aliases(self) -> dict[str, AliasRow]:
        """Return what the documents call things now, and what a person's claim still needs."""
        settled = {
            alias
            for rows in self._documents
            for claim in self._claims.get(rows.id, {}).values()
            if not claim.is_machine_made
            for alias in claim.aliases
        }
        kept = {alias: row for alias, row in self._old.items() if alias in settled}
        return {**kept, **{row.id: row for rows in self._documents for row in rows.aliases}}

    def _entity(self, alias: str) -> str:
        return self._names.entity(self._aliases[alias].name_key)

    def _changes_of(self, rows: DocumentRows) -> Changes:
        return changes(rows.claims, self._claims.get(rows.id, {}), self._entity)

    # ----------------------------------------------------------------- writing

    def _place_stories(self) -> None:
        self._signatures = {
            rows.id: stories.signature(rows.reading.document.text)
            for rows in self._documents
            if rows.id not in self._known
        }
        self._stories: dict[str, str] = {}
        if self._signatures or self._deleted:
            self._stories = stories.place(self._tx, self._signatures, gone=self._deleted)

    def _write_documents(self) -> None:
        new: list[Properties] = []
        old: list[Properties] = []
        for rows in self._documents:
            properties = {**rows.document, "fingerprint": rows.fingerprint}
            if rows.id in self._known:
                old.append({"id": rows.id, "properties": properties})
                continue
            properties |= self._signatures[rows.id].properties
            properties |= {"text": rows.reading.document.text, "story_id": self._stories[rows.id]}
            loaded_at = datetime.now(UTC).isoformat()
            new.append({"id": rows.id, "properties": properties, "loaded_at": loaded_at})
        run_rows(self._tx, writes.CREATE_DOCUMENTS, new)
        run_rows(self._tx, writes.UPDATE_DOCUMENTS, old)
        run_rows(self._tx, writes.DETACH_PUBLISHERS, [row["id"] for row in old])

    def _delete_claims(self) -> None:
        gone = [row.id for change in self._changes.values() for row in change.outdated]
        gone += [claim for document in self._deleted for claim in self._claims[document]]
        run_rows(self._tx, writes.DELETE_CLAIMS, sorted(gone))

    def _write_aliases(self) -> None:
        new: list[Properties] = []
        changed: list[Properties] = []
        for alias, row in sorted(self._aliases.items()):
            properties = {**asdict(row), "ids": list(row.ids)}
            if alias not in self._old:
                new.append({**properties, "entity": self._entity(alias)})
            elif self._old[alias] != row:
                changed.append({"id": alias, "properties": properties})
        run_rows(self._tx, writes.CREATE_ALIASES, new)
        run_rows(self._tx, writes.UPDATE_ALIASES, changed)

    def _follow(self) -> None:
        own: dict[str, str] = {}
        left = set(self._names.left)
        for alias in sorted(self._old.keys() & self._aliases.keys()):
            old_key, key = self._old[alias].name_key, self._aliases[alias].name_key
            if key != old_key:  # as when a group turns out to have a name of its own
                own[alias] = self._names.entity(key)
                left.add(self._names.entity_before(old_key))
        self._touched |= follow_names(self._tx, self._names.moved, left, own=own)

    def _write_claims(self) -> None:
        made = [row for change in self._changes.values() for row in (*change.new, *change.updated)]
        run_rows(self._tx, writes.create_claims(), [self._claim(row) for row in made])
        qualified = [{"claim": row.id, "qualifiers": row.qualifiers} for row in made]
        run_rows(self._tx, writes.QUALIFY_CLAIMS, [row for row in qualified if row["qualifiers"]])
        objects = [
            {"claim": row.id, "entity": self._entity(row.object)} for row in made if row.object
        ]
        run_rows(self._tx, writes.ATTACH_OBJECTS, objects)
        voices = [
            {**asdict(voice), "claim": row.id, "entity": self._entity(voice.alias)}
            for row in made
            for voice in row.voices
        ]
        run_rows(self._tx, writes.ATTACH_VOICES, voices)
        # What comes back after its document was deleted is still accepted or rejected.
        reviews.reapply(
            self._tx, [row.id for change in self._changes.values() for row in change.new]
        )

    def _claim(self, row: ClaimRow) -> Properties:
        subject, relation = self._entity(row.subject), row.properties["relation"]
        target = self._entity(row.object) if row.object else None
        self._touch(subject, relation, target)
        return {
            **row.properties,
            "id": row.id,
            "document": row.document,
            "edge": edge_of(subject, relation, target),
            "subject": subject,
        }

    def _write_publishers(self) -> None:
        published = [
            {"document": rows.id, "entity": self._entity(alias)}
            for rows in self._documents
            if (alias := rows.document["outlet_alias"]) is not None
        ]
        run_rows(self._tx, writes.ATTACH_PUBLISHERS, published)

    def _tell_stories(self) -> None:
        """Let older documents join or leave a story, and their edges count it anew."""
        changed = sorted(self._stories.keys() - self._signatures.keys() - set(self._deleted))
        rows = [{"id": document, "story_id": self._stories[document]} for document in changed]
        run_rows(self._tx, writes.SET_STORIES, rows)
        for row in read_rows(self._tx, writes.ENDS_OF_DOCUMENTS, changed):
            self._touch(row["subject"], row["relation"], row["object"])

    def _delete_leftovers(self) -> None:
        gone = sorted(self._old.keys() - self._aliases.keys())
        run_rows(self._tx, writes.DELETE_ALIASES, gone)
        run_rows(self._tx, writes.DELETE_DOCUMENTS, self._deleted)

    def _touch(self, subject: str, relation: str, target: str | None) -> None:
        if target is not None:
            self._touched.add((subject, relation, target))

    def _written(self, rows: DocumentRows) -> Written:
        change = self._changes[rows.id]
        stored = len(self._claims.get(rows.id, {}))
        return Written(
            rows.reading.document,
            claims=stored - len(change.removed) + len(change.new),
            entities=_things(rows.aliases),
            new=len(change.new),
            updated=len(change.updated),
            removed=len(change.removed),
            unchanged=stored - len(change.updated) - len(change.removed),
        )
