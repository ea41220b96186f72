"""Which entity each name stands for, before and after some aliases or judgements change.

Whoever changes either says so here, in its own transaction: the entities near
by are read, worked out again (`entities.py`), and brought in line. What points
at them is not touched: see `follow.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..cypher import writes
from ..database.driver import neo4j
from ..model import Label
from .entities import Judged, Tally, entities_of
from .paged import run_rows
from .rows import AliasRow, Properties
from .stored import stored_alias

_LABELS = frozenset(label.value for label in Label)


@dataclass(frozen=True, slots=True)
class StoredEntity:
    """An entity as the store holds it."""

    label: str
    properties: Mapping[str, Any]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Near:
    """Whole super-components: entities, and every active judgement on their name keys."""

    entities: dict[str, StoredEntity] = field(default_factory=dict)
    judged: set[Judged] = field(default_factory=set)


def near(tx: neo4j.ManagedTransaction, name_keys: Iterable[str]) -> Near:
    """Return the entities of these name keys, and all that judgements reach from there."""
    found = Near()
    is_judged = tx.run(writes.ANY_JUDGEMENT).single() is not None
    known: set[str] = set()
    asked: set[str] = set()
    ahead = set(name_keys)
    while ahead:
        arrived = _entities(tx, ahead)
        found.entities.update(arrived)
        known |= ahead.union(*(entity.tally.name_keys for entity in arrived.values()))
        judged = _judged(tx, known - asked) if is_judged else set()
        asked |= known
        found.judged.update(judged)
        ahead = {key for one in judged for key in (one.left, one.right)} - known
    return found


def _entities(tx: neo4j.ManagedTransaction, keys: Iterable[str]) -> dict[str, StoredEntity]:
    found: dict[str, StoredEntity] = {}
    uncounted: dict[str, neo4j.Record] = {}
    for row in tx.run(writes.ENTITIES_OF_NAME_KEYS, rows=sorted(keys)):
        packed = row["properties"].get("tally")
        if packed is None:
            uncounted[row["id"]] = row
        else:
            found[row["id"]] = _stored(row, Tally.unpacked(packed))
    # A store of before there were tallies: count once, and the next write keeps it.
    aliases: dict[str, list[AliasRow]] = defaultdict(list)
    for alias in tx.run(writes.ALIASES_OF_ENTITIES, rows=sorted(uncounted)) if uncounted else ():
        aliases[alias["entity"]].append(stored_alias(alias["alias"]))
    for entity, row in uncounted.items():
        found[entity] = _stored(row, Tally.of(aliases[entity]))
    return found


def _stored(row: neo4j.Record, tally: Tally) -> StoredEntity:
    (label,) = _LABELS.intersection(row["labels"])
    return StoredEntity(label, row["properties"], tally)


def _judged(tx: neo4j.ManagedTransaction, keys: Iterable[str]) -> set[Judged]:
    rows = tx.run(writes.ACTIVE_JUDGEMENTS, rows=sorted(keys))
    return {Judged(row["left"], row["right"], row["verdict"]) for row in rows}


class Regrouping:
    """The entities near some names: as they stand, and as they should.

    Attributes:
        moved: Name keys that stand for another entity now, and which.
        left: Entities that lose names.
        vanished: Entities that have no name any more.
    """

    def __init__(
        self,
        tx: neo4j.ManagedTransaction,
        *,
        gone: Collection[AliasRow] = (),
        came: Collection[AliasRow] = (),
        name_keys: Iterable[str] = (),
    ) -> None:
        """Work out what changes.

        Args:
            tx: The transaction.
            gone: All aliases of the documents in hand, as the store holds them.
            came: All that they should have.
            name_keys: Names whose judgements changed.
        """
        self._tx = tx
        found = near(tx, {row.name_key for row in (*gone, *came)}.union(name_keys))
        self._stored = found.entities
        tally = Tally()
        for entity in self._stored.values():
            tally.include(entity.tally)
        tally.count(gone, -1)
        tally.count(came)
        self._entities = {row.id: row for row in entities_of(tally, found.judged)}
        self._now = {key: row.id for row in self._entities.values() for key in row.weights}
        self._before = {
            key: entity for entity, row in self._stored.items() for key in row.tally.name_keys
        }
        self.moved = {
            key: self._now[key]
            for key, entity in self._before.items()
            if self._now.get(key, entity) != entity
        }
        self.left = {self._before[key] for key in self.moved}
        self.vanished = sorted(self._stored.keys() - self._entities.keys())

    @property
    def nameless(self) -> int:
        """How many entities have no name left, not even as a part of another."""
        return sum(
            not self._stored[entity].tally.name_keys & self._now.keys() for entity in self.vanished
        )

    def entity(self, name_key: str) -> str:
        """Return the entity that `name_key` stands for now."""
        return self._now[name_key]

    def entity_before(self, name_key: str) -> str:
        """Return the entity that `name_key` stood for."""
        return self._before[name_key]

    def write(self) -> None:
        """Make and change entities; those that vanish stay until nothing points at them."""
        inherited = self._inherited_ids()
        new: dict[str, list[list[Any]]] = defaultdict(list)
        named_again: list[tuple[str, str]] = []
        changed: list[Properties] = []
        relabelled: dict[tuple[str, str], list[Properties]] = defaultdict(list)
        for row in self._entities.values():
            stored = self._stored.get(row.id)
            old = stored.properties if stored else {}
            former = inherited[row.id].union(old.get("former_ids", ()))
            wanted = {**row.properties, "former_ids": sorted(former - self._entities.keys())}
            if stored is None:
                made = {"id": row.id, **wanted}
                new[row.label].append([made[name] for name in writes.ENTITY_PROPERTIES])
                continue
            difference = {name: v for name, v in wanted.items() if old.get(name) != v}
            if difference.keys() == {"tally"}:
                named_again.append((row.id, difference["tally"]))
            elif difference:
                changed.append({"id": row.id, "properties": difference})
            if stored.label != row.label:
                relabelled[stored.label, row.label].append({"id": row.id})
        for label, made_rows in sorted(new.items()):
            run_rows(self._tx, writes.create_entities(label), made_rows)
        run_rows(self._tx, writes.SET_TALLIES, named_again)
        run_rows(self._tx, writes.UPDATE_ENTITIES, changed)
        for (old_label, label), rows in sorted(relabelled.items()):
            run_rows(self._tx, writes.relabel_entities(old_label, label), rows)

    def delete_vanished(self) -> None:
        """Remove entities that have no name any more, once everything has left them."""
        run_rows(self._tx, writes.DELETE_ENTITIES, self.vanished)

    def _inherited_ids(self) -> dict[str, set[str]]:
        """Return the ids that each entity takes over from those that vanish into it.

        An id goes where most aliases of its entity go.
        """
        heirs: dict[str, set[str]] = defaultdict(set)
        for old in self.vanished:
            went: Counter[str] = Counter()
            for trait, number in self._stored[old].tally.traits.items():
                if trait.name_key in self._now:
                    went[self._now[trait.name_key]] += number
            if went:
                heir = min(went, key=lambda entity: (-went[entity], entity))
                heirs[heir] |= {old, *self._stored[old].properties.get("former_ids", ())}
        return heirs
