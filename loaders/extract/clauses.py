"""The tree of a parse as the rules for predicates see it: voice, tense, extents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ...graph.model import Span
from .tree import Tree

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
_INSIDE_NAMES = frozenset({"compound", "nmod", "amod", "appos", "nummod"})
_TENSED = frozenset({"VBD", "VBZ", "VBP", "MD"})


class Clauses(Tree):
    """A parse seen as clauses; tokens are meant by their index."""

    def lemma(self, token: int) -> str:
        """Return the lower-case lemma."""
        return self.tokens[token].lemma.lower()

    def dep(self, token: int) -> str:
        """Return the dependency label."""
        return self.tokens[token].dep

    def head(self, token: int) -> int:
        """Return the governing token; a root governs itself."""
        return self.tokens[token].head

    def pos(self, token: int) -> str:
        """Return the coarse part of speech."""
        return self.tokens[token].pos

    def is_root(self, token: int) -> bool:
        """Return whether nothing governs the token."""
        return self.tokens[token].head == token

    def block(self, token: int) -> int:
        """Return the index of the token's block."""
        return self.parse.blocks[self.tokens[token].sent]

    def ancestors(self, token: int) -> Iterator[int]:
        """Yield the governors from the nearest to the root."""
        while self.tokens[token].head != token:
            token = self.tokens[token].head
            yield token

    def path(self, token: int, upper: int) -> tuple[int, ...]:
        """Return the tokens from `token` up to `upper`, both included; empty if it is not above."""
        found = [token]
        for ancestor in self.ancestors(token):
            if found[-1] == upper:
                break
            found.append(ancestor)
        return tuple(found) if found[-1] == upper else ()

    def dominates(self, upper: int, lower: int) -> bool:
        """Return whether `lower` lies in the subtree of `upper`."""
        return upper == lower or upper in self.ancestors(lower)

    def extent(self, token: int) -> Span:
        """Return the token range that the subtree spans, end exclusive."""
        return self._extents[token]

    @cached_property
    def _extents(self) -> tuple[Span, ...]:
        first = list(range(len(self.tokens)))
        last = list(range(1, len(self.tokens) + 1))
        depths = [sum(1 for _ in self.ancestors(token)) for token in first]
        for token in sorted(range(len(self.tokens)), key=depths.__getitem__, reverse=True):
            head = self.tokens[token].head
            first[head] = min(first[head], first[token])
            last[head] = max(last[head], last[token])
        return tuple(zip(first, last, strict=True))

    def noun_phrase_top(self, token: int) -> int:
        """Return the head of the noun phrase of which the token is a modifier or part."""
        while self.dep(token) in _INSIDE_NAMES and not self.is_root(token):
            if self.pos(self.head(token)) not in NOMINAL:
                break
            token = self.head(token)
        return token

    # --- verbs

    def is_verb(self, token: int) -> bool:
        """Return whether the token is a verb, by part of speech or by tag."""
        return self.pos(token) in {"VERB", "AUX"} or self.tokens[token].tag.startswith("VB")

    def is_finite(self, token: int) -> bool:
        """Return whether the verb stands in a tense, by itself or by an auxiliary."""
        if not self.is_verb(token):
            return False
        carriers = (token, *self.children(token, "aux", "auxpass"))
        return any(self.tokens[carrier].tag in _TENSED for carrier in carriers)

    def is_infinitive(self, token: int) -> bool:
        """Return whether the verb stands after "to"."""
        return any(self.tokens[c].tag == "TO" for c in self.children(token, "aux"))

    def is_passive(self, token: int) -> bool:
        """Return whether the verb is in the passive voice, reduced forms included."""
        roles = {self.dep(child) for child in self.children(token)}
        if roles & {"auxpass", "nsubjpass"}:
            return True
        if self.tokens[token].tag not in {"VBN", "VBD"} or "nsubj" in roles:
            return False
        helped = {self.lemma(c) for c in self.children(token, "aux")} & {"have", "do"}
        if helped or "dobj" in roles:
            return False
        if self.dep(token) == "conj":
            head = self.head(token)
            is_participle = self.tokens[token].tag == "VBN"
            return is_participle and self.is_verb(head) and self.is_passive(head)
        return self.dep(token) in {"acl", "advcl", "amod"}
