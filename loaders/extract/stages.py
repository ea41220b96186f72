"""The values that pass between the stages of extraction.

segment → parse → resolve → attribution → candidates → context → dates →
confidence → link. Every stage is a function of its input only; every value is
frozen and ordered, so the output is the same for any number of workers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from ...graph.model import Attribution, Label, Modality, Polarity, Span

BlockKind = Literal["body", "heading", "caption", "credit", "byline", "dateline", "bullet", "promo"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the document, and what it is. Only body, heading and bullet claim anything."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the dependency tree.

    `head` is the index of the governing token in `Parse.tokens`, its own index
    for a root; `sent` is the index of the sentence in `Parse.sents`.
    """

    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    head: int
    dep: str
    sent: int
    ent: str = ""


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed document: all that later stages know of the grammar.

    Attributes:
        text: The document's text; token spans slice it exactly.
        tokens: In text order, without white space tokens.
        sents: Token ranges (start, end), end exclusive, in order.
        blocks: Index of the block of each sentence, as in `segment`'s output.
        model: Name and version of the parser.
    """

    text: str
    tokens: tuple[Token, ...]
    sents: tuple[Span, ...]
    blocks: tuple[int, ...]
    model: str


class Parser(Protocol):
    """What the parse stage needs: spaCy in the product, a hand-written fake in tests."""

    def __call__(self, text: str, blocks: Sequence[Block]) -> Parse:
        """Return `text` parsed; a block's end always ends a sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that stands for an actor, a place or a product.

    Attributes:
        span: As it stands in the text, article included ("the New York Times").
        tokens: Token range, end exclusive.
        head: Index of the head token.
        label: What it stands for here.
        referent: Index into the resolver's referents.
        form: A name, a description ("the paper"), or a pronoun.
        hops: Resolutions it took to get to the referent; 0 for a name.
        rule: What decided it, for debugging.
    """

    span: Span
    tokens: Span
    head: int
    label: Label
    referent: int
    form: Literal["name", "description", "pronoun"] = "name"
    hops: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be a claim: a relation, its arguments, and where it was seen.

    Attributes:
        trigger: Token index of the word that carries the relation.
        subject: The mention in the subject's place.
        object: The mention in the object's place, if any.
        path: Roles and words between the arguments, for the verifier.
        qualifiers: `measure`, `product` …, as written.
        polarity: What the frame itself says, before its context is read.
        modality: Likewise.
        attachment: True if a fallback attachment was used.
    """

    relation: str
    trigger: int
    trigger_span: Span
    subject: Mention
    object: Mention | None
    evidence: Span
    rule: str
    path: tuple[str, ...] = ()
    qualifiers: tuple[tuple[str, str], ...] = ()
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    hedge: str | None = None
    attachment: bool = False


@dataclass(frozen=True, slots=True)
class Voicing:
    """A stretch of text that somebody says.

    `speakers` are innermost first, `content` is what they say, in code points.
    A candidate whose trigger lies in `content` is theirs. `cue` is the token
    that shows the saying; `addressee` is who was told, unless it was an outlet:
    that one passes it on, so it is the outermost speaker.
    """

    content: Span
    speakers: tuple[VoicedBy, ...]
    cue: int
    channel: str
    addressee: str | None = None


@dataclass(frozen=True, slots=True)
class VoicedBy:
    """One speaker of a voicing; `referent` is none for hearsay."""

    referent: int | None
    attribution: Attribution
    span: Span
    cue: str


@dataclass(frozen=True, slots=True)
class Dated:
    """When something happened or was said."""

    text: str
    span: Span
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """How sure, yes or no, and the words that show it."""

    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    hedge: str | None = None
    drop: str | None = None
    """Why the candidate claims nothing (a purpose clause, a ban …), else none."""
    qualifiers: tuple[tuple[str, str], ...] = field(default=())
