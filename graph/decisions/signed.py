"""Who decided, why and when: what stands under every judgement and every review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from ..database.driver import neo4j
from ..errors import DecisionRefused


@dataclass(frozen=True, slots=True)
class Signed:
    """A person's name and reason under a decision."""

    by: str
    reason: str
    at: datetime


class Entry(Protocol):
    """What an entry of either log tells of its undoing."""

    @property
    def id(self) -> str: ...  # noqa: D102 - see above

    @property
    def undone_by(self) -> str | None: ...  # noqa: D102

    @property
    def undone_at(self) -> datetime | None: ...  # noqa: D102


def signed(*, by: str, reason: str) -> Signed:
    """Return the signature under a decision made now.

    Raises:
        DecisionRefused: nobody signs, or nobody says why.
    """
    if not by.strip():
        raise DecisionRefused("Say who decides: nobody is named.")
    if not reason.strip():
        raise DecisionRefused("Say why: no reason is given.")
    return Signed(by.strip(), reason.strip(), datetime.now(UTC))


def undone(entry: Entry) -> DecisionRefused:
    """Return the complaint about undoing what was undone before."""
    who = f" by {entry.undone_by}" if entry.undone_by else ""
    when = f" on {entry.undone_at:%Y-%m-%d}" if entry.undone_at else ""
    return DecisionRefused(f"{entry.id} was undone already{who}{when}.", standing=entry.id)


def moment(value: Any) -> datetime:
    """Return a point in time from the database, in UTC.

    The embedded engine gives it without its zone, which is always UTC here.
    """
    native: datetime = value.to_native() if isinstance(value, neo4j.time.DateTime) else value
    return native.replace(tzinfo=UTC) if native.tzinfo is None else native.astimezone(UTC)
