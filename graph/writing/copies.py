"""Copies of a text, told by signatures: a few numbers that near-identical texts share.

A text is the set of its runs of five words, each a number. Its sketch holds the
smallest of these numbers: a fair sample, of which any two overlap as the texts
do. Its bands are what the store looks documents up by: the numbers fall into 24
bins, and the smallest of two bins are a band. Texts that share half of their
runs share one of the twelve bands nearly always, texts about other things
hardly ever.

Source: Broder, On the resemblance and containment of documents (1997); Cohen and
Kaplan, Summarizing data using bottom-k sketches (2007); Li, Owen and Zhang, One
permutation hashing (2012).
"""

from __future__ import annotations

import base64
import re
import struct
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq

from .rows import Properties

BANDS = tuple(f"band_{number:02}" for number in range(12))
"""Properties that documents are looked up by."""

_RUN = 5
"""Words in a run: shorter ones also agree where a desk fills in the same form twice."""

_KEPT = 128
"""Numbers in a sketch: enough to tell shares of a half and a third apart."""

_CONTAINED, _ALIKE, _RUNS = 0.57, 1 / 3, 20
"""Least share of the shorter text, least share of both together, and least number of runs, that
two texts must have in common. A paper cuts up to 40 per cent and adds a paragraph of its own; two
reporters who quote the same statement share a fifth, a later story that repeats the background of
an earlier one up to two fifths. Under twenty runs (24 words) chance agrees too often."""

# Scripts without spaces between words: Thai to Lao, Burmese, Khmer, kana, Chinese characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_INSIDE_WORDS = re.compile("['’\u00ad\u200b]")  # apostrophes, soft hyphens, zero-width spaces

_ODD = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio: spreads checksums evenly
_SIXTY_FOUR_BITS = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Signature:
    """What a document node keeps of its text, to be recognised by.

    Attributes:
        sketch: The smallest numbers of the text, ascending.
        bands: One number for each of `BANDS`; none for a text without words.
    """

    sketch: tuple[int, ...]
    bands: tuple[int, ...]

    @property
    def properties(self) -> Properties:
        """The signature as properties of a document node."""
        packed = struct.pack(f">{len(self.sketch)}I", *self.sketch)
        bands = self.bands or (None,) * len(BANDS)
        return {"sketch": base64.b64encode(packed).decode(), **dict(zip(BANDS, bands, strict=True))}


def signature(text: str) -> Signature:
    """Return the signature of `text`; it does not depend on case, signs or line ends."""
    numbers = sorted(_numbers(_words(text)))
    return Signature(tuple(numbers[:_KEPT]), _bands(numbers))


def is_near(one: Signature, other: Signature) -> bool:
    """Whether two texts are one story, told by the signatures alone."""
    return any(map(eq, one.bands, other.bands)) and is_copy(one, other)


def is_copy(one: Signature, other: Signature) -> bool:
    """Whether two texts that share a band are one story."""
    if one.sketch == other.sketch:
        return True
    # A full sketch knows nothing of numbers above its last.
    sketches = (one.sketch, other.sketch)
    known = min((sketch[-1] for sketch in sketches if len(sketch) == _KEPT), default=2**32)
    mine, theirs = ({*sketch[: bisect_right(sketch, known)]} for sketch in sketches)
    shared = len(mine & theirs)
    return (
        shared >= _RUNS
        and shared >= _CONTAINED * min(len(mine), len(theirs))
        and shared >= _ALIKE * len(mine | theirs)
    )


def stored(sketch: str | None, bands: Sequence[int | None]) -> Signature:
    """Return the signature that a document node keeps."""
    packed = base64.b64decode(sketch or "")
    numbers = struct.unpack(f">{len(packed) // 4}I", packed)
    return Signature(numbers, tuple(band for band in bands if band is not None))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(_INSIDE_WORDS.sub("", plain))


def _numbers(words: list[str]) -> set[int]:
    runs = zip(*(words[start:] for start in range(min(_RUN, len(words)))), strict=False)
    sums = (zlib.crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs)
    return {(checksum * _ODD & _SIXTY_FOUR_BITS) >> 32 for checksum in sums}


def _bands(numbers: list[int]) -> tuple[int, ...]:
    if not numbers:
        return ()
    bins = 2 * len(BANDS)
    smallest = {number % bins: number for number in reversed(numbers)}
    full = []
    for place in range(bins):  # an empty bin borrows from the next, or short texts had few bands
        while place % bins not in smallest:
            place += 1
        full.append(smallest[place % bins])
    pairs = zip(full[::2], full[1::2], strict=True)
    return tuple(one << 31 | other >> 1 for one, other in pairs)  # 63 bits: the engines' integers
