"""A real Neo4j Community server for the tests and the benchmarks.

Maven copies the server's jars into a cache folder once (about 116 MB); each
session then starts it on a free port with a fresh home. Neo4j Community is
GPL-3: it runs as a process of its own and is no part of the wheel.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

VERSION = "5.26.12"
POM = Path(__file__).parent / "neo4j" / "pom.xml"
START_SECONDS = 240  # five on a quiet machine
_ADMIN = "org.neo4j.cli.AdminTool"
_OPENS = [
    f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")
]

# Usage reports off, so that nothing is asked for outside; LOAD CSV closed for
# files by setting, for addresses by a block list that holds every address.
_CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=:{port}
server.bolt.advertised_address=:{port}
server.http.enabled=false
server.memory.pagecache.size={page_cache}
dbms.usage_report.enabled=false
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the tests find Neo4j.

    Attributes:
        pid: The server's process; 0 where it is none of ours.
    """

    uri: str
    user: str
    password: str
    pid: int = 0


@dataclass(frozen=True, slots=True)
class Power:
    """How strong a server is, how it is reached, and what it brings along.

    Attributes:
        java: Options of the virtual machine, its memory among them.
        plugins: Jars, such as procedures.
        configuration: More lines for `neo4j.conf`.
    """

    java: tuple[str, ...]
    page_cache: str
    plugins: tuple[Path, ...] = ()
    configuration: tuple[str, ...] = ()
    scheme: str = "bolt"


FRUGAL = Power(
    # It lives for minutes: optimising costs more.
    java=("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
    page_cache="64m",
    # Plans are kept although every test empties the store: planning costs most here.
    configuration=("dbms.cypher.min_replan_interval=1h",),
)
"""What the tests need."""


def missing() -> str | None:
    """Return why no server can be had here, or none if one can."""
    tools = missing_tools()
    if tools is None or os.environ.get("SAYSO_TEST_URI"):
        return None
    return f"{tools}, and SAYSO_TEST_URI is not set"


def missing_tools() -> str | None:
    """Return what is needed to start a server and not there, or none."""
    tools = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    return f"{' and '.join(tools)} not found" if tools else None


@contextmanager
def running() -> Iterator[Server]:
    """Yield the server named by `SAYSO_TEST_URI`, else start one and end it afterwards."""
    uri = os.environ.get("SAYSO_TEST_URI")
    if uri:
        user = os.environ.get("SAYSO_TEST_USER", "neo4j")
        yield Server(uri, user, os.environ.get("SAYSO_TEST_PASSWORD", ""))
        return
    with started(FRUGAL) as server:
        yield server


@contextmanager
def started(power: Power) -> Iterator[Server]:
    """Yield a server with an empty database, and end it afterwards."""
    with tempfile.TemporaryDirectory(prefix="sayso-neo4j-", ignore_cleanup_errors=True) as folder:
        home, port, password = Path(folder), _free_port(), secrets.token_hex(12)
        _furnish(home, power, port, password)
        with (home / "console.log").open("wb") as log:
            process = subprocess.Popen(_command(home, power.java), stdout=log, stderr=log)
        try:
            server = Server(f"{power.scheme}://127.0.0.1:{port}", "neo4j", password, process.pid)
            _await(server, process, home / "console.log")
            yield server
        finally:
            process.kill()  # its data goes with the folder: nothing is worth an orderly end
            process.wait(30)


def assembled(pom: Path, name: str) -> Path:
    """Return a folder of the jars that `pom` asks for; have Maven fill it the first time."""
    default = Path.home() / ".cache" / "sayso-tests"
    cache = Path(os.environ.get("SAYSO_TEST_NEO4J_CACHE", default)) / name
    whole = cache / "whole"
    if not whole.exists():
        cache.mkdir(parents=True, exist_ok=True)
        copy = shutil.copy(pom, cache / "pom.xml")  # Maven writes beside it
        subprocess.run(
            [
                "mvn",
                "-q",
                "-B",
                "-Dstyle.color=never",
                "package",
                "-f",
                copy,
                f"-Dlib={cache / 'lib'}",
            ],
            check=True,
            timeout=600,
        )
        whole.touch()
    return cache / "lib"


def _jars() -> Path:
    return assembled(POM, f"neo4j-{VERSION}")


def _furnish(home: Path, power: Power, port: int, password: str) -> None:
    for name in ("conf", "data", "logs", "plugins", "import", "run"):
        (home / name).mkdir()
    for plugin in power.plugins:
        shutil.copy(plugin, home / "plugins")
    lines = [_CONF.format(port=port, page_cache=power.page_cache), *power.configuration]
    (home / "conf" / "neo4j.conf").write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(
        ["java", "-cp", f"{_jars()}/*", _ADMIN, "dbms", "set-initial-password", password],
        check=True,
        capture_output=True,
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
    )


def _command(home: Path, java: tuple[str, ...]) -> list[str]:
    return [
        "java",
        "-cp",
        f"{home}/plugins/*:{home}/conf/*:{_jars()}/*",
        *java,
        *_OPENS,
        "-Dlog4j2.disable.jmx=true",
        "-Dfile.encoding=UTF-8",
        "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
        "--console-mode",
    ]


def _await(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        while True:
            try:
                driver.verify_connectivity()
            except (DriverError, Neo4jError):
                if process.poll() is not None or time.monotonic() > limit:
                    raise RuntimeError(log.read_text(encoding="utf-8")) from None
                time.sleep(0.2)
            else:
                return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
