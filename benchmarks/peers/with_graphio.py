"""Write a graph with graphio: node and relationship sets, merged in bulk, its own batch size."""

from __future__ import annotations

from collections import defaultdict

import neo4j
import task
from graphio import NodeSet, RelationshipSet


def write(driver: neo4j.Driver, nodes: list[task.Node], links: list[task.Link]) -> None:
    """Merge everything on `id`, nodes first."""
    by_labels: dict[tuple[str, ...], list[task.Node]] = defaultdict(list)
    for node in nodes:
        by_labels[node.labels].append(node)
    for (first, *others), group in by_labels.items():
        things = NodeSet([first], merge_keys=["id"], additional_labels=others)
        things.add_nodes([node.properties for node in group])
        things.merge(driver)
    by_ends: dict[tuple[str, str, str], list[task.Link]] = defaultdict(list)
    for link in links:
        by_ends[link.type, link.start[0][0], link.end[0][0]].append(link)
    for (relation, start, end), group_of_links in by_ends.items():
        joined = RelationshipSet(relation, [start], [end], ["id"], ["id"])
        for link in group_of_links:
            joined.add_relationship({"id": link.start[1]}, {"id": link.end[1]}, link.properties)
        joined.merge(driver)


task.run(write)
