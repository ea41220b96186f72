"""How the command line shows what looking after a store gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .output import bar, counted

if TYPE_CHECKING:
    from ..graph.keeping import Held
    from ..graph.upkeep.dumped import Contents
    from ..graph.upkeep.findings import Finding
    from ..graph.upkeep.ranges import OnStep
    from ..graph.writing.write import Deleted


@contextmanager
def progress() -> Iterator[OnStep]:
    """Show a progress bar on standard error while the block runs, if that is a terminal."""
    with bar() as update:
        if update is None:
            yield None
        else:
            yield lambda step: update(step.what.capitalize(), step.done, step.total or None)


def finding_lines(found: Sequence[Finding]) -> Iterator[str]:
    """Yield one line for each finding: what it is about, what is wrong, the ids."""
    for one in found:
        yield f"{one.kind.value:10} {one.sentence} {' '.join(one.ids)}".rstrip()


def check_note(found: Sequence[Finding], repaired: int | None) -> str:
    """Return what to tell beside the findings.

    Args:
        found: What is wrong.
        repaired: How much was made anew before; none if that was not asked for.
    """
    said = f"{counted(len(found), 'finding')}." if found else "Nothing is wrong."
    if repaired is not None:
        return f"{counted(repaired, 'edge or degree', 'edges and degrees')} made anew. {said}"
    summaries = sum(one.is_summary for one in found)
    if not summaries:
        return said
    return f"{said} {summaries} of them are about summaries: sayso check --repair makes them anew."


def contents(held: Contents) -> str:
    """Return how much a dump holds, in words."""
    entries = counted(held.entries, "entry", "entries")
    return f"{counted(held.nodes, 'node')}, {counted(held.links, 'link')}, {entries} of the log"


def held_line(held: Held) -> str:
    """Return one line on a document that the store holds."""
    named = " ".join(held.document.shown_name.split())
    return f"{held.document.id} “{named}”: {counted(held.claims, 'claim')}"


def deleted_line(held: Held, deleted: Deleted) -> str:
    """Return one line on a document that was deleted."""
    entities = counted(deleted.entities, "entity", "entities")
    named = " ".join(held.document.shown_name.split())
    return f"Deleted “{named}”: {counted(deleted.claims, 'claim')}, {entities}"
