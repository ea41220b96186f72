"""An invented corpus of any size: stories about invented firms, and what they claim.

Everything comes from one seed. Few things are in the news often and most of
them rarely (how often falls with rank, as Zipf's law has it), so some entities
become hubs. A few stories are wire copies: the text of another one with its
tail cut off, in another paper.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from sayso.graph import ids
from sayso.graph.model import (
    Attribution,
    Claim,
    Document,
    Label,
    Modality,
    Polarity,
    Reading,
    Referent,
    Span,
    Speaker,
)

CLAIMS_EACH = (1, 5, 3, 2, 4)
"""Claims of one story after another: three on average."""

_WIRE_COPIES = 0.03
_DENIED = 0.08
_SAME_AGAIN = 0.4
_FILLER_WORDS = 48  # with the claims about a hundred words a story
_FIRST_DAY = date(2021, 1, 4)
_DAYS = 1_400

_ONSETS, _VOWELS = "bdfghjklmnprstvwz", "aeiouy"
_CODAS = ("", "l", "m", "n", "r", "s", "nd", "rk")
_TRADES = ("Metals", "Rail", "Optics", "Foods", "Shipping", "Textiles", "Software", "Timber")
_FORMS = {
    Label.FIRM: ("company", 0.4),
    Label.PERSON: ("executive", 0.2),
    Label.LAWMAKER: ("person", 0.03),
    Label.ORGANISATION: ("ngo", 0.04),
    Label.PRODUCT: ("good", 0.03),
    Label.AGENCY: ("ministry", 0.02),
    Label.PLACE: ("city", 0.02),
    Label.OUTLET: ("newspaper", 0.004),
}
"""Kind of each label, and how many such things exist per story."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """How stories put one relation into words."""

    relation: str
    subject: Label
    object: Label
    affirmed: str
    denied: str
    qualifier: str | None = None


_FRAMES = (
    _Frame("SUPPLIES", Label.FIRM, Label.FIRM, "supplies", "does not supply", "product"),
    _Frame("SUPPLIES", Label.FIRM, Label.FIRM, "delivers to", "never delivered to", "product"),
    _Frame("RESTRICTS", Label.AGENCY, Label.FIRM, "restricts", "does not restrict", "measure"),
    _Frame("CITES", Label.LAWMAKER, Label.FIRM, "cited", "did not cite", "medium"),
    _Frame("ACCUSES", Label.ORGANISATION, Label.FIRM, "accuses", "does not accuse", "content"),
    _Frame("URGES", Label.LAWMAKER, Label.AGENCY, "urged", "did not urge", "measure"),
    _Frame("INFORMS", Label.AGENCY, Label.FIRM, "informed", "did not inform", "about"),
    _Frame("MEMBER_OF", Label.PERSON, Label.ORGANISATION, "is a member of", "has left"),
    _Frame("PRODUCES", Label.FIRM, Label.PRODUCT, "produces", "does not produce"),
    _Frame("LOCATED_IN", Label.FIRM, Label.PLACE, "is based in", "is not based in"),
)
_MODALITIES = [Modality.ASSERTED] * 14 + [m for m in Modality if m is not Modality.ASSERTED]


def readings(documents: int, *, seed: int = 7) -> Iterator[Reading]:
    """Yield the stories of a corpus, three claims each on average."""
    chance = random.Random(seed)  # noqa: S311 - an invention, no secret
    world = _World(documents, chance)
    recent: list[Reading] = []
    for number in range(documents):
        claims = CLAIMS_EACH[number % len(CLAIMS_EACH)]
        alike = [reading for reading in recent if len(reading.claims) == claims]
        if alike and chance.random() < _WIRE_COPIES:
            yield _wire_copy(world, chance.choice(alike))
            continue
        reading = _Story(world).told(claims)
        recent = [*recent[-40:], reading]
        yield reading


def _wire_copy(world: _World, reading: Reading) -> Reading:
    document = reading.document
    text = document.text.rstrip().rpartition(" ")[0] + f" {world.word()}.\n"
    return replace(reading, document=world.document(text, document.published_on))


class _World:
    """Everything that stories are about, and the chance that picks from it."""

    def __init__(self, documents: int, chance: random.Random) -> None:
        self.chance = chance
        self._taken: set[str] = set()
        self._words = [self._coined() for _ in range(3_000)]
        self._things: dict[Label, list[Referent]] = {}
        self._weights: dict[Label, list[float]] = {}
        for label, (kind, share) in _FORMS.items():
            number = max(12, round(share * documents))
            self._things[label] = [self._thing(label, kind) for _ in range(number)]
            self._weights[label] = list(accumulate(1 / (rank + 3) for rank in range(number)))

    def pick(self, label: Label) -> Referent:
        """Return a thing with this label, the famous ones most of the time."""
        (thing,) = self.chance.choices(self._things[label], cum_weights=self._weights[label])
        return thing

    def word(self) -> str:
        """Return a word that means nothing."""
        return self.chance.choice(self._words)

    def document(self, text: str, day: date | None = None) -> Document:
        """Return a document of some paper."""
        outlet = self.pick(Label.OUTLET).name
        document_id = ids.document_id(text)
        return Document(
            id=document_id,
            text=text,
            file_name=f"{document_id}.txt",
            title=" ".join(self.word() for _ in range(6)).capitalize(),
            outlet=outlet,
            url=f"https://news.example/{document_id}",
            published_on=day or _FIRST_DAY + timedelta(days=self.chance.randrange(_DAYS)),
        )

    def _thing(self, label: Label, kind: str) -> Referent:
        stem = self._coined().capitalize()  # no two alike, so that short names do not meet
        if label is Label.FIRM:
            name = f"{stem} {self.chance.choice(_TRADES)}"
            country = self.chance.choice(("NO", "DK", "SE", "FI", None))
            return Referent(name, (name, stem), label, kind, country)
        if label in (Label.PERSON, Label.LAWMAKER):
            first = self.chance.choice(self._words).capitalize()
            return Referent(f"{first} {stem}", (f"{first} {stem}", stem), label, kind)
        form = {
            Label.AGENCY: "Ministry of {}",
            Label.ORGANISATION: "{} Union",
            Label.OUTLET: "The {} Courier",
            Label.PRODUCT: "{} parts",
        }.get(label, "{}")
        return Referent(form.format(stem), (form.format(stem),), label, kind)

    def _coined(self) -> str:
        while True:
            number = self.chance.choice((2, 3, 3))
            parts = (self.chance.choice(p) for _ in range(number) for p in (_ONSETS, _VOWELS))
            word = "".join(parts) + self.chance.choice(_CODAS)
            if word not in self._taken:
                self._taken.add(word)
                return word


class _Story:
    """One story as it is told: its text, what it names, and what it claims."""

    def __init__(self, world: _World) -> None:
        self._world = world
        self._chance = world.chance
        self._text = ""
        self._things: dict[Referent, int] = {}
        self._spans: list[list[Span]] = []
        self._claims: list[Claim] = []

    def told(self, claims: int) -> Reading:
        """Return a story with so many claims."""
        self._filler(_FILLER_WORDS // 2)
        for _ in range(claims):
            self._claim(self._chance.choice(_FRAMES))
        self._filler(_FILLER_WORDS // 2)
        things = tuple(
            replace(thing, names=thing.names[: len(spans)], spans=tuple(spans))
            for thing, spans in zip(self._things, self._spans, strict=True)
        )
        return Reading(self._world.document(self._text), things, tuple(self._claims))

    def _filler(self, words: int) -> None:
        said = " ".join(self._world.word() for _ in range(words))
        self._text += f"{said.capitalize()}.\n\n"

    def _claim(self, frame: _Frame) -> None:
        denied = self._chance.random() < _DENIED
        start = len(self._text)
        subject, subject_span = self._named(self._subject(frame.subject))
        trigger = frame.denied if denied else frame.affirmed
        trigger_span = self._write(f" {trigger} ")
        target, object_span = self._named(self._pick(frame.object, but=subject))
        qualifiers = []
        if frame.qualifier:
            qualifiers.append((frame.qualifier, self._world.word()))
            self._write(f" over {qualifiers[0][1]}")
        quote = self._text[start:]
        happened = _FIRST_DAY + timedelta(days=self._chance.randrange(_DAYS))
        is_dated = self._chance.random() < 0.4
        claim = Claim(
            relation=frame.relation,
            subject=subject,
            object=target,
            subject_span=subject_span,
            object_span=object_span,
            quote=quote,
            quote_start=start,
            quote_end=start + len(quote),
            speakers=self._speakers(),
            modality=self._chance.choice(_MODALITIES),
            polarity=Polarity.DENIED if denied else Polarity.AFFIRMED,
            trigger=trigger,
            trigger_span=(trigger_span[0] + 1, trigger_span[1] - 1),
            when_text="last month" if is_dated else None,
            date_from=happened.replace(day=1) if is_dated else None,
            date_to=happened.replace(day=28) if is_dated else None,
            qualifiers=tuple(qualifiers),
            confidence=round(self._chance.uniform(0.5, 1), 2),
            rule=f"verb:{trigger.split()[-1]}",
            extractor_version="1",
        )
        self._claims.append(claim)
        self._write(f", as {self._world.word()} {self._world.word()}.\n\n")

    def _subject(self, label: Label) -> Referent:
        """Return a thing, now and then a group without a name of its own."""
        if self._chance.random() < 0.05:
            name = f"several {self._world.word()} groups"
            return Referent(name, (name,), label, collective=True)
        return self._pick(label)

    def _pick(self, label: Label, *, but: int | None = None) -> Referent:
        """Return a thing other than `but`, often one that the story is about already."""
        here = [
            thing
            for thing, index in self._things.items()
            if thing.label is label and not thing.collective and index != but
        ]
        if here and self._chance.random() < _SAME_AGAIN:
            return self._chance.choice(here)
        while True:
            thing = self._world.pick(label)
            if self._things.get(thing, -1) != but:
                return thing

    def _speakers(self) -> tuple[Speaker, ...]:
        """Return nobody, a named person, a person quoted by a paper, or hearsay."""
        fate = self._chance.random()
        if fate < 0.3:
            return ()
        if fate < 0.35:
            self._write(", it is reported")
            return (Speaker(None, Attribution.HEARSAY, "is reported"),)
        speakers = []
        for label in (Label.PERSON, Label.OUTLET)[: 2 if fate > 0.85 else 1]:
            self._write(", said " if label is Label.PERSON else " to ")
            who, span = self._named(self._pick(label))
            speakers.append(Speaker(who, Attribution.NAMED, "said", span))
        return tuple(speakers)

    def _named(self, thing: Referent) -> tuple[int, Span]:
        """Write the thing's name, in short after the first time, and return where it stands."""
        index = self._things.setdefault(thing, len(self._things))
        if index == len(self._spans):
            self._spans.append([])
        spans = self._spans[index]
        span = self._write(thing.names[-1] if spans else thing.name)
        spans.append(span)
        return index, span

    def _write(self, words: str) -> Span:
        start = len(self._text)
        self._text += words
        return (start, len(self._text))
