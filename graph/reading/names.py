"""How names are compared when somebody searches: without case, accents and script.

`searchable` is the text that the full-text index of entities reads. Neither
engine's own analysis folds accents, finds a part of a word, and stays fast on a
typing error; so every text that may lead to a name stands in it as a token, and
both engines need only look whole tokens up, or tokens that begin with something:

    =harbour_rail       the whole name; what begins so is found by its beginning
    harbour rail        its words
    .arbour .rbour …    their ends: a part of a word is the beginning of one of them
    %harbour %arbour …  their first letters, some left out: a word that is spelled
                        wrongly has one of these in common with the right one
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations

from anyascii import anyascii

from .. import ids

_LETTERS = 100  # of a name: what is longer was not meant to be typed
_WHOLE, _WORD, _PART = 64, 32, 16  # letters of a token: an index takes no long ones
_HEAD = 7  # letters of a word that are compared when it is spelled wrongly


def fold(name: str) -> str:
    """Return `name` as people type it: normalised, Latin letters without accents.

    >>> fold("The Société Générale, Łódź")
    'societe generale lodz'
    """
    if name.isascii():
        return ids.normalise(name)
    return ids.normalise("".join(map(_plain, unicodedata.normalize("NFC", name))))


def spelled(name: str) -> str:
    """Return `name` in Latin letters.

    >>> spelled("海康威视")
    'haikangweishi'
    """
    return ids.normalise(anyascii(name))


def forms(name: str) -> tuple[str, ...]:
    """Return how `name` is looked for: folded, and in Latin letters where that differs."""
    written = (fold(name),) if name.isascii() else (fold(name), spelled(name))
    return tuple(dict.fromkeys(form for form in written if form))


def searchable(names: Iterable[str]) -> str:
    """Return all tokens under which `names` are found, with blanks around each."""
    found = {token for name in names for form in forms(name) for token in _tokens(form)}
    return f" {' '.join(sorted(found))} "


def whole(form: str) -> str:
    """Return the token of a whole name.

    >>> whole("harbour rail")
    '=harbour_rail'
    """
    return "=" + form[:_WHOLE].replace(" ", "_")


def begins(word: str) -> str:
    """Return how the token of a word begins that begins with `word`."""
    return word[:_WORD]


def within(word: str) -> str | None:
    """Return how a token of a word's end begins in which `word` lies; none for a single letter."""
    return None if len(word) == 1 and word.isascii() else "." + word[:_PART]


def slips(word: str) -> set[str]:
    """Return the tokens that `word` shares with words that are spelled almost like it.

    Two words that differ in one letter of their beginning have a token in
    common, long ones also where they differ in two; short ones have none.
    """
    left_out = 2 if len(word) > _HEAD else 1 if len(word) > 3 else 0
    head = word[:_HEAD]
    return {
        "%" + "".join(letter for at, letter in enumerate(head) if at not in gone)
        for number in range(left_out + 1)
        for gone in combinations(range(len(head)), number)
    }


def _tokens(form: str) -> Iterator[str]:
    yield whole(form)
    for word in form[:_LETTERS].split():
        yield begins(word)
        for start in range(1, len(word) if not word.isascii() else len(word) - 1):
            yield "." + word[start : start + _PART]
        yield from slips(word)


def _plain(letter: str) -> str:
    is_latin = ord(letter) > 127 and "LATIN" in unicodedata.name(letter, "")
    return anyascii(letter) if is_latin else letter
