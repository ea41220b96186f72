"""From frames to claims: ends, coordination, and what must not be an end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sayso.graph.ids import document_id
from sayso.graph.model import Document, Reading
from sayso.loaders.extract import extract
from sayso.loaders.extract.stages import Block, Parse, Token


def read(text: str) -> Reading:
    return extract(Document(document_id(text), text))


def edges(reading: Reading) -> set[tuple[str, str, str]]:
    names = [referent.name.rstrip(".") for referent in reading.referents]
    return {
        (names[claim.subject], claim.relation, names[claim.object])
        for claim in reading.claims
        if claim.object is not None
    }


def test_every_conjunct_gets_a_claim_with_the_same_quote() -> None:
    """Two subjects and two objects make four claims on one clause."""
    reading = read("Tessaly Corp and Fenlow Group sell pumps to Belmaro Airlines and Kestane Air.")

    assert len(reading.claims) == 4
    assert len({claim.quote for claim in reading.claims}) == 1


def test_nobody_acts_on_himself() -> None:
    """Two words for the same firm are never the two ends of a claim."""
    assert edges(read("Tessaly Corp said it sells pumps to itself.")) == set()


def test_a_ban_says_nothing_about_trade() -> None:
    """Who is barred from buying is restricted; that he bought is not said."""
    found = edges(read("Norway barred Belmaro Airlines from buying pumps from Tessaly Corp."))

    assert found == {("Norwegian government", "RESTRICTS", "Belmaro Airlines")}


def test_a_list_needs_no_known_verb() -> None:
    """A blacklist restricts, whatever a careless rewriter made of the verb."""
    found = edges(read("Norway peppered Tessaly Corp on a trade blacklist."))

    assert ("Norwegian government", "RESTRICTS", "Tessaly Corp") in found


def test_the_decision_has_an_author() -> None:
    """The words "the decision" stand for whoever took the one just told."""
    found = edges(read("Norway banned Orbita Systems. Peru condemned the decision."))

    assert ("Peruvian government", "ACCUSES", "Norwegian government") in found


def test_captions_and_credits_claim_nothing() -> None:
    """Only the story's own sentences are read for claims."""
    text = "Photo: Tessaly Corp sells pumps to Belmaro Airlines | Getty Images\nIt rained."

    assert read(text).claims == ()


def test_offsets_slice_the_text_exactly() -> None:
    """Quote, ends, trigger and speakers are stretches of the untouched text."""
    text = (
        "  “Norway\u2019s ban on Tessaly\u00a0Corp hurts \U0001f600,” said Erik Lund.\r\nIt rained."
    )
    reading = read(text)

    assert reading.claims
    for claim in reading.claims:
        assert text[claim.quote_start : claim.quote_end] == claim.quote
        assert claim.trigger_span is not None
        assert text[slice(*claim.trigger_span)] == claim.trigger
        for span in (claim.subject_span, claim.object_span, *(s.span for s in claim.speakers)):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_two_runs_are_the_same() -> None:
    """The reading is a function of the text."""
    text = "Tessaly Corp sells pumps to Belmaro Airlines, Reuters reported. Peru banned both."

    assert read(text) == read(text)


@pytest.mark.parametrize("text", ["", " \n ", "?", "“", "Of of of.", "1.2.3", "\u200b"])
def test_text_without_claims_is_no_error(text: str) -> None:
    """Whatever the text, there is a reading."""
    assert read(text).claims == ()


def test_another_parser_can_be_given() -> None:
    """The rules know only the parse, not the library behind it."""
    words = [("Norway", "PROPN", "NNP", 1, "nsubj"), ("banned", "VERB", "VBD", 1, "ROOT"),
             ("Peru", "PROPN", "NNP", 1, "dobj")]  # fmt: skip

    def by_hand(text: str, blocks: Sequence[Block]) -> Parse:
        starts = [text.index(word) for word, *_ in words]
        tokens = tuple(
            Token((at, at + len(word)), word, "ban" if tag == "VBD" else word, pos, tag, head,
                  dep, 0)
            for at, (word, pos, tag, head, dep) in zip(starts, words, strict=True)
        )  # fmt: skip
        return Parse(text, tokens, ((0, len(tokens)),), (0,), "by hand")

    text = "Norway banned Peru"
    reading = extract(Document(document_id(text), text), parser=by_hand)

    assert edges(reading) == {("Norwegian government", "RESTRICTS", "Peruvian government")}


def test_each_end_has_its_own_goods() -> None:
    """What is bought from the second seller is not what the first one sells."""
    reading = read("Belmaro Airlines buys engines from Tessaly Corp and radios from Fenlow Group.")

    names = [referent.name for referent in reading.referents]
    goods = {names[c.subject]: dict(c.qualifiers)["product"] for c in reading.claims}
    assert goods == {"Tessaly Corp": "engines", "Fenlow Group": "radios"}


def test_a_description_of_the_firm_spoken_of_is_that_firm() -> None:
    """What is set beside "the company" is no firm of its own."""
    reading = read("Tessaly Corp fell. The Oslo company, a unit of Grupo Belmaro, makes pumps.")

    assert ("Tessaly Corp", "LOCATED_IN", "Oslo") in edges(reading)
    assert "PRODUCES" in {relation for _, relation, _ in edges(reading)}


def test_a_country_before_a_name_is_where_the_firm_is() -> None:
    """The possessor of a firm's name is a place, whatever else is said of the firm."""
    reading = read("Tessaly Corp may sell pumps to Sweden's Kestane Air.")

    assert ("Kestane Air", "LOCATED_IN", "Sweden") in edges(reading)
