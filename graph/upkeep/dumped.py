r"""One line of a dump: a header, a node, a link, an entry of the log, or the end.

A dump is JSON, one object a line, packed with gzip. Text, numbers, truth values
and lists stand as they are, dates and moments as `{"date": "2024-03-04"}`; what
is absent in the store is absent in the line. First comes the canonical graph,
in an order that depends on nothing but the graph; then the log: what tells of
the past of this one store. The last line holds a checksum of all before it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from ..database.driver import neo4j
from ..errors import StoreError
from ..model import Label
from ..vocabulary import relations

FORMAT = 1
"""Version of the file's form; that of the data model stands beside it."""

LOGS = ("Review",)
"""Kinds of nodes that only the log holds; judgements that do not hold any more join them."""

PASSING: Mapping[str, tuple[str, ...]] = {
    "Document": ("loaded_at",),
    "Entity": ("former_ids",),
    "Claim": ("reviewed_at",),
    "Judgement": ("at",),
}
"""What depends on when and in which order things were loaded: not of the canonical graph."""

NODES: Mapping[str, tuple[str, ...]] = {
    "Document": ("Document",),
    "Entity": tuple(f"Entity:{label}" for label in Label),
    "Alias": ("Alias",),
    "Claim": ("Claim",),
    "Judgement": ("Judgement",),
    "Kept": ("Kept",),
}
"""Kinds of nodes of the canonical graph, in the order of a dump, and the labels they may have."""

MOMENTS = ("loaded_at", "reviewed_at", "at", "undone_at")
"""Properties that hold a moment."""


Line: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a dump holds.

    Attributes:
        entries: Of the log.
    """

    nodes: int = 0
    links: int = 0
    entries: int = 0

    @property
    def lines(self) -> int:
        """Lines of the file, the last one not counted."""
        return self.nodes + self.links + self.entries + 1

    def plus(self, line: Line) -> Contents:
        """Return what there is together with one more line."""
        return Contents(
            self.nodes + ("node" in line),
            self.links + ("link" in line),
            self.entries + ("log" in line),
        )


def links() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Return the kinds of links in the order of a dump: from where, their types, to where."""
    return (
        ("Document", ("PUBLISHED_BY",), "Entity"),
        ("Alias", ("REFERS_TO",), "Entity"),
        ("Claim", ("STATED_IN",), "Document"),
        ("Claim", ("OBJECT", "SAID_BY", "SUBJECT"), "Entity"),
        ("Entity", tuple(relations()), "Entity"),
    )


def packed(line: Mapping[str, Any]) -> bytes:
    """Return a line as it stands in the file."""
    text = json.dumps(
        line, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode("utf-8") + b"\n"


def properties_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a node or link as a line holds them.

    Raises:
        StoreError: somebody wrote a value that a dump cannot carry.
    """
    found = {}
    for name, value in stored.items():
        try:
            found[name] = _encoded(value)
        except TypeError:
            where = stored.get("id", "A node")
            kind = type(value).__name__
            raise StoreError(
                f"{where}: its property “{name}” holds a {kind}, which a dump cannot carry: "
                "it was not written by Sayso; remove it."
            ) from None
    return found


def values_of(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `properties_of` made a line's properties of.

    Raises:
        ValueError: that is no value of a dump.
    """
    return {name: _decoded(value) for name, value in properties.items()}


def _encoded(value: Any) -> Any:
    if isinstance(value, neo4j.time.DateTime | datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, neo4j.time.Date | date):
        return {"date": value.isoformat()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": repr(value)}
    if isinstance(value, list):  # durations and points are tuples
        return [_encoded(one) for one in value]
    if isinstance(value, str | bool | int | float):
        return value
    raise TypeError


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_decoded(one) for one in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"date": str(text), **rest} if not rest:
            return date.fromisoformat(text)
        case {"moment": str(text), **rest} if not rest:
            return neo4j.time.DateTime.from_iso_format(text)
        case {"number": str(text), **rest} if not rest:
            return float(text)
    raise ValueError("no value of a dump")
