"""Commands that look after a store: `sayso check`, `dump`, `restore` and `delete`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..graph.errors import SaysoError
from ..graph.settings import Settings
from . import output, output_store
from .options import WithExamples, store_options

if TYPE_CHECKING:
    from ..graph.keeping import Held
    from ..graph.store import Store

_STANDARD = Path("-")


@click.command(
    "check",
    cls=WithExamples,
    examples=(
        "sayso check",
        "sayso check --repair",
        "sayso check --json > findings.json",
    ),
)
@click.option(
    "--repair",
    is_flag=True,
    help="Make edges, degrees and lists of edges anew from the claims, then check."
    "  Example: sayso check --repair",
)
@click.option("--json", "as_json", is_flag=True, help="Print one object.  Example: --json")
@store_options
def check(*, repair: bool, as_json: bool, settings: Settings) -> None:
    """Compare everything in the store with the model; say what is wrong.

    Every quote is looked up in its text; ids, stories, entities, edges and
    degrees are worked out again. One finding a line: what it is about, what is
    wrong, and the ids. Nothing is changed without --repair, which makes summaries
    anew; what is wrong with texts, names and claims it leaves as it is: see
    docs/keep.md.

    The exit status is 1 if anything is found.
    """
    from ..graph.store import Store

    repaired = 0
    with output_store.progress() as on_step, Store.open(settings) as store:
        if repair:
            repaired = store.rebuild_edges(on_step=on_step)
        found = store.check(on_step=on_step)
    if as_json:
        click.echo(output.as_json({"findings": found, "repaired": repaired}))
    else:
        for line in output_store.finding_lines(found):
            click.echo(line)
        click.echo(output_store.check_note(found, repaired if repair else None), err=True)
    if found:
        sys.exit(1)


@click.command(
    "dump",
    cls=WithExamples,
    examples=(
        "sayso dump sayso.jsonl.gz",
        "sayso dump - --uri neo4j://localhost:7687 > sayso.jsonl.gz",
    ),
)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--yes", is_flag=True, help="Replace a file that is there.  Example: --yes")
@store_options
def dump(path: Path, *, yes: bool, settings: Settings) -> None:
    """Write the whole store into FILE; - is standard output.

    The file is JSON, one object a line, packed with gzip; equal graphs give equal
    files, whichever engine holds them. It appears complete or not at all.
    """
    from ..graph.store import Store

    with (
        _written(path) as file,
        output_store.progress() as on_step,
        Store.open(settings) as store,
    ):
        contents = store.dump(file, replace=yes, on_step=on_step)
    said = f"Wrote {output_store.contents(contents)}"
    click.echo(said if path == _STANDARD else f"{said} to {path}", err=path == _STANDARD)


@click.command(
    "restore",
    cls=WithExamples,
    examples=(
        "sayso restore sayso.jsonl.gz --store ./copy",
        "sayso restore sayso.jsonl.gz --uri neo4j://localhost:7687",
    ),
)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option(
    "--yes",
    is_flag=True,
    help="Throw away what an interrupted restore of another file left.  Example: --yes",
)
@store_options
def restore(path: Path, *, yes: bool, settings: Settings) -> None:
    """Fill an empty store from FILE, which `sayso dump` wrote; - is standard input.

    The file is checked as a whole before anything is written. Until all of it is
    there nobody else can use the store; a restore that was interrupted goes on
    where it stopped when it is run again.
    """
    from ..graph.store import Store

    with (
        _readable(path) as file,
        output_store.progress() as on_step,
        Store.open(settings, unfinished=True) as store,
    ):
        contents = store.restore(file, discard=yes, on_step=on_step)
    click.echo(f"Restored {output_store.contents(contents)}")


@click.command(
    "delete",
    cls=WithExamples,
    examples=(
        "sayso delete northwind.txt        # shows what would go",
        "sayso delete northwind.txt --yes",
        "sayso delete d1f0c5e7a9b2d4c6e8f0a --yes",
    ),
)
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT…")
@click.option("--yes", is_flag=True, help="Really delete.  Example: --yes")
@store_options
def delete(documents: tuple[str, ...], *, yes: bool, settings: Settings) -> None:
    """Remove documents, their claims, and the entities that only they name.

    DOCUMENT is an id, a title or a file name that only one document has. Without
    --yes nothing goes; it only shows what would. Reviewed claims go as well; load
    the text again, and the reviews are back.
    """
    from ..graph.store import Store

    with Store.open(settings) as store:
        meant = _meant(store, documents)
        if not yes:
            for held in meant:
                click.echo(output_store.held_line(held))
            raise SaysoError("Nothing was deleted: add --yes to delete this.")
        for held in meant:
            click.echo(output_store.deleted_line(held, store.delete_document(held.document.id)))


COMMANDS = (check, dump, restore, delete)
"""What the command line takes from here."""


def _meant(store: Store, names: Sequence[str]) -> list[Held]:
    """Return the documents that people mean, each once; all are found, or none is deleted."""
    found: dict[str, Held] = {}
    for name in names:
        known = store.documents_called(name)
        if not known:
            raise SaysoError(f"No document has the id, the title or the file name “{name}”.")
        if len(known) > 1:
            shown = "; ".join(output_store.held_line(held) for held in known)
            raise SaysoError(f"{len(known)} documents are called “{name}”. Give an id: {shown}.")
        found[known[0].document.id] = known[0]
    return list(found.values())


@contextmanager
def _written(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is written there goes to `path`, which may be `-`."""
    if path != _STANDARD:
        yield path
        return
    if sys.stdout.isatty():
        raise click.UsageError("A dump is no text for a terminal: write sayso dump - > FILE.")
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "dump"
        yield draft
        with draft.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


@contextmanager
def _readable(path: Path) -> Iterator[Path]:
    """Give a path to read `path` from as often as needed, which may be `-`."""
    if path != _STANDARD:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "standard input"
        with copy.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield copy
