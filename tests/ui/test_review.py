"""The review of a text: every claim numbered in the text and in the list, nothing lost."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.graph.model import Claim, Document, Label, Modality, Polarity, Reading, Referent
from sayso.tests.examples import denial, hostile, northwind
from sayso.ui import review


def texts(content: dict[str, object]) -> list[str]:
    paragraphs = content["paragraphs"]
    assert isinstance(paragraphs, list)
    return ["".join(run.get("text", "") for run in runs) for runs in paragraphs]


def test_text_is_shown_whole_and_numbered() -> None:
    """Every paragraph comes as it is; a number follows each quote, in text order."""
    reading = northwind()
    content = review.article_content(reading, range(4))
    numbers = [n for runs in content["paragraphs"] for r in runs for n in r.get("numbers", ())]

    assert texts(content) == [line for line in reading.document.text.splitlines() if line]
    assert numbers == [1, 2, 3, 4]
    assert content["name"] == "northwind.txt"
    assert content["details"] == "no title · The Harbour Post · published 4 March 2024 · English"


def test_marks_take_the_form_of_their_claim() -> None:
    """A mark is solid, dashed or doubly red, and goes when its claim is left out."""
    marks = [
        run
        for runs in review.article_content(northwind(), {0, 2, 3})["paragraphs"]
        for run in runs
        if "claims" in run
    ]

    assert [(m["claims"], m["line"], m["accepted"]) for m in marks] == [
        ([1], "asserted", True),
        ([2], "hedged", False),
        ([3], "asserted", True),
        ([4], "asserted", True),
    ]


def test_list_says_who_and_how_sure() -> None:
    """A claim in the list has its two names, its line, and the chain of those who said it."""
    content = review.list_content(northwind(), [0, 1])
    first, second = content["claims"][:2]

    assert content["title"] == "4 claims found"
    assert content["names"] == "8 names"
    assert first["meta"] == "Stated as fact · Ada Lind → told The Harbour Post"
    assert second["meta"] == "Possible · an official"
    assert second["line"] == "hedged"
    assert review.list_content(denial(), [])["claims"][0]["meta"] == (
        "Stated as fact · denied · Harbour Rail"
    )
    assert review.list_content(hostile(), [])["claims"][1]["meta"] == (
        "Stated as fact · reported, source not named"
    )


def test_claim_without_object_shows_its_measure() -> None:
    """Where a text names no target, the list says what was asked for."""
    base = northwind()
    urged = replace(
        base.claims[2], relation="URGES", object=None, qualifiers=(("measure", "a ban"),)
    )
    (row,) = review.list_content(replace(base, claims=(urged,)), [0])["claims"]

    assert (row["object"], row["measure"]) == (None, "a ban")


def test_hedged_denial_is_drawn_as_hedged() -> None:
    """Only a denial without a hedge is drawn as one."""
    claim = northwind().claims[0]
    denied = replace(claim, polarity=Polarity.DENIED)

    assert review.form(claim) == "asserted"
    assert review.form(denied) == "denied"
    assert review.form(replace(denied, modality=Modality.CONDITIONAL)) == "hedged"
    assert review.form(replace(claim, modality=Modality.ALLEGED)) == "alleged"


def test_sentence_counts_what_is_accepted() -> None:
    """The sentence above tells how many of the claims will be written."""
    assert review.will_be_written(18, 20) == (
        "18 of 20 claims will be written. Nothing is stored yet."
    )


@settings(deadline=None)  # a busy machine is no failure
@given(st.data())
def test_overlapping_quotes_lose_no_character(data: st.DataObject) -> None:
    """However quotes overlap and cross paragraphs, the text stays whole, each number once."""
    text = data.draw(st.text(alphabet="ab \n\r", min_size=1, max_size=40))
    spans = data.draw(st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40)), max_size=5))
    claims = tuple(
        Claim("SUPPLIES", 0, 0, (0, 1), (0, 1), "", min(a, len(text) - 1), min(b, len(text)))
        for a, b in spans
        if min(a, len(text) - 1) < min(b, len(text))
    )
    reading = Reading(Document("d", text), (Referent("A", ("A",), Label.FIRM),), claims)
    content = review.article_content(reading, range(len(claims)))
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    numbers = [n for runs in content["paragraphs"] for r in runs for n in r.get("numbers", ())]

    assert texts(content) == lines
    assert len(numbers) == len(set(numbers))
    assert review.list_content(reading, [])["title"].startswith(str(len(claims)))
