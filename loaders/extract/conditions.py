"""Whether a frame applies: the conditions in its `needs` and `unless`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from ...graph.model import Label
from .arguments import Arguments
from .frames import Condition, Frame
from .phrases import nouns
from .roles import word_class

_SOMEBODY = frozenset(
    {Label.FIRM, Label.OUTLET, Label.ORGANISATION, Label.PLACE, Label.PERSON, Label.LAWMAKER}
)
_MUSTS = frozenset({"must", "should", "need", "require", "shall", "oblige", "force", "compel"})


class Conditions:
    """Test conditions against the predicates of one parse."""

    def __init__(self, arguments: Arguments) -> None:
        self.arguments = arguments
        self.tree = arguments.tree
        self.roles = arguments.roles

    def met(self, frame: Frame, token: int) -> bool:
        """Return whether `frame` may apply to the word at `token`."""
        if not all(self._holds(condition, token) for condition in frame.needs):
            return False
        return not any(self._holds(condition, token) for condition in frame.unless)

    def _holds(self, condition: Condition, token: int) -> bool:
        states: Mapping[str, Callable[[int], bool]] = {
            "passive": self.tree.is_passive,
            "agentless": self._is_agentless,
            "obliged": self._is_obliged,
            "through": self._is_through,
            "alone": self._is_alone,
            "not-to": self._is_forbidding,
            "names-a-firm": self._is_takeover,
            "existential": self._is_existential,
            "goods": self._is_of_goods,
        }
        if condition.role in states:
            return states[condition.role](token)
        fillers = self.roles.fillers(token, condition.role)
        if condition.lemmas:
            return any(self.tree.lemma(f.head) in condition.lemmas for f in fillers)
        return bool(fillers)

    def _is_agentless(self, token: int) -> bool:
        return self.tree.is_passive(token) and not self.tree.children(token, "agent")

    def _is_through(self, token: int) -> bool:
        return self.tree.lemma(self.tree.head(token)) in {"through", "via"}

    def _is_existential(self, token: int) -> bool:
        return bool(self.tree.children(token, "expl"))

    def _is_alone(self, token: int) -> bool:
        """Return whether "is in Norway" says no more: not "is under sanctions in Norway"."""
        tree = self.tree
        rest = tree.children(token, "attr", "acomp", "xcomp", "ccomp", "oprd")
        return not rest and [tree.lemma(p) for p in tree.children(token, "prep")] == ["in"]

    def _is_forbidding(self, token: int) -> bool:
        """Return whether somebody is told *not* to do something."""
        return any(self.tree.children(f.head, "neg") for f in self.roles.fillers(token, "to"))

    def _is_of_goods(self, token: int) -> bool:
        """Return whether the verb's object is something that is traded."""
        for filler in self.roles.fillers(token, "A1"):
            mention = self.arguments.mention_at(filler.head)
            if mention is not None:
                return mention.label is Label.PRODUCT
            is_plain_plural = self.tree.tokens[filler.head].tag == "NNS"
            if is_plain_plural or self.tree.lemma(filler.head) in word_class("goods"):
                return True
        return False

    def _is_takeover(self, token: int) -> bool:
        """Return whether what was sold is itself somebody, so that no goods change hands."""
        for filler in self.roles.fillers(token, "A1"):
            mention = self.arguments.mention_at(filler.head)
            named = mention is not None and mention.form == "name" and mention.label in _SOMEBODY
            is_noun = self.tree.pos(filler.head) == "NOUN"
            if named or (is_noun and self.tree.lemma(filler.head) in _sold_people()):
                return True
        return False

    def _is_obliged(self, token: int) -> bool:
        """Return whether the noun is something that must be had: "must obtain approval"."""
        tree = self.tree
        verb = self.roles.support(token)
        if verb is None:
            return False
        if tree.lemma(verb) in {"need", "require"}:
            return True
        for each in (verb, *tree.ancestors(verb)):
            if any(tree.lemma(c) in _MUSTS for c in tree.children(each, "aux")):
                return True
            is_have_to = tree.lemma(each) == "have" and bool(tree.children(each, "xcomp"))
            if is_have_to or (each != verb and tree.lemma(each) in _MUSTS):
                return True
            if tree.dep(each) not in {"xcomp", "conj"}:
                break
        return False


@cache
def _sold_people() -> frozenset[str]:
    """Return the nouns for people: a player who is sold is no goods."""
    return frozenset(
        noun for noun, entries in nouns().items() if entries[0].label is Label.PERSON
    ) - word_class("goods")
