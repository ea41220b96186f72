"""Claims as plain records: what `sayso load --dry-run --json` prints.

This form is public and stays. One record is one claim:

    id, doc, relation
    subject, object      {name, label, collective, spans}; object may be null
    speakers             innermost first, each {name, label, attribution, spans};
                         empty means the document's own voice
    modality, polarity, quote, quote_start, quote_end, attributes
    when_text, date_from, date_to    when it happened, as written and resolved
    said_text, said_on, addressee    when it was said, and to whom
    hedge, trigger, confidence, rule, extractor, extractor_version

`doc` is the file's name without its ending. Offsets are code points into the
text without front matter, end exclusive. `spans` are all mentions of the thing:
the one that the claim was read from first, then the others in text order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from ..graph.model import Attribution, Claim, Document, Reading, Referent, Span, Speaker
from ..graph.writing.rows import claim_ids


def claim_records(reading: Reading) -> list[dict[str, Any]]:
    """Return the claims of `reading` in the public form, in their order."""
    ids = claim_ids(reading)
    return [_record(reading, claim, id_) for claim, id_ in zip(reading.claims, ids, strict=True)]


def document_name(document: Document) -> str:
    """Return what `doc` holds: the file's name without its ending, else the id."""
    return PurePath(document.file_name).stem if document.file_name else document.id


def _record(reading: Reading, claim: Claim, claim_id: str) -> dict[str, Any]:
    things = reading.referents
    target = None if claim.object is None else things[claim.object]
    return {
        "id": claim_id,
        "doc": document_name(reading.document),
        "relation": claim.relation,
        "subject": _end(things[claim.subject], claim.subject_span),
        "object": _end(target, claim.object_span) if target else None,
        "speakers": [_speaker(things, speaker) for speaker in claim.speakers],
        "modality": claim.modality.value,
        "polarity": claim.polarity.value,
        "quote": claim.quote,
        "quote_start": claim.quote_start,
        "quote_end": claim.quote_end,
        "attributes": dict(claim.qualifiers),
        "when_text": claim.when_text,
        "date_from": _day(claim.date_from),
        "date_to": _day(claim.date_to),
        "said_text": claim.said_text,
        "said_on": _day(claim.said_on),
        "addressee": claim.addressee,
        "hedge": claim.hedge,
        "trigger": claim.trigger,
        "confidence": round(claim.confidence, 3),
        "rule": claim.rule,
        "extractor": claim.extractor,
        "extractor_version": claim.extractor_version,
    }


def _end(thing: Referent, read_from: Span | None) -> dict[str, Any]:
    return {
        "name": thing.name,
        "label": thing.label.value,
        "collective": thing.collective,
        "spans": _spans(thing, read_from),
    }


def _speaker(things: Sequence[Referent], speaker: Speaker) -> dict[str, Any]:
    if speaker.referent is None:
        spans = [list(speaker.span)] if speaker.span else []
        return {"name": None, "label": None, "attribution": "hearsay", "spans": spans}
    thing = things[speaker.referent]
    return {
        "name": thing.name,
        "label": thing.label.value,
        "attribution": Attribution(speaker.attribution).value,
        "spans": _spans(thing, speaker.span),
    }


def _spans(thing: Referent, first: Span | None) -> list[list[int]]:
    rest = [list(span) for span in thing.spans if span != first]
    return [list(first), *rest] if first else rest


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
