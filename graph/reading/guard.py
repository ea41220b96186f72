"""What a user's query may do: read, within limits.

The check stands before the engines' own protection (READ mode on Neo4j, a
reading account on the embedded engine), because those let some things through:
LOAD CSV, SHOW, TERMINATE, and patterns that keep a core busy for minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..errors import QueryRefused
from .tokens import Token, closing, is_name, text_at, tokens

MOST_STEPS = 3
"""Longest variable-length pattern: at a hub, a longer one never ends."""

WOULD_WRITE = "This query would change the store. Use sayso query --write in a terminal."

_FIRST = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL"})
_ASIDE = frozenset({"EXPLAIN", "PROFILE"})
_WRITING = frozenset(
    {"CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "INSERT"}
    | {"DROP", "ALTER", "GRANT", "DENY", "REVOKE", "RENAME"}
)
_REACHING = frozenset({"LOAD", "USE", "SHOW", "TERMINATE"})
_PROCEDURES = frozenset(
    {"db.labels", "db.relationshiptypes", "db.propertykeys", "db.schema.visualization"}
    | {"db.schema.nodetypeproperties", "db.schema.reltypeproperties"}
    | {"db.index.fulltext.querynodes"}
)
_NAMESPACES = frozenset(
    {"date", "datetime", "duration", "localdatetime", "localtime", "point", "time", "vector"}
)
_SHORTEST = frozenset({"SHORTESTPATH", "ALLSHORTESTPATHS", "SHORTEST"})
_ONLY_GRAPH = "only the graph itself can be asked"
_ESCAPE = re.compile(r"\\u+[0-9a-fA-F]{4}")


def check_query(text: str, *, write: bool, arcadedb: bool, rows: int) -> str:
    """Return the query to run: `text`, with a `LIMIT` where it has none.

    Args:
        text: The query as the user wrote it.
        write: Whether it may change the store; only the last rule holds then.
        arcadedb: Whether ArcadeDB runs it, whose shortest paths are wrong.
        rows: The limit to append.

    Raises:
        QueryRefused: it is empty, would write, reaches outside the graph, or
            would run without end.
    """
    found = tokens(text)
    if not found:
        raise QueryRefused("The query is empty.")
    if not write:
        _refuse_escapes(text)
        _refuse_other_statements(found)
        _refuse_words(found)
        _refuse_calls(found)
        _refuse_long_patterns(found)
    if arcadedb:
        _refuse_shortest_paths(found)
    return text if write else _limited(text, found, rows)


def _refuse_escapes(text: str) -> None:
    """Refuse escapes that a server turns into quotes or words before it reads the query."""
    match = _ESCAPE.search(text)
    if match:
        line = text.count("\n", 0, match.start()) + 1
        raise _refused(line, match.group(), "write the character itself, not its escape")


def _refuse_other_statements(found: Sequence[Token]) -> None:
    begin = found[1] if found[0].keyword in _ASIDE and len(found) > 1 else found[0]
    if begin.keyword in _WRITING:
        raise _writes(begin)
    if begin.keyword in _REACHING:
        raise _refused(begin.line, begin.text, _ONLY_GRAPH)
    if begin.keyword not in _FIRST:
        raise _refused(
            begin.line,
            begin.text,
            "a query begins with MATCH, OPTIONAL MATCH, UNWIND, WITH, RETURN or CALL",
        )
    for token, after in pairwise(found):
        if token.text == ";":
            raise _refused(after.line, after.text, "one query at a time")


def _refuse_words(found: Sequence[Token]) -> None:
    for index, token in enumerate(found):
        if is_name(found, index):
            continue
        if token.keyword in _WRITING:
            raise _writes(token)
        if token.keyword in _REACHING:
            raise _refused(token.line, token.text, _ONLY_GRAPH)


def _refuse_calls(found: Sequence[Token]) -> None:
    """Refuse procedures, and functions of other makers, that are not known to be harmless."""
    for index, token in enumerate(found):
        if text_at(found, index - 1) == "." or not token.name:
            continue
        called = found[index - 1].keyword == "CALL" if index else False
        name, end = _dotted(found, index)
        is_procedure = called and not is_name(found, index - 1)
        if is_procedure and name.lower() not in _PROCEDURES:
            raise _refused(token.line, name, "this procedure may not be called")
        is_function = not called and "." in name and text_at(found, end) == "("
        if is_function and name.lower().partition(".")[0] not in _NAMESPACES:
            raise _refused(token.line, name, "this function may not be called")


def _dotted(found: Sequence[Token], index: int) -> tuple[str, int]:
    """Return the name with dots that begins here, and the index after it."""
    parts = [found[index].name]
    index += 1
    while text_at(found, index) == "." and index + 1 < len(found) and found[index + 1].name:
        parts.append(found[index + 1].name)
        index += 2
    return ".".join(parts), index


def _refuse_long_patterns(found: Sequence[Token]) -> None:
    for index, most in _repeats(found):
        if most is None or most > MOST_STEPS:
            raise _refused(
                found[index].line,
                found[index].text,
                f"a pattern may repeat at most {MOST_STEPS} times, for example *1..{MOST_STEPS}",
            )


def _repeats(found: Sequence[Token]) -> Iterator[tuple[int, int | None]]:
    """Yield where a pattern repeats, and how often at most; none for without end."""
    for index, token in enumerate(found):
        before = text_at(found, index - 1)
        if token.text == "[" and before in {"-", "<-"}:
            star = _star(found, index)
            if star is not None:
                yield star, _upper_bound(found, star + 1)
        elif token.text in {"+", "*"} and _ends_pattern(found, index - 1):
            yield index, None
        elif token.text == "{" and (text_at(found, index + 1) == "," or _is_count(found, index)):
            numbers = [t.text for t in found[index + 1 : closing(found, index)]]
            yield index, int(numbers[-1]) if numbers[-1].isdecimal() else None


def _star(found: Sequence[Token], opening: int) -> int | None:
    """Return where `*` stands in `-[r:T*1..3 {…}]-`, before properties and conditions."""
    for index in range(opening + 1, closing(found, opening)):
        if found[index].text == "{" or found[index].keyword == "WHERE":
            return None
        if found[index].text == "*":
            return index
    return None


def _upper_bound(found: Sequence[Token], index: int) -> int | None:
    first = text_at(found, index)
    if text_at(found, index + first.isdecimal()) == "..":
        first = text_at(found, index + first.isdecimal() + 1)
    return int(first) if first.isdecimal() else None


def _is_count(found: Sequence[Token], opening: int) -> bool:
    """Whether this brace holds numbers, as in `((a)-->(b)){1,3}`, and is no map or subquery."""
    inner = found[opening + 1 : closing(found, opening)]
    return bool(inner) and all(token.kind == "number" or token.text == "," for token in inner)


def _ends_pattern(found: Sequence[Token], index: int) -> bool:
    """Whether a relationship, or a group that holds one, ends here."""
    text = text_at(found, index)
    if text == ")":
        depth = 0
        for start in range(index, -1, -1):
            depth += (found[start].text == ")") - (found[start].text == "(")
            if depth == 0:
                return any(_is_arrow(found, inner) for inner in range(start, index))
    return text == "->" or (text == "-" and text_at(found, index - 1) in {"]", "-"})


def _is_arrow(found: Sequence[Token], index: int) -> bool:
    text = text_at(found, index)
    return text in {"->", "<-"} or (text == "-" and text_at(found, index + 1) in {"[", "-"})


def _refuse_shortest_paths(found: Sequence[Token]) -> None:
    for index, token in enumerate(found):
        if token.keyword in _SHORTEST and not is_name(found, index):
            raise _refused(
                token.line,
                token.text,
                "the embedded engine misses paths here; write the steps as a pattern, or use Neo4j",
            )


def _limited(text: str, found: Sequence[Token], rows: int) -> str:
    """Return the query with a limit after its last RETURN, if none is there."""
    depth, ends, last = 0, len(text), ""
    for index, token in enumerate(found):
        depth += (token.text in {"(", "[", "{"}) - (token.text in {")", "]", "}"})
        if token.text == ";":
            ends = token.start
        if depth == 0 and not is_name(found, index):
            if token.keyword == "UNION":
                return text[:ends]
            if token.keyword in {"RETURN", "LIMIT"}:
                last = token.keyword
    return f"{text[:ends]}\nLIMIT {rows}" if last == "RETURN" else text[:ends]


def _writes(token: Token) -> QueryRefused:
    return QueryRefused(WOULD_WRITE, line=token.line, word=token.text)


def _refused(line: int, word: str, reason: str) -> QueryRefused:
    return QueryRefused(f"Line {line}: “{word}”: {reason}.", line=line, word=word)
