"""The command line: `sayso load`, `explore`, `query`, `status`, `stop`, `version`.

What looks after a store has its commands in `cli_store.py`, what people decide in
`cli_decide.py`.
"""

from __future__ import annotations

import codecs
import json
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..graph.errors import DocumentError, SaysoError
from ..graph.settings import VERSION, Settings
from . import cli_decide, cli_store, output
from .options import GroupWithExamples, WithExamples, debug_option, store_options

if TYPE_CHECKING:
    from ..graph.store import Store
    from .intake import Outcome

_ADDRESS = "127.0.0.1"  # the page is for this machine only


@click.group(
    cls=GroupWithExamples,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=(
        "sayso load story.txt             # read a text, find its claims, store them",
        "sayso explore --start Northwind  # look at the graph in the browser",
        'sayso query "MATCH (n:Firm) RETURN n.name"',
    ),
)
@click.version_option(VERSION, prog_name="sayso", message="%(prog)s %(version)s")
def main() -> None:
    """On whose say-so? Turn news articles into a graph of who said what about whom."""


@main.command(
    cls=WithExamples,
    examples=(
        "sayso load seeds",
        "sayso load story.txt --store ./my-store",
        "sayso load --dry-run --json story.txt > claims.jsonl",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option(
    "--encoding",
    default="utf-8",
    show_default=True,
    callback=lambda _context, _option, value: _encoding(value),
    help="How the files are written.  Example: --encoding cp1252",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Show the claims and write nothing.  Example: sayso load --dry-run story.txt",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print JSON: one object, or with --dry-run one claim a line."
    "  Example: sayso load --dry-run --json story.txt > claims.jsonl",
)
@click.option(
    "--if-empty",
    is_flag=True,
    help="Do nothing if the store holds anything.  Example: sayso load --if-empty seeds",
)
@store_options
def load(
    paths: tuple[Path, ...],
    *,
    encoding: str,
    dry_run: bool,
    as_json: bool,
    if_empty: bool,
    settings: Settings,
) -> None:
    """Read texts, find their claims and store them.

    PATH is a file, a folder (its *.txt) or - for standard input. Plain English
    text is read; title, outlet, url, published and lang may stand between lines
    of --- at its start, or in NAME.meta.yaml beside it.

    With --dry-run --json, each line is one claim with the fields id, doc,
    relation, subject and object {name, label, collective, spans}, speakers
    [{name, label, attribution, spans}] innermost first, modality, polarity,
    quote, quote_start, quote_end, attributes, when_text, date_from, date_to,
    said_text, said_on, addressee, hedge, trigger, confidence, rule, extractor,
    extractor_version. Offsets are code points, end exclusive; spans are all
    mentions, the one that the claim was read from first.

    The exit status is 1 if any file was refused; the others are loaded.
    """
    from . import intake

    show = _shown(dry_run=dry_run, as_json=as_json)
    with output.progress() as on_step, _opened(settings, dry_run=dry_run) as store:
        if store and if_empty and not store.is_empty():
            return
        report = intake.load(
            store,
            *paths,
            encoding=encoding,
            max_bytes=settings.max_document_bytes,
            on_step=on_step,
            on_outcome=show,
        )
    if as_json and not dry_run:
        click.echo(output.report_json(report))
    if not as_json:
        click.echo(output.total_line(report))
    if report.refused:
        sys.exit(1)


@main.command(
    cls=WithExamples,
    examples=(
        "sayso explore",
        "sayso explore --start Northwind --port 8600",
    ),
)
@click.option(
    "--start",
    metavar="NAME",
    help="Open on this name's neighbourhood, else on the best attested."
    "  Example: sayso explore --start Northwind",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Port of the page; else SAYSO_PORT, else 8501.  Example: --port 8600",
)
@click.option(
    "--open/--no-browser",
    "browser",
    default=True,
    help="Whether to open the browser.  Example: sayso explore --no-browser",
)
@store_options
def explore(*, start: str | None, port: int | None, browser: bool, settings: Settings) -> None:
    """Show the graph in the browser, on this machine only."""
    from dataclasses import replace

    from .serve import serve

    settings = replace(settings, port=port) if port else settings
    _check_port(settings.port)
    click.echo(f"Sayso is at http://{_ADDRESS}:{settings.port} (Ctrl+C ends it).", err=True)
    sys.exit(serve(settings, start=start, browser=browser))


@main.command(
    cls=WithExamples,
    examples=(
        'sayso query "MATCH (l:Lawmaker)-[r:CITES]->(f:Firm) RETURN l.name, f.name, r.quote"',
        "sayso query 'MATCH (n:Firm {name: $name}) RETURN n' --param name=Northwind --json",
    ),
)
@click.argument("cypher")
@click.option(
    "--param",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    callback=lambda _context, _option, values: _parameters(values),
    help="Value of $KEY, as JSON if it reads as JSON, else as text."
    "  Example: --param name=Northwind --param n=3",
)
@click.option("--json", "form", flag_value="json", help="Print a list of objects.  Example: --json")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.  Example: --csv > rows.csv")
@click.option(
    "--write",
    is_flag=True,
    help="Allow the query to change the store."
    '  Example: sayso query --write "MATCH (n:Note) DETACH DELETE n"',
)
@store_options
def query(
    cypher: str, *, parameters: dict[str, Any], form: str | None, write: bool, settings: Settings
) -> None:
    """Ask the graph in Cypher; - reads the query from standard input."""
    from ..graph.store import Store

    text = sys.stdin.read() if cypher == "-" else cypher
    with Store.open(settings) as store:
        result = store.cypher(
            text,
            parameters,
            write=write,
            rows=settings.query_rows,
            seconds=settings.query_seconds,
        )
    if form == "json":
        click.echo(output.answer_json(result))
    elif result.columns:  # a query that only writes has none
        click.echo(output.answer_csv(result) if form == "csv" else output.answer_table(result))
    if form is None or result.truncated:
        click.echo(output.answer_note(result), err=True)


@main.command(
    cls=WithExamples,
    examples=(
        "sayso status",
        "sayso status --uri neo4j://localhost:7687 --json",
    ),
)
@click.option("--json", "as_json", is_flag=True, help="Print one object.  Example: --json")
@store_options
def status(*, as_json: bool, settings: Settings) -> None:
    """Say which engine is used, where it listens, where the data is, and how much."""
    from ..graph.store import Store

    with Store.open(settings) as store:
        found = store.status()
    click.echo(output.status_json(found) if as_json else "\n".join(output.status_lines(found)))


@main.command(
    cls=WithExamples,
    examples=(
        "sayso stop",
        "sayso stop --store ./my-store",
    ),
)
@store_options
def stop(*, settings: Settings) -> None:
    """End the embedded engine; what is stored stays."""
    from ..graph.database import embedded
    from ..graph.database.embedded_engine import store_folder

    if settings.uri:
        raise SaysoError(
            f"Sayso did not start {settings.uri} and does not stop it; "
            "unset SAYSO_URI to stop the embedded store."
        )
    folder = store_folder(settings)
    was_running = embedded.stop(folder)
    click.echo(f"{'Stopped' if was_running else 'Nothing runs on'} the store in {folder}.")


@main.command(cls=WithExamples, examples=("sayso version",))
@debug_option
def version() -> None:
    """Print the version."""
    click.echo(f"sayso {VERSION}")


for _command in (*cli_store.COMMANDS, *cli_decide.COMMANDS):
    main.add_command(_command)


def _opened(settings: Settings, *, dry_run: bool) -> AbstractContextManager[Store | None]:
    if dry_run:
        return nullcontext()
    from ..graph.store import Store

    return Store.open(settings)


def _shown(*, dry_run: bool, as_json: bool) -> Callable[[Outcome], None]:
    """Return what to do with each file as soon as it is loaded or refused."""

    def show(outcome: Outcome) -> None:
        if isinstance(outcome, DocumentError):
            output.refusal(outcome)
            return
        if not as_json:
            click.echo(output.document_line(outcome))
        if dry_run:
            form = output.claims_json if as_json else output.claim_lines
            for line in form(outcome.reading):
                click.echo(line)

    return show


def _encoding(name: str) -> str:
    try:
        "".encode(name)
    except (LookupError, UnicodeError):
        raise click.BadParameter(f"there is no encoding `{name}`; try utf-8 or cp1252.") from None
    return codecs.lookup(name).name


def _parameters(given: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for pair in given:
        key, equals, text = pair.partition("=")
        if not equals or not key:
            raise click.BadParameter(f"`{pair}`: write KEY=VALUE, such as name=Northwind.")
        if key in values:
            raise click.BadParameter(f"`{key}` is given twice.")
        try:
            values[key] = json.loads(text)
        except ValueError:
            values[key] = text
    return values


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_ADDRESS, port))
        except OSError as error:
            raise SaysoError(
                f"Port {port} cannot be used ({error.strerror}). If a page is open at "
                f"http://{_ADDRESS}:{port}, use that one; else try --port {port + 1}."
            ) from None


if __name__ == "__main__":
    main()
