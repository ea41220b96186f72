"""Who and what a document speaks of, and where: the resolver's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ...graph.model import Label, Referent, Span
from .clusters import without_article
from .stages import Mention, Parse
from .tree import Tree


@dataclass(frozen=True, slots=True)
class Resolution:
    """Every referent of a document and every mention of it.

    Attributes:
        mentions: In text order; they may nest ("Chinese" in "Chinese firm X").
        affiliations: Pairs of referents, a person and whom they speak or work for.
        presumed: Likewise, where the text only suggests it.
        tree: The grammar of `parse`, indexed; made if not given.
        weak: Referents whose label is only a guess; a claim may correct it.
    """

    parse: Parse
    referents: tuple[Referent, ...]
    mentions: tuple[Mention, ...]
    affiliations: tuple[tuple[int, int], ...] = ()
    presumed: tuple[tuple[int, int], ...] = ()
    weak: frozenset[int] = frozenset()
    tree: Tree | None = field(default=None, repr=False, compare=False)
    _headed: Mapping[int, int] = field(init=False, repr=False, compare=False)
    _covering: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the mentions by head and by the tokens they cover."""
        headed: dict[int, int] = {}
        covering: dict[int, int] = {}
        for number, mention in enumerate(self.mentions):
            headed.setdefault(mention.head, number)
        widest_first = sorted(range(len(self.mentions)), key=lambda n: -self._width(n))
        for number in widest_first:
            covering.update(dict.fromkeys(range(*self.mentions[number].tokens), number))
        object.__setattr__(self, "_headed", headed)
        object.__setattr__(self, "_covering", covering)
        object.__setattr__(self, "tree", self.tree or Tree(self.parse))

    def _width(self, number: int) -> int:
        first, last = self.mentions[number].tokens
        return last - first

    def headed(self, token: int) -> Mention | None:
        """Return the mention whose head is this token."""
        number = self._headed.get(token)
        return None if number is None else self.mentions[number]

    def at(self, token: int) -> Mention | None:
        """Return the mention headed at this token, else the smallest that covers it."""
        number = self._headed.get(token, self._covering.get(token))
        return None if number is None else self.mentions[number]

    def of(self, mention: Mention) -> Referent:
        """Return what a mention stands for."""
        return self.referents[mention.referent]

    def country(self, mention: Mention) -> str | None:
        """Return the country that a mention's own words show, else its referent's."""
        for other in self.mentions:
            inside = mention.tokens[0] <= other.head < mention.tokens[1]
            if inside and other is not mention and other.head != mention.head:
                referent = self.of(other)
                if referent.country and referent.label in (Label.PLACE, Label.AGENCY):
                    return referent.country
        return self.of(mention).country

    def employer(self, referent: int) -> int | None:
        """Return whom a person speaks or works for, as far as the text shows."""
        pairs = (*self.affiliations, *self.presumed)
        return next((body for person, body in pairs if person == referent), None)

    def noun_phrase(self, token: int) -> Span:
        """Return the token range of a noun with what stands before it as part of it."""
        return self._grammar.noun_phrase(token)

    @property
    def _grammar(self) -> Tree:
        return self.tree or Tree(self.parse)

    def with_mention(
        self,
        head: int,
        referent: int,
        *,
        tokens: Span | None = None,
        form: Literal["name", "description", "pronoun"] = "description",
        hops: int = 1,
        rule: str,
    ) -> tuple[Resolution, Mention]:
        """Return a resolution in which the phrase headed by `head` stands for `referent`."""
        first, last = tokens or self.noun_phrase(head)
        span = self.parse.tokens[first].span[0], self.parse.tokens[last - 1].span[1]
        label = self.referents[referent].label
        mention = Mention(span, (first, last), head, label, referent, form, hops, rule)
        others = [other for other in self.mentions if other.head != head]
        mentions = tuple(sorted((*others, mention), key=lambda m: (m.span, m.head)))
        known = self.referents[referent]
        spans = tuple(sorted({*known.spans, span}))
        return replace(
            self,
            mentions=mentions,
            referents=_put(self.referents, referent, replace(known, spans=spans)),
        ), mention

    def with_referent(
        self,
        head: int,
        label: Label,
        *,
        name: str | None = None,
        tokens: Span | None = None,
        collective: bool = False,
        unnamed: bool = False,
        country: str | None = None,
        rule: str,
    ) -> tuple[Resolution, Mention]:
        """Return a resolution in which the phrase headed by `head` is a mention.

        It stands for the referent of that label and name, a new one if there is
        none; without a name the phrase itself is the name.
        """
        first, last = tokens or self.noun_phrase(head)
        shown = name or without_article(self._grammar.text(first, last))
        for number, other in enumerate(self.referents):
            if other.label is label and shown.lower() in map(str.lower, other.names):
                return self.with_mention(head, number, tokens=(first, last), hops=0, rule=rule)
        referent = Referent(
            shown, (shown,), label, country=country, collective=collective, unnamed=unnamed
        )
        grown = replace(self, referents=(*self.referents, referent))
        number = len(self.referents)
        return grown.with_mention(head, number, tokens=(first, last), hops=0, rule=rule)

    def with_product(self, head: int) -> tuple[Resolution, Mention]:
        """Return a resolution in which the phrase headed by `head` is a good."""
        first, last = self.noun_phrase(head)
        while first < head and self._points(first):
            first += 1
        return self.with_referent(head, Label.PRODUCT, tokens=(first, last), rule="good")

    def _points(self, token: int) -> bool:
        """Return whether a word before a good does not say what kind it is."""
        word = self.parse.tokens[token]
        return word.pos in ("DET", "NUM", "PRON", "ADP") or word.tag in ("POS", "PRP$") or (
            word.dep in ("poss", "det", "nummod", "predet", "quantmod")
        )  # fmt: skip

    def with_group(
        self,
        name: str,
        head: int,
        tokens: Span,
        *,
        label: Label = Label.FIRM,
        collective: bool = True,
        country: str | None = None,
    ) -> tuple[Resolution, Mention]:
        """Return a resolution with a group named by a description of ours."""
        return self.with_referent(
            head, label, name=name, tokens=tokens, collective=collective, country=country,
            rule="group",
        )  # fmt: skip


def _put(referents: tuple[Referent, ...], number: int, value: Referent) -> tuple[Referent, ...]:
    return (*referents[:number], value, *referents[number + 1 :])
