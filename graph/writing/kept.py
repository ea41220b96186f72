"""What entities keep of their edges, so that nobody has to walk all edges of a hub.

Every entity keeps its `degree`. A hub, an entity with more than a hundred
edges, also keeps for each relation how many edges it has, by direction and
status, and a list of the best of them. These lie on nodes of their own,
`(:Kept {entity, relation, numbers, top})`, so that whoever reads the hub does
not carry its lists.

All of it is a summary of the edges, as edges are of claims: `refresh` follows
what the aggregator changes, edge by edge, and asks the database for a list only
where an entry left it that others must replace. `differences` works everything
out anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..cypher import keeps
from ..database.driver import neo4j
from ..database.records import packed_edge
from ..reading.ranked import STATUSES, WIDTH, entry_of, steps
from .hub import HUB_ABOVE, LONGEST, Hub, Kept, Summary, kept_id, no_edges, place
from .paged import read_rows, run_rows

if TYPE_CHECKING:
    from .aggregate import Difference as EdgeDifference

_LISTS_A_STATEMENT = 50
"""A list has some 40,000 characters."""

_PACKED = {"status", "n_for", "n_against", "n_hedged", "n_claims", "n_docs", "best_claim"}


@dataclass(frozen=True, slots=True)
class Difference:
    """An entity that does not keep what its edges say."""

    entity: str
    stored: Summary
    wanted: Summary


def refresh(
    tx: neo4j.ManagedTransaction, wrong: Sequence[EdgeDifference], touched: Collection[str]
) -> int:
    """Let entities keep what their edges say now; return how many hubs changed.

    Args:
        tx: The transaction that mended the edges.
        wrong: What the aggregator just mended.
        touched: Entities whose edges may have changed; the ends of `wrong` are among them.
    """
    hubs = _hubs(tx, sorted(touched))
    anew = _note(hubs, wrong)
    changed = [hub for hub in hubs.values() if hub.changes and hub.entity not in anew]
    anew |= _update(tx, changed)
    small = sorted(set(touched) - set(hubs))
    grown = {
        row["id"] for row in read_rows(tx, keeps.recount(), small) if row["degree"] > HUB_ABOVE
    }
    rebuilt = rebuild(tx, anew | grown)
    return rebuilt + sum(hub.entity not in anew for hub in changed)


def rebuild(tx: neo4j.ManagedTransaction, entity_ids: Iterable[str]) -> int:
    """Make what these entities keep anew from their edges; return how many changed."""
    wrong = differences(tx, entity_ids)
    degrees = [
        {"id": one.entity, "degree": one.wanted.degree}
        for one in wrong
        if one.wanted.degree != one.stored.degree
    ]
    run_rows(tx, keeps.SET_DEGREES, degrees)
    stored = {kept for one in wrong for kept in one.stored.kept}
    wanted = {kept for one in wrong for kept in one.wanted.kept}
    gone = sorted(kept_id(kept.entity, kept.relation) for kept in stored - wanted)
    run_rows(tx, keeps.DELETE_KEPT, gone)
    made = sorted(wanted - stored, key=lambda kept: (kept.entity, kept.relation))
    _write(tx, keeps.CREATE_KEPT, [kept.properties for kept in made])
    return len(wrong)


def differences(tx: neo4j.ManagedTransaction, entity_ids: Iterable[str]) -> list[Difference]:
    """Return those of these entities that do not keep what their edges say, in order."""
    ids = sorted(set(entity_ids))
    stored = _stored(tx, ids)
    wanted = _wanted(tx, [entity for entity in ids if stored[entity].degree is not None])
    found = (Difference(entity, stored[entity], wanted.get(entity, _NOTHING)) for entity in ids)
    return [one for one in found if one.stored != one.wanted]


_NOTHING = Summary(None)


def orphans(tx: neo4j.ManagedTransaction) -> list[str]:
    """Return the entities that are gone while their lists are still there; `rebuild` helps."""
    return sorted(row["entity"] for row in tx.run(keeps.ORPHANS))


# ------------------------------------------------------------ edge by edge


def _hubs(tx: neo4j.ManagedTransaction, ids: Sequence[str]) -> dict[str, Hub]:
    hubs: dict[str, Hub] = {}
    for row in read_rows(tx, keeps.HEADS, ids, width=WIDTH):
        hub = hubs.setdefault(row["entity"], Hub(row["entity"]))
        hub.numbers[row["relation"]] = row["numbers"]
        hub.last[row["relation"]] = row["last"]
    return hubs


def _note(hubs: Mapping[str, Hub], wrong: Iterable[EdgeDifference]) -> set[str]:
    """Note at each hub what changed there; return those where nobody can tell."""
    lost = set()
    for one in wrong:
        subject, relation, target = one.ends
        old = one.stored[0] if one.stored else {}
        is_known = not old or (one.is_ours and old["status"] in STATUSES and set(old) >= _PACKED)
        for near, far, comes_in in ((subject, target, False), (target, subject, True)):
            if near in hubs and is_known:
                hubs[near].change(relation, far, old, one.wanted or {}, comes_in=comes_in)
            elif near in hubs:
                lost.add(near)
    return lost


def _update(tx: neo4j.ManagedTransaction, hubs: Iterable[Hub]) -> set[str]:
    """Write what changed at these hubs; return those that must be worked out anew."""
    hubs = list(hubs)
    sunken = {hub.entity for hub in hubs if hub.degree <= HUB_ABOVE}
    staying = [hub for hub in hubs if hub.entity not in sunken]
    listed = [(hub, relation) for hub in staying for relation in hub.changes]
    listed = [(hub, relation) for hub, relation in listed if hub.is_listed(relation)]
    tops = _lists(tx, listed)
    broken = {
        hub.entity
        for hub, relation in listed
        if hub.is_broken(relation, tops.get((hub.entity, relation), ""))
    }
    sound = [hub for hub in staying if hub.entity not in broken]
    new_tops = {
        (hub.entity, relation): hub.listed(relation, tops.get((hub.entity, relation), ""))
        for hub, relation in listed
        if hub.entity not in broken
    }
    new_tops |= _tops(tx, sorted(key for key, top in new_tops.items() if top is None))
    _write_changes(tx, sound, new_tops)
    degrees = [{"id": hub.entity, "degree": hub.degree} for hub in sound]
    run_rows(tx, keeps.SET_DEGREES, degrees)
    return sunken | broken


def _lists(
    tx: neo4j.ManagedTransaction, wanted: Iterable[tuple[Hub, str]]
) -> dict[tuple[str, str], str]:
    ids = sorted(kept_id(hub.entity, relation) for hub, relation in wanted)
    return {(row["entity"], row["relation"]): row["top"] for row in _read(tx, keeps.LISTS, ids)}


def _write_changes(
    tx: neo4j.ManagedTransaction,
    hubs: Iterable[Hub],
    tops: Mapping[tuple[str, str], str | None],
) -> None:
    made, counted, listed, gone = [], [], [], []
    for hub in hubs:
        for relation in sorted(hub.changes):
            key, numbers = (hub.entity, relation), hub.now(relation)
            row = {"id": kept_id(*key), "numbers": numbers, "top": tops.get(key)}
            if relation not in hub.numbers:
                made.append({**row, "entity": hub.entity, "relation": relation})
            elif not any(numbers):
                gone.append(row["id"])
            elif key in tops:
                listed.append(row)
            elif numbers != hub.numbers[relation]:
                counted.append(row)
    run_rows(tx, keeps.DELETE_KEPT, gone)
    run_rows(tx, keeps.SET_NUMBERS, counted)
    _write(tx, keeps.SET_KEPT, listed)
    _write(tx, keeps.CREATE_KEPT, made)


# --------------------------------------------------------- from all the edges


def _stored(tx: neo4j.ManagedTransaction, ids: Sequence[str]) -> dict[str, Summary]:
    degrees = {row["id"]: row["degree"] or 0 for row in read_rows(tx, keeps.DEGREES, ids)}
    kept: dict[str, list[Kept]] = defaultdict(list)
    for row in _read(tx, keeps.KEPT, ids):
        numbers = tuple(row["numbers"])
        kept[row["entity"]].append(Kept(row["entity"], row["relation"], numbers, row["top"]))
    return {
        entity: Summary(degrees.get(entity), tuple(sorted(kept[entity], key=_by_relation)))
        for entity in ids
    }


def _wanted(tx: neo4j.ManagedTransaction, ids: Sequence[str]) -> dict[str, Summary]:
    degrees: Counter[str] = Counter()
    numbers: dict[tuple[str, str], list[int]] = defaultdict(no_edges)
    for row in read_rows(tx, keeps.numbers(), ids):
        degrees[row["id"]] += row["number"]
        if row["status"] in STATUSES:
            at = place(row["status"], comes_in=row["comes_in"])
            numbers[row["id"], row["relation"]][at] += row["number"]
    at_hubs = {key: found for key, found in sorted(numbers.items()) if degrees[key[0]] > HUB_ABOVE}
    tops = _tops(tx, list(at_hubs))
    kept: dict[str, list[Kept]] = defaultdict(list)
    for (entity, relation), found in at_hubs.items():
        kept[entity].append(Kept(entity, relation, tuple(found), tops[entity, relation]))
    return {entity: Summary(degrees[entity], tuple(kept[entity])) for entity in ids}


def _tops(
    tx: neo4j.ManagedTransaction, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Return the lists of these entities and relations, worked out from the edges."""
    by_relation: dict[str, list[str]] = defaultdict(list)
    for entity, relation in keys:
        by_relation[relation].append(entity)
    found: dict[tuple[str, str], list[str]] = {}
    more = {"most": LONGEST, "statuses": [status.value for status in STATUSES]}
    for relation, ids in sorted(by_relation.items()):
        for row in _read(tx, keeps.best_of(relation), ids, **more):
            edges = map(packed_edge, row["best"])
            found[row["id"], relation] = [entry_of(s) for s in steps(edges, row["id"])]
    return {key: "".join(found[key]) for key in keys}


def _by_relation(kept: Kept) -> str:
    return kept.relation


def _read(
    tx: neo4j.ManagedTransaction, text: str, rows: Sequence[Any], **more: Any
) -> Iterator[neo4j.Record]:
    return read_rows(tx, text, rows, size=_LISTS_A_STATEMENT, **more)


def _write(tx: neo4j.ManagedTransaction, text: str, rows: Sequence[Any]) -> None:
    run_rows(tx, text, rows, size=_LISTS_A_STATEMENT)
