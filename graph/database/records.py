"""Values of the model from what the database returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..model import (
    Attribution,
    Claim,
    Document,
    Edge,
    Entity,
    Label,
    Modality,
    Polarity,
    Span,
    Status,
    Voice,
)
from ..writing.rows import RESERVED
from .driver import neo4j

_LABELS = frozenset(label.value for label in Label)


def day(value: Any) -> Any:
    """Return a date of the driver as a plain one; anything else as it is."""
    return value.to_native() if isinstance(value, neo4j.time.Date) else value


def is_entity(node: neo4j.graph.Node) -> bool:
    """Whether `node` is an entity of ours, and not one that somebody made by hand."""
    return len(_LABELS & node.labels) == 1 and {"id", "name", "search"} <= set(node)


def entity(node: neo4j.graph.Node) -> Entity:
    """Return the entity that `node` holds."""
    (label,) = _LABELS & node.labels
    return Entity(
        id=node["id"],
        name=node["name"],
        label=Label(label),
        names=tuple(node.get("names", ())),
        kind=node.get("kind"),
        country=node.get("country"),
        collective=bool(node.get("collective")),
        ids=tuple(node.get("ids", ())),
        degree=node.get("degree", 0),
    )


def edge(properties: Mapping[str, Any], subject: str, relation: str, target: str) -> Edge:
    """Return the edge with these properties between two entities."""
    return Edge(
        id=properties["id"],
        subject=subject,
        relation=relation,
        object=target,
        status=Status(properties["status"]),
        n_for=properties["n_for"],
        n_against=properties["n_against"],
        n_hedged=properties["n_hedged"],
        n_claims=properties["n_claims"],
        n_docs=properties["n_docs"],
        first_date=day(properties.get("first_date")),
        last_date=day(properties.get("last_date")),
        quote=properties["quote"],
        best_claim=properties["best_claim"],
    )


def packed_edge(text: str) -> Edge:
    """Return the edge that a text of `cypher/around.py` holds."""
    key, subject, relation, target, status, *rest = text.split("|", 13)
    n_for, n_against, n_hedged, n_claims, n_docs, first_date, last_date, best, quote = rest
    return Edge(
        id=key,
        subject=subject,
        relation=relation,
        object=target,
        status=Status(status),
        n_for=int(n_for),
        n_against=int(n_against),
        n_hedged=int(n_hedged),
        n_claims=int(n_claims),
        n_docs=int(n_docs),
        first_date=date.fromisoformat(first_date) if first_date else None,
        last_date=date.fromisoformat(last_date) if last_date else None,
        quote=quote,
        best_claim=best,
    )


def listed_entity(values: Sequence[Any]) -> Entity:
    """Return the entity with these values, in the order of `cypher/around.py`."""
    key, name, label, names, kind, country, collective, ids, degree = values
    return Entity(
        id=key,
        name=name,
        label=Label(label),
        names=tuple(names or ()),
        kind=kind,
        country=country,
        collective=bool(collective),
        ids=tuple(ids or ()),
        degree=degree or 0,
    )


def document(properties: Mapping[str, Any], *, text: str = "") -> Document:
    """Return the document with these properties; without its text unless that is given."""
    published: date | None = day(properties.get("published_on"))
    return Document(
        id=properties["id"],
        text=text,
        file_name=properties.get("file_name"),
        title=properties.get("title"),
        outlet=properties.get("outlet"),
        url=properties.get("url"),
        published_on=published,
        lang=properties["lang"],
    )


def claim(properties: Mapping[str, Any]) -> Claim:
    """Return the claim with these properties; its indexes mean nothing."""
    subject_span = _span(properties, "subject")
    return Claim(
        relation=properties["relation"],
        subject=0,
        object=None if properties.get("object_alias") is None else 1,
        subject_span=subject_span or (0, 0),
        object_span=_span(properties, "object"),
        quote=properties["quote"],
        quote_start=properties["quote_start"],
        quote_end=properties["quote_end"],
        modality=Modality(properties["modality"]),
        polarity=Polarity(properties["polarity"]),
        trigger=properties["trigger"],
        trigger_span=_span(properties, "trigger"),
        hedge=properties.get("hedge"),
        when_text=properties.get("when_text"),
        date_from=day(properties.get("date_from")),
        date_to=day(properties.get("date_to")),
        said_text=properties.get("said_text"),
        said_on=day(properties.get("said_on")),
        addressee=properties.get("addressee"),
        qualifiers=tuple(sorted((k, v) for k, v in properties.items() if k not in RESERVED)),
        confidence=properties["confidence"],
        rule=properties["rule"],
        extractor=properties["extractor"],
        extractor_version=properties["extractor_version"],
    )


def voices(properties: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> tuple[Voice, ...]:
    """Return the speakers of a claim, innermost first, hearsay in its place among them.

    Args:
        properties: The claim's own.
        said: Hop, attribution, cue, entity and name of each speaker in the graph.
    """
    chain = [
        (row["hop"], Voice(Attribution(row["kind"]), row["who"], row["name"], row["cue"]))
        for row in said
    ]
    if properties.get("hearsay"):
        hearsay = Voice(Attribution.HEARSAY, cue=properties.get("hearsay_cue"))
        chain.append((properties["hearsay_hop"], hearsay))
    return tuple(voice for _, voice in sorted(chain, key=lambda link: link[0]))


def _span(properties: Mapping[str, Any], end: str) -> Span | None:
    start = properties.get(f"{end}_start")
    return None if start is None else (start, properties[f"{end}_end"])
