"""What points at an entity follows its names: aliases, claims and documents of every story.

Entities are joined and parted by their names; this is all that has to move
then. A ministry that ten thousand claims speak of is moved page by page, in
the transaction that joined it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..cypher import moves, writes
from ..database.driver import neo4j
from ..ids import edge_id
from .aggregate import Ends
from .paged import grouped, pages, read_rows, run_rows
from .rows import Properties

Voice = tuple[Any, ...]
_SAID = ("hop", "kind", "alias", "cue", "start", "end")


def edge_of(subject: str, relation: str, target: str | None) -> str | None:
    """Return the edge that a claim counts for: none without a target, none to itself."""
    return edge_id(subject, relation, target) if target not in (None, subject) else None


def follow_names(
    tx: neo4j.ManagedTransaction,
    moved: Mapping[str, str],
    left: Collection[str],
    *,
    own: Mapping[str, str],
) -> set[Ends]:
    """Move what points at entities that lost names; return whose edges that touches.

    Args:
        tx: The transaction.
        moved: Name keys, and the entities that they stand for now.
        left: The entities that they stood for.
        own: Aliases that move for a reason of their own, and where to.
    """
    if not left:
        return set()
    entity = {
        row["id"]: moved[row["name_key"]]
        for row in read_rows(tx, moves.NAME_KEYS_OF_ENTITIES, sorted(left))
        if row["name_key"] in moved
    }
    entity.update(own)
    rows = [{"id": alias, "entity": entity[alias]} for alias in sorted(entity)]
    run_rows(tx, moves.MOVE_ALIASES, rows)
    claims = sorted({row["id"] for row in read_rows(tx, moves.CLAIMS_OF_ENTITIES, sorted(left))})
    touched: set[Ends] = set()
    for page in pages(claims):
        touched |= _move_claims(tx, page, entity)
    _move_publishers(tx, left, entity)
    return touched


def _move_claims(
    tx: neo4j.ManagedTransaction, claims: Collection[str], entity: Mapping[str, str]
) -> set[Ends]:
    touched: set[Ends] = set()
    subjects: list[Properties] = []
    objects: list[Properties] = []
    edges: list[Properties] = []
    parted: list[str] = []
    voices: list[tuple[str, Voice]] = []
    for row in tx.run(moves.CLAIM_LINKS, rows=claims):
        claim, relation = row["id"], row["relation"]
        subject = entity.get(row["subject_alias"], row["subject"])
        target = entity.get(row["object_alias"], row["object"])
        if subject != row["subject"]:
            subjects.append({"claim": claim, "entity": subject})
        if target != row["object"]:
            objects.append({"claim": claim, "entity": target})
        if (subject, target) != (row["subject"], row["object"]):
            edges.append({"claim": claim, "edge": edge_of(subject, relation, target)})
        said = _moved_voices(row, entity)
        if said:
            parted.append(claim)
            voices += said
        if target is not None:  # a speaker who is another now changes who is counted
            touched |= {(row["subject"], relation, row["object"]), (subject, relation, target)}
    run_rows(tx, moves.MOVE_SUBJECTS, subjects)
    run_rows(tx, moves.MOVE_OBJECTS, objects)
    run_rows(tx, moves.SET_CLAIM_EDGES, edges)
    run_rows(tx, moves.DETACH_VOICES, parted)
    run_rows(tx, writes.ATTACH_VOICES, grouped(voices))
    return touched


def _moved_voices(row: Mapping[str, Any], entity: Mapping[str, str]) -> list[tuple[str, Voice]]:
    """Return the claim's speakers as they should be, or nothing if none of them moves."""
    said = [voice for voice in row["voices"] if voice["who"] is not None]
    if all(entity.get(voice["alias"], voice["who"]) == voice["who"] for voice in said):
        return []
    return [
        (entity.get(voice["alias"], voice["who"]), (row["id"], *(voice[name] for name in _SAID)))
        for voice in said
    ]


def _move_publishers(
    tx: neo4j.ManagedTransaction, left: Collection[str], entity: Mapping[str, str]
) -> None:
    moved = [
        (entity[row["alias"]], row["document"])
        for row in read_rows(tx, moves.PUBLISHED_BY_ENTITIES, sorted(left))
        if entity.get(row["alias"], row["entity"]) != row["entity"]
    ]
    run_rows(tx, writes.DETACH_PUBLISHERS, [document for _, document in moved])
    run_rows(tx, writes.ATTACH_PUBLISHERS, grouped(moved))
