"""From a filled role to the mentions that may stand at the end of a claim.

A role is filled by a word; the actor may stand behind it ("the firm's
*exports*", "*most* of the suppliers", "the *letter*"), beside it (coordination,
"such as"), or elsewhere ("the move").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...graph.model import Label
from .clauses import NOMINAL, Clauses
from .resolve import Resolution
from .roles import Filler, Roles, word_class
from .stages import Mention

_DEPTH = 4  # nouns to look through: "the bulk of exports of the unit of A"
_MEMBERS = frozenset({"include", "including", "such", "like"})
_JOINS = frozenset({"conj", "nmod", "compound", "appos", "dep"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "such"})


@dataclass(frozen=True, slots=True)
class Reached:
    """A mention reached from a filler; `steps` are the nouns looked through."""

    mention: Mention
    steps: tuple[str, ...] = ()
    fallback: bool = False


class Arguments:
    """Find the mentions behind the fillers of one parse."""

    def __init__(self, tree: Clauses, resolution: Resolution) -> None:
        self.tree = tree
        self.roles = Roles(tree)
        self.resolution = resolution

    def reach(self, filler: Filler, labels: Iterable[Label], *, actor: bool) -> tuple[Reached, ...]:
        """Return the mentions behind a filler that have one of `labels`, all its conjuncts.

        Args:
            filler: The word in the role.
            labels: What may stand at this end; a label that is only a guess passes.
            actor: The end acts: a letter stands for who signed it.
        """
        allowed = frozenset(labels)
        found: dict[int, Reached] = {}
        for head in self.conjuncts(filler.head):
            for reached in self._behind(head, allowed, actor, _DEPTH):
                found.setdefault(reached.mention.referent, reached)
        return tuple(
            Reached(r.mention, (*filler.path.strip(">").split(">"), *r.steps), filler.fallback)
            for r in found.values()
        )

    def fits(self, mention: Mention, labels: frozenset[Label]) -> bool:
        """Return whether the mention may stand where one of `labels` is wanted."""
        if mention.label in labels:
            return True
        return mention.referent in self.resolution.weak and labels != {Label.PLACE}

    def _behind(
        self, head: int, labels: frozenset[Label], actor: bool, depth: int
    ) -> Iterator[Reached]:
        if depth == 0:
            return
        named = self._members_of_group(head, labels) or self._named_beside(head, labels)
        if named:
            yield from named
            return
        mention = self.mention_at(head)
        if mention is not None and self.fits(mention, labels):
            yield Reached(mention)
            return
        lemma = self.tree.lemma(head)
        for step in self._doors(head, lemma, actor):
            through = [
                Reached(r.mention, (f"{lemma}<{step}", *r.steps))
                for inner in self.roles.fillers(head, step)
                for conjunct in self.conjuncts(inner.head)
                for r in self._behind(conjunct, labels, actor, depth - 1)
            ]
            if through:
                yield from through
                return

    def _members_of_group(self, head: int, labels: frozenset[Label]) -> tuple[Reached, ...]:
        """Return A and B of "two of its clients, A and B, have left"."""
        mention = self.mention_at(head)
        if mention is not None and not self.resolution.of(mention).collective:
            return ()
        beside = [
            each
            for token in (head, *self._counted(head))
            for name in self.tree.children(token, "appos")
            for each in self.conjuncts(name)
        ]
        return tuple(Reached(m, ("member",)) for m in self._names(beside, labels))

    def _named_beside(self, head: int, labels: frozenset[Label]) -> tuple[Reached, ...]:
        """Return A of "A, a firm that …" and of "its unit, A", rather than the firm or unit."""
        tree = self.tree
        mention = self.mention_at(head)
        if tree.pos(head) != "NOUN" or (mention is not None and mention.form == "name"):
            return ()
        if mention is None and tree.lemma(head) not in word_class("described"):
            return ()
        if mention is not None and self.resolution.of(mention).collective:
            return ()
        above = [tree.head(head)] if tree.dep(head) == "appos" else []
        beside = [*above, *tree.children(head, "appos")]
        return tuple(Reached(m, ("appos",)) for m in self._names(beside, labels)[:1])

    def _counted(self, head: int) -> tuple[int, ...]:
        """Return what "two of its clients" counts."""
        if self.tree.lemma(head) not in word_class("part_of"):
            return ()
        return tuple(filler.head for filler in self.roles.fillers(head, "obl:of"))

    def _names(self, tokens: Iterable[int], labels: frozenset[Label]) -> list[Mention]:
        mentions = (self.mention_at(token) for token in tokens)
        return [m for m in mentions if m and m.form == "name" and self.fits(m, labels)]

    def _doors(self, head: int, lemma: str, actor: bool) -> tuple[str, ...]:
        """Return the roles to look through, if the noun is one of those that are transparent."""
        if lemma in word_class("part_of") and self.roles.fillers(head, "obl:of"):
            return ("obl:of",)
        if actor and lemma in word_class("writing"):
            return ("author",)
        if actor and lemma in word_class("event"):
            return ("poss", "mod", "obl:by,from")
        if lemma in word_class("transparent"):
            return ("poss", "obl:to", "obl:of", "mod", "obl:by,from")
        return ()

    def mention_at(self, token: int) -> Mention | None:
        """Return the mention that the token heads or, inside a name, belongs to."""
        headed = self.resolution.headed(token)
        if headed is not None:
            return headed
        mention = self.resolution.at(token)
        if mention is None or self.tree.pos(token) == "PRON":
            return None
        between = range(token, mention.head) if token < mention.head else ()
        is_owner = any(self.tree.tokens[t].tag in {"POS", "IN", ","} for t in between)
        return None if is_owner else mention

    # --- coordination

    def conjuncts(self, head: int) -> tuple[int, ...]:
        """Return the head and whatever is coordinated with it or listed under it."""
        found = [head]
        for token in found:
            found.extend(c for c in self.tree.children(token, "conj") if self._is_noun(c, found))
            found.extend(self._members(token))
            for name in self.tree.children(token, "appos"):  # "the farmer A and the baker B"
                if self.mention_at(name) is self.mention_at(token) is not None:
                    found.extend(c for c in self.tree.children(name, "conj"))
        found.extend(t for t in self._lost_conjuncts(head) if t not in found)
        return tuple(sorted(set(found), key=lambda t: (t != head, t)))

    def _is_noun(self, token: int, found: list[int]) -> bool:
        return self.tree.pos(token) in NOMINAL and token not in found

    def _members(self, token: int) -> Iterator[int]:
        """Yield what "including", "such as" names."""
        tree = self.tree
        for prep in tree.children(token, "prep"):
            such = tree.lemma(prep) == "as" and "such" in map(tree.lemma, tree.children(prep))
            if such or tree.lemma(prep) in _MEMBERS:
                inner = tree.children(prep, "pobj")
                inner = inner or tuple(
                    c for p in tree.children(prep, "prep") for c in tree.children(p, "pobj")
                )
                yield from inner

    def _lost_conjuncts(self, head: int) -> Iterator[int]:
        """Yield names that the parser hung on the head as modifiers: "A and B Technology"."""
        tree = self.tree
        first, end = tree.extent(head)
        own = self.resolution.headed(head)
        for mention in self.resolution.mentions:
            if not (first <= mention.tokens[0] and mention.tokens[1] <= end):
                continue
            if own is not None and own.tokens[0] <= mention.head < own.tokens[1]:
                continue
            path = tree.path(mention.head, head)[:-1]
            if path and all(tree.dep(token) in _JOINS for token in path):
                end = own.tokens[0] if own is not None else head
                joins = {tree.tokens[token].text for token in range(mention.tokens[1], end)}
                if joins & {"and", "or", "&"}:
                    yield mention.head

    # --- ends that lie elsewhere

    def same_as(self, noun: int) -> tuple[int, ...]:
        """Return who the noun describes: "A, a supplier of B", "A is a supplier", "supplier A"."""
        tree = self.tree
        token = noun
        while tree.dep(token) == "pobj":  # one of its customers
            outer = tree.head(tree.head(token))
            if tree.lemma(outer) not in word_class("part_of"):
                break
            token = outer
        dep, head = tree.dep(token), tree.head(token)
        if dep in {"appos", "compound", "nmod"} and tree.pos(head) in NOMINAL:
            return (head,)
        if dep == "attr":
            return tuple(f.head for f in self.roles.subjects(head))
        if dep == "pobj" and tree.lemma(head) == "as":
            verb = tree.head(head)
            role = "A1" if self.roles.fillers(verb, "A1") else "A0"
            return tuple(f.head for f in self.roles.fillers(verb, role))
        if dep == "pobj" and tree.lemma(head) == "among":
            return tuple(f.head for f in self.roles.fillers(tree.head(head), "A1"))
        if dep == "nsubj" and tree.lemma(head) in {"include", "be", "comprise"}:
            return tree.children(head, "dobj", "attr")
        if dep == "conj":
            return self.same_as(head)
        return tuple(c for t in {noun, token} for c in tree.children(t, "appos"))

    def points_back(self, noun: int) -> bool:
        """Return whether the noun is a "the move", "this decision" of the text before."""
        tree = self.tree
        pointing = any(tree.lemma(c) in _POINTING for c in tree.children(noun, "det"))
        return pointing and tree.lemma(noun) in word_class("event")

    def lacks_owner(self, noun: int) -> bool:
        """Return whether a definite noun ("the suppliers") says nothing of whose it is."""
        tree = self.tree
        is_definite = any(tree.lemma(c) == "the" for c in tree.children(noun, "det"))
        owners = tree.children(noun, "poss", "compound")
        return is_definite and not owners and not self.roles.fillers(noun, "obl:of,to,for")
