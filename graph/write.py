"""One transaction that writes whole documents: aliases, entities, claims, edges.

It reads what the store holds near these documents, works out what should be
there (pure functions of `rows` and `entities`), and writes the difference. A
new document may join two entities, a re-read one may part them again; links
and claims of other documents move along.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import neo4j

from . import aggregate, queries
from .aggregate import Ends
from .entities import entities
from .ids import edge_id
from .model import Document
from .records import day
from .rows import AliasRow, ClaimRow, DocumentRows, Properties, VoiceRow, is_machine_made


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one document; all but `entities` count claims.

    Attributes:
        entities: Things the document names.
        removed: Claims that an earlier reading had found and this one has not.
    """

    document: Document
    claims: int = 0
    entities: int = 0
    new: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class _Stored:
    """A claim as the store holds it."""

    row: ClaimRow
    ends: tuple[str, str | None]


@dataclass(slots=True)
class _Plan:
    """What one document's claims need."""

    new: list[ClaimRow] = field(default_factory=list)
    updated: list[ClaimRow] = field(default_factory=list)
    removed: list[_Stored] = field(default_factory=list)
    kept: list[_Stored] = field(default_factory=list)


def write_documents(
    tx: neo4j.ManagedTransaction, batch: Sequence[DocumentRows]
) -> tuple[Written, ...]:
    """Write these documents, each at most once in `batch`; return what became of each."""
    stored = {
        row["id"]: row["fingerprint"]
        for row in tx.run(queries.FINGERPRINTS, ids=[rows.id for rows in batch])
    }
    changed = [rows for rows in batch if stored.get(rows.id) != rows.fingerprint]
    counts: dict[str, dict[str, int]] = {}
    if changed:
        tx.run(queries.LOCK, writer=uuid.uuid4().hex).consume()
        counts = _Writing(tx, changed, known=frozenset(stored)).run()
    return tuple(
        Written(
            rows.reading.document,
            **counts.get(
                rows.id,
                {
                    "claims": len(rows.claims),
                    "entities": len(entities(rows.aliases)),
                    "unchanged": len(rows.claims),
                },
            ),
        )
        for rows in batch
    )


class _Writing:
    """The steps of one transaction, and what they know of each other."""

    def __init__(
        self, tx: neo4j.ManagedTransaction, batch: Sequence[DocumentRows], *, known: frozenset[str]
    ) -> None:
        self._tx = tx
        self._batch = batch
        self._known = known
        self._documents = [rows.id for rows in batch]
        self._touched: set[Ends] = set()

    def run(self) -> dict[str, dict[str, int]]:
        """Write everything; return the counts of each document."""
        self._read_claims()
        self._read_aliases()
        self._work_out_entities()
        plans = {rows.id: self._plan(rows) for rows in self._batch}
        self._write_documents()
        self._write_entities()
        self._write_aliases()
        self._move_links()
        self._write_claims(plans.values())
        self._attach_publishers()
        self._delete_leftovers()
        aggregate.refresh(self._tx, self._touched)
        return {rows.id: self._counts(rows, plans[rows.id]) for rows in self._batch}

    # -------------------------------------------------------------- reading

    def _rows(self, text: str, **parameters: Any) -> list[neo4j.Record]:
        return list(self._tx.run(text, parameters))

    def _run(self, text: str, rows: Sequence[Any], name: str = "rows") -> None:
        if rows:
            self._tx.run(text, {name: list(rows)}).consume()

    def _read_claims(self) -> None:
        self._claims: dict[str, dict[str, _Stored]] = defaultdict(dict)
        for row in self._rows(queries.CLAIMS_OF_DOCUMENTS, ids=self._documents):
            stored = _stored_claim(row)
            self._claims[row["claim"]["document"]][stored.row.id] = stored
            self._touch(stored.ends[0], stored.row.properties["relation"], stored.ends[1])

    def _read_aliases(self) -> None:
        """Load the aliases of every entity that these documents touch or touched."""
        mine = self._rows(queries.ALIASES_OF_DOCUMENTS, ids=self._documents)
        new = {row.id: row for rows in self._batch for row in rows.aliases}
        keys = sorted({row.name_key for row in new.values()})
        near = {row["id"] for row in self._rows(queries.ENTITIES_OF_NAME_KEYS, keys=keys)}
        near |= {row["entity"] for row in mine}
        self._old_entity: dict[str, str] = {}
        self._old_alias: dict[str, AliasRow] = {}
        for row in self._rows(queries.ALIASES_OF_ENTITIES, ids=sorted(near)):
            alias = _stored_alias(row["alias"])
            self._old_alias[alias.id] = alias
            self._old_entity[alias.id] = row["entity"]
        needed = self._needed_by_kept_claims()
        self._gone = {
            alias.id
            for alias in self._old_alias.values()
            if alias.document in self._documents and alias.id not in new and alias.id not in needed
        }
        self._aliases = {**self._old_alias, **new}
        for gone in self._gone:
            del self._aliases[gone]

    def _needed_by_kept_claims(self) -> set[str]:
        return {
            alias
            for claims in self._claims.values()
            for stored in claims.values()
            if not is_machine_made(stored.row.properties)
            for alias in _aliases_of(stored.row)
        }

    # ---------------------------------------------------------- working out

    def _work_out_entities(self) -> None:
        self._entities = {row.id: row for row in entities(self._aliases.values())}
        self._entity = {alias: row.id for row in self._entities.values() for alias in row.aliases}
        old = sorted(set(self._old_entity.values()))
        self._old_properties: dict[str, Properties] = {
            row["id"]: row["properties"]
            for row in self._rows(queries.ENTITIES_WITH_PROPERTIES, ids=old)
        }
        self._vanished = [entity for entity in old if entity not in self._entities]
        self._moved = {
            alias
            for alias, entity in self._old_entity.items()
            if alias in self._entity and self._entity[alias] != entity
        }

    def _plan(self, rows: DocumentRows) -> _Plan:
        stored = self._claims.get(rows.id, {})
        plan = _Plan()
        plan.kept = [old for old in stored.values() if not is_machine_made(old.row.properties)]
        found = {row.id for row in rows.claims}
        for row in rows.claims:
            old = stored.get(row.id)
            if old is None:
                if not any(self._equals(row, kept.row) for kept in plan.kept):
                    plan.new.append(row)
            elif is_machine_made(old.row.properties) and not _is_same(row, old.row):
                plan.updated.append(row)
        plan.removed = [
            old
            for old in stored.values()
            if old.row.id not in found and is_machine_made(old.row.properties)
        ]
        return plan

    def _equals(self, row: ClaimRow, reviewed: ClaimRow) -> bool:
        """Whether a person has decided on this claim already, in other words or offsets."""
        return (
            row.properties["relation"] == reviewed.properties["relation"]
            and self._entity[row.subject] == self._entity[reviewed.subject]
            and (row.object and self._entity[row.object])
            == (reviewed.object and self._entity[reviewed.object])
            and row.properties["quote_start"] < reviewed.properties["quote_end"]
            and reviewed.properties["quote_start"] < row.properties["quote_end"]
        )

    def _former_ids(self) -> dict[str, set[str]]:
        """Return the ids that each entity inherits from those that vanished into it."""
        heirs: dict[str, set[str]] = defaultdict(set)
        for old in self._vanished:
            votes: dict[str, int] = defaultdict(int)
            for alias, entity in self._old_entity.items():
                if entity == old and alias in self._entity:
                    votes[self._entity[alias]] += 1
            if votes:
                heir = min(votes, key=lambda entity: (-votes[entity], entity))
                heirs[heir] |= {old, *self._old_properties[old].get("former_ids", ())}
        return heirs

    # -------------------------------------------------------------- writing

    def _write_documents(self) -> None:
        new, old = [], []
        for rows in self._batch:
            properties = {**rows.document, "fingerprint": rows.fingerprint}
            if rows.id in self._known:
                old.append({"id": rows.id, "properties": properties})
                continue
            properties["text"] = rows.reading.document.text
            loaded_at = datetime.now(UTC).isoformat()
            new.append({"id": rows.id, "properties": properties, "loaded_at": loaded_at})
        self._run(queries.CREATE_DOCUMENTS, new)
        self._run(queries.UPDATE_DOCUMENTS, old)
        self._run(queries.DETACH_PUBLISHERS, [row["id"] for row in old], "ids")

    def _write_entities(self) -> None:
        former = self._former_ids()
        new: dict[str, list[Properties]] = defaultdict(list)
        changed = []
        for row in self._entities.values():
            old = self._old_properties.get(row.id)
            inherited = former.get(row.id, set()) | set((old or {}).get("former_ids", ()))
            wanted = {**row.properties, "former_ids": sorted(inherited - set(self._entities))}
            if old is None:
                new[row.label].append({"id": row.id, "properties": {**wanted, "degree": 0}})
            elif any(old.get(name) != value for name, value in wanted.items()):
                changed.append({"id": row.id, "properties": wanted})
        for label, rows in sorted(new.items()):
            self._run(queries.create_entities(label), rows)
        self._run(queries.UPDATE_ENTITIES, changed)

    def _write_aliases(self) -> None:
        new, changed, moved = [], [], []
        for alias, row in sorted(self._aliases.items()):
            old = self._old_alias.get(alias)
            entity = self._entity[alias]
            properties = {**asdict(row), "ids": list(row.ids)}
            if old is None:
                new.append({**properties, "entity": entity})
                continue
            if old != row:
                changed.append({"id": alias, "properties": properties})
            if alias in self._moved:
                moved.append({"id": alias, "entity": entity})
        self._run(queries.CREATE_ALIASES, new)
        self._run(queries.UPDATE_ALIASES, changed)
        self._run(queries.MOVE_ALIASES, moved)

    def _move_links(self) -> None:
        """Let claims and outlets of other documents follow their aliases."""
        left = sorted({self._old_entity[alias] for alias in self._moved})
        if not left:
            return
        near = [row["id"] for row in self._rows(queries.CLAIMS_OF_ENTITIES, ids=left)]
        subjects, objects, edges, unvoiced, voiced = [], [], [], [], []
        for row in self._rows(queries.CLAIM_LINKS, ids=near):
            subject = self._entity.get(row["subject_alias"], row["subject"])
            target = self._entity.get(row["object_alias"], row["object"])
            self._touch(row["subject"], row["relation"], row["object"])
            self._touch(subject, row["relation"], target)
            if subject != row["subject"]:
                subjects.append({"claim": row["id"], "entity": subject})
            if target != row["object"]:
                objects.append({"claim": row["id"], "entity": target})
            if target is not None:
                edges.append({"id": row["id"], "edge": edge_id(subject, row["relation"], target)})
            voices = [voice for voice in row["voices"] if voice["who"] is not None]
            now = [{**v, "entity": self._entity.get(v["alias"], v["who"])} for v in voices]
            if any(voice["entity"] != voice["who"] for voice in now):
                unvoiced.append(row["id"])
                voiced += [{**voice, "claim": row["id"]} for voice in now]
        self._run(queries.MOVE_SUBJECTS, subjects)
        self._run(queries.MOVE_OBJECTS, objects)
        self._run(queries.SET_CLAIM_EDGES, edges)
        self._run(queries.DETACH_VOICES, unvoiced, "ids")
        self._run(queries.ATTACH_VOICES, voiced)
        self._move_publishers(left)

    def _move_publishers(self, left: Sequence[str]) -> None:
        published = self._rows(queries.PUBLISHED_BY_ENTITIES, ids=left)
        moved = [
            {"document": row["document"], "entity": entity}
            for row in published
            if (entity := self._entity.get(row["alias"], row["entity"])) != row["entity"]
        ]
        self._run(queries.DETACH_PUBLISHERS, [row["document"] for row in moved], "ids")
        self._run(queries.ATTACH_PUBLISHERS, moved)

    def _write_claims(self, plans: Iterable[_Plan]) -> None:
        plans = list(plans)
        gone = [stored.row.id for plan in plans for stored in plan.removed]
        replaced = [row.id for plan in plans for row in plan.updated]
        self._run(queries.DELETE_CLAIMS, gone + replaced, "ids")
        claims, objects, voices = [], [], []
        for row in (row for plan in plans for row in (*plan.new, *plan.updated)):
            subject = self._entity[row.subject]
            target = self._entity[row.object] if row.object else None
            relation = row.properties["relation"]
            properties = {name: v for name, v in row.properties.items() if v is not None}
            if target is not None:
                properties["edge"] = edge_id(subject, relation, target)
                objects.append({"claim": row.id, "entity": target})
            claims.append(
                {
                    "id": row.id,
                    "document": row.document,
                    "subject": subject,
                    "properties": properties,
                }
            )
            voices += [
                {**asdict(voice), "claim": row.id, "entity": self._entity[voice.alias]}
                for voice in row.voices
            ]
            self._touch(subject, relation, target)
        self._run(queries.CREATE_CLAIMS, claims)
        self._run(queries.ATTACH_OBJECTS, objects)
        self._run(queries.ATTACH_VOICES, voices)

    def _attach_publishers(self) -> None:
        self._run(
            queries.ATTACH_PUBLISHERS,
            [
                {"document": rows.id, "entity": self._entity[alias]}
                for rows in self._batch
                if (alias := rows.document["outlet_alias"]) is not None
            ],
        )

    def _delete_leftovers(self) -> None:
        self._run(queries.DELETE_ALIASES, sorted(self._gone), "ids")
        self._run(queries.DELETE_ENTITIES, self._vanished, "ids")

    def _touch(self, subject: str | None, relation: str, target: str | None) -> None:
        if subject is not None and target is not None:
            self._touched.add((subject, relation, target))

    def _counts(self, rows: DocumentRows, plan: _Plan) -> dict[str, int]:
        stored = len(self._claims.get(rows.id, {}))
        changed = len(plan.updated) + len(plan.removed)
        return {
            "claims": stored - len(plan.removed) + len(plan.new),
            "entities": len({self._entity[row.id] for row in rows.aliases}),
            "new": len(plan.new),
            "updated": len(plan.updated),
            "removed": len(plan.removed),
            "unchanged": stored - changed,
        }


def _stored_alias(properties: Mapping[str, Any]) -> AliasRow:
    return AliasRow(**{**properties, "ids": tuple(properties.get("ids", ()))})


def _stored_claim(row: neo4j.Record) -> _Stored:
    properties = {name: day(value) for name, value in row["claim"].items()}
    said = sorted(
        (voice for voice in row["voices"] if voice["who"] is not None), key=lambda v: v["hop"]
    )
    voices = tuple(
        VoiceRow(v["hop"], v["kind"], v["alias"], v["cue"], v["start"], v["end"]) for v in said
    )
    claim = ClaimRow(
        id=properties.pop("id"),
        document=properties.pop("document"),
        subject=properties["subject_alias"],
        object=properties.get("object_alias"),
        voices=voices,
        properties=properties,
    )
    return _Stored(claim, (row["subject"], row["object"]))


def _is_same(row: ClaimRow, stored: ClaimRow) -> bool:
    given = {name: value for name, value in row.properties.items() if value is not None}
    held = {name: value for name, value in stored.properties.items() if name != "edge"}
    return given == held and row.voices == stored.voices


def _aliases_of(row: ClaimRow) -> set[str]:
    aliases = {row.subject, row.object, *(voice.alias for voice in row.voices)}
    return {alias for alias in aliases if alias is not None}
