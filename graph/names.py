"""How names are compared when somebody searches: without case, accents and script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

from . import ids

_BREAK = "\n"


def fold(name: str) -> str:
    """Return `name` as people type it: normalised, Latin letters without accents.

    >>> fold("The Société Générale, Łódź")
    'societe generale lodz'
    """
    return ids.normalise("".join(map(_plain, unicodedata.normalize("NFC", name))))


def spelled(name: str) -> str:
    """Return `name` in Latin letters.

    >>> spelled("海康威视")
    'haikangweishi'
    """
    return ids.normalise(anyascii(name))


def searchable(names: Iterable[str]) -> str:
    """Return all forms in which `names` are looked for, one a line, each between line breaks."""
    forms = {form for name in names for form in (fold(name), spelled(name)) if form}
    return _BREAK + "".join(form + _BREAK for form in sorted(forms))


def exactly(needle: str) -> str:
    """Return what `searchable` text contains if one of the names is `needle`."""
    return _BREAK + needle + _BREAK


def _plain(letter: str) -> str:
    is_latin = ord(letter) > 127 and "LATIN" in unicodedata.name(letter, "")
    return anyascii(letter) if is_latin else letter
