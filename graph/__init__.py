"""What is known: the model, the store and its queries. Imports no other room."""

if not __name__.startswith("sayso."):
    raise ImportError("import sayso.graph, not graph (run: make setup)")
