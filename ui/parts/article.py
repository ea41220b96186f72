"""Where an article is given: pasted or uploaded, with what the reader knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from .connection import settings

_MEGABYTE = 2**20


@dataclass
class Article:
    """An article as it was given: pasted text, or the bytes of a file."""

    pasted: str = ""
    uploaded: bytes | None = None
    file_name: str | None = None
    details: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> str | bytes:
        """The file, else the pasted text."""
        return self.pasted if self.uploaded is None else self.uploaded


def article_form(article: Article) -> DeltaGenerator:
    """Draw the form, keep in `article` what is given, and return the place for messages."""
    with st.container(horizontal=True, gap=None, key="give"):
        with st.container(key="paste"):
            article.pasted = st.text_area(
                "Text of the article",
                value=article.pasted,
                placeholder="Paste the text of an article, as plain text.",
                label_visibility="collapsed",
                key="pasted",
            )
        with st.container(key="details", width=540, border=True):
            messages = st.container()
            _upload(article)
            st.caption(
                "What you know of it. All of it can stay empty; "
                "without a date, “last week” stays undated."
            )
            article.details = _details(article.details)
    return messages


def _upload(article: Article) -> None:
    file = st.file_uploader(
        "Or a plain text file",
        key="uploaded",
        max_upload_size=max(1, -(-settings().max_document_bytes // _MEGABYTE)),
    )
    article.uploaded = file.getvalue() if file else None
    article.file_name = file.name if file else None


def _details(known: dict[str, str]) -> dict[str, str]:
    asked = {
        "title": ("Title", "as the article prints it"),
        "outlet": ("Outlet", "who published it"),
        "url": ("Address", "https://…"),
        "published": ("Published", "2019-05-22"),
        "lang": ("Language", "en"),
    }
    given = {
        name: st.text_input(
            label, value=known.get(name, ""), placeholder=hint, key=f"detail-{name}"
        )
        for name, (label, hint) in asked.items()
    }
    return {name: value.strip() for name, value in given.items() if value.strip()}
