"""The claims behind an edge, each with all that is needed to show and to believe it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..cypher import pages
from ..database import records
from ..database.driver import neo4j
from ..model import Entity, Evidence
from .among import entities

_LINE_END = re.compile(r"\r\n|\r|\n")


def evidence(tx: neo4j.ManagedTransaction, edge_id: str) -> tuple[Evidence, ...]:
    """Return the claims of one subject, relation and object, newest first.

    Newest by publication, unknown dates last; within a document in text order.
    """
    found = _complete(tx, list(tx.run(pages.EVIDENCE_OF_EDGE, edge=edge_id)))
    return tuple(sorted(found, key=_newest_first))


def of_claims(tx: neo4j.ManagedTransaction, claim_ids: Sequence[str]) -> tuple[Evidence, ...]:
    """Return these claims, in this order."""
    rows = list(tx.run(pages.EVIDENCE_OF_CLAIMS, ids=claim_ids))
    found = {item.id: item for item in _complete(tx, rows)}
    return tuple(found[claim_id] for claim_id in claim_ids)


def paragraph(text: str, start: int, end: int) -> tuple[str, int, int]:
    r"""Return the paragraph that holds `text[start:end]`, its offset, and its number from 1.

    A paragraph is a line that is not blank; a quote over several lines gives
    all of them.

    >>> paragraph("One.\n\nTwo three.\n", 10, 15)
    ('Two three.', 6, 2)
    """
    first, number = 0, 0
    last = len(text)
    for match in _LINE_END.finditer(text):
        if match.start() >= end:
            last = match.start()
            break
        if match.end() <= start:
            number += bool(text[first : match.start()].strip())
            first = match.end()
    return text[first:last], first, number + 1


@dataclass(frozen=True, slots=True)
class _Known:
    """What several claims have in common, each by its id."""

    documents: Mapping[str, neo4j.Record]
    entities: Mapping[str, Entity]
    names: Mapping[str, str]


def _complete(tx: neo4j.ManagedTransaction, rows: Sequence[neo4j.Record]) -> list[Evidence]:
    """Return what rows of claims tell, with the paragraphs that their documents hold."""
    said = [voice for row in rows for voice in row["voices"] if voice["who"] is not None]
    ends = {row[end] for row in rows for end in ("subject", "object")} - {None}

    def by_id(text: str, ids: Iterable[str]) -> Iterator[neo4j.Record]:
        yield from tx.run(text, ids=sorted(ids))

    names = by_id(pages.ALIASES, {voice["alias"] for voice in said})
    documents = by_id(pages.DOCUMENTS, {row["claim"]["document"] for row in rows})
    known = _Known(
        documents={row["id"]: row for row in documents},
        entities=entities(tx, sorted(ends | {voice["who"] for voice in said})),
        names={row["id"]: row["text"] for row in names},
    )
    return [_evidence(row, known) for row in rows]


def _evidence(row: neo4j.Record, known: _Known) -> Evidence:
    properties = row["claim"]
    stored = known.documents[properties["document"]]
    claim = records.claim(properties)
    shown, start, number = paragraph(stored["text"], claim.quote_start, claim.quote_end)
    voices = [
        {**voice, "who": known.entities[voice["who"]], "name": known.names.get(voice["alias"])}
        for voice in row["voices"]
        if voice["who"] is not None
    ]
    return Evidence(
        id=properties["id"],
        claim=claim,
        subject=known.entities[row["subject"]],
        object=None if row["object"] is None else known.entities[row["object"]],
        document=records.document(stored),
        paragraph=shown,
        paragraph_start=start,
        paragraph_number=number,
        voices=records.voices(properties, voices),
    )


def _newest_first(found: Evidence) -> tuple[int, str, int, str]:
    published = found.document.published_on or date.min
    return (-published.toordinal(), found.document.id, found.claim.quote_start, found.id)
