"""The spaCy adapter: offsets, blocks and sentence ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sayso.graph.errors import SaysoError
from sayso.loaders.extract.parse import default_parser
from sayso.loaders.extract.segment import segment
from sayso.loaders.extract.stages import Parse


def parsed(text: str) -> Parse:
    return default_parser()(text, segment(text))


def sentences(text: str) -> list[str]:
    parse = parsed(text)
    return [" ".join(t.text for t in parse.tokens[first:last]) for first, last in parse.sents]


def test_every_token_slices_the_text() -> None:
    """Odd white space, line ends and quotes move no offset."""
    text = "  Quillon\u00a0sold  “ten\tcranes”\r\nto Bolt’s yard.\n\n\tIt rained.  "

    parse = parsed(text)

    assert all(text[slice(*token.span)] == token.text for token in parse.tokens)
    assert not any(token.text.isspace() for token in parse.tokens)


def test_heads_stay_in_their_sentence() -> None:
    """Dropping white space leaves a tree: every head is a token of the same sentence."""
    parse = parsed("Quillon   sold\tten  cranes to   Bolt.  Bolt paid.\nIt  rained.")

    for token in parse.tokens:
        assert parse.tokens[token.head].sent == token.sent
    for first, last in parse.sents:
        roots = [i for i in range(first, last) if parse.tokens[i].head == i]
        assert len(roots) == 1


def test_a_newline_ends_a_sentence() -> None:
    """A caption without a full stop never runs into the story."""
    assert sentences("Cranes at the quay\nQuillon sold them.") == [
        "Cranes at the quay",
        "Quillon sold them .",
    ]


def test_a_quotation_mark_ends_no_sentence() -> None:
    """A speech tag without its comma stays with what was said."""
    assert len(sentences("“We can buy from other yards” she required.")) == 1


def test_a_lost_space_after_an_apostrophe_parts_the_words() -> None:
    """Text extraction glues "company’s office" together."""
    assert "company ’s office" in sentences("A clerk in the company’soffice told Bolt so.")[0]


def test_blocks_of_sentences_are_known() -> None:
    """Each sentence knows the block it stands in."""
    text = "PARIS (AP) - Bolt paid. It rained.\nRead more: Bolt"

    parse = parsed(text)

    assert [segment(text)[block].kind for block in parse.blocks] == [
        "dateline",
        "body",
        "body",
        "promo",
        "promo",
    ][: len(parse.blocks)]


def test_nothing_to_parse_gives_nothing() -> None:
    """An empty text is no error here."""
    assert parsed("").tokens == ()
    assert parsed(" \n ").sents == ()


def test_a_missing_model_is_named() -> None:
    """The message says which model is missing and what to do."""
    with pytest.raises(SaysoError, match=r"no_such_model.*install"):
        default_parser("no_such_model")


def test_spacy_is_not_loaded_before_a_text_is_read() -> None:
    """Importing the parser costs nothing until it is used."""
    code = "import sys, sayso.loaders.extract.parse, sayso.loaders.extract.resolve; "
    code += "sys.exit('spacy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
