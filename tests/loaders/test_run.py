"""The one pipe: good files are loaded, bad ones refused, and nothing is half-written."""

import logging
from datetime import date
from pathlib import Path

import pytest

from sayso.graph.errors import DocumentError, VocabularyError
from sayso.graph.model import Claim, Document, Label, Reading, Referent
from sayso.graph.store import Store
from sayso.loaders import run as pipe
from sayso.loaders.run import Loaded, Step, run

STORY = "Halvorsen Navigation supplies gyroscopes to Arkady Precision, the ministry said."
OTHER = "Norway barred Arkady Precision from buying gyroscopes last week."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good stories and, between them, a bad one."""
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"The ministry said \xff\xfe")
    (tmp_path / "c.txt").write_text(OTHER, encoding="utf-8")
    (tmp_path / "c.meta.yaml").write_text("published: 2024-04-16\n", encoding="utf-8")
    return tmp_path


def test_a_bad_file_does_not_stop_the_others(store: Store, folder: Path) -> None:
    """Each file is settled once: loaded into the store, or refused with its reason."""
    seen: list[object] = []
    report = run([folder / "missing", folder], store, on_outcome=seen.append)

    assert [one.path.name for one in report.loaded] == ["a.txt", "c.txt"]
    assert [Path(error.path).name for error in report.refused] == ["missing", "b.txt"]
    assert len(seen) == len(report.loaded) + len(report.refused) == 4
    assert store.status().documents == 2


def test_claims_arrive_in_the_store(store: Store, folder: Path) -> None:
    """What was read can be asked for."""
    run([folder / "a.txt"], store)
    found = store.cypher(
        "MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm) RETURN a.name AS a, b.name AS b"
    ).records

    assert found == [{"a": "Halvorsen Navigation", "b": "Arkady Precision"}]


def test_loading_twice_changes_nothing(store: Store, folder: Path) -> None:
    """The second time everything is there already."""
    first = run([folder], store)
    second = run([folder], store)

    assert sum(one.new for one in first.written) == first.claims > 0
    assert [(one.new, one.updated, one.removed) for one in second.written] == [(0, 0, 0)] * 2
    assert [one.unchanged for one in second.written] == [one.claims for one in first.written]


def test_the_same_text_in_two_files_is_one_document(store: Store, folder: Path) -> None:
    """A copy under another name adds nothing."""
    (folder / "d.txt").write_text(STORY, encoding="utf-8")
    report = run([folder / "a.txt", folder / "d.txt"], store)

    assert [one.new for one in report.written][1] == 0
    assert store.status().documents == 1


def test_a_changed_sidecar_brings_document_and_dates_up_to_date(store: Store, folder: Path) -> None:
    """The text is the same, so it is the same document; its dates move with the sidecar."""
    query = (
        "MATCH (d:Document)<-[:STATED_IN]-(c:Claim {relation: 'RESTRICTS'}) "
        "RETURN d.published_on AS published, c.date_from AS first"
    )
    run([folder / "c.txt"], store)
    before = store.cypher(query).records
    (folder / "c.meta.yaml").write_text("published: 2024-04-23\n", encoding="utf-8")
    report = run([folder / "c.txt"], store)

    assert before == [{"published": date(2024, 4, 16), "first": date(2024, 4, 8)}]
    assert store.cypher(query).records == [
        {"published": date(2024, 4, 23), "first": date(2024, 4, 15)}
    ]
    assert [one.new for one in report.written] == [0]
    assert store.status().documents == 1


def test_a_dry_run_needs_no_store(folder: Path) -> None:
    """Without a store the readings are all there is."""
    report = run([folder], None)

    assert [one.written for one in report.loaded] == [None, None]
    assert report.written == ()
    assert report.claims == sum(len(one.reading.claims) for one in report.loaded) > 0


def test_steps_tell_how_far_it_is(folder: Path) -> None:
    """Every file is announced before it is read, bad ones too."""
    steps: list[Step] = []
    run([folder], None, on_step=steps.append)

    assert [(step.done, step.total, step.path.name) for step in steps] == [
        (0, 3, "a.txt"),
        (1, 3, "b.txt"),
        (2, 3, "c.txt"),
    ]


def test_a_story_that_trips_the_extractor_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One failing story costs that story; the log has the traceback."""
    whole = pipe.extract

    def failing(document: Document) -> Reading:
        if document.text == STORY:
            raise ValueError("no such thing")
        return whole(document)

    monkeypatch.setattr(pipe, "extract", failing)
    with caplog.at_level(logging.DEBUG, "sayso"):
        report = run([folder / "a.txt", folder / "c.txt"], None)

    assert [one.path.name for one in report.loaded] == ["c.txt"]
    assert [error.reason for error in report.refused] == [
        "Sayso failed on it (ValueError: no such thing); please report it."
    ]
    assert "Traceback" in caplog.text


def test_a_broken_vocabulary_stops_everything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault that is in no file must not be blamed on each of them."""

    def failing(document: Document) -> Reading:
        raise VocabularyError("supplies.yaml: missing reads.")

    monkeypatch.setattr(pipe, "extract", failing)
    with pytest.raises(VocabularyError):
        run([folder], None)


def test_a_reading_that_cannot_be_stored_is_refused_alone(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documents before and after it are kept whole."""
    (folder / "b.txt").write_text("Spain barred Riego Norte.", encoding="utf-8")

    def read(document: Document) -> Reading:
        firm = Referent("Arkady", ("Arkady",), Label.FIRM, spans=((0, 4),))
        quote = "wrong" if document.file_name == "b.txt" else document.text[:4]
        return Reading(document, (firm,), (Claim("SUPPLIES", 0, 0, (0, 4), (0, 4), quote, 0, 4),))

    monkeypatch.setattr(pipe, "extract", read)
    report = run([folder], store)

    assert [(one.path.name, one.written and one.written.new) for one in report.loaded] == [
        ("a.txt", 1),
        ("c.txt", 1),
    ]
    assert [Path(error.path).name for error in report.refused] == ["b.txt"]
    assert store.status().documents == 2


def test_a_report_holds_no_texts(store: Store, folder: Path) -> None:
    """Whoever wants the text takes it from the outcome; the report of a large run stays small."""
    texts: list[str] = []

    def note(outcome: object) -> None:
        if isinstance(outcome, Loaded):
            texts.append(outcome.reading.document.text)

    report = run([folder], store, on_outcome=note)

    assert texts == [STORY, OTHER]
    assert [one.reading.document.text for one in report.loaded] == ["", ""]
    assert [one.document.text for one in report.written] == ["", ""]


def test_outcomes_are_loaded_or_refused(folder: Path) -> None:
    """A caller can tell the two apart by their class."""
    outcomes: list[object] = []
    run([folder], None, on_outcome=outcomes.append)

    assert [type(outcome) for outcome in outcomes] == [Loaded, DocumentError, Loaded]
