"""The details of a document: front matter, or a sidecar with the same keys.

    ---
    title: Ministry bars scanner maker
    outlet: Meridian Newswire
    url: https://example.org/scanners
    published: 2024-04-16
    lang: en
    ---
    THE HAGUE - …

All keys may be left out. Without `published`, "last week" stays words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TypeAlias

import yaml

_FENCE = re.compile(r"\A---[ \t]*(?:\r\n|\n|\r)")
_CLOSING_FENCE = re.compile(r"^---[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\n|\r")
_KEY = re.compile(r"\s*(?:[a-z_][\w-]*|(?i:title|outlet|url|published|lang))\s*:(?:\s|$)")
_ENGLISH = re.compile(r"(?:en|eng|english)(?:[-_].*)?", re.IGNORECASE)
_PROSE_WORDS = 4  # a line of so many words without a key is a sentence

Values: TypeAlias = Mapping[str, tuple[str, int | None]]
"""What stands at each key, and its line where there is one."""


class DetailsError(ValueError):
    """The details of a document are wrong; the message says where."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a document beside its text."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    lang: str = "en"


KEYS = tuple(item.name for item in fields(Details))


def split_front_matter(text: str) -> tuple[str | None, str]:
    """Return the front matter of `text`, if it has any, and the text after it.

    A story may open with a line of dashes: what follows is front matter only
    if it does not read like prose.

    Raises:
        DetailsError: front matter begins and does not end.
    """
    opening = _FENCE.match(text)
    if not opening:
        return None, text
    rest = text[opening.end() :]
    # `^` of a pattern knows no line that ends in a bare carriage return.
    closing = _CLOSING_FENCE.search(_LINE_END.sub(_same_length, rest))
    if closing is None:
        first = next(filter(str.strip, _LINE_END.split(rest)), "")
        if first.partition(":")[0].strip() in KEYS and ":" in first:
            raise DetailsError("the front matter is not closed by a line ---.")
        return None, text
    block = rest[: closing.start()]
    return (None, text) if _is_prose(block) else (block, rest[closing.end() :])


def parse_details(block: str, *, first_line: int = 1) -> Details:
    """Return the details that the YAML `block` holds.

    Args:
        block: Front matter without its dashes, or the text of a sidecar.
        first_line: Number of the block's first line in its file.

    Raises:
        DetailsError: not YAML, an unknown or doubled key, or a wrong value.
    """
    return check_details(_values(block, first_line))


def check_details(values: Values) -> Details:
    """Return `values` as details.

    Raises:
        DetailsError: an unknown key, a date that is none, an address that is
            none, or another language than English.
    """
    found: dict[str, str | date] = {}
    for key, (raw, line) in values.items():
        try:
            value = _checked(key, " ".join(raw.split()))
        except ValueError as error:
            raise DetailsError(f"line {line}: {error}" if line else str(error)) from None
        if value is not None:
            found[key] = value
    return Details(**found)  # type: ignore[arg-type]  # `_checked` gives each key its type


def _same_length(line_end: re.Match[str]) -> str:
    return line_end.group().replace("\r\n", " \n").replace("\r", "\n")


def _is_prose(block: str) -> bool:
    lines = [line for line in _LINE_END.split(block) if line.strip()]
    has_key = any(map(_KEY.match, lines))
    return not has_key and any(len(line.split()) >= _PROSE_WORDS for line in lines)


def _values(block: str, first_line: int) -> Values:
    try:
        # BaseLoader leaves every value a string: `lang: no` is Norwegian, not false.
        tree = yaml.compose(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + first_line}: " if mark else ""
        raise DetailsError(f"{where}not YAML: {error.problem or error.context}.") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise DetailsError(f"not YAML: {' '.join(str(error).split())}.") from None
    if tree is None:
        return {}
    if not isinstance(tree, yaml.MappingNode):
        raise DetailsError(f"line {first_line}: write lines of the form `key: value`.")
    found: dict[str, tuple[str, int | None]] = {}
    for key, value in tree.value:
        line = key.start_mark.line + first_line
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            raise DetailsError(f"line {line}: one key, one plain value.")
        if key.value in found:
            raise DetailsError(f"line {line}: `{key.value}` stands there twice.")
        found[key.value] = (value.value, line)
    return found


def _checked(key: str, value: str) -> str | date | None:
    if key not in KEYS:
        raise ValueError(f"unknown key `{key}`; known are {', '.join(KEYS)}.")
    if not value or value in ("null", "~"):
        return None
    if key == "published":
        return _day(value)
    if key == "url" and not re.match(r"https?://\S+\Z", value):
        raise ValueError(f"url `{value}` is no web address; it begins with https:// or http://.")
    if key == "lang":
        if not _ENGLISH.fullmatch(value):
            raise ValueError(f"lang is `{value}`; only English (`en`) can be read.")
        return "en"
    return value


def _day(value: str) -> date:
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise ValueError(f"published `{value}` is no date; write it as 2019-05-22.") from None
