"""The machine behind every transaction that changes what documents say or which names are one.

Some documents come with their rows, some go, and some names are judged anew.
The machine reads what the store holds near by, works out what should be there
(pure functions of `rows`, `entities`, `stored` and `aggregate`), and writes the
difference. A new document may join two entities, a re-read one may part them
again; links and claims of other documents move along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from ..cypher import writes
from ..database.driver import neo4j
from ..decisions import reviews
from ..ids import edge_id
from ..model import Modality, Polarity
from . import aggregate, stories
from .aggregate import Ends, Statement
from .follow import edge_of, follow_names
from .paged import grouped, read_rows, run_rows
from .regroup import Regrouping
from .rows import (
    ALIAS_PROPERTIES,
    CLAIM_PROPERTIES,
    DOCUMENT_PROPERTIES,
    QUALIFIERS,
    AliasRow,
    ClaimRow,
    DocumentRows,
    Properties,
)
from .stored import Changes, StoredClaim, changes, stored_alias, stored_claim

_alias_values = attrgetter(*ALIAS_PROPERTIES)
_voice_values = attrgetter("hop", "kind", "alias", "cue", "start", "end")
_CLAIM_VALUES = (*CLAIM_PROPERTIES, *QUALIFIERS)
_IN_PLACE = frozenset(QUALIFIERS)


class Change:
    """The steps of one transaction, and what they know of each other.

    Attributes:
        changes: What becomes of the claims of each document that comes.
        claims: What the store held of them, and of the document that goes.
    """

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
        self._made: dict[Ends, list[Statement]] = {}
        self._published = {rows.id: rows.document["published_on"] for rows in documents}
        stored = [*(rows.id for rows in documents if rows.id in known), *self._deleted]
        self.claims = self._stored_claims(stored)
        self._old = self._stored_aliases(stored)
        self._aliases = self._wanted_aliases()
        self._names = Regrouping(
            tx,
            gone=list(self._old.values()),
            came=list(self._aliases.values()),
            name_keys=name_keys,
        )
        self.changes = {rows.id: self._changes_of(rows) for rows in documents}

    def run(self) -> None:
        """Write everything."""
        self._place_stories()
        self._names.write()
        self._write_documents()
        self._delete_claims()
        self._write_aliases()
        self._follow()
        self._write_claims()
        self._write_publishers()
        self._delete_leftovers()
        self._tell_stories()
        aggregate.refresh(self._tx, self._touched, made=self._made)
        self._names.delete_vanished()  # after their edges: what is kept of edges must hear of it

    @property
    def aliases_gone(self) -> int:
        """How many aliases the documents no longer have."""
        return len(self._old.keys() - self._aliases.keys())

    @property
    def entities_gone(self) -> int:
        """How many entities nothing names any more."""
        return self._names.nameless

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
            for claim in self.claims.get(rows.id, {}).values()
            if not claim.is_machine_made
            for alias in claim.aliases
        }
        kept = {alias: row for alias, row in self._old.items() if alias in settled}
        return {**kept, **{row.id: row for rows in self._documents for row in rows.aliases}}

    def _entity(self, alias: str) -> str:
        return self._names.entity(self._aliases[alias].name_key)

    def _changes_of(self, rows: DocumentRows) -> Changes:
        return changes(rows.claims, self.claims.get(rows.id, {}), self._entity)

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
        new: list[list[Any]] = []
        old: list[Properties] = []
        for rows in self._documents:
            properties = {**rows.document, "fingerprint": rows.fingerprint}
            if rows.id in self._known:
                old.append({"id": rows.id, "properties": properties})
                continue
            properties |= self._signatures[rows.id].properties
            properties |= {"id": rows.id, "story_id": self._stories[rows.id]}
            properties["text"] = rows.reading.document.text
            names = (*DOCUMENT_PROPERTIES, *writes.SIGNATURE_PROPERTIES)
            new.append([properties[name] for name in names])
        now = datetime.now(UTC).isoformat()
        run_rows(self._tx, writes.create_documents(), new, loaded_at=now)
        run_rows(self._tx, writes.UPDATE_DOCUMENTS, old)
        run_rows(self._tx, writes.DETACH_PUBLISHERS, [row["id"] for row in old])

    def _delete_claims(self) -> None:
        gone = [row.id for change in self.changes.values() for row in change.outdated]
        gone += [claim for document in self._deleted for claim in self.claims[document]]
        run_rows(self._tx, writes.DELETE_CLAIMS, sorted(gone))

    def _write_aliases(self) -> None:
        new: list[tuple[str, tuple[Any, ...]]] = []
        changed: list[Properties] = []
        for alias, row in sorted(self._aliases.items()):
            values = _alias_values(row)
            if alias not in self._old:
                new.append((self._entity(alias), values))
            elif self._old[alias] != row:
                properties = dict(zip(ALIAS_PROPERTIES, values, strict=True))
                changed.append({"id": alias, "properties": properties})
        run_rows(self._tx, writes.create_aliases(), grouped(new))
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
        made = [row for change in self.changes.values() for row in (*change.new, *change.updated)]
        self._note_edges(made)
        for with_object in (True, False):
            rows = [
                (row.document, self._claim(row)) for row in made if bool(row.object) is with_object
            ]
            run_rows(self._tx, writes.create_claims(with_object=with_object), grouped(rows))
        odd = [(row.id, row.qualifiers) for row in made if not row.qualifiers.keys() <= _IN_PLACE]
        run_rows(self._tx, writes.QUALIFY_CLAIMS, odd)
        voices = [
            (self._entity(voice.alias), (row.id, *_voice_values(voice)))
            for row in made
            for voice in row.voices
        ]
        run_rows(self._tx, writes.ATTACH_VOICES, grouped(voices))
        self._review_again(made)

    def _review_again(self, made: Sequence[ClaimRow]) -> None:
        """Let a claim that comes back after its document was deleted be accepted or rejected."""
        reviewed = reviews.reapply(self._tx, [row.id for row in made])
        for row in made:
            if row.id in reviewed:
                subject, target = self._ends(row)
                self._touch(subject, row.properties["relation"], target)
        self._made = {ends: said for ends, said in self._made.items() if ends not in self._touched}

    def _claim(self, row: ClaimRow) -> list[Any]:
        subject, target = self._ends(row)
        said = row.properties
        edge = edge_of(subject, said["relation"], target)
        own = {**said, "id": row.id, "document": row.document, "edge": edge}
        values = list(map(own.get, _CLAIM_VALUES))
        return [subject, target, *values] if target else [subject, *values]

    def _ends(self, row: ClaimRow) -> tuple[str, str | None]:
        return self._entity(row.subject), self._entity(row.object) if row.object else None

    def _note_edges(self, made: Sequence[ClaimRow]) -> None:
        """Note which edges the new claims touch, and those that only they make.

        Nothing needs to be read of a pair that nobody spoke of before.
        """
        found: dict[Ends, list[Statement]] = defaultdict(list)
        for row in made:
            subject, target = self._ends(row)
            relation = row.properties["relation"]
            if row.document in self._known:
                self._touch(subject, relation, target)
            elif target is not None:
                found[subject, relation, target].append(self._statement(row))
        edges = {edge_id(*ends): ends for ends in found.keys() - self._touched}
        for record in read_rows(self._tx, writes.EDGES_WITH_CLAIMS, sorted(edges)):
            self._touched.add(edges[record["edge"]])
        self._made = {ends: said for ends, said in found.items() if ends not in self._touched}

    def _statement(self, row: ClaimRow) -> Statement:
        said = row.properties
        voices = [(voice.hop, voice.kind, self._entity(voice.alias)) for voice in row.voices]
        return Statement(
            id=row.id,
            polarity=Polarity(said["polarity"]),
            modality=Modality(said["modality"]),
            source=aggregate.source(voices, self._stories[row.document]),
            document=row.document,
            quote=said["quote"],
            confidence=said["confidence"],
            published_on=self._published[row.document],
            date_from=said["date_from"],
            date_to=said["date_to"],
        )

    def _write_publishers(self) -> None:
        published = [
            (self._entity(alias), rows.id)
            for rows in self._documents
            if (alias := rows.document["outlet_alias"]) is not None
        ]
        run_rows(self._tx, writes.ATTACH_PUBLISHERS, grouped(published))

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
