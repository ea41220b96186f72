"""What the drawer shows about a line or a name, as plain data for its component.

Every text is data: the component sets it as text, never as markup. The shapes
are `{"text": …, "tone": …}` for words and `{"entity": …}` for a name with its
glyph.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby, pairwise
from typing import Any, TypeAlias

from ..graph.model import (
    Attribution,
    Claim,
    Document,
    Edge,
    Entity,
    Evidence,
    Modality,
    Polarity,
    Status,
)
from ..graph.reading.counts import Count
from ..graph.store import Denied, Profile
from . import words

Content: TypeAlias = dict[str, Any]

CLAIMS_A_PAGE = 10
_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*")

DASHES_AT_MOST = 12
"""More dashes than this cannot be counted by eye; only the number is shown."""


def nothing_open(opened: str | None = None) -> Content:
    """Return the hint of the empty drawer; `opened` is what could not be found."""
    return {"kind": "hint", "id": opened, "text": words.NOTHING_OPEN}


def edge_content(
    edge: Edge, evidence: Sequence[Evidence], *, link: str, shown: int = CLAIMS_A_PAGE
) -> Content:
    """Return the drawer of one edge.

    Args:
        edge: The summary that was clicked.
        evidence: Every claim behind it, newest first; at least one.
        link: The view as it stands in a link.
        shown: Most claims to show; the rest can be asked for.
    """
    first = evidence[0]
    content = _opened(edge.id, first, evidence, link=link, shown=shown) | {
        "meta": f"Edge · {words.counted(len(evidence), 'claim')}, newest first",
        "line": edge.status,
        "chip": {"line": edge.status, "word": edge.status.capitalize()},
        "summary": words.summary(edge),
    }
    if edge.status is Status.DISPUTED:
        content["columns"] = _columns(edge, content.pop("claims"), evidence)
    else:
        _note_hedged_denial(content["claims"], evidence, edge.status)
    return content


def denied_content(
    evidence: Sequence[Evidence], *, opened: str, link: str, shown: int = CLAIMS_A_PAGE
) -> Content:
    """Return the drawer of a pair that is only denied, which has no edge."""
    return _opened(opened, evidence[0], evidence, link=link, shown=shown) | {
        "meta": f"No edge · {words.counted(len(evidence), 'claim')}, newest first",
        "line": "denied",
        "chip": {"line": "denied", "word": "Denied"},
        "summary": words.ONLY_DENIED,
    }


def _opened(
    opened: str, first: Evidence, evidence: Sequence[Evidence], *, link: str, shown: int
) -> Content:
    return {
        "kind": "edge",
        "id": opened,
        "link": link,
        "subject": entity(first.subject),
        "reads": words.reading(first.claim.relation),
        "object": entity(first.object) if first.object else None,
        "claims": [
            _claim(item, f"Claim {number} of {len(evidence)}")
            for number, item in enumerate(evidence[:shown], start=1)
        ],
        "more": _more(len(evidence) - shown),
    }


def _more(left: int) -> str | None:
    return f"Show {min(left, CLAIMS_A_PAGE)} more of {left}" if left > 0 else None


def _columns(edge: Edge, claims: list[Content], evidence: Sequence[Evidence]) -> list[Content]:
    sides: dict[Polarity, list[Content]] = {Polarity.AFFIRMED: [], Polarity.DENIED: []}
    for content, item in zip(claims, evidence, strict=False):
        sides[item.claim.polarity].append(content)
    _note_hedged_denial(claims, evidence, edge.status)
    sources = {
        Polarity.AFFIRMED: ("Says yes", edge.n_for + edge.n_hedged),
        Polarity.DENIED: ("Says no", edge.n_against),
    }
    return [
        {
            "title": f"{says} · {words.counted(number, 'source')}",
            "side": polarity,
            "claims": sides[polarity],
        }
        for polarity, (says, number) in sources.items()
    ]


def _note_hedged_denial(
    claims: Iterable[Content], evidence: Sequence[Evidence], status: Status
) -> None:
    for content, item in zip(claims, evidence, strict=False):
        if item.claim.polarity is Polarity.DENIED and item.claim.modality is not Modality.ASSERTED:
            content["note"] = words.HEDGED_DENIAL.format(status=status)


def _claim(evidence: Evidence, title: str) -> Content:
    claim, document = evidence.claim, evidence.document
    rows = [
        ("Who said it", _speakers(evidence)),
        ("How sure", _strong(*words.how_sure(claim))),
        ("Yes or no", _strong(words.YES_OR_NO[claim.polarity])),
        ("When", _strong(*words.when(evidence))),
    ]
    said = words.said(claim)
    if said is not None:
        rows.append(("Said", _strong(*said)))
    return {
        "title": title,
        "id": evidence.id,
        "document": {"name": document.shown_name, "url": web_address(document.url)},
        "paragraph": f"paragraph {evidence.paragraph_number}",
        "runs": runs(evidence.paragraph, evidence.paragraph_start, claim),
        "rows": [{"head": head, "parts": parts} for head, parts in rows],
    }


def _strong(value: str, addition: str = "") -> list[Content]:
    parts = [{"text": value, "tone": "strong"}]
    return [*parts, {"text": addition, "tone": "muted"}] if addition else parts


def _speakers(evidence: Evidence) -> list[Content]:
    parts: list[Content] = []
    for name, index in words.chain(evidence):
        speaker = evidence.voices[index].entity if index is not None else None
        part = {"entity": entity(speaker)} if speaker else {"text": name, "tone": "strong"}
        parts.append(part | {"after": "→ told"} if parts else part)
    if any(voice.attribution is Attribution.HEARSAY for voice in evidence.voices[1:]):
        parts.append({"text": f"({words.SOURCE_NOT_NAMED})", "tone": "muted"})
    return parts


def text_content(document: Document, claim: Claim) -> Content:
    """Return the drawer of a whole document, with the words that `claim` was read from marked."""
    return {
        "kind": "text",
        "id": f"{document.id}:{claim.quote_start}-{claim.quote_end}",
        "name": document.shown_name,
        "published": words.published(document),
        "paragraphs": [
            runs(document.text[start:end], start, claim) for start, end in paragraphs(document.text)
        ],
    }


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return where the lines of `text` that are not blank begin and end."""
    return [match.span() for match in _PARAGRAPH.finditer(text)]


def web_address(url: str | None) -> str | None:
    """Return `url` if it is one that a browser may open; a document can carry anything."""
    return url if url and url.startswith(("https://", "http://")) else None


def runs(paragraph: str, start: int, claim: Claim) -> list[Content]:
    """Return `paragraph` cut where the look changes.

    Args:
        paragraph: The paragraph as it stands in the document.
        start: Offset of the paragraph in the document's text.
        claim: Its quote is marked; subject, object and trigger are underlined.
    """
    quote = (claim.quote_start, claim.quote_end)
    lined = [span for span in (claim.subject_span, claim.object_span, claim.trigger_span) if span]
    cuts = {0, len(paragraph)}
    for first, last in (quote, *lined):
        cuts |= {min(max(cut - start, 0), len(paragraph)) for cut in (first, last)}
    ordered = sorted(cuts)
    pieces = [
        (
            paragraph[first:last],
            _within(start + first, [quote]),
            _within(start + first, [quote]) and _within(start + first, lined),
        )
        for first, last in pairwise(ordered)
    ]
    return [
        {"text": "".join(text for text, *_ in group), "quoted": quoted, "lined": underlined}
        for (quoted, underlined), group in groupby(pieces, key=lambda piece: piece[1:])
    ]


def _within(offset: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= offset < last for first, last in spans)


def entity(thing: Entity) -> Content:
    """Return a name with what is needed to draw its glyph and to open it."""
    return {"id": thing.id, "name": thing.name, "type": thing.label}


def name_content(profile: Profile, *, link: str, shown: Collection[str]) -> Content:
    """Return the drawer of one name.

    Args:
        profile: The entity with its edges, whatever the filters hide.
        link: The view as it stands in a link.
        shown: Ids of the names in the picture.
    """
    thing = profile.entity
    others = [name for name in thing.names if name != thing.name]
    return {
        "kind": "name",
        "id": thing.id,
        "link": link,
        "meta": f"{thing.label} · {thing.kind}" if thing.kind else str(thing.label),
        "entity": entity(thing),
        "also": "Also written " + ", ".join(map(words.quoted, others)) if others else None,
        "counts": " · ".join(
            [
                words.counted(profile.documents, "document"),
                words.counted(profile.claims, "claim"),
                _listed(profile) or _neighbours_shown(profile, shown),
            ]
        ),
        "relations": _relations(profile),
        "denied": [_denied(item) for item in profile.denied],
        "edges": [_edge_row(edge, profile) for edge in _by_relation(profile)],
    }


def _listed(profile: Profile) -> str | None:
    """Return how many lines stand below, where it is not all of them."""
    listed, every = len(profile.edges), profile.counts.total
    return f"{listed:,} of {every:,} lines listed" if listed < every else None


def _neighbours_shown(profile: Profile, shown: Collection[str]) -> str:
    every, there = len(profile.neighbours), len(profile.neighbours.keys() & set(shown))
    if every == 0:
        return "no neighbours"
    if there == every:
        return "its neighbour is shown" if every == 1 else f"all {every:,} neighbours shown"
    return f"{there:,} of {every:,} neighbours shown"


def _reads(edge: Edge, profile: Profile) -> str:
    return words.reading(edge.relation, inverse=edge.subject != profile.entity.id)


def _numbers(profile: Profile) -> dict[str, list[Count]]:
    """Return the numbers of lines that read alike, most lines first."""
    found: dict[str, list[Count]] = {}
    for count in profile.counts.rows:
        found.setdefault(words.reading(count.relation, inverse=count.comes_in), []).append(count)
    ordered = sorted(found, key=lambda reads: (-sum(c.number for c in found[reads]), reads))
    return {reads: found[reads] for reads in ordered}


def _by_relation(profile: Profile) -> list[Edge]:
    places = {reads: place for place, reads in enumerate(_numbers(profile))}
    order = list(Status)
    return sorted(
        profile.edges,
        key=lambda edge: (
            places[_reads(edge, profile)],
            order.index(edge.status),
            _other(edge, profile).name.casefold(),
            edge.id,
        ),
    )


def _other(edge: Edge, profile: Profile) -> Entity:
    end = edge.object if edge.subject == profile.entity.id else edge.subject
    return profile.entity if end == profile.entity.id else profile.neighbours[end]


def _relations(profile: Profile) -> list[Content]:
    rows = []
    for reads, counts in _numbers(profile).items():
        number = {count.status: count.number for count in counts}
        every = sum(number.values())
        order = Status if every <= DASHES_AT_MOST else ()
        lines = [status for status in order for _ in range(number.get(status, 0))]
        rows.append({"reads": reads, "lines": lines, "count": every})
    return rows


def _edge_row(edge: Edge, profile: Profile) -> Content:
    return {
        "id": edge.id,
        "reads": _reads(edge, profile),
        "with": entity(_other(edge, profile)),
        "status": edge.status,
        "claims": edge.n_claims,
    }


def _denied(item: Denied) -> Content:
    return {
        "id": f"{item.subject.id}|{item.relation}|{item.object.id}",
        "sentence": f"{item.subject.name} {words.reading(item.relation)} {item.object.name}",
        "claims": words.counted(item.claims, "claim"),
    }
