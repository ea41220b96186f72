"""Short messages of the page: what happened, what helps, and what to press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from .panel import Act, panel

Piece: TypeAlias = str | dict[str, str]
"""Words, `{"code": …}`, or a suggestion: `{"text": …, "verb": …, "id": …}`."""


def code(text: str) -> Piece:
    """Return a piece that is set as code."""
    return {"code": text}


def suggestion(text: str, verb: str, about: str) -> Piece:
    """Return a piece that can be pressed."""
    return {"text": text, "verb": verb, "id": about}


def action(text: str, verb: str, *, primary: bool = False) -> dict[str, Any]:
    """Return a button under a message."""
    return {"text": text, "verb": verb, "id": None, "primary": primary}


def note_content(
    title: str,
    *lines: Sequence[Piece],
    actions: Sequence[dict[str, Any]] = (),
    alarm: bool = False,
) -> dict[str, Any]:
    """Return a message; an alarm is read out at once."""
    return {
        "kind": "note",
        "title": title,
        "lines": [list(line) for line in lines],
        "actions": list(actions),
        "alarm": alarm,
    }


def note(
    title: str,
    *lines: Sequence[Piece],
    key: str,
    actions: Sequence[dict[str, Any]] = (),
    alarm: bool = False,
    on_act: Callable[[Act], None] | None = None,
) -> Act | None:
    """Show a message; return what was just pressed in it."""
    return panel(note_content(title, *lines, actions=actions, alarm=alarm), key=key, on_act=on_act)
