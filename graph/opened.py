"""What every part of the store shares: the engine, the settings, the version of its data model."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from .cypher import reads, upkeep
from .database import schema
from .database.driver import neo4j
from .database.embedded_engine import EmbeddedEngine
from .database.engine import Engine
from .errors import StoreTooNew, StoreUnfinished
from .settings import Settings
from .upkeep.upgrade import upgrade


class Opened:
    """A database that is open, holds our data model, and is closed again."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings

    @classmethod
    def open(cls, settings: Settings, *, unfinished: bool = False) -> Self:
        """Return the store that `settings` name; start or join the embedded engine without a URI.

        Args:
            settings: Which store, and how long to wait for it.
            unfinished: Open it even if it is only half restored, to finish that.

        Raises:
            StoreUnavailable: the database does not answer, or cannot be started.
            StoreRefused: it refuses user, password or database.
            StoreTooNew: a newer Sayso wrote it.
            StoreUnfinished: it is only half restored.
        """
        engine = Engine(settings) if settings.uri else EmbeddedEngine(settings)
        store = cls(engine, settings)
        try:
            store._prepare(unfinished=unfinished)
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

    def _prepare(self, *, unfinished: bool) -> None:
        """Refuse what must not be used; make what constraints and indexes the store lacks."""

        def known(tx: neo4j.ManagedTransaction) -> Mapping[str, Any]:
            row = tx.run(upkeep.META).single()
            return {"version": 0, "schema": "", "restoring": None} if row is None else row.data()

        meta = self._engine.read(known)
        if meta["version"] > schema.VERSION:
            raise StoreTooNew(
                f"The store at {self._engine.data} was written by a newer Sayso (its data model "
                f"is {meta['version']}, this one knows {schema.VERSION}): upgrade Sayso."
            )
        if meta["restoring"] is not None and not unfinished:
            raise StoreUnfinished
        if meta["version"] < schema.VERSION or meta["schema"] != schema.fingerprint():
            self._bring_up_to_date(meta["version"])

    def _bring_up_to_date(self, version: int) -> None:
        """Make constraints and indexes; bring what an older Sayso wrote to our data model."""
        engine = self._engine
        if not version:  # new, or somebody removed the note of its version
            version = schema.VERSION if self._is_empty() else 1
            self._note(version, "")
        engine.define(schema.statements())
        for label, name in schema.FULL_TEXT:
            engine.define_full_text(label, name)
        if version < schema.VERSION:
            upgrade(engine, version)
        self._note(schema.VERSION, schema.fingerprint())

    def _is_empty(self) -> bool:
        return self._engine.read(lambda tx: tx.run(reads.IS_EMPTY).single() is None)

    def _note(self, version: int, fingerprint: str) -> None:
        now = {"version": version, "schema": fingerprint}
        self._engine.write(lambda tx: tx.run(upkeep.SET_META, now).consume())
