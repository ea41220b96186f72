"""Write a graph with neo4j-graphrag: `Neo4jWriter`, its own batch size, the whole graph at once."""

from __future__ import annotations

import asyncio

import neo4j
import task
from neo4j_graphrag.components.kg_writer import Neo4jWriter
from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship


def write(driver: neo4j.Driver, nodes: list[task.Node], links: list[task.Link]) -> None:
    """Hand everything over; a node has one label here, so an entity gets the telling one."""
    graph = Neo4jGraph(
        nodes=[
            Neo4jNode(id=node.properties["id"], label=node.labels[-1], properties=node.properties)
            for node in nodes
        ],
        relationships=[
            Neo4jRelationship(
                start_node_id=link.start[1],
                end_node_id=link.end[1],
                type=link.type,
                properties=link.properties,
            )
            for link in links
        ],
    )
    done = asyncio.run(Neo4jWriter(driver).run(graph))
    if done.status != "SUCCESS":
        raise RuntimeError(str(done.metadata))


task.run(write)
