"""What a database holds, read back: to hand to another writer, and to compare.

The store's own note about itself (`Meta`) is left out, and so are the labels
that a peer adds for its own use.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import neo4j

from sayso.benchmarks.environments import Peer
from sayso.benchmarks.servers import Database

_NODES = """
MATCH (n)
WHERE NOT n:Meta
RETURN labels(n) AS labels, properties(n) AS properties
"""
_LINKS = """
MATCH (a)-[r]->(b)
RETURN type(r) AS type, labels(a) AS start_labels, a.id AS start, labels(b) AS end_labels,
       b.id AS end, properties(r) AS properties
"""
# The embedded engine has no CALL … IN TRANSACTIONS; each statement here is one small bite.
_EMPTY = """
MATCH (n)
WHERE NOT n:Meta
WITH n LIMIT 5000
DETACH DELETE n
RETURN count(*) AS gone
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """Nodes as (labels, properties, document), links as (type, start, end, properties, document).

    Ends are (labels, id). The document is the one that a thing belongs to;
    entities belong to none.
    """

    nodes: list[tuple[tuple[str, ...], dict[str, Any], str | None]] = field(default_factory=list)
    links: list[tuple[str, Any, Any, dict[str, Any], str | None]] = field(default_factory=list)

    @property
    def items(self) -> int:
        """How many nodes and links there are."""
        return len(self.nodes) + len(self.links)

    def write(self, path: Path) -> Path:
        """Write everything to a file for `peers/task.py`, and return its path."""
        path.write_bytes(pickle.dumps((self.nodes, self.links)))
        return path

    def digest(self, *, but: Peer | None = None) -> str:
        """Return what is equal for equal graphs, less the labels that `but` cannot give."""
        dropped = but.labels | ({"Entity"} if but.one_label else set()) if but else set()
        facts = [
            repr((sorted(set(labels) - dropped), sorted(properties.items())))
            for labels, properties, _ in self.nodes
        ]
        facts += [
            repr((kind, start[1], end[1], sorted(properties.items())))
            for kind, start, end, properties, _ in self.links
        ]
        return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()


def contents(database: Database) -> Contents:
    """Return everything that a database holds."""
    with _driver(database) as driver, driver.session() as session:
        nodes = [
            (_ordered(labels), _plain(properties)) for labels, properties in session.run(_NODES)
        ]
        owner = {
            properties["id"]: properties["id"] if "Document" in labels else properties["document"]
            for labels, properties in nodes
            if "Document" in labels or "document" in properties
        }
        links = []
        for kind, start_labels, start, end_labels, end, said in session.run(_LINKS):
            ends = (_ordered(start_labels), start), (_ordered(end_labels), end)
            document = owner.get(start) or owner.get(said.get("best_claim"))
            links.append((kind, *ends, _plain(said), document))
    return Contents(
        [(labels, properties, owner.get(properties["id"])) for labels, properties in nodes], links
    )


def empty(database: Database) -> None:
    """Remove everything but the store's note about itself, constraints and indexes."""
    with _driver(database) as driver, driver.session() as session:
        while session.run(_EMPTY).single(strict=True)["gone"]:
            pass


def note(database: Database) -> dict[str, Any]:
    """Return the store's note about itself, which names who wrote last."""
    with _driver(database) as driver, driver.session() as session:
        (found,) = session.run("MATCH (m:Meta) RETURN properties(m)").single(strict=True)
        return dict(found)


def _driver(database: Database) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        database.uri, auth=(database.user, database.password), notifications_min_severity="OFF"
    )


def _ordered(labels: Iterable[str]) -> tuple[str, ...]:
    """Return labels with `Entity` first: the one that has the constraint."""
    return tuple(sorted(labels, key=lambda label: (label != "Entity", label)))


def _plain(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.to_native() if hasattr(value, "to_native") else value
        for name, value in properties.items()
    }
