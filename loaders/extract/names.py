"""Take capitalised stretches apart: titles, names, what stands before and around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ...graph.model import Label
from .gazetteer import Known, known
from .lexicon import words
from .phrases import (
    APPOSITION,
    DESCRIPTOR,
    GAZETTEER,
    LEGAL_FORM,
    NAME_HEAD,
    NER,
    OWNED,
    TITLE,
    Noun,
    Phrase,
    described,
    is_plural,
    listed,
    nouns,
)
from .runs import Runs, title_end, titles
from .tree import Tree

_FROM_NER = {
    "ORG": Label.FIRM,
    "PERSON": Label.PERSON,
    "GPE": Label.PLACE,
    "LOC": Label.PLACE,
    "FAC": Label.PLACE,
    "PRODUCT": Label.PRODUCT,
}
_SPEAKS_FOR = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "executive", "shares", "stock"}
)
_AGE = re.compile(r"[1-9]\d")
_BEFORE_NAME = frozenset({"ADJ", "NOUN", "NUM", "PROPN", "DET"})


class Names:
    """The proper names of a document, each with what its surroundings show."""

    def __init__(self, tree: Tree, runs: Runs) -> None:
        self.tree = tree
        self.runs = runs

    def __iter__(self) -> Iterator[Phrase]:
        """Yield the phrases that hold a proper name, in text order."""
        for first, last in self.runs:
            yield from self._taken_apart(first, last)

    def _taken_apart(self, first: int, last: int) -> Iterator[Phrase]:
        if title := self._title(first, last):
            yield from self._titled(first, last, *title)
            return
        if entries := known(self.tree.text(first, last)):
            if phrase := self._from_gazetteer(first, last, entries):
                yield phrase
            return
        split = self._after_nationality(first, last)
        if split is not None:
            yield from self._taken_apart(first, split)
            yield from self._taken_apart(split, last)
            return
        if self._is_no_entity(last):
            match = self.runs.longest_known(first, last)
            if match and match[0] < last and match[1][0].country:
                yield from self._taken_apart(first, match[0])
            return
        if (noun := self._capital_noun(first, last)) is not None:
            yield noun
            return
        yield self._plain(first, last)

    def _title(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the token range of the title before the person's name, if there is one."""
        for index in range(last - 1, first - 1, -1):
            end = title_end(self.tree, index, last)
            if end is None:
                continue
            while index > first and title_end(self.tree, index - 1, last) == end:
                index -= 1  # "Foreign Minister", not "Minister"
            return (index, end) if self._may_be_person(end, last) else None
        return None

    def _may_be_person(self, first: int, last: int) -> bool:
        if last - first > 5:
            return False
        if first == last:
            return True
        tail = self.tree[last - 1].text
        is_body = tail in _name_heads() or tail in listed("name_parts", "legal_forms")
        return not is_body and not any(
            entry.role != "city" for entry in known(self.tree.text(first, last))
        )

    def _titled(self, first: int, last: int, start: int, end: int) -> Iterator[Phrase]:
        label, kind = titles()[self.tree.text(start, end)]
        before = self.tree.text(first, start) if start > first else ""
        country = self._country(first, start)
        noun = self.tree.text(first if not (country or before) else start, end).lower()
        if start > first and not before.lower().startswith(("former", "acting", "ex", "deputy")):
            yield from self._taken_apart(first, start)
        if end < last:
            opened = self._with_determiner(first)
            yield Phrase(
                opened, last, self._head(end, last), "name", Label(label), TITLE, kind,
                (end, last), noun, country=country, owner=start - 1 if start > first else None,
                rule="title",
            )  # fmt: skip
        elif kind != "person" and (start > first or not self.runs.is_initial(start)):
            opened = self._with_determiner(first)
            owner = start - 1 if start > first else self._possessor(first)
            yield Phrase(
                opened, last, self._head(start, last), "description", Label(label), TITLE, kind,
                None, noun, definite=True, country=country, owner=owner, rule="title alone",
            )  # fmt: skip

    def _with_determiner(self, first: int) -> int:
        return (
            first - 1
            if first and self.tree[first - 1].text.lower() in ("the", "a", "an")
            else first
        )

    def _possessor(self, first: int) -> int | None:
        """Return the token before "'s", or the possessive pronoun, that stands before `first`."""
        if first and self.tree[first - 1].tag == "PRP$":
            return first - 1
        return first - 2 if first > 1 and self.tree[first - 1].tag == "POS" else None

    def _country(self, first: int, last: int) -> str | None:
        for index in range(first, last):
            match = self.runs.longest_known(index, last)
            if match and match[1][0].country:
                return match[1][0].country
        return None

    def _from_gazetteer(self, first: int, last: int, entries: tuple[Known, ...]) -> Phrase | None:
        entry = self._best(first, last, entries)
        if entry is None:
            return self._plain(first, last)
        return Phrase(
            self._with_article(first, self._head(first, last)), last, self._head(first, last), "name", entry.label,
            GAZETTEER, entry.kind, (first, last), country=entry.country, known=entry.name,
            plural=False, rule=entry.role,
        )  # fmt: skip

    def _best(self, first: int, last: int, entries: tuple[Known, ...]) -> Known | None:
        """Return the entry that fits: a common word is an outlet only with its article, speaking."""
        for entry in entries:
            if not entry.common:
                return entry
            article = first > 0 and self.tree[first - 1].text in ("The", "the")
            predicate = self.tree.predicate(self._head(first, last))
            verb = self.tree[predicate].lemma if predicate is not None else ""
            if article and verb in listed("nouns", "speech_verbs"):
                return entry
        return None

    def _with_article(self, first: int, head: int) -> int:
        """Return where a name with its own article begins; "the U.S. blacklist" keeps its."""
        before = first - 1
        own = first and self.tree[before].text.lower() == "the" and self.tree[before].head == head
        return before if own else first

    def _after_nationality(self, first: int, last: int) -> int | None:
        """Return where a name goes on after a nationality that is no part of it."""
        match = self.runs.longest_known(first, last)
        if match is None or match[0] == last or match[1][0].role not in ("people", "country"):
            return None
        split = match[0]
        if self.tree[split].ent.startswith("B-") and self.tree[first].ent[2:] in ("NORP", "GPE"):
            return split
        return None

    def _is_no_entity(self, last: int) -> bool:
        return self.tree[last - 1].text in listed("name_parts", "not_entities")

    def _capital_noun(self, first: int, last: int) -> Phrase | None:
        """Return "the Commission", "the Company": a noun written large that describes."""
        if last - first > 1:
            return None
        article = first > 0 and self.tree[first - 1].text.lower() in ("the", "this", "our", "its")
        entries = nouns().get(self.tree[first].text.lower())
        if not entries or not article or is_plural(self.tree, first):
            return None
        return Phrase(
            first - 1, last, first, "description", entries[0].label, DESCRIPTOR, entries[0].kind,
            None, self.tree[first].text.lower(), definite=True, rule="capital noun",
        )  # fmt: skip

    def _plain(self, first: int, last: int) -> Phrase:
        """Return a name that only its own words and its surroundings explain."""
        label, rank, kind, rule = self._evidence(first, last)
        opened, noun, country = self._descriptor(first)
        head = self._head(first, last)
        opened = self._with_article(first, head) if opened == first else opened
        return Phrase(
            opened, last, head, "name", label, rank, kind, (first, last), noun,
            country=country or self._country(first, last if last - first > 1 else first),
            rule=rule, owner=self._owner_of_descriptor(first, opened),
        )  # fmt: skip

    def _owner_of_descriptor(self, first: int, opened: int) -> int | None:
        for index in range(opened, first):
            if self.tree[index].tag == "PRP$" or (self.tree[index].tag == "POS" and index > opened):
                return index if self.tree[index].tag == "PRP$" else index - 1
        return None

    def _evidence(self, first: int, last: int) -> tuple[Label | None, int, str | None, str]:
        tail = self.tree[last - 1].text
        if tail in listed("name_parts", "legal_forms") and last - first > 1:
            return Label.FIRM, LEGAL_FORM, "company", "legal form"
        for found, rank, rule in (
            (self._descriptor_noun(first), DESCRIPTOR, "descriptor"),
            (self._apposed_noun(first, last), APPOSITION, "apposition"),
            (self._name_head(first, last), NAME_HEAD, "name head"),
        ):
            if found:
                return found.label, rank, found.kind, rule
        if self._is_owned_by_firm(last):
            return Label.FIRM, OWNED, "company", "has what firms have"
        if last < len(self.tree.tokens) - 1 and self.tree[last].text == ",":
            if (
                _AGE.fullmatch(self.tree[last + 1].text)
                and self.tree[last + 1].sent == self.tree[first].sent
            ):
                return Label.PERSON, APPOSITION, None, "age"
        label = self._from_ner(first, last)
        return label, NER if label else 0, None, "ner"

    def _descriptor_noun(self, first: int) -> Noun | None:
        start = self.tree.sentence(first)[0]
        before = first - 1
        if before < start or self.tree[before].pos != "NOUN":
            return None
        found = described(self.tree, before)
        if found is None:
            return None
        return found[1][0] if found[1][0].label is not Label.PRODUCT else None

    def _apposed_noun(self, first: int, last: int) -> Noun | None:
        """Return what the name is said to be: "X, a maker of …", "X is a lender"."""
        candidates: list[int] = []
        for index in range(first, last):
            candidates.extend(self.tree.children(index, "appos"))
        head = self._head(first, last)
        if self.tree[head].dep == "appos" and not first <= self.tree[head].head < last:
            candidates.append(self.tree[head].head)
        if self.tree[head].dep in ("nsubj",) and self.tree[self.tree[head].head].lemma == "be":
            candidates.extend(self.tree.children(self.tree[head].head, "attr"))
        for candidate in candidates:
            if self.tree[candidate].pos != "NOUN":
                continue
            found = self._of_which(candidate)
            if found and found.label is not Label.PRODUCT:
                return found
        return None

    def _of_which(self, head: int) -> Noun | None:
        """Return the noun that describes, through "one of", "part of", "unit of"."""
        found = described(self.tree, head)
        return found[1][0] if found else None

    def _name_head(self, first: int, last: int) -> Noun | None:
        tail = last - 1
        for index in range(first + 1, last):
            if self.tree[index].text in ("of", "for"):
                tail = index - 1
                break
        if first == tail and last - first == 1:
            return None
        for start in (tail - 1, tail):
            if start >= first and (found := _name_heads().get(self.tree.text(start, tail + 1))):
                return found
        return None

    def _is_owned_by_firm(self, last: int) -> bool:
        """Return whether "shares", "customers" … follow: "X shares", "X's customers"."""
        if last >= len(self.tree.tokens):
            return False
        following = self.tree[last]
        return following.pos == "NOUN" and (
            following.lemma in listed("nouns", "firm_owned") or following.text in _SPEAKS_FOR
        )

    def _from_ner(self, first: int, last: int) -> Label | None:
        seen = [self.tree[i].ent[2:] for i in range(first, last)]
        for kind in seen:
            if kind in _FROM_NER:
                return _FROM_NER[kind]
        return None

    def _descriptor(self, first: int) -> tuple[int, str, str | None]:
        """Return where the description before a name begins, its noun, and its country."""
        if self._descriptor_noun(first) is None or is_plural(self.tree, first - 1):
            return first, "", None
        noun = (described(self.tree, first - 1) or ("", ()))[0]
        start = self.tree.sentence(first)[0]
        opened = first - 1
        while opened > start and self._describes(opened - 1):
            opened -= 1
            if self.tree[opened].tag in ("DT", "PRP$"):
                break
        return opened, noun, self._country(opened, first)

    def _describes(self, index: int) -> bool:
        token = self.tree[index]
        if token.tag in ("POS", "PRP$"):
            return True
        return token.pos in _BEFORE_NAME and not token.ent.endswith(("DATE", "TIME"))

    def _head(self, first: int, last: int) -> int:
        """Return the token that governs the name: the last one with its head outside."""
        outside = [i for i in range(first, last) if not first <= self.tree[i].head < last]
        roots = [i for i in range(first, last) if self.tree[i].head == i]
        return (outside or roots or [last - 1])[-1]


@cache
def _name_heads() -> dict[str, Noun]:
    table = words("name_parts")["heads"]
    return {
        word: Noun(Label(label), kind)
        for label, kinds in reversed(table.items())
        for kind, entries in kinds.items()
        for word in entries
    }
