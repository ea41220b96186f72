"""A database behind Bolt as Neo4j behaves; `embedded_engine.py` has what must be otherwise."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ..errors import (
    QueryError,
    QueryRefused,
    QueryTimeout,
    StoreBusy,
    StoreError,
    StoreRefused,
    StoreUnavailable,
)
from ..reading.guard import WOULD_WRITE
from ..settings import Settings
from . import encryption
from .driver import exceptions, neo4j

T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], T]

_FETCH_ROWS = 1_000
_ARCADEDB = re.compile(r"ArcadeDB [\w.]+")  # of: Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_PAUSES = (0.02, 0.05, 0.1, 0.3, 1.0, 2.0)
"""Seconds between attempts: two writers at once meet as a conflict, and one tries again."""

_IDLE_SECONDS = 1.0
"""A connection unused for so long is tried first: the server may have restarted meanwhile."""

_TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"
_FORBIDDEN = ("Neo.ClientError.Security.Forbidden", "Neo.ClientError.Statement.AccessMode")
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"


_INDEX_SECONDS = 600  # a large store that had no such index takes minutes
_FULL_TEXT = """
CREATE FULLTEXT INDEX {index} IF NOT EXISTS FOR (n:{label}) ON EACH [n.{name}]
OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'whitespace'}}}}
"""


def full_text_index(label: str, name: str) -> str:
    """Return what the full-text index of a property is called, on either engine."""
    return f"{label.lower()}_{name}"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a user's query gave: at most as many records as asked for."""

    columns: tuple[str, ...]
    records: tuple[neo4j.Record, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a user's query may go."""

    rows: int
    seconds: float


class Engine:
    """A Neo4j server, or another that speaks its protocol."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._driver, self._reader = self._open()
        with self._translated():
            self._agent = self._driver.get_server_info().agent

    @property
    def address(self) -> str:
        """The Bolt address."""
        return self._settings.uri or ""

    @property
    def credentials(self) -> str:
        """Where user and password lie."""
        return f"user {self._settings.user}, password from SAYSO_PASSWORD or --password"

    @property
    def data(self) -> str:
        """Where the data lies."""
        return f"database {self._settings.database or 'of the user'} at {self.address}"

    @property
    def name(self) -> str:
        """Product and version."""
        arcadedb = _ARCADEDB.search(self._agent)
        return arcadedb.group() if arcadedb else self._agent.replace("/", " ")

    @property
    def is_arcadedb(self) -> bool:
        """Whether this is ArcadeDB, which answers some forms of query wrongly."""
        return "ArcadeDB" in self._agent

    def close(self) -> None:
        """Close every connection; the database lives on."""
        for driver in {self._driver, self._reader}:
            driver.close()

    def read(self, work: Work[T]) -> T:
        """Return what `work` reads in one transaction."""
        with self._excused():
            return self._transact(neo4j.READ_ACCESS, work)

    def write(self, work: Work[T]) -> T:
        """Return what `work` gives after all it wrote is committed, or none of it.

        Raises:
            StoreBusy: others were in the way at every attempt.
        """
        with self._excused():
            return self._in_turn(partial(self._transact, neo4j.WRITE_ACCESS, work))

    def define(self, statements: Sequence[str]) -> None:
        """Run statements on the schema, each on its own."""
        with self._excused():
            for statement in statements:
                self._in_turn(partial(self._define, statement))

    def define_full_text(self, label: str, name: str) -> None:
        """Index the words of a text property; they stand in it with blanks between them.

        `db.index.fulltext.queryNodes` knows the index as `entity_search` and the like.
        """
        index = full_text_index(label, name)
        made = _FULL_TEXT.format(index=index, label=label, name=name)
        self.define((made, f"CALL db.awaitIndex('{index}', {_INDEX_SECONDS})"))

    def ask(self, text: str, parameters: Mapping[str, Any], limits: Limits, *, write: bool) -> Rows:
        """Run a user's query and return its first rows.

        Raises:
            QueryTimeout: it took longer than allowed and was ended.
            QueryError: a value is none that a database takes.
            StoreBusy: it would write, and others were in the way at every attempt.
            Neo4jError: the database found fault with the query.
        """
        attempt = partial(self._ask, text, parameters, limits, write=write)
        return self._in_turn(attempt, for_user=True) if write else attempt()

    def _ask(
        self, text: str, parameters: Mapping[str, Any], limits: Limits, *, write: bool
    ) -> Rows:
        mode = neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS
        with (
            self._translated(),
            self._limited(limits),
            _judged(write=write),
            _packed(),
            self._user_session(mode, limits) as session,
            session.begin_transaction(timeout=limits.seconds) as transaction,
        ):
            result = transaction.run(text, dict(parameters))
            columns = tuple(result.keys())
            records = result.fetch(limits.rows + 1)
            if write:
                result.consume()
                transaction.commit()
        return Rows(columns, tuple(records[: limits.rows]), len(records) > limits.rows)

    def _open(self) -> tuple[neo4j.Driver, neo4j.Driver]:
        settings = self._settings
        auth = (settings.user, settings.password) if settings.password is not None else None
        try:
            driver = self._connected(self.address, auth)
        except StoreUnavailable as error:
            advice = encryption.advice(self.address, settings.connect_seconds)
            if advice is None:
                raise
            raise StoreRefused(advice) from error
        return driver, driver

    @property
    def _retry_seconds(self) -> float:
        """How long the driver itself tries again, as when a cluster changes its leader."""
        return self._settings.connect_seconds

    def _connected(self, uri: str, auth: tuple[str, str] | None) -> neo4j.Driver:
        try:
            return self._verified(uri, auth)
        except (exceptions.ConfigurationError, ValueError) as error:
            raise StoreRefused(
                f"{uri} is not the address of a database ({error}): write neo4j://HOST:7687."
            ) from error

    def _verified(self, uri: str, auth: tuple[str, str] | None) -> neo4j.Driver:
        if urlsplit(uri).scheme not in _SCHEMES:
            raise ValueError("another kind of address")
        seconds = self._settings.connect_seconds
        driver = neo4j.GraphDatabase.driver(
            uri,
            auth=auth,
            connection_timeout=seconds,
            connection_acquisition_timeout=seconds,
            liveness_check_timeout=_IDLE_SECONDS,
            max_transaction_retry_time=self._retry_seconds,
            notifications_min_severity="OFF",  # an empty store would warn of every label
            user_agent="sayso",
        )
        try:
            with self._translated():
                driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
        return driver

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(
            database=self._database,
            default_access_mode=mode,
            bookmark_manager=self._driver.execute_query_bookmark_manager,  # read your own writes
            fetch_size=_FETCH_ROWS,
        )

    def _user_session(self, mode: str, limits: Limits) -> neo4j.Session:
        driver = self._driver if mode == neo4j.WRITE_ACCESS else self._reader
        return driver.session(
            database=self._database,
            default_access_mode=mode,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
            fetch_size=min(limits.rows + 1, _FETCH_ROWS),
        )

    @property
    def _database(self) -> str | None:
        return self._settings.database

    def _define(self, statement: str) -> None:
        with self._translated(), self._session(neo4j.WRITE_ACCESS) as session:
            session.run(statement).consume()

    def _in_turn(self, attempt: Callable[[], T], *, for_user: bool = False) -> T:
        """Return what `attempt` gives; where it meets another writer, wait and try again."""
        for pause in _PAUSES:
            try:
                return attempt()
            except exceptions.Neo4jError as error:
                if not self._is_conflict(error, for_user=for_user):
                    raise
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - only to part two writers
        try:
            return attempt()
        except exceptions.Neo4jError as error:
            if self._is_conflict(error, for_user=for_user):
                raise StoreBusy from error
            raise

    def _is_conflict(self, error: exceptions.Neo4jError, *, for_user: bool) -> bool:
        """Whether another writer was in the way, so that a second attempt may succeed.

        What Sayso writes meets a constraint only where another was faster; what
        a user writes may be against it for good.
        """
        if isinstance(error, exceptions.ConstraintError):
            return not for_user
        return isinstance(error, exceptions.TransientError)

    def _transact(self, mode: str, work: Work[T]) -> T:
        with self._translated(), self._session(mode) as session:
            if mode == neo4j.READ_ACCESS:
                return session.execute_read(work)
            return session.execute_write(work)

    @contextmanager
    def _limited(self, limits: Limits) -> Iterator[None]:
        """Turn the server's own ending of a long query into ours."""
        try:
            yield
        except exceptions.Neo4jError as error:
            if (error.code or "").startswith(_TIMED_OUT):
                raise timeout(limits) from error
            raise

    @contextmanager
    def _excused(self) -> Iterator[None]:
        """Turn what the database has against a text of ours, which nobody can mend, into ours."""
        try:
            yield
        except exceptions.Neo4jError as error:
            raise StoreError(
                f"{self.address} could not do this, and nothing of it was written: "
                f"{_first_line(error)}"
            ) from error

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the driver's complaints about the connection into ours."""
        try:
            yield
        except UnicodeEncodeError as error:
            raise StoreError(
                "The text holds half of a character pair, which no database takes."
            ) from error
        except exceptions.AuthError as error:
            raise StoreRefused(
                f"{self.address} refused user “{self._settings.user}” or the password: "
                "check SAYSO_USER and SAYSO_PASSWORD (or --user and --password)."
            ) from error
        except exceptions.Neo4jError as error:
            self._refuse(error)
            raise
        except exceptions.IncompleteCommit as error:
            raise StoreUnavailable(
                f"The connection to {self.address} broke while it was writing: nobody knows "
                "whether it is written. Do it again; what is there already does no harm."
            ) from error
        except exceptions.DriverError as error:
            raise StoreUnavailable(
                f"The database does not answer. Tried {self.address} for "
                f"{self._settings.connect_seconds:g} seconds. Your data is not touched."
            ) from error

    def _refuse(self, error: exceptions.Neo4jError) -> None:
        code = error.code or ""
        if code == _NO_DATABASE:
            raise StoreRefused(
                f"{self.address} has no database “{self._settings.database}”: "
                "check SAYSO_DATABASE (or --database)."
            ) from error
        if code.startswith("Neo.ClientError.Security."):
            raise StoreRefused(f"{self.address} does not permit this: {error.message}") from error


@contextmanager
def _judged(*, write: bool) -> Iterator[None]:
    """Turn the database's own refusals into ours; a reader's can only be writing."""
    try:
        yield
    except exceptions.Neo4jError as error:
        if error.code in _FORBIDDEN:
            raise QueryRefused(error.message or "" if write else WOULD_WRITE) from error
        raise


@contextmanager
def _packed() -> Iterator[None]:
    """Turn the driver's complaint about a value that no database takes into ours."""
    try:
        yield
    except UnicodeEncodeError:
        raise  # the store's own message says more
    except (TypeError, ValueError, OverflowError) as error:
        raise QueryError(f"A value of the query cannot be used: {error}.") from error


def _first_line(error: exceptions.Neo4jError) -> str:
    said = (error.message or str(error)).strip().splitlines()
    return said[0] if said else error.code or "no reason given"


def timeout(limits: Limits) -> QueryTimeout:
    """Return the error of a query that ran past its limit."""
    return QueryTimeout(
        f"The query was stopped after {limits.seconds:g} seconds: name labels, relations or ids, "
        "so that less has to be searched."
    )
