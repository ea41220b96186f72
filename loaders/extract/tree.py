"""Walk a parsed document: children, noun phrases, predicates and their arguments."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.model import Span
from .stages import Parse, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_PHRASE = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "predet", "nmod", "quantmod", "advmod", "neg"}
)
_INSIDE_ARGUMENT = frozenset({"pobj", "prep", "agent", "dative", "conj", "poss", "appos", "pcomp"})
_RELATIVES = frozenset({"which", "that", "who", "whom"})


class Tree:
    """The grammar of one parse, indexed."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        children: list[list[int]] = [[] for _ in parse.tokens]
        for index, token in enumerate(parse.tokens):
            if token.head != index:
                children[token.head].append(index)
        self._children = tuple(map(tuple, children))

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index]

    def children(self, index: int, *deps: str) -> tuple[int, ...]:
        """Return what hangs on a token, in text order; only these roles, if given."""
        found = self._children[index]
        return tuple(i for i in found if self.tokens[i].dep in deps) if deps else found

    def subtree(self, index: int) -> Iterator[int]:
        """Yield a token and all below it, in no particular order."""
        waiting = [index]
        while waiting:
            current = waiting.pop()
            yield current
            waiting.extend(self._children[current])

    def sentence(self, index: int) -> Span:
        """Return the token range of the sentence a token stands in."""
        return self.parse.sents[self.tokens[index].sent]

    def text(self, first: int, last: int) -> str:
        """Return the text of the tokens `first` to `last`, end exclusive."""
        return self.parse.text[self.tokens[first].span[0] : self.tokens[last - 1].span[1]]

    def span(self, first: int, last: int) -> Span:
        """Return the characters of the tokens `first` to `last`, end exclusive."""
        return self.tokens[first].span[0], self.tokens[last - 1].span[1]

    def noun_phrase(self, head: int) -> Span:
        """Return the token range of a noun and what stands before it as part of it."""
        first = head
        for child in self._children[head]:
            if child < head and self.tokens[child].dep in _PHRASE:
                first = min(first, *self.subtree(child))
        start = self.sentence(head)[0]
        return max(first, start), head + 1

    def conjuncts(self, index: int) -> Iterator[int]:
        """Yield a token and what is joined to it by "and", the first one first."""
        while self.tokens[index].dep == "conj" and self.tokens[index].head != index:
            index = self.tokens[index].head
        waiting = [index]
        while waiting:
            current = waiting.pop(0)
            yield current
            waiting.extend(self.children(current, "conj"))

    def role(self, index: int) -> str:
        """Return the dependency of a noun, that of the first one in a list of several."""
        while self.tokens[index].dep == "conj" and self.tokens[index].head != index:
            index = self.tokens[index].head
        return self.tokens[index].dep

    def governor(self, index: int) -> int:
        """Return what a noun depends on; in a list, what the first one depends on."""
        while self.tokens[index].dep == "conj" and self.tokens[index].head != index:
            index = self.tokens[index].head
        return self.tokens[index].head

    def predicate(self, index: int) -> int | None:
        """Return the verb a noun is an argument of, prepositions skipped."""
        for _ in range(len(self.tokens)):
            head = self.tokens[index].head
            if head == index:
                return None
            if self.tokens[head].pos in ("VERB", "AUX"):
                return head
            if self.tokens[index].dep not in _INSIDE_ARGUMENT:
                return None
            index = head
        return None

    def arguments(self, verb: int) -> Iterator[int]:
        """Yield the head nouns of a verb's arguments, unspoken subjects included."""
        spoken = False
        for child in self._children[verb]:
            token = self.tokens[child]
            if token.dep in SUBJECTS:
                spoken = token.text.lower() not in _RELATIVES
            if token.dep in ("prep", "agent", "dative") and token.pos == "ADP":
                for inner in self.children(child, "pobj"):
                    yield from self.conjuncts(inner)
            elif token.dep in (*SUBJECTS, "dobj", "dative", "attr", "oprd"):
                yield from self.conjuncts(child)
        if not spoken:
            yield from self.unspoken_subjects(verb)

    def unspoken_subjects(self, verb: int) -> Iterator[int]:
        """Yield who does what a verb without a subject of its own says.

        The noun of a relative clause; of an infinitive or participle the object
        of the verb above it ("urged X to ban"), else that verb's subject.
        """
        token = self.tokens[verb]
        above = token.head
        if above == verb:
            return
        if token.dep in ("relcl", "acl"):
            yield from self.conjuncts(above)
            return
        if self.tokens[above].pos == "ADP":  # blocked X from buying
            above = self.tokens[above].head
        if self.tokens[above].pos not in ("VERB", "AUX"):
            return
        controls = token.dep in ("xcomp", "ccomp", "pcomp")
        objects = self.children(above, "dobj") if controls else ()
        found = objects or self.children(above, "nsubj", "nsubjpass")
        for noun in found:
            yield from self.conjuncts(noun)
        if not found:
            yield from self.unspoken_subjects(above)
