"""Long answers by pages, each page found by what the one before it ended with.

A cursor holds the key of the last item shown, not a number of items to skip: the
next page costs the same wherever it lies, and what is loaded or deleted meanwhile
moves nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")
Key: TypeAlias = tuple[Any, ...]
"""What a list is ordered by: numbers, texts, days, and at last an id, which no two items share."""

_MOST = 1 << 63  # a number that a database takes is less


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a longer list, in its order.

    Attributes:
        total: Items of the whole list.
        next: What to hand in as `after=` for the page that follows; none after the last.
    """

    items: tuple[T, ...]
    total: int
    next: str | None = None

    def __len__(self) -> int:
        return len(self.items)


def cursor(key: Key) -> str:
    """Return the text that stands for a place in a list."""
    return json.dumps(key, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def place(after: str | None, *like: type) -> Key | None:
    """Return the key that `after` stands for, or none for the beginning.

    Args:
        after: The `next` of a page.
        like: What the parts of a key of this list are.

    Raises:
        ValueError: `after` comes from another list, or from nowhere.
    """
    if after is None:
        return None
    try:
        key = json.loads(after)
        if not isinstance(key, list):
            raise TypeError
        return tuple(_part(part, kind) for part, kind in zip(key, like, strict=True))
    except (TypeError, ValueError):
        raise ValueError(f"{after!r} is not the `next` of a page of this list.") from None


def _part(part: Any, kind: type) -> Any:
    if kind is date:
        return date.fromisoformat(part)
    if type(part) is not kind or (isinstance(part, int) and abs(part) >= _MOST):
        raise TypeError
    return part


def cut(
    found: Sequence[T], key: Callable[[T], Key], *, limit: int, total: int | None = None
) -> Page[T]:
    """Return the first `limit` of `found`, which may hold more: then there is a next page.

    Args:
        found: Items in order; one more than `limit` is enough.
        key: What the list is ordered by.
        limit: Items on a page.
        total: Items of the whole list, where `found` is not all of it.
    """
    items = tuple(found[:limit])
    more = cursor(key(items[-1])) if items and len(found) > limit else None
    return Page(items, len(found) if total is None else total, more)
