"""Connecting: what is said when the database is not there, or will not have us."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from sayso.graph.errors import StoreRefused, StoreTooNew, StoreUnavailable
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.examples import everything
from sayso.tests.graph.canonical import canonical


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_closed_port_is_told(unused_port: int) -> None:
    """Address and time are named, and that the data is safe."""
    settings = Settings(uri=f"bolt://127.0.0.1:{unused_port}", password="x", connect_seconds=1)  # noqa: S106 - a test's

    with pytest.raises(StoreUnavailable) as error:
        Store.open(settings)

    assert str(error.value) == (
        f"The database does not answer. Tried bolt://127.0.0.1:{unused_port} for 1 seconds. "
        "Your data is not touched."
    )


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_silent_server_is_given_up(silent_port: int, scheme: str) -> None:
    """A server that never answers is not waited for without end."""
    settings = Settings(uri=f"{scheme}://127.0.0.1:{silent_port}", password="x", connect_seconds=1)  # noqa: S106 - a test's
    began = time.monotonic()

    with pytest.raises(StoreUnavailable):
        Store.open(settings)

    assert time.monotonic() - began < 20


@pytest.mark.parametrize("uri", ["http://localhost:7474", "localhost", "neo4j://host:port"])
def test_a_wrong_address_is_told(uri: str) -> None:
    """What is no Bolt address is refused, with one that would be."""
    with pytest.raises(StoreRefused, match=r"neo4j://HOST:7687"):
        Store.open(Settings(uri=uri, password="x"))  # noqa: S106 - a test's


@pytest.mark.neo4j
def test_a_wrong_password_is_told(neo4j_settings: Settings) -> None:
    """The user and the variables to check are named; the password is not."""
    with pytest.raises(StoreRefused, match=r"refused user “neo4j”.*SAYSO_PASSWORD") as error:
        Store.open(replace(neo4j_settings, password="wrong-one"))  # noqa: S106 - a test's

    assert "wrong-one" not in str(error.value)


@pytest.mark.neo4j
def test_an_unknown_database_is_told(neo4j_settings: Settings) -> None:
    """The database and the variable to check are named."""
    with pytest.raises(StoreRefused, match=r"no database “elsewhere”.*SAYSO_DATABASE"):
        Store.open(replace(neo4j_settings, database="elsewhere"))


@pytest.mark.neo4j
def test_a_cluster_address_works(neo4j_settings: Settings) -> None:
    """`neo4j://` routes, as a cluster or Aura wants it."""
    uri = (neo4j_settings.uri or "").replace("bolt://", "neo4j://")

    with Store.open(replace(neo4j_settings, uri=uri, database="neo4j")) as store:
        assert store.cypher("RETURN 1 AS one").rows == ((1,),)


def test_a_store_of_a_newer_sayso_is_refused(store: Store, settings: Settings) -> None:
    """A store whose model this Sayso does not know stays untouched."""
    change = "MATCH (m:Meta) SET m.schema_version = $version"
    store.cypher(change, {"version": 99}, write=True)
    try:
        with pytest.raises(StoreTooNew, match="upgrade Sayso"):
            Store.open(settings)
    finally:
        store.cypher(change, {"version": 1}, write=True)


def test_writers_at_once_make_one_graph(store: Store, settings: Settings) -> None:
    """Four writers of the same stories give the graph that one gives."""
    store.write(everything())
    alone = canonical(store)
    store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True)
    stores = [Store.open(settings) for _ in range(4)]
    try:
        with ThreadPoolExecutor(4) as pool:
            for written in pool.map(lambda one: one.write(everything()), stores):
                assert len(written) == 4
    finally:
        for one in stores:
            one.close()

    assert canonical(store) == alone
    assert store.rebuild_edges() == 0


@pytest.fixture
def unused_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
