"""What the documentation says is so: names exist, lists are complete, examples run."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from packaging.requirements import Requirement

import sayso
from sayso.graph import errors
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import empty
from sayso.tests.examples import northwind
from sayso.ui.cli import main
from sayso.ui.intake import example, load
from sayso.ui.records import claim_records

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
FOR_TESTS_ONLY = {"SAYSO_REQUIRE_ALL", "SAYSO_TEST_URI"}


def text(path: Path) -> str:
    """Return what a page says."""
    return path.read_text(encoding="utf-8")


def blocks(language: str) -> list[tuple[Path, str]]:
    """Return every code block of a language, with the page it stands on."""
    return [
        (page, code)
        for page in PAGES
        for kind, code in FENCE.findall(text(page))
        if kind == language
    ]


def shown(value: object) -> str:
    """Name a page in a test id."""
    return value.name if isinstance(value, Path) else ""


@pytest.fixture(scope="module")
def make() -> ModuleType:
    """The script that writes the pages that are lists."""
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands.md", "relations.md", "settings.md"])
def test_list_is_up_to_date(name: str, make: ModuleType) -> None:
    """Commands, relations and settings read as the program has them; else: make docs."""
    assert text(DOCS / name) == make.PAGES[name]()


def test_every_page_is_listed() -> None:
    """The index leads to every page."""
    linked = set(LINK.findall(text(DOCS / "index.md")))

    assert {page.name for page in DOCS.glob("*.md")} - {"index.md"} <= linked


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_links_lead_somewhere(path: Path) -> None:
    """A link within the project has a file at its end."""
    targets = [link for link in LINK.findall(text(path)) if "://" not in link]

    assert [link for link in targets if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_settings_named_exist(path: Path) -> None:
    """A page names no variable that does nothing."""
    known = {f"SAYSO_{item.name.upper()}" for item in fields(Settings)} | FOR_TESTS_ONLY

    assert set(re.findall(r"SAYSO_[A-Z_]+", text(path))) - known == set()


def commands_shown() -> Iterator[tuple[Path, list[str]]]:
    """Yield every `sayso …` line of a shell block, as words."""
    for page, code in blocks("sh"):
        for line in code.splitlines():
            if line.startswith("sayso "):
                yield page, shlex.split(line, comments=True)


@pytest.mark.parametrize(("path", "words"), list(commands_shown()), ids=shown)
def test_command_shown_exists(path: Path, words: list[str]) -> None:
    """A command that a page shows can be typed: verb and options are known."""
    command = main.commands[words[1]]
    known = {
        name
        for parameter in [*command.params, *main.params]
        if isinstance(parameter, click.Option)
        for name in [*parameter.opts, *parameter.secondary_opts]
    }

    assert {word for word in words[2:] if word.startswith("-")} - known == set()


@pytest.mark.parametrize("name", sorted(main.commands))
def test_command_has_help_with_an_example(name: str, make: ModuleType) -> None:
    """Every command shows examples of itself, and every option of it has one."""
    section = make.commands().partition(f"## sayso {name}\n")[2].partition("\n## ")[0]
    options = [item for item in main.commands[name].params if isinstance(item, click.Option)]

    assert f"\n  sayso {name}" in section.partition("Examples:")[2]
    assert [item.name for item in options if "Example:" not in (item.help or "")] == []


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_make_verbs_exist(path: Path) -> None:
    """Where a page says `make verb`, the Makefile has it."""
    verbs = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    code = "\n".join(
        [*re.findall(r"`([^`\n]+)`", text(path)), *(c for _, c in FENCE.findall(text(path)))]
    )

    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", code)) - verbs == set()


def test_every_error_is_documented() -> None:
    """Whoever catches errors finds all of them on one page."""
    classes = {
        name
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, errors.SaysoError)
    }

    assert {name for name in classes if f"`{name}`" not in text(DOCS / "notebook.md")} == set()


def test_every_dependency_has_a_reason() -> None:
    """The page lists what `pyproject.toml` asks for, all of it and nothing else."""
    extras, groups = PROJECT["project"]["optional-dependencies"], PROJECT["dependency-groups"]
    lists = [PROJECT["project"]["dependencies"], *extras.values(), *groups.values()]
    asked = {Requirement(line).name for line in chain.from_iterable(lists)}
    first_cells = re.findall(r"^\| ([^|]+) \|", text(DOCS / "dependencies.md"), re.MULTILINE)
    listed = {name.strip() for cell in first_cells for name in cell.split(",")} - {"package"}

    assert listed == asked


def test_notice_has_the_right_hashes() -> None:
    """What is vendored is what the notice says it is."""
    files = [
        ROOT / "ui/canvas/assets/vis-network.min.mjs",
        *ROOT.glob("ui/figure/fonts/*.ttf"),
        *ROOT.glob("ui/static/*.woff2"),
        *ROOT.glob("seeds/*.txt"),
    ]
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert [name for name, value in hashes.items() if value not in text(ROOT / "NOTICE")] == []


def test_version_is_the_same_everywhere() -> None:
    """Package, program and changelog agree on the version."""
    from sayso import __version__

    assert PROJECT["project"]["version"] == __version__
    assert f"## {__version__}" in text(ROOT / "CHANGELOG.md")


@pytest.mark.parametrize(("path", "query"), blocks("cypher"), ids=shown)
def test_query_shown_runs(path: Path, query: str, store: Store) -> None:
    """Every query that a page shows is accepted, on either engine, and names what there is."""
    store.write([northwind()])

    assert store.cypher(query.strip().removesuffix(";")).notes == ()


def test_every_field_of_a_claim_is_documented() -> None:
    """Whoever reads `sayso load --dry-run --json` finds each field on the page about loading."""
    (record, *_) = claim_records(northwind())

    assert [field for field in record if f"`{field}`" not in text(DOCS / "load.md")] == []


@pytest.mark.parametrize(("path", "code"), blocks("python"), ids=shown)
def test_session_shown_runs(
    path: Path,
    code: str,
    embedded_settings: Settings,
    embedded_store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a page shows of a notebook session runs as it stands, on the example article."""
    empty(embedded_store)
    load(embedded_store, example())
    monkeypatch.setenv("SAYSO_STORE", str(embedded_settings.store))
    monkeypatch.delenv("SAYSO_URI", raising=False)
    names: dict[str, Any] = {"graph": sayso.open()}
    opened = {names["graph"]}
    try:
        exec(code, names)  # noqa: S102 - the code is our own page
    finally:
        for session in opened | {names["graph"]}:
            session.close()
