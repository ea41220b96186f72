"""Looking after the store: what it holds, whether it is sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from .cypher import reads, upkeep
from .database import records
from .database.driver import neo4j
from .model import Document
from .opened import Opened
from .upkeep import check, dump, restore
from .upkeep.dumped import Contents
from .upkeep.findings import Finding
from .upkeep.ranges import OnStep


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


@dataclass(frozen=True, slots=True)
class Held:
    """A document as the store holds it: without its text, and with how many claims it makes."""

    document: Document
    claims: int


class Keeping(Opened):
    """The part of the store that looks after itself."""

    def is_empty(self) -> bool:
        """Return whether no document was ever loaded."""
        return self._is_empty()

    def status(self) -> StoreStatus:
        """Return where the store is and how much it holds."""

        def counts(tx: neo4j.ManagedTransaction, text: str) -> dict[str, int]:
            return {row["name"]: row["number"] for row in tx.run(text)}

        texts = (reads.DATA_COUNTS, reads.label_counts(), reads.relation_counts())
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

    def documents_called(self, name: str) -> tuple[Held, ...]:
        """Return the documents with this id, title or file name, by id, without their texts."""

        def work(tx: neo4j.ManagedTransaction) -> list[Held]:
            rows = tx.run(upkeep.DOCUMENTS_CALLED, name=name, file=PurePath(name).name)
            return [Held(records.document(row["document"]), row["claims"]) for row in rows]

        return tuple(sorted(self._engine.read(work), key=lambda held: held.document.id))

    def dump(self, path: Path, *, replace: bool = False, on_step: OnStep = None) -> Contents:
        """Write the whole store into one file, the same for the same graph on either engine.

        Args:
            path: The file; it appears complete or not at all.
            replace: Take the place of a file that is there.
            on_step: Told how far it has come.

        Raises:
            DumpError: the file is there already, or cannot be written.
            StoreBusy: others kept writing to the store meanwhile.
        """
        return dump.dump(self._engine, path, replace=replace, on_step=on_step)

    def restore(self, path: Path, *, discard: bool = False, on_step: OnStep = None) -> Contents:
        """Fill this store, which must be empty, from a file that `dump` wrote.

        The file is looked at as a whole before anything is written. A restore
        that is interrupted leaves the store closed for everything but the same
        restore, which goes on where it stopped: `Store.open(…, unfinished=True)`.

        Args:
            path: The file.
            discard: Throw away what an interrupted restore of another file left.
            on_step: Told how far it has come.

        Raises:
            DumpError: the file is no dump, or not whole; nothing was written.
            StoreNotEmpty: the store holds a graph.
            StoreUnfinished: it is half restored from another file.
        """
        contents = restore.restore(self._engine, path, discard=discard, on_step=on_step)
        self._prepare(unfinished=False)  # the dump may be of an older data model
        return contents

    def check(self, *, on_step: OnStep = None) -> tuple[Finding, ...]:
        """Return everything in the store that is not as the model says; nothing in a sound one.

        Nothing is changed. What is wrong about edges and degrees, `rebuild_edges`
        makes right (`Finding.is_summary`).

        Args:
            on_step: Told how far it has come.

        Raises:
            StoreBusy: something was found, but others kept writing meanwhile.
        """
        return check.check(self._engine, on_step)

    def rebuild_edges(self, *, on_step: OnStep = None) -> int:
        """Make edges, degrees and lists of edges anew from the claims, where they are wrong.

        Returns:
            How many edges and entities changed: 0 on a healthy store.
        """
        return check.rebuild(self._engine, on_step)
