"""Mend what the parser predictably gets wrong in news prose.

Small models slip in the same places: a finite verb read as an adjective before
its object ("the ministry added chip maker A to …"), a second verb of saying
hung inside the quotation ("said they “may be crimes” and urged controls").
Each repair needs evidence in the tree itself and changes only attachments;
words and offsets stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .clauses import Clauses
from .stages import Parse

_PAST_OR_PRESENT = frozenset({"VBD", "VBZ", "VBP"})
_MODIFIER = frozenset({"amod", "compound", "nmod"})
_PREPOSITION_LIKE = frozenset(
    {
        "include",
        "accord",
        "regard",
        "concern",
        "follow",
        "base",
        "compare",
        "depend",
        "give",
        "exclude",
        "consider",
        "pend",
        "bar",
        "owe",
        "start",
    }
)

Change = tuple[int, int, str]
"""A token, its new head, its new dependency."""


def mend(parse: Parse) -> Parse:
    """Return the parse with its predictable slips mended."""
    for repair in (
        _names_as_modifiers,
        _verbs_as_modifiers,
        _verbs_as_prepositions,
        _strayed_second_verbs,
        _sentences_without_verb,
    ):
        changes = {token: (head, dep) for token, head, dep in repair(Clauses(parse))}
        if changes:
            tokens = tuple(
                replace(token, head=changes[at][0], dep=changes[at][1]) if at in changes else token
                for at, token in enumerate(parse.tokens)
            )
            parse = replace(parse, tokens=tokens)
    return parse


def _names_as_modifiers(tree: Clauses) -> Iterator[Change]:
    """In "Ford and Lam Research" the first name is no part of the second."""
    for first, token in enumerate(tree.tokens):
        if token.dep not in {"nmod", "compound"} or token.pos != "PROPN" or token.head <= first:
            continue
        last = token.head
        joined = [c for c in tree.children(first, "conj") if first < c < last]
        if not joined or not tree.children(first, "cc"):
            continue
        if any(tree.pos(part) != "PROPN" for part in range(joined[0], last + 1)):
            continue
        yield first, first if tree.is_root(last) else tree.head(last), tree.dep(last)
        yield last, first, "conj"
        for part in joined:
            yield part, last, "compound"


def _verbs_as_modifiers(tree: Clauses) -> Iterator[Change]:
    """A verb with a subject of its own that modifies a noun governs it instead."""
    taken: set[int] = set()
    for verb, token in enumerate(tree.tokens):
        is_slip = token.tag in _PAST_OR_PRESENT and token.dep in _MODIFIER
        if not is_slip or not tree.children(verb, "nsubj"):
            continue
        noun = tree.noun_phrase_top(verb)
        if noun in taken or noun == verb or tree.pos(noun) not in {"NOUN", "PROPN"}:
            continue
        taken.add(noun)
        above = verb if tree.is_root(noun) else tree.head(noun)
        yield verb, above, tree.dep(noun)
        yield noun, verb, "dobj"
        for child in tree.children(noun, "prep", "punct", "advcl", "npadvmod"):
            if child > noun:
                yield child, verb, tree.dep(child)


def _verbs_as_prepositions(tree: Clauses) -> Iterator[Change]:
    """A participle with an object of its own ("barring firms from …") opens a clause."""
    for verb, token in enumerate(tree.tokens):
        if token.tag != "VBG" or token.dep != "prep":
            continue
        has_argument = bool(tree.children(verb, "dobj")) and bool(tree.children(verb, "prep"))
        if has_argument or (
            tree.lemma(verb) not in _PREPOSITION_LIKE and tree.children(verb, "dobj")
        ):
            yield verb, tree.head(verb), "advcl"


def _strayed_second_verbs(tree: Clauses) -> Iterator[Change]:
    """A second verb belongs to the verb whose tense it shares, not to one inside what is said."""
    for verb, token in enumerate(tree.tokens):
        if token.dep != "conj" or token.tag not in _PAST_OR_PRESENT:
            continue
        first = tree.head(verb)
        if tree.dep(first) != "ccomp" or tree.children(verb, "nsubj", "nsubjpass", "aux"):
            continue
        above = tree.head(first)
        differs = tree.tokens[first].tag != token.tag
        if (
            tree.is_verb(above)
            and above < first
            and differs
            and tree.tokens[above].tag == token.tag
        ):
            yield verb, above, "conj"
            for conjunction in tree.children(first, "cc"):
                if first < conjunction < verb:
                    yield conjunction, above, "cc"


def _sentences_without_verb(tree: Clauses) -> Iterator[Change]:
    """In "a group of senators named A in a letter" the participle is the verb."""
    for first, end in tree.parse.sents:
        root = next((t for t in range(first, end) if tree.is_root(t)), first)
        if tree.pos(root) not in {"NOUN", "PROPN"} or tree.children(root, "nsubj", "cop"):
            continue
        verb = next((t for t in range(root, end) if _could_be_main(tree, t)), None)
        ends = tree.tokens[end - 1].text in {".", "!", "”", '"'}
        if verb is None or not ends:
            continue
        yield verb, verb, "ROOT"
        yield root, verb, "nsubj"
        for child in tree.children(root, "punct"):
            if child > verb:
                yield child, verb, "punct"


def _could_be_main(tree: Clauses, token: int) -> bool:
    """Return whether a participle after a noun has an object, so is no passive."""
    is_past = tree.tokens[token].tag in {"VBD", "VBN"} and tree.dep(token) in {"acl", "relcl"}
    has_subject = tree.children(token, "nsubj", "nsubjpass", "agent", "auxpass")
    return is_past and bool(tree.children(token, "dobj", "oprd")) and not has_subject
