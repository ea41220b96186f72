"""The store: one class over the official driver, the same on both engines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self

from . import aggregate, ask, neighbourhood, queries, records, schema, search, write_queries
from .complaint import complaint, notes
from .driver import exceptions, neo4j
from .engine import Engine, Limits, connect
from .errors import DocumentError, NodeNotFound, StoreTooNew
from .evidence import evidence
from .guard import check_query
from .ids import edge_id
from .model import Document, Entity, Evidence, Reading
from .profile import Denied, Profile, profile
from .result import Result
from .rows import DocumentRows, rows
from .search import Hit
from .settings import Settings
from .subgraph import Subgraph
from .tokens import returned
from .write import Written, write_documents

__all__ = ["Denied", "Hit", "Profile", "Result", "Store", "StoreStatus", "Written"]

_DOCUMENTS_A_TRANSACTION = 20
_CLAIMS_A_TRANSACTION = 500


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What `sayso status` tells.

    Attributes:
        engine: Product and version.
        address: Bolt address.
        credentials: Where user and password lie.
        data: Where the data lies.
    """

    engine: str
    address: str
    credentials: str
    data: str
    documents: int
    claims: int
    labels: Mapping[str, int]
    relations: Mapping[str, int]


class Store:
    """The graph: what was loaded, and every question to it.

    Open it with `Store.open`, close it with `close` or a `with` block. One
    store may be used by several threads.
    """

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
        engine = connect(settings)
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

    # ------------------------------------------------------------- writing

    def write(
        self,
        readings: Iterable[Reading],
        *,
        on_written: Callable[[Written], None] | None = None,
    ) -> tuple[Written, ...]:
        """Write readings, whole documents at a time, and return what became of each.

        A document that is there already is brought up to date; one that has
        not changed is not written.

        Args:
            readings: May be a generator; read as it is written.
            on_written: Called for each document as soon as it is safe.

        Raises:
            DocumentError: a reading cannot be stored. Those before it are.
        """
        done: list[Written] = []
        for batch in _batches(readings):
            for written in self._engine.write(partial(write_documents, batch=batch)):
                done.append(written)
                if on_written:
                    on_written(written)
        return tuple(done)

    def rebuild_edges(self) -> int:
        """Make every edge again from its claims; return how many changed: 0 on a healthy store."""

        def work(tx: neo4j.ManagedTransaction) -> int:
            tx.run(write_queries.LOCK, writer="rebuild").consume()
            pairs = {
                (row["subject"], row["relation"], row["object"])
                for text in (write_queries.ALL_PAIRS, write_queries.all_edges())
                for row in tx.run(text)
            }
            return aggregate.refresh(tx, sorted(pairs))

        return self._engine.write(work)

    # ------------------------------------------------------------- reading

    def is_empty(self) -> bool:
        """Return whether no document was ever loaded."""
        return self._engine.read(lambda tx: tx.run(queries.IS_EMPTY).single() is None)

    def status(self) -> StoreStatus:
        """Return where the store is and how much it holds."""

        def counts(tx: neo4j.ManagedTransaction, text: str) -> dict[str, int]:
            return {row["name"]: row["number"] for row in tx.run(text)}

        texts = (queries.DATA_COUNTS, queries.label_counts(), queries.relation_counts())
        data, labels, relations = self._engine.read(lambda tx: [counts(tx, t) for t in texts])
        return StoreStatus(
            engine=self._engine.name,
            address=self._engine.address,
            credentials=self._engine.credentials,
            data=self._engine.data,
            documents=data["documents"],
            claims=data["claims"],
            labels=labels,
            relations=relations,
        )

    def entity(self, entity_id: str) -> Entity:
        """Return the entity with this id, or the one that it became part of.

        Raises:
            NodeNotFound: there is none.
        """
        return self._engine.read(lambda tx: _entity(tx, entity_id))

    def named(self, name: str) -> Entity:
        """Return the entity with this name or spelling; of several the best attested.

        Raises:
            NodeNotFound: there is none; its `nearest` are names that come close.
        """

        def work(tx: neo4j.ManagedTransaction) -> Entity:
            found = search.named(tx, name)
            if found is None:
                hits = search.search(tx, name, limit=3)
                raise NodeNotFound(name, tuple(dict.fromkeys(hit.entity.name for hit in hits)))
            return found

        return self._engine.read(work)

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            NodeNotFound: there is none with this id.
        """

        def work(tx: neo4j.ManagedTransaction) -> Document:
            row = tx.run(queries.DOCUMENTS, ids=[document_id]).single()
            if row is None:
                raise NodeNotFound(document_id)
            return records.document(row["document"], text=row["document"]["text"])

        return self._engine.read(work)

    def best_attested(self) -> Entity | None:
        """Return the entity with most edges (then most claims), or none in an empty store."""

        def work(tx: neo4j.ManagedTransaction) -> Entity | None:
            row = tx.run(queries.BEST_ATTESTED).single()
            return records.entity(row["n"]) if row else None

        return self._engine.read(work)

    def search(self, text: str, *, limit: int = 8) -> tuple[Hit, ...]:
        """Return the entities that `text` may mean, best first; typing errors are forgiven."""
        return self._engine.read(lambda tx: search.search(tx, text, limit=limit))

    def neighbourhood(self, start: Sequence[str], *, hops: int = 1, limit: int = 300) -> Subgraph:
        """Return what lies within `hops` edges of any of `start`.

        Args:
            start: Ids of the first entities; former ids are followed.
            hops: Edges to walk, 0 to 4; direction is ignored.
            limit: Most entities to return; nearest first, then best attested.

        Returns:
            Every edge among the entities returned; `total` counts those within reach.

        Raises:
            NodeNotFound: one of `start` is not in the store.
            ValueError: `hops` is out of range.
        """
        if not 0 <= hops <= neighbourhood.MOST_HOPS:
            raise ValueError(f"hops is {hops}: 0 to {neighbourhood.MOST_HOPS} are possible.")

        def work(tx: neo4j.ManagedTransaction) -> Subgraph:
            first = dict.fromkeys(_entity(tx, entity_id).id for entity_id in start)
            return neighbourhood.neighbourhood(tx, list(first), hops=hops, limit=limit)

        return self._engine.read(work)

    def evidence(self, edge_id: str) -> tuple[Evidence, ...]:
        """Return the claims behind an edge, newest first; none for an unknown id."""
        return self._engine.read(lambda tx: evidence(tx, edge_id))

    def evidence_between(self, subject: str, relation: str, object: str) -> tuple[Evidence, ...]:  # noqa: A002 - the model's own word
        """Return the claims of a pair, newest first, also where they make no edge."""
        return self.evidence(edge_id(subject, relation, object))

    def profile(self, entity_id: str) -> Profile:
        """Return what the page tells of one entity.

        Raises:
            NodeNotFound: there is no such entity.
        """
        return self._engine.read(lambda tx: profile(tx, _entity(tx, entity_id)))

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        rows: int | None = None,
        seconds: float | None = None,
    ) -> Result:
        """Run a Cypher query of a user and return its rows.

        Args:
            text: The query; it may only read, unless `write` is given.
            parameters: Values for its `$names`.
            write: Let it change the store. Edges that it makes are its own affair.
            rows: Most rows to return; `settings.query_rows` by default.
            seconds: Longest it may run; `settings.query_seconds` by default.

        Raises:
            QueryRefused: it would write, or reach outside the store.
            QueryTimeout: it took too long and was stopped.
            QueryError: the database cannot run it; line and word where known.
        """
        given = parameters or {}
        limits = Limits(
            rows=self._settings.query_rows if rows is None else rows,
            seconds=self._settings.query_seconds if seconds is None else seconds,
        )
        arcadedb = self._engine.is_arcadedb
        checked = check_query(text, write=write, arcadedb=arcadedb, rows=limits.rows + 1)
        began = time.monotonic()
        try:
            answer = self._engine.ask(checked, given, limits, write=write)
        except exceptions.Neo4jError as error:
            raise complaint(error, text) from error
        milliseconds = round((time.monotonic() - began) * 1000)

        def work(tx: neo4j.ManagedTransaction) -> tuple[tuple[tuple[Any, ...], ...], Subgraph]:
            claims = ask.best_claims(answer)
            table = ask.cells(answer, ask.ends(tx, claims) if claims else {})
            return table, ask.subgraph(tx, table)

        table, subgraph = self._engine.read(work)
        # The embedded engine names no columns where there are no rows.
        columns = answer.columns or returned(text)
        return Result(columns, table, answer.truncated, milliseconds, subgraph, notes(text))

    # -------------------------------------------------------------- within

    def _prepare(self) -> None:
        """Refuse a store of a newer Sayso; make what constraints and indexes it lacks."""

        def known(tx: neo4j.ManagedTransaction) -> tuple[int, str]:
            row = tx.run(queries.META).single()
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
            self._engine.write(lambda tx: tx.run(write_queries.META, now).consume())


def _batches(readings: Iterable[Reading]) -> Iterator[list[DocumentRows]]:
    """Yield what goes into one transaction each; what precedes a bad reading is not lost."""
    batch: list[DocumentRows] = []
    for reading in readings:
        try:
            item = rows(reading)
        except DocumentError:
            if batch:
                yield batch
            raise
        if _is_full(batch, item):
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _is_full(batch: Sequence[DocumentRows], item: DocumentRows) -> bool:
    claims = sum(len(rows.claims) for rows in batch)
    return (
        len(batch) >= _DOCUMENTS_A_TRANSACTION
        or claims >= _CLAIMS_A_TRANSACTION
        or any(rows.id == item.id for rows in batch)
    )


def _entity(tx: neo4j.ManagedTransaction, entity_id: str) -> Entity:
    for text in (queries.ENTITY, queries.ENTITY_OF_FORMER_ID):
        row = tx.run(text, id=entity_id).single()
        if row is not None:
            return records.entity(row["n"])
    raise NodeNotFound(entity_id)
