"""The claims behind an edge, each with all that is needed to show and to believe it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from . import records
from .cypher import pages, reads
from .driver import neo4j
from .model import Claim, Document, Evidence

_LINE_END = re.compile(r"\r\n|\r|\n")


def evidence(tx: neo4j.ManagedTransaction, edge_id: str) -> tuple[Evidence, ...]:
    """Return the claims of one subject, relation and object, newest first.

    Newest by publication, unknown dates last; within a document in text order.
    """
    found = _complete(tx, list(tx.run(reads.EVIDENCE, edge=edge_id)))
    return tuple(sorted(found, key=_newest_first))


def of_claims(tx: neo4j.ManagedTransaction, claim_ids: Sequence[str]) -> tuple[Evidence, ...]:
    """Return these claims, in this order."""
    found = {item.id: item for item in _complete(tx, list(tx.run(pages.EVIDENCE, ids=claim_ids)))}
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


def _complete(tx: neo4j.ManagedTransaction, rows: Sequence[neo4j.Record]) -> list[Evidence]:
    """Return what rows of claims tell, with the paragraphs that their documents hold."""
    wanted = sorted({row["document"] for row in rows})
    stored = {row["document"]["id"]: row["document"] for row in tx.run(reads.DOCUMENTS, ids=wanted)}
    return [_evidence(row, stored[row["document"]]) for row in rows]


def _evidence(row: neo4j.Record, stored: Mapping[str, Any]) -> Evidence:
    properties = row["claim"]
    claim: Claim = records.claim(properties)
    document: Document = records.document(stored)
    shown, start, number = paragraph(stored["text"], claim.quote_start, claim.quote_end)
    return Evidence(
        id=properties["id"],
        claim=claim,
        subject=records.entity(row["s"]),
        object=None if row["o"] is None else records.entity(row["o"]),
        document=document,
        paragraph=shown,
        paragraph_start=start,
        paragraph_number=number,
        voices=records.voices(properties, row["voices"]),
    )


def _newest_first(found: Evidence) -> tuple[int, str, int, str]:
    published = found.document.published_on or date.min
    return (-published.toordinal(), found.document.id, found.claim.quote_start, found.id)
