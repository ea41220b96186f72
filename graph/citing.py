"""Questions to the sources: documents, and the claims behind what the graph shows."""

from __future__ import annotations

from .cypher import reads
from .database import records
from .database.driver import neo4j
from .errors import NodeNotFound
from .ids import edge_id
from .model import Document, Evidence
from .opened import Opened
from .page import Page
from .reading.claims import claims
from .reading.contested import Contested, contested
from .reading.evidence import evidence
from .reading.found import found
from .reading.timeline import CLOCKS, Between, Clock, timeline


class Citing(Opened):
    """The part of the store that answers with claims and documents."""

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            NodeNotFound: there is none with this id.
        """

        def work(tx: neo4j.ManagedTransaction) -> Document:
            row = tx.run(reads.DOCUMENTS, ids=[document_id]).single()
            if row is None:
                raise NodeNotFound(document_id)
            return records.document(row["document"], text=row["document"]["text"])

        return self._engine.read(work)

    def evidence(self, edge_id: str) -> tuple[Evidence, ...]:
        """Return the claims behind an edge, newest first; none for an unknown id."""
        return self._engine.read(lambda tx: evidence(tx, edge_id))

    def evidence_between(self, subject: str, relation: str, object: str) -> tuple[Evidence, ...]:  # noqa: A002 - the model's own word
        """Return the claims of a pair, newest first, also where they make no edge."""
        return self.evidence(edge_id(subject, relation, object))

    def claims(self, of: str, *, limit: int = 50, after: str | None = None) -> Page[Evidence]:
        """Return the claims behind an edge, about an entity or in a document, newest first.

        Args:
            of: Id of the edge, the entity (subject or object of them) or the document;
                an edge that no claim supports has none.
            limit: Claims on a page.
            after: `next` of the page before.

        Returns:
            Those that nobody rejected, newest by publication, undated last;
            within a document in text order.

        Raises:
            NodeNotFound: there is no such entity or document.
            ValueError: `after` is of another list.
        """
        _check(limit)
        return self._engine.read(lambda tx: claims(tx, of, limit=limit, after=after))

    def timeline(
        self,
        *,
        entity: str | None = None,
        relation: str | None = None,
        clock: Clock = "happened",
        between: Between = (None, None),
        limit: int = 50,
        after: str | None = None,
    ) -> Page[Evidence]:
        """Return claims by their day, newest first.

        Args:
            entity: Id of the entity that is their subject or object; all by default.
            relation: Name of the relation; all by default.
            clock: `happened` goes by the day that the claim is about, where the
                text tells it; `published` by the day of the document. What has
                no day by the clock that was chosen is left out.
            between: First and last day. What lasted for some time is there if
                any of its days is.
            limit: Claims on a page.
            after: `next` of the page before.

        Raises:
            NodeNotFound: there is no such entity.
            ValueError: there is no such clock, or `after` is of another list.
        """
        _check(limit)
        if clock not in CLOCKS:
            raise ValueError(f"There is no clock {clock!r}: {' and '.join(CLOCKS)} are possible.")

        def work(tx: neo4j.ManagedTransaction) -> Page[Evidence]:
            known = None if entity is None else found(tx, entity).id
            return timeline(
                tx,
                entity=known,
                relation=relation,
                clock=clock,
                between=between,
                limit=limit,
                after=after,
            )

        return self._engine.read(work)

    def contested(self, *, limit: int = 50, after: str | None = None) -> Page[Contested]:
        """Return what sources disagree on, most independent sources on both sides first.

        Disputed edges come first, then pairs that only a denial speaks of and
        that therefore have no edge.

        Args:
            limit: Pairs on a page.
            after: `next` of the page before.

        Raises:
            ValueError: `after` is of another list.
        """
        _check(limit)
        return self._engine.read(lambda tx: contested(tx, limit=limit, after=after))


def _check(limit: int) -> None:
    if limit < 1:
        raise ValueError(f"limit is {limit}: a page holds at least one.")
