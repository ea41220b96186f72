"""Assemble what the stages found into the reading of one document.

Only who takes part in a claim, or speaks for one, becomes a referent. Claims
come in text order, each with the clause that carries it as its quote.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...graph.model import Claim, Document, Label, Reading, Span, Speaker
from .clauses import Clauses
from .confidence import confidence
from .dates import Dates
from .resolve import Resolution
from .stages import Candidate, Context, VoicedBy, Voicing

EXTRACTOR_VERSION = "1"
_CLAUSES = frozenset({"ccomp", "advcl", "parataxis"})
_EDGES = " \t\n,;:.—–-"
_OPENS = re.compile(r"(?:and|but|that|or|while|although|though|because|as)\s+(?=\w)", re.IGNORECASE)
_CLOSES = re.compile(r"(?<=\w)[\s,]+(?:and|but|or|while)$", re.IGNORECASE)
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"))


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate that stood the test, with all that belongs to it."""

    candidate: Candidate
    context: Context
    voices: tuple[Voicing, ...]
    quote: Span


def link(
    document: Document,
    tree: Clauses,
    resolution: Resolution,
    voicings: Sequence[Voicing],
    candidates: Sequence[Candidate],
    contexts: Sequence[Context],
) -> Reading:
    """Return the reading of `document`: referents in text order, claims in text order."""
    found = [
        _found(tree, candidate, context, voicings)
        for candidate, context in zip(candidates, contexts, strict=True)
        if context.drop is None
    ]
    found = _without_echoes(found)
    numbers = _numbers(resolution, found)
    labels = _labels(found)
    referents = tuple(
        replace(resolution.referents[old], label=labels.get(old, resolution.referents[old].label))
        for old in numbers
    )
    dates = Dates(tree.parse, document.published_on)
    claims = (_claim(document, tree, each, numbers, dates) for each in found)
    ordered = sorted(
        claims,
        key=lambda c: (
            c.quote_start,
            c.relation,
            c.subject,
            c.object or -1,
            c.trigger_span or (0, 0),
        ),
    )
    return Reading(document, referents, tuple(ordered))


def _found(
    tree: Clauses, candidate: Candidate, context: Context, voicings: Sequence[Voicing]
) -> Found:
    at = candidate.trigger_span[0]
    around = [
        v for v in voicings if v.content[0] <= at < v.content[1] and v.cue != candidate.trigger
    ]
    around.sort(key=lambda v: (v.content[1] - v.content[0], v.cue))
    spoken = around[1:] if "voice" in candidate.path else around
    quote = _quote(tree, candidate, around)
    return Found(candidate, context, tuple(spoken), quote)


# --- the quote


def _quote(tree: Clauses, candidate: Candidate, around: Sequence[Voicing]) -> Span:
    """Return the clause that carries the claim, without the speech tag around it."""
    head = candidate.trigger
    while not tree.is_root(head) and not _opens_clause(tree, head):
        head = tree.head(head)
    first, end = tree.extent(head)
    sentence = tree.sentence(head)
    first, end = max(first, sentence[0]), min(end, sentence[1])
    needed = _needed(candidate)
    for child in tree.children(head):
        start, stop = tree.extent(child)
        is_clause = tree.is_verb(child) and tree.dep(child) in {"conj", "advcl"}
        if not is_clause or any(start <= token < stop for token in needed):
            continue
        if start > max(needed):
            end = min(end, _start_of_clause(tree, start))
        elif stop <= min(needed) and start == first:
            first = stop
    span = tree.tokens[first].span[0], tree.tokens[end - 1].span[1]
    if around and "voice" not in candidate.path:
        content = around[0].content
        span = max(span[0], content[0]), min(span[1], content[1])
    if not span[0] <= candidate.trigger_span[0] < span[1]:
        span = candidate.evidence
    return _trimmed(tree.parse.text, span)


def _opens_clause(tree: Clauses, token: int) -> bool:
    if not tree.is_verb(token):
        return False
    return tree.dep(token) in _CLAUSES or (
        tree.dep(token) == "conj" and tree.is_verb(tree.head(token))
    )


def _needed(candidate: Candidate) -> tuple[int, ...]:
    """Return the tokens that the quote has to hold: the trigger, and the ends beside it."""
    first, last = candidate.evidence
    ends = [m for m in (candidate.subject, candidate.object) if m is not None]
    return (candidate.trigger, *(m.head for m in ends if first <= m.span[0] < last))


def _start_of_clause(tree: Clauses, start: int) -> int:
    """Return the start of a clause with the conjunction and commas before it."""
    while tree.tokens[start - 1].dep in {"cc", "punct"}:
        start -= 1
    return start


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without loose punctuation, and without half a pair of marks."""
    start, end = span
    changed = True
    while changed and start < end:
        before = start, end
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and text[end - 1] in _EDGES and not _is_abbreviation(text, start, end):
            end -= 1
        start, end = _without_half_pair(text, start, end)
        if opening := _OPENS.match(text, start, end):
            start = opening.end()
        if closing := _CLOSES.search(text[start:end]):
            end = start + closing.start()
        changed = (start, end) != before
    return start, end


def _without_half_pair(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    for opening, closing in _PAIRS:
        if inner.startswith(opening) and closing not in inner:
            return start + 1, end
        if inner.endswith(closing) and opening not in inner:
            return start, end - 1
    if inner.count('"') % 2:
        if inner.startswith('"'):
            return start + 1, end
        if inner.endswith('"'):
            return start, end - 1
    return start, end


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Return whether the final full stop belongs to a word: "U.S.", "Inc."."""
    if text[end - 1] != ".":
        return False
    word = text[start:end].split()[-1]
    return word.count(".") > 1


# --- what remains


def _without_echoes(found: Sequence[Found]) -> list[Found]:
    """Return one claim where several words of a clause carry the same one."""
    kept: list[Found] = []
    for each in found:
        if not any(_echoes(each, other) for other in kept):
            kept.append(each)
    return kept


def _echoes(one: Found, other: Found) -> bool:
    same = _key(one) == _key(other)
    return (
        same
        and one.quote[0] < other.quote[1]
        and other.quote[0] < one.quote[1]
        and (one.quote == other.quote or one.context.modality == other.context.modality)
    )


def _key(found: Found) -> tuple[str, int, int | None, str]:
    subject, target = found.candidate.subject, found.candidate.object
    other = None if target is None else target.referent
    return found.candidate.relation, subject.referent, other, found.context.polarity


def _numbers(resolution: Resolution, found: Sequence[Found]) -> Mapping[int, int]:
    """Return the new number of each referent that is needed, in text order."""
    used = {
        referent
        for each in found
        for referent in (
            each.candidate.subject.referent,
            each.candidate.object.referent if each.candidate.object else None,
            *(speaker.referent for voice in each.voices for speaker in voice.speakers),
        )
        if referent is not None
    }
    ordered = sorted(used, key=lambda r: (resolution.referents[r].spans or ((0, 0),), r))
    return {old: new for new, old in enumerate(ordered)}


def _labels(found: Sequence[Found]) -> Mapping[int, Label]:
    """Return the label that the places a referent stands in agree on."""
    votes: dict[int, Counter[Label]] = defaultdict(Counter)
    for each in found:
        for mention in (each.candidate.subject, each.candidate.object):
            if mention is not None:
                votes[mention.referent][mention.label] += 1
    order = list(Label)
    return {
        referent: min(counts, key=lambda label: (-counts[label], order.index(label)))
        for referent, counts in votes.items()
    }


def _claim(
    document: Document, tree: Clauses, found: Found, numbers: Mapping[int, int], dates: Dates
) -> Claim:
    candidate, context = found.candidate, found.context
    target = candidate.object
    is_lasting = {"self", "single", "named"} & set(candidate.path)  # who somebody is has no date
    happened = None if is_lasting else dates.happened(tree, candidate.trigger)
    said = dates.said(tree, found.voices[0].cue) if found.voices else None
    return Claim(
        relation=candidate.relation,
        subject=numbers[candidate.subject.referent],
        object=None if target is None else numbers[target.referent],
        subject_span=candidate.subject.span,
        object_span=None if target is None else target.span,
        quote=document.text[slice(*found.quote)],
        quote_start=found.quote[0],
        quote_end=found.quote[1],
        speakers=tuple(_speakers(found, numbers)),
        modality=context.modality,
        polarity=context.polarity,
        trigger=tree.tokens[candidate.trigger].text,
        trigger_span=candidate.trigger_span,
        hedge=context.hedge or candidate.hedge,
        when_text=happened.text if happened else None,
        date_from=happened.first if happened else None,
        date_to=happened.last if happened else None,
        said_text=said.text if said else None,
        said_on=said.first if said else None,
        addressee=next((v.addressee for v in found.voices if v.addressee), None),
        qualifiers=tuple(
            sorted({**dict(candidate.qualifiers), **dict(context.qualifiers)}.items())
        ),
        confidence=confidence(candidate.rule),
        rule=candidate.rule,
        extractor_version=EXTRACTOR_VERSION,
    )


def _speakers(found: Found, numbers: Mapping[int, int]) -> Iterator[Speaker]:
    """Yield the chain, innermost first; who said it twice is named once."""
    seen: set[int | None] = set()
    for voice in found.voices:
        for by in voice.speakers:
            if by.referent is None or by.referent not in seen:
                seen.add(by.referent)
                yield _speaker(by, numbers)


def _speaker(by: VoicedBy, numbers: Mapping[int, int]) -> Speaker:
    referent = None if by.referent is None else numbers[by.referent]
    return Speaker(referent, by.attribution, by.cue, by.span)
