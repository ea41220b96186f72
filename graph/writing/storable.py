"""What both engines can hold; a reading with anything else is refused before it is written."""

from __future__ import annotations

from collections.abc import Iterator

from .. import ids
from ..errors import DocumentError
from ..model import Reading
from ..vocabulary import relations

LONGEST_NAME = 1_000
"""Characters: names are indexed, and an index takes about 8,000 bytes."""

_MOST_KEY_BYTES = 7_000  # what a name has when compared: a single sign may become a phrase
_SHOWN = 40


def check(reading: Reading, reserved: frozenset[str]) -> None:
    """Refuse a reading that cannot be stored as it is.

    Args:
        reading: Whole, as a loader hands it over.
        reserved: Names that no qualifier may have.

    Raises:
        DocumentError: a text holds half of a character pair, a name is too
            long, a quote is not what the text says, a qualifier has a name of
            ours, a relation is unknown.
    """
    document = reading.document
    shown = document.shown_name.encode("utf-8", "backslashreplace").decode("utf-8")[:LONGEST_NAME]
    for field, text in _texts(reading):
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise DocumentError(
                shown,
                f"its {field} holds half of a character pair at {error.start}; save it as UTF-8.",
            ) from None
    names = [name for thing in reading.referents for name in (thing.name, *thing.names)]
    for name in [*names, document.outlet or ""]:
        if len(name) > LONGEST_NAME or len(ids.normalise(name).encode()) > _MOST_KEY_BYTES:
            raise DocumentError(
                shown,
                f"the name “{name[:_SHOWN]}…” is too long ({len(name):,} characters; "
                f"{LONGEST_NAME:,} are the most, fewer if its signs stand for several letters).",
            )
    for claim in reading.claims:
        if document.text[claim.quote_start : claim.quote_end] != claim.quote:
            raise DocumentError(
                shown, f"a quote is not what the text says at {claim.quote_start}: {claim.quote!r}."
            )
        clash = {name for name, _ in claim.qualifiers} & reserved
        if clash:
            raise DocumentError(shown, f"a claim has a qualifier called {min(clash)}.")
        if claim.relation not in relations():
            raise DocumentError(shown, f"a claim has the unknown relation {claim.relation}.")


def file_name(name: str | None) -> str | None:
    """Return a file's name; bytes that are no UTF-8, which some systems allow, are escaped."""
    return None if name is None else name.encode("utf-8", "backslashreplace").decode("utf-8")


def _texts(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield every text that is stored, with what it is; a file's name is escaped instead."""
    document = reading.document
    for field in ("text", "title", "outlet", "url", "lang"):
        yield field, getattr(document, field) or ""
    for thing in reading.referents:
        parts = (thing.name, *thing.names, thing.kind or "", thing.country or "", *thing.ids)
        yield "name " + ascii(thing.name[:_SHOWN]), " ".join(parts)
    for claim in reading.claims:
        own = (claim.trigger, claim.hedge, claim.when_text, claim.said_text, claim.addressee)
        origin = (claim.rule, claim.extractor, claim.extractor_version)
        said = [part for qualifier in claim.qualifiers for part in qualifier]
        cues = [speaker.cue for speaker in claim.speakers]
        yield "claim", " ".join(part for part in (*own, *origin, *said, *cues) if part)
