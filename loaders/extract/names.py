"""Take capitalised stretches apart: titles, names, what stands before and around them."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.model import Label
from .gazetteer import Known, known
from .phrases import DESCRIPTOR, GAZETTEER, TITLE, Phrase, is_plural, listed, name_heads, nouns
from .runs import Runs, title_end, titles
from .surroundings import clue
from .tree import Tree

_SEATED = frozenset({"based", "headquartered", "listed", "registered"})


class Names:
    """The proper names of a document, each with what its surroundings show."""

    def __init__(self, tree: Tree, runs: Runs) -> None:
        self.tree = tree
        self.runs = runs
        self._said_of_others: set[int] = set()  # titles that stand behind a name

    def __iter__(self) -> Iterator[Phrase]:
        """Yield the phrases that hold a proper name, in text order."""
        for first, last in self.runs:
            if first not in self._said_of_others and not self._is_ticker(first, last):
                yield from self._taken_apart(first, last)

    def _opens_large(self, first: int, last: int) -> bool:
        """Return whether only its place makes the first word large: "New Danish rules"."""
        if last - first < 2 or not self.runs.is_initial(first):
            return False
        entries = known(self.tree.text(first + 1, last))
        return bool(entries) and entries[0].role == "people"

    def _is_ticker(self, first: int, last: int) -> bool:
        """Return whether it is part of "(NYSE: ABC)" or a single letter."""
        before = self.tree[first - 1].text if first else ""
        after = self.tree[last].text if last < len(self.tree.tokens) else ""
        bracketed = (before == "(" and after == ":") or (before == ":" and after == ")")
        letter = last - first == 1 and len(self.tree[first].text) == 1
        return bracketed or letter or (before == "<" and after == ">")

    def _taken_apart(self, first: int, last: int) -> Iterator[Phrase]:
        if title := self._title(first, last):
            yield from self._titled(first, last, *title)
            return
        if entries := known(self.tree.text(first, last)):
            if phrase := self._from_gazetteer(first, last, entries):
                yield phrase
            return
        if self._opens_large(first, last):
            yield from self._taken_apart(first + 1, last)
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
        is_body = tail in name_heads() or tail in listed("name_parts", "legal_forms")
        return not is_body and not any(
            entry.role not in ("city", "region") for entry in known(self.tree.text(first, last))
        )

    def _titled(self, first: int, last: int, start: int, end: int) -> Iterator[Phrase]:
        label, kind = titles()[self.tree.text(start, end)]
        before = self.tree.text(first, start) if start > first else ""
        country = self._country(first, start)
        noun = self.tree.text(first if not (country or before) else start, end).lower()
        if start > first and self._stands_alone(first, start, kind):
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

    def _stands_alone(self, first: int, start: int, kind: str) -> bool:
        """Return whether what stands before a title names somebody: "Acme CEO", "U.S. President".

        "Competition Commissioner" and "Former President" are titles as a whole.
        """
        before = self.tree.text(first, start)
        if before.lower() in listed("titles", "adverbs"):
            return False
        return kind == "executive" or self.runs.longest_known(first, start) is not None

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
        head = self._head(first, last)
        return Phrase(
            self._with_article(first, head), last, head, "name", entry.label, GAZETTEER,
            entry.kind, (first, last), country=entry.country, known=entry.name, rule=entry.role,
        )  # fmt: skip

    def _best(self, first: int, last: int, entries: tuple[Known, ...]) -> Known | None:
        """Return the entry that fits; a common word is an outlet only where "the" X speaks."""
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
        """Return "the Commission", "the “Company”": a noun written large that describes."""
        if last - first > 1:
            return None
        before = first - 1
        if before > 0 and self.tree[before].text in ('"', "“", "'", "‘"):
            before -= 1
        article = before >= 0 and self.tree[before].text.lower() in ("the", "this", "our", "its")
        entries = nouns().get(self.tree[first].text.lower())
        if not entries or not article or is_plural(self.tree, first):
            return None
        quoted = before < first - 1
        return Phrase(
            first if quoted else before, last, first, "description", entries[0].label,
            DESCRIPTOR, entries[0].kind, None, self.tree[first].text.lower(), definite=True,
            rule="capital noun",
        )  # fmt: skip

    def _plain(self, first: int, last: int) -> Phrase:
        """Return a name that only its own words and its surroundings explain."""
        head = self._head(first, last)
        found = clue(self.tree, first, last, head)
        if found.taken:
            self._said_of_others.update(range(*found.taken))
        opened = self._with_article(first, head) if found.first == first else found.first
        owner = found.owner if found.label in (Label.PERSON, Label.LAWMAKER) else None
        return Phrase(
            opened, last, head, "name", found.label, found.rank, found.kind, (first, last),
            found.noun, country=self._country_around(first, last, opened, found.head),
            owner=owner, rule=found.rule,
        )  # fmt: skip

    def _country_around(self, first: int, last: int, opened: int, noun: int | None) -> str | None:
        """Return the country that the words before, in or beside a name show."""
        if country := self._country(opened, first):
            return country
        if last - first > 1 and (country := self._country(first, last)):
            return country
        if noun is not None and noun >= last:
            return self._country(self.tree.noun_phrase(noun)[0], noun)
        return self._country_of_owner(first) or self._country_of_seat(first, last)

    def _country_of_owner(self, first: int) -> str | None:
        """Return the country in "South Korea's Daesung"."""
        possessor = first - 2
        if possessor < 0 or self.tree[first - 1].tag != "POS":
            return None
        pair = known(self.tree.text(max(possessor - 1, 0), possessor + 1))
        entries = pair or known(self.tree[possessor].text)
        return entries[0].country if entries else None

    def _country_of_seat(self, first: int, last: int) -> str | None:
        """Return the country in "Oslo-based X" and "X, based in Norway"."""
        start, end = self.tree.sentence(first)
        if first - 3 >= start and self.tree[first - 1].text.lower() in _SEATED:
            return self._country(max(first - 5, start), first - 2)
        behind = last + (last < end and self.tree[last].text == ",")
        if behind + 2 < end and self.tree[behind].text.lower() in _SEATED:
            return self._country(behind + 2, min(behind + 5, end))
        return None

    def _head(self, first: int, last: int) -> int:
        """Return the token that governs the name: the last one with its head outside."""
        outside = [i for i in range(first, last) if not first <= self.tree[i].head < last]
        roots = [i for i in range(first, last) if self.tree[i].head == i]
        return (outside or roots or [last - 1])[-1]
