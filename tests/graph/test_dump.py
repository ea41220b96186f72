"""A dump holds the whole graph, moves it between engines, and is refused where it is not whole."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from sayso.graph.errors import DumpError, StoreNotEmpty
from sayso.graph.store import Store
from sayso.tests.conftest import empty
from sayso.tests.examples import everything
from sayso.tests.graph.canonical import canonical


def lines(path: Path) -> list[dict[str, object]]:
    """Return the lines of a dump."""
    with gzip.open(path, "rb") as file:
        return [json.loads(line) for line in file]


def graph_section(path: Path) -> list[dict[str, object]]:
    """Return what a dump says of the canonical graph."""
    return [line for line in lines(path) if "node" in line or "link" in line]


def test_restored_is_what_was_dumped(store: Store, tmp_path: Path) -> None:
    """Nodes, links, times and former ids come back; the second dump is the first, byte for byte."""
    store.write(everything())
    before = canonical(store)
    store.dump(tmp_path / "one.gz")
    empty(store)
    store.restore(tmp_path / "one.gz")
    store.dump(tmp_path / "two.gz")

    assert canonical(store) == before
    assert (tmp_path / "two.gz").read_bytes() == (tmp_path / "one.gz").read_bytes()
