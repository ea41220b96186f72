"""Constraints and indexes, generated from the model and the vocabulary.

The `id` constraint of entities lies on `Entity` only. A second one on a label
beneath it (`Firm`) would break uniqueness on the embedded engine: the same id
was then accepted once per label. Names are indexed per label instead, because
people write `(:Firm {name: '…'})`.
"""

from __future__ import annotations

from .. import ids
from ..model import Label
from ..vocabulary import relations
from ..writing.copies import BANDS

VERSION = 2
"""Version of the data model, kept on the `Meta` node; `upgrade.py` has a step to each."""

_IDENTIFIED = ("Alias", "Claim", "Document", "Entity", "Judgement", "Kept", "Meta", "Review")
_INDEXED = (
    ("Alias", "name_key"),
    ("Alias", "document"),
    ("Claim", "date_from"),
    ("Claim", "document"),
    ("Claim", "edge"),
    ("Claim", "polarity"),
    ("Claim", "relation"),
    ("Document", "published_on"),
    ("Document", "story_id"),
    *(("Document", band) for band in BANDS),
    ("Entity", "name"),
    ("Judgement", "decision"),
    ("Judgement", "left"),
    ("Judgement", "right"),
    ("Kept", "entity"),
    ("Review", "claim"),
    *((label.value, "name") for label in Label),
)


FULL_TEXT = (("Claim", "search"), ("Entity", "search"))
"""Texts of words to be found, made by `quotable` and `searchable`; engines index them each in
their own way, see `Engine.define_full_text`."""


def statements() -> list[str]:
    """Return what prepares an empty database, one statement each; repeating them does no harm."""
    nodes = [
        f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in _IDENTIFIED
    ]
    # Two writers at once must not double an edge.
    edges = [
        f"CREATE CONSTRAINT {name.lower()}_id IF NOT EXISTS "
        f"FOR ()-[r:{name}]-() REQUIRE r.id IS UNIQUE"
        for name in relations()
    ]
    indexes = [
        f"CREATE INDEX {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})"
        for label, name in _INDEXED
    ]
    statuses = [
        f"CREATE INDEX {name.lower()}_status IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.status)"
        for name in relations()
    ]
    return nodes + edges + indexes + statuses


def fingerprint() -> str:
    """Return what changes with any of the statements, as when a relation is added."""
    return ids.digest("s", *statements(), repr(FULL_TEXT))
