"""The drawer beside the picture: what is behind the open line or name."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ...graph.errors import NodeNotFound
from ...graph.model import Edge, Evidence
from ...graph.store import Store
from ..drawer import (
    CLAIMS_A_PAGE,
    denied_content,
    edge_content,
    name_content,
    nothing_open,
    text_content,
)
from ..state import openable
from .exploring import Exploring
from .limits import limit_reached
from .panel import Act, panel

WIDTH = 440


def evidence_drawer(memory: Exploring, store: Store) -> None:
    """Draw the drawer; what is done in it is followed before the next run."""

    def act(done: Act) -> None:
        if done.verb == "open":
            memory.open(openable(done.id))
        elif done.verb == "close":
            memory.open(None)
        elif done.verb == "more":
            memory.claims_shown += CLAIMS_A_PAGE
        elif done.verb == "read":
            memory.text_of = done.id
        elif done.verb == "back":
            memory.text_of = None

    with st.container(width=WIDTH, border=True, key="drawer"):
        panel(content(memory, store), key="drawer-panel", on_act=act)
        if memory.view.opened is None:
            limit_reached(memory)


def content(memory: Exploring, store: Store) -> dict[str, Any]:
    """Return what the drawer shows now; a link to something gone opens the hint."""
    opened, link = memory.view.opened, memory.view.to_json()
    if opened is None:
        return nothing_open()
    if opened.startswith("e") and "|" not in opened:
        return _name(memory, store, opened, link)
    is_denied = "|" in opened
    evidence = store.evidence_between(*opened.split("|")) if is_denied else store.evidence(opened)
    source = next((item for item in evidence if item.id == memory.text_of), None)
    if source is not None:
        return text_content(store.document(source.document.id), source.claim)
    if is_denied and evidence:
        return denied_content(evidence, opened=opened, link=link, shown=memory.claims_shown)
    edge = _edge(memory, store, opened, evidence)
    if edge is None:
        return nothing_open(opened)
    return edge_content(edge, evidence, link=link, shown=memory.claims_shown)


def _name(memory: Exploring, store: Store, opened: str, link: str) -> dict[str, Any]:
    try:
        profile = store.profile(opened)
    except NodeNotFound:
        return nothing_open(opened)
    return name_content(profile, link=link, shown={node.id for node in memory.drawn.nodes})


def _edge(
    memory: Exploring, store: Store, opened: str, evidence: tuple[Evidence, ...]
) -> Edge | None:
    """Return the open edge, which may lie outside the picture."""
    if not evidence:
        return None
    drawn = next((edge for edge in memory.whole.edges if edge.id == opened), None)
    subject, relation, target = evidence[0].subject, evidence[0].claim.relation, evidence[0].object
    if drawn is not None or target is None:
        return drawn
    return store.edge(subject.id, relation, target.id)
