"""Encrypted connections: which address works, and what a wrong one is told."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sayso.graph.database.encryption import advice
from sayso.graph.errors import StoreRefused
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests import neo4j_server
from sayso.tests.conftest import PATIENT, require

SUBJECT = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")

CONFIGURATION = """\
server.bolt.tls_level=REQUIRED
dbms.ssl.policy.bolt.enabled=true
dbms.ssl.policy.bolt.client_auth=NONE
dbms.ssl.policy.bolt.base_directory={folder}
dbms.ssl.policy.bolt.private_key=private.key
dbms.ssl.policy.bolt.public_certificate=public.crt
"""


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a Neo4j that only speaks encrypted, with a certificate of its own making."""
    missing = neo4j_server.missing_tools() or (None if shutil.which("openssl") else "no openssl")
    require(not missing, f"no encrypted Neo4j server: {missing}")
    folder = tmp_path_factory.mktemp("certificate")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *SUBJECT]
    subprocess.run(
        [*make, "-keyout", folder / "private.key", "-out", folder / "public.crt"],
        check=True,
        capture_output=True,
    )
    power = replace(
        neo4j_server.FRUGAL,
        scheme="bolt+ssc",
        configuration=(CONFIGURATION.format(folder=folder),),
    )
    with neo4j_server.started(power) as server:
        yield Settings(uri=server.uri, user=server.user, password=server.password, **PATIENT)


def at(settings: Settings, scheme: str) -> Settings:
    """Return settings of the same server, addressed otherwise."""
    host = (settings.uri or "").partition("://")[2]
    return replace(settings, uri=f"{scheme}://{host}")


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["bolt+ssc", "neo4j+ssc"])
def test_a_certificate_of_ones_own_is_accepted_on_request(certified: Settings, scheme: str) -> None:
    """`+ssc` encrypts and asks nobody about the certificate."""
    with Store.open(at(certified, scheme)) as store:
        assert store.cypher("RETURN 1 AS one").rows == ((1,),)


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_that_nobody_vouches_for_is_refused(certified: Settings, scheme: str) -> None:
    """The message names the certificate, what is wrong with it, and the way to accept it."""
    base = scheme.partition("+")[0]

    with pytest.raises(
        StoreRefused, match=rf"certificate that is not trusted \(self.signed.*\): write {base}\+ssc"
    ):
        Store.open(replace(at(certified, scheme), connect_seconds=5))


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_only_speaks_encrypted_is_told(certified: Settings, scheme: str) -> None:
    """Where a plain address meets such a server, the right one is named."""
    with pytest.raises(StoreRefused, match=rf"wants encryption: write {scheme}\+s://.*\+ssc"):
        Store.open(replace(at(certified, scheme), connect_seconds=5))


@pytest.mark.neo4j
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s", "neo4j+ssc"])
def test_a_server_that_does_not_encrypt_is_told(neo4j_settings: Settings, scheme: str) -> None:
    """Where an encrypted address meets a plain server, the plain one is named."""
    uri = neo4j_settings.uri or ""
    require("+" not in uri, "SAYSO_TEST_URI names an encrypted server")
    base = scheme.partition("+")[0]

    with pytest.raises(StoreRefused, match=rf"does not answer in encrypted form: write {base}://"):
        Store.open(replace(at(neo4j_settings, scheme), connect_seconds=5))


def test_a_port_that_says_nothing_gives_no_advice() -> None:
    """Nothing is guessed where nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        assert advice(f"bolt+s://127.0.0.1:{port}", 0.2) is None
    assert advice("bolt+s://host.invalid:7687", 0.2) is None
