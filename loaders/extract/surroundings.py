"""Read what stands around a proper name and tells what it is a name of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...graph.model import Label, Span
from .phrases import (
    APPOSITION,
    DESCRIPTOR,
    LEGAL_FORM,
    NAME_HEAD,
    NER,
    OWNED,
    TITLE,
    Noun,
    described,
    is_plural,
    listed,
    name_heads,
)
from .runs import title_end, titles
from .tree import SUBJECTS, Tree

_FROM_NER = {
    "ORG": Label.FIRM,
    "PERSON": Label.PERSON,
    "GPE": Label.PLACE,
    "LOC": Label.PLACE,
    "FAC": Label.PLACE,
    "PRODUCT": Label.PRODUCT,
}
_PARTS = frozenset({"one", "part", "some", "most", "two", "three", "member", "unit", "arm"})
_SPEAKS_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "executive"})
_LINKS = frozenset({"of", "for", "at", "in", "from", "with", "to"})
_BEFORE_NAME = frozenset({"ADJ", "NOUN", "NUM", "PROPN", "DET"})
_AGE = re.compile(r"[1-9]\d")


@dataclass(frozen=True, slots=True)
class Clue:
    """What the surroundings of a name show.

    Attributes:
        first: Where the phrase begins, the description before the name included.
        noun: The common noun said of it ("chipmaker"); `head` is its token.
        owner: A token of whoever a person works or speaks for.
        taken: Tokens behind the name that say only what it is.
    """

    first: int
    label: Label | None
    rank: int
    kind: str | None = None
    noun: str = ""
    head: int | None = None
    owner: int | None = None
    taken: Span | None = None
    rule: str = "ner"


def clue(tree: Tree, first: int, last: int, head: int) -> Clue:
    """Return the strongest clue to what the name `first` to `last` stands for."""
    opened = first
    if (described_by := _descriptor(tree, first)) and not is_plural(tree, first - 1):
        opened = _description_start(tree, first, len(described_by[0].split()))
    if last - first > 1 and tree[last - 1].text in listed("name_parts", "legal_forms"):
        return Clue(opened, Label.FIRM, LEGAL_FORM, "company", rule="legal form")
    if described_by:
        return _clue_from(tree, opened, first - 1, *described_by, DESCRIPTOR, "descriptor")
    if titled := _titled_behind(tree, first, last):
        return titled
    if apposed := _apposed(tree, first, last, head):
        return _clue_from(tree, first, *apposed, APPOSITION, "apposition")
    if shared := _of_the_list(tree, head):
        noun, entry = shared
        return Clue(first, entry.label, DESCRIPTOR, entry.kind, noun, rule="list of them")
    if listed_under := _example_of(tree, head):
        noun, entry = listed_under
        return Clue(first, entry.label, DESCRIPTOR, entry.kind, rule=f"one of the {noun}s")
    if shown := _of_its_head(tree, first, last):
        return Clue(first, shown.label, NAME_HEAD, shown.kind, rule="name head")
    if _has_what_firms_have(tree, last):
        return Clue(first, Label.FIRM, OWNED, "company", rule="has what firms have")
    if _has_age(tree, first, last):
        return Clue(first, Label.PERSON, APPOSITION, rule="age")
    kinds = [tree[i].ent[2:] for i in range(first, last)]
    label = next((_FROM_NER[kind] for kind in kinds if kind in _FROM_NER), None)
    return Clue(first, label, NER if label else 0)


def _clue_from(
    tree: Tree, first: int, head: int, noun: str, entry: Noun, rank: int, rule: str
) -> Clue:
    """Return the clue that a common noun at `head` gives."""
    owner = holder(tree, head)
    owner = employer(tree, head) if owner is None else owner
    if noun in listed("nouns", "either"):
        is_person = _looks_like_person(tree, head, first)
        entry = Noun(Label.PERSON, "executive") if is_person else Noun(Label.FIRM, "company")
    return Clue(first, entry.label, rank, entry.kind, noun, head, owner, rule=rule)


def _looks_like_person(tree: Tree, noun: int, first: int) -> bool:
    """Return whether the name beside a noun like "investor" reads like a person's."""
    name = noun + 1 if noun >= first else first
    last = name
    while last + 1 < len(tree.tokens) and tree[last + 1].pos == "PROPN":
        last += 1
    if tree[last].text in name_heads():
        return False
    person = tree[name].ent == "B-PERSON" and tree[name + 1].ent == "I-PERSON"
    return person or tree[name].text in listed("given_names", "names")


def _titled_behind(tree: Tree, first: int, last: int) -> Clue | None:
    """Return the clue of a title behind a name: "X, President and CEO of Acme"."""
    end = tree.sentence(first)[1]
    if last + 1 >= end or tree[last].text != ",":
        return None
    start = last + 1
    while start < end - 1 and tree[start].text.islower() and start - last < 4:
        if tree[start].pos not in ("DET", "ADJ", "PRON"):
            return None
        start += 1
    stop = title_end(tree, start, end)
    if stop is None or tree.text(start, stop) not in titles():
        return None
    label, kind = titles()[tree.text(start, stop)]
    noun = tree.text(start, stop).lower()
    while stop + 1 < end and tree[stop].text in ("and", "&", ","):
        following = title_end(tree, stop + 1, end)
        if following is None:
            break
        stop = following
    owner = None
    if stop + 1 < end and tree[stop].text in ("of", "at", "for"):
        owner = stop + 1 + (tree[stop + 1].text.lower() == "the")
    return Clue(
        first, Label(label), TITLE, kind, noun, None, owner, (last + 1, stop), "title behind"
    )


def _of_the_list(tree: Tree, head: int) -> tuple[str, Noun] | None:
    """Return the noun before the first of several names: "chipmakers X and Y"."""
    top = next(tree.conjuncts(head))
    if top == head:
        return None
    start = top
    while start > tree.sentence(top)[0] and tree[start - 1].head == top:
        if tree[start - 1].dep not in ("compound", "nmod") or tree[start - 1].pos != "PROPN":
            break
        start -= 1
    return _descriptor(tree, start) if is_plural(tree, start - 1) else None


def _example_of(tree: Tree, head: int) -> tuple[str, Noun] | None:
    """Return the group a name is an example of: "grocers such as X and Y"."""
    preposition = tree.governor(head)
    word = tree[preposition].text.lower()
    if word not in ("as", "including", "like", "include", "namely"):
        return None
    if word == "as" and tree[preposition - 1].text.lower() != "such":
        return None
    group = tree[preposition].head
    found = described(tree, group)
    if found is None or not is_plural(tree, group) or found[1][0].label is Label.PRODUCT:
        return None
    return found[0], found[1][0]


def holder(tree: Tree, head: int) -> int | None:
    """Return who has what a noun names: "China's ministry", "its envoy", "a Lam executive"."""
    for child in tree.children(head, "poss"):
        return child
    for child in tree.children(head, "compound", "nmod"):
        if tree[child].pos == "PROPN" and tree[child].text[0].isupper():
            return child
    return None


def employer(tree: Tree, head: int) -> int | None:
    """Return whom a person works or speaks for: "spokesman for X", "chief executive of X"."""
    for prep in tree.children(head, "prep"):
        if tree[prep].text.lower() in _LINKS and prep > head:
            for target in tree.children(prep, "pobj"):
                owner = next(iter(tree.children(target, "poss")), None)
                return owner if owner is not None and tree[target].pos != "PROPN" else target
    return None


def _descriptor(tree: Tree, first: int) -> tuple[str, Noun] | None:
    """Return the common noun right before a name: "chipmaker X"."""
    before = first - 1
    if before < tree.sentence(first)[0] or tree[before].pos != "NOUN":
        return None
    found = described(tree, before)
    if found is None or _opens_clause(tree, first, before):
        return None
    noun, entries = found
    return None if entries[0].label is Label.PRODUCT else (noun, entries[0])


def _opens_clause(tree: Tree, first: int, noun: int) -> bool:
    """Return whether a name after a noun is the subject of a clause: "chips X uses"."""
    index = first
    while tree[index].dep in ("compound", "nmod") and tree[index].head > index:
        index = tree[index].head
    return tree[index].dep in SUBJECTS and index != tree[noun].head and tree[index].head != noun


def _description_start(tree: Tree, first: int, length: int) -> int:
    """Return where "Chinese video surveillance firm X" begins, `length` words of noun in it."""
    opened = first - length
    while opened > tree.sentence(first)[0]:
        token = tree[opened - 1]
        if token.pos not in _BEFORE_NAME and token.tag not in ("POS", "PRP$"):
            break
        if token.ent.endswith(("DATE", "TIME")):
            break
        opened -= 1
        if token.tag in ("DT", "PRP$"):
            break
    return opened


def _apposed(tree: Tree, first: int, last: int, head: int) -> tuple[int, str, Noun] | None:
    """Return what the name is said to be: "X, a maker of …", "X is a lender"."""
    for candidate in _beside(tree, first, last, head):
        if tree[candidate].pos not in ("NOUN", "NUM", "PRON"):
            continue
        token = _of_which(tree, candidate)
        found = described(tree, token)
        if found and found[1][0].label is not Label.PRODUCT:
            return token, found[0], found[1][0]
    return None


def _beside(tree: Tree, first: int, last: int, head: int) -> list[int]:
    """Return the nouns in apposition to a name, or equated with it."""
    found = [child for index in range(first, last) for child in tree.children(index, "appos")]
    above = tree.governor(head)
    if tree.role(head) == "appos" and not first <= above < last:
        found.append(above)
    if tree[head].dep == "nsubj" and tree[above].lemma in ("be", "become", "remain"):
        found.extend(tree.children(above, "attr"))
    return found


def _of_which(tree: Tree, head: int) -> int:
    """Return the noun that counts in "one of Acme's customers"."""
    for prep in tree.children(head, "prep"):
        inner = tree.children(prep, "pobj")
        if tree[prep].text == "of" and inner and tree[head].lemma in _PARTS:
            return inner[0]
    return head


def _of_its_head(tree: Tree, first: int, last: int) -> Noun | None:
    """Return what the name's own head word shows: "… Ministry", "Bank of …"."""
    tail = last - 1
    for index in range(first + 1, last):
        if tree[index].text in ("of", "for", "on"):
            tail = index - 1
            break
    if last - first == 1:
        return None
    for start in (tail - 1, tail):
        if start >= first and (found := name_heads().get(tree.text(start, tail + 1))):
            return found
    return None


def _has_what_firms_have(tree: Tree, last: int) -> bool:
    """Return whether "shares", "spokesman" … follows: "X shares", "an X spokesman"."""
    if last >= len(tree.tokens):
        return False
    following = tree[last]
    return following.pos == "NOUN" and (
        following.lemma in listed("nouns", "firm_owned") or following.text in _SPEAKS_FOR
    )


def _has_age(tree: Tree, first: int, last: int) -> bool:
    if last + 1 >= tree.sentence(first)[1] or tree[last].text != ",":
        return False
    return _AGE.fullmatch(tree[last + 1].text) is not None
