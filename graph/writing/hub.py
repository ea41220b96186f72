"""What a hub keeps of its edges, as values, and what a changed edge changes about it.

Nothing here reads or writes: `kept.py` does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..ids import digest
from ..model import Edge
from ..reading.ranked import STATUSES, entries, entry_of, packed, steps

HUB_ABOVE = 100
"""Most edges of an entity that is no hub: ranking so many takes no time."""

LONGEST = 400
"""Edges in a list: 300 are drawn at first, a hundred more are asked for, some are filtered out."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one hub keeps of one relation.

    Attributes:
        numbers: Edges: outgoing asserted, disputed, hedged, then the same incoming.
        top: Entries of the best edges, best first; see `ranked.py`.
    """

    entity: str
    relation: str
    numbers: tuple[int, ...]
    top: str

    @property
    def properties(self) -> dict[str, Any]:
        """What its node holds."""
        return {
            "id": kept_id(self.entity, self.relation),
            "entity": self.entity,
            "relation": self.relation,
            "numbers": list(self.numbers),
            "top": self.top,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What one entity keeps: its degree (none if there is no such entity) and, of a hub, lists."""

    degree: int | None
    kept: tuple[Kept, ...] = ()


def summary(entity: str, edges: Iterable[Edge]) -> Summary:
    """Return what `entity` keeps of `edges`, which are all it has."""
    edges = list(edges)
    if len(edges) <= HUB_ABOVE:
        return Summary(len(edges))
    lists: dict[str, list[str]] = defaultdict(list)
    numbers: dict[str, list[int]] = defaultdict(no_edges)
    for step in steps(edges, entity):
        relation = step.edge.relation
        lists[relation].append(entry_of(step))
        numbers[relation][place(step.edge.status, comes_in=step.comes_in)] += 1
    kept = (
        Kept(entity, relation, tuple(numbers[relation]), "".join(lists[relation][:LONGEST]))
        for relation in sorted(lists)
    )
    return Summary(len(edges), tuple(kept))


def kept_id(entity: str, relation: str) -> str:
    """Return the id of what `entity` keeps of `relation`."""
    return digest("k", entity, relation)


def place(status: str, *, comes_in: bool) -> int:
    """Return where `Kept.numbers` counts the edges with this status and direction."""
    return STATUSES.index(status) + (len(STATUSES) if comes_in else 0)


def no_edges() -> list[int]:
    """Return the numbers of a relation without edges."""
    return [0] * (2 * len(STATUSES))


@dataclass(slots=True)
class Changes:
    """What changes about one relation of a hub: entries that go and come, and its numbers."""

    gone: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    numbers: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class Hub:
    """A hub as it is stored, without its lists, and what changes about it.

    Attributes:
        numbers: By relation, as in `Kept`.
        last: The last entry of the list of each relation.
        changes: By relation, those that change.
    """

    entity: str
    numbers: dict[str, list[int]] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Changes] = field(default_factory=dict)

    def change(
        self,
        relation: str,
        far: str,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        *,
        comes_in: bool,
    ) -> None:
        """Note that an edge held `old` and holds `new`; empty where there was or is none."""
        change = self.changes.setdefault(relation, Changes())
        gone, come = (packed(p, far, comes_in=comes_in) if p else None for p in (old, new))
        if gone == come:
            return
        if gone:
            change.gone.add(gone)
            change.numbers[place(old["status"], comes_in=comes_in)] -= 1
        if come:
            change.new.add(come)
            change.numbers[place(new["status"], comes_in=comes_in)] += 1

    def now(self, relation: str) -> list[int]:
        """Return the numbers of a relation after the changes."""
        before, change = self.numbers.get(relation) or no_edges(), self.changes.get(relation)
        return [n + change.numbers[at] for at, n in enumerate(before)] if change else before

    @property
    def degree(self) -> int:
        """Its edges after the changes."""
        return sum(sum(self.now(relation)) for relation in {*self.numbers, *self.changes})

    def is_listed(self, relation: str) -> bool:
        """Whether the changes reach into the list of this relation."""
        change = self.changes[relation]
        first = min(change.gone | change.new, default=None)
        return first is not None and (self._has_room(relation) or first <= self.last[relation])

    def is_broken(self, relation: str, top: str) -> bool:
        """Whether the stored list lacks an edge that it should hold, or the numbers are off."""
        change = self.changes[relation]
        listed = {e for e in change.gone if self._has_room(relation) or e <= self.last[relation]}
        return bool(listed - set(entries(top))) or min(self.now(relation)) < 0

    def listed(self, relation: str, top: str) -> str | None:
        """Return the list of a relation after the changes; none if edges not in it move up."""
        change = self.changes[relation]
        after = sorted(set(entries(top)) - change.gone | change.new)
        if sum(self.numbers.get(relation, ())) > LONGEST:
            # What the list left out comes after its last entry, nobody knows how.
            after = [entry for entry in after if entry <= self.last[relation]]
        is_enough = len(after) >= min(sum(self.now(relation)), LONGEST)
        return "".join(after[:LONGEST]) if is_enough else None

    def _has_room(self, relation: str) -> bool:
        return sum(self.numbers.get(relation, ())) < LONGEST
