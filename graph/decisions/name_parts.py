"""The parts of a name: its words, its legal form, its numbers, its initials.

Everything is in Latin letters without accents (`names.spelled`), so that names
in different scripts can be compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..reading.names import spelled


def listed(words: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(words.split())


def _counted(words: str, start: int, step: int) -> dict[str, int]:
    return {word: start + step * place for place, word in enumerate(words.split())}


SMALL = listed(
    "the of and for in on at to de la le du des di da do del der die das und et y e von van den "
    "al el bin ben ibn abu bint"
)
"""Words that matter little in a name."""

_KINDS = {
    "limited": "ltd pte pty pvt llc ooo gmbh sarl srl bv bvba spzoo ltda sro doo kk lda",
    "stock": "plc ag sa spa nv ab asa oyj oy as se jsc ojsc pjsc cjsc oao pao zao ao kgaa sae",
    "company": "inc corp co cie",
    "partnership": "lp llp kg ohg sas sl",
    "non-profit": "ano asbl ev",
    "bank": "na",
}
"""Legal forms, by what kind of body they make: an OAO is called a JSC in English."""

_IN_FULL = {
    "limited": "ltd",
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "akg": "ag",
}

_PHRASES = {
    "gesellschaft mit beschrankter haftung": "gmbh",
    "societatea cu raspundere limitata": "srl",
    "obshchestvo s ogranichennoy otvetstvennostyu": "ooo",
    "aktsionernoe obshchestvo": "jsc",
    "public joint stock company": "jsc",
    "open joint stock company": "jsc",
    "limited liability company": "llc",
    "public limited company": "plc",
    "joint stock company": "jsc",
    "sociedad anonima": "sa",
    "societe anonyme": "sa",
    "aktiengesellschaft": "ag",
    "sp z oo": "spzoo",
    "sa de cv": "sa",
    "a s": "as",
}

_TITLES = listed("mr mrs ms dr prof sir dame lord president prasident senator monsieur")

_NUMBERS = {
    **_counted("one two three four five six seven eight nine ten eleven twelve", 1, 1),
    **_counted("first second third fourth fifth sixth seventh eighth ninth tenth", 1, 1),
    **_counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
}
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")

KIND_OF_FORM = {form: kind for kind, forms in _KINDS.items() for form in forms.split()}
"""What kind of body a legal form makes."""

_FORM_OF = {**{form: form for form in KIND_OF_FORM}, **_IN_FULL}
_PHRASE = re.compile(r"\b(?:" + "|".join(_PHRASES) + r")\b")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z]{2,}\b)")  # SiemensAG
_VOWELS = re.compile(r"(?<!^)[aeiouyhw]")
_SOUNDS = (("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("z", "s"))


@dataclass(frozen=True, slots=True)
class Parts:
    """A name, taken apart.

    Attributes:
        words: Without legal form, titles and numbers; all words if nothing else is left.
        form: Its legal form in short, where it has one.
        numbers: As digits, however they are written; letters beside digits stay with them.
        is_short: Whether it is written like an acronym.
    """

    words: tuple[str, ...]
    form: str | None
    numbers: frozenset[str]
    is_short: bool

    @property
    def joined(self) -> str:
        """All words as one."""
        return "".join(self.words)

    @property
    def initials(self) -> frozenset[str]:
        """The first letters of all words, and of those that matter."""
        mattering = [word for word in self.words if word not in SMALL]
        return frozenset("".join(word[0] for word in words) for words in (self.words, mattering))


@lru_cache(maxsize=65_536)
def parts(name: str, *, of_a_person: bool = False) -> Parts:
    """Return the parts of `name`."""
    plain = spelled(_GLUED.sub(" ", name.replace("&", " and ")))
    plain = _PHRASE.sub(lambda found: _PHRASES[found.group()], plain)
    words = plain.split()
    if of_a_person:
        kept = [word for word in words if word not in _TITLES]
        return Parts(tuple(kept or words), None, frozenset(), is_short=False)
    forms = [_FORM_OF[word] for word in words if word in _FORM_OF]
    kept, numbers = _numbers([word for word in words if word not in _FORM_OF])
    return Parts(
        words=tuple(kept or [word for word in words if word not in numbers] or words),
        form=min(forms, key=lambda form: KIND_OF_FORM[form] == "company", default=None),
        numbers=frozenset(numbers),
        is_short=len(name.split()) == 1 and name.isupper() and 3 <= len(plain) <= 6,
    )


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """Return the consonants of `word` as they sound: what most spellings of a name share.

    >>> skeleton("mohammed") == skeleton("muhamad")
    True
    """
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _VOWELS.sub("", re.sub(r"(.)\1+", r"\1", word))


def _numbers(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words that are no numbers, and the numbers; "forty four" is one."""
    kept: list[str] = []
    numbers: list[str] = []
    tens = 0
    for place, word in enumerate(words):
        value = int(word) if word.isdecimal() else _NUMBERS.get(word)
        if value is not None and tens and value < 10:
            numbers[-1] = str(tens + value)
        elif value is not None:
            numbers.append(str(value))
        elif place and _ROMAN.fullmatch(word):
            numbers.append(str(_roman(word)))
        elif any(sign.isdigit() for sign in word):
            numbers.append(_ORDINAL.sub(r"\1", word))
        else:
            kept.append(word)
        tens = value if value is not None and value >= 20 else 0
    return kept, numbers


def _roman(word: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[sign] for sign in word]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(value if value >= following else -value for value, following in pairs)
