"""The table that stands in for the picture: the same names and edges, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from .. import words
from ..state import names
from .exploring import Exploring

_NAMES, _EDGES = "table-names", "table-edges"


def table(memory: Exploring) -> None:
    """Draw both tables; choosing a row opens it in the drawer."""
    with st.container(border=True, key="table"):
        _edges(memory)
        _names(memory)


def _edges(memory: Exploring) -> None:
    drawn = memory.drawn
    known = names(drawn)
    st.markdown(f"**{words.counted(len(drawn.edges), 'edge')}**")
    _rows(
        memory,
        _EDGES,
        [edge.id for edge in drawn.edges],
        [
            {
                "Subject": known[edge.subject].name,
                "Relation": words.reading(edge.relation),
                "Object": known[edge.object].name,
                "Status": edge.status.value,
                "Sources for": edge.n_for,
                "against": edge.n_against,
                "hedged": edge.n_hedged,
                "Claims": edge.n_claims,
            }
            for edge in drawn.edges
        ],
        alt="Edges in view",
    )


def _names(memory: Exploring) -> None:
    drawn = memory.drawn
    st.markdown(f"**{words.counted(len(drawn.nodes), 'name')}**")
    _rows(
        memory,
        _NAMES,
        [node.id for node in drawn.nodes],
        [
            {
                "Name": node.name,
                "Type": node.label.value,
                "Kind": node.kind or "",
                "Edges in the store": node.degree,
            }
            for node in drawn.nodes
        ],
        alt="Names in view",
    )


def _rows(
    memory: Exploring, key: str, ids: Sequence[str], rows: Sequence[dict[str, Any]], *, alt: str
) -> None:
    def chosen() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        memory.open(ids[picked[0]] if picked else None)

    st.dataframe(
        pd.DataFrame(rows),
        key=key,
        hide_index=True,
        on_select=chosen,
        selection_mode="single-row",
        height="content",
        alt=alt,
    )
