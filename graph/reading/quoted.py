"""The words of quotes, as the full-text index of claims reads them and as people look for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .names import fold

_MOST = 200  # words of a quote: what is longer is no sentence
_WORD = 32  # letters of a word: an index takes no long ones

# Scripts without blanks between words (and Hangul, whose words carry their endings).
_UNBROKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U000323af]+"
)

# In nearly every sentence: looking them up costs most and tells nothing.
_COMMON = """
a about after all also an and any are as at be been before being but by can could did do does
for from had has have he her his how i if in into is it its may more most no not of on one or
other our out over own said says she so some such than that the their them then there these
they this those to under up was we were what when where which while who will with would you
"""
_SAY_NOTHING = frozenset(_COMMON.split())


def quotable(quote: str) -> str:
    """Return the words under which `quote` is found, with blanks around each.

    >>> quotable("The Société said it supplies rails to 海康威视.")
    ' societe supplies rails 海康 康威 威视 '
    """
    found = list(dict.fromkeys(terms(fold(quote))))[:_MOST]
    return f" {' '.join(found)} "


def terms(folded: str) -> Iterator[str]:
    """Yield the words of a folded text that tell something; runs without blanks as pairs."""
    for word in folded.split():
        at = 0
        for run in _UNBROKEN.finditer(word):
            yield from _worth(word[at : run.start()])
            yield from _pairs(run.group())
            at = run.end()
        yield from _worth(word[at:])


def is_unbroken(word: str) -> bool:
    """Whether parts of `word` are words as well, as in Chinese."""
    return _UNBROKEN.search(word) is not None


def _worth(word: str) -> Iterator[str]:
    is_letter = len(word) == 1 and word.isalpha() and word.isascii()
    if word and not is_letter and word not in _SAY_NOTHING:
        yield word[:_WORD]


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    yield from (run[at : at + 2] for at in range(len(run) - 1))
