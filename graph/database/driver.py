"""The Neo4j driver, imported without what it imports only if it is there.

The driver looks for pandas, to take its types as parameters; we hand it plain
values. Without this module, that look takes longer than the rest of a command's
start. Whoever in this room needs the driver takes it from here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let `import name` fail meanwhile, unless somebody has imported it already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # Python's mark of what cannot be imported
    try:
        yield
    finally:
        del sys.modules[name]


with _without("pandas"):
    import neo4j
    import neo4j.graph
    import neo4j.spatial
    import neo4j.time
    from neo4j import exceptions

__all__ = ["exceptions", "neo4j"]
