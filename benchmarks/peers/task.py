"""What every peer's script does around the writing itself; needs nothing of Sayso.

`python with_PEER.py ROWS URI USER`, the password in `PEER_PASSWORD`. ROWS is a
pickle that `benchmarks/graph_rows.py` wrote: the nodes and relationships that
shall be in the database afterwards. Reading the file is not measured; turning
its rows into what the peer takes is. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import neo4j


class Node(NamedTuple):
    """One node that shall be there; its first label is the one with an `id` constraint."""

    labels: tuple[str, ...]
    properties: dict[str, Any]
    document: str | None


class Link(NamedTuple):
    """One relationship that shall be there; ends are (labels, id)."""

    type: str
    start: tuple[tuple[str, ...], str]
    end: tuple[tuple[str, ...], str]
    properties: dict[str, Any]
    document: str | None


Write = Callable[[neo4j.Driver, list[Node], list[Link]], None]


def run(write: Write) -> None:
    """Write the rows of the command line with `write` and print how long it took."""
    path, uri, user = sys.argv[1:]
    raw_nodes, raw_links = pickle.loads(Path(path).read_bytes())  # noqa: S301 - our own file
    nodes, links = [Node(*row) for row in raw_nodes], [Link(*row) for row in raw_links]
    with neo4j.GraphDatabase.driver(uri, auth=(user, os.environ["PEER_PASSWORD"])) as driver:
        driver.verify_connectivity()
        wall, cpu = time.perf_counter(), time.process_time()
        write(driver, nodes, links)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"wall": wall, "cpu": cpu, "peak_mb": peak}))
