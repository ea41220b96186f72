"""What one reading becomes in the database: its document, aliases and claims as rows.

Pure functions, so that a reading is checked and complete before a transaction
begins. Aliases carry what their referent said of itself; entities are worked
out from aliases alone (`entities.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from .. import ids
from ..model import Attribution, Claim, Document, Label, Polarity, Reading, Referent, Review, Span
from ..reading.quoted import quotable
from . import storable

Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AliasRow:
    """One name that one document uses for a thing.

    Attributes:
        name_key: Aliases with equal keys name one entity.
        referent: Likewise within the document: the resolver said so.
        preferred: Whether the document shows the thing under this name.
    """

    id: str
    text: str
    label: str
    name_key: str
    document: str
    referent: str
    preferred: bool
    kind: str | None = None
    country: str | None = None
    collective: bool = False
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """One speaker of a claim who is in the graph; `alias` says as whom."""

    hop: int
    kind: str
    alias: str
    cue: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: its own properties, and the aliases that its links start from."""

    id: str
    document: str
    subject: str
    object: str | None
    voices: tuple[VoiceRow, ...]
    properties: Properties

    @property
    def qualifiers(self) -> Properties:
        """What the claim says beside its ends, by name."""
        return {name: said for name, said in self.properties.items() if name not in RESERVED}


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one reading, and a fingerprint that changes with the reading."""

    reading: Reading
    document: Properties
    aliases: tuple[AliasRow, ...]
    claims: tuple[ClaimRow, ...]
    fingerprint: str

    @property
    def id(self) -> str:
        """Id of the document."""
        return self.reading.document.id


def rows(reading: Reading) -> DocumentRows:
    """Return the rows of `reading`.

    Raises:
        DocumentError: the reading cannot be stored; see `storable.check`.
    """
    storable.check(reading, RESERVED)
    outlet = reading.document.outlet
    names = _Names(reading)
    outlet_alias = names.alias(len(reading.referents), outlet) if outlet else None
    claims: dict[str, ClaimRow] = {}
    for claim in reading.claims:
        row = _claim(reading, claim, names)
        kept = claims.get(row.id)
        if kept is None or _rank(row) > _rank(kept):
            claims[row.id] = row
    document = _document(reading, outlet_alias)
    aliases = tuple(sorted(names.aliases, key=lambda row: row.id))
    ordered = tuple(sorted(claims.values(), key=lambda row: row.id))
    return DocumentRows(reading, document, aliases, ordered, fingerprint(reading))


def fingerprint(reading: Reading) -> str:
    """Return what tells, without its rows, whether a reading is stored as it is.

    The text is left out: the document's id comes from it.
    """
    document = replace(reading.document, text="")
    return ids.digest("f", _FORM, repr((document, reading.referents, reading.claims)))


def things(reading: Reading) -> int:
    """Return how many things `reading` names: those that share a name are one."""
    pairs = [
        (ids.name_key(thing.label, thing.name), ids.name_key(thing.label, name))
        for thing in _referents(reading)
        for name in _forms(thing)
    ]
    return len(connected(pairs))


def _referents(reading: Reading) -> tuple[Referent, ...]:
    """Return what the reading names, the outlet of its metadata being the last."""
    outlet = reading.document.outlet
    named_by_file = (Referent(outlet, (outlet,), Label.OUTLET),) if outlet else ()
    return reading.referents + named_by_file


def _forms(thing: Referent) -> tuple[str, ...]:
    return thing.names if thing.name in thing.names else (thing.name, *thing.names)


class _Names:
    """The aliases of everything that a reading names."""

    def __init__(self, reading: Reading) -> None:
        self._document = reading.document.id
        self._referents = _referents(reading)
        self._ids: dict[tuple[Label, str], str] = {}
        self._groups = self._grouped()
        self.aliases = self._rows()

    def alias(self, referent: int, mention: str) -> str:
        """Return the alias of a referent that `mention` is, else its preferred one."""
        thing = self._referents[referent]
        wanted = ids.normalise(mention)
        name = next((n for n in thing.names if ids.normalise(n) == wanted), thing.name)
        return self._id(thing, name)

    def _id(self, thing: Referent, name: str) -> str:
        known = self._ids.get((thing.label, name))
        if known is None:
            known = self._ids[thing.label, name] = ids.alias_id(self._document, thing.label, name)
        return known

    def _grouped(self) -> dict[str, str]:
        """Return for each alias the smallest alias of everything the document equates."""
        pairs = [
            (self._id(thing, thing.name), self._id(thing, name))
            for thing in self._referents
            for name in _forms(thing)
        ]
        return {alias: min(group) for group in connected(pairs) for alias in group}

    def _rows(self) -> list[AliasRow]:
        found: dict[str, AliasRow] = {}
        for thing in self._referents:
            at_home = self._document if thing.collective or thing.unnamed else None
            for name in _forms(thing):
                alias = self._id(thing, name)
                if alias in found:
                    continue
                found[alias] = AliasRow(
                    id=alias,
                    text=name,
                    label=thing.label.value,
                    name_key=ids.name_key(thing.label, name, at_home),
                    document=self._document,
                    referent=self._groups[alias],
                    preferred=name == thing.name,
                    kind=thing.kind,
                    country=thing.country,
                    collective=thing.collective,
                    ids=tuple(sorted(thing.ids)),
                )
        return list(found.values())


def claim_ids(reading: Reading) -> tuple[str, ...]:
    """Return the id of each claim of `reading`, in its order, as the store will hold it."""
    names = _Names(reading)
    return tuple(_claim(reading, claim, names).id for claim in reading.claims)


def connected(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the connected components of the graph with these edges.

    >>> sorted(map(sorted, connected([("a", "b"), ("c", "c"), ("b", "d")])))
    [['a', 'b', 'd'], ['c']]
    """
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in pairs:
        parent[root(one)] = root(other)
    groups: dict[str, set[str]] = {}
    for node in list(parent):
        groups.setdefault(root(node), set()).add(node)
    return list(groups.values())


def _document(reading: Reading, outlet_alias: str | None) -> Properties:
    document = reading.document
    return {
        "title": document.title,
        "file_name": storable.file_name(document.file_name),
        "url": document.url,
        "outlet": document.outlet,
        "outlet_alias": outlet_alias,
        "published_on": document.published_on,
        "lang": document.lang,
        "text_hash": ids.digest("t", document.text),
    }


def _claim(reading: Reading, claim: Claim, names: _Names) -> ClaimRow:
    text = reading.document.text
    subject = names.alias(claim.subject, text[slice(*claim.subject_span)])
    target = None
    if claim.object is not None:
        span = claim.object_span or (0, 0)
        target = names.alias(claim.object, text[slice(*span)])
    voices = tuple(
        VoiceRow(
            hop=hop,
            kind=speaker.attribution.value,
            alias=names.alias(speaker.referent, text[slice(*(speaker.span or (0, 0)))]),
            cue=speaker.cue,
            start=speaker.span[0] if speaker.span else None,
            end=speaker.span[1] if speaker.span else None,
        )
        for hop, speaker in enumerate(claim.speakers)
        if speaker.referent is not None
    )
    qualifiers = dict(claim.qualifiers)
    claim_id = ids.claim_id(
        reading.document.id,
        claim.relation,
        subject,
        target or qualifiers.get("measure", ""),
        (claim.quote_start, claim.quote_end),
        voices[0].alias if voices else "",
    )
    properties = _properties(claim, subject, target)
    return ClaimRow(claim_id, reading.document.id, subject, target, voices, properties)


def _properties(claim: Claim, subject: str, target: str | None) -> Properties:
    hearsay = [
        (hop, speaker)
        for hop, speaker in enumerate(claim.speakers)
        if speaker.attribution is Attribution.HEARSAY or speaker.referent is None
    ]
    plain = {
        "relation": claim.relation,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "quote": claim.quote,
        "search": quotable(claim.quote),
        "quote_start": claim.quote_start,
        "quote_end": claim.quote_end,
        **_ends("subject", claim.subject_span),
        **_ends("object", claim.object_span),
        **_ends("trigger", claim.trigger_span),
        "subject_alias": subject,
        "object_alias": target,
        "trigger": claim.trigger,
        "hedge": claim.hedge,
        "when_text": claim.when_text,
        "date_from": claim.date_from,
        "date_to": claim.date_to,
        "said_text": claim.said_text,
        "said_on": claim.said_on,
        "hearsay": bool(hearsay),
        "hearsay_hop": hearsay[0][0] if hearsay else None,
        "hearsay_cue": hearsay[0][1].cue if hearsay else None,
        "addressee": claim.addressee,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "extractor": claim.extractor,
        "extractor_version": claim.extractor_version,
        "review": Review.NONE.value,
    }
    return {**dict(claim.qualifiers), **plain}


def _ends(name: str, span: Span | None) -> Properties:
    start, end = span if span else (None, None)
    return {f"{name}_start": start, f"{name}_end": end}


CLAIM_PROPERTIES = (
    *("id", "document", "edge"),
    *_properties(Claim("", 0, None, (0, 0), None, "", 0, 0), "", None),
)
"""What a new claim node holds beside its qualifiers, which stand under their own names."""

QUALIFIERS = (
    *("about", "amount", "aspect", "condition", "content", "counterparty", "measure", "medium"),
    *("product", "quantifier", "recipient", "role", "use"),
)
"""Qualifiers that stand in place when a claim is made; any other is set afterwards."""

ALIAS_PROPERTIES = tuple(field.name for field in fields(AliasRow))

DOCUMENT_PROPERTIES = (
    *("id", "text", "story_id", "fingerprint"),
    *_document(Reading(Document("", "")), None),
)
"""What a new document node holds beside its signature and the time when it was loaded."""

_FORM = repr((DOCUMENT_PROPERTIES, ALIAS_PROPERTIES, CLAIM_PROPERTIES))
"""A store whose documents hold something else has to be brought up to date by loading again."""

RESERVED = frozenset({*CLAIM_PROPERTIES, "reviewed_by", "reviewed_at", "review_reason"})
"""Names that no qualifier may have."""


def _rank(row: ClaimRow) -> tuple[float, bool, str, str]:
    """Order claims with one id: the surest stays, whatever order they came in."""
    said = row.properties
    affirmed = said["polarity"] == Polarity.AFFIRMED
    return (said["confidence"], affirmed, said["modality"], said["trigger"])
