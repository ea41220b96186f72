"""What the store holds of a document's claims, and what a new reading changes about them.

Claims found by a machine are replaced by a later reading; claims that a person
wrote or reviewed stay, and a reading does not say again what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..database.driver import neo4j
from ..database.records import day
from ..model import Review
from .rows import AliasRow, ClaimRow, VoiceRow

EntityOf = Callable[[str], str]
"""From an alias to the entity it stands for."""


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as the store holds it, and the entities at its ends."""

    row: ClaimRow
    subject: str
    object: str | None

    @property
    def is_machine_made(self) -> bool:
        """Whether a new reading may replace it: nobody wrote or reviewed it."""
        said = self.row.properties
        return bool(said["review"] == Review.NONE and said["extractor"] != "person")

    @property
    def aliases(self) -> set[str]:
        """The aliases that it needs."""
        found = {self.row.subject, self.row.object, *(voice.alias for voice in self.row.voices)}
        return {alias for alias in found if alias is not None}

    def says(self, row: ClaimRow) -> bool:
        """Whether it is `row`, voices and all."""
        given = {name: value for name, value in row.properties.items() if value is not None}
        held = {name: value for name, value in self.row.properties.items() if name != "edge"}
        return given == held and row.voices == self.row.voices


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reading changes about one document's claims."""

    new: tuple[ClaimRow, ...]
    updated: tuple[ClaimRow, ...]
    removed: tuple[StoredClaim, ...]

    @property
    def outdated(self) -> tuple[ClaimRow, ...]:
        """What has to go: claims no longer found, and those that are made anew."""
        return (*(claim.row for claim in self.removed), *self.updated)


def changes(
    found: Iterable[ClaimRow], stored: Mapping[str, StoredClaim], entity_of: EntityOf
) -> Changes:
    """Return what has to change so that the store holds what was `found`."""
    found = list(found)
    settled = [claim for claim in stored.values() if not claim.is_machine_made]
    ids = {row.id for row in found}
    return Changes(
        new=tuple(
            row
            for row in found
            if row.id not in stored
            and not any(_is_settled(row, claim.row, entity_of) for claim in settled)
        ),
        updated=tuple(
            row
            for row in found
            if (old := stored.get(row.id)) and old.is_machine_made and not old.says(row)
        ),
        removed=tuple(
            claim for claim in stored.values() if claim.is_machine_made and claim.row.id not in ids
        ),
    )


def stored_alias(properties: Mapping[str, Any]) -> AliasRow:
    """Return an alias from its node's properties."""
    return AliasRow(**{**properties, "ids": tuple(properties.get("ids", ()))})


def stored_claim(record: neo4j.Record) -> StoredClaim:
    """Return a claim from a record of `CLAIMS_OF_DOCUMENTS`."""
    properties = {name: day(value) for name, value in record["claim"].items()}
    said = sorted(
        (voice for voice in record["voices"] if voice["who"] is not None), key=lambda v: v["hop"]
    )
    voices = tuple(
        VoiceRow(v["hop"], v["kind"], v["alias"], v["cue"], v["start"], v["end"]) for v in said
    )
    row = ClaimRow(
        id=properties.pop("id"),
        document=properties.pop("document"),
        subject=properties["subject_alias"],
        object=properties.get("object_alias"),
        voices=voices,
        properties=properties,
    )
    return StoredClaim(row, record["subject"], record["object"])


def _is_settled(row: ClaimRow, settled: ClaimRow, entity_of: EntityOf) -> bool:
    """Whether a person has decided on this claim, though its words or offsets differ."""
    mine, theirs = row.properties, settled.properties
    return (
        mine["relation"] == theirs["relation"]
        and entity_of(row.subject) == entity_of(settled.subject)
        and (row.object and entity_of(row.object)) == (settled.object and entity_of(settled.object))
        and mine["quote_start"] < theirs["quote_end"]
        and theirs["quote_start"] < mine["quote_end"]
    )
