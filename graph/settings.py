"""Every setting of Sayso: name, default, unit, meaning.

A setting comes from the command line, else from the environment (`SAYSO_` and
its name in capitals), else from the default below. Functions take values; only
the edges of the program (command line, page, `sayso.open`) read settings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .errors import SaysoError

VERSION = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One frozen set of settings; see `from_environment`."""

    uri: str | None = field(
        default=None, metadata={"meaning": "Neo4j to use; without it the embedded engine"}
    )
    user: str = field(default="neo4j", metadata={"meaning": "user at that Neo4j"})
    password: str | None = field(
        default=None, repr=False, metadata={"meaning": "password at that Neo4j"}
    )
    database: str | None = field(
        default=None, metadata={"meaning": "database at that Neo4j; without it the user's own"}
    )
    store: Path | None = field(
        default=None,
        metadata={"meaning": "folder of the embedded store; else the user data folder"},
    )
    max_document_bytes: int = field(
        default=5_000_000, metadata={"meaning": "largest file or pasted text, in bytes"}
    )
    query_seconds: float = field(
        default=10.0, metadata={"meaning": "longest a user's query may run, in seconds"}
    )
    query_rows: int = field(default=1_000, metadata={"meaning": "most rows a user's query returns"})
    connect_seconds: float = field(
        default=5.0, metadata={"meaning": "longest wait for a database to answer, in seconds"}
    )
    idle_minutes: float = field(
        default=30.0,
        metadata={"meaning": "the embedded engine ends itself when unused this long, in minutes"},
    )
    port: int = field(default=8501, metadata={"meaning": "port of the page, on 127.0.0.1"})

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, **given: Any
    ) -> Settings:
        """Return the settings in force.

        Args:
            environment: Where `SAYSO_*` is looked up; the process's own by default.
            given: Values from the command line; `None` means not given.

        Raises:
            SaysoError: a variable does not hold what its setting needs.
        """
        environment = os.environ if environment is None else environment
        values = {name: value for name, value in given.items() if value is not None}
        for item in fields(cls):
            variable = f"SAYSO_{item.name.upper()}"
            if item.name not in values and environment.get(variable):
                values[item.name] = _parsed(variable, environment[variable], str(item.type))
        return cls(**values)


def _parsed(variable: str, text: str, kind: str) -> Any:
    convert = {"int": int, "float": float, "Path | None": Path}.get(kind, str)
    try:
        return convert(text)
    except ValueError:
        raise SaysoError(f"{variable}={text}: a number is needed here.") from None
