"""Find when something happened and when it was said.

A date belongs to the verb it hangs on. A participle or a second verb shares the
date of the first; what somebody said does not share the date of the saying.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...graph.model import Span
from .calendar_words import days, expressions
from .phrases import listed
from .stages import Dated, Parse
from .tree import SUBJECTS, Tree

_AHEAD = frozenset({"from", "by", "until", "till", "starting", "beginning", "before", "effective"})
_PLANS = frozenset({"plan", "intend", "expect", "schedule", "due", "propose", "hope", "want"})
_WILL = frozenset({"will", "shall"})
_SHARED = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep", "acl", "dep", "parataxis"})
_COMPLEMENTS = frozenset({"pcomp", "xcomp", "prep"})
_QUALIFIES = frozenset({"compound", "nummod", "amod", "nmod", "poss"})  # "the 2022 law"
_BESIDE = 3  # tokens between a verb and a date said right after it
# Numbers that look like years are years only after these.
_BEFORE_YEAR = frozenset(
    {"in", "since", "from", "by", "until", "during", "between", "of", "early", "late", "mid", "-",
     "before", "after", "through", "and", "to", "year", "fiscal", ",", "("}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Expression:
    """A date in the text, its tokens, and the verb it hangs on."""

    dated: Dated
    tokens: Span
    verb: int


class Dates:
    """The dates of one document.

    Args:
        parse: The parsed document.
        published_on: When it appeared; without it dates stay as written.
    """

    def __init__(self, parse: Parse, published_on: date | None) -> None:
        self._tree = Tree(parse)
        self._published = published_on
        self._expressions = tuple(self._found())

    def __iter__(self) -> Iterator[Dated]:
        """Yield every date of the document, in text order."""
        return (expression.dated for expression in self._expressions)

    def happened(self, tree: Tree, trigger: int) -> Dated | None:
        """Return when the event that `trigger` stands for happened, if the text says so."""
        verb = self._verb(tree, trigger)
        seen: set[int] = set()
        while verb not in seen:
            seen.add(verb)
            if own := self._of(verb, trigger):
                return own.dated
            if not self._shares(tree, verb):
                return None
            verb = self._verb(tree, tree[verb].head)
        return None

    def _shares(self, tree: Tree, verb: int) -> bool:
        """Return whether a verb takes the date of the verb it depends on.

        A participle or infinitive does; a second verb does in the same tense and
        with the same subject; a clause of its own does not.
        """
        token = tree[verb]
        if token.head == verb or token.dep not in _SHARED or tree.children(verb, *SUBJECTS):
            return False
        above = tree[self._verb(tree, token.head)]
        if token.dep == "conj":
            return token.tag == above.tag
        return above.lemma not in listed("nouns", "speech_verbs")

    def said(self, tree: Tree, cue: int) -> Dated | None:
        """Return when the saying that `cue` stands for took place, if the text says so."""
        verb = self._verb(tree, cue)
        beside = self._beside(verb)
        own = beside or self._of(verb, cue)
        return own.dated if own else None

    def _of(self, verb: int, near: int) -> _Expression | None:
        """Return the nearest date that hangs on `verb` or on a complement of it."""
        found = [e for e in self._expressions if self._belongs(e, verb)]
        return min(found, key=lambda e: (abs(e.tokens[0] - near), e.tokens), default=None)

    def _belongs(self, expression: _Expression, verb: int) -> bool:
        """Return whether a date hangs on `verb`, or on an infinitive or "-ing" under it."""
        if self._said_beside(expression, verb):
            return False
        current = expression.verb
        while current != verb:
            token = self._tree[current]
            if token.dep not in _COMPLEMENTS or token.head == current:
                return False
            current = token.head
        return True

    def _said_beside(self, expression: _Expression, verb: int) -> bool:
        """Return whether the date follows another verb of saying: "…, he said on Monday"."""
        first = expression.tokens[0]
        for index in range(max(first - _BESIDE, 0), first):
            token = self._tree[index]
            if token.sent == self._tree[first].sent and token.pos == "VERB":
                return index != verb and token.lemma in listed("nouns", "speech_verbs")
        return False

    def _beside(self, cue: int) -> _Expression | None:
        for expression in self._expressions:
            first = expression.tokens[0]
            same = self._tree[cue].sent == self._tree[first].sent
            between = {self._tree[i].pos for i in range(cue + 1, first)}
            if same and 0 < first - cue <= _BESIDE and "PUNCT" not in between:
                return expression
        return None

    def _verb(self, tree: Tree, index: int) -> int:
        """Return the verb that a token is or hangs on; the token itself if there is none."""
        current = index
        while tree[current].pos not in ("VERB", "AUX"):
            if tree[current].head == current:
                return current
            current = tree[current].head
        return current

    def _found(self) -> Iterator[_Expression]:
        tree, text = self._tree, self._tree.parse.text
        for first, last in tree.parse.sents:
            start, end = tree.span(first, last)
            for begin, stop, match, name in expressions(text[start:end]):
                span = start + begin, start + stop
                inside = [
                    i
                    for i in range(first, last)
                    if tree[i].span[0] < span[1] and span[0] < tree[i].span[1]
                ]
                if not inside or not self._is_date(name, inside[0], match[0]):
                    continue
                tokens = inside[0], inside[-1] + 1
                root = self._root(tokens)
                if tree[root].dep in _QUALIFIES:
                    continue
                resolved = None
                if self._published is not None:
                    ahead = self._looks_ahead(inside[0])
                    resolved = days(name, match, self._published, ahead=ahead)
                earliest, latest = resolved or (None, None)
                dated = Dated(text[span[0] : span[1]], span, earliest, latest)
                yield _Expression(dated, tokens, self._verb(tree, root))

    def _is_date(self, name: str, first: int, text: str) -> bool:
        """Return whether an expression is a date: "May" and "2000" often are not."""
        token = self._tree[first]
        if name == "month" and text.lower() in ("may", "march", "august"):
            before = self._tree[first - 1] if first else token
            named = before.sent == token.sent and before.text[0].isupper() and before.pos == "PROPN"
            return token.pos == "PROPN" and token.ent[2:] != "PERSON" and not named
        if name == "years":
            word = self._tree[first - 1].text.lower() if first else ""
            return word in _BEFORE_YEAR or token.ent[2:] == "DATE"
        return True

    def _root(self, tokens: Span) -> int:
        inside = range(*tokens)
        return next((i for i in inside if self._tree[i].head not in inside), tokens[0])

    def _looks_ahead(self, first: int) -> bool:
        """Return whether the words around a date speak of what is to come."""
        tree = self._tree
        verb = self._verb(tree, first)
        helpers = {tree[i].lemma.lower() for i in tree.children(verb, "aux")}
        if helpers & _WILL:
            return True
        above = tree[tree[verb].head].lemma.lower()
        if tree[verb].dep == "xcomp" and above in _PLANS:
            return True
        opened = first > tree.sentence(first)[0] and tree[first - 1].text.lower() in _AHEAD
        return opened and tree[verb].tag not in ("VBD", "VBN")
