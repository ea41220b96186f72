"""What Ask shows: three questions for this store, and the rows of an answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from typing import Any, TypeAlias

from ..graph.model import Edge, Entity, Status
from ..graph.result import Result
from . import words
from .drawer import entity

Content: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """A question in words and in Cypher."""

    question: str
    query: str


def examples(about: Entity | None) -> tuple[Example, ...]:
    """Return three questions; the first is about the firm `about`, if there is one."""
    named = about.name if about else None
    first = (
        Example(f"Who supplies {named}?", _SUPPLIERS_OF.format(name=cypher_text(named)))
        if named
        else Example("Which firms supply which firms?", _SUPPLIERS)
    )
    return (
        first,
        Example("Which agencies restrict which firms?", _RESTRICTIONS),
        Example("Which lawmakers cite a firm, and in what words?", _CITATIONS),
    )


MOST_SUPPLIED = """\
MATCH (:Firm)-[r:SUPPLIES]->(b:Firm)
RETURN b, count(r) AS suppliers
ORDER BY suppliers DESC, b.id
LIMIT 1"""
"""The firm that the first example asks about."""

_SUPPLIERS_OF = """\
MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm {{name: {name}}})
RETURN a, r.status, r.n_for, r.quote, b"""
_SUPPLIERS = """\
MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm)
RETURN a, r.status, r.n_for, r.quote, b"""
_RESTRICTIONS = """\
MATCH (a:Agency)-[r:RESTRICTS]->(f:Firm)
RETURN a, f, r.status, r.first_date"""
_CITATIONS = """\
MATCH (l:Lawmaker)-[r:CITES]->(f:Firm)
RETURN l, f, r.n_claims, r.quote"""


def cypher_text(text: str) -> str:
    r"""Return `text` as a Cypher string literal, to be shown in the editor.

    >>> print(cypher_text("O'Neil \\ Sons"))
    'O\'Neil \\ Sons'
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r") + "'"


def examples_content(offered: tuple[Example, ...], query: str) -> Content:
    """Return the list of the questions; the one in the editor is marked."""
    return {
        "kind": "examples",
        "examples": [
            {
                "id": str(number),
                "question": example.question,
                "chosen": example.query == query.strip(),
            }
            for number, example in enumerate(offered)
        ],
    }


def rows_content(result: Result) -> Content:
    """Return the rows of an answer, each cell with the look its value asks for."""
    numbers = [_is_number_column(result, column) for column in range(len(result.columns))]
    return {
        "kind": "rows",
        "columns": [
            {"name": name, "number": number}
            for name, number in zip(result.columns, numbers, strict=True)
        ],
        "rows": [
            [_cell(name, value) for name, value in zip(result.columns, row, strict=True)]
            for row in result.rows
        ],
    }


def _is_number_column(result: Result, column: int) -> bool:
    values = [row[column] for row in result.rows if row[column] is not None]
    return bool(values) and all(_is_number(value) for value in values)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(column: str, value: object) -> Content:
    if isinstance(value, Entity):
        return {"entity": entity(value)}
    if isinstance(value, Edge):
        return {"line": value.status, "text": words.reading(value.relation)}
    if column.endswith("status") and value in set(Status):
        return {"line": value, "text": value}
    if _is_number(value):
        return {
            "text": f"{value:,}" if isinstance(value, int) else f"{value:.6g}",
            "look": "number",
        }
    if isinstance(value, str):
        return {"text": value, "look": "quote" if column.endswith("quote") else "plain"}
    if isinstance(value, date):
        return {"text": words.day(value), "look": "plain"}
    if value is None:
        return {"text": "", "look": "plain"}
    return {"text": json.dumps(plain(value), ensure_ascii=False), "look": "code"}


def plain(value: object) -> Any:
    """Return `value` as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def as_json(result: Result) -> bytes:
    """Return the rows as a JSON list of objects."""
    records = [dict(zip(result.columns, map(plain, row), strict=True)) for row in result.rows]
    return json.dumps(records, ensure_ascii=False, indent=2).encode()


def as_csv(result: Result) -> bytes:
    """Return the rows as CSV; an entity is its name, an edge its relation.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(_harmless, result.columns))
    writer.writerows([_harmless(_flat(value)) for value in row] for row in result.rows)
    return out.getvalue().encode("utf-8-sig")


def _flat(value: object) -> object:
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, Edge):
        return value.relation
    if value is None or isinstance(value, str | int | float | date):
        return value
    return json.dumps(plain(value), ensure_ascii=False)


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value
