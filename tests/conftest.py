"""Fixtures for all tests.

What a test needs from outside is asked for with `require`: where it is missing
the test skips and says why; with `SAYSO_REQUIRE_ALL=1` it fails instead.

Servers are slow to start and quick to empty: one embedded engine and one real
Neo4j serve the whole session, and `store` gives each test an empty store, once
on each engine. Nothing is faked but time, network and the parser.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from sayso.graph.database import embedded
from sayso.graph.database.embedded_engine import store_folder
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests import neo4j_server

ROOT = Path(__file__).parent.parent

# The same examples every time, and a busy machine is no failure.
hypothesis.settings.register_profile("sayso", derandomize=True, deadline=None)
hypothesis.settings.load_profile("sayso")
PATIENT = {"connect_seconds": 120.0, "query_seconds": 120.0}


def require(condition: object, reason: str) -> None:
    """Skip the test unless `condition` holds; fail it where nothing may be missing."""
    if condition:
        return
    if os.environ.get("SAYSO_REQUIRE_ALL") == "1":
        pytest.fail(f"SAYSO_REQUIRE_ALL=1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of optional test material beside the checkout."""
    folder = ROOT.parent / "shared"
    require(folder.is_dir(), f"there is no {folder}")
    return folder


@pytest.fixture(scope="session")
def embedded_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of the session's embedded engine."""
    settings = Settings(store=tmp_path_factory.mktemp("store"), **PATIENT)
    yield settings
    embedded.stop(store_folder(settings))


@pytest.fixture(scope="session")
def neo4j_settings() -> Iterator[Settings]:
    """Settings of the session's Neo4j server, or of the empty one of `SAYSO_TEST_URI`."""
    missing = neo4j_server.missing()
    require(not missing, f"no Neo4j server: {missing}")
    with neo4j_server.running() as server:
        yield Settings(uri=server.uri, user=server.user, password=server.password, **PATIENT)


@pytest.fixture(scope="session")
def embedded_store(embedded_settings: Settings) -> Iterator[Store]:
    """The session's embedded store."""
    with Store.open(embedded_settings) as store:
        yield store


@pytest.fixture(scope="session")
def neo4j_store(neo4j_settings: Settings) -> Iterator[Store]:
    """The session's store on Neo4j."""
    with Store.open(neo4j_settings) as store:
        assert store.is_empty(), "SAYSO_TEST_URI names a database that holds data: give another"
        yield store
        empty(store)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store, on each engine."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    empty(found)
    return found


@pytest.fixture
def settings(request: pytest.FixtureRequest, store: Store) -> Settings:
    """The settings that `store` was opened with."""
    engine = request.node.callspec.params["store"]
    found: Settings = request.getfixturevalue(f"{engine}_settings")
    return found


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the same for a command line, with nothing else of `SAYSO_…` that stood there."""
    for name in [name for name in os.environ if name.startswith("SAYSO_")]:
        monkeypatch.delenv(name)
    for name, seconds in PATIENT.items():
        monkeypatch.setenv(f"SAYSO_{name.upper()}", str(seconds))


def empty(store: Store) -> None:
    """Remove everything but constraints, indexes and the version."""
    store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True, seconds=60)
