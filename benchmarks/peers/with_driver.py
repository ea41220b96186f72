"""Write a graph with the bare driver: CREATE in batches of 1,000, nothing looked for before."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import neo4j
import task

Row = dict[str, Any]

_BATCH = 1_000


def write(driver: neo4j.Driver, nodes: list[task.Node], links: list[task.Link]) -> None:
    """Create everything, nodes first; properties stand in place, as the embedded engine wants."""
    of_labels: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for node in nodes:
        of_labels[node.labels].append(node.properties)
    of_ends: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for link in links:
        row = {**link.properties, "_start": link.start[1], "_end": link.end[1]}
        of_ends[link.type, link.start[0][0], link.end[0][0]].append(row)
    with driver.session() as session:
        for labels, rows in of_labels.items():
            text = f"UNWIND $rows AS r CREATE (:{':'.join(labels)} {_properties(rows)})"
            _run(session, text, rows)
        for (kind, start, end), rows in of_ends.items():
            text = (
                f"UNWIND $rows AS r MATCH (a:{start} {{id: r._start}}) "
                f"MATCH (b:{end} {{id: r._end}}) CREATE (a)-[:{kind} {_properties(rows)}]->(b)"
            )
            _run(session, text, rows)


def _properties(rows: list[Row]) -> str:
    names = sorted({name for row in rows for name in row if not name.startswith("_")})
    return "{" + ", ".join(f"{name}: r.{name}" for name in names) + "}"


def _run(session: neo4j.Session, text: str, rows: list[Row]) -> None:
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        session.execute_write(lambda tx, batch=batch: tx.run(text, rows=batch).consume())


task.run(write)
