"""The examples of the relation files: each is a sentence and exactly what it claims.

They are the documentation of a relation and its test at once, so a frame that
breaks a sentence of another relation's file shows here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sayso.graph.errors import VocabularyError
from sayso.graph.ids import document_id
from sayso.graph.model import Claim, Document, Label, Reading
from sayso.graph.vocabulary import Relation, relations
from sayso.loaders.extract import extract
from sayso.loaders.extract.frames import frames, read_frames

EXAMPLES = [
    pytest.param(relation.name, example, id=f"{relation.name}-{example['text'][:60]}")
    for relation in relations().values()
    for example in relation.extraction["examples"]
]


def read(text: str) -> Reading:
    return extract(Document(document_id(text), text))


def words(reading: Reading, referent: int | None) -> set[str]:
    """Return every way in which the text writes one end of a claim."""
    if referent is None:
        return {""}
    found = reading.referents[referent]
    spans = {reading.document.text[start:end] for start, end in found.spans}
    return {_bare(each) for each in (*found.names, *spans)}


def _bare(name: str) -> str:
    """Return the name without article, and without the full stop of its sentence."""
    first, _, rest = name.casefold().rstrip(".").partition(" ")
    return rest if first in {"the", "a", "an"} and rest else name.casefold().rstrip(".")


def fits(reading: Reading, claim: Claim, wanted: Mapping[str, Any]) -> bool:
    """Return whether a claim is the wanted one, as far as that is written down."""
    speakers = [words(reading, speaker.referent) for speaker in claim.speakers]
    asked = wanted.get("speakers")
    return (
        _bare(wanted["subject"]) in words(reading, claim.subject)
        and _bare(wanted["object"] or "") in words(reading, claim.object)
        and claim.modality == wanted.get("modality", "asserted")
        and claim.polarity == wanted.get("polarity", "affirmed")
        and (asked is None or len(asked) == len(speakers))
        and all(_bare(name) in found for name, found in zip(asked or [], speakers, strict=False))
    )


@pytest.mark.parametrize(("relation", "example"), EXAMPLES)
def test_example_gives_exactly_these_claims(relation: str, example: Mapping[str, Any]) -> None:
    """Each claim that is written down is found, and no other of the relation."""
    reading = read(example["text"])
    found = [claim for claim in reading.claims if claim.relation == relation]
    missing = [w for w in example["claims"] if not any(fits(reading, c, w) for c in found)]
    shown = [
        (
            sorted(words(reading, c.subject))[0],
            sorted(words(reading, c.object))[0],
            c.modality,
            c.polarity,
            c.rule,
        )
        for c in found
    ]

    assert missing == [], shown
    assert len(found) == len(example["claims"]), shown


def positives(relation: Relation) -> Iterator[str]:
    for example in relation.extraction["examples"]:
        if example["claims"]:
            yield example["text"]


@pytest.mark.parametrize("name", relations())
def test_every_frame_has_an_example(name: str) -> None:
    """A frame that no example needs is either dead or unexplained."""
    used = {claim.rule for text in positives(relations()[name]) for claim in read(text).claims}
    written = {frame.rule for frame in read_frames(relations()[name])}

    assert written - used == set()


@pytest.mark.parametrize("name", relations())
def test_every_relation_shows_what_it_is_not(name: str) -> None:
    """At least two examples claim nothing."""
    empty = [e for e in relations()[name].extraction["examples"] if not e["claims"]]

    assert len(empty) >= 2


def test_wrong_frames_are_refused_with_their_place() -> None:
    """An unknown role is named together with its file and frame."""
    labels = frozenset({Label.FIRM})
    bad = {"frames": [{"id": "x", "verbs": ["sell"], "subject": "A9", "object": "A1"}]}
    relation = Relation("SELLS", "sells", "sold by", labels, labels, bad)

    with pytest.raises(VocabularyError, match=r"sells\.yaml, frame x: unknown role A9"):
        list(read_frames(relation))


def test_frames_are_indexed_by_word() -> None:
    """A trigger finds its frames without a search through all of them."""
    assert {frame.rule for frame in frames()["verbs"]["ship"]} == {"SUPPLIES/transfer"}
