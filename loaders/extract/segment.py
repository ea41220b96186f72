"""Split a document into lines and say what each one is.

A story's file holds more than the story: captions, credits, bylines, datelines
and links to other stories. They may name somebody, but they claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from ...graph.model import Span
from .lexicon import words
from .stages import Block, BlockKind

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BULLET = re.compile(r"(?:[•·▪◦‣●○■*–—-]|\(?\d{1,2}[.)])\s+(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
_SAYS_SOMETHING = re.compile(r"\w")
_OPENS_LOWER = re.compile(r"['\"“‘(]?[a-z]")

_LONGEST_HEADING = 20  # words; headlines of wire stories stay well below
_WRAP_COLUMN = (50, 110)  # where text editors and mail programs break lines


def segment(text: str) -> tuple[Block, ...]:
    r"""Return the blocks of `text` in order; together they hold every word of it.

    A newline ends a block, and a block's end ends a sentence. The one exception
    is a text whose lines a program broke at a fixed column: there a blank line
    ends a block. A dateline is a block of its own before the sentence it opens.

    >>> [block.kind for block in segment("By Ann Lee\nPARIS (AP) - It rained.")]
    ['byline', 'dateline', 'body']
    """
    lines = [_stripped(text, match.span()) for match in _LINE.finditer(text)]
    lines = [span for span in lines if _SAYS_SOMETHING.search(text, *span)]
    if _is_hard_wrapped(text, lines):
        lines = _joined(text, lines)
    kinds = [_kind_of_line(text[start:end]) for start, end in lines]
    blocks: list[Block] = []
    for number, span in enumerate(lines):
        kind = kinds[number] or _kind_by_place(text, lines, kinds, number)
        blocks.extend(_blocks_of_line(text, span, kind))
    return tuple(blocks)


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())


def _is_hard_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Return whether line breaks fall in the middle of sentences, at a fixed column."""
    shortest, longest = _WRAP_COLUMN
    if len(lines) < 3 or any(end - start > longest for start, end in lines):
        return False
    breaks = [
        (line, follower)
        for line, follower in pairwise(lines)
        if not _blank_between(text, line, follower)
    ]
    broken = [
        line
        for line, follower in breaks
        if line[1] - line[0] >= shortest
        and not _ENDS_SENTENCE.search(text[slice(*line)])
        and not _BULLET.match(text, *follower)
    ]
    lower = sum(bool(_OPENS_LOWER.match(text, *follower)) for _, follower in breaks)
    return len(broken) >= 2 and 2 * len(broken) > len(breaks) and 3 * lower > len(breaks)


def _blank_between(text: str, line: Span, follower: Span) -> bool:
    gap = text[line[1] : follower[0]].replace("\r\n", "\n")
    return len(re.findall(r"[\n\r\u2028\u2029]", gap)) > 1


def _joined(text: str, lines: Sequence[Span]) -> list[Span]:
    """Return paragraphs: lines that no blank line, bullet or line of another kind parts."""
    joined: list[Span] = []
    for line in lines:
        if (
            joined
            and not _blank_between(text, joined[-1], line)
            and not _BULLET.match(text, *line)
            and _kind_of_line(text[slice(*joined[-1])]) is None
            and _kind_of_line(text[slice(*line)]) is None
        ):
            joined[-1] = joined[-1][0], line[1]
        else:
            joined.append(line)
    return joined


def _kind_of_line(line: str) -> BlockKind | None:
    """Return what the line's own words show it to be."""
    for kind, patterns, anywhere in _line_patterns():
        for pattern in patterns:
            if pattern.search(line) if anywhere else pattern.match(line):
                return kind
    return None


def _kind_by_place(
    text: str, lines: Sequence[Span], kinds: Sequence[BlockKind | None], number: int
) -> BlockKind:
    line = text[slice(*lines[number])]
    if _BULLET.match(line):
        return "bullet"
    follower = kinds[number + 1] if number + 1 < len(kinds) else None
    if follower == "credit" and _dateline_end(line) == 0:
        return "caption"  # a credit belongs to the picture described above it
    short = len(line.split()) <= _LONGEST_HEADING and not _ENDS_SENTENCE.search(line)
    return "heading" if short and not line.endswith((",", "—", "–", "-")) else "body"


def _blocks_of_line(text: str, span: Span, kind: BlockKind) -> Iterator[Block]:
    start, end = span
    if kind == "bullet" and (mark := _BULLET.match(text, start, end)):
        start = mark.end()
    if kind in ("body", "heading") and (length := _dateline_end(text[start:end])):
        yield Block(_stripped(text, (start, start + length)), "dateline")
        start += length
        kind = "body"
    if start < end:
        yield Block((start, end), kind)


def _dateline_end(line: str) -> int:
    """Return where the dateline that opens the line ends, 0 if there is none."""
    for pattern in _dateline_patterns():
        match = pattern.match(line)
        if match and match.end() < len(line) and _SAYS_SOMETHING.search(line, match.end()):
            return match.end()
    return 0


@cache
def _line_patterns() -> tuple[tuple[BlockKind, tuple[re.Pattern[str], ...], bool], ...]:
    return tuple(
        (row["kind"], tuple(map(re.compile, row[way])), way == "search")
        for row in words("blocks")["lines"]
        for way in ("match", "search")
        if way in row
    )


@cache
def _dateline_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, words("blocks")["datelines"]))
