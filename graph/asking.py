"""Questions to the graph: who is there, who is near whom, what a query finds."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .cypher import reads
from .database import records
from .database.driver import exceptions, neo4j
from .database.engine import Limits
from .errors import NodeNotFound
from .model import Edge, Entity
from .opened import Opened
from .reading import among, ask, neighbourhood, paths, search
from .reading.complaint import complaint, notes
from .reading.counts import Counts, counts
from .reading.filters import Dates, Filters
from .reading.found import found
from .reading.guard import check_query
from .reading.paths import Path
from .reading.profile import Profile, profile
from .reading.search import Hit
from .reading.tokens import returned
from .result import Result
from .subgraph import Subgraph


class Asking(Opened):
    """The part of the store that answers with entities and edges."""

    def entity(self, entity_id: str) -> Entity:
        """Return the entity with this id, or the one that it became part of.

        Raises:
            NodeNotFound: there is none.
        """
        return self._engine.read(lambda tx: found(tx, entity_id))

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

    def neighbourhood(
        self,
        start: Sequence[str],
        *,
        hops: int = 1,
        relations: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        labels: Collection[str] | None = None,
        between_dates: Dates | None = None,
        min_sources: int | None = None,
        limit: int = 300,
        per_node: int | None = None,
    ) -> Subgraph:
        """Return what lies within `hops` edges of any of `start`.

        Entities come nearest first, then best attested (asserted before
        disputed before hedged, then most sources), then by id. What is left out
        is always the least attested, and said: see `Subgraph.left_out`.

        Args:
            start: Ids of the first entities; former ids are followed.
            hops: Edges to walk, 0 to 4; direction is ignored.
            relations: Follow these only, as `SUPPLIES`; all by default.
            statuses: Likewise: `asserted`, `disputed`, `hedged`.
            labels: Reach only entities with one of these, as `Firm`.
            between_dates: First and last day, either may be none; what an edge
                tells of must reach into them. Edges without a date do not.
            min_sources: Least independent sources behind an edge.
            limit: Most entities to return, `start` among them, which is never
                cut. Only from entities that are returned the next hop starts.
            per_node: None: the limit alone decides who is returned, and every
                edge among them that passes is. A number: from each entity only
                its best so many edges are followed, and only these returned; so
                no hub uses up the limit, and the answer is as quick beside a
                hub as elsewhere.

        Raises:
            NodeNotFound: one of `start` is not in the store.
            ValueError: a value is out of range, or no relation, status or label.
        """
        if not 0 <= hops <= neighbourhood.MOST_HOPS:
            raise ValueError(f"hops is {hops}: 0 to {neighbourhood.MOST_HOPS} are possible.")
        if per_node is not None and per_node < 1:
            raise ValueError(f"per_node is {per_node}: 1 is the least.")
        filters = Filters.of(
            relations=relations,
            statuses=statuses,
            labels=labels,
            between_dates=between_dates,
            min_sources=min_sources,
        )
        return self._engine.read(
            lambda tx: neighbourhood.neighbourhood(
                tx, _ids(tx, start), hops=hops, filters=filters, limit=limit, per_node=per_node
            )
        )

    def counts(self, entity_id: str) -> Counts:
        """Return how many edges an entity has, by relation, direction and status.

        Raises:
            NodeNotFound: there is no such entity.
        """
        return self._engine.read(lambda tx: counts(tx, _ids(tx, [entity_id])[0]))

    def paths(
        self,
        start: str,
        end: str,
        *,
        k: int = 3,
        longest: int = 4,
        relations: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        between_dates: Dates | None = None,
        avoid_hubs: bool | int = False,
    ) -> tuple[Path, ...]:
        """Return the best paths between two entities, whichever the direction of their edges.

        Fewest edges first; of equals the one whose weakest edge is best
        attested, then the one whose second weakest is, then by the ids on the way.

        Args:
            start: Id of one entity; former ids are followed.
            end: Id of the other.
            k: Most paths to return. No two lead over the same entities.
            longest: Most edges of a path, 1 to 6.
            relations: Walk these only; all by default.
            statuses: Likewise.
            between_dates: First and last day, as for `neighbourhood`.
            avoid_hubs: Pass through no entity with more than 1,000 edges, or
                than this number. The two ends may have as many as they like.

        Raises:
            NodeNotFound: one of the two is not in the store.
            ValueError: they are one entity, or a value is out of range.
        """
        if not 1 <= longest <= paths.LONGEST:
            raise ValueError(f"longest is {longest}: 1 to {paths.LONGEST} are possible.")
        most = avoid_hubs if not isinstance(avoid_hubs, bool) else None
        if avoid_hubs is True:
            most = paths.HUB_DEGREE
        filters = Filters.of(relations=relations, statuses=statuses, between_dates=between_dates)

        def work(tx: neo4j.ManagedTransaction) -> tuple[Path, ...]:
            one, other = found(tx, start), found(tx, end)
            if one.id == other.id:
                raise ValueError(f"{one.name} is both ends: name two entities.")
            return paths.paths(
                tx, (one, other), number=k, longest=longest, filters=filters, most_edges=most
            )

        return self._engine.read(work)

    def edge(self, subject: str, relation: str, target: str) -> Edge | None:
        """Return the edge of this relation from one entity to another; none if there is none.

        Raises:
            ValueError: the relation does not exist.
        """
        filters = Filters.of(relations=[relation])
        return self._engine.read(lambda tx: among.edge(tx, subject, target, filters))

    def profile(self, entity_id: str) -> Profile:
        """Return what the page tells of one entity.

        Raises:
            NodeNotFound: there is no such entity.
        """
        return self._engine.read(lambda tx: profile(tx, found(tx, entity_id)))

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


def _ids(tx: neo4j.ManagedTransaction, wanted: Sequence[str]) -> list[str]:
    """Return the ids that these entities have now, each once."""
    known = among.entities(tx, wanted)
    ids = (entity if entity in known else found(tx, entity).id for entity in wanted)
    return list(dict.fromkeys(ids))
