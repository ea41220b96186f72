"""What a query returns: rows, and the graph among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .subgraph import Subgraph

if TYPE_CHECKING:
    import networkx
    import pandas


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of plain values, and what of the graph is in them.

    Attributes:
        columns: Names of the columns, as the query gives them.
        rows: One tuple a row. An entity is an `Entity`, one of our edges an
            `Edge`; other nodes and relationships are dicts of their properties
            (with `_label` or `_type`), a path is a list of what it passes.
        truncated: Whether the query had more rows than were asked for.
        milliseconds: How long it took.
        subgraph: Entities and edges found in the rows. Where the rows hold
            entities but no edge: every edge among them.
        notes: What the query names that no store has, with the nearest name.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False
    milliseconds: int = 0
    subgraph: Subgraph = field(default_factory=Subgraph)
    notes: tuple[str, ...] = ()

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows as dicts."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def df(self) -> pandas.DataFrame:
        """The rows as a pandas data frame."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    @property
    def graph(self) -> networkx.MultiDiGraph[str]:
        """The subgraph as a networkx MultiDiGraph, keyed by our ids."""
        return self.subgraph.to_networkx()
