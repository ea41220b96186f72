"""Who acts and what is acted on, for verbs: the half of the roles that grammar gives.

A verb without a subject of its own takes one by its place: from the verb it is
joined to ("fined and banned"), from the verb that controls it ("plans to ban",
"barred A from buying"), or from the noun it describes ("firms selling chips").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .clauses import NOMINAL, Clauses
from .lexicon import words

# Clauses that share a subject with what is above the verb above them, if need be.
_LOOSE = frozenset({"conj", "advcl", "prep", "parataxis", "dep"})
_RELATIVE = frozenset({"that", "which", "who", "whom", "whose"})
_CARRIED = frozenset(
    {"conj", "compound", "pobj", "prep", "attr", "dobj", "nsubjpass", "dative", "agent", "oprd"}
)


@dataclass(frozen=True, slots=True)
class Filler:
    """A token in a role; `path` says how it got there, for the verifier."""

    head: int
    path: str
    fallback: bool = False


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the lemmas of a class in `words/classes.yaml`."""
    return frozenset(words("classes")[name])


class VerbRoles:
    """The subjects and objects of the predicates of one parse."""

    def __init__(self, tree: Clauses) -> None:
        self.tree = tree

    # --- who acts

    def agents(self, predicate: int) -> Iterator[Filler]:
        """Yield who does what the predicate says."""
        tree = self.tree
        for by in tree.children(predicate):
            if tree.lemma(by) == "by" and tree.dep(by) in {"agent", "prep"}:
                yield from (Filler(c, "by") for c in tree.children(by, "pobj"))
        if not tree.is_passive(predicate):
            yield from self.subjects(predicate)

    def subjects(self, verb: int) -> Iterator[Filler]:
        """Yield the subject of a verb, its own or the one it shares."""
        tree = self.tree
        own = tree.children(verb, "nsubj", "nsubjpass")
        for subject in own:
            yield Filler(self.antecedent(subject), "nsubj")
        if own or tree.children(verb, "expl"):
            return
        if tree.is_finite(verb):
            yield from self._just_before(verb)
        yield from self._shared_subjects(verb)

    def _just_before(self, verb: int) -> Iterator[Filler]:
        """Yield the noun right before a finite verb, lost in a wrong attachment."""
        tree = self.tree
        first = tree.sentence(verb)[0]
        at = verb - 1
        while at >= first and (tree.pos(at) in {"ADV", "AUX", "PART"} and tree.dep(at) != "case"):
            at -= 1
        is_noun = at >= first and tree.pos(at) in {"NOUN", "PROPN"}
        is_free = tree.dep(verb) not in {"conj", "acl"} and tree.dep(at) not in {"pobj", "dobj"}
        if is_noun and is_free:
            yield Filler(at, "before", fallback=True)

    def _shared_subjects(self, verb: int) -> Iterator[Filler]:
        """Yield the subject that a verb without one of its own has by its place."""
        tree = self.tree
        dep, head = tree.dep(verb), tree.head(verb)
        if head == verb:
            return
        if dep == "conj":
            yield from self._surface_subjects(head, "conj")
        elif dep in {"xcomp", "ccomp", "oprd"}:
            yield from self._controllers(head)
        elif dep == "pcomp":
            yield from self._gerund_subjects(tree.head(head), tree.lemma(head))
        elif dep in {"advcl", "prep", "parataxis", "dep"}:
            yield from self._surface_subjects(head, dep)
        elif dep in {"acl", "relcl"}:
            yield from self._noun_controllers(verb, head)
        elif dep == "amod":
            yield Filler(tree.noun_phrase_top(head), "amod")

    def _surface_subjects(self, verb: int, path: str) -> Iterator[Filler]:
        """Yield the subject of the verb above, then of those above it."""
        tree = self.tree
        if not tree.is_verb(verb):
            if tree.dep(verb) in {"nsubj", "nsubjpass"} or tree.is_root(verb):
                below = (c for c in tree.children(verb) if tree.is_finite(c))
                with_subject = (c for c in below if tree.children(c, "nsubj", "nsubjpass"))
                verb = next(with_subject, tree.head(verb))
            else:
                verb = tree.head(verb)
        if not tree.is_verb(verb):
            return
        yield from (Filler(f.head, f"{path}<{f.path}", f.fallback) for f in self.subjects(verb))
        if path not in _LOOSE:
            return
        above = next(
            (a for a in tree.ancestors(verb) if tree.children(a, "nsubj", "nsubjpass")), None
        )
        if above is not None:
            for subject in tree.children(above, "nsubj", "nsubjpass"):
                yield Filler(self.antecedent(subject), f"{path}<above", fallback=True)

    def _controllers(self, verb: int) -> Iterator[Filler]:
        """Yield who does what an infinitive under `verb` says."""
        tree = self.tree
        controlled_by_subject = tree.lemma(verb) in word_class("subject_control")
        if tree.is_verb(verb) and not controlled_by_subject:
            objects = tree.children(verb, "dobj", "dative")
            for prep in tree.children(verb, "prep"):
                if tree.lemma(prep) in {"on", "upon", "to"} and tree.lemma(verb) in {
                    "call",
                    "appeal",
                }:
                    objects += tree.children(prep, "pobj")
            if objects:
                yield from (Filler(self.antecedent(item), "control") for item in objects)
                return
        yield from self._surface_subjects(verb, "control")

    def _gerund_subjects(self, governor: int, prep: str) -> Iterator[Filler]:
        """Yield who does the V-ing of "barred A from V-ing", "accused A of V-ing"."""
        tree = self.tree
        lemma = tree.lemma(governor)
        if tree.is_verb(governor):
            bars = prep == "from" and lemma in word_class("prevent")
            if bars or (prep in {"of", "for", "with", "over"} and lemma in word_class("blame")):
                yield from self.patients(governor)
            else:
                yield from self._surface_subjects(governor, "gerund")
        elif tree.dep(governor) in {"acomp", "advmod", "oprd"}:  # "is close to V-ing"
            yield from self._surface_subjects(tree.head(governor), "gerund")
        else:
            yield from (Filler(c, "poss") for c in tree.children(governor, "poss"))
            yield from self.supporters(governor)

    def _noun_controllers(self, verb: int, noun: int) -> Iterator[Filler]:
        """Yield who acts in a clause that modifies a noun."""
        tree = self.tree
        if tree.tokens[verb].tag == "VB":  # "its ability to buy", "won a contract to supply"
            yield from (Filler(c, "acl<poss") for c in tree.children(noun, "poss"))
            yield from self.supporters(noun)
        else:
            yield Filler(noun, "acl")

    def support(self, noun: int) -> int | None:
        """Return the verb that carries the noun ("impose" a ban, "face" criticism)."""
        tree = self.tree
        top = noun
        counted = word_class("part_of") | word_class("placing")
        while tree.dep(top) in _CARRIED:
            head = tree.head(top)
            if tree.is_verb(head) and tree.dep(top) != "conj":
                return head
            if tree.dep(top) == "prep" and tree.lemma(head) not in counted:
                return None
            top = head
        return None

    def supporters(self, noun: int) -> Iterator[Filler]:
        """Yield who acts at the verb that carries a noun: A of "A won a contract to …"."""
        verb = self.support(noun)
        for filler in self.agents(verb) if verb is not None else ():
            if not self.tree.dominates(noun, filler.head):
                yield Filler(filler.head, f"support<{filler.path}", filler.fallback)

    # --- what is acted on

    def patients(self, predicate: int) -> Iterator[Filler]:
        """Yield what the predicate is done to."""
        tree = self.tree
        if tree.is_passive(predicate):
            yield from self._passive_subjects(predicate)
            return
        found = tree.children(predicate, "dobj")
        for item in found:
            yield Filler(self.antecedent(item), "dobj")
        if found:
            return
        bare = [c for c in tree.children(predicate, "dative") if tree.pos(c) in NOMINAL]
        yield from (Filler(c, "dative") for c in bare)
        if tree.lemma(predicate) in word_class("cite"):  # "named A as a supplier"
            named = (c for c in tree.children(predicate, "oprd") if tree.pos(c) in NOMINAL)
            yield from (Filler(c, "oprd") for c in named)
        for clause in tree.children(predicate, "ccomp", "xcomp"):
            if tree.is_infinitive(clause):  # "ordered A to leave", A hung on "leave"
                raised = tree.children(clause, "nsubj", "nsubjpass")
                yield from (Filler(self.antecedent(c), "raised") for c in raised)
        if tree.dep(predicate) == "relcl" and not bare:
            yield Filler(tree.head(predicate), "relcl", fallback=True)
        elif tree.dep(predicate) in {"amod", "compound"} and tree.tokens[predicate].tag in {
            "VBD",
            "VBZ",
            "VBP",
            "VBG",
            "NN",
            "NNS",
            "JJ",
        }:
            yield Filler(tree.noun_phrase_top(tree.head(predicate)), "amod", fallback=True)

    def _passive_subjects(self, verb: int) -> Iterator[Filler]:
        tree = self.tree
        own = tree.children(verb, "nsubjpass", "nsubj")
        for subject in own:
            yield Filler(self.antecedent(subject), "nsubjpass")
        if own:
            return
        dep, head = tree.dep(verb), tree.head(verb)
        if dep in {"acl", "amod", "relcl"}:
            yield Filler(tree.noun_phrase_top(head) if dep == "amod" else head, dep)
        elif dep in {"conj", "advcl", "xcomp", "ccomp"}:
            for filler in self.subjects(head) if tree.is_verb(head) else ():
                yield Filler(filler.head, f"{dep}<{filler.path}", filler.fallback)

    # --- relative pronouns

    def antecedent(self, token: int) -> int:
        """Return what a relative pronoun stands for, else the token itself."""
        tree = self.tree
        if tree.lemma(token) not in _RELATIVE or tree.pos(token) not in {"PRON", "DET", "SCONJ"}:
            return token
        for ancestor in tree.ancestors(token):
            is_clause = tree.dep(ancestor) == "acl" and tree.is_finite(ancestor)
            if tree.dep(ancestor) == "relcl" or is_clause:
                return self._whole(tree.head(ancestor), ancestor)
        return token

    def _whole(self, noun: int, clause: int) -> int:
        """Return the first of "A and B, which make …": a plural verb means them all."""
        tree = self.tree
        carriers = (clause, *tree.children(clause, "aux", "auxpass"))
        is_plural = any(
            tree.tokens[c].tag == "VBP" or tree.tokens[c].text == "were" for c in carriers
        )
        is_singular = tree.tokens[noun].tag in {"NN", "NNP"}
        while is_plural and is_singular and tree.dep(noun) == "conj":
            noun = tree.head(noun)
        return noun
