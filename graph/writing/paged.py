"""Long lists of parameters, cut so that no statement grows without bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from ..database.driver import neo4j

K = TypeVar("K")
T = TypeVar("T")

_ROWS_A_STATEMENT = 2_000
"""More gains nothing, and a message of the protocol should stay within a few megabytes."""


def pages(items: Sequence[T], size: int | None = None) -> Iterator[Sequence[T]]:
    """Yield `items` in pieces of at most `size`, by default what a statement takes."""
    size = size or _ROWS_A_STATEMENT
    for start in range(0, len(items), size):
        yield items[start : start + size]


def run_rows(
    tx: neo4j.ManagedTransaction,
    text: str,
    rows: Sequence[Any],
    *,
    size: int | None = None,
    **more: Any,
) -> None:
    """Run a statement that writes once for each of `$rows`; none, no statement."""
    for page in pages(rows, size):
        tx.run(text, rows=page, **more).consume()


def read_rows(
    tx: neo4j.ManagedTransaction,
    text: str,
    rows: Sequence[Any],
    *,
    size: int | None = None,
    **more: Any,
) -> Iterator[neo4j.Record]:
    """Yield what a statement reads for each of `$rows`; `more` are its other parameters."""
    for page in pages(rows, size):
        yield from tx.run(text, rows=page, **more)


def grouped(pairs: Iterable[tuple[K, T]]) -> list[tuple[K, list[T]]]:
    """Return each first element once, with all its second ones: the rows of a nested list.

    >>> grouped([("a", 1), ("b", 2), ("a", 3)])
    [('a', [1, 3]), ('b', [2])]
    """
    groups: dict[K, list[T]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return list(groups.items())
