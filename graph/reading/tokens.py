"""Cypher as tokens: enough to judge a query by its words without being fooled by its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# A comment ends at any character that some lexer takes for the end of a line:
# ending it too early can only make us see more words than the server does.
_TOKEN = re.compile(
    r"""
      (?P<space>\s+|//[^\n\r\v\f\x85\u2028\u2029]*|/\*.*?\*/)
    | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    | (?P<name>`(?:``|[^`])*`)
    | (?P<word>[^\W\d]\w*)
    | (?P<number>0x[0-9a-fA-F]+|\d+(?:\.(?!\.)\d*)?)
    | (?P<mark>\.\.|->|<-|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_AFTER_RETURN = frozenset({"ORDER", "SKIP", "OFFSET", "LIMIT", "UNION"})
_BEFORE_A_NAME = frozenset({".", ":", "$", "|", "&", "!"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (text, name, word, number, mark), as written, and where."""

    kind: str
    text: str
    line: int
    start: int

    @property
    def keyword(self) -> str:
        """The word in capitals, as a lexer would compare it; empty for anything else.

        Normalised first, because some lexers take ſ for S and the Kelvin sign for K.
        """
        return unicodedata.normalize("NFKC", self.text).upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """The word or the name in back-ticks; empty for anything else."""
        if self.kind == "name":
            return self.text[1:-1].replace("``", "`")
        return self.text if self.kind == "word" else ""


def tokens(text: str) -> list[Token]:
    r"""Return the tokens of a query, without white space and comments.

    >>> [token.text for token in tokens("RETURN n.set // SET\n, 'DELETE'")]
    ['RETURN', 'n', '.', 'set', ',', "'DELETE'"]
    """
    found, line = [], 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind != "space":
            found.append(Token(kind, match.group(), line, match.start()))
        line += match.group().count("\n")
    return found


def text_at(found: Sequence[Token], index: int) -> str:
    """Return the token's text, or an empty string beyond either end."""
    return found[index].text if 0 <= index < len(found) else ""


def is_name(found: Sequence[Token], index: int) -> bool:
    """Whether the word here names a property, label, type, parameter or key of a map.

    >>> [is_name(tokens("SET n.set"), index) for index in (0, 3)]
    [False, True]
    """
    before, after = text_at(found, index - 1), text_at(found, index + 1)
    return before in _BEFORE_A_NAME or (before in {"{", ","} and after == ":")


def closing(found: Sequence[Token], opening: int) -> int:
    """Return the index of the bracket that closes the one at `opening`; the end if none does."""
    depth = 0
    for index in range(opening, len(found)):
        depth += found[index].text in {"(", "[", "{"}
        depth -= found[index].text in {")", "]", "}"}
        if depth == 0:
            return index
    return len(found)


def returned(text: str) -> tuple[str, ...]:
    """Return the columns that a query names in its last RETURN; none for `RETURN *`.

    >>> returned("MATCH (a)-[r]->(b) RETURN DISTINCT a.name, [a, b] AS ends ORDER BY a.name")
    ('a.name', 'ends')
    """
    found = tokens(text)
    items: list[list[Token]] = []
    depth, inside = 0, False
    for index, token in enumerate(found):
        depth += (token.text in {"(", "[", "{"}) - (token.text in {")", "]", "}"})
        keyword = "" if depth or is_name(found, index) else token.keyword
        if keyword == "RETURN":
            items, inside = [[]], True
        elif keyword in _AFTER_RETURN or token.text == ";":
            inside = False
        elif inside and depth == 0 and token.text == ",":
            items.append([])
        elif inside and keyword != "DISTINCT":
            items[-1].append(token)
    return tuple(_column(text, item) for item in items if item and item[0].text != "*")


def _column(text: str, item: Sequence[Token]) -> str:
    if len(item) > 1 and item[-2].keyword == "AS":
        return item[-1].name
    return text[item[0].start : item[-1].start + len(item[-1].text)]
