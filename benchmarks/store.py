"""Measure writing: `python benchmarks/store.py [--documents N] [--slice N] [--only NAME …]`.

An invented corpus goes into an empty Neo4j through `Store.write`, then again
unchanged; peers write the very same graph, read back from our store, in their
own way. Every contender gets a fresh server and a warm-up. Where a peer's end
state is another one, its row is void. What the columns mean: `README.md`.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.benchmarks import corpus, environments
from sayso.benchmarks.environments import BARE, GRAPHIO, GRAPHRAG, LANGCHAIN, Peer
from sayso.benchmarks.graph_rows import Contents, contents, empty, note
from sayso.benchmarks.servers import (
    Cost,
    Database,
    Meter,
    embedded_database,
    neo4j_database,
    surroundings,
)
from sayso.graph.database import embedded
from sayso.graph.database.embedded_engine import store_folder
from sayso.graph.model import Reading
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests import neo4j_server

TARGETS = {LANGCHAIN: 10.0, GRAPHRAG: 4.0, GRAPHIO: 1.5}
"""How many times faster than each peer we mean to be."""

_WARM_UP = 300
_HEAD = f"{'':40}     items   wall s  items/s  ratio  reach  CPU s: client  server"


@dataclass(frozen=True, slots=True)
class Ours:
    """What our store did with a corpus."""

    graph: Contents
    first: Cost
    again: Cost


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000, help="stories in the corpus")
    parser.add_argument("--slice", type=int, default=2_000, help="stories for the slow peers")
    parser.add_argument(
        "--only", nargs="+", choices=("neo4j", "embedded", "start"), help="leave the others out"
    )
    options = parser.parse_args(arguments)
    parts = options.only or ("neo4j", "embedded", "start")
    print(surroundings())
    readings = list(corpus.readings(options.documents))
    claims = sum(len(reading.claims) for reading in readings)
    print(f"{len(readings):,} documents, {claims:,} claims\n")
    with tempfile.TemporaryDirectory() as folder:
        if "neo4j" in parts:
            _race_on_neo4j(readings, Path(folder), options.slice)
        if "embedded" in parts:
            _race_on_embedded(readings, Path(folder))
    if "start" in parts:
        _start(readings)


def _race_on_neo4j(readings: Sequence[Reading], folder: Path, slice_size: int) -> None:
    missing = neo4j_server.missing_tools()
    if missing:
        print(f"writing into Neo4j: skipped, {missing}\n")
        return
    with neo4j_database() as database:
        print(f"writing into {database.name}\n{_HEAD}")
        ours = _written(database, readings)
    _show("Sayso", ours.graph, ours.first)
    _show_again(ours)
    for peer in (GRAPHIO, BARE):
        _show_peer(peer, ours, folder)
    part = readings[:slice_size]
    if len(part) < len(readings):
        with neo4j_database() as database:
            less = _written(database, part)
        _show(f"Sayso, {len(part):,} documents", less.graph, less.first)
    else:
        less = ours
    for peer in (GRAPHRAG, LANGCHAIN):
        _show_peer(peer, less, folder)
    print()


def _race_on_embedded(readings: Sequence[Reading], folder: Path) -> None:
    with embedded_database() as database:
        print(f"writing into {database.name}\n{_HEAD}")
        ours = _written(database, readings)
    _show("Sayso", ours.graph, ours.first)
    with embedded_database() as database:
        with Store.open(database.settings):  # constraints and indexes
            pass
        cost = environments.run(BARE, ours.graph.write(folder / "rows"), database)
        _show(BARE.name, ours.graph, cost, _verdict(BARE, ours, contents(database), cost))
    _show_again(ours)


def _written(database: Database, readings: Sequence[Reading]) -> Ours:
    """Write a corpus twice into an empty store whose server is warm."""
    with Store.open(database.settings) as store:
        store.write(corpus.readings(_WARM_UP, seed=1))
        empty(database)
        meter = Meter(database)
        store.write(readings)
        first = meter.cost()
        graph = contents(database)
        before = note(database)
        meter = Meter(database)
        totals = store.write(readings)
        again = meter.cost()
    if totals.changed or note(database) != before or contents(database).digest() != graph.digest():
        raise RuntimeError("loading again wrote")
    return Ours(graph, first, again)


def _show_peer(peer: Peer, ours: Ours, folder: Path) -> None:
    with neo4j_database(with_procedures=bool(peer.packages)) as database:
        with Store.open(database.settings) as store:  # constraints and indexes
            store.write(corpus.readings(_WARM_UP, seed=1))
        environments.run(peer, _warm_up(database, folder), database)
        empty(database)
        cost = environments.run(peer, ours.graph.write(folder / "rows"), database)
        verdict = _verdict(peer, ours, contents(database), cost)
    _show(peer.name, ours.graph, cost, verdict)


def _warm_up(database: Database, folder: Path) -> Path:
    path = contents(database).write(folder / "warm-up")
    empty(database)
    return path


def _verdict(peer: Peer, ours: Ours, graph: Contents, cost: Cost) -> str:
    """Return our speed over the peer's, and what it should be; or why there is none."""
    if graph.digest(but=peer) != ours.graph.digest(but=peer):
        return f"   void: {graph.items:,} items, another graph"
    target = f"{TARGETS[peer]:6.1f}" if peer in TARGETS else f"{'–':>6}"
    note = "; entities without the label Entity" if peer.one_label else ""
    return f"{cost.wall / ours.first.wall:6.1f} {target}{note}"


def _show(name: str, graph: Contents, cost: Cost, verdict: str = "") -> None:
    ratio, _, note = verdict.partition(";")
    speed = graph.items / cost.wall
    print(
        f"{name:40} {graph.items:9,} {cost.wall:8.1f} {speed:8,.0f} {ratio or ' ' * 13:13}  "
        f"{cost.client:7.1f} {cost.server:7.1f}{note}",
        flush=True,
    )


def _show_again(ours: Ours) -> None:
    ratio = ours.first.wall / ours.again.wall
    print(
        f"the same again: {ours.again.wall:.1f} s, {ratio:.0f} times faster (reach 50); 0 writes: "
        "every node,\nrelationship and the name of the last writer are what they were\n"
    )


def _start(readings: Sequence[Reading]) -> None:
    """Print how long the embedded engine takes from a cold folder to its first answer."""
    with embedded_database() as database:
        with Store.open(database.settings) as store:
            store.write(readings)
        folder = store_folder(database.settings)
        seconds = []
        for _ in range(5):
            embedded.stop(folder)
            seconds.append(_first_answer(database.settings))
    middle, worst = statistics.median(seconds), max(seconds)
    print(f"embedded engine, {len(readings):,} documents: first answer {middle:.2f} s after the")
    print(f"start (median of 5, at most {worst:.2f}; reach 2.0)")


def _first_answer(settings: Settings) -> float:
    begin = time.perf_counter()
    with Store.open(settings) as store:
        if store.best_attested() is None:
            raise RuntimeError("the store is empty")
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
