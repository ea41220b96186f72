"""`sayso check`, `dump`, `restore` and `delete`, as people and scripts meet them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import be_patient, empty
from sayso.tests.examples import denial, everything, northwind
from sayso.ui.cli import main

Run = Callable[..., Result]


@pytest.fixture
def sayso(
    embedded_settings: Settings, embedded_store: Store, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Run]:
    """Call the command line on the session's embedded store, which holds all stories."""
    be_patient(monkeypatch)
    monkeypatch.setenv("SAYSO_STORE", str(embedded_settings.store))
    empty(embedded_store)
    embedded_store.write(everything())

    def run(*arguments: object, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(main, [str(part) for part in arguments], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    yield run
    embedded_store.cypher("MATCH (m:Meta) REMOVE m.restoring, m.restored", write=True)


class TestCheck:
    """`sayso check`."""

    def test_a_sound_store(self, sayso: Run) -> None:
        """Nothing on standard output, one sentence beside it, exit status 0."""
        result = sayso("check")

        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "Nothing is wrong.\n"

    def test_findings_and_repair(self, sayso: Run, embedded_store: Store) -> None:
        """One line each and exit status 1; what can be made anew is made anew when asked."""
        text = "MATCH (:Firm)-[e:SUPPLIES {n_against: 1}]->(:Firm) SET e.n_for = 9 RETURN e.id"
        ((edge,),) = embedded_store.cypher(text, write=True).rows
        found = sayso("check")

        assert found.exit_code == 1
        assert found.stdout.startswith("edge       What its claims say and what this SUPPLIES")
        assert edge in found.stdout
        assert "sayso check --repair" in found.stderr
        repaired = sayso("check", "--repair")
        assert (repaired.exit_code, repaired.stdout) == (0, "")
        assert repaired.stderr == "1 edge or degree made anew. Nothing is wrong.\n"

    def test_json(self, sayso: Run, embedded_store: Store) -> None:
        """Machines get kind, ids and sentence of each finding."""
        text = "MATCH (c:Claim {relation: 'RESTRICTS'}) SET c.quote = 'x' RETURN c.id"
        ((claim,),) = embedded_store.cypher(text, write=True).rows
        result = sayso("check", "--json")
        found = json.loads(result.stdout)

        assert result.exit_code == 1
        assert found["repaired"] == 0
        assert [one["kind"] for one in found["findings"] if claim in one["ids"]] == [
            "quote",
            "quote",
        ]
        assert list(found["findings"][0]) == ["kind", "ids", "sentence"]


class TestDumpAndRestore:
    """`sayso dump` and `sayso restore`."""

    def test_there_and_back(self, sayso: Run, embedded_store: Store, tmp_path: Path) -> None:
        """A dump fills an empty store; a file that is there is not replaced unasked."""
        path = tmp_path / "all.jsonl.gz"
        dumped = sayso("dump", path)
        again = sayso("dump", path)
        empty(embedded_store)
        restored = sayso("restore", path)

        assert dumped.exit_code == 0
        assert dumped.stdout.startswith("Wrote ")
        assert dumped.stdout.endswith(f" of the log to {path}\n")
        assert again.exit_code == 1
        assert "is there already" in again.stderr
        assert restored.exit_code == 0
        assert dumped.stdout == f"{restored.stdout.rstrip()} to {path}\n".replace(
            "Restored", "Wrote"
        )
        assert sayso("dump", path, "--yes").exit_code == 0
        assert embedded_store.status().documents == 4

    def test_through_a_pipe(self, sayso: Run, embedded_store: Store) -> None:
        """A dump goes to standard output, a restore reads standard input."""
        dumped = sayso("dump", "-")
        empty(embedded_store)
        restored = sayso("restore", "-", stdin=dumped.stdout_bytes)

        assert "Wrote " in dumped.stderr
        assert restored.exit_code == 0
        assert embedded_store.status().documents == 4

    def test_a_full_store_is_left_alone(self, sayso: Run, tmp_path: Path) -> None:
        """Two graphs are not mixed."""
        sayso("dump", tmp_path / "all.gz")
        result = sayso("restore", tmp_path / "all.gz", "--yes")

        assert result.exit_code == 1
        assert "The store is not empty" in result.stderr

    def test_what_is_no_dump(self, sayso: Run, embedded_store: Store, tmp_path: Path) -> None:
        """Another file is refused by name."""
        empty(embedded_store)
        (tmp_path / "story.txt").write_text("Northwind supplies rails.")
        result = sayso("restore", tmp_path / "story.txt")

        assert result.exit_code == 1
        assert f"{tmp_path / 'story.txt'}: is no dump" in result.stderr


class TestDelete:
    """`sayso delete`."""

    def test_shows_first_and_deletes_when_told(self, sayso: Run, embedded_store: Store) -> None:
        """Without --yes everything stays; with it the document and its claims go."""
        shown = sayso("delete", "northwind.txt")
        assert shown.exit_code == 1
        assert shown.stdout == f"{northwind().document.id} “northwind.txt”: 4 claims\n"
        assert "add --yes" in shown.stderr
        assert embedded_store.status().documents == 4

        done = sayso("delete", "northwind.txt", "Harbour Rail denies buying rails", "--yes")
        assert done.exit_code == 0
        assert done.stdout.startswith("Deleted “northwind.txt”: 4 claims, ")
        assert embedded_store.status().documents == 2
        assert embedded_store.check() == ()

    def test_an_id_and_the_same_twice(self, sayso: Run, embedded_store: Store) -> None:
        """A document that is named twice goes once."""
        document = denial().document.id

        assert sayso("delete", document, "denial.txt", "--yes").exit_code == 0
        assert embedded_store.status().documents == 3

    def test_unknown_or_ambiguous_deletes_nothing(self, sayso: Run, embedded_store: Store) -> None:
        """All names must be clear before anything goes."""
        unknown = sayso("delete", "denial.txt", "nothing.txt", "--yes")
        text = "MATCH (d:Document) SET d.title = 'One title'"
        embedded_store.cypher(text, write=True)
        ambiguous = sayso("delete", "One title", "--yes")

        assert unknown.exit_code == ambiguous.exit_code == 1
        assert "“nothing.txt”" in unknown.stderr
        assert "4 documents are called “One title”. Give an id: d" in ambiguous.stderr
        assert embedded_store.status().documents == 4
