"""Questions to the graph: who is there, who is near whom, what a query finds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from . import ask, neighbourhood, records, search
from .complaint import complaint, notes
from .cypher import reads
from .driver import exceptions, neo4j
from .engine import Limits
from .errors import NodeNotFound
from .guard import check_query
from .model import Entity
from .opened import Opened
from .profile import Profile, profile
from .result import Result
from .search import Hit
from .subgraph import Subgraph
from .tokens import returned


class Asking(Opened):
    """The part of the store that answers with entities and edges."""

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
                hits = search.search(tx, name, limit=3, quotes=False)
                raise NodeNotFound(name, tuple(dict.fromkeys(hit.entity.name for hit in hits)))
            return found

        return self._engine.read(work)

    def best_attested(self) -> Entity | None:
        """Return the entity with most edges (then most claims), or none in an empty store."""

        def work(tx: neo4j.ManagedTransaction) -> Entity | None:
            row = tx.run(reads.BEST_ATTESTED).single()
            return records.entity(row["n"]) if row else None

        return self._engine.read(work)

    def search(self, text: str, *, limit: int = 8) -> tuple[Hit, ...]:
        """Return the entities that `text` may mean, best first; typing errors are forgiven.

        Names come first, then quotes that hold every word of `text`.
        """
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

    def profile(self, entity_id: str) -> Profile:
        """Return what the page tells of one entity.

        Raises:
            NodeNotFound: there is no such entity.
        """
        return self._engine.read(lambda tx: profile(tx, _entity(tx, entity_id)))

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        /,
        *,
        write: bool = False,
        rows: int | None = None,
        seconds: float | None = None,
        **more: Any,
    ) -> Result:
        """Run a Cypher query of a user and return its rows.

        Args:
            query: It may only read, unless `write` is given.
            parameters: Values for its `$names`.
            more: The same, as keywords: `cypher("… $name …", name="Northwind")`.
            write: Let it change the store. Edges that it makes are its own affair.
            rows: Most rows to return; `settings.query_rows` by default.
            seconds: Longest it may run; `settings.query_seconds` by default.

        Raises:
            QueryRefused: it would write, or reach outside the store.
            QueryTimeout: it took too long and was stopped.
            QueryError: the database cannot run it; line and word where known.
        """
        given = {**(parameters or {}), **more}
        limits = Limits(
            rows=self._settings.query_rows if rows is None else rows,
            seconds=self._settings.query_seconds if seconds is None else seconds,
        )
        arcadedb = self._engine.is_arcadedb
        checked = check_query(query, write=write, arcadedb=arcadedb, rows=limits.rows + 1)
        began = time.monotonic()
        try:
            answer = self._engine.ask(checked, given, limits, write=write)
        except exceptions.Neo4jError as error:
            raise complaint(error, query) from error
        milliseconds = round((time.monotonic() - began) * 1000)

        def work(tx: neo4j.ManagedTransaction) -> tuple[tuple[tuple[Any, ...], ...], Subgraph]:
            claims = ask.best_claims(answer)
            table = ask.cells(answer, ask.ends(tx, claims) if claims else {})
            return table, ask.subgraph(tx, table)

        table, subgraph = self._engine.read(work)
        # The embedded engine names no columns where there are no rows.
        columns = answer.columns or returned(query)
        return Result(columns, table, answer.truncated, milliseconds, subgraph, notes(query))


def _entity(tx: neo4j.ManagedTransaction, entity_id: str) -> Entity:
    for text in (reads.ENTITY, reads.ENTITY_OF_FORMER_ID):
        row = tx.run(text, id=entity_id).single()
        if row is not None:
            return records.entity(row["n"])
    raise NodeNotFound(entity_id)
