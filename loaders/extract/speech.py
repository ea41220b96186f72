"""Find speech tags: who speaks, by which verb, and to whom.

A known verb of saying is good evidence but never required: beside quotation
marks, or at the edge of a clause, any finite verb after a person, an outlet or
a public body is a tag. That is how "she required" after a quotation, the work
of a careless rewriter, still gives the speaker.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from ...graph.model import Attribution, Label, Span
from .clauses import Clauses
from .lexicon import words
from .resolve import Resolution
from .roles import Roles, word_class
from .stages import Mention, VoicedBy

SPEAKING = frozenset(
    {Label.PERSON, Label.OUTLET, Label.AGENCY, Label.LAWMAKER, Label.ORGANISATION, Label.FIRM}
)
_TITLE_LENGTH = 6  # words between verb and name: "said Deputy Under Secretary Ann Lee"
_TAG_LENGTH = 20  # words of the longest tag: name, office and party of a minister
_BRIDGES = frozenset({"ADV", "AUX", "PART"})


def speech_words(name: str) -> frozenset[str]:
    """Return a list of `words/speech.yaml`."""
    return frozenset(words("speech")[name])


@dataclass(frozen=True, slots=True)
class Tag:
    """A speech tag: `tokens` is its range, `speaker` its subject's head token."""

    verb: int
    speaker: int
    tokens: Span


class Speech:
    """Speech tags of one parse, with the resolver's mentions."""

    def __init__(self, tree: Clauses, resolution: Resolution) -> None:
        self.tree = tree
        self.roles = Roles(tree)
        self.resolution = resolution
        self._starts = [token.span[0] for token in tree.tokens]
        self._by_start: dict[int, Mention] = {}
        self._by_end: dict[int, Mention] = {}
        for mention in sorted(resolution.mentions, key=lambda m: m.tokens[1] - m.tokens[0]):
            if mention.label in SPEAKING:
                self._by_start[mention.tokens[0]] = mention
                self._by_end[mention.tokens[1]] = mention

    def token_at(self, offset: int) -> int:
        """Return the first token that starts at or after a code point."""
        return bisect_left(self._starts, offset)

    def char_span(self, first: int, end: int) -> Span:
        """Return the code points of a token range."""
        return self.tree.tokens[first].span[0], self.tree.tokens[end - 1].span[1]

    # --- speakers

    def mention_of(self, token: int) -> Mention | None:
        """Return the speaker that a token stands for."""
        for each in (token, *self.tree.children(token, "appos")):
            mention = self.resolution.headed(each) or self.resolution.at(each)
            if mention and mention.label in SPEAKING:
                return mention
        return None

    def voice(self, token: int, cue: str) -> VoicedBy:
        """Return the speaker headed by `token`; an unknown one is hearsay, never nobody."""
        mention = self.mention_of(token) or self._behind(token)
        if mention is None:
            first, end = self.resolution.noun_phrase(token)
            return VoicedBy(None, Attribution.HEARSAY, self.char_span(first, end), cue)
        return VoicedBy(mention.referent, self._attribution(mention), mention.span, cue)

    def _behind(self, token: int) -> Mention | None:
        """Return who stands behind a report or a letter, or a part of a group."""
        tree = self.tree
        if tree.lemma(token) in word_class("writing"):
            for filler in self.roles.authors(token):
                if mention := self.mention_of(filler.head):
                    return mention
        if tree.lemma(token) in word_class("part_of"):
            for filler in self.roles.obliques(token, frozenset({"of"})):
                if mention := self.mention_of(filler.head):
                    return mention
        return None

    def _attribution(self, mention: Mention) -> Attribution:
        referent = self.resolution.of(mention)
        is_crowd = referent.collective and referent.label is Label.PERSON
        has_name = any(word[:1].isupper() for word in referent.name.split()[1:])
        unnamed = referent.unnamed or (is_crowd and not has_name)
        return Attribution.UNNAMED if unnamed else Attribution.NAMED

    # --- tags beside quotation marks

    def tag_after(self, offset: int, end: int) -> Tag | None:
        """Return the tag that begins right after a quotation, before `end`."""
        first = self.token_at(offset)
        if first < len(self.tree.tokens) and self.tree.tokens[first].text in {",", "—", "–", "-"}:
            first += 1
        if first >= len(self.tree.tokens) or self.tree.tokens[first].span[0] >= end:
            return None
        return self._verb_first(first) or self._speaker_first(first)

    def _verb_first(self, verb: int) -> Tag | None:
        """Match `said Under Secretary Ann Lee`."""
        if not self._may_tag(verb):
            return None
        for start in range(verb + 1, verb + 1 + _TITLE_LENGTH):
            if mention := self._by_start.get(start):
                return Tag(verb, mention.head, (verb, mention.tokens[1]))
            if start >= len(self.tree.tokens) or not self._may_precede_name(start):
                return None
        return None

    def _may_precede_name(self, token: int) -> bool:
        text = self.tree.tokens[token].text
        is_word = text[:1].isalpha() or text in {".", "-"}
        return is_word and (text[:1].isupper() or not self.tree.is_verb(token))

    def _speaker_first(self, first: int) -> Tag | None:
        """Match `a spokesman for the firm told Reuters`, `she required`."""
        tree = self.tree
        for verb in range(first + 1, min(first + _TAG_LENGTH, tree.sentence(first)[1])):
            for subject in tree.children(verb, "nsubj") if self._may_tag(verb) else ():
                starts_here = tree.extent(subject)[0] == first and subject < verb
                if starts_here and self.mention_of(subject):
                    return Tag(verb, subject, (first, verb + 1))
        for start in range(first, first + _TITLE_LENGTH):
            mention = self._by_start.get(start)
            if mention is not None:
                said = self._verb_of(mention)
                return None if said is None else Tag(said, mention.head, (first, said + 1))
            if start >= len(self.tree.tokens) or not self._may_precede_name(start):
                return None
        return None

    def _verb_of(self, mention: Mention) -> int | None:
        """Return the finite verb whose subject the mention is, by place or by parse."""
        tree = self.tree
        at = mention.tokens[1]
        while at < len(tree.tokens) and tree.pos(at) in _BRIDGES and not self._may_tag(at):
            at += 1
        if at < len(tree.tokens) and self._may_tag(at):
            return at
        head = tree.head(mention.head)
        if tree.dep(mention.head) == "nsubj" and head > mention.head and self._may_tag(head):
            return head
        return None

    def tag_before(self, offset: int, start: int) -> Tag | None:
        """Return the tag that ends right before a quotation, not before `start`."""
        tree = self.tree
        last = self.token_at(offset) - 1
        first = self.token_at(start)
        at = last
        while at >= first and tree.tokens[at].text in {",", ":", "that"}:
            at -= 1
        opens = at < last or self._may_tag(at)
        while opens and at >= max(first, last - 2 * _TITLE_LENGTH):
            if self._may_tag(at) and (speaker := self._speaker_of(at)) is not None:
                return Tag(at, speaker, (min(speaker, at), last + 1))
            if tree.tokens[at].text in {".", "?", "!", ";"}:
                return None
            at -= 1
        return None

    def _speaker_of(self, verb: int) -> int | None:
        for filler in self.roles.subjects(verb):
            if self.mention_of(filler.head):
                return filler.head
        mention = self._by_end.get(verb)
        return mention.head if mention else None

    def _may_tag(self, token: int) -> bool:
        """Return whether the token can be the verb of a speech tag beside a quotation."""
        tree = self.tree
        if token < 0 or token >= len(tree.tokens):
            return False
        if tree.lemma(token) in {"be", "have", "do", "will", "would", "may", "can", "could"}:
            return False
        is_past = tree.tokens[token].tag in {"VBD", "VBZ", "VBP", "VBN"}
        return is_past or tree.lemma(token) in speech_words("report")

    # --- tags at the edge of a clause

    def tags_in(self, sentence: Span) -> Iterator[Tag]:
        """Yield the tags of a sentence that stand apart from what is said, marked by commas."""
        for verb in range(*sentence):
            tag = self._clause_edge_tag(verb, sentence)
            if tag is not None:
                yield tag

    def _clause_edge_tag(self, verb: int, sentence: Span) -> Tag | None:
        tree = self.tree
        if not self._may_tag(verb) or self._says_something_itself(verb):
            return None
        if tree.dep(verb) in {"acl", "relcl", "amod"}:
            return None
        known = tree.lemma(verb) in speech_words("report")
        speaker = self._adjacent_speaker(verb, known=known)
        if speaker is None:
            return None
        first = self._tag_start(speaker, verb, sentence)
        before = tree.tokens[first - 1].text if first > sentence[0] else ""
        if before not in {",", "—", "–", "”", '"'}:
            return None
        if not known and not self._ends_sentence(verb, sentence):
            return None
        return Tag(verb, speaker, (first, max(verb, speaker) + 1))

    def _says_something_itself(self, verb: int) -> bool:
        """Return whether the verb has what is said, or a thing, to its right."""
        tree = self.tree
        return any(
            child > verb
            and (
                tree.dep(child) in {"ccomp", "xcomp"}
                or (tree.dep(child) == "dobj" and not self.mention_of(child))
            )
            for child in tree.children(verb)
        )

    def _adjacent_speaker(self, verb: int, *, known: bool) -> int | None:
        tree = self.tree
        subjects = tree.children(verb, "nsubj")
        if known and subjects:
            return subjects[0]
        before = verb
        while before > 0 and tree.pos(before - 1) in _BRIDGES:
            before -= 1
        mention = self._by_end.get(before)
        if mention is None or (not known and mention.label is Label.FIRM):
            return None
        return mention.head

    def _tag_start(self, speaker: int, verb: int, sentence: Span) -> int:
        """Return the first token of the tag: back from the speaker to the nearest comma."""
        tree = self.tree
        at = min(speaker, verb)
        least = tree.extent(speaker)[0] if speaker < verb else sentence[0]
        while at > max(sentence[0], least) and tree.tokens[at - 1].text not in {",", "”", '"', "—"}:
            at -= 1
        return at

    def _ends_sentence(self, verb: int, sentence: Span) -> bool:
        tree = self.tree
        after = range(verb + 1, sentence[1])
        is_last = all(tree.pos(token) == "PUNCT" for token in after)
        return is_last and tree.lemma(verb) not in speech_words("never_a_tag")
