"""Quotation marks: which stretches of a text stand between them.

Marks are paired within one block. A mark that is never closed ends with its
block, as when a quotation runs over several paragraphs; an odd number of marks
is no error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...graph.model import Span
from .stages import Block

_OPENING = "“„«"
_CLOSING = "”»"
_STRAIGHT = '"‟'


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks.

    Attributes:
        span: In code points, marks included.
        block: Index of its block.
        is_closed: False if it ends only with its block.
    """

    span: Span
    block: int
    is_closed: bool = True


def quotations(text: str, blocks: Sequence[Block]) -> tuple[Quotation, ...]:
    """Return the quotations of `text` in order.

    >>> block = Block((0, 15), "body")
    >>> [q.span for q in quotations('“No,” he said. ', [block])]
    [(0, 5)]
    """
    return tuple(
        quotation
        for number, block in enumerate(blocks)
        if block.kind in {"body", "bullet", "heading"}
        for quotation in _in_block(text, block.span, number)
    )


def _in_block(text: str, span: Span, number: int) -> Iterator[Quotation]:
    start: int | None = None
    for at in range(*span):
        mark = text[at]
        if start is None and mark in _OPENING + _STRAIGHT and not _is_inch(text, at):
            start = at
        elif start is not None and mark in _CLOSING + _STRAIGHT:
            yield Quotation((start, at + 1), number)
            start = None
    if start is not None:
        yield Quotation((start, span[1]), number, is_closed=False)


def _is_inch(text: str, at: int) -> bool:
    return text[at] == '"' and at > 0 and text[at - 1].isdigit()
