"""One transaction that writes whole documents: aliases, entities, claims, edges.

It reads what the store holds near these documents, works out what should be
there (pure functions of `rows`, `entities` and `stored`), and writes the
difference. A new document may join two entities, a re-read one may part them
again; links and claims of other documents move along.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from . import aggregate
from .aggregate import Ends
from .cypher import writes
from .driver import neo4j
from .entities import entities
from .ids import edge_id
from .model import Document
from .rows import AliasRow, ClaimRow, DocumentRows, Properties
from .stored import Changes, StoredClaim, changes, stored_alias, stored_claim


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one document; all but `entities` count claims.

    Attributes:
        claims: Claims of the document that the store holds now.
        entities: Things that the document names.
        removed: Claims that an earlier reading had found and this one has not.
    """

    document: Document
    claims: int = 0
    entities: int = 0
    new: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0


def write_documents(
    tx: neo4j.ManagedTransaction, batch: Sequence[DocumentRows]
) -> tuple[Written, ...]:
    """Write these documents, each at most once in `batch`; return what became of each."""
    known = {
        row["id"]: row["fingerprint"]
        for row in tx.run(writes.FINGERPRINTS, ids=[rows.id for rows in batch])
    }
    changed = [rows for rows in batch if known.get(rows.id) != rows.fingerprint]
    done: dict[str, Written] = {}
    if changed:
        tx.run(writes.LOCK, writer=uuid.uuid4().hex).consume()
        done = _Writing(tx, changed, known=frozenset(known)).run()
    return tuple(done.get(rows.id) or _unchanged(rows) for rows in batch)


def _unchanged(rows: DocumentRows) -> Written:
    number = len(rows.claims)
    named = len(entities(rows.aliases))
    return Written(rows.reading.document, claims=number, entities=named, unchanged=number)


class _Writing:
    """The steps of one transaction, and what they know of each other."""

    def __init__(
        self, tx: neo4j.ManagedTransaction, batch: Sequence[DocumentRows], *, known: frozenset[str]
    ) -> None:
        self._tx = tx
        self._batch = batch
        self._known = known
        self._ids = [rows.id for rows in batch]
        self._touched: set[Ends] = set()

    def run(self) -> dict[str, Written]:
        """Write everything; return what became of each document."""
        self._read_claims()
        self._read_aliases()
        self._work_out_entities()
        self._changes = {rows.id: self._changes_of(rows) for rows in self._batch}
        self._write_documents()
        self._write_entities()
        self._write_aliases()
        self._move_claims()
        self._move_publishers()
        self._write_claims()
        self._attach_publishers()
        self._delete_leftovers()
        aggregate.refresh(self._tx, self._touched)
        return {rows.id: self._written(rows) for rows in self._batch}

    def _rows(self, text: str, **parameters: Any) -> list[neo4j.Record]:
        return list(self._tx.run(text, parameters))

    def _run(self, text: str, *, rows: Sequence[Properties]) -> None:
        if rows:
            self._tx.run(text, rows=rows).consume()

    def _run_on(self, text: str, *, ids: Sequence[str]) -> None:
        if ids:
            self._tx.run(text, ids=ids).consume()

    # ------------------------------------------------------- reading, deciding

    def _read_claims(self) -> None:
        self._claims: dict[str, dict[str, StoredClaim]] = defaultdict(dict)
        for record in self._rows(writes.CLAIMS_OF_DOCUMENTS, ids=self._ids):
            claim = stored_claim(record)
            self._claims[claim.row.document][claim.row.id] = claim
            # A new date of the document changes edges whose claims stay.
            self._touch(claim.subject, claim.row.properties["relation"], claim.object)

    def _read_aliases(self) -> None:
        """Load the aliases of every entity that these documents touch, or touched before."""
        new = {row.id: row for rows in self._batch for row in rows.aliases}
        keys = sorted({row.name_key for row in new.values()})
        near = {row["id"] for row in self._rows(writes.ENTITIES_OF_NAME_KEYS, keys=keys)}
        near |= {row["id"] for row in self._rows(writes.ENTITIES_OF_DOCUMENTS, ids=self._ids)}
        self._old_aliases: dict[str, AliasRow] = {}
        self._old_entity: dict[str, str] = {}
        for row in self._rows(writes.ALIASES_OF_ENTITIES, ids=sorted(near)):
            alias = stored_alias(row["alias"])
            self._old_aliases[alias.id] = alias
            self._old_entity[alias.id] = row["entity"]
        needed = self._needed_by_people()
        mine = {alias.id for alias in self._old_aliases.values() if alias.document in self._ids}
        self._gone = sorted(mine - set(new) - needed)
        kept = {key: row for key, row in self._old_aliases.items() if key not in self._gone}
        self._aliases = {**kept, **new}

    def _needed_by_people(self) -> set[str]:
        """Return the aliases of claims that stay whatever a reading finds."""
        claims = [claim for stored in self._claims.values() for claim in stored.values()]
        return {a for claim in claims if not claim.is_machine_made for a in claim.aliases}

    def _work_out_entities(self) -> None:
        self._entities = {row.id: row for row in entities(self._aliases.values())}
        self._entity = {alias: row.id for row in self._entities.values() for alias in row.aliases}
        old = sorted(set(self._old_entity.values()))
        self._old_properties: dict[str, Properties] = {
            row["id"]: row["properties"] for row in self._rows(writes.ENTITY_PROPERTIES, ids=old)
        }
        self._vanished = [entity for entity in old if entity not in self._entities]
        self._moved = sorted(
            alias
            for alias, entity in self._old_entity.items()
            if self._entity.get(alias, entity) != entity
        )
        self._left = sorted({self._old_entity[alias] for alias in self._moved})

    def _changes_of(self, rows: DocumentRows) -> Changes:
        stored = self._claims.get(rows.id, {})
        return changes(rows.claims, stored, self._entity.__getitem__)

    def _inherited_ids(self) -> dict[str, set[str]]:
        """Return the ids that each entity takes over from those that vanish into it.

        An id goes where most aliases of its entity go.
        """
        heirs: dict[str, set[str]] = defaultdict(set)
        for old in self._vanished:
            went = Counter(
                self._entity[alias]
                for alias, entity in self._old_entity.items()
                if entity == old and alias in self._entity
            )
            if went:
                heir = min(went, key=lambda entity: (-went[entity], entity))
                heirs[heir] |= {old, *self._old_properties[old]["former_ids"]}
        return heirs

    # ----------------------------------------------------------------- writing

    def _write_documents(self) -> None:
        new: list[Properties] = []
        old: list[Properties] = []
        for rows in self._batch:
            properties = {**rows.document, "fingerprint": rows.fingerprint}
            if rows.id in self._known:
                old.append({"id": rows.id, "properties": properties})
                continue
            properties["text"] = rows.reading.document.text
            loaded_at = datetime.now(UTC).isoformat()
            new.append({"id": rows.id, "properties": properties, "loaded_at": loaded_at})
        self._run(writes.CREATE_DOCUMENTS, rows=new)
        self._run(writes.UPDATE_DOCUMENTS, rows=old)
        self._run_on(writes.DETACH_PUBLISHERS, ids=[row["id"] for row in old])

    def _write_entities(self) -> None:
        inherited = self._inherited_ids()
        new: dict[str, list[Properties]] = defaultdict(list)
        changed = []
        for row in self._entities.values():
            old = self._old_properties.get(row.id, {})
            former = inherited[row.id] | set(old.get("former_ids", ()))
            wanted = {**row.properties, "former_ids": sorted(former - set(self._entities))}
            if not old:
                new[row.label].append({"id": row.id, **wanted})
            elif any(old.get(name) != value for name, value in wanted.items()):
                changed.append({"id": row.id, "properties": wanted})
        for label, rows in sorted(new.items()):
            self._run(writes.create_entities(label), rows=rows)
        self._run(writes.UPDATE_ENTITIES, rows=changed)

    def _write_aliases(self) -> None:
        new, changed = [], []
        for alias, row in sorted(self._aliases.items()):
            properties = {**asdict(row), "ids": list(row.ids)}
            if alias not in self._old_aliases:
                new.append({**properties, "entity": self._entity[alias]})
            elif self._old_aliases[alias] != row:
                changed.append({"id": alias, "properties": properties})
        moved = [{"id": alias, "entity": self._entity[alias]} for alias in self._moved]
        self._run(writes.CREATE_ALIASES, rows=new)
        self._run(writes.UPDATE_ALIASES, rows=changed)
        self._run(writes.MOVE_ALIASES, rows=moved)

    def _move_claims(self) -> None:
        """Let claims of all documents follow their aliases to other entities."""
        near = [row["id"] for row in self._rows(writes.CLAIMS_OF_ENTITIES, ids=self._left)]
        subjects, objects, edges, parted, voices = [], [], [], [], []
        for row in self._rows(writes.CLAIM_LINKS, ids=near):
            claim, relation = row["id"], row["relation"]
            subject = self._entity.get(row["subject_alias"], row["subject"])
            target = self._entity.get(row["object_alias"], row["object"])
            self._touch(row["subject"], relation, row["object"])
            self._touch(subject, relation, target)
            if subject != row["subject"]:
                subjects.append({"claim": claim, "entity": subject})
            if target is not None:
                edges.append({"claim": claim, "edge": edge_id(subject, relation, target)})
                if target != row["object"]:
                    objects.append({"claim": claim, "entity": target})
            said = [voice for voice in row["voices"] if voice["who"] is not None]
            now = [{**v, "entity": self._entity.get(v["alias"], v["who"])} for v in said]
            if any(voice["entity"] != voice["who"] for voice in now):
                parted.append(claim)
                voices += [{**voice, "claim": claim} for voice in now]
        self._run(writes.MOVE_SUBJECTS, rows=subjects)
        self._run(writes.MOVE_OBJECTS, rows=objects)
        self._run(writes.SET_CLAIM_EDGES, rows=edges)
        self._run_on(writes.DETACH_VOICES, ids=parted)
        self._run(writes.ATTACH_VOICES, rows=voices)

    def _move_publishers(self) -> None:
        moved = [
            {"document": row["document"], "entity": entity}
            for row in self._rows(writes.PUBLISHED_BY_ENTITIES, ids=self._left)
            if (entity := self._entity.get(row["alias"], row["entity"])) != row["entity"]
        ]
        self._run_on(writes.DETACH_PUBLISHERS, ids=[row["document"] for row in moved])
        self._run(writes.ATTACH_PUBLISHERS, rows=moved)

    def _write_claims(self) -> None:
        every = list(self._changes.values())
        replaced = [row for change in every for row in change.updated]
        removed = [claim.row for change in every for claim in change.removed]
        self._run_on(writes.DELETE_CLAIMS, ids=[row.id for row in (*removed, *replaced)])
        made = [row for change in every for row in change.new] + replaced
        self._run(writes.create_claims(), rows=[self._claim(row) for row in made])
        qualified = [{"claim": row.id, "qualifiers": row.qualifiers} for row in made]
        self._run(writes.QUALIFY_CLAIMS, rows=[row for row in qualified if row["qualifiers"]])
        objects = [
            {"claim": row.id, "entity": self._entity[row.object]} for row in made if row.object
        ]
        self._run(writes.ATTACH_OBJECTS, rows=objects)
        voices = [
            {**asdict(voice), "claim": row.id, "entity": self._entity[voice.alias]}
            for row in made
            for voice in row.voices
        ]
        self._run(writes.ATTACH_VOICES, rows=voices)

    def _claim(self, row: ClaimRow) -> Properties:
        subject, relation = self._entity[row.subject], row.properties["relation"]
        target = self._entity[row.object] if row.object else None
        self._touch(subject, relation, target)
        edge = edge_id(subject, relation, target) if target else None
        return {
            **row.properties,
            "id": row.id,
            "document": row.document,
            "edge": edge,
            "subject": subject,
        }

    def _attach_publishers(self) -> None:
        published = [
            {"document": rows.id, "entity": self._entity[alias]}
            for rows in self._batch
            if (alias := rows.document["outlet_alias"]) is not None
        ]
        self._run(writes.ATTACH_PUBLISHERS, rows=published)

    def _delete_leftovers(self) -> None:
        self._run_on(writes.DELETE_ALIASES, ids=self._gone)
        self._run_on(writes.DELETE_ENTITIES, ids=self._vanished)

    def _touch(self, subject: str, relation: str, target: str | None) -> None:
        if target is not None:
            self._touched.add((subject, relation, target))

    def _written(self, rows: DocumentRows) -> Written:
        change = self._changes[rows.id]
        stored = len(self._claims.get(rows.id, {}))
        return Written(
            rows.reading.document,
            claims=stored - len(change.removed) + len(change.new),
            entities=len(entities(rows.aliases)),
            new=len(change.new),
            updated=len(change.updated),
            removed=len(change.removed),
            unchanged=stored - len(change.updated) - len(change.removed),
        )
