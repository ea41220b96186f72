"""Neo4j and the page in containers: what can be said of the files without running Docker."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from sayso.graph.settings import Settings
from sayso.tests.neo4j_server import VERSION

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_nothing_listens_beyond_this_machine() -> None:
    """Every published port is bound to the loopback address."""
    ports = [port for service in COMPOSE["services"].values() for port in service["ports"]]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_server_is_the_tested_one() -> None:
    """The image is the version that the store's tests run on."""
    assert COMPOSE["services"]["neo4j"]["image"] == f"neo4j:{VERSION}-community"


def test_no_password_is_given_away() -> None:
    """Without a password of the user's own, nothing starts."""
    auth = COMPOSE["services"]["neo4j"]["environment"]["NEO4J_AUTH"]

    assert re.fullmatch(r"neo4j/\$\{SAYSO_PASSWORD:\?.+\}", auth)


def test_the_page_finds_the_server() -> None:
    """The page's variables are Sayso's own, and the address is the service's."""
    given = COMPOSE["services"]["page"]["environment"]
    settings = Settings.from_environment({**given, "SAYSO_PASSWORD": "from outside"})

    assert settings.uri == "bolt://neo4j:7687"
    assert settings.password == "from outside"  # noqa: S105 - a test's
    assert COMPOSE["services"]["page"]["ports"] == [f"127.0.0.1:{settings.port}:{settings.port}"]


def test_the_image_gets_all_that_the_wheel_is_made_of() -> None:
    """What Docker is told to leave out is nothing that the build needs."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]

    assert lines[0] == "*"
    assert sent >= {*wheel, "README.md", "LICENSE", "NOTICE", "hatch_build.py", "requirements.lock"}
