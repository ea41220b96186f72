"""The frames of the relation files: which words carry a relation, which roles its ends.

A frame reads

    {id: transfer, verbs: "@transfer", subject: A0, object: "obl:to", needs: [A1]}

`subject` and `object` list roles in order of preference, parted by `|`.
A condition in `needs` or `unless` is a role that must be filled (`obl:from`), a
role filled by a word of a class (`obl:in@medium`), or one of the words in
`_STATES`. A word list is written out or names a class of `words/classes.yaml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ...graph.errors import VocabularyError
from ...graph.model import Modality, Polarity
from ...graph.vocabulary import Relation, relations
from .lexicon import words
from .roles import ROLES

_OF_THE_TEXT = frozenset(
    {"voice", "bridge", "single", "named"}
)  # ends that lie outside the predicate's clause
_STATES = frozenset(
    {
        "passive",
        "agentless",
        "obliged",
        "through",
        "alone",
        "not-to",
        "existential",
        "names-a-firm",
        "goods",
    }
)
_KEYS = frozenset(
    {
        "id",
        "verbs",
        "nouns",
        "adjectives",
        "names",
        "subject",
        "object",
        "needs",
        "unless",
        "attributes",
        "polarity",
        "modality",
    }
)
_KINDS = ("verbs", "nouns", "adjectives", "names")


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold, or must not, for a frame to apply."""

    role: str
    lemmas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which words carry a relation.

    Attributes:
        rule: `RELATION/id`, as it stands on claims.
        kind: `verbs`, `nouns`, `adjectives` or `names`: what the trigger must be;
            of a name `lemmas` are the labels it may have.
        subject: Roles in order of preference; likewise `object`, which may be
            empty where a claim needs no object.
    """

    rule: str
    relation: Relation
    kind: str
    lemmas: frozenset[str]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    needs: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] | None = None
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED


@cache
def frames() -> Mapping[str, Mapping[str, tuple[Frame, ...]]]:
    """Return the frames by kind of trigger and lemma.

    Raises:
        VocabularyError: a relation file is wrong; the message names file and frame.
    """
    index: dict[str, dict[str, list[Frame]]] = {kind: defaultdict(list) for kind in _KINDS}
    for relation in relations().values():
        for frame in read_frames(relation):
            for lemma in sorted(frame.lemmas):
                index[frame.kind][lemma].append(frame)
    return {
        kind: {lemma: tuple(found) for lemma, found in by_lemma.items()}
        for kind, by_lemma in index.items()
    }


def read_frames(relation: Relation) -> Iterator[Frame]:
    """Yield the frames of one relation.

    Raises:
        VocabularyError: a frame is wrong.
    """
    shared = relation.extraction.get("attributes", {})
    seen: set[str] = set()
    for data in relation.extraction.get("frames", ()):
        where = f"{relation.name.lower()}.yaml, frame {data.get('id', '?')}"
        if unknown := set(data) - _KEYS:
            raise VocabularyError(f"{where}: unknown key {', '.join(sorted(unknown))}.")
        if "id" not in data or data["id"] in seen:
            raise VocabularyError(f"{where}: give every frame an id of its own.")
        seen.add(data["id"])
        yield from _frame(relation, data, where, shared)


def _frame(
    relation: Relation, data: Mapping[str, Any], where: str, shared: Mapping[str, str]
) -> Iterator[Frame]:
    attributes = {**shared, **data.get("attributes", {})}
    for kind in _KINDS:
        if kind in data:
            yield Frame(
                rule=f"{relation.name}/{data['id']}",
                relation=relation,
                kind=kind,
                lemmas=_lemmas(data[kind], where),
                subject=_roles(data.get("subject", ""), where),
                object=_roles(data.get("object", ""), where),
                needs=tuple(_condition(text, where) for text in data.get("needs", ())),
                unless=tuple(_condition(text, where) for text in data.get("unless", ())),
                attributes={name: _roles(text, where) for name, text in attributes.items()},
                polarity=Polarity(data.get("polarity", "affirmed")),
                modality=Modality(data.get("modality", "asserted")),
            )


def _lemmas(data: str | list[str], where: str) -> frozenset[str]:
    found: set[str] = set()
    for item in [data] if isinstance(data, str) else data:
        if not item.startswith("@"):
            found.add(item)
        elif item[1:] in words("classes"):
            found.update(words("classes")[item[1:]])
        else:
            raise VocabularyError(f"{where}: no class {item[1:]} in words/classes.yaml.")
    return frozenset(found)


def _roles(text: str, where: str) -> tuple[str, ...]:
    found = tuple(role.strip() for role in text.split("|") if role.strip())
    for role in found:
        _check_role(role, where)
    return found


def _check_role(role: str, where: str) -> None:
    for step in role.split(">"):
        if step == "where":
            continue
        name = step.partition(":")[0]
        if name not in ROLES and role not in _OF_THE_TEXT:
            raise VocabularyError(f"{where}: unknown role {role}.")


def _condition(text: str, where: str) -> Condition:
    role, _, names = text.partition("@")
    if role not in _STATES:
        _check_role(role, where)
    lemmas = _lemmas([f"@{name}" for name in names.split(",")], where) if names else frozenset()
    return Condition(role, lemmas)
