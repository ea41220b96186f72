"""Fill an empty store from a dump.

The whole file is looked at before anything is written. What is written goes in
in pieces, each with a note on how far it came: a restore that was interrupted
goes on where it stopped, and until it is done nobody else reads or writes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ..cypher import upkeep
from ..database.driver import neo4j
from ..database.engine import Engine
from ..errors import DumpError, StoreError, StoreNotEmpty, StoreUnfinished
from ..writing.paged import run_rows
from .dump_file import DumpFile
from .dumped import MOMENTS, Contents, Line, links, values_of
from .ranges import LETTERS, OnStep, Step

_LINES_A_TRANSACTION = 1_000
_BYTES_A_TRANSACTION = 4_000_000
_DELETED_AT_ONCE = 2_000

_NOTHING, _HEADER = 0, 1
"""How far a restore has come that must first clear the store; that can begin."""


@dataclass(slots=True)
class _Batch:
    """Lines that follow each other, the last of them line `last`."""

    lines: list[Line] = field(default_factory=list)
    size: int = 0
    last: int = 0

    @property
    def before(self) -> int:
        """The line before the first."""
        return self.last - len(self.lines)


def restore(
    engine: Engine, path: Path, *, discard: bool = False, on_step: OnStep = None
) -> Contents:
    """Fill the store from the dump at `path`; return how much that is.

    The store then has the data model of the dump: bring it up to date.

    Args:
        engine: Of the store, which must be empty, or half restored from this file.
        path: The dump.
        discard: Throw away what an interrupted restore of another file left.
        on_step: Told how far it has come.

    Raises:
        DumpError: the file is no dump, or not whole; nothing was written.
        StoreNotEmpty: the store holds a graph.
        StoreUnfinished: it is half restored from another file.
    """
    with DumpFile(path) as file:
        seal = file.checked(on_step)
        done = _begin(engine, seal, discard=discard)
        total = file.contents.lines
        for batch in _batches(file, done):
            _put_batch(engine, path, seal, batch)
            if on_step:
                on_step(Step("Restoring", batch.last, total))
        end = {"seal": seal, "version": file.model}
        engine.write(lambda tx: tx.run(upkeep.END_RESTORE, end).consume())
        return file.contents


# --------------------------------------------------------- beginning and going on


def _begin(engine: Engine, seal: str, *, discard: bool) -> int:
    """Mark the store as half restored; return up to which line it is restored already."""

    def work(tx: neo4j.ManagedTransaction) -> int | None:
        row = _under_way(tx)
        if row["restoring"] == seal:
            return int(row["restored"])
        if row["restoring"] is not None and not discard:
            return None
        is_empty = not any(one["number"] for one in tx.run(upkeep.count_nodes(tuple(LETTERS))))
        if row["restoring"] is None and not is_empty:
            raise StoreNotEmpty(
                "The store is not empty: a restore would mix two graphs. Restore into another "
                "(--store DIR or --uri URI)."
            )
        line = _HEADER if is_empty else _NOTHING
        tx.run(upkeep.BEGIN_RESTORE, seal=seal, line=line).consume()
        return line

    done = engine.write(work)
    if done is None:
        raise StoreUnfinished(
            "The store is half restored from another file: restore that one, or add --yes to throw "
            "away what is there."
        )
    if done == _NOTHING:
        _clear(engine, seal)
    return max(done, _HEADER)


def _under_way(tx: neo4j.ManagedTransaction) -> neo4j.Record:
    """Take our turn as a writer; return which file is being restored, and up to which line."""
    return tx.run(upkeep.RESTORE_UNDER_WAY, writer=uuid.uuid4().hex).single(strict=True)


def _clear(engine: Engine, seal: str) -> None:
    """Remove what the interrupted restore of another file left."""
    texts = [upkeep.delete_some(label) for label in ("Claim", "Alias", "Document")]
    *_, (_, relations, _) = links()
    texts += [upkeep.delete_some_links(relation) for relation in relations]
    texts += [upkeep.delete_some(label) for label in ("Entity", "Judgement", "Kept", "Review")]
    for text in texts:
        while engine.write(partial(_delete, text, seal)):
            pass
    engine.write(partial(_cleared, seal))


def _delete(text: str, seal: str, tx: neo4j.ManagedTransaction) -> int:
    row = _under_way(tx)
    if (row["restoring"], row["restored"]) != (seal, _NOTHING):
        return 0  # another process cleared it as well, and fills it by now
    return int(tx.run(text, most=_DELETED_AT_ONCE).single(strict=True)["number"])


def _cleared(seal: str, tx: neo4j.ManagedTransaction) -> None:
    row = _under_way(tx)
    if (row["restoring"], row["restored"]) == (seal, _NOTHING):
        tx.run(upkeep.RESTORED, line=_HEADER).consume()


def _put_batch(engine: Engine, path: Path, seal: str, batch: _Batch) -> None:
    def work(tx: neo4j.ManagedTransaction) -> None:
        row = _under_way(tx)
        if row["restoring"] != seal:
            raise StoreError("Somebody else restores into this store, or has done so just now.")
        if row["restored"] == batch.last:
            return  # this very batch is in: only the news of it was lost
        if row["restored"] != batch.before:
            raise StoreError("Somebody else restores into this store at the same time.")
        if _put(tx, batch.lines) != len(batch.lines):
            raise DumpError(
                str(path),
                f"up to line {batch.last} something links to what is not in the file.",
                line=batch.before + 1,
            )
        tx.run(upkeep.RESTORED, line=batch.last).consume()

    engine.write(work)


# ---------------------------------------------------------------------- writing


def _batches(file: DumpFile, done: int) -> Iterator[_Batch]:
    """Yield the lines behind line `done`, in pieces that go into one transaction each."""
    batch = _Batch()
    for numbered in file.lines():
        if numbered.number <= done:
            continue
        batch.lines.append(numbered.line)
        batch.size += numbered.size
        batch.last = numbered.number
        if len(batch.lines) >= _LINES_A_TRANSACTION or batch.size >= _BYTES_A_TRANSACTION:
            yield batch
            batch = _Batch()
    if batch.lines:
        yield batch


def _sort(line: Line) -> tuple[str, str]:
    """Return what lines must have in common to be written by one statement."""
    if "node" in line:
        return ("node", line["node"])
    if "link" in line:
        return ("link", line["link"])
    return ("past" if "id" in line else "node", line["log"])


def _put(tx: neo4j.ManagedTransaction, lines: Sequence[Line]) -> int:
    """Write some lines; return how many of them found what they are about.

    Nodes stand before what links them, so each sort comes when its turn is.
    """
    sorts: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        sorts.setdefault(_sort(line), []).append(line)
    return sum(_put_sort(tx, *sort, alike) for sort, alike in sorts.items())


def _put_sort(tx: neo4j.ManagedTransaction, kind: str, name: str, lines: Sequence[Line]) -> int:
    rows = [values_of(line["properties"]) for line in lines]
    if kind == "node":
        return _put_nodes(tx, name, rows)
    if kind == "past":
        past = [{**row, "id": line["id"]} for row, line in zip(rows, lines, strict=True)]
        return _set_past(tx, name, past)
    ends = [{"from": line["from"], "to": line["to"]} for line in lines]
    return _put_links(tx, name, ends, rows)


def _put_nodes(tx: neo4j.ManagedTransaction, labels: str, rows: Sequence[dict[str, Any]]) -> int:
    label = labels.partition(":")[0]
    plain, moments = _parted(rows)
    names = upkeep.PLAIN.get(label, ())
    made = [
        {**row, "more": {key: value for key, value in row.items() if key not in names}}
        for row in plain
    ]
    number = _count(tx, upkeep.create_nodes(labels), made)
    run_rows(tx, upkeep.add_properties(label), [row for row in made if row["more"]])
    _set_moments(tx, label, moments)
    return number


def _set_past(tx: neo4j.ManagedTransaction, label: str, rows: Sequence[dict[str, Any]]) -> int:
    plain, moments = _parted(rows)
    more = [
        {"id": row["id"], "more": {key: value for key, value in row.items() if key != "id"}}
        for row in plain
    ]
    number = _count(tx, upkeep.add_properties(label), more)
    _set_moments(tx, label, moments)
    return number


def _put_links(
    tx: neo4j.ManagedTransaction,
    name: str,
    ends: Sequence[dict[str, str]],
    rows: Sequence[dict[str, Any]],
) -> int:
    start, end = next((a, b) for a, types, b in links() if name in types)
    names = upkeep.plain_of_link(name)
    plain, other = [], []
    for place, row in zip(ends, rows, strict=True):
        if set(row) <= set(names):
            plain.append({**row, "link": place})
        else:
            other.append({"link": place, "more": row})
    text = upkeep.create_links(start, name, end, names)
    return _count(tx, text, plain) + _count(tx, upkeep.create_odd_links(start, name, end), other)


def _parted(
    rows: Sequence[dict[str, Any]],
) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, str]]]]:
    """Return the rows without moments, and the moments by name.

    A moment goes as text: the embedded engine forgets the zone of one that
    comes as a parameter.
    """
    moments: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        for name in MOMENTS:
            if name in row:
                at = {"id": row["id"], "at": row[name].isoformat()}
                moments.setdefault(name, []).append(at)
    return [{k: v for k, v in row.items() if k not in MOMENTS} for row in rows], moments


def _set_moments(
    tx: neo4j.ManagedTransaction, label: str, moments: dict[str, list[dict[str, str]]]
) -> None:
    for name, rows in moments.items():
        run_rows(tx, upkeep.set_moment(label, name), rows)


def _count(tx: neo4j.ManagedTransaction, text: str, rows: Sequence[dict[str, Any]]) -> int:
    return int(tx.run(text, rows=rows).single(strict=True)["number"]) if rows else 0
