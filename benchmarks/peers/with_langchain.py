"""Write a graph with LangChain: `add_graph_documents`, one for each story.

With `baseEntityLabel`, which LangChain recommends for speed. A thing that many
stories name is in each of their documents, as when a model extracts them.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict

import neo4j
import task
from langchain_neo4j import Neo4jGraph
from langchain_neo4j.graphs.graph_document import GraphDocument, Node, Relationship


def write(_: neo4j.Driver, nodes: list[task.Node], links: list[task.Link]) -> None:
    """Add one graph document after another; LangChain opens a driver of its own."""
    _, _, uri, user = sys.argv
    graph = Neo4jGraph(uri, user, os.environ["PEER_PASSWORD"], refresh_schema=False)
    things = {
        node.properties["id"]: Node(
            id=node.properties["id"], type=node.labels[-1], properties=node.properties
        )
        for node in nodes
    }
    named: dict[str, dict[str, Node]] = defaultdict(dict)
    said: dict[str, list[Relationship]] = defaultdict(list)
    for node in nodes:
        if node.document is not None:
            named[node.document][node.properties["id"]] = things[node.properties["id"]]
    for link in links:
        ends = things[link.start[1]], things[link.end[1]]
        named[link.document] |= {end.id: end for end in ends}
        relationship = Relationship(
            source=ends[0], target=ends[1], type=link.type, properties=link.properties
        )
        said[link.document].append(relationship)
    documents = [
        GraphDocument(nodes=list(named[document].values()), relationships=said[document])
        for document in named
    ]
    graph.add_graph_documents(documents, baseEntityLabel=True)
    graph.close()


task.run(write)
