"""How the command line shows suggestions, decisions and their history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .output import as_json as json_text

if TYPE_CHECKING:
    from ..graph.decisions.history import Decision
    from ..graph.decisions.suggest import Suggestion
    from ..graph.model import Entity
    from ..graph.page import Page


def suggestions(found: Sequence[Suggestion], *, as_json: bool) -> None:
    """Print which entities may be one, two lines each."""
    if as_json:
        click.echo(json_text(found))
        return
    for one in found:
        click.echo(f"{one.score:.2f}  {_entity(one.one)} = {_entity(one.other)}")
        click.echo(f"      {one.reasons}")
    if found:
        click.echo("To make one of two: sayso merges apply ID ID --by NAME --reason WHY", err=True)
    else:
        click.echo("No two names look like one.", err=True)


def decided(entries: Sequence[Decision], *, as_json: bool) -> None:
    """Print what was decided or undone just now, and how to undo it."""
    if as_json:
        click.echo(json_text(entries))
        return
    for entry in entries:
        click.echo(_sentence(entry))
    if entries[0].active:
        click.echo(f"To undo it: sayso merges undo {entries[0].id}", err=True)


def history(page: Page[Decision], *, as_json: bool) -> None:
    """Print the log, two lines an entry."""
    if as_json:
        click.echo(json_text(page.items))
        return
    for entry in page.items:
        click.echo(f"{entry.at:%Y-%m-%d %H:%M}  {entry.id}  {_sentence(entry)}")
        click.echo(f"{'':18}{entry.by}: {' '.join(entry.reason.split())}")
    if not page.total:
        click.echo("Nothing was decided.", err=True)
    if page.next:
        click.echo(f"{len(page)} of {page.total}; --limit shows more", err=True)


def _sentence(entry: Decision) -> str:
    """Return what was decided, and whether it was undone."""
    from ..graph.decisions.judgements import Judgement, Verdict

    if isinstance(entry, Judgement):
        is_same = entry.verdict is Verdict.SAME
        said = f"{entry.left_name} {'is' if is_same else 'is not'} {entry.right_name}"
    else:
        said = f"claim {entry.claim} is {entry.verdict}"
    if entry.active:
        return said
    when = f" on {entry.undone_at:%Y-%m-%d}" if entry.undone_at else ""
    who = f" by {entry.undone_by}" if entry.undone_by else ""
    return f"{said} (undone{when}{who})"


def _entity(entity: Entity) -> str:
    return f"{entity.name} ({entity.label}, {entity.id})"
