"""The data model: documents, what they call things, and what they claim.

Claims are the truth, edges are their summary. A loader turns one article into
one `Reading`; the store turns readings into entities and edges. Everything here
is a frozen value without behaviour beyond its own fields.

Offsets are code points into `Document.text`, end exclusive:
`text[claim.quote_start:claim.quote_end] == claim.quote`, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""Start and end, in code points of `Document.text`, end exclusive."""


class Label(StrEnum):
    """What an entity is; the node carries it beside `Entity`."""

    FIRM = "Firm"
    AGENCY = "Agency"
    LAWMAKER = "Lawmaker"
    PERSON = "Person"
    ORGANISATION = "Organisation"
    OUTLET = "Outlet"
    PLACE = "Place"
    PRODUCT = "Product"


class Modality(StrEnum):
    """How sure the speaker is."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    REQUESTED = "requested"
    ALLEGED = "alleged"


class Polarity(StrEnum):
    """Whether the speaker affirms or denies."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Status(StrEnum):
    """What the claims behind an edge add up to."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    DISPUTED = "disputed"


class Review(StrEnum):
    """What a person decided about a claim."""

    NONE = "none"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Attribution(StrEnum):
    """How the text names a speaker."""

    NAMED = "named"
    UNNAMED = "unnamed"
    HEARSAY = "hearsay"


@dataclass(frozen=True, slots=True)
class Document:
    """One article, its text untouched.

    The text is the file as decoded, without byte-order mark and front matter;
    nothing else is changed. `id` comes from the text (`ids.document_id`), so a
    moved or renamed file is the same document.
    """

    id: str
    text: str
    file_name: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_on: date | None = None
    lang: str = "en"

    @property
    def shown_name(self) -> str:
        """Title, or the file's name where the text has no title."""
        return self.title or self.file_name or "untitled text"


@dataclass(frozen=True, slots=True)
class Referent:
    """One thing as one document speaks of it, before documents meet.

    Attributes:
        name: The name to show, one of `names`.
        names: Every form the document writes it in; each becomes an `Alias`.
        collective: A group without a name of its own ("U.S. companies").
        unnamed: A single person or body without a name ("an executive").
            Collectives and the unnamed never meet across documents.
        spans: Every mention, pronouns and descriptions included, in text order.
        country: ISO 3166-1 alpha-2, where the text shows it.
        ids: Identifiers, each `scheme:value`.
    """

    name: str
    names: tuple[str, ...]
    label: Label
    kind: str | None = None
    country: str | None = None
    collective: bool = False
    unnamed: bool = False
    spans: tuple[Span, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """One link of the chain of speakers behind a claim.

    Attributes:
        referent: Index into `Reading.referents`; none for hearsay.
        attribution: How the text names the speaker.
        cue: The words that show the saying ("told", "according to").
        span: The mention of the speaker.
    """

    referent: int | None
    attribution: Attribution
    cue: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence says that a subject does something to an object.

    Attributes:
        relation: Name of the relation, as in `graph/relations/`.
        subject: Index into `Reading.referents`.
        object: Likewise; none where the text names no target, and then the
            claim makes no edge.
        subject_span: The mention the claim was read from.
        speakers: Innermost first; empty means the document's own voice.
        quote: The exact slice of the text.
        trigger: The word that carried the relation.
        hedge: The word that shows the modality, where there is one.
        when_text: When it happened, as written; `date_from` and `date_to` are
            empty without a publication date.
        said_on: When it was said, which is not when it happened.
        qualifiers: `measure`, `product`, `recipient` …, as written.
        confidence: Calibrated probability that the claim is right.
    """

    relation: str
    subject: int
    object: int | None
    subject_span: Span
    object_span: Span | None
    quote: str
    quote_start: int
    quote_end: int
    speakers: tuple[Speaker, ...] = ()
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    trigger: str = ""
    trigger_span: Span | None = None
    hedge: str | None = None
    when_text: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    said_text: str | None = None
    said_on: date | None = None
    addressee: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    confidence: float = 1.0
    rule: str = ""
    extractor: str = "rules"
    extractor_version: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document says: the unit that a loader hands to the store."""

    document: Document
    referents: tuple[Referent, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the graph, all documents together."""

    id: str
    name: str
    label: Label
    names: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    collective: bool = False
    ids: tuple[str, ...] = ()
    degree: int = 0
    """Edges of this entity in the whole store, whatever is shown."""


@dataclass(frozen=True, slots=True)
class Edge:
    """The summary of all claims with one subject, relation and object.

    `n_for`, `n_against` and `n_hedged` count independent sources: the innermost
    named speaker, else the story.
    """

    id: str
    subject: str
    relation: str
    object: str
    status: Status
    n_for: int = 0
    n_against: int = 0
    n_hedged: int = 0
    n_claims: int = 0
    n_docs: int = 0
    first_date: date | None = None
    last_date: date | None = None
    quote: str = ""
    best_claim: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as the graph knows it: who, and how the text names them."""

    attribution: Attribution
    entity: Entity | None = None
    name: str | None = None
    """The speaker as this document writes it; none for hearsay."""
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim with all that is needed to show it and to believe it.

    Attributes:
        id: Id of the claim.
        claim: As read; its indexes are meaningless here, use `subject`, `object`.
        document: The document *without* its text (`text == ""`).
        paragraph: The paragraph that holds the quote, as it stands in the text.
        paragraph_start: Offset of the paragraph, to place the claim's spans in it.
        paragraph_number: Counted from 1, blank lines not counted.
        voices: Innermost first.
    """

    id: str
    claim: Claim
    subject: Entity
    object: Entity | None
    document: Document
    paragraph: str
    paragraph_start: int
    paragraph_number: int
    voices: tuple[Voice, ...] = field(default=())
