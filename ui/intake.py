"""The one door from the faces of Sayso to its loaders.

Page, command line and notebook bring texts in through here and nowhere else.
Importing this module loads neither spaCy nor a model; reading a text does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ..graph.model import Reading
from ..loaders.extract import extract
from ..loaders.front_matter import KEYS as DETAILS
from ..loaders.run import Loaded, Outcome, Report, Step, run
from ..loaders.text_file import MAX_BYTES, read_bytes, read_text, shown

if TYPE_CHECKING:
    from ..graph.store import Store

__all__ = [
    "DETAILS",
    "Loaded",
    "Outcome",
    "Report",
    "Step",
    "example",
    "keep",
    "load",
    "prepare",
    "preview",
    "shown",
]


def prepare() -> None:
    """Load the language model: seconds for the first text of a process, nothing after it.

    Raises:
        SaysoError: the model cannot be loaded.
    """
    from ..loaders.extract.parse import default_parser  # needs numpy and spaCy

    default_parser()


def preview(
    text: str | bytes,
    *,
    file_name: str | None = None,
    details: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    max_bytes: int = MAX_BYTES,
) -> Reading:
    """Return what a pasted text or an uploaded file says; write nothing.

    Args:
        text: Pasted text, or the bytes of a file.
        file_name: Name of the file.
        details: What the user knows of it, by the keys in `DETAILS`, as typed;
            empty values count as not given. `published` is written 2019-05-22.
        encoding: How the file is written.
        max_bytes: Largest text to accept.

    Raises:
        DocumentError: the text or its details cannot be read.
    """
    if isinstance(text, str):
        document = read_text(text, details=details, max_bytes=max_bytes)
    else:
        document = read_bytes(
            text, file_name, details=details, encoding=encoding, max_bytes=max_bytes
        )
    return extract(document)


def keep(reading: Reading, claims: Iterable[int]) -> Reading:
    """Return `reading` with only the claims at these places, in their order."""
    chosen = set(claims)
    return replace(
        reading,
        claims=tuple(claim for place, claim in enumerate(reading.claims) if place in chosen),
    )


def load(
    store: Store | None,
    *paths: str | Path,
    encoding: str = "utf-8",
    max_bytes: int = MAX_BYTES,
    on_step: Callable[[Step], None] | None = None,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Report:
    """Load files and folders (their `*.txt`) into `store`.

    Files that cannot be read are refused, each with its reason, and the others
    are loaded.

    Args:
        store: Where the claims go; none to read without writing anything.
        paths: Files, folders, or `-` for standard input.
        encoding: How the files are written.
        max_bytes: Largest file to accept.
        on_step: Called before each file is read, for a progress bar.
        on_outcome: Called once for each file that was loaded or refused.

    Raises:
        StoreError: the store failed; documents already reported are in it.
    """
    return run(
        map(Path, paths),
        store,
        encoding=encoding,
        max_bytes=max_bytes,
        on_step=on_step,
        on_outcome=on_outcome,
    )


def example() -> Path:
    """Return the folder of the texts that come with Sayso, for `load`."""
    return Path(str(files(__package__.rpartition(".")[0]) / "seeds"))
