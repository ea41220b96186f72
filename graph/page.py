"""Long answers by pages, each page found by what the one before it ended with.

A cursor holds the key of the last item shown, not a number of items to skip: the
next page costs the same wherever it lies, and what is loaded or deleted meanwhile
moves nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Key = tuple[str | int | float, ...]
"""What a list is ordered by; the last part is an id, so no two items share a key."""


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
    return json.dumps(key, ensure_ascii=False, separators=(",", ":"))


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
    except ValueError:
        key = None
    if not isinstance(key, list) or [type(part) for part in key] != list(like):
        raise ValueError(f"{after!r} is not the `next` of a page of this list.")
    return tuple(key)


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
