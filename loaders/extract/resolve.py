"""Say who and what a document speaks of.

Names are found and grouped first, over the whole document; then every mention
is read in text order, and descriptions and pronouns are given to what was
mentioned before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .gazetteer import known
from .identities import identities
from .labels import with_slots
from .names import Names
from .nominals import Nominals
from .phrases import GAZETTEER, NER, Phrase
from .quoted import resolve_quoted
from .reader import NO_SENTENCES, Reader
from .resolution import Resolution
from .runs import Runs
from .stages import Block, Parse
from .tree import Tree

__all__ = ["Resolution", "resolve", "resolve_quoted"]


def resolve(parse: Parse, blocks: Sequence[Block]) -> Resolution:
    """Return every referent of the document and every mention of it.

    Args:
        parse: The parsed document.
        blocks: Its blocks, as `segment` returned them.
    """
    tree = Tree(parse)
    found = [with_slots(tree, phrase) for phrase in Names(tree, Runs(tree, blocks))]
    named = [p for p in found if p.form == "name" and _is_meant(tree, blocks, p)]
    told = [p for p in found if p.form != "name"]
    identity = dict(zip(map(id, named), identities(tree, named), strict=True))
    phrases = [*named, *told, *Nominals(tree, found)]
    reader = Reader(tree, blocks, Counter(each.key for each in identity.values()))
    for phrase in sorted(phrases, key=lambda p: (p.head, p.first)):
        reader.read(phrase, identity.get(id(phrase)))
    return reader.resolution()


def _is_meant(tree: Tree, blocks: Sequence[Block], phrase: Phrase) -> bool:
    """Return whether a name stands for one actor, place or product of the story."""
    kind = blocks[tree.parse.blocks[tree[phrase.head].sent]].kind
    if kind in NO_SENTENCES and phrase.rank != GAZETTEER:
        return False
    return not _is_a_people(tree, phrase)


def _is_a_people(tree: Tree, phrase: Phrase) -> bool:
    """Return whether a name is that of a people: "Americans", "ethnic Xs"."""
    first, last = phrase.name or (phrase.first, phrase.last)
    if phrase.rank > NER or last - first > 1:
        return False
    token = tree[phrase.head]
    qualified = first > 0 and tree[first - 1].pos in ("ADJ", "NUM", "DET")
    plural = token.tag == "NNS" or (token.tag == "NNPS" and qualified)
    return plural or (token.text.endswith("s") and bool(known(token.text[:-1])))
