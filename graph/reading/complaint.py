"""What the database says of a wrong query, as people can use it.

Both engines complain in their own words. Here they become one: the line, the
word, what would have been defined, and the nearest name where one is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import process

from ..database.driver import exceptions
from ..errors import QueryError
from ..model import Label
from ..vocabulary import relations
from .tokens import Token, is_name, text_at, tokens

_LINKS = ("SUBJECT", "OBJECT", "STATED_IN", "SAID_BY", "REFERS_TO", "PUBLISHED_BY")
_NODES = ("Entity", "Claim", "Document", "Alias", "Meta")

_UNDEFINED = re.compile(r"Variable [`'](?P<word>.+?)[`'] not defined")
_FUNCTION = re.compile(r"Unknown function '(?P<word>.+?)'")
_UNEXPECTED = re.compile(
    r"(?:[Ii]nvalid|[Uu]nexpected|mismatched|extraneous) input '(?P<word>.*?)'"
)
_LINE = re.compile(r"line (?P<line>\d+)[,:]")
_PARAMETER = re.compile(r"Expected parameter\(s\): (?P<names>.+)")
_BEFORE_A_NODE = frozenset({",", "-", "->", "<-", "=", "{", "("})
_BEFORE_A_NODE_WORD = frozenset({"MATCH", "WHERE", "AND", "OR", "NOT", "EXISTS"})


def complaint(error: exceptions.Neo4jError, text: str) -> QueryError:
    """Return what is wrong with the query `text`, after what the database said."""
    said = error.message or str(error)
    match = _PARAMETER.search(said)
    if match:
        names = ", ".join(f"${name.strip()}" for name in match["names"].split(","))
        return QueryError(f"The query needs a value for {names} (--param NAME=VALUE).")
    found = tokens(text)
    for pattern, reason in (
        (_UNDEFINED, "is not defined"),
        (_FUNCTION, "is not a function"),
        (_UNEXPECTED, "is not expected here"),
    ):
        match = pattern.search(said)
        if match:
            word = match["word"]
            line = _line(said, word, found)
            hints = [*(_defined(found, word) if pattern is _UNDEFINED else ()), *notes(text)]
            message = " ".join([f"Line {line}: “{word}” {reason}.", *hints])
            return QueryError(message, line=line, word=word)
    first = said.strip().splitlines()[0] if said.strip() else "The query failed"
    return QueryError(" ".join([first.rstrip(".") + ".", *notes(text)]))


def notes(text: str) -> tuple[str, ...]:
    """Return what a query names that no store has, each with the nearest name that exists.

    >>> notes("MATCH (a:Firm)-[r:SUPPLIS]->(b) RETURN a")
    ('There is no relation SUPPLIS; the nearest is SUPPLIES.',)
    """
    found = tokens(text)
    known_relations = [*relations(), *_LINKS]
    known_labels = [*(label.value for label in Label), *_NODES]
    wrong = []
    for name, in_bracket in _names(found):
        known = known_relations if in_bracket else known_labels
        if name not in known:
            nearest = process.extractOne(name, known)
            what = "relation" if in_bracket else "type"
            wrong.append(f"There is no {what} {name}; the nearest is {nearest[0]}.")
    return tuple(dict.fromkeys(wrong))


def _names(found: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """Yield the labels and relations of the patterns; true for a relation."""
    brackets: list[str] = []
    for index, token in enumerate(found):
        if token.text in {"(", "[", "{"}:
            is_pattern = token.text != "[" or text_at(found, index - 1) in {"-", "<-"}
            brackets.append(token.text if is_pattern else "")
        elif token.text in {")", "]", "}"} and brackets:
            brackets.pop()
        elif (
            token.name
            and brackets
            and brackets[-1] in {"(", "["}
            and text_at(found, index - 1) in {":", "|", "&"}
        ):
            yield token.name, brackets[-1] == "["


def _line(said: str, word: str, found: Sequence[Token]) -> int:
    match = _LINE.search(said)
    if match:
        return int(match["line"])
    lines = [t.line for i, t in enumerate(found) if t.name == word and not is_name(found, i)]
    return lines[0] if lines else 1


def _defined(found: Sequence[Token], word: str) -> tuple[str, ...]:
    names = [name for name in dict.fromkeys(_variables(found)) if name != word]
    return (f"Defined here: {', '.join(names)}.",) if names else ()


def _variables(found: Sequence[Token]) -> Iterator[str]:
    """Yield the names that patterns and AS give."""
    for index, token in enumerate(found):
        if not token.name:
            continue
        before, earlier = text_at(found, index - 1), text_at(found, index - 2)
        opens = found[index - 2].keyword if index > 1 else ""
        in_node = before == "(" and (earlier in _BEFORE_A_NODE or opens in _BEFORE_A_NODE_WORD)
        in_link = before == "[" and earlier in {"-", "<-"}
        renamed = index > 0 and found[index - 1].keyword == "AS"
        is_path = text_at(found, index + 1) == "=" and text_at(found, index + 2) == "("
        if in_node or in_link or renamed or is_path:
            yield token.name
