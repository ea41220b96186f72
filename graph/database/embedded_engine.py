"""The embedded engine as a database: what it does otherwise than Neo4j.

* reading: Neo4j enforces READ mode, the embedded engine needs an account that
  can only read;
* time: Neo4j ends a query at its limit, the embedded engine is ended itself
  (it loses nothing) and started again by the next call;
* life: the embedded engine may have gone, idle or stopped by another process,
  and comes back at the next call with another port and password.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from ..errors import StoreError, StoreRefused, StoreUnavailable
from ..settings import Settings
from . import embedded, embedded_http
from .driver import exceptions, neo4j
from .engine import Engine, Limits, Rows, Work, full_text_index, timeout

T = TypeVar("T")

_GONE = (
    exceptions.ServiceUnavailable,
    exceptions.SessionExpired,
    exceptions.AuthError,
)
# CLASSIC counts the words that are there: ranking is ours, and it costs half of BM25.
_ANALYSIS = """
{{"analyzer": "org.apache.lucene.analysis.core.WhitespaceAnalyzer", "similarity": "CLASSIC"}}
"""
_FULL_TEXT = (
    "CREATE PROPERTY {label}.{name} IF NOT EXISTS STRING",
    "CREATE INDEX {index} IF NOT EXISTS ON {label} ({name}) FULL_TEXT METADATA" + _ANALYSIS,
)
"""SQL: its Cypher has no full-text indexes."""
_DELETED_MEANWHILE = "Neo.ClientError.Statement.EntityNotFound"
"""How a conflict shows where the other writer removed what this one had found."""


def store_folder(settings: Settings) -> Path:
    """Return the folder of the embedded store."""
    if settings.store is not None:
        return settings.store.expanduser().resolve()
    return Path(platformdirs.user_data_dir("sayso", appauthor=False)) / "store"


class EmbeddedEngine(Engine):
    """The embedded ArcadeDB of a folder, started or joined."""

    def __init__(self, settings: Settings) -> None:
        self._folder = store_folder(settings)
        self._lock = threading.Lock()
        super().__init__(settings)

    @property
    def address(self) -> str:
        """The Bolt address; another one after a restart."""
        return self._runtime.uri

    @property
    def credentials(self) -> str:
        """Where user and password lie."""
        return f"user {embedded.ROOT}, password in {embedded.Runtime.path(self._folder)}"

    @property
    def data(self) -> str:
        """Where the data lies."""
        return str(self._folder)

    def write(self, work: Work[T]) -> T:
        """Return what `work` gives; one writer at a time, for one that is met begins anew."""
        with embedded.turn(self._folder):
            return super().write(work)

    def ask(self, text: str, parameters: Mapping[str, Any], limits: Limits, *, write: bool) -> Rows:
        """Run a user's query; see `Engine.ask`."""
        with embedded.turn(self._folder) if write else nullcontext():
            return super().ask(text, parameters, limits, write=write)

    def _ask(
        self, text: str, parameters: Mapping[str, Any], limits: Limits, *, write: bool
    ) -> Rows:
        return self._revived(partial(super()._ask, text, parameters, limits, write=write))

    def define_full_text(self, label: str, name: str) -> None:
        """Index the words of a text property; see `Engine.define_full_text`."""
        for text in _FULL_TEXT:
            statement = text.format(index=full_text_index(label, name), label=label, name=name)
            embedded_http.sql(self._runtime, statement)

    def _define(self, statement: str) -> None:
        self._revived(partial(super()._define, statement))

    def _open(self) -> tuple[neo4j.Driver, neo4j.Driver]:
        self._runtime = self._ensured()
        try:
            return self._joined()
        except StoreError:
            # It lives but does not answer: nothing is lost by starting afresh.
            embedded.end(self._runtime, at_once=True)
            self._runtime = self._ensured()
            return self._joined()

    def _ensured(self) -> embedded.Runtime:
        return embedded.ensure_running(self._folder, idle_minutes=self._settings.idle_minutes)

    def _joined(self) -> tuple[neo4j.Driver, neo4j.Driver]:
        uri = self._runtime.uri
        driver = self._connected(uri, (embedded.ROOT, self._runtime.password))
        try:
            return driver, self._connected(uri, (embedded.READER, self._runtime.reader_password))
        except StoreError:
            driver.close()
            raise

    @property
    def _database(self) -> str | None:
        return embedded.DATABASE

    @property
    def _retry_seconds(self) -> float:
        return 0.0  # an engine that is gone does not come back by waiting: see _revived

    def _is_conflict(self, error: exceptions.Neo4jError, *, for_user: bool) -> bool:
        gone = error.code == _DELETED_MEANWHILE and not for_user
        return gone or super()._is_conflict(error, for_user=for_user)

    def _refuse(self, error: exceptions.Neo4jError) -> None:
        # The engine says no more than that a commit failed.
        is_users_own = (error.code or "").startswith("Neo.ClientError.Statement.")
        if not is_users_own and embedded.is_full(self._folder):
            raise StoreError(
                f"{embedded.no_space(self._folder)} What was reported as written is safe."
            ) from error
        super()._refuse(error)

    def _transact(self, mode: str, work: Work[T]) -> T:
        return self._revived(partial(super()._transact, mode, work))

    def _revived(self, attempt: Callable[[], T]) -> T:
        """Return what `attempt` gives; if the engine has gone, start it and try once more."""
        driver = self._driver
        try:
            return attempt()
        except (StoreUnavailable, StoreRefused) as error:
            if not isinstance(error.__cause__, _GONE):
                raise
        with self._lock:
            if self._driver is driver:  # no other thread was faster
                self.close()
                self._driver, self._reader = self._open()
        return attempt()

    @contextmanager
    def _limited(self, limits: Limits) -> Iterator[None]:
        """End the engine if the query overruns: its own limits do not stop the work."""
        overrun = threading.Event()
        runtime = self._runtime

        def give_up() -> None:
            overrun.set()
            embedded.end(runtime, at_once=True)

        timer = threading.Timer(limits.seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (exceptions.DriverError, exceptions.Neo4jError) as error:
            if overrun.is_set():
                raise timeout(limits) from error
            raise
        finally:
            timer.cancel()
