"""The whole store, read page by page: in ranges of ids, which are hashes and so lie evenly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from ..cypher import upkeep
from ..database.engine import Engine

LETTERS: Mapping[str, str] = {
    "Document": "d",
    "Entity": "e",
    "Alias": "a",
    "Claim": "c",
    "Judgement": "j",
    "Kept": "k",
    "Review": "v",
}
"""Every kind of node that is ours, and the letter its ids begin with."""

_FIRST, _LAST = "", "\uffff"  # no id lies before or after them
_DIGITS = 8  # of an id, enough to cut a billion things into pages


@dataclass(frozen=True, slots=True)
class Step:
    """How far a long piece of work has come.

    Attributes:
        what: What it is at, in a word or two.
        done: How much of that is done, of `total`.
    """

    what: str
    done: int
    total: int


OnStep: TypeAlias = Callable[[Step], None] | None
Range: TypeAlias = tuple[str, str]
"""The first id, and the one before which it ends."""


def counts(engine: Engine) -> dict[str, int]:
    """Return how many nodes of each kind there are."""
    rows = engine.read(lambda tx: list(tx.run(upkeep.count_nodes(tuple(LETTERS)))))
    return {row["label"]: row["number"] for row in rows}


def ranges(label: str, number: int, size: int) -> list[Range]:
    r"""Return ranges of ids that hold about `size` each of the `number` nodes of a kind.

    >>> ranges("Claim", 3000, 1000)
    [('', 'c55555555'), ('c55555555', 'caaaaaaaa'), ('caaaaaaaa', '\uffff')]
    """
    pages = max(1, -(-number // size))
    cuts = [
        f"{LETTERS[label]}{page * 16**_DIGITS // pages:0{_DIGITS}x}" for page in range(1, pages)
    ]
    return list(pairwise([_FIRST, *cuts, _LAST]))


def stepping(label: str, number: int, size: int, on_step: OnStep, what: str) -> Iterator[Range]:
    """Yield the ranges of `ranges`; tell before each how far it is."""
    pages = ranges(label, number, size)
    for page, span in enumerate(pages):
        if on_step:
            on_step(Step(what, number * page // len(pages), number))
        yield span
    if on_step:
        on_step(Step(what, number, number))
