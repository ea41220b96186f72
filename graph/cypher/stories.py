"""Texts about near-identical documents: who shares a band, who shares a story.

The house rules are those of `reads.py`.
"""

from __future__ import annotations

from functools import cache

from ..writing.copies import BANDS

MEMBERS = """
UNWIND $stories AS story
MATCH (d:Document {story_id: story})
RETURN d.id AS id, d.story_id AS story
"""


@cache
def sharing_a_band() -> str:
    """Return the text that finds documents by their bands, each of which has an index."""
    return "UNION ALL".join(
        f"""
UNWIND ${band} AS value
MATCH (d:Document {{{band}: value}})
RETURN '{band}' AS band, value, d.id AS id
"""
        for band in BANDS
    )


@cache
def signed() -> str:
    """Return the text that reads documents with their signatures."""
    return f"""
UNWIND $ids AS id
MATCH (d:Document {{id: id}})
{_signature()}
"""


@cache
def signed_members() -> str:
    """Return the text that reads all documents of some stories with their signatures."""
    return f"""
UNWIND $stories AS story
MATCH (d:Document {{story_id: story}})
{_signature()}
"""


def _signature() -> str:
    bands = ", ".join(f"d.{band}" for band in BANDS)
    return f"RETURN d.id AS id, d.story_id AS story, d.sketch AS sketch, [{bands}] AS bands"
