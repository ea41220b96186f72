"""How it gets in: files become documents, documents become claims. Imports graph only."""

if not __name__.startswith("sayso."):
    raise ImportError("import sayso.loaders, not loaders (run: make setup)")
