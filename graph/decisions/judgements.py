"""Judgements: a person says that two names mean one thing, or do not; each can be undone.

A judgement joins or parts two *name keys* and is never changed, only undone.
What it does to entities, claims and edges is worked out by `write.regroup` from
all judgements that are active. So undoing a merge leaves no trace, and a
judgement also holds for documents that are loaded later.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Any

from .. import ids
from ..cypher import decisions, writes
from ..database.driver import neo4j
from ..errors import DecisionRefused, StoreError
from ..model import Entity
from ..reading.found import found
from ..writing.write import regroup
from .likeness import likeness
from .signed import Signed, moment, undone

Pair = tuple[str, str]
"""Two name keys, the smaller one first."""

_HOME = re.compile(r"\|d[0-9a-f]{20}$")  # of a key that stays in its document


class Verdict(StrEnum):
    """What a person decided about two names."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry of the log.

    Attributes:
        left: The smaller name key, `right` the other one.
        decision: Shared by entries that were made together: parting a name from
            several others is one decision.
        active: Whether it holds; false once it is undone.
        score: How alike the two were, 0 to 1: with the verdict it tells how well
            that serves. None where one name was parted from others.
        left_name: The spelling of `left` that most documents use.
    """

    id: str
    verdict: Verdict
    left: str
    right: str
    reason: str
    by: str
    at: datetime
    decision: str
    active: bool = True
    score: float | None = None
    undone_by: str | None = None
    undone_at: datetime | None = None
    left_name: str = ""
    right_name: str = ""


def judgement_id(verdict: str, left: str, right: str, earlier: int) -> str:
    """Return the id of a judgement on this pair that `earlier` ones with its verdict precede."""
    return ids.digest("j", verdict, left, right, str(earlier))


def merge(tx: neo4j.ManagedTransaction, a: str, b: str, sign: Signed) -> Judgement:
    """Make one entity of two; see `Store.merge`."""
    one, other = found(tx, a), found(tx, b)
    pair = _pair(tx, one, other)
    made = _judge(tx, Verdict.SAME, [pair], sign, score=likeness(one, other).score)
    regroup(tx, list(pair))
    if len(list(tx.run(writes.ENTITIES_OF_NAME_KEYS, rows=list(pair)))) > 1:
        raise DecisionRefused(
            f"“{one.name}” and “{other.name}” are kept apart by decisions on other names: "
            "look at the history of both."
        )
    return with_names(tx, made)[0]


def keep_apart(tx: neo4j.ManagedTransaction, a: str, b: str, sign: Signed) -> Judgement:
    """Note that two entities are not one; see `Store.keep_apart`."""
    one, other = found(tx, a), found(tx, b)
    pair = _pair(tx, one, other)
    made = _judge(tx, Verdict.DIFFERENT, [pair], sign, score=likeness(one, other).score)
    return with_names(tx, made)[0]


def split(
    tx: neo4j.ManagedTransaction, entity_id: str, name: str, sign: Signed
) -> tuple[Judgement, ...]:
    """Part one name from the others of an entity; see `Store.split`.

    It is parted from every other name, not only from those that join it now: a
    later document that joins it with a third would else decide who goes where.
    """
    entity = found(tx, entity_id)
    spelled = _names(tx, entity)
    parted = _keys_spelled(entity, spelled, name)
    rest = sorted(set(spelled) - set(parted))
    if not rest:
        raise _cannot_part(tx, entity, sorted(spelled))
    pairs = sorted((min(pair), max(pair)) for pair in product(parted, rest))
    made = _judge(tx, Verdict.DIFFERENT, pairs, sign)
    regroup(tx, sorted(spelled))
    return with_names(tx, made)


def undo(
    tx: neo4j.ManagedTransaction, judgement: str, *, by: str | None, at: datetime
) -> tuple[Judgement, ...]:
    """Undo a judgement and what was decided together with it; return them, none if none is there.

    Raises:
        DecisionRefused: it was undone already.
    """
    text = decisions.JUDGEMENTS_OF_DECISION
    entries = judgements_in(tx.run(text, id=judgement))
    for entry in entries:
        if entry.id == judgement and not entry.active:
            raise undone(entry)
    if entries:
        active = [entry.id for entry in entries if entry.active]
        tx.run(decisions.UNDO_JUDGEMENTS, ids=active, by=by, at=at.isoformat()).consume()
        regroup(tx, sorted({key for entry in entries for key in (entry.left, entry.right)}))
    return with_names(tx, judgements_in(tx.run(text, id=judgement)))


def judgements_on(tx: neo4j.ManagedTransaction, entity: Entity) -> list[Judgement]:
    """Return every judgement on a name of this entity, in any order."""
    return _on_keys(tx, _names(tx, entity))


def judgements_in(rows: Iterable[neo4j.Record]) -> list[Judgement]:
    """Return the judgements that rows of the log hold, each as `entry`."""
    return [_judgement(row["entry"]) for row in rows]


def with_names(tx: neo4j.ManagedTransaction, entries: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return the same entries, each key with the spelling that most documents use."""
    keys = sorted({key for entry in entries for key in (entry.left, entry.right)})
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in tx.run(decisions.NAMES_OF_KEYS, keys=keys):
        counts[row["key"]][row["text"]] += row["times"]
    shown = {key: _most_used(counts[key]) or _bare(key) for key in keys}
    return tuple(
        replace(entry, left_name=shown[entry.left], right_name=shown[entry.right])
        for entry in entries
    )


def _pair(tx: neo4j.ManagedTransaction, one: Entity, other: Entity) -> Pair:
    """Return the name keys that stand for two entities, if nothing was decided on them yet."""
    if one.id == other.id:
        raise DecisionRefused(f"“{one.name}” is one entity already ({one.id}).")
    mine, theirs = _names(tx, one), _names(tx, other)
    for entry in _on_keys(tx, mine):
        keys = {entry.left, entry.right}
        if entry.active and entry.verdict is Verdict.DIFFERENT and keys & set(theirs):
            raise DecisionRefused(
                f"“{one.name}” and “{other.name}” are kept apart by judgement {entry.id} of "
                f"{entry.by} ({entry.reason}): undo it first.",
                standing=entry.id,
            )
    left, right = sorted((_key_of(one, mine), _key_of(other, theirs)))
    return left, right


def _key_of(entity: Entity, keys: Iterable[str]) -> str:
    """Return the name key that gives an entity its id."""
    for key in keys:
        if ids.entity_id([key]) == entity.id:
            return key
    raise StoreError(f"No name of {entity.id} gives it its id: run `sayso check`.")


def _names(tx: neo4j.ManagedTransaction, entity: Entity) -> dict[str, set[str]]:
    """Return the name keys of an entity, each with its spellings."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in tx.run(decisions.NAMES_OF_ENTITY, id=entity.id):
        names[row["key"]].add(row["text"])
    return names


def _keys_spelled(entity: Entity, spelled: dict[str, set[str]], name: str) -> list[str]:
    wanted = ids.normalise(name)
    keys = [key for key, texts in spelled.items() if wanted in map(ids.normalise, texts)]
    if not keys:
        raise DecisionRefused(
            f"“{name}” is no name of “{entity.name}”; its names: {', '.join(entity.names)}."
        )
    return sorted(keys)


def _cannot_part(
    tx: neo4j.ManagedTransaction, entity: Entity, keys: Sequence[str]
) -> DecisionRefused:
    if len(keys) == 1:
        return DecisionRefused(
            f"“{entity.name}” has one name only, whatever its spelling: two things with one name "
            "cannot be parted."
        )
    joined = sorted(
        entry.id
        for entry in _on_keys(tx, keys)
        if entry.active and entry.verdict is Verdict.SAME and {entry.left, entry.right} <= set(keys)
    )
    return DecisionRefused(
        f"All names of “{entity.name}” read alike: undo what joined them "
        f"({', '.join(joined) or 'one text did'}).",
        standing=joined[0] if joined else None,
    )


def _judge(
    tx: neo4j.ManagedTransaction,
    verdict: Verdict,
    pairs: Sequence[Pair],
    sign: Signed,
    *,
    score: float | None = None,
) -> list[Judgement]:
    """Write one judgement for each pair, all of them one decision."""
    keys = sorted({key for pair in pairs for key in pair})
    earlier = Counter(
        (entry.left, entry.right) for entry in _on_keys(tx, keys) if entry.verdict is verdict
    )
    made = [judgement_id(verdict, *pair, earlier[pair]) for pair in pairs]
    entries = [
        Judgement(key, verdict, *pair, sign.reason, sign.by, sign.at, min(made), score=score)
        for key, pair in zip(made, pairs, strict=True)
    ]
    rows = [
        {
            **{name: getattr(entry, name) for name in _WRITTEN},
            "verdict": verdict.value,
            "at": sign.at.isoformat(),
        }
        for entry in entries
    ]
    tx.run(decisions.CREATE_JUDGEMENTS, rows=rows).consume()
    return entries


_WRITTEN = ("id", "left", "right", "score", "reason", "by", "decision")


def _on_keys(tx: neo4j.ManagedTransaction, keys: Iterable[str]) -> list[Judgement]:
    entries = judgements_in(tx.run(decisions.JUDGEMENTS_OF_KEYS, keys=sorted(keys)))
    return list({entry.id: entry for entry in entries}.values())


def _judgement(properties: dict[str, Any]) -> Judgement:
    return Judgement(
        id=properties["id"],
        verdict=Verdict(properties["verdict"]),
        left=properties["left"],
        right=properties["right"],
        reason=properties["reason"],
        by=properties["by"],
        at=moment(properties["at"]),
        decision=properties["decision"],
        active=properties["active"],
        score=properties.get("score"),
        undone_by=properties.get("undone_by"),
        undone_at=moment(properties["undone_at"]) if "undone_at" in properties else None,
    )


def _most_used(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda text: (-counts[text], text), default=None)


def _bare(key: str) -> str:
    """Return the name in a key that no document has any more."""
    return _HOME.sub("", key.partition("|")[2])
