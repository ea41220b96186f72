"""From readings to the graph: documents, aliases, entities, claims, and edges that sum them up."""
