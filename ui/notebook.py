"""Sayso in a notebook: open a store, ask it, and see the answer.

    graph = sayso.open()
    graph.around("Northwind")
    graph.cypher("MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm) RETURN a, r, b")

A cell that ends in a picture or in an answer shows a static SVG and a table:
no script, no widget, nothing fetched, so it also shows where a notebook is only
read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.errors import SaysoError
from ..graph.model import Evidence
from ..graph.page import Page
from ..graph.reading.timeline import Between, Clock
from ..graph.settings import Settings
from ..graph.store import Hit, Store, Written
from ..graph.subgraph import Subgraph
from .results import DRAWN, Answer, Picture, first

if TYPE_CHECKING:
    import pandas


def open(  # noqa: A001 - `sayso.open` is what people type, and nothing here opens files
    uri: str | None = None,
    store: str | os.PathLike[str] | None = None,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    write: bool = False,
) -> Session:
    """Open a store: the embedded one, or a Neo4j.

    Args:
        uri: Address of a Neo4j: `neo4j://…`, `neo4j+s://…` or `bolt://…`.
        store: Folder of an embedded store.
        user: User at that Neo4j.
        password: Password at that Neo4j; better kept in `SAYSO_PASSWORD`.
        database: Database at that Neo4j.
        write: Let `cypher` change the store.

    Returns:
        A session, also good as a context manager. What is not given comes from
        the `SAYSO_*` variables, as on the command line.

    Raises:
        StoreUnavailable: Nothing answers there.
        StoreRefused: The database does not let us in.
    """
    if uri and store:
        raise SaysoError("Give a uri or a store, not both: a store is a folder of our own engine.")
    environment = {
        name: value for name, value in os.environ.items() if not store or name != "SAYSO_URI"
    }
    settings = Settings.from_environment(
        environment,
        uri=uri,
        store=Path(store).expanduser() if store else None,
        user=user,
        password=password,
        database=database,
    )
    return Session(Store.open(settings), write=write)


class Session:
    """An open store, as a notebook talks to it; made by `sayso.open`."""

    def __init__(self, store: Store, *, write: bool = False) -> None:
        self._store = store
        self._write = write

    def cypher(self, query: str, /, **parameters: Any) -> Answer:
        """Run a Cypher query; `$name` in it stands for the argument `name`.

        Raises:
            QueryRefused: It would write, and the session was opened to read.
            QueryTimeout: It took longer than allowed.
            QueryError: It is not valid Cypher.
        """
        result = self._store.cypher(query, parameters, write=self._write)
        drawn = first(result.subgraph, DRAWN)
        return Answer(result, Picture(drawn, evidence=self._evidence(drawn)))

    def around(self, name: str, hops: int = 1, *, limit: int = DRAWN, **which: Any) -> Picture:
        """Return what is known around a name, as a picture.

        Args:
            name: A name or another name of an entity; case does not matter.
            hops: Edges to walk.
            limit: Most entities to return, nearest first.
            which: `relations`, `statuses`, `labels`, `between_dates`, `min_sources`,
                `per_node`, as in `Store.neighbourhood`.

        Raises:
            NodeNotFound: Nothing has this name; the message gives the nearest ones.
        """
        entity = self._store.named(name)
        subgraph = self._store.neighbourhood([entity.id], hops=hops, limit=limit, **which)
        return Picture(subgraph, f"Around {entity.name}", self._evidence(subgraph))

    def counts(self, name: str) -> pandas.DataFrame:
        """Return how many edges a name has, by relation, direction and status.

        Raises:
            NodeNotFound: Nothing has this name.
        """
        import pandas

        rows = [
            (row.relation, "in" if row.comes_in else "out", row.status.value, row.number)
            for row in self._store.counts(self._store.named(name).id).rows
        ]
        return pandas.DataFrame(rows, columns=["relation", "direction", "status", "edges"])

    def paths(self, start: str, end: str, *, k: int = 3, **which: Any) -> Picture:
        """Return how two names are joined: the shortest and best attested paths, as a picture.

        Args:
            start: A name.
            end: Another one.
            k: Most paths to return.
            which: `longest`, `relations`, `statuses`, `between_dates`, `avoid_hubs`,
                as in `Store.paths`.

        Raises:
            NodeNotFound: Nothing has one of these names.
        """
        one, other = self._store.named(start), self._store.named(end)
        found = self._store.paths(one.id, other.id, k=k, **which)
        nodes = {node.id: node for node in (one, other, *(n for p in found for n in p.nodes))}
        edges = {edge.id: edge for path in found for edge in path.edges}
        subgraph = Subgraph(
            nodes=tuple(nodes.values()),
            edges=tuple(edges[key] for key in sorted(edges)),
            start=(one.id, other.id),
            total=len(nodes),
        )
        title = f"From {one.name} to {other.name}"
        return Picture(subgraph, title, self._evidence(subgraph))

    def search(self, text: str, limit: int = 8) -> pandas.DataFrame:
        """Return the names that come closest to `text`, best first, then quotes that hold it.

        Typing errors in names are forgiven.
        """
        import pandas

        rows = [_hit_row(hit) for hit in self._store.search(text, limit=limit)]
        return pandas.DataFrame(rows, columns=["name", "label", "matched", "edges"])

    def claims(self, name: str, limit: int = 100) -> pandas.DataFrame:
        """Return what is claimed about a name, newest first.

        Raises:
            NodeNotFound: Nothing has this name.
        """
        return _claim_table(self._store.claims(self._store.named(name).id, limit=limit))

    def timeline(
        self,
        name: str | None = None,
        *,
        relation: str | None = None,
        clock: Clock = "happened",
        between: Between = (None, None),
        limit: int = 100,
    ) -> pandas.DataFrame:
        """Return dated claims, newest first.

        Args:
            name: A name of what they are about; everything by default.
            relation: Name of the relation; all by default.
            clock: `happened`, or `published`.
            between: First and last day, each a `datetime.date` or none.
            limit: Most claims to return.

        Raises:
            NodeNotFound: Nothing has this name.
        """
        entity = None if name is None else self._store.named(name).id
        return _claim_table(
            self._store.timeline(
                entity=entity, relation=relation, clock=clock, between=between, limit=limit
            )
        )

    def contested(self, limit: int = 100) -> pandas.DataFrame:
        """Return what sources disagree on, most sources on both sides first."""
        import pandas

        columns = ["subject", "relation", "object", "for", "hedged", "against"]
        rows = [
            (c.subject.name, c.relation, c.object.name, c.n_for, c.n_hedged, c.n_against)
            for c in self._store.contested(limit=limit).items
        ]
        return pandas.DataFrame(rows, columns=columns)

    def load(self, *paths: str | os.PathLike[str]) -> pandas.DataFrame:
        """Read text files, or the `*.txt` of folders, into the store.

        Returns:
            A row for each document: how many claims and entities, and what of
            that is new, updated, removed, unchanged.

        Raises:
            DocumentError: A file cannot be read; the others are loaded.
        """
        import pandas

        from .intake import load

        report = load(self._store, *(Path(path).expanduser() for path in paths))
        if report.refused:
            raise report.refused[0]
        return pandas.DataFrame([_written_row(written) for written in report.written])

    def close(self) -> None:
        """Close the connection; an embedded engine ends itself when nobody uses it."""
        self._store.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        status = self._store.status()
        mode = "read and write" if self._write else "read-only"
        return (
            f"<Sayso on {status.engine} at {status.address}, {mode}: "
            f"{status.documents:,} documents, {status.claims:,} claims>"
        )

    def _evidence(self, subgraph: Subgraph) -> dict[str, tuple[Evidence, ...]]:
        return {edge.id: self._store.evidence(edge.id) for edge in subgraph.edges}


def _hit_row(hit: Hit) -> dict[str, Any]:
    entity = hit.entity
    return {
        "name": entity.name,
        "label": entity.label.value,
        "matched": hit.matched,
        "edges": entity.degree,
    }


def _claim_table(page: Page[Evidence]) -> pandas.DataFrame:
    import pandas

    columns = ["subject", "relation", "object", "polarity", "modality", "said_by", "happened"]
    rows = [
        (
            item.subject.name,
            item.claim.relation,
            item.object.name if item.object else None,
            item.claim.polarity.value,
            item.claim.modality.value,
            ", ".join(voice.name or voice.attribution.value for voice in item.voices),
            item.claim.date_from,
            item.document.published_on,
            item.document.shown_name,
            item.claim.quote,
        )
        for item in page.items
    ]
    return pandas.DataFrame(rows, columns=[*columns, "published", "document", "quote"])


def _written_row(written: Written) -> dict[str, Any]:
    numbers = ("claims", "entities", "new", "updated", "removed", "unchanged")
    row = {name: getattr(written, name) for name in numbers}
    return {"document": written.document.shown_name, **row}
