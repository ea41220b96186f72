"""Write the pages of these docs that are lists, and run the notebook.

A list (commands, relations, settings) is made from the table that the program
itself uses, so none can be out of date: `make docs` writes them, and a test
fails when one differs. The notebook keeps what its cells gave.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import click
import nbformat
from nbclient import NotebookClient

from sayso.graph.database import embedded
from sayso.graph.model import Label
from sayso.graph.settings import Settings
from sayso.graph.vocabulary import Relation, relations
from sayso.ui.cli import main

HERE = Path(__file__).parent


def commands() -> str:
    """Return the page about the command line."""
    head = """# Commands

Data goes to standard output, words to standard error. Exit status: 0 done, 1 failed, 2 wrong call.
Every failure is one line that says what to do; `--debug` shows the traceback as well.
"""
    top = click.Context(main, info_name="sayso", terminal_width=100, **main.context_settings)
    verbs = [click.Context(verb, top, name) for name, verb in main.commands.items()]
    return "\n".join([head, *map(_help, [top, *verbs])])


def _help(context: click.Context) -> str:
    return f"## {context.command_path}\n\n```\n{context.get_help()}\n```\n"


def settings() -> str:
    """Return the page about settings."""
    head = """# Settings

A setting comes from the command line, else from the environment, else from its default.

| variable | default | meaning |
|---|---|---|"""
    return "\n".join([head, *_rows(_setting_cells()), ""])


def _setting_cells() -> Iterator[tuple[str, ...]]:
    for item in fields(Settings):
        default = "" if item.default is None else f"`{item.default}`"
        yield f"`SAYSO_{item.name.upper()}`", default, item.metadata["meaning"]


def vocabulary() -> str:
    """Return the page about relations."""
    head = """# Relations

What Sayso looks for in a text. Each relation is one file in `graph/relations/`: how it reads, what
may stand at its ends, how it is recognised, and examples, which are tests.

| relation | reads | the other way | from | to |
|---|---|---|---|---|"""
    found = relations().values()
    table = "\n".join([head, *_rows(_relation_cells(found)), ""])
    return "\n".join([table, *(_examples(relation) for relation in found)])


def _relation_cells(found: Iterable[Relation]) -> Iterator[tuple[str, ...]]:
    for relation in found:
        ends = (_labels(end) for end in (relation.subject, relation.object))
        yield f"**{relation.name}**", relation.reads, relation.inverse, *ends


def _labels(allowed: frozenset[Label]) -> str:
    return ", ".join(label for label in Label if label in allowed)


def _examples(relation: Relation) -> str:
    lines = [f"## {relation.name}", ""]
    for example in relation.extraction["examples"]:
        found = [_reading(relation, claim) for claim in example["claims"]]
        lines += [
            f"> {example['text']}",
            "",
            " · ".join(found) or "*claims nothing of this kind*",
            "",
        ]
    return "\n".join(lines)


def _reading(relation: Relation, claim: dict[str, str]) -> str:
    parts = [claim["subject"], f"**{relation.reads}**", claim.get("object") or "(nobody named)"]
    marks = [claim[key] for key in ("modality", "polarity") if key in claim]
    return " ".join(parts) + (f" ({', '.join(marks)})" if marks else "")


def _rows(cells: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (f"| {' | '.join(row)} |" for row in cells)


def run_notebook(path: Path) -> None:
    """Run a notebook on an empty store and keep what its cells gave."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as store:
        os.environ["SAYSO_STORE"] = store
        os.environ.pop("SAYSO_URI", None)
        client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}})
        try:
            client.execute()
        finally:
            embedded.stop(Path(store))
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times, which differ on every run
    nbformat.write(notebook, path)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "relations.md": vocabulary,
    "settings.md": settings,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
    run_notebook(HERE / "notebooks" / "who-said-what.ipynb")
