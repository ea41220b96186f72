"""Read a dump, and say clearly where a file is none or not whole."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from ..database import schema
from ..errors import DumpError
from .dumped import FORMAT, LOGS, NODES, PASSING, Contents, Line, links, values_of
from .ranges import OnStep, Step

_TOLD_EVERY = 5_000  # lines


class Numbered(NamedTuple):
    """A line, its number from 1, and how many bytes it has."""

    number: int
    line: Line
    size: int


class DumpFile:
    """An open dump.

    Attributes:
        model: Version of the data model that it holds.
        contents: How much it holds; known once it was checked.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at `path`."""
        self._path = path
        self.model = 0
        self.contents = Contents()
        try:
            self._file = path.open("rb")
        except OSError as error:
            reason = f"cannot be read ({error.strerror or error})."
            raise DumpError(str(path), reason) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def checked(self, on_step: OnStep = None) -> str:
        """Return the checksum of the file, after looking at every line of it.

        Raises:
            DumpError: the file is no dump of ours, is of a newer Sayso, or is not whole.
        """
        digest = hashlib.sha256()
        end: Any = None
        for number, data in self._data():
            if end is not None:
                raise self._wrong(number, "there is something behind the end.")
            line = self._parsed(number, data)
            if number == 1:
                self._begin(line)
            elif "end" in line:
                end = line["end"]
                continue
            else:
                self._check(number, line)
                self.contents = self.contents.plus(line)
            digest.update(data)
            if on_step and number % _TOLD_EVERY == 0:
                on_step(Step("Checking the file", number, 0))
        if end is None:
            raise self._wrong(None, "is not whole: its end is missing.")
        if end != {"lines": self.contents.lines, "sha256": digest.hexdigest()}:
            raise self._wrong(None, "is damaged: its checksum does not fit.")
        return digest.hexdigest()

    def lines(self) -> Iterator[Numbered]:
        """Yield every line between the first and the last, from a file that was checked."""
        for number, data in self._data():
            line = self._parsed(number, data)
            if number > 1 and "end" not in line:
                yield Numbered(number, line, len(data))

    def _data(self) -> Iterator[tuple[int, bytes]]:
        self._file.seek(0)
        number = 0
        try:
            with gzip.GzipFile(fileobj=self._file, mode="rb") as archive:
                for number, data in enumerate(archive, start=1):
                    yield number, data
        except EOFError as error:
            reason = "the file breaks off here: it is not whole."
            raise self._wrong(number + 1, reason) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            reason = "the file is damaged here." if number else "is no dump (not packed with gzip)."
            raise self._wrong(number + 1 if number else None, reason) from error
        except OSError as error:
            raise self._wrong(None, f"cannot be read ({error.strerror or error}).") from error

    def _parsed(self, number: int, data: bytes) -> Line:
        try:
            line = json.loads(data)
        except ValueError as error:
            raise self._wrong(number, "is no JSON.") from error
        if not isinstance(line, dict):
            raise self._wrong(number, "is no JSON object.")
        return line

    def _begin(self, line: Line) -> None:
        match line:
            case {"sayso": {"format": int(form), "model": int(model)}}:
                pass
            case _:
                raise self._wrong(1, "is no dump of Sayso's.")
        if form > FORMAT or model > schema.VERSION:
            raise self._wrong(
                1,
                f"was written by a newer Sayso (form {form}, data model {model}; "
                f"this one knows {FORMAT} and {schema.VERSION}): upgrade Sayso.",
            )
        self.model = model

    def _check(self, number: int, line: Line) -> None:
        """Look whether `line` is one that a dump may hold."""
        match line:
            case {"node": str(labels), "properties": {"id": str()}}:
                known = any(labels in labellings for labellings in NODES.values())
                what = labels
            case {"link": str(what), "from": str(), "to": str(), "properties": dict()}:
                known = any(what in types for _, types, _ in links())
            case {"log": str(what), "properties": {"id": str()}}:
                known = what in (*LOGS, "Judgement")
            case {"log": str(what), "id": str(), "properties": dict(past)}:
                known = set(past) <= {*PASSING.get(what, ())}
            case _:
                raise self._wrong(number, "is no line of a dump.")
        if not known:
            raise self._wrong(number, f"holds “{what}”, which this Sayso does not know.")
        try:
            values_of(line["properties"])
        except ValueError as error:
            raise self._wrong(number, "holds a value that no dump has.") from error

    def _wrong(self, number: int | None, reason: str) -> DumpError:
        return DumpError(str(self._path), reason, line=number)
