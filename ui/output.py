"""How the command line shows documents, claims and answers."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..graph.ids import name_key
from ..graph.model import Claim, Edge, Entity, Label, Modality, Polarity, Reading
from .intake import shown
from .records import claim_records

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..graph.result import Result
    from ..graph.store import StoreStatus
    from ..graph.writing.write import Written
    from .intake import Loaded, Report, Step


def refusal(message: object) -> None:
    """Print to standard error why something was not done."""
    click.echo(f"{click.style('Error:', fg='red')} {message}", err=True)


@contextmanager
def bar() -> Iterator[Callable[[str, int, int | None], None] | None]:
    """Show a progress bar on standard error while the block runs, if that is a terminal.

    Yields:
        What to call with a description, how much is done, and of how much;
        nothing where no bar is shown.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    # On a terminal the bar must step aside for each line; into a pipe lines go as they are.
    aside = sys.stdout.isatty()
    with Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=aside
    ) as shown_bar:
        task = shown_bar.add_task("Getting ready", total=None)
        yield lambda description, done, total: shown_bar.update(
            task, description=description, completed=done, total=total
        )


@contextmanager
def progress() -> Iterator[Callable[[Step], None] | None]:
    """Show the progress of a load while the block runs.

    Yields:
        What to call at each step of a load; nothing where no bar is shown.
    """
    with bar() as update:
        if update is None:
            yield None
        else:
            yield lambda step: update(
                f"Reading {shown(Path(step.path.name))}", step.done, step.total
            )


def document_line(loaded: Loaded) -> str:
    """Return one line on a document that was loaded or, on a dry run, read."""
    path = shown(loaded.path)
    claims = counted(len(loaded.reading.claims), "claim")
    entities = counted(len(loaded.reading.referents), "entity", "entities")
    if loaded.written is None:
        return f"{path}: {claims}, {entities}"
    written = loaded.written
    entities = counted(written.entities, "entity", "entities")
    return f"{path}: {counted(written.claims, 'claim')}, {entities}; {_changes([written])}"


def total_line(report: Report) -> str:
    """Return the last line of a load: everything together."""
    parts = [
        counted(len(report.loaded), "document"),
        counted(report.claims, "claim"),
        counted(_entities(report), "entity", "entities"),
    ]
    changes = f"; {_changes(report.written)}" if report.written else ""
    refused = f"; {len(report.refused)} refused" if report.refused else ""
    return f"{', '.join(parts)}{changes}{refused}; {report.seconds:.1f} seconds"


def claim_lines(reading: Reading) -> Iterator[str]:
    """Yield two lines for each claim: what it says, and its words."""
    for claim in reading.claims:
        yield f"  {_sentence(reading, claim)}"
        yield f"      “{' '.join(claim.quote.split())}”"


def claims_json(reading: Reading) -> Iterator[str]:
    """Yield each claim as one line of JSON, in the form of `records`."""
    for record in claim_records(reading):
        yield json.dumps(record, ensure_ascii=False)


def report_json(report: Report) -> str:
    """Return a load as one JSON object."""
    counts = ("claims", "entities", "new", "updated", "removed", "unchanged")
    documents = [
        {
            "path": shown(one.path),
            "document": one.written.document.id,
            **{name: getattr(one.written, name) for name in counts},
        }
        for one in report.loaded
        if one.written
    ]
    totals = {name: sum(document[name] for document in documents) for name in counts}
    return as_json(
        {
            "documents": documents,
            "refused": [{"path": one.path, "reason": one.reason} for one in report.refused],
            "totals": {"documents": len(documents), **totals, "entities": _entities(report)},
            "seconds": round(report.seconds, 2),
        }
    )


def answer_json(result: Result) -> str:
    """Return the rows of an answer as a JSON list of objects."""
    return as_json([dict(zip(result.columns, row, strict=True)) for row in result.rows])


def answer_csv(result: Result) -> str:
    """Return the rows of an answer as CSV, its header first."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(result.columns)
    names = _names(result)
    writer.writerows([[_cell(value, names) for value in row] for row in result.rows])
    return file.getvalue().removesuffix("\n")


def answer_table(result: Result) -> str:
    """Return the rows of an answer as a table: one line each, nothing cut off."""
    names = _names(result)
    rows = [[" ".join(_cell(value, names).split()) for value in row] for row in result.rows]
    lines = [list(result.columns), *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(result.columns))]
    rule = ["─" * width for width in widths]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (lines[0], rule, *rows)
    )


def answer_note(result: Result) -> str:
    """Return what to tell beside an answer: how many rows, and whether these are all."""
    shown = f"{counted(len(result.rows), 'row')}, {result.milliseconds} ms"
    more = "; there are more: add LIMIT, or raise SAYSO_QUERY_ROWS" if result.truncated else ""
    return shown + more


def status_lines(status: StoreStatus) -> Iterator[str]:
    """Yield what there is to know about a store."""
    yield f"engine       {status.engine}"
    yield f"address      {status.address}"
    yield f"credentials  {status.credentials}"
    yield f"data         {status.data}"
    yield f"documents    {status.documents}"
    yield f"claims       {status.claims}"
    for title, counts in (("entities", status.labels), ("edges", status.relations)):
        yield f"{title:12} {sum(counts.values())}"
        yield from (f"  {name:12} {count}" for name, count in sorted(counts.items()) if count)


def status_json(status: StoreStatus) -> str:
    """Return what there is to know about a store as one JSON object."""
    return as_json(status)


def as_json(value: Any) -> str:
    """Return a value as JSON: our own as objects, dates as 2019-05-22."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=2)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> counted(2, "claim"), counted(1, "entity", "entities")
    ('2 claims', '1 entity')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def _sentence(reading: Reading, claim: Claim) -> str:
    things = reading.referents
    target = "–" if claim.object is None else things[claim.object].name
    marks = [] if claim.modality is Modality.ASSERTED else [claim.modality.value]
    marks += ["denied"] if claim.polarity is Polarity.DENIED else []
    chain = ["hearsay" if s.referent is None else things[s.referent].name for s in claim.speakers]
    said = f", said {' to '.join(chain)}" if chain else ""
    shown = f" ({', '.join(marks)})" if marks else ""
    return f"{things[claim.subject].name} {claim.relation} {target}{shown}{said}"


def _changes(written: Sequence[Written]) -> str:
    totals = {
        name: sum(getattr(one, name) for one in written)
        for name in ("new", "updated", "removed", "unchanged")
    }
    always = ("new", "unchanged")
    return ", ".join(f"{n} {name}" for name, n in totals.items() if n or name in always)


def _entities(report: Report) -> int:
    """Count what the documents speak of, each thing once."""
    keys = set()
    for document, things in (
        (one.reading.document, one.reading.referents) for one in report.loaded
    ):
        for thing in things:
            stays_at_home = thing.collective or thing.unnamed
            keys.add(name_key(thing.label, thing.name, document.id if stays_at_home else None))
        if document.outlet:
            keys.add(name_key(Label.OUTLET, document.outlet))
    return len(keys)


def _names(result: Result) -> dict[str, str]:
    return {node.id: node.name for node in result.subgraph.nodes}


def _cell(value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, Edge):
        ends = (names.get(end, end) for end in (value.subject, value.object))
        return f" {value.relation} ".join(ends)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple) and any(isinstance(one, Entity | Edge) for one in value):
        return ", ".join(_cell(one, names) for one in value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(_plain(value), ensure_ascii=False)
    return str(value)


def _plain(value: Any) -> Any:
    """Return `value` as JSON knows it: dates as 2019-05-22, our own values as objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
