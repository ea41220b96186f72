"""Dumps for tests: what is in one, how one is spoilt, and stores to dump."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sayso.graph.store import Store
from sayso.graph.upkeep.dumped import packed
from sayso.tests.conftest import empty
from sayso.tests.examples import everything

Line = dict[str, Any]


def lines(path: Path) -> list[Line]:
    """Return the lines of a dump."""
    with gzip.open(path, "rb") as file:
        return [json.loads(line) for line in file]


def graph_section(path: Path) -> list[Line]:
    """Return what a dump says of the canonical graph."""
    return [line for line in lines(path) if "node" in line or "link" in line]


def rewrite(path: Path, *, change: Callable[[list[Line]], list[Line]]) -> None:
    """Change the lines of a dump, and put a checksum under them that fits."""
    data = [packed(line) for line in change(lines(path)[:-1])]
    end = {"lines": len(data), "sha256": hashlib.sha256(b"".join(data)).hexdigest()}
    path.write_bytes(gzip.compress(b"".join([*data, packed({"end": end})])))


def decide(store: Store) -> None:
    """Load all stories and decide a few things, some of them undone."""
    store.write(everything())
    a, b = store.named("Northwind Metals").id, store.named("Kestrel Optics").id
    store.undo(store.merge(a, b, reason="one owner", by="a reader").id)
    store.keep_apart(a, b, reason="two registers", by="a reader")
    store.merge(a, store.named("Harbour Rail").id, reason="one owner", by="a reader")
    claims = [row[0] for row in store.cypher("MATCH (c:Claim) RETURN c.id ORDER BY c.id").rows]
    store.review(claims[0], "rejected", reason="misread", by="a reader")
    store.undo(store.review(claims[1], "accepted", reason="read", by="a reader").id)


def forget(store: Store) -> None:
    """Empty a store, and take off the mark of an interrupted restore."""
    empty(store)
    store.cypher("MATCH (m:Meta) REMOVE m.restoring, m.restored", write=True)
