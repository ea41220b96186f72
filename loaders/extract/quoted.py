"""Resolve "we", "our" and "I" inside what somebody says, once the speaker is known."""

from __future__ import annotations

from collections.abc import Sequence

from ...graph.model import Label
from .resolution import Resolution
from .stages import Parse, Voicing

_GROUP = frozenset({"we", "us", "our", "ours", "ourselves"})
_SELF = frozenset({"i", "me", "my", "mine", "myself"})
_PERSONS = frozenset({Label.PERSON, Label.LAWMAKER})


def resolve_quoted(resolution: Resolution, parse: Parse, voicings: Sequence[Voicing]) -> Resolution:
    """Return `resolution` with the first person inside voicings resolved.

    "We" is whom the innermost speaker speaks or works for, else the speaker,
    unless that is a single person without a known employer; "I" is the speaker.
    """
    for index, token in enumerate(parse.tokens):
        word = token.text.lower()
        if word not in _GROUP and word not in _SELF:
            continue
        speaker = _speaker(token.span[0], voicings)
        if speaker is None:
            continue
        target = speaker if word in _SELF else _organisation(resolution, speaker)
        if target is not None:
            resolution, _ = resolution.with_mention(
                index, target, tokens=(index, index + 1), form="pronoun", rule="first person"
            )
    return resolution


def _speaker(place: int, voicings: Sequence[Voicing]) -> int | None:
    """Return the innermost speaker of the smallest voicing around a place."""
    around = [v for v in voicings if v.content[0] <= place < v.content[1] and v.speakers]
    if not around:
        return None
    tightest = min(around, key=lambda v: (v.content[1] - v.content[0], v.content))
    return tightest.speakers[0].referent


def _organisation(resolution: Resolution, speaker: int) -> int | None:
    employer = resolution.employer(speaker)
    if employer is not None:
        return employer
    referent = resolution.referents[speaker]
    single = referent.label in _PERSONS and not referent.collective
    return None if single else speaker
