"""Read how sure a claim is, and whether it is affirmed, from the words around it.

The climb starts at the trigger and goes up to the root of the sentence, or to
the verb by which somebody says it: what lies above that is about the saying.
On the way it collects operators (`words/operators.yaml`), innermost first. It
stops where a clause is only mentioned, as a relative clause is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...graph.model import Modality, Polarity
from .clauses import Clauses
from .lexicon import words
from .operators import Operator, operators
from .roles import Roles, word_class
from .stages import Candidate, Context, Voicing

# Where several apply, the first of these holds.
_PRIORITY = (
    Modality.CONDITIONAL,
    Modality.REQUESTED,
    Modality.PLANNED,
    Modality.POSSIBLE,
    Modality.ALLEGED,
)
_COMPLEMENT = frozenset(
    {"xcomp", "ccomp", "pcomp", "dobj", "pobj", "prep", "attr", "oprd", "acomp", "nsubjpass",
     "csubj", "agent"}
)  # fmt: skip
_DOUBTING = frozenset({"allege", "suspect"})  # what is said by these is never more than alleged
_TRANSPARENT_MARKS = frozenset({"that", "for"})


@dataclass(frozen=True, slots=True)
class _Met:
    """An operator met on the way, and the word it stands in."""

    operator: Operator
    token: int


def contexts(
    tree: Clauses, candidates: Sequence[Candidate], voicings: Sequence[Voicing]
) -> tuple[Context, ...]:
    """Return the context of each candidate, in their order."""
    climber = _Climber(tree, voicings)
    return tuple(climber.context(candidate) for candidate in candidates)


class _Climber:
    def __init__(self, tree: Clauses, voicings: Sequence[Voicing]) -> None:
        self.tree = tree
        self.roles = Roles(tree)
        self.voicings = voicings

    def context(self, candidate: Candidate) -> Context:
        """Return what the words around the candidate make of it."""
        trigger = candidate.trigger
        cues = self._cues(candidate)
        met = [*self._met(candidate, cues), *self._at_ends(candidate)]
        drop = next((m.operator.drop for m in met if m.operator.drop), None)
        if drop is None and self._is_question(trigger):
            drop = "question"
        denied = (candidate.polarity is Polarity.DENIED) ^ (
            sum(m.operator.flips for m in met) % 2 == 1
        )
        modality, word = self._modality(candidate, met, cues)
        if "voice" in candidate.path:
            return self._accusation(drop, denied, modality)
        return Context(
            modality=modality,
            polarity=Polarity.DENIED if denied else Polarity.AFFIRMED,
            hedge=None if word is None else self._hedge(word),
            drop=drop,
            qualifiers=tuple(("aspect", m.operator.aspect) for m in met if m.operator.aspect)[:1],
        )

    def _hedge(self, word: int) -> str:
        """Return the word that hedges as the text has it, with "even" before "if"."""
        text, tokens = self.tree.parse.text, self.tree.tokens
        with_even = self.tree.lemma(word) == "if" and word and self.tree.lemma(word - 1) == "even"
        return text[tokens[word - 1 if with_even else word].span[0] : tokens[word].span[1]]

    def _accusation(self, drop: str | None, denied: bool, modality: Modality) -> Context:
        """Return the context of an accusation: made without doubt, whatever its content says."""
        if denied:
            drop = "not an accusation"
        hedged = modality is not Modality.ASSERTED
        return Context(
            drop=drop,
            qualifiers=(("content_modality", modality.value),) if hedged else (),
        )

    def _cues(self, candidate: Candidate) -> frozenset[int]:
        at = candidate.trigger_span[0]
        return frozenset(
            v.cue
            for v in self.voicings
            if v.content[0] <= at < v.content[1] and v.cue != candidate.trigger
        )

    def _modality(
        self, candidate: Candidate, met: Sequence[_Met], cues: frozenset[int]
    ) -> tuple[Modality, int | None]:
        found: dict[Modality, int | None] = {candidate.modality: None}
        is_denial = any(m.operator.flips and not m.operator.aspect for m in met)
        for each in met:
            modality = each.operator.modality
            if modality is Modality.ALLEGED and is_denial:
                continue  # "rejected claims that" denies, it does not allege
            if modality is Modality.CONDITIONAL and self._is_future_of_past(each.token, cues):
                modality = Modality.PLANNED
            if modality is not None:
                found.setdefault(modality, each.token)
        for modality in _PRIORITY:
            if modality in found:
                return modality, found[modality]
        return Modality.ASSERTED, None

    def _is_future_of_past(self, token: int, cues: frozenset[int]) -> bool:
        """Return whether "would" only moves "will" into the past: "it said it would ban"."""
        tree = self.tree
        if tree.tokens[token].tag != "MD":
            return False
        verb = tree.head(token)
        if any(tree.lemma(c) == "have" for c in tree.children(verb, "aux")):
            return False  # "would have banned" did not
        subjects = tree.children(verb, "nsubj", "nsubjpass")
        own = any(tree.lemma(s) in {"it", "they", "he", "she", "we"} for s in subjects)
        return own and any(tree.tokens[cue].tag == "VBD" for cue in cues)

    def _is_question(self, token: int) -> bool:
        end = self.tree.sentence(token)[1]  # a closing quotation mark may follow
        return any(t.text == "?" for t in self.tree.tokens[max(end - 2, 0) : end])

    def _at_ends(self, candidate: Candidate) -> Iterator[_Met]:
        """Yield the "no" of "no supplier", "none of the banks"."""
        for mention in (candidate.subject, candidate.object):
            if mention is None or mention.head == candidate.trigger:
                continue
            first = next(self.tree.conjuncts(mention.head))
            beside = self.tree.children(first, "det", "neg", "preconj", "cc")
            for token in (mention.head, *(t for t in beside if t < first)):
                if self.tree.lemma(token) in {"no", "none", "neither", "nobody"}:
                    yield _Met(operators("modifiers")["no"], token)

    # --- the climb

    def _met(self, candidate: Candidate, cues: frozenset[int]) -> Iterator[_Met]:
        tree = self.tree
        node = candidate.trigger
        yield from self._beside(node)
        carried = not tree.is_verb(node) and self._climbs(candidate)
        if not tree.is_verb(node) and not carried:
            return
        while not tree.is_root(node):
            head, dep = tree.head(node), tree.dep(node)
            if head in cues:
                yield from self._at_cue(head, node)
                return
            if dep == "conj":
                yield from self._shared(node, head)
            elif dep == "advcl":
                if tree.is_infinitive(node):
                    yield _Met(Operator(drop="purpose"), node)
                if self._is_inverted(node):
                    yield _Met(operators("marks")["if"], node)
                if tree.children(node, "mark") or tree.is_finite(node):
                    return
                yield from self._auxiliaries(head)
            elif dep == "acl" and not (tree.is_infinitive(node) or tree.children(node, "mark")):
                return
            elif dep == "relcl" and tree.is_infinitive(node) and tree.children(node, "mark"):
                yield _Met(Operator(Modality.POSSIBLE), node)  # "the way for A to ban B"
                yield from self._governed(node, head)
                if not self._goes_on(head):
                    return
            elif dep == "acl" or dep in _COMPLEMENT:
                yield from self._governed(node, head)
                carried = carried and not tree.is_verb(head)
                is_link = tree.is_verb(head) or tree.pos(head) == "ADP"
                if not carried and not is_link and not self._goes_on(head):
                    return
            elif not carried:
                return
            node = head

    def _climbs(self, candidate: Candidate) -> bool:
        """Return whether what is said of the verb above holds for the noun below."""
        roles = {step.partition(">")[0] for step in candidate.path}
        if roles & {"support", "listed", "unlisted", "under"}:
            return True
        if roles & {
            "self",
            "single",
            "named",
        }:  # it only says who somebody is, unless by "is", "may become"
            return self.tree.dep(candidate.trigger) in {"attr", "oprd"}
        return self._goes_on(candidate.trigger)

    def _goes_on(self, noun: int) -> bool:
        """Return whether the verb above a noun only carries it, or is an operator."""
        tree = self.tree
        verb = self.roles.support(noun)
        if verb is None:
            # under another noun: "a plan for a ban", "the threat of sanctions"
            outer = tree.head(tree.head(noun)) if tree.dep(noun) == "pobj" else noun
            return tree.lemma(outer) in operators("governors") and outer != noun
        lemma = tree.lemma(verb)
        return lemma in words("operators")["light"] or lemma in operators("governors")

    def _beside(self, node: int) -> Iterator[_Met]:
        """Yield the operators among the words that hang on a predicate."""
        tree = self.tree
        yield from self._auxiliaries(node)
        if self._is_forgone(node):
            yield _Met(Operator(drop="instead"), node)
        for child in tree.children(node):
            lemma, dep = tree.lemma(child), tree.dep(child)
            if tree.tokens[child].text == "longer" and tree.tokens[child - 1].text.lower() == "no":
                yield _Met(Operator(flips=True, aspect="stops"), child)
            elif dep in {"neg", "advmod", "amod", "det", "cc", "preconj", "predet"}:
                if operator := operators("modifiers").get(lemma):
                    yield _Met(operator, child)
            elif dep == "dobj" and lemma in {"nothing", "none", "nobody"}:
                yield _Met(operators("modifiers")["not"], child)
            elif dep == "prep" and (operator := self._of_phrase(child)):
                yield _Met(operator, child)
            elif dep == "mark" and lemma == "whether":
                if not self._is_under_plan(node):
                    yield _Met(Operator(drop="question"), child)
            elif dep == "mark" and (operator := operators("marks").get(lemma)):
                yield _Met(operator, child)
            elif dep == "advcl" and self._is_plain_if(child):
                yield _Met(operators("marks")["if"], child)

    def _is_forgone(self, node: int) -> bool:
        """Return whether something else is done: "instead of buying", "rather than ban"."""
        tree = self.tree
        before = [tree.tokens[t].text.lower() for t in range(max(node - 2, 0), node)]
        return tree.is_verb(node) and before in (["instead", "of"], ["rather", "than"])

    def _of_phrase(self, prep: int) -> Operator | None:
        """Return what "at no time" or "without a licence" makes of the verb."""
        tree = self.tree
        for noun in tree.children(prep, "pobj"):
            is_none = any(tree.lemma(c) == "no" for c in tree.children(noun, "det"))
            if is_none and tree.lemma(noun) in {"time", "point", "way", "circumstance", "case"}:
                return operators("modifiers")["not"]
            if tree.lemma(prep) == "without" and tree.lemma(noun) in word_class("licence"):
                return operators("marks")["if"]
        return None

    def _is_under_plan(self, clause: int) -> bool:
        """Return whether "whether" opens what is being considered."""
        operator = operators("governors").get(self.tree.lemma(self.tree.head(clause)))
        return operator is not None and operator.modality is Modality.PLANNED

    def _is_plain_if(self, clause: int) -> bool:
        tree = self.tree
        marks = {tree.lemma(c) for c in tree.children(clause, "mark")}
        even = any(tree.lemma(c) == "even" for c in tree.children(clause, "advmod"))
        return bool(marks & {"if", "unless"}) and not even

    def _is_inverted(self, clause: int) -> bool:
        """Return whether the clause is an "if" by its order of words: "Had Norway banned …"."""
        tree = self.tree
        helpers = [
            c
            for c in tree.children(clause, "aux", "auxpass")
            if tree.lemma(c) in {"have", "be", "should"}
        ]
        subjects = tree.children(clause, "nsubj", "nsubjpass")
        return bool(helpers and subjects) and helpers[0] < subjects[0]

    def _auxiliaries(self, node: int) -> Iterator[_Met]:
        tree = self.tree
        # "must obtain approval" asks for nothing, it says what is needed
        is_needed = any(tree.lemma(c) in word_class("licence") for c in tree.children(node, "dobj"))
        for child in tree.children(node, "aux"):
            operator = operators("auxiliaries").get(tree.tokens[child].text.lower())
            if operator and not (is_needed and operator.modality is Modality.REQUESTED):
                yield _Met(operator, child)

    def _shared(self, node: int, head: int) -> Iterator[_Met]:
        """Yield what a second verb shares with the first: "may block and ban"."""
        tree = self.tree
        own_subject = tree.children(node, "nsubj", "nsubjpass")
        own_tense = tree.tokens[node].tag in {"VBD", "VBZ", "VBP"} or tree.children(node, "aux")
        if not own_subject and not own_tense:
            yield from self._auxiliaries(head)
        if not own_subject:
            yield from self._shared_no(node, head)

    def _shared_no(self, node: int, head: int) -> Iterator[_Met]:
        """Yield the "not" of "has not banned or curbed", "neither banned nor curbed"."""
        tree = self.tree
        joints = [c for c in tree.children(head, "cc") if head < c < node]
        own = {tree.lemma(c) for c in tree.children(node, "neg", "cc", "preconj")}
        if joints and tree.lemma(joints[-1]) in {"or", "nor"} and not own & {"nor", "not"}:
            denies = {"not", "n't", "n’t", "never", "neither", "nor"}
            beside = tree.children(head, "neg", "preconj", "advmod", "cc")
            first = next((c for c in beside if tree.lemma(c) in denies), None)
            if first is not None:
                yield _Met(operators("modifiers")["not"], first)

    def _governed(self, node: int, head: int) -> Iterator[_Met]:
        """Yield what the word above makes of its complement."""
        tree = self.tree
        operator = operators("governors").get(tree.lemma(head))
        if self._is_barred(node, head):
            yield _Met(Operator(drop="ban"), head)
        elif tree.is_verb(head) and tree.lemma(node) == "against":
            yield _Met(operators("governors")["deny"], node)  # "voted against banning"
        elif self._is_not_allowed(node, head):
            yield _Met(Operator(drop="ban"), head)
        elif operator is not None and self._applies(operator, node, head):
            yield _Met(operator, head)
        elif operator is None and self._is_bidden(node, head):
            yield _Met(Operator(Modality.REQUESTED), head)
        if phrase := self._phrase(node, head):
            yield _Met(phrase, head)
        yield from self._said_of(head)
        if tree.lemma(head) == "be" and tree.dep(node) == "ccomp":  # "it is false that"
            verdicts = (
                operators("governors").get(tree.lemma(c)) for c in tree.children(head, "acomp")
            )
            yield from (_Met(verdict, head) for verdict in verdicts if verdict)
        if tree.is_verb(node) and any(tree.lemma(c) == "no" for c in tree.children(head, "det")):
            yield _Met(Operator(drop="not said"), head)  # "no evidence that"
        elif tree.is_verb(head) or tree.dep(head) in {"attr", "acomp"}:
            yield from self._beside(head)
        else:
            for child in tree.children(head, "amod"):
                if modifier := operators("modifiers").get(tree.lemma(child)):
                    yield _Met(modifier, child)

    def _phrase(self, node: int, head: int) -> Operator | None:
        """Return what a set phrase makes of what follows: "open the door to", "rule out"."""
        tree = self.tree
        if tree.is_verb(head):
            beside = tree.children(head, "dobj", "acomp", "prt", "advmod", "oprd", "prep")
            pairs = [(head, c) for c in beside if c <= node or tree.dominates(c, node)]
        elif tree.pos(head) == "ADP":
            return None  # met again at its verb
        else:
            above = tree.head(tree.head(head)) if tree.dep(head) == "pobj" else tree.head(head)
            pairs = [(above, head)]
        keys = (f"{tree.lemma(verb)} {tree.lemma(companion)}" for verb, companion in pairs)
        return next((operators("phrases")[k] for k in keys if k in operators("phrases")), None)

    def _said_of(self, noun: int) -> Iterator[_Met]:
        """Yield the "wrong" of "reports that … were wrong"."""
        tree = self.tree
        is_subject = tree.dep(noun) == "nsubj"
        for verdict in tree.children(tree.head(noun), "acomp", "attr") if is_subject else ():
            operator = operators("governors").get(tree.lemma(verdict))
            if operator is not None and operator.flips:
                yield _Met(operator, verdict)

    def _is_barred(self, node: int, head: int) -> bool:
        """Return whether a gerund is what is prevented: "stopped A from *buying*"."""
        tree = self.tree
        gerund = tree.children(node, "pcomp")
        is_from = tree.lemma(node) == "from" and bool(gerund)
        return is_from and tree.lemma(head) in word_class("prevent")

    def _is_not_allowed(self, node: int, head: int) -> bool:
        """Return whether it is forbidden: "will not allow A *to buy*"."""
        tree = self.tree
        allows = tree.lemma(head) in words("operators")["allowing"] and tree.is_verb(node)
        return allows and bool(tree.children(head, "neg"))

    def _is_bidden(self, node: int, head: int) -> bool:
        """Return whether somebody is bidden to do it, whatever the verb: "beckoned A *to ban*"."""
        tree = self.tree
        if not (tree.is_verb(head) and tree.is_verb(node) and tree.dep(node) in {"xcomp", "ccomp"}):
            return False
        objects = tree.children(head, "dobj") or tree.children(node, "nsubj")
        is_bare = tree.is_infinitive(node) and not tree.is_passive(head) and bool(objects)
        return is_bare and tree.lemma(head) not in words("operators")["implicative"]

    def _applies(self, operator: Operator, node: int, head: int) -> bool:
        tree = self.tree
        if operator.bans:  # only for what is banned: "from selling", "ban on sales"
            if tree.is_verb(head) and tree.dep(node) == "prep":
                return tree.lemma(node) == "from"
            is_thing = not tree.is_verb(node) and tree.dep(node) in {"dobj", "nsubjpass"}
            return is_thing or tree.dep(node) in {"prep", "pcomp", "pobj", "acl"}
        if operator.only == "infinitive":
            return tree.is_verb(node) and tree.is_infinitive(node)
        if operator.only == "whether":
            return any(tree.lemma(c) == "whether" for c in tree.children(node, "mark"))
        if tree.is_verb(head) and tree.is_verb(node):
            return True
        return tree.dep(node) != "prep" or tree.lemma(node) in {
            "of",
            "to",
            "on",
            "for",
            "against",
            "with",
        }

    def _at_cue(self, cue: int, node: int) -> Iterator[_Met]:
        """Yield what the verb of saying makes of what is said."""
        tree = self.tree
        if any(tree.lemma(c) in {"not", "n't", "n’t", "never"} for c in tree.children(cue, "neg")):
            yield _Met(Operator(drop="not said"), cue)
        if tree.dep(cue) == "xcomp" and tree.lemma(tree.head(cue)) in {"decline", "refuse"}:
            yield _Met(Operator(drop="not said"), cue)
        operator = operators("governors").get(tree.lemma(cue))
        if operator is not None and self._applies(operator, node, cue):
            is_plain = operator.modality in {Modality.ALLEGED, Modality.REQUESTED, Modality.PLANNED}
            infinitive = tree.is_infinitive(node) or not tree.is_finite(node)
            if operator.flips or not is_plain or infinitive or tree.lemma(cue) in _DOUBTING:
                yield _Met(operator, cue)
