"""A Neo4j that goes away and comes back: told meanwhile, found again, nothing doubled."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from sayso.graph.database import engine
from sayso.graph.database.driver import neo4j
from sayso.graph.errors import StoreUnavailable
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import empty, require
from sayso.tests.examples import northwind

pytestmark = pytest.mark.neo4j


class Line:
    """A line to a server, which can be cut as when the server dies, and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._ends: list[socket.socket] = []
        self._whole = True
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """End every connection, and take no other."""
        self._whole = False
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Take connections again."""
        self._whole = True

    def close(self) -> None:
        """Cut it for good."""
        self.cut()
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):  # closed
            while True:
                near = self._door.accept()[0]
                if not self._whole:
                    near.close()
                    continue
                far = socket.create_connection(self._server)
                self._ends += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=ends, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):  # cut
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(neo4j_settings: Settings) -> Iterator[Line]:
    """A line to the session's Neo4j."""
    address = urlsplit(neo4j_settings.uri or "")
    require("+" not in address.scheme, "SAYSO_TEST_URI names an encrypted server")
    line = Line(address.hostname or "", address.port or 7687)
    yield line
    line.close()


def test_a_server_that_comes_back_is_found_again(
    line: Line, neo4j_settings: Settings, neo4j_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is away that is told; afterwards the same store works on."""
    empty(neo4j_store)
    monkeypatch.setattr(engine, "_IDLE_SECONDS", 0.0)  # try every connection before it is used
    monkeypatch.setattr(engine.Engine, "_retry_seconds", 0.0)
    with Store.open(replace(neo4j_settings, uri=f"bolt://127.0.0.1:{line.port}")) as store:
        store.write([northwind()])
        line.cut()
        for ask in (store.status, lambda: store.cypher("RETURN 1 AS one")):
            with pytest.raises(StoreUnavailable, match=f"does not answer.*{line.port}"):
                ask()
        line.mend()

        assert store.cypher("RETURN 1 AS one").rows == ((1,),)
        assert store.status().documents == 1
        assert store.write([northwind()]).changed == 0


def test_a_server_that_dies_while_it_writes(
    line: Line, neo4j_settings: Settings, neo4j_store: Store
) -> None:
    """What was not yet committed is written again, once."""
    empty(neo4j_store)
    attempts: list[int] = []

    def work(tx: neo4j.ManagedTransaction) -> None:
        attempts.append(1)
        tx.run("CREATE (:Document {id: 'd' + $n})", n=str(len(attempts))).consume()
        if len(attempts) == 1:
            line.cut()
            line.mend()
            tx.run("RETURN 1").consume()

    with Store.open(replace(neo4j_settings, uri=f"bolt://127.0.0.1:{line.port}")) as store:
        store._engine.write(work)

    assert neo4j_store.cypher("MATCH (d:Document) RETURN d.id").rows == (("d2",),)
