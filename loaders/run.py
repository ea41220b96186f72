"""The one pipe: files are read, claims are found, the store writes them.

A file that cannot be read is refused with its reason, and the others go on. The
store takes whole documents as they are read, so none is ever half-written.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..graph.errors import DocumentError, SaysoError
from ..graph.model import Reading
from .extract import extract
from .text_file import MAX_BYTES, find_files, read_file, shown

if TYPE_CHECKING:
    from ..graph.store import Store
    from ..graph.writing.write import Written

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that was read, and what the store made of it; nothing on a dry run."""

    path: Path
    reading: Reading
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is: `path` is about to be read, after `done` of `total` files."""

    done: int
    total: int
    path: Path


Outcome: TypeAlias = Loaded | DocumentError


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every file of a run, in the order it was settled.

    Documents are without their text here, so that a report of many stays small.
    """

    loaded: tuple[Loaded, ...]
    refused: tuple[DocumentError, ...]
    seconds: float

    @property
    def written(self) -> tuple[Written, ...]:
        """What the store wrote, document by document."""
        return tuple(one.written for one in self.loaded if one.written)

    @property
    def claims(self) -> int:
        """Claims found in all documents."""
        return sum(len(one.reading.claims) for one in self.loaded)


def run(
    paths: Iterable[Path],
    store: Store | None,
    *,
    encoding: str = "utf-8",
    max_bytes: int = MAX_BYTES,
    on_step: Callable[[Step], None] | None = None,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Report:
    """Load the texts that `paths` stand for.

    Args:
        paths: Files, folders (their `*.txt`), or `-` for standard input.
        store: Where claims go; none for a dry run.
        encoding: How the files are written.
        max_bytes: Largest file to accept.
        on_step: Called before each file is read.
        on_outcome: Called once for each file that was loaded or refused.

    Raises:
        StoreError: the store failed; documents already reported are in it.
    """
    begun = time.monotonic()
    outcomes: list[Outcome] = []

    def settle(outcome: Outcome) -> None:
        outcomes.append(_without_text(outcome) if isinstance(outcome, Loaded) else outcome)
        if on_outcome:
            on_outcome(outcome)

    files, errors = find_files(paths)
    for error in errors:
        settle(error)

    def read_all() -> Iterator[Loaded]:
        for done, path in enumerate(files):
            if on_step:
                on_step(Step(done, len(files), path))
            outcome = _read(path, encoding, max_bytes)
            if isinstance(outcome, DocumentError):
                settle(outcome)
            else:
                yield outcome

    if store is None:
        for outcome in read_all():
            settle(outcome)
    else:
        _write(read_all(), store, settle)
    return Report(
        tuple(one for one in outcomes if isinstance(one, Loaded)),
        tuple(one for one in outcomes if isinstance(one, DocumentError)),
        time.monotonic() - begun,
    )


def _read(path: Path, encoding: str, max_bytes: int) -> Outcome:
    try:
        document = read_file(path, encoding=encoding, max_bytes=max_bytes)
        return Loaded(path, extract(document))
    except DocumentError as error:
        return error
    except (SaysoError, ImportError):
        raise
    except Exception as error:  # a story that trips the extractor must not stop the others
        _log.debug("%s", path, exc_info=True)
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return DocumentError(shown(path), f"Sayso failed on it ({what}); please report it.")


def _write(source: Iterator[Loaded], store: Store, settle: Callable[[Outcome], None]) -> None:
    """Stream what is read into the store, and settle each document once it is safe."""
    waiting: deque[Loaded] = deque()

    def readings(loaded: Iterable[Loaded]) -> Iterator[Reading]:
        for one in loaded:
            waiting.append(one)
            yield one.reading

    def on_written(written: Written) -> None:
        settle(replace(waiting.popleft(), written=written))

    rest: Iterable[Loaded] = source
    is_done = False
    while not is_done:
        try:
            store.write(readings(rest), on_written=on_written)
            is_done = True
        except DocumentError as refused:  # the one after the last that was written
            settle(DocumentError(shown(waiting.popleft().path), refused.reason))
            rest = chain(list(waiting), source)
            waiting.clear()


def _without_text(loaded: Loaded) -> Loaded:
    reading, written = loaded.reading, loaded.written
    bare = replace(reading.document, text="")
    return replace(
        loaded,
        reading=replace(reading, document=bare),
        written=written and replace(written, document=bare),
    )
