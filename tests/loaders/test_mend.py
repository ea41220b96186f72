"""Repairs of the parse: what they change, and that they never break it."""

from __future__ import annotations

import random

import pytest

from sayso.graph.ids import document_id
from sayso.graph.model import Document
from sayso.loaders.extract import extract
from sayso.loaders.extract.clauses import Clauses
from sayso.loaders.extract.mend import mend
from sayso.loaders.extract.parse import default_parser
from sayso.loaders.extract.segment import segment


def mended(text: str) -> Clauses:
    return Clauses(mend(default_parser()(text, segment(text))))


def test_a_speech_tag_is_no_part_of_what_is_said() -> None:
    """The outlet after the comma is the subject of its verb, and not the banned firm."""
    tree = mended("Norway banned Tessaly Corp, the Oslo Herald reported on Tuesday.")
    verb = next(i for i, token in enumerate(tree.tokens) if token.text == "reported")

    assert [tree.tokens[i].text for i in tree.children(verb, "nsubj")] == ["Herald"]


def test_a_gerund_with_an_object_is_a_verb() -> None:
    """The word "shipping" is something done, not a thing, when it has an object."""
    tree = mended("Canada accused the Tbilisi-based company of shipping drone engines to Peru.")
    word = next(token for token in tree.tokens if token.text == "shipping")

    assert (word.pos, word.lemma) == ("VERB", "ship")


@pytest.mark.parametrize("seed", range(5))
def test_garbled_text_stays_a_tree_and_is_read(seed: int) -> None:
    """However the words stand, every token hangs on a root and offsets hold."""
    story = (
        "“Norway banned firms , among them Tessaly Corp and Fenlow Group , ” the Herald said . "
        "In a letter signed by Lee , Orbita was named and urged curbs . It had sold arms to Peru ."
    )
    words = story.split()
    random.Random(seed).shuffle(words)  # noqa: S311  any order will do, the same each time
    text = " ".join(words)
    tree = mended(text)

    for token in range(len(tree.tokens)):
        assert tree.is_root([token, *tree.ancestors(token)][-1])
    for claim in extract(Document(document_id(text), text)).claims:
        assert text[claim.quote_start : claim.quote_end] == claim.quote
