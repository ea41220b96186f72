"""Find what may be claims: match the frames of the relation files against the roles.

Every word of a frame is tried wherever it stands; a candidate is made only if
both ends are mentions of the right kind, reached through that word, and not
one and the same thing. What the words around it make of it comes later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ...graph.model import Label, Referent
from .arguments import Arguments, Reached
from .clauses import Clauses
from .frames import Condition, Frame, frames
from .gazetteer import government
from .resolve import Resolution
from .roles import Filler, word_class
from .stages import Block, Candidate, Mention, Parse, Voicing

_CLAIMING = frozenset({"body", "bullet", "heading"})
_ITSELF = frozenset({"self", "single", "named"})
_LOOK_BACK = 60  # tokens: "the move" means something of this paragraph or the one before


def candidates(
    parse: Parse, blocks: Sequence[Block], resolution: Resolution, voicings: Sequence[Voicing]
) -> tuple[Resolution, tuple[Candidate, ...]]:
    """Return every candidate in text order, and the resolution with the products they name."""
    matcher = _Matcher(Clauses(parse), resolution, voicings)
    for number, (first, end) in enumerate(parse.sents):
        if blocks[parse.blocks[number]].kind in _CLAIMING:
            for token in range(first, end):
                matcher.match(token)
    return matcher.resolution, tuple(matcher.found)


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a candidate: the role that filled it and who stands there."""

    role: str
    reached: tuple[Reached, ...]


class _Matcher:
    def __init__(self, tree: Clauses, resolution: Resolution, voicings: Sequence[Voicing]) -> None:
        self.tree = tree
        self.resolution = resolution
        self.voicings = voicings
        self.arguments = Arguments(tree, resolution)
        self.roles = self.arguments.roles
        self.found: list[Candidate] = []

    def match(self, token: int) -> None:
        """Add what the frames of this word find, or the noun it stands for."""
        if self._is_elliptic(token):
            self.found.extend(self._repeated(token))
            return
        found: dict[tuple[str, int, int | None], Candidate] = {}
        for frame in self._frames_of(token):
            for candidate in self._try(frame, token):
                target = candidate.object and candidate.object.referent
                found.setdefault(
                    (candidate.relation, candidate.subject.referent, target), candidate
                )
        aimed = {c.relation for c in found.values() if c.object is not None}
        self.found.extend(
            c for c in found.values() if c.object is not None or c.relation not in aimed
        )

    def _is_elliptic(self, token: int) -> bool:
        """Return whether the word stands for a noun before it: "there are *some* in Peru"."""
        tree = self.tree
        is_part = tree.lemma(token) in word_class("part_of") and tree.pos(token) != "NOUN"
        is_alone = tree.dep(token) in {"attr", "nsubj", "dobj", "conj"}
        return is_part and is_alone and not self.roles.fillers(token, "obl:of")

    def _repeated(self, token: int) -> Iterator[Candidate]:
        """Yield what the sentence said of the noun that the word stands for."""
        mention = self.arguments.mention_at(token)
        first = self.tree.sentence(token)[0]
        earlier = [c for c in self.found if c.trigger >= first and self._is_about_itself(c)]
        if mention is None or not earlier:
            return
        last = earlier[-1]
        span = self.tree.tokens[token].span
        changes = {"trigger": token, "trigger_span": span, "attachment": True}
        if last.path[0] == "self":
            yield replace(last, subject=mention, **changes)
        elif last.object is not None:
            yield replace(last, object=mention, **changes)

    def _is_about_itself(self, candidate: Candidate) -> bool:
        """Return whether the trigger is one of the ends: "the suppliers", "a customer"."""
        is_noun = self.tree.pos(candidate.trigger) == "NOUN"
        return (
            is_noun
            and "self" in candidate.path
            and self._lemma(candidate.trigger) in (word_class("supplier") | word_class("customer"))
        )

    def _frames_of(self, token: int) -> Iterator[Frame]:
        tree, index = self.tree, frames()
        lemma = tree.lemma(token)
        if tree.is_verb(token):
            yield from index["verbs"].get(lemma, ())
        if tree.pos(token) in {"NOUN", "PROPN"}:
            yield from index["nouns"].get(lemma, ())
        if tree.pos(token) == "ADJ":
            yield from index["adjectives"].get(lemma, ())

    def _try(self, frame: Frame, token: int) -> Iterator[Candidate]:
        if not all(self._holds(c, token) for c in frame.needs):
            return
        if any(self._holds(c, token) for c in frame.unless):
            return
        subject = self._end(frame, frame.subject, token, actor=True, taken=frozenset())
        if subject is None:
            return
        taken = frozenset(r.mention.referent for r in subject.reached)
        target = self._end(frame, frame.object, token, actor=False, taken=taken)
        if frame.object and target is None:
            return
        if subject.role == "voice":
            target = self._accused(subject, target)
        for first in subject.reached:
            for second in target.reached if target else (None,):
                yield self._candidate(frame, token, (subject, first), (target, second))

    def _accused(self, voice: _End, target: _End | None) -> _End | None:
        """Return the accused without the speaker's own side: "we did not lie" accuses nobody."""
        if target is None:
            return None
        own = {self.resolution.employer(r.mention.referent) for r in voice.reached}
        others = tuple(
            r
            for r in target.reached
            if r.mention.referent not in own and self._lemma(r.mention.head) not in {"we", "i"}
        )
        return _End(target.role, others)

    # --- conditions

    def _holds(self, condition: Condition, token: int) -> bool:
        tree, role = self.tree, condition.role
        if role == "passive":
            return tree.is_passive(token)
        if role == "agentless":
            return tree.is_passive(token) and not tree.children(token, "agent")
        if role == "obliged":
            return self._is_obliged(token)
        if role == "not-to":
            return any(tree.children(f.head, "neg") for f in self.roles.fillers(token, "to"))
        if role == "names-a-firm":  # what was sold is itself somebody, so no goods change hands
            return any(self._is_body(f.head) for f in self.roles.fillers(token, "A1"))
        if role == "existential":
            return bool(tree.children(token, "expl"))
        if role == "through":
            return tree.lemma(tree.head(token)) in {"through", "via"}
        if role == "alone":  # "is in Norway", but not "is under sanctions in Norway"
            rest = tree.children(token, "attr", "acomp", "xcomp", "ccomp", "oprd")
            return not rest and [tree.lemma(p) for p in tree.children(token, "prep")] == ["in"]
        fillers = self.roles.fillers(token, role)
        if condition.lemmas:
            return any(self._lemma(f.head) in condition.lemmas for f in fillers)
        return bool(fillers)

    def _is_body(self, token: int) -> bool:
        mention = self.arguments.mention_at(token)
        bodies = {Label.FIRM, Label.OUTLET, Label.ORGANISATION, Label.PLACE}
        return mention is not None and mention.form == "name" and mention.label in bodies

    def _lemma(self, token: int) -> str:
        return self.tree.lemma(token)

    def _is_obliged(self, token: int) -> bool:
        """Return whether the noun is something that must be had: "must obtain approval"."""
        tree = self.tree
        verb = self.roles.support(token)
        if verb is None:
            return False
        if tree.lemma(verb) in {"need", "require"}:
            return True
        musts = {"must", "should", "need", "require", "shall", "oblige", "force", "compel"}
        for each in (verb, *tree.ancestors(verb)):
            if any(tree.lemma(c) in musts for c in tree.children(each, "aux")):
                return True
            is_have_to = tree.lemma(each) == "have" and bool(tree.children(each, "xcomp"))
            if is_have_to or (each != verb and tree.lemma(each) in musts):
                return True
            if tree.dep(each) not in {"xcomp", "conj"}:
                break
        return False

    # --- ends

    def _end(
        self, frame: Frame, roles: Sequence[str], token: int, *, actor: bool, taken: frozenset[int]
    ) -> _End | None:
        """Return who stands at one end: the first role that gives a fitting mention."""
        labels = frame.relation.subject if actor else frame.relation.object
        for role in roles:
            for group in self._groups(role, token, labels, actor=actor, taken=taken):
                reached = tuple(
                    r
                    for r in group
                    if r.mention.referent not in taken
                    and (role in _ITSELF or not _covers(r.mention, token))
                )
                if reached:
                    return _End(role, reached)
        return None

    def _groups(
        self, role: str, token: int, labels: frozenset[Label], *, actor: bool, taken: frozenset[int]
    ) -> Iterator[tuple[Reached, ...]]:
        if role == "voice":
            yield self._voice(token, labels)
        elif role == "bridge":
            yield self._owner_before(token, labels, taken)
        elif role == "self":
            yield from self._itself(token, labels)
        elif role == "single":
            yield from self._single(token, labels)
        elif role == "named":
            for head in self.arguments.same_as(token):
                yield self.arguments.reach(Filler(head, "self"), labels, actor=False)
        elif role.endswith("where"):
            for filler in self.roles.fillers(token, role.replace("where", "obl:in")):
                yield self._government_of(filler.head)
        else:
            for fillers in _parallel(self.roles.fillers(token, role)):
                yield tuple(r for f in fillers for r in self._reach(f, labels, actor=actor))
                if actor and self._is_somebody(fillers[0].head):
                    return  # somebody acts, only nobody of the right kind

    def _reach(
        self, filler: Filler, labels: frozenset[Label], *, actor: bool
    ) -> tuple[Reached, ...]:
        if labels == {Label.PRODUCT}:
            heads = self.arguments.conjuncts(filler.head)
            return tuple(r for head in heads for r in self._product(head))
        group = self.arguments.reach(filler, labels, actor=actor)
        if not group and self.arguments.points_back(filler.head):
            group = self._actor_before(filler.head, labels)
        return group

    def _is_somebody(self, token: int) -> bool:
        is_pronoun = self.tree.pos(token) == "PRON" and self._lemma(token) not in {"it", "this"}
        mention = self.arguments.mention_at(token)
        return is_pronoun or (mention is not None and mention.label is not Label.PRODUCT)

    def _single(self, noun: int, labels: frozenset[Label]) -> Iterator[tuple[Reached, ...]]:
        """Yield the one firm of "the Norwegian pump maker A"; a group has no one place."""
        for group in self._itself(noun, labels):
            referents = [self.resolution.of(reached.mention) for reached in group]
            if not any(referent.collective for referent in referents):
                yield group

    def _itself(self, noun: int, labels: frozenset[Label]) -> Iterator[tuple[Reached, ...]]:
        """Yield who the noun describes, else the noun as a group of its own."""
        for head in self.arguments.same_as(noun):
            yield self.arguments.reach(Filler(head, "self"), labels, actor=False)
        mention = self.arguments.mention_at(noun) or self._partitive(noun)
        if mention is not None and self.arguments.fits(mention, labels):
            yield (Reached(mention, ("self",)),)

    def _partitive(self, noun: int) -> Mention | None:
        """Return the mention of "most of the suppliers", headed by "most"."""
        tree = self.tree
        outer = tree.head(tree.head(noun))
        is_part = tree.dep(noun) == "pobj" and tree.lemma(outer) in word_class("part_of")
        return self.arguments.mention_at(outer) if is_part else None

    def _voice(self, token: int, labels: frozenset[Label]) -> tuple[Reached, ...]:
        """Return who says this, innermost."""
        at = self.tree.tokens[token].span[0]
        around = [v for v in self.voicings if v.content[0] <= at < v.content[1] and v.cue != token]
        if not around:
            return ()
        speaker = min(around, key=lambda v: v.content[1] - v.content[0]).speakers[0]
        found = [
            m
            for m in self.resolution.mentions
            if m.span == speaker.span and m.referent == speaker.referent
        ]
        return tuple(Reached(m, ("voice",)) for m in found[:1] if m.label in labels)

    def _owner_before(
        self, noun: int, labels: frozenset[Label], taken: frozenset[int]
    ) -> tuple[Reached, ...]:
        """Return whose "the suppliers" are: the only fitting actor earlier in the sentence."""
        if not self.arguments.lacks_owner(noun):
            return ()
        first = self.tree.sentence(noun)[0]
        before = [
            m
            for m in self.resolution.mentions
            if first <= m.head < noun and self.arguments.fits(m, labels) and m.referent not in taken
        ]
        if len({m.referent for m in before}) != 1:
            return ()
        return (Reached(before[-1], ("bridge",), fallback=True),)

    def _actor_before(self, noun: int, labels: frozenset[Label]) -> tuple[Reached, ...]:
        """Return who is behind "the decision": the last state actor of a claim before it."""
        for candidate in reversed(self.found):
            if noun - candidate.trigger > _LOOK_BACK:
                break
            if candidate.relation == "RESTRICTS" and candidate.subject.label in labels:
                return (Reached(candidate.subject, ("event",), fallback=True),)
        for mention in reversed(self.resolution.mentions):
            is_before = 0 < noun - mention.head <= _LOOK_BACK
            acts = self.tree.dep(mention.head) in {"nsubj", "poss"}
            if is_before and acts and mention.label is Label.AGENCY and mention.label in labels:
                return (Reached(mention, ("event",), fallback=True),)
        return ()

    def _government_of(self, place: int) -> tuple[Reached, ...]:
        """Return the state behind "was banned in Norway"."""
        mention = self.arguments.mention_at(place)
        if mention is not None and mention.label is Label.AGENCY:
            return (Reached(mention, ("where",)),)
        referent = mention and self.resolution.of(mention)
        if mention is None or referent is None or mention.label is not Label.PLACE:
            return ()
        if referent.country is None or referent.kind != "country":
            return ()
        name = government(referent.country)
        known = [
            n
            for n, r in enumerate(self.resolution.referents)
            if r.label is Label.AGENCY and r.kind == "government" and r.country == referent.country
        ]
        if not known:
            state = Referent(
                name, (name,), Label.AGENCY, "government", referent.country, spans=(mention.span,)
            )
            known = [len(self.resolution.referents)]
            self._grow(replace(self.resolution, referents=(*self.resolution.referents, state)))
        acting = replace(mention, label=Label.AGENCY, referent=known[0], hops=1, rule="government")
        return (Reached(acting, ("where",)),)

    def _grow(self, resolution: Resolution) -> None:
        self.resolution = self.arguments.resolution = resolution

    def _product(self, head: int) -> tuple[Reached, ...]:
        """Return the goods that a noun names, as a mention of its own."""
        mention = self.arguments.mention_at(head)
        if mention is not None:
            fits = mention.label is Label.PRODUCT
            return (Reached(mention, ("product",)),) if fits else ()
        if self.tree.pos(head) != "NOUN":
            return ()
        if self._lemma(head) in word_class("not_goods") or "MONEY" in self.tree.tokens[head].ent:
            return ()
        grown, mention = self.resolution.with_product(head)
        self._grow(grown)
        return (Reached(mention, ("product",)),)

    # --- the candidate

    def _candidate(
        self,
        frame: Frame,
        token: int,
        subject: tuple[_End, Reached],
        target: tuple[_End | None, Reached | None],
    ) -> Candidate:
        tree = self.tree
        first, second = subject[1], target[1]
        span = tree.tokens[token].span
        sentence = tree.sentence(token)
        return Candidate(
            relation=frame.relation.name,
            trigger=token,
            trigger_span=span,
            subject=self._fitted(self._shown(first.mention), frame.relation.subject),
            object=second and self._fitted(self._shown(second.mention), frame.relation.object),
            evidence=(tree.tokens[sentence[0]].span[0], tree.tokens[sentence[1] - 1].span[1]),
            rule=frame.rule,
            path=(
                subject[0].role,
                *first.steps,
                *((target[0].role,) if target[0] else ()),
                *(second.steps if second else ()),
            ),
            qualifiers=self._qualifiers(
                frame, token, {first.mention.referent, second.mention.referent if second else -1}
            ),
            polarity=frame.polarity,
            modality=frame.modality,
            attachment=first.fallback or bool(second and second.fallback),
        )

    def _shown(self, mention: Mention) -> Mention:
        """Return the mention to show: for "its", the nearest name of its owner in the sentence."""
        if mention.form != "pronoun" or self.tree.dep(mention.head) != "poss":
            return mention
        first = self.tree.sentence(mention.head)[0]
        named = [
            m
            for m in self.resolution.mentions
            if first <= m.head < mention.head
            and m.referent == mention.referent
            and m.form != "pronoun"
        ]
        return named[-1] if named else mention

    def _fitted(self, mention: Mention, labels: frozenset[Label]) -> Mention:
        """Return the mention with the label that its place asks for, if its own was a guess."""
        if mention.label in labels:
            return mention
        return replace(mention, label=min(labels, key=list(Label).index))

    def _qualifiers(self, frame: Frame, token: int, ends: set[int]) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for name, roles in (frame.attributes or {}).items():
            for role in roles:
                text = self._text(token, role, ends)
                if text:
                    found[name] = text
                    break
        return tuple(sorted(found.items()))

    def _text(self, token: int, role: str, ends: set[int]) -> str:
        for filler in self.roles.fillers(token, role):
            mention = self.arguments.mention_at(filler.head)
            if mention is not None and mention.referent in ends and role != "self":
                continue
            if self.tree.tokens[filler.head].ent.endswith(("DATE", "TIME")):
                continue
            return self.tree.text(
                *self.roles.phrase(
                    filler.head, whole=role == "self" or self.tree.is_verb(filler.head)
                )
            ).strip(" ,;–—")
        return ""


def _covers(mention: Mention, token: int) -> bool:
    return mention.tokens[0] <= token < mention.tokens[1]


def _parallel(fillers: Sequence[Filler]) -> Iterator[tuple[Filler, ...]]:
    """Yield the fillers, those together that stand side by side: "bolts from A, nuts from B"."""
    for _, group in groupby(fillers, key=lambda f: (f.path, f.fallback, f.path.endswith("nsubj"))):
        together = tuple(group)
        is_side_by_side = "obl:" in together[0].path
        yield from [together] if is_side_by_side else ((f,) for f in together)
