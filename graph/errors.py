"""Every error a caller of Sayso can meet.

    SaysoError
    ├── DocumentError        a file or a text cannot be read as a document
    ├── VocabularyError      a relation file is wrong
    ├── DumpError            a dump cannot be read or written
    ├── StoreError
    │   ├── StoreUnavailable     no answer, or the engine cannot start
    │   ├── StoreRefused         wrong user, password, database or encryption
    │   ├── StoreTooNew          written by a newer Sayso
    │   ├── StoreUnfinished      only half restored
    │   ├── StoreBusy            others keep writing
    │   ├── StoreNotEmpty        a restore would mix two graphs
    │   ├── NodeNotFound         no entity has this id or name
    │   └── DecisionRefused      a merge, split, review or undo that cannot be
    └── QueryError           the query text is wrong
        ├── QueryRefused         it would write, or reach outside the store
        └── QueryTimeout         it took longer than allowed

A message says what happened, where, and what to do, in one line; `str(error)`
is what people see. Facts that a caller can act on are attributes.
"""

from __future__ import annotations


class SaysoError(Exception):
    """Base of all errors that Sayso raises on purpose."""


class DocumentError(SaysoError):
    """A file or text cannot become a document.

    Attributes:
        path: The file, as the user named it.
        reason: Why, without the path.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class VocabularyError(SaysoError):
    """A relation or word file is wrong; the message names file and line."""


class DumpError(SaysoError):
    """A dump cannot be written, or is not one, or not whole.

    Attributes:
        path: The file, as the user named it.
        line: Line the complaint is about, from 1, where there is one.
        reason: Why, without path and line.
    """

    def __init__(self, path: str, reason: str, *, line: int | None = None) -> None:
        where = f"{path}, line {line}" if line else path
        super().__init__(f"{where}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class StoreError(SaysoError):
    """The store cannot do what was asked."""


class StoreUnavailable(StoreError):
    """The database does not answer, or the embedded engine cannot start."""


class StoreRefused(StoreError):
    """The database answers, but refuses: user, password, database name or encryption."""


class StoreTooNew(StoreError):
    """A newer Sayso wrote this store."""


class StoreUnfinished(StoreError):
    """A restore is under way, or was interrupted: the store holds half a graph."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(
            message
            or "The store is only half restored: wait for the restore that is under way, or, if "
            "it was interrupted, run it again (sayso restore FILE)."
        )


class StoreBusy(StoreError):
    """Others kept writing while the whole store was read, or at every attempt to write."""

    def __init__(self) -> None:
        super().__init__("Others keep writing to the store: try again when they have finished.")


class StoreNotEmpty(StoreError):
    """A restore needs an empty store."""


class NodeNotFound(StoreError):
    """No entity in the store has this id or name.

    Attributes:
        wanted: What was looked for.
        nearest: Names that come close, best first.
    """

    def __init__(self, wanted: str, nearest: tuple[str, ...] = (), *, kind: str = "name") -> None:
        hint = f" Did you mean {', '.join(nearest)}?" if nearest else ""
        super().__init__(f"No {kind} matches “{wanted}”.{hint}")
        self.wanted = wanted
        self.nearest = nearest


class DecisionRefused(StoreError):
    """A merge, a split, a review or an undo cannot be done as asked.

    Attributes:
        standing: Id of the judgement or review that is in the way, where there is one.
    """

    def __init__(self, message: str, *, standing: str | None = None) -> None:
        super().__init__(message)
        self.standing = standing


class QueryError(SaysoError):
    """The query cannot be run as written.

    Attributes:
        line: Line of the query the complaint is about, from 1, where known.
        word: The word the complaint is about, where known.
    """

    def __init__(self, message: str, *, line: int | None = None, word: str | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.word = word


class QueryRefused(QueryError):
    """The query would write, or reach outside the store."""


class QueryTimeout(QueryError):
    """The query ran longer than allowed and was stopped."""
