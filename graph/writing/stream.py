"""Readings stream into the store: a group in hand, a group on its way, and no more.

While the database writes one group, the next is read and prepared. A group is a
transaction: all of its documents are safe, or none is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Self

from ..database.engine import Engine
from ..errors import DocumentError
from ..model import Reading
from .rows import DocumentRows, fingerprint, rows
from .write import Totals, Written, unchanged, write_documents

DOCUMENTS_A_GROUP = 200
CLAIMS_A_GROUP = 1_000
CHARACTERS_A_GROUP = 4_000_000
"""Enough for a hub to be read once for many documents, and little enough to hold twice."""

_SECONDS_A_GROUP = 1.0
"""Where reading a text takes long, what was read does not wait for a full group."""

Report = Callable[[Written], None]


def stream(engine: Engine, readings: Iterable[Reading], report: Report | None = None) -> Totals:
    """Write `readings` in their order, group by group; see `Store.write`."""
    with _Writer(engine, report) as writer:
        for group in _groups(readings, writer):
            writer.write(group)
    return writer.totals


@dataclass(slots=True)
class _Group:
    """Whole documents, each once, that become one transaction."""

    readings: dict[str, Reading] = field(default_factory=dict)
    claims: int = 0
    characters: int = 0
    begun: float = field(default_factory=time.monotonic)

    def add(self, reading: Reading) -> None:
        self.readings[reading.document.id] = reading
        self.claims += len(reading.claims)
        self.characters += len(reading.document.text)

    @property
    def is_full(self) -> bool:
        return (
            len(self.readings) >= DOCUMENTS_A_GROUP
            or self.claims >= CLAIMS_A_GROUP
            or self.characters >= CHARACTERS_A_GROUP
        )

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.begun > _SECONDS_A_GROUP


def _groups(readings: Iterable[Reading], writer: _Writer) -> Iterator[_Group]:
    group = _Group()
    try:
        for reading in readings:
            if reading.document.id in group.readings:
                yield group
                group = _Group()
            group.add(reading)
            if group.is_full or (group.is_old and writer.is_idle):
                yield group
                group = _Group()
    except Exception:  # whatever ends the reading: what was read so far is kept
        yield group
        raise
    yield group


class _Writer:
    """What is on its way to the database: one group at a time, in a thread of its own."""

    def __init__(self, engine: Engine, report: Report | None) -> None:
        self._engine = engine
        self._report = report
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sayso-writer")
        self._sent: _Group | None = None
        self._done: dict[str, Written] = {}
        self._result: Future[tuple[Written, ...]] | None = None
        self.totals = Totals()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for the last group; unless somebody interrupted, say what became of it."""
        try:
            if error is None or isinstance(error, Exception):
                self._settle()
        finally:
            self._thread.shutdown()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way; what has arrived is reported."""
        if self._result is not None and self._result.done():
            self._settle()
        return self._result is None

    def write(self, group: _Group) -> None:
        """Send what is new in `group` on its way.

        Raises:
            DocumentError: a reading cannot be stored; those before it are on their way.
        """
        if not group.readings:
            return
        if self._sent and not self._sent.readings.keys().isdisjoint(group.readings):
            self._settle()  # it may change the very documents
        done = self._unchanged(group)
        batch, refused = _prepared(group, done)
        self._settle()
        self._sent, self._done = group, done
        if batch:
            work = partial(write_documents, batch=batch)
            self._result = self._thread.submit(self._engine.write, work)
        else:
            self._settle()
        if refused:
            raise refused

    def _unchanged(self, group: _Group) -> dict[str, Written]:
        fingerprints = {key: fingerprint(reading) for key, reading in group.readings.items()}
        return self._engine.read(
            partial(unchanged, readings=group.readings, fingerprints=fingerprints)
        )

    def _settle(self) -> None:
        """Wait for what is on its way, and report it document by document."""
        group, result = self._sent, self._result
        self._sent = self._result = None
        if group is None:
            return
        written = {one.document.id: one for one in result.result()} if result else {}
        for document in group.readings:
            one = written.get(document) or self._done.get(document)
            if one is None:
                return  # it could not be stored, nor does anything follow it
            self.totals = self.totals.plus(one)
            if self._report:
                self._report(one)


def _prepared(
    group: _Group, done: Iterable[str]
) -> tuple[Sequence[DocumentRows], DocumentError | None]:
    """Return the rows of what has to be written, and why they end before the group does."""
    batch: list[DocumentRows] = []
    for document, reading in group.readings.items():
        if document in done:
            continue
        try:
            batch.append(rows(reading))
        except DocumentError as error:
            return batch, error
    return batch, None
