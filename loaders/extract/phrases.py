"""What the finders of names and of noun phrases hand to coreference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from ...graph.model import Label, Span
from .lexicon import words
from .tree import Tree

Form = Literal["name", "group", "single", "description", "pronoun"]

# How far evidence for a label is to be trusted; the strongest decides.
GAZETTEER, TITLE, LEGAL_FORM, DESCRIPTOR, APPOSITION, NAME_HEAD, OWNED, SLOT, NER, DEFAULT = range(
    10, 0, -1
)


# What is done with goods.
HANDLES = frozenset(
    {"sell", "supply", "ship", "buy", "make", "produce", "use", "export", "import", "deliver",
     "purchase", "install", "manufacture", "order", "develop", "provide", "send", "assemble"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of tokens that may stand for something, before it is resolved.

    Attributes:
        first: First token; `last` is exclusive.
        head: The token that governs the others.
        form: A proper name; a group without one ("U.S. companies"); a single
            thing without one ("an executive"); a description of something named
            elsewhere ("the company"); a pronoun.
        label: What it stands for, as far as its own words show.
        rank: How far to trust `label`.
        name: Token range of the proper name in it.
        noun: The common noun that describes it ("chipmaker"), in the singular.
        country: ISO code that its own words show.
        known: Display name, where the gazetteer has one.
        owner: Token of whoever has it ("Acme" in "Acme's chief executive").
    """

    first: int
    last: int
    head: int
    form: Form
    label: Label | None = None
    rank: int = 0
    kind: str | None = None
    name: Span | None = None
    noun: str = ""
    plural: bool = False
    definite: bool = False
    country: str | None = None
    known: str | None = None
    owner: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun of `words/nouns.yaml`."""

    label: Label
    kind: str


_MAKERS = ("maker", "builder", "producer", "seller", "grower")  # glassmaker, shipbuilder


@cache
def nouns() -> Mapping[str, tuple[Noun, ...]]:
    """Return the describing nouns, in the singular, with what each may show."""
    index: dict[str, list[Noun]] = {}
    table = words("nouns")
    for label in Label:
        for kind, entries in table.get(label, {}).items():
            for entry in entries:
                index.setdefault(entry, []).append(Noun(label, kind))
    return MappingProxyType({noun: tuple(entries) for noun, entries in index.items()})


@cache
def name_heads() -> Mapping[str, Noun]:
    """Return the words that show what a proper name stands for, as its head."""
    table = words("name_parts")["heads"]
    return {
        word: Noun(Label(label), kind)
        for label, kinds in reversed(table.items())
        for kind, entries in kinds.items()
        for word in entries
    }


@cache
def listed(name: str, key: str) -> frozenset[str]:
    """Return one flat list of a word file as a set."""
    return frozenset(words(name)[key])


def described(tree: Tree, head: int) -> tuple[str, tuple[Noun, ...]] | None:
    """Return the describing noun that ends at token `head`, longest first.

    "chief executive" and "news agency" are nouns of two words.
    """
    start = tree.sentence(head)[0]
    for length in (3, 2, 1):
        first = head - length + 1
        if first < start:
            continue
        before = [tree[i].text.lower() for i in range(first, head)]
        for last in (tree[head].text.lower(), tree[head].lemma.lower()):
            noun = " ".join([*before, last])
            if entries := nouns().get(noun.replace(" - ", "-")):
                return noun.replace(" - ", "-"), entries
    word = tree[head].lemma.lower()
    if word.endswith(_MAKERS) and word not in listed("nouns", "no_makers"):
        return word, (Noun(Label.FIRM, "company"),)
    return None


def is_no_good(noun: str) -> bool:
    """Return whether a noun stands for somebody or some place, so is never traded goods."""
    entries = nouns().get(noun, ())
    return bool(entries) and all(entry.label is not Label.PRODUCT for entry in entries)


def plural_acronym(text: str) -> bool:
    """Return whether the word is a noun in capitals, several of them: "MPs", "NGOs"."""
    return text[-1:] == "s" and text[:-1].isupper() and text[:-1].lower() in nouns()


def is_plural(tree: Tree, head: int) -> bool:
    """Return whether a noun stands for several."""
    token = tree[head]
    return token.tag in ("NNS", "NNPS") or token.lemma in ("people", "police", "media", "staff")
