"""How sure, yes or no: what the words around a predicate make of it."""

from __future__ import annotations

import pytest

from sayso.graph.ids import document_id
from sayso.graph.model import Claim, Document
from sayso.loaders.extract import extract


def restrictions(text: str) -> list[Claim]:
    reading = extract(Document(document_id(text), text))
    return [claim for claim in reading.claims if claim.relation == "RESTRICTS"]


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("Norway banned Tessaly Corp.", "asserted", "affirmed"),
        ("Norway is considering a ban on Tessaly Corp.", "planned", "affirmed"),
        ("Norway will ban Tessaly Corp.", "planned", "affirmed"),
        ("Norway said it would ban Tessaly Corp.", "planned", "affirmed"),
        ("Norway could ban Tessaly Corp.", "possible", "affirmed"),
        ("Norway may perhaps ban Tessaly Corp.", "possible", "affirmed"),
        ("Norway would ban Tessaly Corp.", "conditional", "affirmed"),
        ("If Norway bans Tessaly Corp, prices will rise.", "conditional", "affirmed"),
        ("Even if Norway stops banning Tessaly Corp, it will sell.", "conditional", "denied"),
        ("Senators urged Norway to ban Tessaly Corp.", "requested", "affirmed"),
        ("The king told Norway to ban Tessaly Corp.", "requested", "affirmed"),
        ("Norway should ban Tessaly Corp.", "requested", "affirmed"),
        ("Norway allegedly banned Tessaly Corp.", "alleged", "affirmed"),
        ("Norway did not ban Tessaly Corp.", "asserted", "denied"),
        ("Norway never banned Tessaly Corp.", "asserted", "denied"),
        ("Norway refused to ban Tessaly Corp.", "asserted", "denied"),
        ("Norway no longer bans Tessaly Corp.", "asserted", "denied"),
        ("Norway denied that it had banned Tessaly Corp.", "asserted", "denied"),
        ("Norway did not lift its ban on Tessaly Corp.", "asserted", "affirmed"),
        ("Norway's parliament voted against banning Tessaly Corp.", "asserted", "denied"),
        ("It is false that Norway banned Tessaly Corp.", "asserted", "denied"),
        ("Norway, which does not sell oil, banned Tessaly Corp.", "asserted", "affirmed"),
    ],
)
def test_modality_and_polarity(text: str, modality: str, polarity: str) -> None:
    """Hedges and negations count where they govern the predicate, and only there."""
    claims = [(claim.modality, claim.polarity) for claim in restrictions(text)]

    assert claims == [(modality, polarity)]


@pytest.mark.parametrize(
    "text",
    [
        "Did Norway ban Tessaly Corp?",
        "There is no evidence that Norway banned Tessaly Corp.",
        "Norway declined to say whether it would ban Tessaly Corp.",
        "Officials did not say that Norway banned Tessaly Corp.",
        "To ban Tessaly Corp, Norway changed its law.",
    ],
)
def test_nothing_is_claimed(text: str) -> None:
    """Questions, purposes and what nobody says are no claims."""
    assert restrictions(text) == []


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Norway is considering a ban on Tessaly Corp.", "considering"),
        ("If Norway bans Tessaly Corp, prices will rise.", "If"),
        ("Even if Norway bans Tessaly Corp, prices will fall.", "Even if"),
    ],
)
def test_the_hedge_is_named(text: str, hedge: str) -> None:
    """The word that shows the modality can be shown to the reader."""
    (claim,) = restrictions(text)

    assert claim.hedge == hedge


def test_the_end_of_something_is_told_from_its_absence() -> None:
    """What stopped was there before: the qualifier says so."""
    (claim,) = restrictions("Norway lifted its ban on Tessaly Corp.")

    assert dict(claim.qualifiers)["aspect"] == "stops"
