"""The canonical graph: everything but what depends on when and in which order it came about.

Left out are times, former ids, and the log of decisions that do not hold any
more; a claim's review and an active judgement are part of it.
"""

from __future__ import annotations

from typing import Any

from sayso.graph.store import Store

_PASSING = {"loaded_at", "reviewed_at", "at", "former_ids", "writer"}
_ALL = 1_000_000


def canonical(store: Store) -> list[Any]:
    """Return every node and relationship, without passing properties, in a fixed order."""
    nodes = store.cypher(
        "MATCH (n) WHERE NOT n:Review AND coalesce(n.active, true) "
        "RETURN labels(n) AS labels, properties(n) AS properties",
        rows=_ALL,
    )
    links = store.cypher(
        "MATCH (a)-[r]->(b) "
        "RETURN a.id AS start, type(r) AS type, b.id AS end, properties(r) AS properties",
        rows=_ALL,
    )
    found = [["node", sorted(row["labels"]), _lasting(row["properties"])] for row in nodes.records]
    found += [
        ["link", row["start"], row["type"], row["end"], _lasting(row["properties"])]
        for row in links.records
    ]
    return sorted(found, key=repr)


def _lasting(properties: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted((name, value) for name, value in properties.items() if name not in _PASSING)
