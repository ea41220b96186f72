"""Write the whole store into one file: the same bytes for the same graph, on either engine.

The form of a line is in `dumped.py`. The file appears complete or not at all.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from ..cypher import upkeep
from ..database import schema
from ..database.engine import Engine
from ..errors import DumpError
from ..writing.turn import undisturbed
from .dumped import FORMAT, LOGS, NODES, PASSING, Contents, Line, links, packed, properties_of
from .ranges import LETTERS, OnStep, Range, counts, ranges, stepping

log = logging.getLogger(__name__)

_ROWS_A_PAGE = {"Document": 100}  # they hold the texts
_ROWS = 1_000
_LINKS_AT_ONCE = 5_000
"""An entity with more edges is read in pieces: one may have hundreds of thousands."""

_PAST = ("Document", "Entity", "Claim")
"""Kinds of which the log tells a few properties only."""

_LinkOrder = tuple[str, str, str, str]


def dump(engine: Engine, path: Path, *, replace: bool = False, on_step: OnStep = None) -> Contents:
    """Write what `engine` holds to `path`; return how much that is.

    Raises:
        DumpError: the file is there already, or cannot be written.
        StoreBusy: others kept writing to the store meanwhile.
    """
    if path.exists() and not replace:
        raise DumpError(str(path), "is there already; give another name, or --yes to replace it.")
    try:
        with _appearing(path) as file:
            return undisturbed(engine, partial(_write, engine, file, on_step))
    except OSError as error:
        raise DumpError(str(path), f"cannot be written ({error.strerror or error}).") from error


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write beside `path`, and put it there once it is whole and safe on disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _write(engine: Engine, file: IO[bytes], on_step: OnStep) -> Contents:
    file.seek(0)
    file.truncate()
    digest = hashlib.sha256()
    contents = Contents()
    # Neither the time nor the file's name goes into the archive: equal graphs, equal bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as archive:
        for line in _lines(engine, on_step):
            data = packed(line)
            digest.update(data)
            archive.write(data)
            contents = contents.plus(line)
        archive.write(packed({"end": {"lines": contents.lines, "sha256": digest.hexdigest()}}))
    return contents


def _lines(engine: Engine, on_step: OnStep) -> Iterator[Line]:
    numbers = counts(engine)
    _warn_of_strangers(engine)
    yield {"sayso": {"format": FORMAT, "model": schema.VERSION}}
    for label in NODES:
        for span in _pages(label, numbers, on_step, f"{label} nodes"):
            yield from _nodes(engine, label, span)
    for label, types, end in links():
        for span in _pages(label, numbers, on_step, f"{label} links"):
            yield from _links(engine, label, types, end, span, numbers)
    for label in (*PASSING, *LOGS):
        for span in _pages(label, numbers, on_step, f"{label} log"):
            yield from _log(engine, label, span)


def _pages(label: str, numbers: Mapping[str, int], on_step: OnStep, what: str) -> Iterator[Range]:
    return stepping(label, numbers[label], _ROWS_A_PAGE.get(label, _ROWS), on_step, what)


def _read(engine: Engine, text: str, **parameters: Any) -> list[dict[str, Any]]:
    return engine.read(lambda tx: [row.data() for row in tx.run(text, parameters)])


def _nodes(engine: Engine, label: str, span: Range) -> Iterator[Line]:
    rows = _read(engine, upkeep.nodes_between(label), first=span[0], last=span[1])
    passing = PASSING.get(label, ())
    for row in sorted(rows, key=lambda row: row["properties"]["id"]):
        if not _holds(row["properties"]):
            continue
        lasting = {name: v for name, v in row["properties"].items() if name not in passing}
        yield {"node": _labels(row["labels"], label), "properties": properties_of(lasting)}


def _labels(stored: list[str], label: str) -> str:
    """Return a node's own labels; what somebody added is left out."""
    ours = {f"{label}:{other}" for other in stored} & {*NODES.get(label, ())}
    return min(ours, default=label)


def _holds(properties: Mapping[str, Any]) -> bool:
    """Whether this is part of the graph, and not only of its past."""
    return properties.get("active", True) is not False


def _links(
    engine: Engine,
    label: str,
    types: tuple[str, ...],
    end: str,
    span: Range,
    numbers: Mapping[str, int],
) -> Iterator[Line]:
    limits = {"first": span[0], "last": span[1], "most": _LINKS_AT_ONCE}
    rows = _read(engine, upkeep.links_between(label, types, end), **limits)
    hubs = _read(engine, upkeep.HUBS_BETWEEN, **limits) if label == end else []
    parts = [
        _links_of_hub(engine, types, hub["id"], numbers["Entity"], hub["degree"]) for hub in hubs
    ]
    for row in heapq.merge(sorted(rows, key=_place), *parts, key=_place):
        yield {
            "link": row["type"],
            "from": row["start"],
            "to": row["end"],
            "properties": properties_of(row["properties"]),
        }


def _links_of_hub(
    engine: Engine, types: tuple[str, ...], hub: str, entities: int, degree: int
) -> Iterator[dict[str, Any]]:
    text = upkeep.links_of_hub(types)
    pieces = -(-degree // _LINKS_AT_ONCE)
    for first, last in ranges("Entity", entities, max(1, entities // pieces)):
        yield from sorted(_read(engine, text, id=hub, first=first, last=last), key=_place)


def _place(row: Mapping[str, Any]) -> _LinkOrder:
    properties = row["properties"]
    return (row["start"], row["end"], row["type"], str(properties.get("hop", properties.get("id"))))


def _log(engine: Engine, label: str, span: Range) -> Iterator[Line]:
    text = upkeep.entries_between(label, PASSING[label] if label in _PAST else None)
    rows = _read(engine, text, first=span[0], last=span[1])
    for row in sorted(rows, key=lambda row: row["id"]):
        said = {name: v for name, v in row["properties"].items() if v not in (None, [])}
        if label in LOGS or not _holds(said):
            yield {"log": label, "properties": properties_of(said)}
        elif past := {name: said[name] for name in PASSING[label] if name in said}:
            yield {"log": label, "id": row["id"], "properties": properties_of(past)}


def _warn_of_strangers(engine: Engine) -> None:
    (row,) = _read(engine, upkeep.count_strangers((*LETTERS, "Meta")))
    if row["number"]:
        log.warning("%d nodes are none of Sayso's and are left out of the dump.", row["number"])
