"""Find what may be claims: match the frames of the relation files against the roles.

Every word of a frame is tried wherever it stands; a candidate is made only if
both ends are mentions of the right kind, reached through that word, and not
one and the same thing. What the words around it make of it comes later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...graph.model import Label
from .arguments import Reached
from .clauses import Clauses
from .conditions import Conditions
from .ends import End, Ends
from .frames import Frame, frames
from .resolve import Resolution
from .roles import word_class
from .stages import Block, Candidate, Mention, Parse, Voicing

_CLAIMING = frozenset({"body", "bullet", "heading"})


def candidates(
    parse: Parse, blocks: Sequence[Block], resolution: Resolution, voicings: Sequence[Voicing]
) -> tuple[Resolution, tuple[Candidate, ...]]:
    """Return every candidate in text order, and the resolution with the products they name."""
    matcher = _Matcher(Clauses(parse), resolution, voicings)
    for number, (first, end) in enumerate(parse.sents):
        if blocks[parse.blocks[number]].kind in _CLAIMING:
            for token in range(first, end):
                matcher.match(token)
    return matcher.ends.resolution, tuple(matcher.found)


class _Matcher:
    def __init__(self, tree: Clauses, resolution: Resolution, voicings: Sequence[Voicing]) -> None:
        self.tree = tree
        self.ends = Ends(tree, resolution, voicings)
        self.arguments = self.ends.arguments
        self.roles = self.arguments.roles
        self.conditions = Conditions(self.arguments)
        self.found = self.ends.earlier

    def match(self, token: int) -> None:
        """Add what the frames of this word find, or the noun it stands for."""
        if self._is_elliptic(token):
            self.found.extend(self._repeated(token))
            return
        found: dict[tuple[str, int, int | None], Candidate] = {}
        for frame in self._frames_of(token):
            for candidate in self._try(frame, token):
                target = None if candidate.object is None else candidate.object.referent
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
        span = self.tree.tokens[token].span
        last = replace(earlier[-1], trigger=token, trigger_span=span, attachment=True)
        if last.path[0] == "self":
            yield replace(last, subject=mention)
        elif last.object is not None:
            yield replace(last, object=mention)

    def _is_about_itself(self, candidate: Candidate) -> bool:
        """Return whether the trigger is one of the ends: "the suppliers", "a customer"."""
        is_noun = self.tree.pos(candidate.trigger) == "NOUN"
        return (
            is_noun
            and "self" in candidate.path
            and self.tree.lemma(candidate.trigger)
            in (word_class("supplier") | word_class("customer"))
        )

    def _frames_of(self, token: int) -> Iterator[Frame]:
        tree, index = self.tree, frames()
        lemma = tree.lemma(token)
        if tree.is_verb(token):
            yield from index["verbs"].get(lemma, ())
        if tree.pos(token) in {"NOUN", "PROPN"}:
            yield from index["nouns"].get(lemma, ())
        mention = self.arguments.mention_at(token)
        if mention is not None and mention.form == "name" and mention.head == token:
            yield from index["names"].get(mention.label.lower(), ())
        if tree.pos(token) == "ADJ":
            yield from index["adjectives"].get(lemma, ())

    def _try(self, frame: Frame, token: int) -> Iterator[Candidate]:
        if not self.conditions.met(frame, token):
            return
        subject = self.ends.find(frame, frame.subject, token, actor=True, taken=frozenset())
        if subject is None:
            return
        taken = frozenset(r.mention.referent for r in subject.reached)
        target = self.ends.find(frame, frame.object, token, actor=False, taken=taken)
        if frame.object and target is None:
            return
        if subject.role == "voice":
            target = self._accused(subject, target)
        for first in subject.reached:
            for second in target.reached if target else (None,):
                yield self._candidate(frame, token, (subject, first), (target, second))

    def _accused(self, voice: End, target: End | None) -> End | None:
        """Return the accused without the speaker's own side: "we did not lie" accuses nobody."""
        if target is None:
            return None
        own = {self.ends.resolution.employer(r.mention.referent) for r in voice.reached}
        others = tuple(
            r
            for r in target.reached
            if r.mention.referent not in own and self.tree.lemma(r.mention.head) not in {"we", "i"}
        )
        return End(target.role, others)

    def _candidate(
        self,
        frame: Frame,
        token: int,
        subject: tuple[End, Reached],
        target: tuple[End | None, Reached | None],
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
            object=None
            if second is None
            else self._fitted(self._shown(second.mention), frame.relation.object),
            evidence=(tree.tokens[sentence[0]].span[0], tree.tokens[sentence[1] - 1].span[1]),
            rule=frame.rule,
            path=(
                subject[0].role,
                *first.steps,
                *((target[0].role,) if target[0] else ()),
                *(second.steps if second else ()),
            ),
            qualifiers=self._qualifiers(
                frame, token, [end.mention for end in (first, second) if end is not None]
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
            for m in self.ends.resolution.mentions
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

    def _qualifiers(
        self, frame: Frame, token: int, reached: Sequence[Mention]
    ) -> tuple[tuple[str, str], ...]:
        ends = {mention.referent for mention in reached}
        found: dict[str, str] = {}
        for name, roles in (frame.attributes or {}).items():
            texts = (self._text(token, role, ends) for role in roles)
            if text := next(filter(None, texts), ""):
                found[name] = text
        if "product" in found and (own := self._own_product([mention.head for mention in reached])):
            found["product"] = own
        return tuple(sorted(found.items()))

    def _own_product(self, ends_at: Sequence[int]) -> str:
        """Return the goods of this end only: B's nuts in "bolts from A and nuts from B"."""
        tree = self.tree
        for prep in map(tree.head, ends_at):
            before = prep - 1
            listed = tree.dep(prep) == "prep" and tree.dep(before) == "conj"
            if listed and tree.tokens[before].tag in {"NN", "NNS"}:
                return tree.text(*self.roles.phrase(before, whole=False))
        return ""

    def _text(self, token: int, role: str, ends: set[int]) -> str:
        for filler in self.roles.fillers(token, role):
            mention = self.arguments.mention_at(filler.head)
            if mention is not None and mention.referent in ends and role != "self":
                continue
            if self.tree.tokens[filler.head].ent.endswith(("DATE", "TIME")):
                continue
            if self.tree.tokens[filler.head].tag == "PRP" and role != "self":
                return "" if mention is None else self.ends.resolution.of(mention).name
            whole = role == "self" or self.tree.is_verb(filler.head)
            text = self.tree.text(*self.roles.phrase(filler.head, whole=whole))
            return _unquoted(text.strip(" ,;–—"))
        return ""


def _unquoted(text: str) -> str:
    """Return the text without a quotation mark whose partner lies outside it."""
    if text.count('"') % 2:
        text = text.replace('"', "")
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    return text
