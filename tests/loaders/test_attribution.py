"""Who says what: channels, chains, and speakers of the sentence before."""

from __future__ import annotations

import pytest

from sayso.graph.ids import document_id
from sayso.graph.model import Attribution, Document, Reading
from sayso.loaders.extract import extract
from sayso.loaders.extract.quotes import quotations
from sayso.loaders.extract.stages import Block


def read(text: str) -> Reading:
    return extract(Document(document_id(text), text))


def chain(text: str) -> list[str | None]:
    """Return the speakers, innermost first, of the one RESTRICTS claim in `text`."""
    reading = read(text)
    (claim,) = [claim for claim in reading.claims if claim.relation == "RESTRICTS"]
    return [
        None if speaker.referent is None else reading.referents[speaker.referent].name
        for speaker in claim.speakers
    ]


BAN = "Norway banned Tessaly Corp"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"{BAN}.", []),
        (f"The Oslo Herald said {BAN}.", ["Oslo Herald"]),
        (f"{BAN}, the Oslo Herald reported on Tuesday.", ["Oslo Herald"]),
        (f"{BAN}, the Oslo Herald contemplated.", ["Oslo Herald"]),
        (f"{BAN}, said the minister, Erik Lund.", ["Erik Lund"]),
        (f"According to the Oslo Herald, {BAN}.", ["Oslo Herald"]),
        (f"{BAN}, according to the Oslo Herald.", ["Oslo Herald"]),
        (f"{BAN}, according to a letter seen by Reuters.", ["Reuters"]),
        (f"“{BAN}, and we regret it,” said Erik Lund.", ["Erik Lund"]),
        (f"“{BAN}” Erik Lund required.", ["Erik Lund"]),
        (f"Erik Lund said: “{BAN}.”", ["Erik Lund"]),
        (f"Erik Lund told Reuters that {BAN}.", ["Erik Lund", "Reuters"]),
        (f"Erik Lund said {BAN}, Reuters reported.", ["Erik Lund", "Reuters"]),
        (f"{BAN}, Erik Lund told Reuters.", ["Erik Lund", "Reuters"]),
        ("Norway has reportedly banned Tessaly Corp.", [None]),
        (f"“It rained,” said Erik Lund.\n“{BAN}.”", ["Erik Lund"]),
        (f"Erik Lund told Reuters it rained.\n“{BAN},” he added.", ["Erik Lund", "Reuters"]),
        (f"Erik Lund denied that {BAN}.", ["Erik Lund"]),
    ],
)
def test_chain_of_speakers(text: str, speakers: list[str | None]) -> None:
    """The innermost speaker comes first; an outlet that was told comes after."""
    assert chain(text) == speakers


def test_unnamed_speaker_is_kept_as_unnamed() -> None:
    """A source without a name is a speaker, not the article's own voice."""
    reading = read(f"{BAN}, a person familiar with the matter said.")
    (claim,) = [claim for claim in reading.claims if claim.relation == "RESTRICTS"]

    assert [speaker.attribution for speaker in claim.speakers] == [Attribution.UNNAMED]


def test_we_is_the_speakers_organisation() -> None:
    """Inside a quotation "we" speaks for the firm of the one who says it."""
    reading = read("“We sell pumps to Belmaro Airlines,” said Ann Lee, head of Tessaly Corp.")
    (claim,) = [claim for claim in reading.claims if claim.relation == "SUPPLIES"]

    assert reading.referents[claim.subject].name.startswith("Tessaly Corp")


def test_it_said_means_the_subject_of_what_is_said() -> None:
    """A tag with a pronoun goes on speaking of whom the sentence is about."""
    reading = read("Kestane Air does not buy pumps from Tessaly Corp, it said on Friday.")
    (claim,) = [claim for claim in reading.claims if claim.relation == "SUPPLIES"]

    assert [reading.referents[s.referent or 0].name for s in claim.speakers] == ["Kestane Air"]


def test_who_was_told_is_kept() -> None:
    """An addressee that is no outlet is noted, and is no speaker."""
    reading = read(f"Erik Lund told investors that {BAN}.")
    (claim,) = [claim for claim in reading.claims if claim.relation == "RESTRICTS"]

    assert claim.addressee == "investors"
    assert len(claim.speakers) == 1


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("“No,” he said.", [(0, 5)]),
        ('"No," he said, "never."', [(0, 5), (15, 23)]),
        ("“No, and there is more", [(0, 22)]),
        ('He said it was 5" long', []),
    ],
)
def test_quotation_marks_are_paired(text: str, spans: list[tuple[int, int]]) -> None:
    """An odd number of marks is no error: the last one ends with its block."""
    found = quotations(text, [Block((0, len(text)), "body")])

    assert [quotation.span for quotation in found] == spans
