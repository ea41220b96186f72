"""The one door from the faces of Sayso to its loaders."""

from datetime import date
from pathlib import Path

import pytest

from sayso.graph.errors import DocumentError
from sayso.graph.store import Store
from sayso.ui import intake

STORY = (
    "Halvorsen Navigation supplies gyroscopes to Arkady Precision. "
    "Norway barred Arkady Precision from buying radios."
)


def test_preview_reads_pasted_text_and_uploads_alike() -> None:
    """The same text has the same claims, however it comes in."""
    pasted = intake.preview(STORY, details={"title": "Radios", "published": "2024-04-16"})
    uploaded = intake.preview(STORY.encode("utf-16"), file_name="radios.txt", encoding="utf-16")

    assert pasted.claims == uploaded.claims
    assert {claim.relation for claim in pasted.claims} == {"SUPPLIES", "RESTRICTS"}
    assert (pasted.document.title, pasted.document.published_on) == ("Radios", date(2024, 4, 16))
    assert uploaded.document.file_name == "radios.txt"


@pytest.mark.parametrize(
    ("text", "details", "message"),
    [
        ("", {}, "is empty"),
        (b"\x00\x01", {}, "is binary"),
        (STORY, {"published": "16.4.2024"}, "no date"),
        (f"---\nlang: en\n---\n{STORY}", {"title": "Radios"}, "front matter and details"),
    ],
)
def test_preview_refuses_what_a_file_would_be_refused_for(
    text: str | bytes, details: dict[str, str], message: str
) -> None:
    """The page shows the reason beside the form."""
    with pytest.raises(DocumentError, match=message):
        intake.preview(text, details=details)


def test_details_are_those_of_front_matter() -> None:
    """A form asks for what a file may hold."""
    assert intake.DETAILS == ("title", "outlet", "url", "published", "lang")


def test_keep_leaves_out_what_was_not_chosen() -> None:
    """The document stays whole; only chosen claims are written."""
    reading = intake.preview(STORY)
    kept = intake.keep(reading, [1])

    assert kept.claims == reading.claims[1:2]
    assert (kept.document, kept.referents) == (reading.document, reading.referents)


def test_example_comes_with_sayso(store: Store) -> None:
    """The button “Load the example” needs no checkout and no network."""
    report = intake.load(store, intake.example())

    assert report.refused == ()
    assert [one.path.name for one in report.loaded] == ["hikvision-2019.txt"]
    assert store.status().claims == report.claims > 0


def test_load_collects_refusals(store: Store, tmp_path: Path) -> None:
    """A caller sees what was not loaded, and why."""
    report = intake.load(store, tmp_path / "missing.txt")

    assert [error.reason for error in report.refused] == ["there is no such file or folder."]
    assert report.loaded == ()
