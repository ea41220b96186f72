"""Check names and entities: an entity is what its names and people's judgements make of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .. import ids
from ..cypher import checks, upkeep, writes
from ..database.driver import neo4j
from ..decisions.judgements import Verdict, judgement_id
from ..model import Label
from ..writing.entities import EntityRow, Judged, entities
from ..writing.paged import read_rows
from ..writing.rows import AliasRow
from ..writing.stored import stored_alias
from .findings import Finding, Kind, finding
from .ranges import Range

_LABELS = frozenset(label.value for label in Label)


def check_names(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield what is wrong with the aliases in a range of ids, each for itself."""
    limits = {"first": span[0], "last": span[1]}
    found = [row["properties"] for row in tx.run(upkeep.nodes_between("Alias"), limits)]
    refers: dict[str, list[str]] = defaultdict(list)
    for row in tx.run(checks.all_links_between("Alias", ("REFERS_TO",)), limits):
        refers[row["start"]].append(row["end"])
    documents = sorted({str(alias.get("document")) for alias in found})
    known = {row["id"] for row in read_rows(tx, checks.KNOWN_DOCUMENTS, documents)}
    for alias in found:
        name, document = alias["id"], alias.get("document")
        if document not in known:
            yield finding(Kind.ORPHAN, (name, document), "A name of a document that is not there.")
        if len(refers[name]) != 1:
            yield finding(
                Kind.NAME, (name, *refers[name]), "A name refers to one entity: not to none or two."
            )
        for fault in _faults_of_name(alias):
            yield finding(Kind.NAME, name, fault)


def _faults_of_name(alias: Mapping[str, Any]) -> Iterator[str]:
    text, label, document = (str(alias.get(key)) for key in ("text", "label", "document"))
    if alias["id"] != ids.alias_id(document, label, text):
        yield "Its id is not made from its document, label and text."
    if alias.get("name_key") not in {
        ids.name_key(label, text),
        ids.name_key(label, text, document),
    }:
        yield "Its name key is not made from its label and text."


def check_entities(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield what is wrong with the entities in a range of ids, and those that belong with them."""
    rows = tx.run(upkeep.nodes_between("Entity"), first=span[0], last=span[1])
    yield from _compared(tx, {row["properties"]["id"] for row in rows})


def check_equated(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield what is wrong with entities that a document in a range of ids equates."""
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tx.run(checks.REFERENTS_BETWEEN, first=span[0], last=span[1]):
        groups[row["document"], row["referent"]].add(row["entity"])
    apart = {entity for group in groups.values() if len(group) > 1 for entity in group}
    # They may well be two: a person may have parted them.
    yield from _compared(tx, apart)


class _Together:
    """Some entities, and all that names and judgements connect them with."""

    def __init__(self, tx: neo4j.ManagedTransaction, wanted: Iterable[str]) -> None:
        self._tx = tx
        self.stored: dict[str, tuple[set[str], Mapping[str, Any]]] = {}
        self.aliases: dict[str, AliasRow] = {}
        self.entity: dict[str, str] = {}
        self.judged: set[Judged] = set()
        self.unreadable: list[Finding] = []
        keys: set[str] = set()
        ahead = set(wanted)
        while ahead:
            new = self._read(sorted(ahead)) - keys
            ahead = set()
            while new:
                keys |= new
                page = sorted(new)
                ahead |= {row["id"] for row in read_rows(tx, checks.ENTITIES_OF_KEYS, page)}
                judged = {
                    Judged(row["left"], row["right"], row["verdict"])
                    for row in read_rows(tx, writes.ACTIVE_JUDGEMENTS, page)
                }
                self.judged |= judged
                new = {key for one in judged for key in (one.left, one.right)} - keys
            ahead -= self.stored.keys()

    def _read(self, page: Sequence[str]) -> set[str]:
        """Read some entities and their names; return their name keys."""
        keys = set()
        for row in read_rows(self._tx, checks.ENTITIES, page):
            self.stored[row["properties"]["id"]] = (set(row["labels"]), row["properties"])
        for row in read_rows(self._tx, writes.ALIASES_OF_ENTITIES, page):
            try:
                alias = stored_alias(row["alias"])
            except TypeError:
                who = row["alias"].get("id")
                sentence = "A name holds something else than the model says, or lacks it."
                self.unreadable.append(finding(Kind.NAME, (who, row["entity"]), sentence))
                continue
            self.aliases[alias.id] = alias
            self.entity[alias.id] = row["entity"]
            keys.add(alias.name_key)
        return keys


def _compared(tx: neo4j.ManagedTransaction, wanted: Iterable[str]) -> Iterator[Finding]:
    together = _Together(tx, wanted)
    yield from together.unreadable
    rows = {row.id: row for row in entities(together.aliases.values(), together.judged)}
    of_key = {key: row.id for row in rows.values() for key in row.weights}
    named = set(together.entity.values())
    for entity, (labels, properties) in together.stored.items():
        if entity not in named:
            yield finding(Kind.ORPHAN, entity, "No name refers to this entity.")
        elif row := rows.get(entity):
            for fault in _faults_of_entity(labels, properties, row):
                yield finding(Kind.ENTITY, entity, fault)
    for alias, entity in together.entity.items():
        right = of_key[together.aliases[alias].name_key]
        if right != entity:
            yield finding(Kind.NAME, (alias, entity, right), "A name refers to the wrong entity.")


def _faults_of_entity(labels: set[str], held: Mapping[str, Any], row: EntityRow) -> Iterator[str]:
    if labels & _LABELS != {row.label}:
        held_as = ", ".join(sorted(labels & _LABELS)) or "nothing"
        yield f"It is labelled {held_as}; its names make it {row.label}."
    wrong = [name for name, value in row.properties.items() if held.get(name) != value]
    if wrong:
        yield f"Its {', '.join(wrong)} are not what its names make."


def check_judgements(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield what is wrong with the judgements in a range of ids."""
    found = [
        row["properties"]
        for row in tx.run(upkeep.nodes_between("Judgement"), first=span[0], last=span[1])
    ]
    pairs: dict[tuple[object, ...], int] = defaultdict(int)
    lefts = sorted({str(one.get("left")) for one in found})
    for row in read_rows(tx, checks.JUDGEMENTS_OF_LEFT, lefts):
        pairs[row["verdict"], row["left"], row["right"]] += 1
    for one in found:
        verdict, left, right = (str(one.get(name)) for name in ("verdict", "left", "right"))
        possible = {
            judgement_id(verdict, left, right, n) for n in range(pairs[verdict, left, right])
        }
        if verdict not in {*Verdict} or left >= right:
            yield finding(
                Kind.JUDGEMENT, one["id"], "It must say same or different of two names, in order."
            )
        elif one["id"] not in possible:
            yield finding(Kind.JUDGEMENT, one["id"], "Its id is not made from what it says.")
