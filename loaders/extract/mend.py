"""Mend what the parser predictably gets wrong in news prose.

Small models slip in the same places: a finite verb read as an adjective before
its object ("the ministry added chip maker A to …"), a second verb of saying
hung inside the quotation ("said they “may be crimes” and urged controls").
Each repair needs evidence in the tree itself and changes only attachments;
words and offsets stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from .clauses import Clauses
from .frames import frames
from .lexicon import words
from .mend_lists import members_of_lists, names_set_apart
from .phrases import plural_acronym
from .roles import word_class
from .stages import Parse, Token

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
        _swallowed_tags,
        members_of_lists,
        names_set_apart,
        _shared_heads,
        _names_as_modifiers,
        _verbs_as_modifiers,
        _verbs_as_prepositions,
        _strayed_second_verbs,
        _sentences_without_verb,
        _lost_subjects,
        _fronted_phrases,
        _gerunds_of_objects,
        _promises_of_contracts,
    ):
        parse = _changed(parse, repair(Clauses(parse)))
    parse = replace(parse, tokens=tuple(map(_with_lemma, parse.tokens)))
    return replace(parse, tokens=tuple(_with_gerunds(Clauses(parse))))


def _changed(parse: Parse, changes: Iterable[Change]) -> Parse:
    """Return the parse with the changes of every sentence that stays a tree by them."""
    by_sentence: dict[int, dict[int, tuple[int, str]]] = {}
    for token, head, dep in changes:
        by_sentence.setdefault(parse.tokens[token].sent, {})[token] = (head, dep)
    tokens = list(parse.tokens)
    for sentence, wanted in by_sentence.items():
        first, end = parse.sents[sentence]
        heads = {at: wanted.get(at, (tokens[at].head, ""))[0] for at in range(first, end)}
        if _is_tree(heads):
            for at, (head, dep) in wanted.items():
                tokens[at] = replace(tokens[at], head=head, dep=dep)
    return replace(parse, tokens=tuple(tokens))


def _is_tree(heads: Mapping[int, int]) -> bool:
    """Return whether everything hangs on a root of its sentence, and not on itself in a circle."""
    for start in heads:
        seen = {start}
        at = start
        while heads[at] != at:
            at = heads[at]
            if at in seen or at not in heads:
                return False
            seen.add(at)
    return True


def _with_gerunds(tree: Clauses) -> Iterator[Token]:
    """Yield the tokens; a noun in "-ing" with an object, as in "of shipping arms", is a verb."""
    for at, token in enumerate(tree.tokens):
        is_slip = token.tag == "NN" and token.dep in {"pcomp", "xcomp", "advcl", "ccomp"}
        if is_slip and token.text.endswith("ing") and tree.children(at, "dobj"):
            stem = token.text[:-3].lower()
            stems = (stem, f"{stem}e", stem[:-1])
            lemma = next((each for each in stems if each in _known_verbs()), stem)
            yield replace(token, pos="VERB", tag="VBG", lemma=lemma)
        else:
            yield token


def _with_lemma(token: Token) -> Token:
    """Return the token with the lemma that its form has, where a wrong guess hid it.

    "Petitioned" read as a present tense keeps its ending, "hopes" becomes "hop",
    "MPs" is read as a name.
    """
    if plural_acronym(token.text):
        return replace(token, lemma=token.text[:-1].lower(), pos="NOUN", tag="NNS")
    lemma, known = token.lemma, _known_verbs()
    if not token.tag.startswith("VB") or lemma in known:
        return token
    stems = [f"{lemma}e"] if not lemma.endswith("e") else []
    if lemma.endswith("ed"):
        stems += [lemma[:-2], lemma[:-1], lemma[:-3]]
    lemma = next((stem for stem in stems if stem in known), lemma)
    return token if lemma == token.lemma else replace(token, lemma=lemma)


@cache
def _known_verbs() -> frozenset[str]:
    rows = [row["words"] for row in words("operators")["governors"]]
    said = [words("speech")[name] for name in ("report", "deny", "request")]
    return frozenset(frames()["verbs"]).union(*rows, *said)


def _swallowed_tags(tree: Clauses) -> Iterator[Change]:
    """In "Peru banned A, the Post said" the tag is no part of A."""
    for sentence in tree.parse.sents:
        for verb in range(*sentence):
            start = _tag_start(tree, verb, sentence[0])
            if start is not None:
                yield from _set_apart(tree, sentence[0], start, verb)
                break


def _tag_start(tree: Clauses, verb: int, first: int) -> int | None:
    """Return where the noun phrase of a speech tag starts that the parser did not see."""
    if tree.tokens[verb].tag not in _PAST_OR_PRESENT | {"VBN"}:
        return None
    noun = verb - 1
    if noun <= first or tree.pos(noun) not in {"NOUN", "PROPN"}:
        return None
    marks = (t + 1 for t in range(noun, first, -1) if tree.pos(t) == "PUNCT")
    start = max(tree.noun_phrase(noun)[0], next(marks, first))
    before = tree.tokens[start - 1].text if start > first + 1 else ""
    is_known = tree.lemma(verb) in words("speech")["report"]
    apart = before in {"”", '"'} or (before == "," and is_known)
    is_seen = tree.dep(noun) == "nsubj" and tree.extent(noun)[0] >= start
    says = any(child > verb for child in tree.children(verb, "ccomp", "xcomp"))
    if not apart or is_seen or says or tree.dep(verb) == "relcl":
        return None
    return start if any(tree.is_finite(t) for t in range(first, start)) else None


def _set_apart(tree: Clauses, first: int, start: int, verb: int) -> Iterator[Change]:
    left = range(first, start)
    said = next(
        (t for t in left if tree.is_finite(t) and not any(a in left for a in tree.ancestors(t))),
        next(t for t in left if tree.is_finite(t)),
    )
    yield verb, verb, "ROOT"
    yield verb - 1, verb, "nsubj"
    yield said, verb, "ccomp"
    for token in left:
        if token == said or (tree.head(token) in left and not tree.is_root(token)):
            continue
        is_noun = tree.pos(token) in {"NOUN", "PROPN"}
        dep = "dobj" if is_noun and not tree.children(said, "dobj") else "dep"
        yield token, said, "punct" if tree.pos(token) == "PUNCT" else dep


def _shared_heads(tree: Clauses) -> Iterator[Change]:
    """In "cargo and survey drones" both words say what kind of drones."""
    for last, token in enumerate(tree.tokens):
        if token.dep != "conj" or token.tag != "NNS":
            continue
        first = tree.head(last)
        beside = {tree.dep(child) for child in tree.children(first)}
        is_bare = tree.tokens[first].tag == "NN" and beside <= {"cc", "conj"}
        if is_bare and last - first == 3 and tree.dep(last - 1) == "compound":
            yield last, tree.head(first), tree.dep(first)
            yield first, last, "compound"


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
        noun = tree.head(verb)
        while tree.dep(noun) in _MODIFIER and tree.head(noun) > noun:
            noun = tree.head(noun)
        if noun in taken or noun == verb or tree.pos(noun) not in {"NOUN", "PROPN"}:
            continue
        taken.add(noun)
        root = _root(tree, verb)
        if tree.is_root(noun) or not tree.is_finite(root):
            yield verb, verb, "ROOT"
            if root != noun:
                yield root, verb, "prep"
        else:
            yield verb, tree.head(noun), tree.dep(noun)
        yield noun, verb, "dobj"
        for child in tree.children(noun, "prep", "punct", "advcl", "npadvmod"):
            if child > noun:
                yield child, verb, tree.dep(child)


def _root(tree: Clauses, token: int) -> int:
    return next((a for a in tree.ancestors(token) if tree.is_root(a)), token)


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


def _lost_subjects(tree: Clauses) -> Iterator[Change]:
    """In "…signed by Lee, Kerr Ltd was named" the noun before a verb is its subject."""
    for verb, token in enumerate(tree.tokens):
        if not tree.is_finite(verb) or token.dep not in {"ROOT", "ccomp", "parataxis"}:
            continue
        if tree.children(verb, "nsubj", "nsubjpass", "csubj", "expl", "attr"):
            continue
        first = tree.sentence(verb)[0]
        noun = verb - 1
        while noun > first and tree.pos(noun) in {"AUX", "ADV", "PART"}:
            noun -= 1
        if noun < first or tree.pos(noun) not in {"NOUN", "PROPN"}:
            continue
        start = tree.noun_phrase(noun)[0]
        opens = start == first or tree.tokens[start - 1].text == ","
        if opens and tree.dep(noun) in {"appos", "npadvmod", "compound", "dep", "nmod", "conj"}:
            yield noun, verb, "nsubjpass" if tree.children(verb, "auxpass") else "nsubj"


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
        yield from _right_of(tree, root, verb)


def _right_of(tree: Clauses, root: int, verb: int) -> Iterator[Change]:
    """Give the verb, or its object, what the parser hung on the subject before it."""
    things = [c for c in tree.children(verb, "dobj", "oprd") if c > verb]
    for child in tree.children(root):
        if child <= verb:
            continue
        if tree.dep(child) == "conj" and things:
            yield child, things[-1], "conj"
        elif tree.dep(child) in {"punct", "prep", "npadvmod", "advmod"}:
            yield child, verb, tree.dep(child)


def _could_be_main(tree: Clauses, token: int) -> bool:
    """Return whether a past form after a noun is a tense or has an object, so is no passive."""
    tag = tree.tokens[token].tag
    is_past = tag in {"VBD", "VBN"} and tree.dep(token) in {"acl", "relcl"}
    has_subject = tree.children(token, "nsubj", "nsubjpass", "agent", "auxpass")
    is_active = tag == "VBD" or bool(tree.children(token, "dobj", "oprd"))
    return is_past and is_active and not has_subject


def _gerunds_of_objects(tree: Clauses) -> Iterator[Change]:
    """In "accused the firm of spying" the gerund says what the verb is about."""
    for token in tree.tokens:
        if token.dep != "pcomp" or token.tag != "VBG":
            continue
        prep = token.head
        noun = tree.head(prep)
        verb = tree.head(noun)
        if tree.dep(noun) == "dobj" and tree.lemma(verb) in word_class("blame") | word_class(
            "prevent"
        ):
            yield prep, verb, "prep"


def _promises_of_contracts(tree: Clauses) -> Iterator[Change]:
    """In "signed a deal in May to supply B" the infinitive is what the deal is about."""
    for verb, token in enumerate(tree.tokens):
        if token.dep not in {"advcl", "xcomp"} or not tree.is_infinitive(verb):
            continue
        for noun in tree.children(token.head, "dobj"):
            if noun < verb and tree.pos(noun) == "NOUN" and tree.lemma(noun) in word_class("order"):
                yield verb, noun, "acl"


def _fronted_phrases(tree: Clauses) -> Iterator[Change]:
    """In "In its letter, the union named A" the phrase belongs to the verb, not to the union."""
    for prep, token in enumerate(tree.tokens):
        noun = token.head
        if token.dep != "prep" or noun <= prep or tree.pos(noun) not in {"NOUN", "PROPN"}:
            continue
        verb = next((a for a in tree.ancestors(noun) if tree.is_verb(a)), None)
        if verb is not None and tree.tokens[tree.extent(prep)[1]].text == ",":
            yield prep, verb, "prep"
