"""Decide whether a country or capital is a place or acts, and then is a government."""

from __future__ import annotations

from ...graph.model import Label
from .phrases import Phrase, described, listed
from .tree import SUBJECTS, Tree

_BODIES = frozenset({Label.AGENCY, Label.FIRM, Label.LAWMAKER, Label.OUTLET, Label.ORGANISATION})
_METONYMS = frozenset({"country", "capital"})


def acts(tree: Tree, phrase: Phrase) -> bool:
    """Return whether a name of the gazetteer stands for a government here.

    "Beijing said", "accused China", "China's measures", "the U.S. blacklist" are
    governments; "in Beijing", "China's economy", "U.S. goods" are places.
    """
    if phrase.rule == "people":
        return phrase.country is not None and _modifies_measure(tree, phrase)
    if phrase.rule not in _METONYMS:
        return False
    head = phrase.head
    role = tree.role(head)
    if role in ("compound", "nmod", "amod"):
        return _modifies_measure(tree, phrase)
    if role == "poss":
        return _possesses_act(tree, tree.governor(head)) and not _is_its_body(tree, head)
    if role in SUBJECTS:
        return _is_act(tree, tree.governor(head))
    if role in ("dobj", "dative", "oprd"):
        return tree[tree.governor(head)].lemma not in listed("places", "movement")
    if role in ("pobj", "agent"):
        return _after_preposition(tree, tree.governor(head))
    return False


def trades(tree: Tree, phrase: Phrase) -> bool:
    """Return whether a country is said to sell or make something: its firms do."""
    if phrase.rule != "country" or tree.role(phrase.head) not in SUBJECTS:
        return False
    verb = tree.governor(phrase.head)
    inner = tree.children(verb, "xcomp")
    return any(tree[i].lemma in listed("places", "trade") for i in (verb, *inner))


def is_place_like(tree: Tree, phrase: Phrase) -> bool:
    """Return whether a name stands where places stand, as after "in" or "near"."""
    governor = tree.governor(phrase.head)
    if tree.role(phrase.head) == "appos":
        governor = tree.governor(governor)
    return tree[governor].text.lower() in listed("places", "place_prepositions")


def _modifies_measure(tree: Tree, phrase: Phrase) -> bool:
    """Return whether what it qualifies is a measure or act: "Dutch export rules"."""
    head = phrase.head
    for _ in range(3):
        above = tree[head].head
        if above == head or tree[head].dep not in ("compound", "nmod", "amod"):
            break
        head = above
    return _is_measure(tree, head) and head not in range(phrase.first, phrase.last)


def _is_measure(tree: Tree, head: int) -> bool:
    token = tree[head]
    pair = f"{tree[head - 1].text.lower()} {token.lemma.lower()}" if head else ""
    return bool({token.lemma.lower(), pair} & listed("nouns", "measures"))


def _possesses_act(tree: Tree, owned: int) -> bool:
    """Return whether what it has is no region, market or people, but an act."""
    if tree[owned].pos == "PROPN":
        return False  # South Korea's Daesung
    if _is_measure(tree, owned):
        return True
    return tree[owned].lemma.lower() not in listed("nouns", "place_owned")


def _is_its_body(tree: Tree, head: int) -> bool:
    """Return whether it has what acts by itself: in "China's ministry" only that acts."""
    found = described(tree, tree.governor(head))
    return found is not None and found[1][0].label in _BODIES


def _is_act(tree: Tree, verb: int) -> bool:
    token = tree[verb]
    if token.pos not in ("VERB", "AUX"):
        return False
    if token.lemma == "have" or token.lemma in listed("places", "stative"):
        infinitive = tree.children(verb, "xcomp")
        return any(tree[i].lemma not in listed("places", "stative") for i in infinitive) or (
            token.lemma in ("face", "see", "be") and bool(tree.children(verb, "acomp", "oprd"))
        ) or _faces_people(tree, verb)  # fmt: skip
    return True


def _faces_people(tree: Tree, verb: int) -> bool:
    """Return whether it faces what only an actor does: "faced condemnation"."""
    return tree[verb].lemma in ("face", "see", "suffer", "have") and any(
        tree[i].lemma in listed("nouns", "measures") for i in tree.children(verb, "dobj")
    )


def _after_preposition(tree: Tree, preposition: int) -> bool:
    word = tree[preposition].text.lower()
    governor = tree[tree[preposition].head].lemma.lower()
    if word == "in" and governor in listed("places", "imposed"):
        return True  # under sanctions in Britain
    if word in listed("places", "place_prepositions") and word != "between":
        return False
    if word in listed("places", "actor_prepositions"):
        return governor not in listed("places", "movement") or word == "by"
    return governor in listed("places", "addressing")
