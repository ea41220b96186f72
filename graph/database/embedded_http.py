"""The embedded engine's other door: what it does not understand as Cypher over Bolt.

Only its own schema and accounts are managed here, by whoever may start it; no
text of a user comes this way.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from typing import Any

from ..errors import StoreUnavailable
from .embedded import DATABASE, ROOT, Runtime

_SECONDS = 600.0  # indexing a large store that had no such index takes minutes


def sql(runtime: Runtime, text: str) -> None:
    """Run one SQL statement on the database.

    Raises:
        StoreUnavailable: the engine is gone.
    """
    try:
        post(runtime, f"command/{DATABASE}", {"language": "sql", "command": text})
    except urllib.error.HTTPError:
        raise  # it is there and found fault with the statement: ours are always right
    except OSError as error:
        raise StoreUnavailable("The embedded engine does not answer.") from error


def post(runtime: Runtime, path: str, body: dict[str, Any]) -> None:
    """Send one request as the engine's owner."""
    token = base64.b64encode(f"{ROOT}:{runtime.password}".encode()).decode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{runtime.http_port}/api/v1/{path}",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Basic {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310 - on this machine only
        pass
