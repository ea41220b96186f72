"""Every Cypher text of the product, by name, the same for both engines.

`reads` answers questions, `writes` keeps the graph in line with what documents
say. Values come as parameters only; a relation's name, which Cypher does not
take as a parameter, comes from the vocabulary, never from a user.

House rules, all measured on the embedded engine (and harmless on Neo4j): an
entity is anchored as `(n:Entity {id: …})`; relation types are always named;
edges are found by their end points; new things are created with their
properties in place and changed in a second statement. `shortestPath` is never
used: with a condition on its nodes the embedded engine finds nothing and does
not say so.
"""
