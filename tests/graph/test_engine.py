"""Connecting: what is said when the database is not there, or will not have us."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from sayso.graph.database import engine
from sayso.graph.database.driver import exceptions, neo4j
from sayso.graph.database.schema import VERSION
from sayso.graph.errors import StoreBusy, StoreError, StoreRefused, StoreTooNew, StoreUnavailable
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import empty
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

    assert time.monotonic() - began < 100


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
        store.cypher(change, {"version": VERSION}, write=True)


def test_writers_at_once_make_one_graph(store: Store, settings: Settings) -> None:
    """Four writers of the same stories give the graph that one gives."""
    store.write(everything())
    alone = canonical(store)
    store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True)
    stores = [Store.open(settings) for _ in range(4)]
    try:
        with ThreadPoolExecutor(4) as pool:
            for written in pool.map(lambda one: one.write(everything()), stores):
                assert written.documents == 4
    finally:
        for one in stores:
            one.close()

    assert canonical(store) == alone
    assert store.rebuild_edges() == 0


def test_a_transient_error_is_tried_again(store: Store) -> None:
    """What the database calls passing is passed over, and written once."""
    attempts = []

    def work(tx: neo4j.ManagedTransaction) -> None:
        attempts.append(1)
        tx.run("CREATE (:Document {id: 'd1'})").consume()
        if len(attempts) == 1:
            raise exceptions.TransientError("another one was faster")

    store._engine.write(work)

    assert len(attempts) == 2
    assert store.cypher("MATCH (d:Document) RETURN count(d)").rows == ((1,),)


def test_a_conflict_that_lasts_is_told(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some attempts the writer is told that others are in the way; nothing is written."""

    def work(tx: neo4j.ManagedTransaction) -> None:
        tx.run("CREATE (:Document {id: 'd1'})").consume()
        raise exceptions.TransientError("another one was faster")

    monkeypatch.setattr(engine, "_PAUSES", (0.0, 0.0))
    monkeypatch.setattr(engine.Engine, "_retry_seconds", 0.0)
    with Store.open(settings) as impatient, pytest.raises(StoreBusy, match="try again"):
        impatient._engine.write(work)

    assert store.is_empty()


def test_no_error_of_the_driver_gets_out(store: Store) -> None:
    """What the database has against a text of ours is told as an error of the store."""
    wrong = "RETURN nothing"
    for call in (
        lambda: store._engine.read(lambda tx: tx.run(wrong).consume()),
        lambda: store._engine.write(lambda tx: tx.run(wrong).consume()),
        lambda: store._engine.define([wrong]),
    ):
        with pytest.raises(StoreError, match=r"could not do this, and nothing of it was written"):
            call()


@pytest.mark.neo4j
def test_a_deadlock_is_resolved(neo4j_store: Store) -> None:
    """Of two writers who wait for each other one is made to begin anew; both succeed."""
    empty(neo4j_store)
    neo4j_store.cypher(
        "CREATE (:Document {id: 'a', n: 0}), (:Document {id: 'b', n: 0})", write=True
    )
    both, met = threading.Barrier(2), set[str]()
    text = "MATCH (d:Document {id: $id}) SET d.n = d.n + 1"

    def add(first: str, second: str) -> None:
        def work(tx: neo4j.ManagedTransaction) -> None:
            tx.run(text, id=first).consume()
            if first not in met:  # at the second attempt the other one may be through
                met.add(first)
                both.wait(120)
            tx.run(text, id=second).consume()

        neo4j_store._engine.write(work)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(add, *pair) for pair in ("ab", "ba")]:
            done.result()

    assert neo4j_store.cypher("MATCH (d:Document) RETURN d.n").rows == ((2,), (2,))


def test_everybody_reads_what_was_written(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sayso's reads and those of users wait, on a cluster too, for what was written before."""
    managers = []
    session = neo4j.Driver.session

    def noted(driver: neo4j.Driver, **options: Any) -> neo4j.Session:
        managers.append(options["bookmark_manager"])
        return session(driver, **options)

    with Store.open(settings) as other:
        monkeypatch.setattr(neo4j.Driver, "session", noted)
        store.write(everything())
        after_writing = set(managers[-1].get_bookmarks())
        documents = store.cypher("MATCH (d:Document) RETURN count(d)").rows
        store.cypher("CREATE (:Document {id: 'd1'})", write=True)

        assert documents == ((4,),)
        assert store.status().documents == other.status().documents == 5
        assert len(set(map(id, managers[:-1]))) == 1
        assert after_writing or store._engine.is_arcadedb
        assert after_writing != set(managers[0].get_bookmarks()) or store._engine.is_arcadedb


@pytest.fixture
def unused_port() -> Iterator[int]:
    """A port where nobody listens, kept so that nobody will."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]
