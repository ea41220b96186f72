"""The Explore page's memory: the view, the piece of the graph in it, and where its names lie.

It lives in the session. Positions only ever grow until somebody starts anew or
asks to lay out again: so nothing moves by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from ...graph.errors import NodeNotFound
from ...graph.store import Store
from ...graph.subgraph import Subgraph
from ..canvas import CanvasEvents
from ..drawer import CLAIMS_A_PAGE
from ..figure.measure import Point
from ..figure.place import place
from ..state import SHOWN_AT_MOST, Hidden, View, view_from_json
from .connection import wanted_start

_KEY = "exploring"
_LINK = "view"


@dataclass
class Exploring:
    """What one reader looks at.

    Attributes:
        view: What is shown.
        home: The view that needs no link: the page as it opens.
        missing: The name that was looked for in vain, instead of a picture.
        whole: The piece of the graph in view, nothing filtered out.
        positions: Centres of the names' boxes, px.
        epoch: Grows when names may move.
        size: Width and height of the picture, px; none until the browser told.
        heard: Clicks on the canvas that were already followed.
        claims_shown: Claims in the drawer.
        text_of: Claim whose whole document is open in the drawer.
        pills: Grows when code and not the reader changes the filters: the browser keeps the
            pills of a closed popover as they were, and would send them again.
        is_stale: The whole page must be drawn again, not only picture and drawer.
    """

    view: View
    home: View
    missing: NodeNotFound | None = None
    whole: Subgraph = field(default_factory=Subgraph)
    positions: dict[str, Point] = field(default_factory=dict)
    epoch: int = 1
    size: tuple[int, int] | None = None
    heard: int = 0
    claims_shown: int = CLAIMS_A_PAGE
    text_of: str | None = None
    pills: int = 0
    is_stale: bool = False

    @property
    def drawn(self) -> Subgraph:
        """The piece of the graph that the filters leave."""
        return self.view.hidden.leaves(self.whole, keep=self.view.grown_from)

    def refresh(self, store: Store) -> None:
        """Fetch the piece of the graph in view; leave out what the store no longer knows."""
        self.is_stale = False
        while self.missing is None and self.view.start is not None:
            grown = self.view.grown_from
            limit = SHOWN_AT_MOST if self.view.table else self.view.limit
            try:
                self.whole = store.neighbourhood(grown, limit=limit)
                return
            except NodeNotFound as error:
                if error.wanted not in self.view.expanded:
                    self.missing = error
                kept = tuple(entity for entity in self.view.expanded if entity != error.wanted)
                self.view = replace(self.view, expanded=kept)
        self.whole = Subgraph()

    def place(self) -> None:
        """Give a place to every name that has none yet; the others stay where they are."""
        if self.size is not None and any(n.id not in self.positions for n in self.whole.nodes):
            placed = place(self.whole, size=self.size, fixed=self.positions)
            self.positions = {**self.positions, **placed}

    def show(self, view: View) -> None:
        """Change what is shown; the whole page follows."""
        self.view = view
        self.is_stale = True

    def filter(self, hidden: Hidden, *, by_code: bool = False) -> None:
        """Change what the filters leave out."""
        self.show(replace(self.view, hidden=hidden))
        self.pills += by_code

    def open(self, opened: str | None) -> None:
        """Open something in the drawer, or close it."""
        self.view = replace(self.view, opened=opened)
        self.claims_shown = CLAIMS_A_PAGE
        self.text_of = None

    def start_at(self, entity: str) -> None:
        """Show another name with its neighbours, laid out afresh."""
        self.missing = None
        self.show(self.view.around(entity))
        self.lay_out_again()

    def lay_out_again(self) -> None:
        """Forget where the names lie."""
        self.positions = {}
        self.epoch += 1
        self.is_stale = True

    def hear(self, events: CanvasEvents) -> None:
        """Follow what was done on the canvas."""
        if events.size is not None:
            self.size = events.size
        if events.moved_epoch == self.epoch:
            self.positions.update(events.moved)
        if events.clicks not in (0, self.heard):
            self.heard = events.clicks
            self.open(events.selection[1] if events.selection else None)
        if events.expand is not None:
            self.show(self.view.expand(events.expand))
        if events.undo:
            self.show(self.view.undo())
        if events.redo:
            self.show(self.view.redo())
        if events.relayout:
            self.lay_out_again()

    def write_link(self) -> None:
        """Let the address of the page lead back to what is shown."""
        wanted = None if self.view == self.home else self.view.to_json()
        if wanted is None:
            st.query_params.pop(_LINK, None)
        elif st.query_params.get(_LINK) != wanted:
            st.query_params[_LINK] = wanted


def exploring(store: Store) -> Exploring:
    """Return this reader's memory; a new one follows the link, else `--start`, else the best."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _begun(store)
    memory: Exploring = st.session_state[_KEY]
    return memory


def forget() -> None:
    """Begin anew at the next run."""
    st.session_state.pop(_KEY, None)


def _begun(store: Store) -> Exploring:
    home, missing = _home(store)
    asked = view_from_json(st.query_params.get(_LINK, ""))
    if asked.start is None:
        return Exploring(view=home, home=home, missing=missing)
    return Exploring(view=asked, home=home)


def _home(store: Store) -> tuple[View, NodeNotFound | None]:
    wanted = wanted_start()
    if wanted is not None:
        try:
            return View(start=store.named(wanted).id), None
        except NodeNotFound as error:
            return View(), error
    best = store.best_attested()
    return View(start=best.id if best else None), None
