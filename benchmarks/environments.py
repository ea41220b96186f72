"""Environments of the peers: made once in a cache folder, each with its pinned packages.

None of these packages is among Sayso's own requirements.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import psutil

from sayso.benchmarks.servers import Cost, Database

_FOLDER = Path(__file__).parent / "peers"
_DRIVER = "neo4j==6.4.1"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another writer of graphs.

    Attributes:
        name: What it is called in the table.
        script: In the folder `peers`.
        packages: Pinned; none means Sayso's own environment.
        labels: What it puts on nodes beside theirs, to be able to find them.
        one_label: Whether it gives a node one label only: entities then lack `Entity`.
    """

    name: str
    script: str
    packages: tuple[str, ...] = ()
    labels: frozenset[str] = frozenset()
    one_label: bool = False


LANGCHAIN = Peer(
    "LangChain add_graph_documents",
    "with_langchain.py",
    ("langchain-neo4j==0.11.0", _DRIVER),
    frozenset({"__Entity__"}),
    one_label=True,
)
GRAPHRAG = Peer(
    "neo4j-graphrag Neo4jWriter",
    "with_graphrag.py",
    ("neo4j-graphrag==1.22.0", _DRIVER),
    frozenset({"__Entity__", "__KGBuilder__"}),
    one_label=True,
)
GRAPHIO = Peer("graphio merge", "with_graphio.py", ("graphio==0.23", _DRIVER))
BARE = Peer("bare CREATE, no checks", "with_driver.py")


def python_of(peer: Peer) -> Path:
    """Return the interpreter of a peer's environment, made if need be."""
    if not peer.packages:
        return Path(sys.executable)
    default = Path.home() / ".cache" / "sayso-benchmarks"
    name = "+".join(peer.packages).replace("==", "-")
    folder = Path(os.environ.get("SAYSO_BENCHMARK_CACHE", default)) / name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "whole").exists():
        venv.create(folder, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *peer.packages], check=True)
        (folder / "whole").touch()
    return python


def run(peer: Peer, rows: Path, database: Database) -> Cost:
    """Let a peer write the rows of a file, and return what its writing cost."""
    python = python_of(peer)
    server = psutil.Process(database.pid)
    before = server.cpu_times()
    done = subprocess.run(
        [python, _FOLDER / peer.script, rows, database.uri, database.user],
        env={**os.environ, "PEER_PASSWORD": database.password},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    after = server.cpu_times()
    told = json.loads(done.stdout.splitlines()[-1])
    spent = after.user + after.system - before.user - before.system
    return Cost(told["wall"], told["cpu"], spent)
