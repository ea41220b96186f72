"""The command line as people and scripts meet it."""

import csv
import io
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sayso.graph.database import embedded
from sayso.graph.settings import VERSION
from sayso.tests.conftest import be_patient
from sayso.ui.cli import main

Run = Callable[..., Result]

STORY = "Halvorsen Navigation supplies gyroscopes to Arkady Precision, the ministry said."
SUPPLIERS = "MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm) RETURN a.name AS supplier, b.name AS buyer"
FIELDS = (
    "id doc relation subject object speakers modality polarity quote quote_start quote_end "
    "attributes when_text date_from date_to said_text said_on addressee hedge trigger confidence "
    "rule extractor extractor_version"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of one store for all tests here; its engine is ended with them."""
    path = tmp_path_factory.mktemp("store")
    yield path
    embedded.stop(path)


@pytest.fixture
def sayso(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line on that store, whatever the environment says."""
    be_patient(monkeypatch)
    monkeypatch.setenv("SAYSO_STORE", str(folder))

    def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, [str(part) for part in arguments], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


@pytest.fixture
def empty(sayso: Run) -> Run:
    """The same, on a store without a document."""
    assert sayso("query", "--write", "MATCH (n) DETACH DELETE n").exit_code == 0
    return sayso


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A story with one plain claim."""
    path = tmp_path / "gyroscopes.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


class TestLoad:
    """`sayso load`."""

    def test_one_line_a_document_and_a_total(self, empty: Run, story: Path) -> None:
        """People see what was found, what was new, and how long it took."""
        result = empty("load", story)
        line, total = result.stdout.splitlines()

        assert result.exit_code == 0
        assert line.startswith(f"{story}: 1 claim, ")
        assert line.endswith("; 1 new, 0 unchanged")
        assert total.startswith("1 document, 1 claim, ")
        assert total.endswith(" seconds")
        assert result.stderr == ""

    def test_twice_is_once(self, empty: Run, story: Path) -> None:
        """The second load finds nothing new."""
        empty("load", story)

        assert "; 0 new, 1 unchanged" in empty("load", story).stdout

    def test_bad_files_fail_and_good_ones_load(self, empty: Run, story: Path) -> None:
        """One line each on standard error, exit status 1, and the rest is in the store."""
        (story.parent / "bad.txt").write_bytes(b"\x00\x01")
        result = empty("load", story.parent, story.parent / "missing.txt")

        assert result.exit_code == 1
        assert result.stderr.splitlines() == [
            f"Error: {story.parent / 'missing.txt'}: there is no such file or folder.",
            f"Error: {story.parent / 'bad.txt'}: is binary, not plain text.",
        ]
        assert "; 2 refused; " in result.stdout
        assert len(json.loads(empty("query", "--json", SUPPLIERS).stdout)) == 1

    def test_json_for_machines(self, empty: Run, story: Path) -> None:
        """One object says the same as the lines."""
        result = empty("load", "--json", story, story.parent / "missing.txt")
        report = json.loads(result.stdout)

        assert result.exit_code == 1
        assert report["documents"][0]["path"] == str(story)
        assert report["documents"][0]["new"] == report["totals"]["claims"] == 1
        assert report["refused"] == [
            {
                "path": str(story.parent / "missing.txt"),
                "reason": "there is no such file or folder.",
            }
        ]

    def test_dry_run_writes_nothing(self, empty: Run, story: Path) -> None:
        """The claims are shown with their words, and the store stays empty."""
        result = empty("load", "--dry-run", story)

        assert "  Halvorsen Navigation SUPPLIES Arkady Precision" in result.stdout
        assert "gyroscopes" in result.stdout
        assert json.loads(empty("status", "--json").stdout)["documents"] == 0

    def test_dry_run_json_is_one_claim_a_line(self, sayso: Run, story: Path) -> None:
        """The public form: its fields, their order, and offsets that hold."""
        lines = sayso("load", "--dry-run", "--json", story).stdout.splitlines()
        claim = json.loads(lines[0])

        assert len(lines) == 1
        assert list(claim) == FIELDS.split()
        assert claim["doc"] == "gyroscopes"
        assert claim["relation"] == "SUPPLIES"
        assert list(claim["subject"]) == ["name", "label", "collective", "spans"]
        assert list(claim["speakers"][0]) == ["name", "label", "attribution", "spans"]
        assert STORY[slice(*claim["object"]["spans"][0])] == "Arkady Precision"
        assert STORY[claim["quote_start"] : claim["quote_end"]] == claim["quote"]

    def test_dry_run_ids_are_those_of_the_store(self, empty: Run, story: Path) -> None:
        """A claim can be followed from the printed line into the graph."""
        printed = json.loads(empty("load", "--dry-run", "--json", story).stdout)
        empty("load", story)
        stored = json.loads(empty("query", "--json", "MATCH (c:Claim) RETURN c.id AS id").stdout)

        assert stored == [{"id": printed["id"]}]

    def test_dry_run_opens_no_store(self, sayso: Run, story: Path) -> None:
        """A dry run works where no database can be reached."""
        result = sayso("load", "--dry-run", "--uri", "neo4j://127.0.0.1:9", story)

        assert result.exit_code == 0

    def test_standard_input(self, empty: Run) -> None:
        """`-` reads a text that another program wrote."""
        result = empty("load", "-", stdin=STORY)

        assert result.stdout.startswith("-: 1 claim")

    def test_if_empty_loads_once(self, empty: Run, story: Path) -> None:
        """An empty store is filled; a store that holds anything is left alone, in silence."""
        first = empty("load", "--if-empty", story)
        (story.parent / "more.txt").write_text("Spain barred Riego Norte.", encoding="utf-8")
        second = empty("load", "--if-empty", story.parent)

        assert "1 new" in first.stdout
        assert (second.exit_code, second.stdout, second.stderr) == (0, "", "")
        assert json.loads(empty("status", "--json").stdout)["documents"] == 1

    def test_size_limit_comes_from_the_environment(
        self, sayso: Run, story: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """SAYSO_MAX_DOCUMENT_BYTES is heeded."""
        monkeypatch.setenv("SAYSO_MAX_DOCUMENT_BYTES", "10")
        result = sayso("load", "--dry-run", story)

        assert result.exit_code == 1
        assert "larger than 10 bytes" in result.stderr

    def test_a_wrong_setting_is_one_line(
        self, sayso: Run, story: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A variable that cannot be read names itself."""
        monkeypatch.setenv("SAYSO_MAX_DOCUMENT_BYTES", "many")
        result = sayso("load", "--dry-run", story)

        assert result.exit_code == 1
        assert result.stderr.startswith("Error: SAYSO_MAX_DOCUMENT_BYTES=many")
        assert len(result.stderr.splitlines()) == 1

    @pytest.mark.parametrize("arguments", [(), ("--encoding", "utf-9", "x.txt"), ("--nope", "x")])
    def test_wrong_calls_end_with_2(self, sayso: Run, arguments: tuple[str, ...]) -> None:
        """A call that cannot mean anything is told apart from a failure."""
        assert sayso("load", *arguments).exit_code == 2


class TestQuery:
    """`sayso query`."""

    @pytest.fixture(autouse=True)
    def _loaded(self, empty: Run, story: Path) -> None:
        empty("load", story)

    def test_table(self, sayso: Run) -> None:
        """Rows stand one a line under their columns; the count goes to standard error."""
        result = sayso("query", SUPPLIERS)

        assert [line.split() for line in result.stdout.splitlines()] == [
            ["supplier", "buyer"],
            ["─" * 20, "─" * 16],
            ["Halvorsen", "Navigation", "Arkady", "Precision"],
        ]
        assert result.stderr.startswith("1 row, ")

    def test_json(self, sayso: Run) -> None:
        """A list of objects, nothing else on either stream."""
        result = sayso("query", "--json", SUPPLIERS)

        assert json.loads(result.stdout) == [
            {"supplier": "Halvorsen Navigation", "buyer": "Arkady Precision"}
        ]
        assert result.stderr == ""

    def test_csv(self, sayso: Run) -> None:
        """Any value survives: commas, quotes and line breaks are escaped."""
        text = 'one, "two"\nthree'
        result = sayso("query", "--csv", "RETURN $text AS text, 1 AS n", "--param", f"text={text}")

        assert list(csv.reader(io.StringIO(result.stdout))) == [["text", "n"], [text, "1"]]

    def test_graph_objects(self, sayso: Run) -> None:
        """A node reads as its name, an edge as its sentence; JSON has their properties."""
        query = "MATCH (a:Firm)-[r:SUPPLIES]->(b) RETURN a, r, b"
        table = sayso("query", query).stdout
        record = json.loads(sayso("query", "--json", query).stdout)[0]

        assert "Halvorsen Navigation SUPPLIES Arkady Precision" in table
        assert (record["a"]["name"], record["r"]["status"]) == ("Halvorsen Navigation", "asserted")

    def test_a_path_reads_as_what_it_passes(self, sayso: Run) -> None:
        """In a table, a path is the names and edges along it."""
        shown = sayso("query", "MATCH p = (:Firm)-[:SUPPLIES]->() RETURN p").stdout

        assert shown.splitlines()[-1] == (
            "Halvorsen Navigation, Halvorsen Navigation SUPPLIES Arkady Precision, Arkady Precision"
        )

    @pytest.mark.parametrize(
        ("given", "value"),
        [
            ("x=3", 3),
            ("x=3.5", 3.5),
            ("x=true", True),
            ("x=[1, 2]", [1, 2]),
            ('x={"a": "b"}', {"a": "b"}),
            ('x="3"', "3"),
            ("x=Hikvision", "Hikvision"),
            ("x=a=b", "a=b"),
            ("x=", ""),
        ],
    )
    def test_parameters(self, sayso: Run, given: str, value: object) -> None:
        """A value is JSON where it reads as JSON, else text."""
        result = sayso("query", "--json", "RETURN $x AS x", "--param", given)

        assert json.loads(result.stdout) == [{"x": value}]

    @pytest.mark.parametrize("given", [("x",), ("=1",), ("x=1", "--param", "x=2")])
    def test_wrong_parameters_end_with_2(self, sayso: Run, given: tuple[str, ...]) -> None:
        """What is no KEY=VALUE is a wrong call."""
        assert sayso("query", "RETURN 1", "--param", *given).exit_code == 2

    def test_reading_only_unless_told(self, sayso: Run) -> None:
        """A query that would write is refused in one line; `--write` lets it."""
        refused = sayso("query", "CREATE (:Note {text: 'x'})")
        allowed = sayso("query", "--write", "CREATE (:Note {text: 'x'})")
        found = sayso("query", "--json", "MATCH (n:Note) RETURN n.text AS text")

        assert refused.exit_code == 1
        assert "--write" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
        assert (allowed.exit_code, allowed.stdout) == (0, "")
        assert json.loads(found.stdout) == [{"text": "x"}]

    def test_a_mistake_is_one_line(self, sayso: Run) -> None:
        """A query that cannot be read says why, without a traceback."""
        result = sayso("query", "MATCH (n RETURN n")

        assert result.exit_code == 1
        assert result.stderr.startswith("Error: ")
        assert len(result.stderr.splitlines()) == 1

    def test_debug_shows_the_traceback(self, folder: Path) -> None:
        """Whoever wants to see where it failed, can."""
        call = ["query", "MATCH (n RETURN n", "--debug", "--store", str(folder)]
        done = subprocess.run(
            [sys.executable, "-m", "sayso.ui.cli", *call], capture_output=True, text=True
        )

        assert done.returncode == 1
        assert "Traceback" in done.stderr

    def test_cut_off_rows_are_told(self, sayso: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nobody takes the first rows for all rows, not even with --csv."""
        monkeypatch.setenv("SAYSO_QUERY_ROWS", "2")
        result = sayso("query", "--csv", "UNWIND range(1, 3) AS n RETURN n")

        assert result.stdout.splitlines() == ["n", "1", "2"]
        assert "there are more" in result.stderr

    def test_query_from_standard_input(self, sayso: Run) -> None:
        """`-` reads the query, so a file needs no quoting."""
        assert json.loads(sayso("query", "-", "--json", stdin="RETURN 1 AS n").stdout) == [{"n": 1}]


class TestStatus:
    """`sayso status` and `sayso stop`."""

    def test_status_says_where_and_how_much(self, empty: Run, story: Path, folder: Path) -> None:
        """Engine, address, credentials, data and counts."""
        before = json.loads(empty("status", "--json").stdout)
        empty("load", story)
        after = json.loads(empty("status", "--json").stdout)
        shown = empty("status").stdout

        assert (before["documents"], before["claims"]) == (0, 0)
        assert (after["documents"], after["claims"]) == (1, 1)
        assert {name: n for name, n in after["relations"].items() if n} == {"SUPPLIES": 1}
        assert after["labels"]["Firm"] == 2
        assert str(folder) in shown
        assert "bolt://127.0.0.1:" in shown

    def test_stop_ends_the_engine_and_keeps_the_data(self, empty: Run, story: Path) -> None:
        """What was stored is there when the engine starts again."""
        empty("load", story)
        stopped = empty("stop")
        again = empty("stop")

        assert stopped.stdout.startswith("Stopped the store in ")
        assert again.stdout.startswith("Nothing runs on the store in ")
        assert json.loads(empty("status", "--json").stdout)["claims"] == 1

    def test_stop_leaves_a_server_alone(self, sayso: Run) -> None:
        """A Neo4j is not ours to end."""
        result = sayso("stop", "--uri", "neo4j://127.0.0.1:7687")

        assert result.exit_code == 1
        assert "does not stop it" in result.stderr

    def test_server_that_does_not_answer(self, sayso: Run) -> None:
        """One line with the address, no traceback."""
        result = sayso("status", "--uri", "bolt://127.0.0.1:9")

        assert result.exit_code == 1
        assert "127.0.0.1:9" in result.stderr
        assert len(result.stderr.splitlines()) == 1

    def test_store_and_uri_together_are_a_wrong_call(self, sayso: Run) -> None:
        """Which of them was meant cannot be guessed."""
        result = sayso("status", "--uri", "bolt://127.0.0.1:9", "--store", "x")

        assert result.exit_code == 2

    def test_store_on_the_command_line_goes_before_a_server_elsewhere(
        self, sayso: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is typed wins over what the environment says."""
        monkeypatch.setenv("SAYSO_URI", "bolt://127.0.0.1:9")

        assert sayso("status", "--store", folder).exit_code == 0


class TestExplore:
    """`sayso explore`, up to the page itself."""

    def test_a_port_in_use_is_told(self, sayso: Run) -> None:
        """The message says what to do: use that page, or another port."""
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            result = sayso("explore", "--no-browser", "--port", port)

        assert result.exit_code == 1
        assert f"try --port {port + 1}" in result.stderr

    def test_the_page_is_served_as_asked(self, sayso: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """Start, port and browser arrive; the exit status is the page's own."""
        calls: list[dict[str, object]] = []

        def serve(settings: object, **options: object) -> int:
            calls.append({"port": settings.port, **options})  # type: ignore[attr-defined]
            return 3

        monkeypatch.setattr("sayso.ui.serve.serve", serve)
        result = sayso("explore", "--start", "Acme", "--port", free_port(), "--no-browser")

        assert result.exit_code == 3
        assert calls == [{"port": calls[0]["port"], "start": "Acme", "browser": False}]
        assert f"http://127.0.0.1:{calls[0]['port']}" in result.stderr


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TestHelp:
    """What the command line tells of itself."""

    def test_version(self, sayso: Run) -> None:
        """Command and option say the same."""
        assert sayso("version").stdout == sayso("--version").stdout == f"sayso {VERSION}\n"

    @pytest.mark.parametrize("name", sorted(main.commands))
    def test_every_command_and_option_has_an_example(self, name: str) -> None:
        """Nobody has to guess how an option is written."""
        command = main.commands[name]
        options = [one for one in command.params if isinstance(one, click.Option)]

        assert getattr(command, "examples", ())
        assert [one.name for one in options if "Example:" not in (one.help or "")] == []

    def test_no_command_loads_what_it_does_not_need(self) -> None:
        """Neither spaCy nor Streamlit nor pandas is loaded before a command runs."""
        code = (
            "import sys, sayso.ui.cli, sayso.ui.intake; "
            "print([m for m in ('spacy', 'streamlit', 'pandas', 'neo4j') if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

        assert done.stdout.strip() == "[]"
