"""The store: one class over the official driver, the same on both engines.

Its methods stand in four files by what they are about: `asking.py` (entities
and edges), `citing.py` (claims and documents), `deciding.py` (merges and
reviews), `keeping.py` (check, dump, restore). Writing is here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from .asking import Asking
from .citing import Citing
from .deciding import Deciding
from .keeping import Keeping, StoreStatus
from .model import Reading
from .reading.profile import Denied, Profile
from .reading.search import Hit
from .result import Result
from .writing.stream import stream
from .writing.write import Deleted, Totals, Written, delete_document

__all__ = [
    "Deleted",
    "Denied",
    "Hit",
    "Profile",
    "Result",
    "Store",
    "StoreStatus",
    "Totals",
    "Written",
]


class Store(Asking, Citing, Deciding, Keeping):
    """The graph: what was loaded, and every question to it.

    Open it with `Store.open`, close it with `close` or a `with` block. One
    store may be used by several threads.
    """

    def write(
        self,
        readings: Iterable[Reading],
        *,
        on_written: Callable[[Written], None] | None = None,
    ) -> Totals:
        """Write readings, whole documents at a time, and return what became of them.

        A document that is there already is brought up to date; one that has
        not changed is not written. Any number of readings may come: only those
        of one transaction are held at a time.

        Args:
            readings: May be a generator; read as it is written.
            on_written: Called for each document as soon as it is safe.

        Raises:
            DocumentError: a reading cannot be stored. Those before it are.
        """
        return stream(self._engine, readings, on_written)

    def delete_document(self, document_id: str) -> Deleted:
        """Remove a document, its claims, and the entities that only it names.

        Claims that people wrote or reviewed go as well; a document that is
        loaded again gets the reviews back.

        Raises:
            NodeNotFound: there is no such document.
        """
        return self._engine.write(partial(delete_document, document_id=document_id))
