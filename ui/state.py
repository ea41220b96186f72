"""What the Explore page shows, as a value that fits into a link.

A link carries the view as checked JSON: ids, closed sets of words and numbers,
nothing else. Whatever does not pass is left out, so an old or a forged link
opens what it still can.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..graph.model import Edge, Entity, Label, Status
from ..graph.subgraph import Subgraph
from ..graph.vocabulary import relations

SHOWN_AT_FIRST = 300
SHOWN_MORE = 300
SHOWN_AT_MOST = 5_000
"""Above it no renderer stayed pleasant to use; the table holds the rest."""

LONGEST_LINK = 8_000
_ENTITY = re.compile(r"e[0-9a-f]{20}")
_OPENED = re.compile(r"[er][0-9a-f]{20}|e[0-9a-f]{20}\|[A-Z_]{1,40}\|e[0-9a-f]{20}")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the three filters leave out; empty sets show everything."""

    relations: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.relations or self.status or self.types)

    def leaves(self, subgraph: Subgraph, *, keep: Iterable[str] = ()) -> Subgraph:
        """Return what remains of `subgraph`.

        A name that loses its last line goes too, unless it is in `keep` or had
        no line to begin with.
        """
        if not self:
            return subgraph
        kept, ends = set(keep), _ends(subgraph.edges)
        of_type = {node.id for node in subgraph.nodes if node.label not in self.types}
        edges = tuple(edge for edge in subgraph.edges if self._shows(edge, of_type))
        lit = _ends(edges) | kept | ({node.id for node in subgraph.nodes} - ends)
        nodes = tuple(node for node in subgraph.nodes if node.id in of_type and node.id in lit)
        return replace(subgraph, nodes=nodes, edges=edges)

    def _shows(self, edge: Edge, of_type: set[str]) -> bool:
        return (
            edge.relation not in self.relations
            and edge.status not in self.status
            and {edge.subject, edge.object} <= of_type
        )


def _ends(edges: Iterable[Edge]) -> set[str]:
    return {end for edge in edges for end in (edge.subject, edge.object)}


@dataclass(frozen=True, slots=True)
class View:
    """One state of the Explore page.

    Attributes:
        start: Id of the entity in the middle; none on an empty store.
        expanded: Further entities whose neighbours are shown, in order.
        undone: Expansions taken back, the next to redo last.
        opened: What the drawer shows: the id of an edge or an entity, or
            `subject|RELATION|object` for a pair that is only denied.
        hidden: What the filters leave out.
        table: Whether the table stands in for the picture.
        limit: Most names to show.
    """

    start: str | None = None
    expanded: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    opened: str | None = None
    hidden: Hidden = field(default=Hidden())
    table: bool = False
    limit: int = SHOWN_AT_FIRST

    @property
    def grown_from(self) -> tuple[str, ...]:
        """Ids whose neighbourhoods make the picture."""
        return (*([self.start] if self.start else []), *self.expanded)

    def around(self, start: str, *, opened: str | None = None) -> View:
        """Return the view on another entity; the filters stay."""
        return View(start=start, opened=opened, hidden=self.hidden, table=self.table)

    def expand(self, entity: str) -> View:
        """Return the view with the neighbours of `entity` added."""
        if entity in self.grown_from:
            return self
        return replace(self, expanded=(*self.expanded, entity), undone=())

    def undo(self) -> View:
        """Return the view without the last expansion."""
        if not self.expanded:
            return self
        *kept, last = self.expanded
        return replace(self, expanded=tuple(kept), undone=(*self.undone, last))

    def redo(self) -> View:
        """Return the view with the last undone expansion again."""
        if not self.undone:
            return self
        *kept, last = self.undone
        return replace(self, expanded=(*self.expanded, last), undone=tuple(kept))

    def more(self) -> View:
        """Return the view with room for more names."""
        return replace(self, limit=min(self.limit + SHOWN_MORE, SHOWN_AT_MOST))

    def to_json(self) -> str:
        """Return the view as it stands in a link; what can be undone is not part of it."""
        hide = {
            "relations": sorted(self.hidden.relations),
            "status": sorted(self.hidden.status),
            "types": sorted(self.hidden.types),
        }
        packed: dict[str, Any] = {
            "start": self.start,
            "expanded": list(self.expanded),
            "open": self.opened,
            "hide": {name: values for name, values in hide.items() if values},
            "table": self.table,
            "limit": self.limit if self.limit != SHOWN_AT_FIRST else None,
        }
        kept = {name: value for name, value in packed.items() if value}
        return json.dumps(kept, separators=(",", ":"))


def view_from_json(text: str) -> View:
    """Return the view that a link asks for, as far as it passes the checks."""
    if len(text) > LONGEST_LINK:
        return View()
    try:
        packed = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return View()
    if not isinstance(packed, dict):
        return View()
    limit = packed.get("limit")
    return View(
        start=_matching(_ENTITY, packed.get("start")),
        expanded=tuple(_all_matching(_ENTITY, packed.get("expanded"))),
        opened=openable(packed.get("open")),
        hidden=_hidden(packed.get("hide")),
        table=packed.get("table") is True,
        limit=min(max(limit, 1), SHOWN_AT_MOST) if type(limit) is int else SHOWN_AT_FIRST,
    )


def openable(value: object) -> str | None:
    """Return `value` if it is something that the drawer can show."""
    return _matching(_OPENED, value)


def _hidden(packed: object) -> Hidden:
    given: Mapping[str, object] = packed if isinstance(packed, dict) else {}
    return Hidden(
        relations=_known(given.get("relations"), relations()),
        status=_known(given.get("status"), Status),
        types=_known(given.get("types"), Label),
    )


def _known(values: object, allowed: Iterable[str]) -> frozenset[str]:
    names = {str(name) for name in allowed}
    given = values if isinstance(values, list) else []
    return frozenset(value for value in given if isinstance(value, str) and value in names)


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None


def _all_matching(pattern: re.Pattern[str], values: object) -> Iterable[str]:
    given = values if isinstance(values, list) else []
    return dict.fromkeys(value for value in given if _matching(pattern, value) is not None)


def names(subgraph: Subgraph) -> dict[str, Entity]:
    """Return the entities of `subgraph` by id."""
    return {node.id: node for node in subgraph.nodes}
