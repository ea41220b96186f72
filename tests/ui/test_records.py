"""The public form of claims: `sayso load --dry-run --json`."""

import json
from datetime import date

from sayso.graph.ids import document_id
from sayso.graph.model import (
    Attribution,
    Claim,
    Document,
    Label,
    Modality,
    Polarity,
    Reading,
    Referent,
    Speaker,
)
from sayso.graph.writing.rows import rows
from sayso.ui.records import claim_records, document_name

TEXT = "Acme denied on Monday that it sold pumps to rebels; Acme is reported to urge restraint."


def spans(*mentions: str) -> tuple[tuple[int, int], ...]:
    """Return the first place of each of these words."""
    return tuple((TEXT.index(words), TEXT.index(words) + len(words)) for words in mentions)


def reading() -> Reading:
    """Return two claims: one with every field, one with as few as can be."""
    acme = Referent("Acme", ("Acme",), Label.FIRM, spans=(*spans("Acme", "it"), (52, 56)))
    rebels = Referent(
        "rebels", ("rebels",), Label.ORGANISATION, collective=True, spans=spans("rebels")
    )
    quote = "it sold pumps to rebels"
    denial = Claim(
        relation="SUPPLIES",
        subject=0,
        object=1,
        subject_span=spans("it")[0],
        object_span=spans("rebels")[0],
        quote=quote,
        quote_start=TEXT.index(quote),
        quote_end=TEXT.index(quote) + len(quote),
        speakers=(Speaker(0, Attribution.NAMED, "denied", (0, 4)),),
        polarity=Polarity.DENIED,
        said_text="on Monday",
        said_on=date(2024, 4, 15),
        qualifiers=(("product", "pumps"),),
        confidence=0.87654,
        rule="sell",
    )
    urging = Claim(
        relation="URGES",
        subject=0,
        object=None,
        subject_span=(52, 56),
        object_span=None,
        quote=TEXT[52:86],
        quote_start=52,
        quote_end=86,
        speakers=(Speaker(None, Attribution.HEARSAY, "reported", spans("reported")[0]),),
        modality=Modality.ALLEGED,
        qualifiers=(("measure", "restraint"),),
    )
    document = Document(document_id(TEXT), TEXT, "pumps.v2.txt", published_on=date(2024, 4, 16))
    return Reading(document, (acme, rebels), (denial, urging))


def test_ends_show_the_mention_that_was_read_first() -> None:
    """Whoever scores or highlights needs to know which mention carried the claim."""
    denial, urging = claim_records(reading())

    assert denial["subject"] == {
        "name": "Acme",
        "label": "Firm",
        "collective": False,
        "spans": [[27, 29], [0, 4], [52, 56]],
    }
    assert denial["object"]["collective"] is True
    assert urging["subject"]["spans"] == [[52, 56], [0, 4], [27, 29]]
    assert urging["object"] is None


def test_speakers_keep_their_order_and_kind() -> None:
    """A named speaker has a name, hearsay has only the words that show it."""
    denial, urging = claim_records(reading())

    assert [(one["name"], one["attribution"]) for one in denial["speakers"]] == [("Acme", "named")]
    assert urging["speakers"] == [
        {
            "name": None,
            "label": None,
            "attribution": "hearsay",
            "spans": [list(spans("reported")[0])],
        }
    ]


def test_labels_dates_and_attributes_are_plain() -> None:
    """Everything survives JSON, dates as 2019-05-22."""
    denial, urging = claim_records(reading())

    assert (denial["modality"], denial["polarity"]) == ("asserted", "denied")
    assert (denial["said_text"], denial["said_on"]) == ("on Monday", "2024-04-15")
    assert (denial["when_text"], denial["date_from"]) == (None, None)
    assert denial["attributes"] == {"product": "pumps"}
    assert (denial["confidence"], denial["rule"]) == (0.877, "sell")
    assert urging["modality"] == "alleged"
    assert json.loads(json.dumps([denial, urging])) == [denial, urging]


def test_ids_are_those_of_the_store() -> None:
    """A printed claim can be looked up in the graph."""
    printed = [record["id"] for record in claim_records(reading())]

    assert sorted(printed) == [row.id for row in rows(reading()).claims]


def test_a_document_goes_by_its_file_without_ending() -> None:
    """Only the last ending is cut; a text without a file goes by its id."""
    assert document_name(reading().document) == "pumps.v2"
    assert document_name(Document("d1", "x")) == "d1"
