"""What Load shows before anything is written: the text with its claims, and their list."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from ..graph.model import Attribution, Claim, Document, Modality, Polarity, Reading, Referent
from . import words
from .drawer import paragraphs
from .theme import Form

Content: TypeAlias = dict[str, Any]

_SURE: tuple[Form, ...] = ("denied", "alleged", "hedged", "asserted")
_LANGUAGES = {"en": "English"}


def in_text_order(reading: Reading) -> list[int]:
    """Return the indexes of the claims in the order in which the text makes them."""
    claims = reading.claims
    return sorted(range(len(claims)), key=lambda i: (claims[i].quote_start, claims[i].quote_end, i))


def form(claim: Claim) -> Form:
    """Return how the line of one claim is drawn; a hedged denial is drawn as hedged."""
    if claim.modality is Modality.ALLEGED:
        return "alleged"
    if claim.modality is not Modality.ASSERTED:
        return "hedged"
    return "denied" if claim.polarity is Polarity.DENIED else "asserted"


def will_be_written(accepted: int, found: int) -> str:
    """Return the sentence above the review."""
    return (
        f"{accepted:,} of {words.counted(found, 'claim')} will be written. Nothing is stored yet."
    )


def list_content(reading: Reading, accepted: Collection[int]) -> Content:
    """Return the list of the claims, numbered in text order."""
    return {
        "kind": "claims",
        "title": f"{words.counted(len(reading.claims), 'claim')} found",
        "names": words.counted(len(_named(reading)), "name"),
        "accepted": sorted(accepted),
        "claims": [
            _item(reading, index, number)
            for number, index in enumerate(in_text_order(reading), start=1)
        ],
    }


def _named(reading: Reading) -> set[int]:
    ends = {end for claim in reading.claims for end in (claim.subject, claim.object)}
    speakers = {speaker.referent for claim in reading.claims for speaker in claim.speakers}
    return {index for index in ends | speakers if index is not None}


def _item(reading: Reading, index: int, number: int) -> Content:
    claim = reading.claims[index]
    target = reading.referents[claim.object] if claim.object is not None else None
    return {
        "index": index,
        "number": number,
        "subject": _name(reading.referents[claim.subject]),
        "line": form(claim),
        "reads": words.reading(claim.relation),
        "object": _name(target) if target else None,
        "measure": dict(claim.qualifiers).get("measure"),
        "meta": " · ".join(_meta(reading, claim)),
    }


def _name(referent: Referent) -> Content:
    return {"name": referent.name, "type": referent.label}


def _meta(reading: Reading, claim: Claim) -> list[str]:
    parts = [words.HOW_SURE[claim.modality]]
    if claim.polarity is Polarity.DENIED:
        parts.append("denied")
    return [*parts, " → told ".join(_speakers(reading, claim))]


def _speakers(reading: Reading, claim: Claim) -> list[str]:
    if not claim.speakers:
        return [words.NOT_SAID_BY_ANYBODY]
    named = [
        reading.referents[speaker.referent].name
        if speaker.referent is not None and speaker.attribution is not Attribution.HEARSAY
        else words.SOURCE_NOT_NAMED
        for speaker in claim.speakers
    ]
    told = claim.addressee
    return [*named, told] if told and told.casefold() not in map(str.casefold, named) else named


def article_content(reading: Reading, accepted: Collection[int]) -> Content:
    """Return the text with its claims marked and numbered."""
    document = reading.document
    return {
        "kind": "article",
        "id": document.id,
        "name": document.file_name or "Pasted text",
        "details": details_line(document),
        "paragraphs": [
            _marked(reading, accepted, start, end) for start, end in paragraphs(document.text)
        ],
    }


def details_line(document: Document) -> str:
    """Return what is known about the document, and what is not.

    >>> details_line(Document("d", "…"))
    'no title · no outlet · not dated · English'
    """
    return " · ".join(
        [
            document.title or "no title",
            document.outlet or "no outlet",
            words.published(document),
            _LANGUAGES.get(document.lang, document.lang),
        ]
    )


def _marked(reading: Reading, accepted: Collection[int], start: int, end: int) -> list[Content]:
    """Return the paragraph `start` to `end` cut wherever a quote begins or ends."""
    numbered = list(enumerate(in_text_order(reading), start=1))
    here = [
        (number, index, claim)
        for number, index in numbered
        if (claim := reading.claims[index]).quote_start < end and claim.quote_end > start
    ]
    cuts = {start, end}
    for _, _, claim in here:
        cuts |= {max(claim.quote_start, start), min(claim.quote_end, end)}
    ordered = sorted(cuts)
    pieces: list[Content] = []
    for first, last in itertools.pairwise(ordered):
        over = [item for item in here if item[2].quote_start <= first < item[2].quote_end]
        pieces.append(_piece(reading.document.text[first:last], over, accepted))
        ending = [number for number, _, claim in here if claim.quote_end == last]
        if ending:
            pieces.append({"numbers": ending})
    return pieces


def _piece(text: str, over: Iterable[tuple[int, int, Claim]], accepted: Collection[int]) -> Content:
    over = list(over)
    if not over:
        return {"text": text}
    # Where claims share words, the least sure of the accepted ones decides the underline.
    ranked = sorted(over, key=lambda item: (item[1] not in accepted, _SURE.index(form(item[2]))))
    shown = ranked[0]
    return {
        "text": text,
        "claims": [number for number, *_ in over],
        "line": form(shown[2]),
        "accepted": shown[1] in accepted,
    }
