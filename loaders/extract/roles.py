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

from .clauses import NOMINAL
from .verb_roles import Filler, VerbRoles, word_class

__all__ = ["ROLES", "Filler", "Roles", "word_class"]

_ADDED = frozenset({"relcl", "appos", "advcl", "npadvmod", "punct", "cc", "conj"})
_CHILDREN = {  # roles that are simply a child with one of these labels
    "poss": ("poss",),
    "attr": ("attr",),
    "dative": ("dative",),
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
        "acl",
        "under",
        "unlisted",
        "maker",
        *_CHILDREN,
    }
)


class Roles(VerbRoles):
    """The roles of the predicates of one parse."""

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
            return (Filler(self.antecedent(child), name) for child in found)
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
            "acl": self.described,
            "culprit": self.culprits,
            "author": self.authors,
            "self": lambda token: iter((Filler(token, "self"),)),
        }
        return primitive[name](predicate)

    # --- prepositions

    def obliques(self, predicate: int, preps: frozenset[str]) -> Iterator[Filler]:
        """Yield what hangs on the predicate by one of `preps`; nearest attachment first."""
        tree = self.tree
        yield from self._complements(predicate, preps, fallback=False)
        lower = list(tree.children(predicate, "dobj", "attr", "oprd", "dative", "acl"))
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
                    yield Filler(self.antecedent(item), f"obl:{tree.lemma(prep)}", fallback)
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

    # --- clauses

    def infinitives(self, predicate: int) -> Iterator[Filler]:
        """Yield what somebody is to do: "urged A *to ban* B"."""
        tree = self.tree
        for clause in tree.children(predicate, "xcomp", "ccomp", "acl", "advcl"):
            if tree.is_infinitive(clause):
                yield Filler(clause, "to")

    def described(self, verb: int) -> Iterator[Filler]:
        """Yield the noun that an infinitive describes: "a *deal* to supply"."""
        if self.tree.dep(verb) == "acl":
            yield Filler(self.tree.head(verb), "acl")

    def clauses(self, predicate: int) -> Iterator[Filler]:
        """Yield what is said or demanded: "demanded *that A leave*"."""
        for clause in self.tree.children(predicate, "ccomp"):
            if not self.tree.is_infinitive(clause):
                yield Filler(clause, "that")

    # --- nouns

    def _modifiers(self, noun: int) -> Iterator[Filler]:
        tree = self.tree
        before = noun - 1  # "Acme Air supplier Borel Ltd" is one name to the parser
        is_inside = tree.dep(noun) in {"compound", "nmod"} and tree.head(before) == tree.head(noun)
        if is_inside and tree.pos(before) == "PROPN":
            yield Filler(before, "mod")
        for child in tree.children(noun, "compound", "amod", "nmod", "npadvmod"):
            yield Filler(child, "mod")
            yield from (Filler(c, "mod") for c in tree.children(child, "compound", "amod", "nmod"))

    def _supports(self, noun: int) -> Iterator[Filler]:
        verb = self.support(noun)
        if verb is not None:
            yield Filler(verb, "support")

    def makers(self, goods: int) -> Iterator[Filler]:
        """Yield who made the goods: "batteries made by A"."""
        for participle in self.tree.children(goods, "acl"):
            if self.tree.lemma(participle) in word_class("made"):
                yield from self.agents(participle)

    def _is_aside(self, token: int) -> bool:
        """Return whether "in breach of" only adds a circumstance."""
        tree = self.tree
        is_in = tree.dep(token) == "prep" and tree.lemma(token) == "in"
        return is_in and tree.lemma(tree.head(token)) not in word_class("commit")

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
            elif tree.is_verb(token) or self._is_aside(token):
                return

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
            elif (
                child < head
                and tree.dep(child) in {"punct", "cc", "mark"}
                and not (
                    tree.is_infinitive(head) and any(c < child for c in tree.children(head, "aux"))
                )
            ):
                first = max(first, child + 1)
        first = head if tree.is_verb(head) and not tree.is_infinitive(head) else min(first, head)
        return first, max(end, head + 1)
