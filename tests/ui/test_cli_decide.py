"""`sayso merges` and `sayso review` as people and scripts meet them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from sayso.graph.model import Label
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import be_patient, empty
from sayso.tests.examples import northwind, thing, told
from sayso.tests.graph.canonical import canonical
from sayso.ui.cli import main

Run = Callable[..., Result]

SIGNED = ("--by", "Ada Lind", "--reason", "One register.")
KESTREL_LTD = thing(Label.FIRM, "Kestrel Optics Ltd.")
HOLDING = thing(Label.FIRM, "Northwind Holding")


@pytest.fixture
def sayso(
    embedded_settings: Settings, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Call the command line on a store with two stories."""
    empty(embedded_store)
    embedded_store.write([northwind(), told("Northwind Holding.\n", also=[HOLDING])])
    be_patient(monkeypatch)
    monkeypatch.setenv("SAYSO_STORE", str(embedded_settings.store))

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(main, list(arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


def names(sayso: Run) -> list[str]:
    """Return the names of the entity that is called Northwind."""
    query = "MATCH (n:Firm) WHERE 'Northwind' IN n.names RETURN n.names AS names"
    (row,) = json.loads(sayso("query", "--json", query).stdout)
    return list(row["names"])


def claim_of(sayso: Run, relation: str) -> str:
    """Return the id of the one claim of a relation."""
    query = f"MATCH (c:Claim {{relation: '{relation}'}}) RETURN c.id AS id"
    (row,) = json.loads(sayso("query", "--json", query).stdout)
    return str(row["id"])


def test_suggestions_are_listed_with_their_reasons(sayso: Run, embedded_store: Store) -> None:
    """Score, both names and ids, a sentence; nothing is applied, and a “no” ends it."""
    embedded_store.write([told("Kestrel Optics Ltd.\n", also=[KESTREL_LTD])])
    before = canonical(embedded_store)
    listed = sayso("merges")
    (found,) = json.loads(sayso("merges", "--json").stdout)
    first, reasons = listed.stdout.splitlines()

    assert canonical(embedded_store) == before
    assert first.startswith(f"{found['score']:.2f}  Kestrel Optics")
    assert f"{found['one']['name']} (Firm, {found['one']['id']}) = " in first
    assert reasons.strip() == found["reasons"]
    assert "sayso merges apply" in listed.stderr

    sayso("merges", "apart", found["one"]["id"], found["other"]["id"], *SIGNED)

    assert json.loads(sayso("merges", "--json").stdout) == []
    assert sayso("merges").stderr == "No two names look like one.\n"


def test_names_are_merged_and_the_merge_undone(sayso: Run) -> None:
    """One sentence says what was done, another how to undo it; the history keeps both."""
    made = sayso("merges", "apply", "northwind", "Northwind Holding", *SIGNED)
    decision = made.stderr.split()[-1]

    assert made.exit_code == 0
    assert made.stdout == "Northwind Holding is Northwind Metals\n"
    assert made.stderr == f"To undo it: sayso merges undo {decision}\n"
    assert names(sayso) == ["Northwind", "Northwind Holding", "Northwind Metals"]

    undone = sayso("merges", "undo", decision, "--by", "Bo Ek")
    first, second = sayso("merges", "history", "Northwind").stdout.splitlines()
    sayso("merges", "apart", "Northwind", "Northwind Holding", *SIGNED)
    cut = sayso("merges", "history", "--limit", "1")

    assert names(sayso) == ["Northwind", "Northwind Metals"]
    assert undone.stdout.startswith("Northwind Holding is Northwind Metals (undone on 20")
    assert undone.stderr == ""
    assert f"  {decision}  Northwind Holding is Northwind Metals (undone on " in first
    assert first.endswith(" by Bo Ek)")
    assert second.strip() == "Ada Lind: One register."
    assert "Northwind Holding is not Northwind Metals\n" in cut.stdout
    assert cut.stderr == "1 of 2; --limit shows more\n"


def test_names_are_parted(sayso: Run) -> None:
    """A name that a text joined is taken out; each decision can be read by machines."""
    parted = sayso("merges", "split", "Northwind", "Northwind Metals", *SIGNED, "--json")
    (entry,) = json.loads(parted.stdout)

    assert names(sayso) == ["Northwind"]
    assert (entry["verdict"], entry["by"]) == ("different", "Ada Lind")
    assert json.loads(sayso("merges", "history", "--json").stdout) == [entry]


def test_a_no_is_kept(sayso: Run) -> None:
    """Two that are noted as different are not merged any more."""
    noted = sayso("merges", "apart", "Northwind", "Northwind Holding", *SIGNED)
    refused = sayso("merges", "apply", "Northwind", "Northwind Holding", *SIGNED)

    assert noted.stdout == "Northwind Holding is not Northwind Metals\n"
    assert refused.exit_code == 1
    assert noted.stderr.split()[-1] in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_name_of_two_is_not_guessed(sayso: Run, embedded_store: Store) -> None:
    """Where several have the name, their ids are shown, and an id is taken."""
    union = thing(Label.ORGANISATION, "Northwind", kind="union")
    embedded_store.write([told("Northwind strikes.\n", also=[union])])
    refused = sayso("merges", "apply", "Northwind", "Northwind Holding", *SIGNED)
    query = "MATCH (n:Organisation) RETURN n.id AS id"
    (row,) = json.loads(sayso("query", "--json", query).stdout)
    made = sayso("merges", "apply", row["id"], "Northwind Holding", *SIGNED)

    assert refused.exit_code == 1
    assert "“Northwind” is the name of 2. Give an id: " in refused.stderr
    assert f"{row['id']} (Organisation, 0 edges)" in refused.stderr
    assert made.exit_code == 0


def test_an_unknown_name_is_answered_with_the_nearest(sayso: Run) -> None:
    """A typing error merges nothing."""
    refused = sayso("merges", "apply", "Northwind", "Kestrel Optiks", *SIGNED)

    assert refused.exit_code == 1
    assert "Did you mean Kestrel Optics" in refused.stderr


def test_a_claim_is_rejected_and_the_review_undone(sayso: Run) -> None:
    """Its edge goes and comes back; the history says who and why."""
    claim = claim_of(sayso, "CITES")
    cites = ("query", "--csv", "MATCH ()-[r:CITES]->() RETURN count(r) AS edges")
    made = sayso("review", claim, "rejected", *SIGNED)
    without = sayso(*cites).stdout
    review = made.stderr.split()[-1]
    undone = sayso("review", "undo", review)
    history = sayso("review", "history", claim).stdout

    assert made.stdout == f"claim {claim} is rejected\n"
    assert (without, sayso(*cites).stdout) == ("edges\n0\n", "edges\n1\n")
    assert "(undone on " in undone.stdout
    assert review in history
    assert "Ada Lind: One register." in history


def test_nothing_was_decided(sayso: Run) -> None:
    """An empty history says so, beside the data."""
    for result in (sayso("merges", "history"), sayso("review", "history")):
        assert (result.stdout, result.stderr) == ("", "Nothing was decided.\n")
    assert json.loads(sayso("merges", "history", "--json").stdout) == []


@pytest.mark.parametrize(
    "call",
    [
        ("merges", "apply", "Northwind", *SIGNED),
        ("merges", "apply", "Northwind", "Northwind Holding", "--by", "Ada Lind"),
        ("merges", "split", "Northwind", *SIGNED),
        ("merges", "undo"),
        ("merges", "mend"),
        ("merges", "list", "Northwind"),
        ("review", "c0", *SIGNED),
        ("review", "c0", "maybe", *SIGNED),
        ("review", "c0", "rejected"),
        ("review", "undo"),
    ],
    ids=" ".join,
)
def test_wrong_calls_end_with_2(sayso: Run, call: tuple[str, ...]) -> None:
    """A call that cannot mean anything is told apart from a failure."""
    assert sayso(*call).exit_code == 2
