"""What every part of the store shares: the engine, the settings, the version of its data model."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from . import schema
from .cypher import reads, writes
from .driver import neo4j
from .embedded_engine import EmbeddedEngine
from .engine import Engine
from .errors import StoreTooNew
from .settings import Settings


class Opened:
    """A database that is open, holds our data model, and is closed again."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Return the store that `settings` name; start or join the embedded engine without a URI.

        Raises:
            StoreUnavailable: the database does not answer, or cannot be started.
            StoreRefused: it refuses user, password or database.
            StoreTooNew: a newer Sayso wrote it.
        """
        engine = Engine(settings) if settings.uri else EmbeddedEngine(settings)
        store = cls(engine, settings)
        try:
            store._prepare()
        except BaseException:
            engine.close()
            raise
        return store

    def close(self) -> None:
        """Close the connections; the embedded engine lives on for others."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _prepare(self) -> None:
        """Refuse a store of a newer Sayso; make what constraints and indexes it lacks."""

        def known(tx: neo4j.ManagedTransaction) -> tuple[int, str]:
            row = tx.run(reads.META).single()
            return (0, "") if row is None else (row["version"], row["schema"])

        version, made = self._engine.read(known)
        if version > schema.VERSION:
            raise StoreTooNew(
                f"The store at {self._engine.data} was written by a newer Sayso "
                f"(its data model is {version}, this one knows {schema.VERSION}): upgrade Sayso."
            )
        if made != schema.fingerprint():
            self._engine.define(schema.statements())
            now = {"version": schema.VERSION, "schema": schema.fingerprint()}
            self._engine.write(lambda tx: tx.run(writes.META, now).consume())
