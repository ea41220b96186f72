"""The pages at the top, and the way from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import streamlit as st

_PAGES = "pages"


def navigation(pages: Mapping[str, Any]) -> Any:
    """Offer `pages` (made by `st.Page`, by name) and return the one that was chosen."""
    st.session_state[_PAGES] = dict(pages)
    return st.navigation(list(pages.values()), position="top")


def go_to(name: str) -> NoReturn:
    """Leave for the page with this name."""
    st.switch_page(st.session_state[_PAGES][name])
