"""Read text files, uploads and pasted text as documents.

The text of a document is the file as decoded, without byte-order mark and front
matter; nothing else is touched, line ends included, so that offsets hold.
Whatever cannot become a document raises `DocumentError` with the file and the
reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..graph.errors import DocumentError
from ..graph.ids import document_id
from ..graph.model import Document
from .front_matter import Details, DetailsError, check_details, parse_details, split_front_matter
from .language import foreign_language

MAX_BYTES = 5_000_000
"""Largest file that is read where the caller sets no limit of their own."""

_SIDECAR = ".meta.yaml"
_STANDARD_INPUT = Path("-")
# Tab, line ends and form feed are text; other control characters and halves of
# surrogate pairs are not, and could not be stored or quoted.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_WIDE_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def shown(path: Path) -> str:
    """Return `path` as it can be printed and stored: one line, without stray bytes."""
    name = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def find_files(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[DocumentError, ...]]:
    """Return the text files that `paths` stand for, and the paths that stand for none.

    A folder stands for its own `*.txt`, by name; folders within it are left
    alone. `-` is standard input. A file named twice is returned once.
    """
    found: dict[Path, None] = {}
    errors: list[DocumentError] = []
    for path in paths:
        try:
            for file in _files(path):
                if isinstance(file, DocumentError):
                    errors.append(file)
                else:
                    found.setdefault(file)
        except OSError as error:
            errors.append(DocumentError(shown(path), _unreadable(error)))
    return tuple(found), tuple(errors)


def read_file(path: Path, *, encoding: str = "utf-8", max_bytes: int = MAX_BYTES) -> Document:
    """Return the document in the file `path`, `-` being standard input.

    Its details come from its front matter or from `NAME.meta.yaml` beside it.

    Raises:
        DocumentError: the file or its details cannot be read.
    """
    if path == _STANDARD_INPUT:
        data = sys.stdin.buffer.read(max_bytes + 1)
        return read_bytes(data, None, encoding=encoding, max_bytes=max_bytes)
    where = shown(path)
    sidecar = path.with_name(path.stem + _SIDECAR)
    try:
        _check_size(where, path.stat().st_size, max_bytes)
        text = _decode(path.read_bytes(), where, encoding)
        beside = sidecar.read_bytes() if sidecar.exists() else None
    except OSError as error:
        raise DocumentError(where, _unreadable(error)) from None
    details = None if beside is None else _sidecar_details(beside, shown(sidecar))
    return _document(
        text, where, shown(Path(path.name)), details, given_in=f"a sidecar {sidecar.name}"
    )


def read_bytes(
    data: bytes,
    file_name: str | None,
    *,
    encoding: str = "utf-8",
    max_bytes: int = MAX_BYTES,
    details: Mapping[str, str] | None = None,
) -> Document:
    """Return the document in an uploaded file.

    Args:
        data: The file as it is.
        file_name: Its name, or none for standard input and pasted text.
        encoding: How its characters are written.
        max_bytes: Most bytes to accept.
        details: `title`, `outlet`, `url`, `published`, `lang`, where known.

    Raises:
        DocumentError: the text or its details cannot be read.
    """
    where = file_name or "text"
    _check_size(where, len(data), max_bytes)
    try:
        known = {key: (value, None) for key, value in (details or {}).items() if value.strip()}
        given = check_details(known) if known else None
    except DetailsError as error:
        raise DocumentError(where, str(error)) from None
    text = _decode(data, where, encoding)
    return _document(text, where, file_name, given, given_in="details beside it")


def read_text(
    text: str, *, max_bytes: int = MAX_BYTES, details: Mapping[str, str] | None = None
) -> Document:
    """Return pasted text as a document; see `read_bytes`."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        reason = f"holds half a character at position {error.start}."
        raise DocumentError("text", reason) from None
    return read_bytes(data, None, max_bytes=max_bytes, details=details)


def _files(path: Path) -> Iterator[Path | DocumentError]:
    if path.is_dir():
        yield from _files_of_folder(path)
    elif path.name.endswith(_SIDECAR):
        yield DocumentError(shown(path), "describes a text; name the text instead.")
    elif path == _STANDARD_INPUT or path.is_file():
        yield path
    elif path.exists():
        yield DocumentError(shown(path), "is neither a file nor a folder.")
    else:
        yield DocumentError(shown(path), "there is no such file or folder.")


def _files_of_folder(folder: Path) -> Iterator[Path | DocumentError]:
    # A leading dot hides a file; some systems leave such companions of each file.
    visible = sorted(p for p in folder.iterdir() if not p.name.startswith(".") and p.is_file())
    texts = [path for path in visible if path.suffix.lower() == ".txt"]
    if not texts:
        yield DocumentError(shown(folder), "holds no text (*.txt).")
    yield from texts
    stems = {path.stem for path in visible}
    for path in visible:
        name = path.name.removesuffix(_SIDECAR)
        if name != path.name and name not in stems:
            yield DocumentError(shown(path), f"there is no {name}.txt for it.")


def _check_size(where: str, size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise DocumentError(
            where,
            f"is larger than {max_bytes:,} bytes; split it, or raise SAYSO_MAX_DOCUMENT_BYTES.",
        )


def _decode(data: bytes, where: str, encoding: str) -> str:
    wide = next((name for mark, name in _WIDE_MARKS.items() if data.startswith(mark)), None)
    is_wide = re.match(r"u?(?:tf|cs)[-_]?(?:16|32|[24])", encoding, re.IGNORECASE)
    if wide and not is_wide:
        raise DocumentError(where, f"is written in {wide}; give --encoding {wide}.")
    if b"\x00" in data and not is_wide:
        raise DocumentError(where, "is binary, not plain text.")
    try:
        text = data.decode(encoding)
    except LookupError:
        raise DocumentError(where, f"there is no encoding `{encoding}`.") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            where,
            f"is not {encoding} at byte {error.start} (line {line}); "
            "save it as UTF-8, or give --encoding, such as cp1252.",
        ) from None
    except UnicodeError as error:
        raise DocumentError(where, f"is not {encoding}: {error}.") from None
    return text.removeprefix("\ufeff")


def _document(
    text: str, where: str, file_name: str | None, details: Details | None, *, given_in: str
) -> Document:
    try:
        front, body = split_front_matter(text)
        if front is not None and details is not None:
            raise DetailsError(f"has front matter and {given_in}; keep one of them.")
        known = details or (parse_details(front, first_line=2) if front else Details())
    except DetailsError as error:
        raise DocumentError(where, str(error)) from None
    _check_text(body, where, after_front_matter=front is not None)
    return Document(
        id=document_id(body),
        text=body,
        file_name=file_name,
        title=known.title,
        outlet=known.outlet,
        url=known.url,
        published_on=known.published,
        lang=known.lang,
    )


def _sidecar_details(data: bytes, where: str) -> Details:
    try:
        return parse_details(_decode(data, where, "utf-8"))
    except DetailsError as error:
        raise DocumentError(where, str(error)) from None


def _check_text(text: str, where: str, *, after_front_matter: bool) -> None:
    if odd := _NOT_TEXT.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        reason = f"is not plain text: control character U+{ord(odd.group()):04X} in line {line}."
        raise DocumentError(where, reason)
    if not any(map(str.isalnum, text)):
        raise DocumentError(
            where, "holds no text after its front matter." if after_front_matter else "is empty."
        )
    if language := foreign_language(text):
        raise DocumentError(where, f"reads like {language}; only English can be read.")


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}."
