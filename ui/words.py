"""The exact words of the page: how claims, edges and counts are said.

Plain text only: nothing here is ever read as HTML or Markdown.
"""

from __future__ import annotations

import calendar
from datetime import date

from ..graph.model import Attribution, Claim, Document, Edge, Evidence, Modality, Polarity, Status
from ..graph.vocabulary import relations

NOT_PROVEN = "A line shows what a source says, not what is proven."
NOTHING_OPEN = "Click a line to read what was said. Double-click a name to see more around it."
HEDGED_DENIAL = "A hedged denial denies nothing: the edge stays {status}."
ONLY_DENIED = "Only denied, so no line is drawn"
RANKED = "Ranked by number of sources. The rest is in the table."
MOST_DRAWN = "5,000 is the most that can be drawn."
PLAIN_TEXT_ONLY = "Sayso reads plain text in UTF-8, up to {limit}."
NOT_SAID_BY_ANYBODY = "the article itself"
SOURCE_NOT_NAMED = "reported, source not named"
ASK_ONLY_READS = "Ask only reads"

HOW_SURE = {
    Modality.ASSERTED: "Stated as fact",
    Modality.PLANNED: "Planned",
    Modality.POSSIBLE: "Possible",
    Modality.CONDITIONAL: "Conditional",
    Modality.REQUESTED: "Requested",
    Modality.ALLEGED: "Alleged",
}
YES_OR_NO = {Polarity.AFFIRMED: "Affirmed", Polarity.DENIED: "Denied"}


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return `number` with its noun.

    >>> counted(1, "claim"), counted(2143, "claim"), counted(2, "entity", "entities")
    ('1 claim', '2,143 claims', '2 entities')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def quoted(text: str) -> str:
    """Return `text` in the quotation marks of the page."""
    return f"“{text}”"


def reading(relation: str, *, inverse: bool = False) -> str:
    """Return how `relation` reads; a relation this version does not know reads as its name."""
    known = relations().get(relation)
    if known is None:
        return relation.lower().replace("_", " ")
    return known.inverse if inverse else known.reads


def summary(edge: Edge) -> str:
    """Return the sentence that counts the sources behind `edge`."""
    if edge.status is Status.HEDGED:
        return f"Nobody states it as fact: {counted(edge.n_hedged, 'source')}, hedged"
    if edge.status is Status.ASSERTED:
        return f"{_say_so(edge.n_for)}, none denies it"
    denied = f"{edge.n_against} {'denies' if edge.n_against == 1 else 'deny'} it"
    if edge.n_for == 0:
        return f"{_say_so(edge.n_hedged)} with a hedge, {denied}"
    return f"{_say_so(edge.n_for)}, {denied}"


def _say_so(number: int) -> str:
    return f"{counted(number, 'source')} {'says' if number == 1 else 'say'} so"


def how_sure(claim: Claim) -> tuple[str, str]:
    """Return how sure the speaker is, and the word that shows it as an addition."""
    shown = f"· {quoted(claim.hedge)}" if claim.hedge else ""
    return HOW_SURE[claim.modality], shown


def when(evidence: Evidence) -> tuple[str, str]:
    """Return when it happened, and an addition: the words of the text, or the publication."""
    claim, published = evidence.claim, evidence.document.published_on
    written = f"· {quoted(claim.when_text)}" if claim.when_text else ""
    if claim.date_from is not None:
        return period(claim.date_from, claim.date_to or claim.date_from), written
    if written:
        return "Not dated", written
    return "Not dated", f"· published {day(published)}" if published else ""


def said(claim: Claim) -> tuple[str, str] | None:
    """Return when it was said, and an addition; nothing where that is not known."""
    written = f"· {quoted(claim.said_text)}" if claim.said_text else ""
    if claim.said_on is not None:
        return day(claim.said_on), written
    return ("Not dated", written) if written else None


def day(value: date) -> str:
    """Return a date as the page writes it.

    >>> day(date(2019, 5, 22))
    '22 May 2019'
    """
    return f"{value.day} {calendar.month_name[value.month]} {value.year}"


def period(first: date, last: date) -> str:
    """Return a stretch of days as briefly as it can be said.

    >>> period(date(2019, 5, 13), date(2019, 5, 19))
    '13–19 May 2019'
    >>> period(date(2019, 4, 1), date(2019, 4, 30))
    'April 2019'
    """
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        month = f"{calendar.month_name[first.month]} {first.year}"
        whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
        return month if whole else f"{first.day}–{last.day} {month}"
    if first.year == last.year:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return str(first.year)
        return f"{first.day} {calendar.month_name[first.month]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def who(evidence: Evidence) -> list[str]:
    """Return the chain of speakers as words only, innermost first.

    The drawer draws the same chain with glyphs; this is for lists and tables.
    """
    return [name for name, _ in chain(evidence)]


def chain(evidence: Evidence) -> list[tuple[str, int | None]]:
    """Return the names in the chain of speakers, innermost first.

    Each comes with its index in `evidence.voices`; none marks a name that is no
    entity: the document's own voice, an unnamed source, or who was told.
    """
    if not evidence.voices:
        return [(NOT_SAID_BY_ANYBODY, None)]
    named: list[tuple[str, int | None]] = []
    for index, voice in enumerate(evidence.voices):
        if voice.entity is not None:
            named.append((voice.entity.name, index))
        elif voice.attribution is Attribution.HEARSAY or not voice.name:
            named.append((SOURCE_NOT_NAMED, None))
        else:
            named.append((voice.name, None))
    told = evidence.claim.addressee
    if told and all(told.casefold() != name.casefold() for name, _ in named):
        named.append((told, None))
    return named


def published(document: Document) -> str:
    """Return when `document` was published, as far as that is known."""
    on = document.published_on
    return f"published {day(on)}" if on else "not dated"


def size(number: int) -> str:
    """Return a number of bytes in the unit of the page.

    >>> size(5_000_000), size(20_000)
    ('5 MB', '20 kB')
    """
    for unit, scale in (("MB", 10**6), ("kB", 10**3)):
        if number >= scale:
            return f"{number / scale:.3g} {unit}"
    return counted(number, "byte")
