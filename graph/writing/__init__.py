"""From readings to the graph: documents, aliases, entities, claims, and the edges that summarise them."""
