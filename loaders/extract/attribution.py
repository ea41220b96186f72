"""Who says what: the voicings of a document.

Several channels run, then they are reconciled, because no single parse is to be
trusted with a speaker:

    complement   the clause under a verb of saying
    edge         a tag set off by a comma, read from the order of words
    quotation    quotation marks with a tag after, before or between
    according    "according to …", "in …'s view"
    continued    a quotation without a tag goes on with the last speaker
    hearsay      "reportedly", "is said to"

The innermost speaker comes first. An outlet that was told passes it on: it is
the next speaker of the chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ...graph.model import Attribution, Label, Span
from .clauses import Clauses
from .quotes import Quotation, quotations
from .resolve import Resolution
from .roles import word_class
from .speech import Speech, Tag, speech_words
from .stages import Block, Parse, VoicedBy, Voicing

_SPEAKING_BLOCKS = frozenset({"body", "bullet", "heading"})
_PARTIAL_WORDS = 4  # a quotation this short is a phrase of somebody's, not a statement
_REACH = 3  # blocks over which an interview, or a speaker without a tag, goes on


def attribute(parse: Parse, blocks: Sequence[Block], resolution: Resolution) -> tuple[Voicing, ...]:
    """Return who says what, in text order; contents may lie inside one another."""
    return _Attribution(Clauses(parse), blocks, resolution).voicings()


class _Attribution:
    def __init__(self, tree: Clauses, blocks: Sequence[Block], resolution: Resolution) -> None:
        self.tree = tree
        self.blocks = blocks
        self.speech = Speech(tree, resolution)
        self.roles = self.speech.roles
        self.resolution = resolution
        self.quotations = quotations(tree.parse.text, blocks)

    def voicings(self) -> tuple[Voicing, ...]:
        found: list[Voicing] = []
        for number, sentence in enumerate(self.tree.parse.sents):
            if self.blocks[self.tree.parse.blocks[number]].kind in _SPEAKING_BLOCKS:
                found.extend(self._in_sentence(sentence))
        found.extend(self._quoted(found))
        found = _reconciled(found)
        return tuple(self._interviews(found))

    def _in_sentence(self, sentence: Span) -> Iterator[Voicing]:
        for token in range(*sentence):
            if self.tree.is_verb(token):
                yield from self._complement(token)
            lemma = self.tree.lemma(token)
            if lemma in {"accord", "according"}:
                yield from self._according(token, sentence)
            elif lemma in speech_words("hearsay_adverb") and self.tree.pos(token) == "ADV":
                yield self._hearsay(token, self.tree.extent(self.tree.head(token)))
            elif lemma in speech_words("view_noun"):
                yield from self._in_view_of(token, sentence)
        for tag in self.speech.tags_in(sentence):
            yield from self._at_edge(tag, sentence)

    # --- complement

    def _complement(self, verb: int) -> Iterator[Voicing]:
        tree = self.tree
        lemma = tree.lemma(verb)
        if tree.is_passive(verb) and lemma in speech_words("hearsay_verb"):
            for clause in tree.children(verb, "xcomp"):
                if not tree.children(verb, "agent"):
                    yield self._hearsay(verb, tree.extent(clause))
            return
        for clause in self._said_clauses(verb, lemma):
            for filler in self._sayers(verb, clause):
                yield self._voicing(verb, filler, tree.extent(clause), "complement")
                break

    def _sayers(self, verb: int, clause: int) -> Iterator[int]:
        """Yield who says it; the subject's head token, never part of what is said."""
        for filler in self.roles.agents(verb):
            if not self.tree.dominates(clause, filler.head):
                yield filler.head

    def _said_clauses(self, verb: int, lemma: str) -> Iterator[int]:
        tree = self.tree
        if lemma in speech_words("report"):
            finite = (c for c in tree.children(verb, "ccomp") if not tree.is_infinitive(c))
            yield from (c for c in finite if not self._is_apart(c, verb))
        if lemma in speech_words("deny"):
            yield from tree.children(verb, "ccomp", "xcomp")
            for noun in tree.children(verb, "dobj"):  # "rejected claims that …"
                yield from (c for c in tree.children(noun, "acl") if tree.is_finite(c))
        if lemma in speech_words("request"):
            yield from (c for c in tree.children(verb, "xcomp", "ccomp") if tree.is_infinitive(c))
        if lemma in word_class("accuse") or lemma in speech_words("allege"):
            for prep in tree.children(verb, "prep"):
                yield from tree.children(prep, "pcomp")

    def _is_apart(self, clause: int, verb: int) -> bool:
        """Return whether a semicolon parts the clause from the verb."""
        between = range(min(clause, verb), max(clause, verb))
        return any(self.tree.tokens[t].text == ";" for t in between)

    # --- edge

    def _at_edge(self, tag: Tag, sentence: Span) -> Iterator[Voicing]:
        tree = self.tree
        first, end = tag.tokens
        before = (sentence[0], first - 1) if first - 1 > sentence[0] else None
        if before and any(tree.is_finite(token) for token in range(*before)):
            if tree.pos(before[0]) != "SCONJ":
                yield self._voicing(tag.verb, tag.speaker, before, "edge")
        elif end < sentence[1] and tree.tokens[end].text == ",":
            yield self._voicing(tag.verb, tag.speaker, sentence, "edge")

    # --- according to

    def _according(self, token: int, sentence: Span) -> Iterator[Voicing]:
        tree = self.tree
        if token + 1 >= sentence[1] or tree.lemma(token + 1) != "to":
            return
        end = self._phrase_end(token, sentence)
        said = self._outside(token, end, sentence)
        speaker = self._speaker_in(token + 2, end)
        if said and speaker is not None:
            yield self._voicing(token, speaker, said, "according")

    def _in_view_of(self, noun: int, sentence: Span) -> Iterator[Voicing]:
        """Match "in the ministry's view, …"."""
        tree = self.tree
        prep = tree.head(noun)
        if tree.dep(noun) != "pobj" or tree.lemma(prep) not in {"in", "by"}:
            return
        for holder in tree.children(noun, "poss"):
            end = self._phrase_end(prep, sentence)
            said = self._outside(prep, end, sentence)
            if said and self.speech.mention_of(holder):
                yield self._voicing(noun, holder, said, "according")

    def _phrase_end(self, token: int, sentence: Span) -> int:
        """Return where a phrase that opens at `token` ends: at the next comma or the end."""
        tree = self.tree
        commas = (
            at
            for at in range(token, sentence[1])
            if tree.tokens[at].text == "," and any(tree.is_verb(t) for t in range(at, sentence[1]))
        )
        return next(commas, sentence[1])

    def _outside(self, first: int, end: int, sentence: Span) -> Span | None:
        """Return the rest of the sentence, if it says something."""
        before, after = (sentence[0], first), (end, sentence[1])
        rest = before if first > sentence[0] + 1 else after
        has_verb = any(self.tree.is_verb(token) for token in range(*rest))
        return rest if has_verb else None

    def _speaker_in(self, first: int, end: int) -> int | None:
        heads = [t for t in range(first, end) if self.tree.pos(t) in {"NOUN", "PROPN", "PRON"}]
        for token in heads:
            if self.speech.mention_of(token):
                return token
        return heads[0] if heads else None

    # --- hearsay

    def _hearsay(self, cue: int, tokens: Span) -> Voicing:
        token = self.tree.tokens[cue]
        nobody = VoicedBy(None, Attribution.HEARSAY, token.span, token.text)
        return Voicing(self.speech.char_span(*tokens), (nobody,), cue, "hearsay")

    # --- quotations

    def _quoted(self, others: Iterable[Voicing]) -> Iterator[Voicing]:
        last: Voicing | None = None
        spoken = sorted(others, key=lambda v: v.cue)
        for quotation in self.quotations:
            if self._is_partial(quotation):
                continue
            tag = self._tag_of(quotation)
            if tag is not None:
                last = self._said_by(tag, quotation.span)
                yield last
            else:
                earlier = self._last_spoken(quotation, [*spoken, *([last] if last else [])])
                if earlier is not None:
                    yield replace(
                        earlier, content=quotation.span, channel="continued", addressee=None
                    )

    def _is_partial(self, quotation: Quotation) -> bool:
        """Return whether the quotation is a phrase inside somebody's sentence."""
        first = self.speech.token_at(quotation.span[0])
        end = self.speech.token_at(quotation.span[1])
        inner = [t for t in range(first, end) if self.tree.pos(t) != "PUNCT"]
        if not inner:
            return True
        opens = self.tree.tokens[inner[0]].text[:1].isupper()
        has_verb = any(self.tree.is_finite(t) for t in inner)
        if len(inner) < _PARTIAL_WORDS and not has_verb:
            return True
        before = self.tree.tokens[first - 1].text if first else ""
        start_of_block = quotation.span[0] <= self.blocks[quotation.block].span[0]
        stands_alone = start_of_block or before in {",", ":", ".", "”", '"', "?", "!"}
        return not (stands_alone or (opens and has_verb))

    def _tag_of(self, quotation: Quotation) -> Tag | None:
        block = self.blocks[quotation.block].span
        after = self.speech.tag_after(quotation.span[1], block[1])
        return after or self.speech.tag_before(quotation.span[0], block[0])

    def _last_spoken(self, quotation: Quotation, earlier: Sequence[Voicing]) -> Voicing | None:
        """Return who goes on speaking where a quotation has no tag of its own."""
        best: Voicing | None = None
        for voicing in earlier:
            cue = self.tree.tokens[voicing.cue].span[0]
            distance = quotation.block - self.tree.block(voicing.cue)
            is_person = voicing.speakers[0].referent is not None
            is_later = best is None or cue >= self.tree.tokens[best.cue].span[0]
            if cue < quotation.span[0] and distance <= _REACH and is_person and is_later:
                best = voicing
        return best

    # --- the voicing itself

    def _voicing(self, cue: int, speaker: int, tokens: Span, channel: str) -> Voicing:
        content = self.speech.char_span(*tokens)
        return self._with_speakers(cue, speaker, content, channel)

    def _said_by(self, tag: Tag, content: Span) -> Voicing:
        return self._with_speakers(tag.verb, tag.speaker, content, "quotation")

    def _with_speakers(self, cue: int, speaker: int, content: Span, channel: str) -> Voicing:
        word = self.tree.tokens[cue].text
        speakers = [self.speech.voice(speaker, word)]
        told = self._told(cue)
        addressee = None
        for token in told:
            mention = self.speech.mention_of(token)
            if (
                mention
                and mention.label is Label.OUTLET
                and mention.referent != speakers[0].referent
            ):
                speakers.append(self.speech.voice(token, word))
            elif channel != "according" and addressee is None:
                first, end = self.resolution.noun_phrase(token)
                addressee = self.tree.text(first, end)
        return Voicing(content, tuple(speakers), cue, channel, addressee)

    def _told(self, verb: int) -> Iterator[int]:
        """Yield who was told: "told Reuters", "in an interview with the paper"."""
        tree = self.tree
        if tree.lemma(verb) in {"tell", "inform", "assure", "remind", "brief"}:
            yield from (c for c in tree.children(verb, "dobj", "dative") if c > verb)
        for filler in self.roles.obliques(verb, frozenset({"to"})):
            if self.speech.mention_of(filler.head) and not filler.fallback:
                yield filler.head
        for filler in self.roles.obliques(verb, frozenset({"in", "during", "by"})):
            if tree.lemma(filler.head) in speech_words("interview_noun"):
                outlets = self.roles.obliques(filler.head, frozenset({"with", "to", "by"}))
                yield from (f.head for f in outlets if self.speech.mention_of(f.head))

    def _interviews(self, voicings: Iterable[Voicing]) -> Iterator[Voicing]:
        """Yield the voicings; who talks to an outlet goes on talking to it."""
        outlets: dict[int, tuple[VoicedBy, int]] = {}
        for voicing in sorted(voicings, key=lambda v: (v.cue, v.content)):
            speaker = voicing.speakers[0].referent
            block = self.tree.block(voicing.cue)
            if len(voicing.speakers) > 1 and speaker is not None:
                outlets[speaker] = voicing.speakers[1], block
            elif speaker in outlets and block - outlets[speaker][1] <= _REACH:
                voicing = replace(voicing, speakers=(*voicing.speakers, outlets[speaker][0]))
            yield voicing


def _reconciled(voicings: Iterable[Voicing]) -> list[Voicing]:
    """Return one voicing per cue and stretch; channels that agree are merged.

    The order of words outranks the tree where both saw the same tag: a wrong
    attachment cuts the said clause short, a comma does not.
    """
    rank = {
        "quotation": 0,
        "edge": 1,
        "according": 2,
        "complement": 3,
        "continued": 4,
        "hearsay": 5,
    }
    best: dict[tuple[int, Span], Voicing] = {}
    for voicing in sorted(voicings, key=lambda v: (rank[v.channel], v.cue, v.content)):
        same = next((k for k in best if k[0] == voicing.cue and _meet(k[1], voicing.content)), None)
        if same is None or voicing.channel == "continued":
            best[voicing.cue, voicing.content] = voicing
            continue
        old = best.pop(same)
        content = min(same[1][0], voicing.content[0]), max(same[1][1], voicing.content[1])
        best[voicing.cue, content] = replace(old, content=content)
    return sorted(best.values(), key=lambda v: (v.content, v.cue))


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
