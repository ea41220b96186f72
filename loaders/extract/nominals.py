"""Find noun phrases and pronouns that stand for an actor without naming it.

Groups ("U.S. companies"), single unnamed ones ("an executive"), descriptions of
somebody named elsewhere ("the company"), pronouns, and goods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...graph.model import Label, Span
from .gazetteer import known
from .phrases import (
    DEFAULT,
    DESCRIPTOR,
    HANDLES,
    SLOT,
    Form,
    Noun,
    Phrase,
    described,
    is_plural,
    listed,
    nouns,
)
from .surroundings import employer, holder
from .tree import SUBJECTS, Tree

PRONOUNS: Mapping[str, str] = {
    "he": "man", "him": "man", "his": "man", "himself": "man",
    "she": "woman", "her": "woman", "hers": "woman", "herself": "woman",
    "it": "thing", "its": "thing", "itself": "thing",
    "they": "several", "them": "several", "their": "several", "theirs": "several",
    "themselves": "several",
}  # fmt: skip
_LEFT_OVER = frozenset({"some", "others", "many", "most"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "both"})
_INDEFINITE = frozenset({"a", "an", "another", "one", "any", "some", "each", "every", "no"})
_QUANTIFIERS = frozenset(
    {"most", "some", "many", "several", "all", "one", "two", "three", "half", "dozens", "hundreds",
     "thousands", "scores", "number", "majority", "group", "handful", "none", "few", "both", "each",
     "any", "much", "lot", "plenty", "series", "range", "bulk", "rest", "coalition", "team", "pair",
     "trio", "string", "host", "raft"}
)  # fmt: skip
_COUNTRIES = frozenset({"country", "nation"})
# Alone these are parts, rooms and times rather than somebody who acts.
_VAGUE = frozenset(
    {"state", "capital", "community", "body", "board", "house", "unit", "area", "network",
     "authority", "mission", "office", "administration", "service", "force", "movement", "society",
     "chain", "label", "brand", "center", "centre", "home", "wing", "opposition", "press",
     "station", "head", "chief", "owner", "parent", "cell", "part", "local", "contact", "general"}
)  # fmt: skip
_EMPLOYERS = frozenset(
    {"government", "administration", "company", "firm", "ministry", "department", "party", "police",
     "bank", "commission", "agency", "court", "union", "army", "embassy", "parliament"}
)  # fmt: skip
MODIFIER = "modifier"
_GOVERNS = frozenset({"government", "administration", "regime", "cabinet", "authority", "junta"})
_PERSON_LINKS = frozenset({"of", "for", "at", "in", "from", "with", "to"})
_HAVE_SUBJECTS = frozenset(
    {"ministry", "department", "government", "court", "parliament", "bureau", "directorate"}
)
_LONGEST_SUBJECT = 7  # tokens of "of trade, industry and energy" that still name a body
_KNOWING = frozenset({"familiar", "briefed", "close", "aware", "involved"})
# Goods are seen only as what somebody handles, or after what kind they are.
_HANDLED = frozenset({"dobj", "nsubjpass", "pobj", "conj", "appos"})


class Nominals:
    """The phrases of a document that stand for an actor or a good without its name."""

    def __init__(self, tree: Tree, names: Sequence[Phrase]) -> None:
        self.tree = tree
        self._taken = frozenset(i for p in names for i in range(p.first, p.last))
        named = [p for p in names if p.form == "name"]
        self._named = frozenset(i for p in named for i in range(*(p.name or (p.first, p.last))))
        self._name_at = {p.first: p.head for p in names if p.form == "name"}

    def __iter__(self) -> Iterator[Phrase]:
        """Yield the phrases in the order of their heads."""
        for index, token in enumerate(self.tree.tokens):
            phrase = None
            if token.text.lower() in PRONOUNS and token.pos in ("PRON", "DET"):
                phrase = self._pronoun(index)
            elif index in self._taken:
                continue
            elif token.pos == "NOUN" or (token.pos == "PROPN" and token.text.islower()):
                phrase = self._noun(index)
            if phrase is None and token.text.lower() in _LEFT_OVER:
                phrase = self._ellipsis(index)
            if phrase:
                yield phrase

    def _pronoun(self, index: int) -> Phrase | None:
        token = self.tree[index]
        if token.dep == "expl" or (token.text.lower() == "it" and self._is_empty(index)):
            return None
        return Phrase(index, index + 1, index, "pronoun", noun=PRONOUNS[token.text.lower()],
                      plural=PRONOUNS[token.text.lower()] == "several", definite=True)  # fmt: skip

    def _is_empty(self, index: int) -> bool:
        """Return whether "it" stands for a clause: "it is clear that", "it seems"."""
        verb = self.tree[index].head
        if self.tree[verb].lemma in ("seem", "appear", "rain", "snow", "take"):
            return self.tree[index].dep in SUBJECTS
        deps = {self.tree[child].dep for child in self.tree.children(verb)}
        return self.tree[verb].lemma == "be" and bool(deps & {"acomp", "attr"}) and bool(
            deps & {"ccomp", "xcomp", "csubj", "advcl"}
        )  # fmt: skip

    def _noun(self, head: int) -> Phrase | None:
        token = self.tree[head]
        if token.dep in ("compound", "nmod", "amod") and self._goes_on(head):
            return self._modifier(head)
        if self._is_apposed(head):
            return None
        found = described(self.tree, head)
        if found is None:
            return self._speaking_thing(head)
        noun, entries = found
        first, last = self._phrase(head)
        chosen = self._choose(noun, entries, first, head)
        if chosen is None:
            return None
        if chosen.label is Label.PRODUCT:
            return self._good(head, first, chosen, noun)
        if chosen.label is Label.PLACE:
            return self._place(head, first, chosen, noun)
        phrase = self._actor(head, first, last, chosen, noun)
        return replace(phrase, form="single") if self._is_another(phrase) else phrase

    def _is_another(self, phrase: Phrase) -> bool:
        """Return whether "the parent company" is another one than "the company"."""
        before = {self.tree[i].text.lower() for i in range(phrase.first, phrase.head)}
        return phrase.form == "description" and not phrase.plural and bool(
            before & listed("nouns", "other_than")
        )  # fmt: skip

    def _goes_on(self, head: int) -> bool:
        """Return whether a noun only qualifies the one after it."""
        return head < self.tree[head].head and self.tree[head + 1].pos in ("NOUN", "PROPN", "ADJ")

    def _modifier(self, head: int) -> Phrase | None:
        """Return "government" in "government approval": it acts, though it only qualifies."""
        noun = self.tree[head].lemma.lower()
        outer = described(self.tree, self.tree[head].head)
        for_person = outer is not None and outer[1][0].label is Label.PERSON
        acts = noun in _GOVERNS and self.tree[self.tree[head].head].lemma in listed(
            "nouns", "measures"
        )
        if not (acts or (for_person and noun in _EMPLOYERS)) or is_plural(self.tree, head):
            return None
        entry = nouns()[noun][0]
        return Phrase(head, head + 1, head, "description", entry.label, DESCRIPTOR, entry.kind,
                      None, noun, definite=True, rule=MODIFIER)  # fmt: skip

    def _is_apposed(self, head: int) -> bool:
        """Return whether the noun only says what a name is, beside it or after "is"."""
        top = self._quantifier(head)
        token = self.tree[head if top is None else top]
        if token.dep == "appos" and self._is_name(token.head):
            return True
        if any(self._is_name(child) for child in self.tree.children(head, "appos")):
            return True
        if self._describes_next(head):
            return True
        verb = self.tree[token.head]
        return token.dep == "attr" and verb.lemma in ("be", "become", "remain")

    def _describes_next(self, head: int) -> bool:
        """Return whether a name follows that the noun describes: "chipmakers X and Y"."""
        following = self._name_at.get(head + 1)
        if following is None or self.tree[following].sent != self.tree[head].sent:
            return False
        return self.tree[following].head == head or self.tree[head].head == following

    def _quantifier(self, head: int) -> int | None:
        """Return "most" in "most of the suppliers"."""
        above = self.tree[head].head
        if self.tree[head].dep != "pobj" or self.tree[above].text != "of":
            return None
        top = self.tree[above].head
        return top if self.tree[top].text.lower() in _QUANTIFIERS and top < head else None

    def _is_name(self, index: int) -> bool:
        return index in self._named

    def _phrase(self, head: int) -> Span:
        first, last = self.tree.noun_phrase(head)
        top = self._quantifier(head)
        return (first if top is None else min(first, self.tree.noun_phrase(top)[0])), last

    def _choose(self, noun: str, entries: tuple[Noun, ...], first: int, head: int) -> Noun | None:
        """Return the meaning of a noun that its number and modifiers allow, if one does."""
        if len(entries) > 1 and self._is_handled(head):
            return next((e for e in entries if e.label is Label.PRODUCT), entries[0])
        if noun == "member" and self._sits_in_chamber(head):
            return Noun(Label.LAWMAKER, "person")
        if is_plural(self.tree, head):
            return entries[0]
        if noun in _QUANTIFIERS and self._counts(head):
            return None  # "a group of senators" is the senators
        if noun in _COUNTRIES:
            return Noun(Label.PLACE, "country")
        if noun in _VAGUE and (first == head or self.tree.children(head, "poss")):
            return None
        if first == head and entries[0].label not in (Label.PERSON, Label.PRODUCT):
            return None  # "in court", "by law firm"
        return entries[0]

    def _is_handled(self, head: int) -> bool:
        """Return whether somebody makes, sells or uses it: "buying panels"."""
        verb = self.tree[self.tree.governor(head)]
        return self.tree.role(head) == "dobj" and verb.lemma in HANDLES

    def _sits_in_chamber(self, head: int) -> bool:
        """Return whether "of Congress", "of parliament" follows."""
        inner = [i for p in self.tree.children(head, "prep") for i in self.tree.children(p, "pobj")]
        names = {self.tree[i].text.lower() for i in inner}
        chambers = {n for n, entries in nouns().items() if entries[0].kind == "chamber"}
        return bool(names & (chambers - {"house"}))

    def _counts(self, head: int) -> bool:
        """Return whether a noun only counts those named after "of"."""
        of = [i for i in self.tree.children(head, "prep") if self.tree[i].text == "of"]
        inner = [i for prep in of for i in self.tree.children(prep, "pobj")]
        return any(is_plural(self.tree, i) for i in inner)

    def _actor(self, head: int, first: int, last: int, chosen: Noun, noun: str) -> Phrase:
        plural = is_plural(self.tree, head)
        opener = self.tree[first].text.lower()
        owner = self._owner(head)
        definite = opener in _DEFINITE or self.tree[first].tag == "PRP$" or (
            owner is not None and self.tree[owner].dep == "poss"
        )  # fmt: skip
        if chosen.label is Label.PERSON:
            last = self._with_affiliation(head, plural=plural)
            owner = owner if owner is not None else employer(self.tree, head)
        if noun in _HAVE_SUBJECTS and not plural:
            last = self._with_subject(head)
        country = self._country(first, last)
        form = self._form(plural, definite, opener, chosen, owner)
        return Phrase(
            first, last, head, form, chosen.label, DESCRIPTOR, chosen.kind, None, noun,
            plural=plural, definite=definite, country=country, owner=owner, rule=f"noun {noun}",
        )  # fmt: skip

    def _owner(self, head: int) -> int | None:
        owner = holder(self.tree, head)
        if owner is not None:
            return owner
        inside = self.tree.children(head, "compound", "nmod")
        return next((i for i in inside if self.tree[i].lemma.lower() in _EMPLOYERS), None)

    def _form(
        self, plural: bool, definite: bool, opener: str, chosen: Noun, owner: int | None
    ) -> Form:
        if plural:
            return "description" if definite and owner is None and opener in _DEFINITE else "group"
        if opener in _INDEFINITE:
            return "single"
        owned = owner is not None and self.tree[owner].dep == "poss"
        if owned and chosen.label is not Label.AGENCY:
            return "single"  # "its mill" is no other firm of the story
        if chosen.label is Label.PERSON:
            return "description" if definite and owner is None else "single"
        return "description"

    def _country(self, first: int, last: int) -> str | None:
        for index in range(first, last):
            for end in range(min(index + 4, last), index, -1):
                entries = known(self.tree.text(index, end))
                if entries and entries[0].country:
                    return entries[0].country
        return None

    def _with_affiliation(self, head: int, *, plural: bool = False) -> int:
        """Return the end of a person's phrase, "in the company's office" included."""
        last = head + 1
        links = _PERSON_LINKS - {"in"} if plural else _PERSON_LINKS  # "forty people in Getafe"
        for child in self.tree.children(head):
            token = self.tree[child]
            knowing = token.lemma in _KNOWING or token.text.lower() in _KNOWING
            linked = token.dep == "prep" and token.text.lower() in links and child > head
            if child == last and (linked or knowing):
                last = self._clause_end(child, max(self.tree.subtree(child)) + 1)
        return last

    def _with_subject(self, head: int) -> int:
        """Return the end of "ministry of home affairs", "government of Kenya"."""
        for child in self.tree.children(head, "prep"):
            if child == head + 1 and self.tree[child].text == "of":
                end = min(max(self.tree.subtree(child)) + 1, child + _LONGEST_SUBJECT)
                return self._clause_end(child, end)
        return head + 1

    def _clause_end(self, first: int, last: int) -> int:
        """Return where a phrase ends before a comma or a relative clause."""
        for index in range(first, last):
            if self.tree[index].pos == "PUNCT" or self.tree[index].tag in ("WDT", "WP"):
                return index
        return last

    def _good(self, head: int, first: int, chosen: Noun, noun: str) -> Phrase | None:
        token = self.tree[head]
        qualified = any(
            self.tree[c].dep in ("compound", "amod", "nmod") for c in self.tree.children(head)
        )
        if not is_plural(self.tree, head) and not qualified and token.dep not in ("dobj", "pobj"):
            return None
        if self.tree.role(head) not in _HANDLED and not is_plural(self.tree, head):
            return None
        while first < head and self._only_points(first):
            first += 1
        return Phrase(
            first, head + 1, head, "group", Label.PRODUCT, DESCRIPTOR, chosen.kind, None, noun,
            plural=is_plural(self.tree, head), country=self._country(first, head), rule="good",
        )  # fmt: skip

    def _only_points(self, index: int) -> bool:
        """Return whether a word before a good does not say what kind it is."""
        token = self.tree[index]
        return token.pos in ("DET", "NUM", "PRON") or token.tag in ("POS", "PRP$") or (
            token.dep in ("poss", "det", "nummod", "predet", "quantmod", "advmod")
        )  # fmt: skip

    def _place(self, head: int, first: int, chosen: Noun, noun: str) -> Phrase | None:
        opener = self.tree[first].text.lower()
        if opener not in ("the", "this") or is_plural(self.tree, head):
            return None
        return Phrase(first, head + 1, head, "description", Label.PLACE, DEFAULT, chosen.kind,
                      None, noun, definite=True, rule="place noun")  # fmt: skip

    def _speaking_thing(self, head: int) -> Phrase | None:
        """Return "an X" that tells somebody something: a person, whatever X means.

        The slot decides, so a source stays a source when its noun is unknown.
        """
        token = self.tree[head]
        first, _ = self.tree.noun_phrase(head)
        verb = self.tree[token.head]
        if (
            token.dep != "nsubj"
            or token.tag != "NN"
            or self.tree[first].text.lower() not in ("a", "an")
            or verb.lemma not in ("tell", "reply")
            or not self.tree.children(token.head, "dobj", "dative", "ccomp")
        ):
            return None
        owner = holder(self.tree, head)
        owner = employer(self.tree, head) if owner is None else owner
        return Phrase(
            first, self._with_affiliation(head), head, "single", Label.PERSON, SLOT, None, None,
            self.tree[head].text.lower(), owner=owner, rule="tells",
        )  # fmt: skip

    def _ellipsis(self, index: int) -> Phrase | None:
        """Return "some", where the noun it leaves out was said before."""
        of = any(self.tree[p].text.lower() == "of" for p in self.tree.children(index, "prep"))
        if of or self.tree[index].dep in ("det", "amod", "advmod", "nummod", "quantmod"):
            return None
        return Phrase(index, index + 1, index, "group", None, 0, noun="", plural=True,
                      rule="ellipsis")  # fmt: skip
