"""The documents behind a picture, numbered: one number a document, reused on every line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ...graph.model import Document, Edge, Evidence
from ..words import day
from .measure import clean


@dataclass(frozen=True, slots=True)
class Sources:
    """The numbered documents.

    Attributes:
        documents: Oldest first, undated last; number 1 is the first.
        notes: Numbers behind each edge, by edge id: "1,3".
    """

    documents: tuple[Document, ...]
    notes: Mapping[str, str]

    @property
    def newest(self) -> date | None:
        """Day of the latest publication, where any is known."""
        known = [d.published_on for d in self.documents if d.published_on]
        return max(known, default=None)


def numbered(edges: Iterable[Edge], evidence: Mapping[str, tuple[Evidence, ...]]) -> Sources:
    """Return the documents behind `edges`, numbered.

    Args:
        edges: What is drawn.
        evidence: Claims by edge id; an edge without any gets no number.
    """
    drawn = [edge.id for edge in edges]
    found = {e.document.id: e.document for edge in drawn for e in evidence.get(edge, ())}
    documents = sorted(
        found.values(), key=lambda d: (d.published_on or date.max, d.shown_name, d.id)
    )
    number = {document.id: at for at, document in enumerate(documents, start=1)}
    behind = {
        edge: sorted({number[e.document.id] for e in evidence.get(edge, ())}) for edge in drawn
    }
    notes = {edge: ",".join(map(str, numbers)) for edge, numbers in behind.items() if numbers}
    return Sources(tuple(documents), notes)


def described(document: Document) -> str:
    """Return a document as the list of sources has it: name, outlet, day, address."""
    parts = [
        clean(document.shown_name),
        clean(document.outlet or ""),
        day(document.published_on) if document.published_on else "not dated",
        clean(document.url or ""),
    ]
    return ", ".join(part for part in parts if part)
