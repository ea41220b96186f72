"""The pages as Streamlit runs them, without a browser: every state draws, nothing fails."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.examples import everything, northwind
from sayso.ui import serve
from sayso.ui.parts.connection import the_store

APP = str(serve._APP)
WAIT = 120


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The page over the store of the test."""
    yield from _app(settings, monkeypatch)


def _app(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, start: str | None = None
) -> Iterator[AppTest]:
    for name, value in serve.environment(settings, start=start, base={}).items():
        monkeypatch.setenv(name, value)
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=WAIT)
    the_store.clear()


def view(name: str) -> AppTest:
    """Return one view on its own: AppTest cannot press the navigation."""

    def script(name: str) -> None:
        import importlib

        importlib.import_module(f"sayso.ui.views.{name}").show()

    return AppTest.from_function(script, default_timeout=WAIT, args=(name,))


def contents(test: AppTest) -> str:
    """Return all that was sent to our components."""
    return "\n".join(str(element.proto) for element in test.get("bidi_component"))


def test_empty_store_is_welcomed(app: AppTest) -> None:
    """An empty store offers the example and a paste, and no graph."""
    app.run()

    assert not app.exception
    assert "Nothing has been said yet" in contents(app)
    assert "Load the example" in contents(app)


def test_opens_on_the_best_attested(app: AppTest, store: Store) -> None:
    """Without a start the page shows whom most is said about, with all filters open."""
    store.write(everything())
    best = store.best_attested()
    app.run()

    assert not app.exception
    assert best is not None
    assert app.session_state["exploring"].view.start == best.id
    assert not app.session_state["exploring"].view.hidden


def test_unknown_start_is_explained(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that nobody has gets a page with the nearest name."""
    store.write([northwind()])
    for app in _app(settings, monkeypatch, start="Northwnd"):
        app.run()

        assert not app.exception
        assert "No name matches" in contents(app)
        assert "Northwind Metals" in contents(app)


def test_a_new_memory_takes_the_size_from_the_old_picture(app: AppTest, store: Store) -> None:
    """Whoever clears a search at once gets the graph: its size is no news, and is told once."""
    store.write(everything())
    app.run()
    assert "Reading the graph" in contents(app)
    app.session_state["picture"] = {"size": [900, 640]}
    del app.session_state["exploring"]
    app.run()

    assert not app.exception
    assert app.session_state["exploring"].size == (900, 640)
    assert "Reading the graph" not in contents(app)


def test_link_opens_what_it_says(app: AppTest, store: Store) -> None:
    """A link restores name, open line and filters."""
    store.write(everything())
    start = store.named("Harbour Rail").id
    edge = store.neighbourhood([start]).edges[0].id
    app.query_params["view"] = (
        f'{{"start": "{start}", "open": "{edge}", "hide": {{"status": ["hedged"]}}}}'
    )
    app.run()

    assert not app.exception
    assert app.session_state["exploring"].view.opened == edge
    assert "newest first" in contents(app)


@pytest.mark.parametrize("link", ["{", "[]", '{"start": "e00000000000000000000"}'])
def test_forged_link_does_no_harm(app: AppTest, store: Store, link: str) -> None:
    """A link to nothing opens a page that can be used."""
    store.write([northwind()])
    app.query_params["view"] = link
    app.run()

    assert not app.exception


def test_table_names_every_edge(app: AppTest, store: Store) -> None:
    """The table holds the same names and edges as the picture."""
    store.write(everything())
    start = store.named("Harbour Rail").id
    app.query_params["view"] = f'{{"start": "{start}", "table": true}}'
    app.run()
    edges, names = (frame.value for frame in app.dataframe)

    assert not app.exception
    assert set(edges["Subject"]) == {"Northwind Metals", "two suppliers"}
    assert set(names["Name"]) == {"Harbour Rail", "Northwind Metals", "two suppliers"}


@pytest.mark.parametrize("name", ["load", "ask", "about"])
@pytest.mark.usefixtures("app")
def test_other_views_draw(store: Store, name: str) -> None:
    """Load, Ask and About draw over a store with hostile names."""
    store.write(everything())
    test = view(name).run()

    assert not test.exception


@pytest.mark.usefixtures("app")
def test_ask_answers_at_once(store: Store) -> None:
    """Ask opens with its first example answered."""
    store.write(everything())
    test = view("ask").run()

    assert not test.exception
    assert test.session_state["asking"].result is not None
    assert test.text_area[0].value.startswith("MATCH")


def test_silent_database_has_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer is named, with what helps; no traceback is shown."""
    silent = Settings(uri="bolt://127.0.0.1:9", connect_seconds=0.5)
    for app in _app(silent, monkeypatch):
        app.run()

        assert not app.exception
        assert "The database does not answer" in contents(app)
        assert "bolt://127.0.0.1:9" in contents(app)
        assert "Try again" in contents(app)


def test_page_imports_no_parser() -> None:
    """Drawing every page needs neither spaCy nor its models: only reading a text does."""
    import subprocess
    import sys

    code = (
        "import sys; from sayso.ui.views import about, ask, explore, load; "
        "print([m for m in ('spacy', 'thinc', 'pyvis', 'resvg_py') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )

    assert run.stdout.strip() == "[]"
