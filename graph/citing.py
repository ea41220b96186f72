"""Questions to the sources: documents, and the claims behind what the graph shows."""

from __future__ import annotations

from . import records
from .cypher import reads
from .driver import neo4j
from .errors import NodeNotFound
from .evidence import evidence
from .ids import edge_id
from .model import Document, Evidence
from .opened import Opened


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
