"""The relations, one YAML file each, and how they read.

`graph` reads the head of a file (name, readings, domain, range); what follows
(`frames`, `attributes`, `examples`) is for the extractor and handed on as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

import yaml

from .errors import VocabularyError
from .model import Label

_HEAD = {"id", "reads", "inverse", "subject", "object"}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of the vocabulary.

    Attributes:
        name: As it stands on claims and edges: `SUPPLIES`.
        reads: From subject to object: "supplies".
        inverse: From object to subject: "supplied by".
        subject: Labels a subject may have.
        object: Labels an object may have.
        extraction: The rest of the file, for the extractor.
    """

    name: str
    reads: str
    inverse: str
    subject: frozenset[Label]
    object: frozenset[Label]
    extraction: Mapping[str, Any]


@cache
def relations() -> Mapping[str, Relation]:
    """Return every relation by name, in alphabetical order.

    Raises:
        VocabularyError: a file is wrong; the message names it.
    """
    folder = files(__package__) / "relations"
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".yaml")), key=lambda p: p.name)
    found = [_relation(path) for path in paths]
    return MappingProxyType({relation.name: relation for relation in found})


def _relation(path: Traversable) -> Relation:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise VocabularyError(f"{path.name}: {error}") from error
    missing = _HEAD - set(data)
    if missing:
        raise VocabularyError(f"{path.name}: missing {', '.join(sorted(missing))}.")
    if path.name != f"{data['id'].lower()}.yaml":
        raise VocabularyError(f"{path.name}: holds {data['id']}; name the file after it.")
    try:
        domain, target = (frozenset(map(Label, data[end])) for end in ("subject", "object"))
    except ValueError as error:
        raise VocabularyError(f"{path.name}: {error}.") from error
    rest = {key: value for key, value in data.items() if key not in _HEAD}
    return Relation(
        data["id"], data["reads"], data["inverse"], domain, target, MappingProxyType(rest)
    )
