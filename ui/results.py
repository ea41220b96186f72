"""What a notebook session returns: answers and pictures that show themselves.

Everything shown is static (a table, an SVG), and what came out of an article
is escaped: pandas does so for tables, the figure for its texts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.errors import SaysoError
from ..graph.ids import digest
from ..graph.model import Edge, Entity, Evidence
from ..graph.result import Result
from ..graph.subgraph import Subgraph

if TYPE_CHECKING:
    import networkx
    import pandas

    from .figure.marks import Scene

DRAWN = 60  # boxes that still read well in the width of a notebook
ROWS_SHOWN = 20
_SIZE = (760.0, 480.0)  # px: the width of a notebook's output on most screens


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A piece of the graph that draws itself.

    Attributes:
        subgraph: What is drawn.
        title: Stands above it.
        evidence: Claims behind the edges, by edge id; they become numbered sources.
    """

    subgraph: Subgraph
    title: str = ""
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)

    @property
    def svg(self) -> str:
        """The picture as a complete SVG document, without script or outside reference."""
        from .figure.svg import svg

        shown = [node.id for node in self.subgraph.nodes] + [e.id for e in self.subgraph.edges]
        # Pictures in one notebook share a page: ids of one must not meet those of another.
        return svg(self._scene(), prefix=digest("p", self.title, *shown) + "-")

    @property
    def graph(self) -> networkx.MultiDiGraph[str]:
        """The same as a networkx graph, keyed by our ids."""
        return self.subgraph.to_networkx()

    @property
    def df(self) -> pandas.DataFrame:
        """Its edges, one a row, with names instead of ids."""
        import pandas

        names = {node.id: node.name for node in self.subgraph.nodes}
        return pandas.DataFrame([_edge_row(edge, names) for edge in self.subgraph.edges])

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to `path`, as SVG or PNG after its ending; return the path.

        Raises:
            SaysoError: The ending is neither.
        """
        target = Path(path).expanduser()
        if target.suffix == ".svg":
            target.write_text(self.svg, encoding="utf-8")
        elif target.suffix == ".png":
            from .figure.png import png

            target.write_bytes(png(self._scene()))
        else:
            raise SaysoError(f"{target}: a picture is saved as .svg or .png.")
        return target

    def _scene(self) -> Scene:
        from .figure.place import place
        from .figure.scene import figure

        positions = place(self.subgraph, size=_SIZE)
        return figure(self.subgraph, positions, self.evidence, title=self.title)

    def __repr__(self) -> str:
        return f"{self.title}: {_counts(self.subgraph)}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        svg = self.svg
        return {"text/plain": repr(self), "image/svg+xml": svg, "text/html": _framed(svg)}


class Answer:
    """What a query gave: rows, and a picture of the nodes and edges among them.

    Attributes:
        picture: At most sixty of the nodes, the first ones, and the edges among them.
    """

    def __init__(self, result: Result, picture: Picture) -> None:
        self._result = result
        self.picture = picture

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, as the query gives them."""
        return self._result.columns

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows, each a dictionary."""
        return self._result.records

    @property
    def df(self) -> pandas.DataFrame:
        """The rows as a pandas table: entities by their names, edges by their relations."""
        return self._table(len(self))

    @property
    def graph(self) -> networkx.MultiDiGraph[str]:
        """The nodes and edges among the rows as a networkx graph, keyed by our ids."""
        return self._result.graph

    @property
    def truncated(self) -> bool:
        """Whether there were more rows than may be returned."""
        return self._result.truncated

    def __len__(self) -> int:
        return len(self._result.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.records)

    def __repr__(self) -> str:
        table = self._table(ROWS_SHOWN).to_string(index=False, max_colwidth=60, na_rep="")
        return f"{table}\n{self._said()}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        import pandas

        with pandas.option_context("display.max_colwidth", None):  # else quotes are cut
            table = self._table(ROWS_SHOWN).to_html(index=False, border=0, na_rep="")
        bundle = {"text/plain": repr(self), "text/html": f"{table}<p>{escape(self._said())}</p>"}
        if self._result.subgraph.nodes:
            svg = self.picture.svg
            # A page made of a notebook shows the HTML only, so the picture is in there too.
            bundle |= {"image/svg+xml": svg, "text/html": bundle["text/html"] + _framed(svg)}
        return bundle

    def _table(self, rows: int) -> pandas.DataFrame:
        import pandas

        cells = [[_cell(value) for value in row] for row in self._result.rows[:rows]]
        return pandas.DataFrame(cells, columns=list(self.columns))

    def _said(self) -> str:
        rows = f"{min(len(self), ROWS_SHOWN):,} of {len(self):,} rows shown"
        more = "; there are more in the store than one answer returns" if self.truncated else ""
        nodes = f"; {_counts(self.picture.subgraph)}" if self._result.subgraph.nodes else ""
        return rows + more + nodes


def first(subgraph: Subgraph, limit: int) -> Subgraph:
    """Return the first `limit` nodes and the edges among them; `total` counts them all."""
    nodes = subgraph.nodes[:limit]
    kept = {node.id for node in nodes}
    edges = tuple(e for e in subgraph.edges if e.subject in kept and e.object in kept)
    return replace(subgraph, nodes=nodes, edges=edges, total=max(subgraph.total, subgraph.shown))


def _counts(subgraph: Subgraph) -> str:
    return (
        f"{subgraph.shown:,} of {max(subgraph.total, subgraph.shown):,} names shown, "
        f"{len(subgraph.edges):,} edges"
    )


def _edge_row(edge: Edge, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "subject": names[edge.subject],
        "relation": edge.relation,
        "object": names[edge.object],
        "status": edge.status.value,
        "n_for": edge.n_for,
        "n_against": edge.n_against,
        "n_hedged": edge.n_hedged,
        "n_claims": edge.n_claims,
        "first_date": edge.first_date,
        "last_date": edge.last_date,
        "quote": edge.quote,
    }


def _cell(value: Any) -> Any:
    """Return a value as a table holds it: an entity by its name, an edge by its relation."""
    match value:
        case Entity(name=name):
            return name
        case Edge(relation=relation):
            return relation
        case list():
            return [_cell(item) for item in value]
        case _:
            return value


def _framed(svg: str) -> str:
    return f'<div style="max-width: 100%; overflow: auto">{svg}</div>'
