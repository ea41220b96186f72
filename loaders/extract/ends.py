"""Who stands at the ends of a claim, for every way in which a frame can name them.

Most ends are reached through a role. Some lie elsewhere in the text: the speaker
(`voice`), the owner of "the suppliers" (`bridge`), the state behind "was banned
in Norway" (`where`), the author of "the decision".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ...graph.model import Label, Referent
from .arguments import Arguments, Reached
from .clauses import Clauses
from .frames import Frame
from .gazetteer import government
from .phrases import is_no_good
from .resolve import Resolution
from .roles import Filler, word_class
from .stages import Candidate, Mention, Voicing

ITSELF = frozenset({"self", "single", "named"})
_LOOK_BACK = 60  # tokens: "the move" means something of this paragraph or the one before


@dataclass(frozen=True, slots=True)
class End:
    """One end of a candidate: the role that filled it and who stands there."""

    role: str
    reached: tuple[Reached, ...]


class Ends:
    """Find the ends of candidates; the resolution grows with goods and states they name."""

    def __init__(self, tree: Clauses, resolution: Resolution, voicings: Sequence[Voicing]) -> None:
        self.tree = tree
        self.resolution = resolution
        self.voicings = voicings
        self.arguments = Arguments(tree, resolution)
        self.roles = self.arguments.roles
        self.earlier: list[Candidate] = []

    def find(
        self, frame: Frame, roles: Sequence[str], token: int, *, actor: bool, taken: frozenset[int]
    ) -> End | None:
        """Return who stands at one end: the first role that gives a fitting mention.

        Args:
            frame: What is looked for.
            roles: The frame's roles for this end, in order of preference.
            token: The trigger.
            actor: Whether it is the subject's end.
            taken: Who stands at the other end: nobody acts on himself.
        """
        labels = frame.relation.subject if actor else frame.relation.object
        for role in roles:
            for group in self._groups(role, token, labels, actor=actor, taken=taken):
                reached = tuple(
                    r
                    for r in group
                    if r.mention.referent not in taken
                    and (role in ITSELF or not _covers(r.mention, token))
                )
                if reached:
                    return End(role, reached)
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
        is_pronoun = self.tree.pos(token) == "PRON" and self.tree.lemma(token) not in {"it", "this"}
        mention = self.arguments.mention_at(token)
        return is_pronoun or (mention is not None and mention.label is not Label.PRODUCT)

    def _itself(self, noun: int, labels: frozenset[Label]) -> Iterator[tuple[Reached, ...]]:
        """Yield who the noun describes, else the noun as a group of its own."""
        own = self.arguments.mention_at(noun)
        others = self.arguments.same_as(noun)
        if own is not None and own.hops and not self._is_named(others):
            others = ()  # "the company, a unit of B, …" is the company spoken of
        for head in others:
            yield self.arguments.reach(Filler(head, "self"), labels, actor=False)
        if any(self.arguments.mention_at(head) for head in others):
            return
        mention = own or self._partitive(noun)
        if mention is not None and self.arguments.fits(mention, labels):
            yield (Reached(mention, ("self",)),)

    def _is_named(self, tokens: Sequence[int]) -> bool:
        mentions = (self.arguments.mention_at(token) for token in tokens)
        return any(m is not None and m.form == "name" for m in mentions)

    def _single(self, noun: int, labels: frozenset[Label]) -> Iterator[tuple[Reached, ...]]:
        """Yield the one firm of "the Norwegian pump maker A"; a group has no one place."""
        for group in self._itself(noun, labels):
            referents = [self.resolution.of(reached.mention) for reached in group]
            if not any(referent.collective for referent in referents):
                yield group

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
        for candidate in reversed(self.earlier):
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
        if mention is None or mention.label is not Label.PLACE:
            return ()
        referent = self.resolution.of(mention)
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

    def _product(self, head: int) -> tuple[Reached, ...]:
        """Return the goods that a noun names, as a mention of its own."""
        mention = self.arguments.mention_at(head)
        if mention is not None:
            fits = mention.label is Label.PRODUCT
            return (Reached(mention, ("product",)),) if fits else ()
        lemma = self.tree.lemma(head)
        if self.tree.pos(head) != "NOUN" or "MONEY" in self.tree.tokens[head].ent:
            return ()
        if lemma in word_class("not_goods") or is_no_good(lemma):
            return ()
        grown, mention = self.resolution.with_product(head)
        self._grow(grown)
        return (Reached(mention, ("product",)),)

    def _grow(self, resolution: Resolution) -> None:
        self.resolution = self.arguments.resolution = resolution


def _covers(mention: Mention, token: int) -> bool:
    return mention.tokens[0] <= token < mention.tokens[1]


def _parallel(fillers: Sequence[Filler]) -> Iterator[tuple[Filler, ...]]:
    """Yield the fillers, those together that stand side by side: "bolts from A, nuts from B"."""
    for _, group in groupby(fillers, key=lambda f: (f.path, f.fallback, f.path.endswith("nsubj"))):
        together = tuple(group)
        is_side_by_side = "obl:" in together[0].path
        yield from [together] if is_side_by_side else ((f,) for f in together)
