"""Entities from aliases: a pure function of what every document calls things.

An entity is a connected component of aliases, joined by equal name keys and by
what one document's resolver equated. Nothing here depends on the order in
which documents were loaded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import ids
from .names import searchable
from .rows import AliasRow, Properties, connected


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity as it should stand in the store."""

    id: str
    label: str
    aliases: frozenset[str]
    properties: Properties


def entities(aliases: Iterable[AliasRow]) -> list[EntityRow]:
    """Return the entities that these aliases make up, by id.

    Pass whole entities: all aliases of each entity that is touched.
    """
    pool = {row.id: row for row in aliases}
    # Keys and referents join the same graph as the aliases; the letter keeps them apart.
    pairs = [(row.id, f"k{row.name_key}") for row in pool.values()]
    pairs += [(row.id, f"r{row.referent}") for row in pool.values()]
    found = [
        _entity(sorted((pool[node] for node in group if node in pool), key=lambda row: row.id))
        for group in connected(pairs)
    ]
    return sorted(found, key=lambda row: row.id)


def _entity(aliases: Sequence[AliasRow]) -> EntityRow:
    name = _preferred(aliases)
    names = sorted({row.text for row in aliases} | {name})
    return EntityRow(
        id=ids.entity_id({row.name_key for row in aliases}),
        label=aliases[0].label,
        aliases=frozenset(row.id for row in aliases),
        properties={
            "name": name,
            "names": names,
            "kind": _most_said(row.kind for row in aliases),
            "country": _most_said(row.country for row in aliases),
            "collective": all(row.collective for row in aliases),
            "ids": sorted({value for row in aliases for value in row.ids}),
            "search": searchable(names),
        },
    )


def _preferred(aliases: Sequence[AliasRow]) -> str:
    """Return the name that most documents prefer; the alphabet decides a tie."""
    documents: dict[str, set[str]] = defaultdict(set)
    for row in aliases:
        if row.preferred:
            documents[row.text].add(row.document)
    if not documents:  # what a reviewed claim kept of an older reading
        return min(row.text for row in aliases)
    return min(documents, key=lambda text: (-len(documents[text]), text))


def _most_said(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], value), default=None)
