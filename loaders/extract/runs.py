"""Find stretches of capitalised words that may be proper names.

Boundaries come from capitals, the word lists and the gazetteer; the parser's
own idea of names is only one hint among several, because it is often wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ...graph.model import Span
from .gazetteer import LONGEST_NAME, Known, known
from .lexicon import words
from .phrases import listed, plural_acronym
from .stages import Block, Token
from .tree import Tree

_NEVER = frozenset({"DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "PART", "INTJ", "PUNCT", "SYM"})
_QUOTES = frozenset("\"'“”‘’«»`(:;") | {"``", "''", "—", "–", "|", "•"}
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž]|[a-z]{1,2}[A-Z]|\d+[A-Z]")
_NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "NORP"})
# "Committee on Security"
_HAVE_SUBJECTS = frozenset({"Committee", "Subcommittee", "Commission", "Council", "Panel"})
_LARGE_JOINTS = frozenset({"Without", "Against", "Beyond", "Under", "Before", "Over", "Across"})
_TITLE_CASE_SHARE = 0.6  # of a heading's longer words, when every word is written large


class Runs:
    """The capitalised stretches of a document."""

    def __init__(self, tree: Tree, blocks: Sequence[Block]) -> None:
        self.tree = tree
        self._title_case = frozenset(
            sent
            for sent, block in enumerate(tree.parse.blocks)
            if (blocks[block].kind in ("heading", "promo") and self._is_title_case(sent))
            or self._is_shouted(sent)
        )
        self._shouted = frozenset(self._shouted_words())
        self._seen = frozenset(self._seen_inside())
        self._small = frozenset(
            token.text for token in tree.tokens if token.text.islower() and token.text.isalpha()
        )
        # Subjects and objects by themselves somewhere, so names of their own.
        self._standing_alone = frozenset(
            token.text
            for token in tree.tokens
            if token.dep in ("nsubj", "nsubjpass", "dobj") and token.pos == "PROPN"
        )

    def __iter__(self) -> Iterator[Span]:
        """Yield the token range of each stretch."""
        for start, end in self.tree.parse.sents:
            index = start
            while index < end:
                last = self._run_end(index, end)
                if last > index:
                    yield index, last
                index = max(last, index + 1)

    def longest_known(self, first: int, end: int) -> tuple[int, tuple[Known, ...]] | None:
        """Return where the longest gazetteer name that starts at `first` ends, and its entries."""
        for last in range(min(end, first + LONGEST_NAME + 4), first, -1):
            if entries := known(self.tree.text(first, last)):
                return last, entries
        return None

    def is_initial(self, index: int) -> bool:
        """Return whether a token would be written large whatever it is."""
        start, _ = self.tree.sentence(index)
        return index == start or self.tree[index - 1].text in _QUOTES

    def is_name_word(self, index: int) -> bool:
        """Return whether a token looks like a word of a proper name."""
        token = self.tree[index]
        if not _CAPITAL.match(token.text) or token.text in listed("name_parts", "calendar"):
            return False
        if plural_acronym(token.text):
            return False
        if token.pos in _NEVER and not (token.pos != "DET" and self._is_mid_acronym(token)):
            return False
        if index in self._shouted:
            return False
        if token.sent in self._title_case:
            return token.text in self._seen
        if not self.is_initial(index):
            return True
        if token.text in self._seen:
            return True
        return token.text.lower() not in self._small and (
            token.pos == "PROPN" or _is_named(token) or token.text[1:2].isupper()
        )

    def _is_mid_acronym(self, token: Token) -> bool:
        return len(token.text) > 1 and token.text.isupper() and token.text.isalpha()

    def _is_title_case(self, sent: int) -> bool:
        long_words = [t.text for t in self._sentence(sent) if t.text.isalpha() and len(t.text) > 3]
        large = sum(word[0].isupper() for word in long_words)
        return len(long_words) > 2 and large >= _TITLE_CASE_SHARE * len(long_words)

    def _shouted_words(self) -> Iterator[int]:
        """Yield the tokens of phrases in capitals: "has LIFTED ITS BAN on imports"."""
        for start, end in self.tree.parse.sents:
            run: list[int] = []
            for index in range(start, end + 1):
                word = self.tree[index].text if index < end else ""
                if word.isalpha() and word.isupper():
                    run.append(index)
                    continue
                if len(run) > 2:
                    yield from run
                run = []

    def _is_shouted(self, sent: int) -> bool:
        """Return whether a whole sentence stands in capitals."""
        letters = [t.text for t in self._sentence(sent) if t.text.isalpha()]
        return len(letters) > 3 and all(word.isupper() for word in letters)

    def _sentence(self, sent: int) -> Sequence[Token]:
        start, end = self.tree.parse.sents[sent]
        return self.tree.tokens[start:end]

    def _seen_inside(self) -> Iterator[str]:
        """Yield the words that are written large where small ones would be."""
        for index, token in enumerate(self.tree.tokens):
            if (
                _CAPITAL.match(token.text)
                and token.pos not in _NEVER
                and token.sent not in self._title_case
                and index not in self._shouted
                and not self.is_initial(index)
            ):
                yield token.text

    def _run_end(self, first: int, end: int) -> int:
        """Return where the stretch that starts at `first` ends; `first` if none does."""
        index = first
        while index < end:
            match = _CAPITAL.match(self.tree[index].text) and self.longest_known(index, end)
            if match and self._counts(index, match):
                index = match[0]
            elif title := title_end(self.tree, index, end):
                index = title
            elif self.is_name_word(index):
                index += 1
            else:
                return index
            index = self._across_joint(first, index, end)
        return index

    def _counts(self, index: int, match: tuple[int, tuple[Known, ...]]) -> bool:
        """Return whether a gazetteer match is more than a word that opens a sentence."""
        last, entries = match
        if last - index > 1 or not self.is_initial(index):
            return True
        return self.is_name_word(index) or not entries[0].common

    def _across_joint(self, first: int, index: int, end: int) -> int:
        """Return the start of the name's next word, across "of", "&" or a hyphen."""
        if index + 1 >= end:
            return index
        word = self.tree[index].text
        following = index + 1
        if word in ("-", "–", "‑") and self._is_glued(index):
            return following if self._joins_by_hyphen(first, index) else index
        if word == "&" and self.is_name_word(following):
            return following
        if word == "," and self.tree[following].text in listed("name_parts", "legal_forms"):
            return following
        if word.lower() in listed("name_parts", "particles") and word.islower():
            hyphen = following + 1 < end and self.tree[following].text == "-"
            target = following + 1 if hyphen else following
            return target if self.is_name_word(target) else index
        if word in ("of", "for") or (word == "on" and self.tree[index - 1].text in _HAVE_SUBJECTS):
            return self._after_of(first, index, end)
        if word in _LARGE_JOINTS and index > first and self.is_name_word(following):
            return following
        if word == "and" and self._and_is_inside(first, index, end):
            return following
        return index

    def _is_glued(self, index: int) -> bool:
        """Return whether a hyphen has no space on either side."""
        before, here, after = (self.tree[i].span for i in (index - 1, index, index + 1))
        return before[1] == here[0] and here[1] == after[0]

    def _joins_by_hyphen(self, first: int, index: int) -> bool:
        after = self.tree[index + 1]
        if after.pos == "PROPN" and after.ent == "I-PERSON":
            return True  # Mei-ling
        if not _CAPITAL.match(after.text) and not after.text.isdigit():
            return False
        left, right = self.tree.text(first, index), self.tree[index + 1].text
        return not (known(left) and known(right))  # U.S.-China talks

    def _after_of(self, first: int, index: int, end: int) -> int:
        """Return the word after "of (the)" where a body or university goes on ("Bank of X")."""
        target = index + 1
        if self.tree[target].text.lower() == "the" and target + 1 < end:
            target += 1
        head = self.tree[index - 1].text
        is_body = head in _heads_with_of() and not title_end(self.tree, index - 1, index)
        same_entity = self.tree[index].ent.startswith("I-") and self.tree[target].ent[:2] == "I-"
        if (is_body or same_entity) and self.is_name_word(target):
            return target
        return index

    def _and_is_inside(self, first: int, index: int, end: int) -> bool:
        """Return whether "and" belongs to a name ("Bureau of Industry and Security")."""
        following = index + 1
        if not self.is_name_word(following) or self.longest_known(following, end):
            return False
        inside = {self.tree[i].text for i in range(first, index)}
        if inside & {"of", "for"}:
            same_entity = self.tree[following].ent.startswith("I-")
            head = self.tree[following].head
            joined = self.tree[following].dep == "conj" and first < head < index
            return same_entity or (joined and self.tree[following].text not in self._standing_alone)
        last = following
        while last < end and self.is_name_word(last):
            last += 1
        tail = self.tree[last - 1].text
        return (
            index - first == 1
            and last - following > 1
            and tail in _heads_with_of()
            and self.tree[first - 1].text.lower() == "the"
            and not known(self.tree[first].text)
        )


def title_end(tree: Tree, first: int, end: int) -> int | None:
    """Return where the longest title that starts at `first` ends, if there is one."""
    if not tree[first].text[0].isupper():
        return None
    for last in range(min(end, first + 6), first, -1):
        if tree.text(first, last) in titles():
            return last
    return None


@cache
def titles() -> dict[str, tuple[str, str]]:
    """Return every title with its label and kind."""
    table = words("titles")
    found = dict.fromkeys(table["Lawmaker"], ("Lawmaker", "person"))
    for kind, entries in table["Person"].items():
        found.update(dict.fromkeys(entries, ("Person", kind)))
    return found


@cache
def _heads_with_of() -> frozenset[str]:
    heads = words("name_parts")["heads"]
    bodies = [
        *heads["Agency"].values(),
        *heads["Organisation"].values(),
        *heads["Lawmaker"].values(),
    ]
    plain = {word for entries in bodies for word in entries}
    return frozenset(plain | {"Bank", "House", "Republic", "Kingdom", "Union", "People"})


def _is_named(token: Token) -> bool:
    return token.ent[2:] in _NAMED
