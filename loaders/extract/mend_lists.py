"""Mend names beside nouns: "six firms, among them A and B", "40 operators, including A".

The parser hangs what opens such a list on the verb, or the noun on the names.
The names belong to the nearest plural noun before the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from .clauses import Clauses

_OPENERS = frozenset({"including", "such", "like", "among"})


def members_of_lists(tree: Clauses) -> Iterator[tuple[int, int, str]]:
    """Yield the changes that give named members to the noun they are members of."""
    for opener, token in enumerate(tree.tokens[:-2]):
        if token.text not in _OPENERS or opener < 1:
            continue
        whole = _whole(tree, opener)
        if whole is not None:
            yield from _given(tree, opener, whole)


def _whole(tree: Clauses, opener: int) -> int | None:
    """Return the nearest plural noun before the list, past phrases like "in Europe"."""
    first = tree.sentence(opener)[0]
    last = opener - 1 if tree.tokens[opener - 1].text != "," else opener - 2
    for token in range(last, first - 1, -1):
        if tree.is_finite(token) or tree.pos(token) == "PUNCT":
            return None
        if tree.tokens[token].tag in {"NNS", "NNPS"} and tree.pos(token) == "NOUN":
            return token
    return None


def _given(tree: Clauses, opener: int, whole: int) -> Iterator[tuple[int, int, str]]:
    text, after_comma = tree.tokens[opener].text, tree.tokens[opener - 1].text == ","
    following = tree.tokens[opener + 1].text
    if text == "among":
        name = tree.head(opener)
        if following == "them" and after_comma and name > opener and tree.pos(name) == "PROPN":
            yield name, whole, "appos"
        return
    if text == "such":
        prep = opener + 1 if following == "as" else None
    else:
        prep = opener if text == "including" or tree.pos(opener) == "ADP" else None
    if prep is None or not tree.children(prep, "pobj", "dobj"):
        return
    if prep > opener and tree.head(opener) != prep:
        yield opener, prep, "amod"
    if tree.head(prep) != whole:
        yield prep, whole, "prep"
    for name in tree.children(prep, "dobj"):
        yield name, prep, "pobj"


def names_set_apart(tree: Clauses) -> Iterator[tuple[int, int, str]]:
    """In "a consumer group, Lampwatch, asked …" the name says which group."""
    for name, token in enumerate(tree.tokens[:-1]):
        noun = token.head
        if token.dep != "npadvmod" or token.pos != "PROPN" or noun >= name:
            continue
        first = tree.noun_phrase(name)[0]
        apart = tree.tokens[first - 1].text == tree.tokens[name + 1].text == ","
        if apart and first - 2 == noun and tree.pos(noun) == "NOUN":
            yield name, noun, "appos"
