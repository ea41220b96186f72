"""Where a group is said to be: "most of the suppliers are in China"."""

from __future__ import annotations

from .clusters import without_article
from .gazetteer import known
from .tree import SUBJECTS, Tree


def whereabouts(tree: Tree, head: int) -> str:
    """Return "in China", as written, if a group is said to be somewhere; else nothing.

    Either right behind it ("some in the United States") or after "are".
    """
    preposition = _own(tree, head)
    if preposition is None:
        preposition = _after_be(tree, head)
    if preposition is None or country_in(_phrase(tree, preposition)) is None:
        return ""
    return _phrase(tree, preposition)


def country_in(where: str) -> str | None:
    """Return the country that "in China" or "in the United States" names."""
    entries = known(without_article(where.partition(" ")[2]))
    return entries[0].country if entries else None


def _own(tree: Tree, head: int) -> int | None:
    inside = tree.children(head, "prep")
    return next((i for i in inside if tree[i].text.lower() == "in" and i > head), None)


def _after_be(tree: Tree, head: int) -> int | None:
    while tree[head].dep in ("pobj", "prep") and tree[head].head != head:
        head = tree[head].head
    verb = tree[head].head
    if tree[head].dep not in SUBJECTS or tree[verb].lemma != "be":
        return None
    if tree.children(verb, "attr", "acomp"):
        return None
    return next((i for i in tree.children(verb, "prep") if tree[i].text.lower() == "in"), None)


def _phrase(tree: Tree, preposition: int) -> str:
    """Return a preposition with its noun, without clauses that follow."""
    noun = next(iter(tree.children(preposition, "pobj")), preposition)
    return " ".join(tree.text(preposition, noun + 1).split())
