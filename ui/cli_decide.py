"""Commands for what people decide: `sayso merges` and `sayso review`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ..graph.errors import SaysoError
from ..graph.settings import Settings
from . import output, output_decide
from .options import WithExamples, store_options

if TYPE_CHECKING:
    from ..graph.decisions.history import Decision
    from ..graph.store import Store

_THINGS = {
    "list": "",
    "apply": "A B",
    "apart": "A B",
    "split": "A NAME",
    "undo": "ID",
    "history": "[A]",
}
"""What each action is about, as it is typed."""

_ENTITY_ID = re.compile(r"e[0-9a-f]{20}")
_LIKE_NAMED = 50
"""Entities to look through for those with one name, which are found first."""

_by = click.option(
    "--by", metavar="NAME", help='Who decides; kept in the log.  Example: --by "Ada Lind"'
)
_reason = click.option(
    "--reason", metavar="TEXT", help='Why; kept in the log.  Example: --reason "One register"'
)
_limit = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Most to show.  Example: --limit 100",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.  Example: --json")


@click.command(
    "merges",
    cls=WithExamples,
    examples=(
        "sayso merges",
        'sayso merges apply Northwind "Northwind Metals" --by "Ada Lind" --reason "One register"',
        'sayso merges apart Northwind "Northwind Bank" --by "Ada Lind" --reason "Two firms"',
        'sayso merges split Northwind "Northwind Metals" --by "Ada Lind" --reason "Two firms"',
        "sayso merges history Northwind",
        "sayso merges undo j1f0c5e7a9b2d4c6e8f0a",
    ),
)
@click.argument("action", type=click.Choice(list(_THINGS)), default="list")
@click.argument("things", nargs=-1, metavar="[A|ID] [B|NAME]")
@_by
@_reason
@_limit
@_json
@store_options
def merges(
    action: str,
    things: tuple[str, ...],
    *,
    by: str | None,
    reason: str | None,
    limit: int,
    as_json: bool,
    settings: Settings,
) -> None:
    """Suggest which names may be one; make them one, part them, undo it.

    \b
    list            suggestions, best first, with score (0 to 1) and reasons
    apply A B       make one of two
    apart A B       note that two are not one; nobody suggests it again
    split A NAME    part a name from the other names of A
    undo ID         undo a decision, whatever it was
    history [A]     what was decided, newest first; of A, or everything

    A and B are names or ids. Nothing is ever merged by itself. A decision holds
    for texts that are loaded later, and stays in the history with who and why.
    """  # noqa: D301 - \b is how click keeps lines apart
    from ..graph.store import Store

    _check_things("merges", action, things)
    by, reason = _signature(by, reason, needed=action in ("apply", "apart", "split"))
    with Store.open(settings) as store:
        if action == "list":
            output_decide.suggestions(store.suggest_merges(limit=limit), as_json=as_json)
            return
        if action == "history":
            of = _entity(store, things[0]) if things else None
            output_decide.history(store.history(of, limit=limit), as_json=as_json)
            return
        output_decide.decided(_decide(store, action, things, by, reason), as_json=as_json)


def _decide(
    store: Store, action: str, things: Sequence[str], by: str, reason: str
) -> Sequence[Decision]:
    """Do what `action` says; return what is in the log of it."""
    if action == "undo":
        return store.undo(things[0], by=by or None)
    entity, other = _entity(store, things[0]), things[1]
    if action == "split":
        return store.split(entity, other, by=by, reason=reason)
    judge = store.merge if action == "apply" else store.keep_apart
    return (judge(entity, _entity(store, other), by=by, reason=reason),)


@click.command(
    "review",
    cls=WithExamples,
    examples=(
        'sayso review c1f0c5e7a9b2d4c6e8f0a rejected --by "Ada Lind" --reason "Misread"',
        "sayso review history c1f0c5e7a9b2d4c6e8f0a",
        "sayso review undo v1f0c5e7a9b2d4c6e8f0a",
    ),
)
@click.argument("what", metavar="CLAIM|undo|history")
@click.argument("which", required=False, metavar="[accepted|rejected|ID|CLAIM]")
@_by
@_reason
@_limit
@_json
@store_options
def review(
    what: str,
    which: str | None,
    *,
    by: str | None,
    reason: str | None,
    limit: int,
    as_json: bool,
    settings: Settings,
) -> None:
    """Accept or reject a claim; a rejected one counts for nothing.

    \b
    CLAIM accepted     it is right, and stays when its text is read anew
    CLAIM rejected     it is wrong: edges follow at once
    undo ID            undo a review; the one before it holds again
    history [CLAIM]    what was decided, newest first; of a claim, or everything

    CLAIM is a claim's id, as `sayso load --dry-run --json` and queries show it.
    """  # noqa: D301 - as above
    from ..graph.store import Store

    is_verdict = what not in ("undo", "history")
    if is_verdict and which not in ("accepted", "rejected"):
        raise click.UsageError("Write: sayso review CLAIM accepted, or rejected.")
    if what == "undo" and which is None:
        raise click.UsageError("Write: sayso review undo ID.")
    by, reason = _signature(by, reason, needed=is_verdict)
    with Store.open(settings) as store:
        if what == "history":
            output_decide.history(store.history(which, limit=limit), as_json=as_json)
        elif what == "undo":
            output_decide.decided(store.undo(which or "", by=by or None), as_json=as_json)
        else:
            made = store.review(what, which or "", by=by, reason=reason)
            output_decide.decided((made,), as_json=as_json)


COMMANDS = (merges, review)
"""What the command line takes from here."""


def _check_things(command: str, action: str, things: Sequence[str]) -> None:
    wanted = _THINGS[action].split()
    least = sum(not name.startswith("[") for name in wanted)
    if not least <= len(things) <= len(wanted):
        raise click.UsageError(f"Write: sayso {command} {action} {_THINGS[action]}".rstrip() + ".")


def _signature(by: str | None, reason: str | None, *, needed: bool) -> tuple[str, str]:
    if needed and not (by and reason):
        raise click.UsageError("Give --by and --reason: who decides, and why.")
    return by or "", reason or ""


def _entity(store: Store, name: str) -> str:
    """Return the id of the entity that people mean: by its id, or by a name that only it has."""
    from ..graph.reading.names import fold, spelled

    if _ENTITY_ID.fullmatch(name):
        return store.entity(name).id
    wanted = {fold(name), spelled(name)}
    meant = [
        hit.entity
        for hit in store.search(name, limit=_LIKE_NAMED)
        if any(wanted & {fold(other), spelled(other)} for other in hit.entity.names)
    ]
    if len(meant) > 1:
        shown = "; ".join(
            f"{entity.id} ({entity.label}, {output.counted(entity.degree, 'edge')})"
            for entity in meant
        )
        raise SaysoError(f"“{name}” is the name of {len(meant)}. Give an id: {shown}.")
    return meant[0].id if meant else store.named(name).id
