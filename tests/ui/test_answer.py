"""Answers of Ask: rows with a look of their own, examples for the store, files to take home."""

import csv
import io
import json
from datetime import date

import pytest

from sayso.graph.errors import QueryError
from sayso.graph.model import Edge, Entity, Label, Status
from sayso.graph.result import Result
from sayso.graph.store import Store
from sayso.tests.examples import everything
from sayso.ui import answer
from sayso.ui.views.ask import wrong_word

FIRM = Entity("e1", "Alder", Label.FIRM)
EDGE = Edge("r1", "e1", "SUPPLIES", "e2", Status.HEDGED)
RESULT = Result(
    ("a", "r", "r.status", "n", "r.quote", "day", "none", "list"),
    (
        (FIRM, EDGE, "hedged", 1200, "We <b>supply</b>", date(2024, 3, 4), None, [FIRM, 1.5]),
        (FIRM, EDGE, "hedged", 3, "=1+1", date(2024, 3, 5), None, []),
    ),
)


def test_cells_have_their_look() -> None:
    """Names have a glyph, lines and statuses a sample, numbers stand right, quotes in serif."""
    content = answer.rows_content(RESULT)
    name, line, status, number, quote, day, none, things = content["rows"][0]

    assert name["entity"] == {"id": "e1", "name": "Alder", "type": "Firm"}
    assert line == {"line": "hedged", "text": "supplies"}
    assert status == {"line": "hedged", "text": "hedged"}
    assert number == {"text": "1,200", "look": "number"}
    assert quote == {"text": "We <b>supply</b>", "look": "quote"}
    assert (day["text"], none["text"]) == ("4 March 2024", "")
    assert json.loads(things["text"])[1] == 1.5
    assert [column["number"] for column in content["columns"]].index(True) == 3


def test_csv_runs_in_no_spreadsheet() -> None:
    """A text that a spreadsheet would compute is written as text."""
    rows = list(csv.reader(io.StringIO(answer.as_csv(RESULT).decode("utf-8-sig"))))

    assert rows[0][0] == "a"
    assert rows[1][:4] == ["Alder", "SUPPLIES", "hedged", "1200"]
    assert rows[2][4] == "'=1+1"


def test_json_holds_everything() -> None:
    """JSON gives a list of objects with whole entities and edges."""
    first, _ = json.loads(answer.as_json(RESULT))

    assert first["a"]["name"] == "Alder"
    assert first["r"]["relation"] == "SUPPLIES"
    assert first["day"] == "2024-03-04"


@pytest.mark.parametrize("name", ["Harbour Rail", "O'Hara", None])
def test_examples_run_as_they_stand(store: Store, name: str | None) -> None:
    """All three examples can be run, whatever the name is that the first is about."""
    store.write(everything())
    offered = answer.examples(store.named(name) if name else None)
    results = [store.cypher(example.query) for example in offered]

    assert len(offered) == 3
    assert name is None or store.named(name).name in offered[0].question
    assert all(isinstance(result, Result) for result in results)


def test_first_example_finds_the_suppliers(store: Store) -> None:
    """The first example answers what it asks."""
    store.write(everything())
    result = store.cypher(answer.examples(store.named("Harbour Rail"))[0].query)

    assert {row[0].name for row in result.rows} == {"Northwind Metals", "two suppliers"}


@pytest.mark.parametrize("text", ["O'Neil", "a\\", "\\'", "new\nline", "`}) DETACH DELETE n //"])
def test_literal_is_the_text(store: Store, text: str) -> None:
    """A name in the editor is one literal: the database reads back the very name."""
    result = store.cypher(f"RETURN {answer.cypher_text(text)} AS text")

    assert result.rows == ((text,),)


def test_wrong_word_is_found_in_its_line() -> None:
    """The word that is underlined stands in the line that the complaint names."""
    query = "MATCH (c)\nRETURN c"

    assert wrong_word(query, QueryError("…", line=2, word="c")) == (17, 18)
    assert wrong_word(query, QueryError("…", word="MATCH")) == (0, 5)
    assert wrong_word(query, QueryError("…", line=1)) == (0, 0)
    assert wrong_word(query, QueryError("…", word="absent")) == (0, 0)
