"""What surrounds every page: the logo, and the only page-wide style sheet."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ...graph.model import Status
from ..theme import DARK, LIGHT

LOGO = Path(__file__).parent.parent / "static" / "logo.svg"
_RULES = Path(__file__).with_name("page.css")
_TOKENS = (
    "surface",
    "inset",
    "border",
    "rule",
    "text",
    "muted",
    "primary",
    "marker",
    "marker_line",
)


def frame() -> None:
    """Draw the logo and give the page its style sheet."""
    st.logo(str(LOGO), size="large")
    st.html(f"<style>{style_sheet()}</style>")


def style_sheet() -> str:
    """Return the page-wide rules with the palette as custom properties."""
    pairs = {name: (getattr(LIGHT, name), getattr(DARK, name)) for name in _TOKENS}
    pairs["hedged"] = (LIGHT.status[Status.HEDGED], DARK.status[Status.HEDGED])
    # Streamlit sets color-scheme with its theme, so a pair follows it live.
    tokens = "".join(
        f"--{name.replace('_', '-')}:light-dark({a},{b});" for name, (a, b) in pairs.items()
    )
    return f":root{{{tokens}}}\n{_RULES.read_text(encoding='utf-8')}"
