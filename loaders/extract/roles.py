"""Who does what to whom: named roles of every predicate, whatever the tree's shape.

The same relation comes in about ten tree shapes ("A sells to B", "B, which A
sells to", "A, selling to B", "A agreed to sell to B" …). This layer turns them
into the few roles that the relation files speak of:

    A0              who acts: active subject, by-agent, shared or controlled subject
    A1              what is acted on: object, passive subject, head of a participle
    obl:PREP        what hangs on a preposition
    poss, mod       possessor and proper modifier of a noun ("U.S. blacklist")
    self            the noun itself ("suppliers")
    support         the verb that carries a noun ("impose a ban on")
    listed, author  what was put on a list; who signed a letter

Roles can be walked: `support>A0` is who acts at the verb that carries the noun.

Attachment of prepositions is the parser's weakest point, so a role also looks
one attachment higher or lower and says so (`Filler.fallback`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from .clauses import NOMINAL, Clauses
from .lexicon import words

# Clauses that share a subject with what is above the verb above them, if need be.
_LOOSE = frozenset({"conj", "advcl", "prep", "parataxis", "dep"})
_ADDED = frozenset({"relcl", "appos", "advcl", "npadvmod", "punct", "cc", "conj"})
_RELATIVE = frozenset({"that", "which", "who", "whom", "whose"})
_CHILDREN = {  # roles that are simply a child with one of these labels
    "poss": ("poss",),
    "attr": ("attr",),
    "relcl": ("relcl",),
}
ROLES = frozenset(
    {
        "A0",
        "A1",
        "obl",
        "mod",
        "support",
        "listed",
        "author",
        "self",
        "subject",
        "culprit",
        "to",
        "that",
        "under",
        "unlisted",
        "maker",
        *_CHILDREN,
    }
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


class Roles:
    """The roles of the predicates of one parse."""

    def __init__(self, tree: Clauses) -> None:
        self.tree = tree

    def fillers(self, predicate: int, role: str) -> tuple[Filler, ...]:
        """Return what fills `role`, the likeliest first.

        Args:
            predicate: Token of the verb or noun.
            role: As in the relation files; steps are joined by `>`:
                `A0`, `obl:to,for`, `support>A0`, `A1>poss` …
        """
        found = [Filler(predicate, "")]
        for step in role.split(">"):
            found = [
                Filler(after.head, f"{before.path}>{after.path}", before.fallback or after.fallback)
                for before in found
                for after in self._step(before.head, step)
            ]
        if role.startswith("support>"):
            found = [f for f in found if not self.tree.dominates(predicate, f.head)]
        return tuple(dict.fromkeys(found))

    def _step(self, predicate: int, step: str) -> Iterator[Filler]:
        name, _, rest = step.partition(":")
        if name == "obl":
            return self.obliques(predicate, frozenset(rest.split(",")))
        if name in _CHILDREN:
            found = self.tree.children(predicate, *_CHILDREN[name])
            return (Filler(self._antecedent(child), name) for child in found)
        primitive: Mapping[str, Callable[[int], Iterator[Filler]]] = {
            "to": self.infinitives,
            "maker": self.makers,
            "A0": self.agents,
            "A1": self.patients,
            "mod": self._modifiers,
            "support": self._supports,
            "subject": self.subjects,
            "listed": self.listed,
            "under": self.under,
            "unlisted": self.unlisted,
            "that": self.clauses,
            "culprit": self.culprits,
            "author": self.authors,
            "self": lambda token: iter((Filler(token, "self"),)),
        }
        return primitive[name](predicate)

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
            yield Filler(self._antecedent(subject), "nsubj")
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
        relative = at >= first and tree.lemma(at) in _RELATIVE
        if at >= first and tree.pos(at) in {"NOUN", "PROPN"} and not relative:
            if tree.dep(verb) not in {"conj", "acl"} and tree.dep(at) not in {"pobj", "dobj"}:
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
                verb = next((c for c in tree.children(verb) if tree.is_finite(c)), tree.head(verb))
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
                yield Filler(self._antecedent(subject), f"{path}<above", fallback=True)

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
                yield from (Filler(self._antecedent(item), "control") for item in objects)
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
        else:
            yield from (Filler(c, "poss") for c in tree.children(governor, "poss"))
            yield from self.fillers(governor, "support>A0")

    def _noun_controllers(self, verb: int, noun: int) -> Iterator[Filler]:
        """Yield who acts in a clause that modifies a noun."""
        tree = self.tree
        if tree.tokens[verb].tag == "VB":  # "its ability to buy", "won a contract to supply"
            yield from (Filler(c, "acl<poss") for c in tree.children(noun, "poss"))
            yield from self.fillers(noun, "support>A0")
        else:
            yield Filler(noun, "acl")

    # --- what is acted on

    def patients(self, predicate: int) -> Iterator[Filler]:
        """Yield what the predicate is done to."""
        tree = self.tree
        if tree.is_passive(predicate):
            yield from self._passive_subjects(predicate)
            return
        found = tree.children(predicate, "dobj")
        for item in found:
            yield Filler(self._antecedent(item), "dobj")
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
                yield from (Filler(self._antecedent(c), "raised") for c in raised)
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
            yield Filler(self._antecedent(subject), "nsubjpass")
        if own:
            return
        dep, head = tree.dep(verb), tree.head(verb)
        if dep in {"acl", "amod", "relcl"}:
            yield Filler(tree.noun_phrase_top(head) if dep == "amod" else head, dep)
        elif dep in {"conj", "advcl", "xcomp", "ccomp"}:
            for filler in self.subjects(head) if tree.is_verb(head) else ():
                yield Filler(filler.head, f"{dep}<{filler.path}", filler.fallback)

    # --- prepositions

    def obliques(self, predicate: int, preps: frozenset[str]) -> Iterator[Filler]:
        """Yield what hangs on the predicate by one of `preps`; nearest attachment first."""
        tree = self.tree
        yield from self._complements(predicate, preps, fallback=False)
        lower = [c for c in tree.children(predicate, "dobj", "attr", "oprd", "dative", "acl")]
        if tree.dep(predicate) in {"amod", "compound"}:
            lower.append(tree.noun_phrase_top(tree.head(predicate)))
        for below in lower:
            for each in (below, *tree.children(below, "conj")):
                yield from self._complements(each, preps, fallback=True)
        for prep in tree.children(predicate, "prep", "dative"):
            for noun in tree.children(prep, "pobj"):  # "an order for engines with A"
                yield from self._complements(noun, preps - {"of"}, fallback=True)
        if not tree.is_verb(predicate):
            yield from self._around_noun(predicate, preps)
        elif tree.dep(predicate) in {"xcomp", "conj"} and tree.is_verb(tree.head(predicate)):
            after = (f for f in self._complements(tree.head(predicate), preps, fallback=True))
            yield from (f for f in after if f.head > predicate)

    def _complements(
        self, governor: int, preps: frozenset[str], *, fallback: bool
    ) -> Iterator[Filler]:
        tree = self.tree
        for prep in tree.children(governor):
            if tree.dep(prep) not in {"prep", "dative", "agent", "prt", "advmod", "pcomp"}:
                continue
            if tree.lemma(prep) in preps:
                inner = tree.children(prep, "pobj", "pcomp")
                inner = inner or tuple(
                    c for p in tree.children(prep, "prep") for c in tree.children(p, "pobj")
                )
                for item in inner:
                    yield Filler(self._antecedent(item), f"obl:{tree.lemma(prep)}", fallback)
                    for other in tree.children(item, "conj"):  # "bolts from A and nuts from B"
                        yield from self._complements(
                            other, frozenset({tree.lemma(prep)}), fallback=fallback
                        )
            elif tree.dep(prep) == "prep":  # "out of", "on behalf of": prep below prep
                for nested in tree.children(prep, "prep"):
                    if tree.lemma(nested) in preps:
                        for item in tree.children(nested, "pobj"):
                            yield Filler(item, f"obl:{tree.lemma(nested)}", fallback=True)

    def _around_noun(self, noun: int, preps: frozenset[str]) -> Iterator[Filler]:
        """Yield what hangs on the verb beside a noun: "sanctions imposed on A"."""
        tree = self.tree
        for participle in tree.children(noun, "acl", "amod"):
            yield from self._complements(participle, preps, fallback=False)
        verb = self.support(noun)
        if verb is not None and tree.lemma(verb) in word_class("support"):
            found = self._complements(verb, preps, fallback=True)
            yield from (f for f in found if f.head > noun or tree.is_passive(verb))

    # --- nouns

    def _modifiers(self, noun: int) -> Iterator[Filler]:
        tree = self.tree
        before = noun - 1  # "Acme Air supplier Borel Ltd" is one name to the parser
        if tree.dep(noun) in {"compound", "nmod"} and tree.head(before) == tree.head(noun):
            if tree.pos(before) == "PROPN":
                yield Filler(before, "mod")
        for child in tree.children(noun, "compound", "amod", "nmod", "npadvmod"):
            yield Filler(child, "mod")
            yield from (Filler(c, "mod") for c in tree.children(child, "compound", "amod", "nmod"))

    def support(self, noun: int) -> int | None:
        """Return the verb that carries the noun ("impose" a ban, "face" criticism)."""
        tree = self.tree
        top = noun
        while tree.dep(top) in {
            "conj",
            "compound",
            "pobj",
            "prep",
            "attr",
            "dobj",
            "nsubjpass",
            "dative",
            "agent",
            "nsubj",
            "appos",
            "oprd",
        }:
            reaches_verb = tree.is_verb(tree.head(top)) and tree.dep(top) != "conj"
            is_subject = tree.dep(top) == "nsubj"
            if tree.dep(top) == "prep" and not reaches_verb:
                outer = tree.head(top)
                if tree.lemma(outer) not in word_class("part_of") | word_class("placing"):
                    return None
            if tree.dep(top) == "appos" or is_subject:
                return None
            top = tree.head(top)
            if reaches_verb:
                return top
        return None

    def infinitives(self, predicate: int) -> Iterator[Filler]:
        """Yield what somebody is to do: "urged A *to ban* B"."""
        tree = self.tree
        for clause in tree.children(predicate, "xcomp", "ccomp", "acl", "advcl"):
            if tree.is_infinitive(clause):
                yield Filler(clause, "to")

    def clauses(self, predicate: int) -> Iterator[Filler]:
        """Yield what is said or demanded: "demanded *that A leave*"."""
        for clause in self.tree.children(predicate, "ccomp"):
            if not self.tree.is_infinitive(clause):
                yield Filler(clause, "that")

    def makers(self, goods: int) -> Iterator[Filler]:
        """Yield who made the goods: "batteries made by A"."""
        for participle in self.tree.children(goods, "acl"):
            if self.tree.lemma(participle) in word_class("made"):
                yield from self.agents(participle)

    def _supports(self, noun: int) -> Iterator[Filler]:
        verb = self.support(noun)
        if verb is not None:
            yield Filler(verb, "support")

    def listed(self, noun: int) -> Iterator[Filler]:
        """Yield what was put on a list, whatever the verb."""
        tree = self.tree
        prep = tree.head(noun)
        if tree.dep(noun) != "pobj" or tree.lemma(prep) not in {"on", "to", "onto", "in"}:
            return
        governor = tree.head(prep)
        if tree.is_verb(governor) and tree.dep(governor) != "amod":
            yield from self.patients(governor)
        elif tree.lemma(governor) in word_class("placing"):
            yield from self._complements(governor, frozenset({"of"}), fallback=False)
            yield from (Filler(c, "poss") for c in tree.children(governor, "poss"))
        elif tree.pos(governor) in NOMINAL:
            yield Filler(tree.noun_phrase_top(governor), "listed", fallback=True)

    def culprits(self, wrong: int) -> Iterator[Filler]:
        """Yield who is said to have done a wrong: the subject of the verb of doing it."""
        tree = self.tree
        token = wrong
        while not tree.is_root(token) and tree.dep(token) not in {"ccomp", "advcl", "conj"}:
            if tree.dep(token) in {"relcl", "nsubj", "nsubjpass"} and token == wrong:
                return
            token = tree.head(token)
            if tree.is_verb(token) and tree.lemma(token) in word_class("commit"):
                for filler in self.subjects(token):
                    if not tree.dominates(filler.head, wrong):
                        yield Filler(filler.head, f"culprit<{filler.path}", filler.fallback)
            elif tree.is_verb(token):
                return
            elif tree.dep(token) == "prep" and tree.lemma(token) == "in":
                if tree.lemma(tree.head(token)) not in word_class("commit"):
                    return

    def unlisted(self, noun: int) -> Iterator[Filler]:
        """Yield what was taken off a list."""
        tree = self.tree
        prep = tree.head(noun)
        if tree.dep(noun) == "pobj" and tree.lemma(prep) in {"from", "off"}:
            governor = tree.head(prep)
            if tree.is_verb(governor):
                yield from self.patients(governor)
            elif tree.lemma(governor) in word_class("removing"):
                yield from self._complements(governor, frozenset({"of"}), fallback=False)

    def under(self, noun: int) -> Iterator[Filler]:
        """Yield what is under a measure: "A has been under sanctions"."""
        tree = self.tree
        prep = tree.head(noun)
        if tree.dep(noun) == "pobj" and tree.lemma(prep) in {"under", "subject"}:
            governor = tree.head(prep)
            if tree.is_verb(governor):
                yield from self.subjects(governor)
            elif tree.pos(governor) in NOMINAL:
                yield Filler(governor, "under")

    def authors(self, noun: int) -> Iterator[Filler]:
        """Yield who signed or wrote what the noun names."""
        tree = self.tree
        writers = word_class("sign")
        for first in tree.children(noun, "acl"):
            for participle in (first, *tree.children(first, "conj")):
                if tree.lemma(participle) in writers:
                    yield from self.agents(participle)
        yield from (Filler(c, "poss") for c in tree.children(noun, "poss"))
        yield from self._complements(noun, frozenset({"by", "from"}), fallback=False)
        first, end = tree.sentence(noun)
        for token in range(max(noun + 1, first), end):
            if tree.tokens[token].tag == "VBN" and tree.lemma(token) in writers:
                yield from (Filler(f.head, f.path, True) for f in self.agents(token))
        verb = self.support(noun)
        if verb is not None and tree.lemma(verb) in writers:
            yield from self.agents(verb)

    def phrase(self, head: int, *, whole: bool) -> tuple[int, int]:
        """Return the token range of a phrase without what is only added to it.

        Args:
            head: Its head; a verb's phrase begins at the verb.
            whole: With its prepositions, not only "of".
        """
        tree = self.tree
        first, end = tree.extent(head)
        for child in tree.children(head):
            is_added = tree.dep(child) in _ADDED
            is_other = tree.dep(child) == "prep" and not whole and tree.lemma(child) != "of"
            if child > head and (is_added or is_other):
                end = min(end, tree.extent(child)[0])
            elif child < head and tree.dep(child) in {"punct", "cc", "mark"}:
                first = max(first, child + 1)
        first = head if tree.is_verb(head) and not tree.is_infinitive(head) else min(first, head)
        return first, max(end, head + 1)

    def _antecedent(self, token: int) -> int:
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
