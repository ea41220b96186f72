"""What is known: the model, the store and its queries. Imports no other room.

`store.py` is the way in; its methods stand in `asking.py`, `citing.py`,
`deciding.py` and `keeping.py`, and what they do in a folder each:

    model.py  ids.py  vocabulary.py  relations/    what there is, and what it is called
    writing/      from readings to documents, entities, claims and edges
    reading/      search, neighbourhoods, paths, claims, users' queries
    decisions/    merges and reviews
    upkeep/       check, dump, restore, upgrade
    cypher/       every text that the database is given
    database/     the driver, Neo4j, the embedded engine, the schema
"""

if not __name__.startswith("sayso."):
    raise ImportError("import sayso.graph, not graph (run: make setup)")
