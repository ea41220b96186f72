"""Check documents: their ids, stories and publishers, and every quote against the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import ids
from ..cypher import checks, upkeep
from ..database.driver import neo4j
from ..reading.quoted import quotable
from ..writing import stories
from ..writing.copies import signature
from ..writing.paged import read_rows
from .findings import Finding, Kind, finding
from .ranges import Range

_SPANS = ("quote", "subject", "object", "trigger")


def check_texts(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield what is wrong with the documents in a range of ids."""
    rows = tx.run(upkeep.nodes_between("Document"), first=span[0], last=span[1])
    documents: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        documents[row["properties"]["id"]] = row["properties"]
    texts = {key: held["text"] for key, held in documents.items() if _is_text(held.get("text"))}
    for document in documents:
        if document not in texts:
            yield finding(Kind.TEXT, document, "The document has no text.")
    signed = set()
    for document, text in texts.items():
        faults = list(_faults_of_text(documents[document], text))
        yield from (finding(Kind.TEXT, document, fault) for fault in faults)
        if not faults:
            signed.add(document)
    yield from _publishers(tx, documents)
    yield from _quotes(tx, texts)
    yield from _stories(tx, signed)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _faults_of_text(held: Mapping[str, Any], text: str) -> Iterator[str]:
    if held["id"] != ids.document_id(text):
        yield "The text is not the one that the document's id was made from."
    if held.get("text_hash") != ids.text_hash(text):
        yield "The hash is not that of the text."
    wrong = [name for name, v in signature(text).properties.items() if held.get(name) != v]
    if wrong:
        yield "What the document keeps to find copies of it is not what its text gives."


def _publishers(
    tx: neo4j.ManagedTransaction, documents: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    linked: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(tx, checks.PUBLISHERS, sorted(documents)):
        linked[row["document"]].append(row["entity"])
    aliases = {document: held.get("outlet_alias") for document, held in documents.items()}
    meant: dict[str, str] = {}
    for row in read_rows(tx, checks.ENTITIES_OF_ALIASES, sorted(filter(None, aliases.values()))):
        meant[row["alias"]] = row["entity"]
    for document, alias in aliases.items():
        wanted = [meant.get(alias)] if alias is not None else []
        if linked[document] != wanted:
            yield finding(
                Kind.TEXT,
                (document, *linked[document]),
                "The document is not linked to the outlet that it names, or not only to that.",
            )


def _quotes(tx: neo4j.ManagedTransaction, texts: Mapping[str, str]) -> Iterator[Finding]:
    for row in read_rows(tx, checks.CLAIMS_IN_DOCUMENTS, sorted(texts)):
        claim, text = row["claim"], texts[row["claim"]["document"]]
        for fault in _faults_of_quote(claim, text):
            yield finding(Kind.QUOTE, (claim.get("id"), claim["document"]), fault)
    for row in read_rows(tx, checks.VOICES_IN_DOCUMENTS, sorted(texts)):
        if not _lies_within(texts[row["document"]], row["start"], row["end"]):
            yield finding(
                Kind.QUOTE, (row["claim"], row["document"]), "A speaker stands outside the text."
            )


def _faults_of_quote(claim: Mapping[str, Any], text: str) -> Iterator[str]:
    for name in _SPANS:
        start, end = claim.get(f"{name}_start"), claim.get(f"{name}_end")
        if not _lies_within(text, start, end):
            yield f"Its {name} stands outside the text: from {start} to {end} of {len(text)}."
        elif name == "quote" and (start is None or text[start:end] != claim.get("quote")):
            yield f"The quote is not what the text says from {start} to {end}."
    if claim.get("search") != quotable(str(claim.get("quote"))):
        yield "What the claim is found by is not what its quote gives."


def _lies_within(text: str, start: object, end: object) -> bool:
    if start is None and end is None:
        return True
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)


def _stories(
    tx: neo4j.ManagedTransaction, documents: Sequence[str] | set[str]
) -> Iterator[Finding]:
    for document, story in stories.differences(tx, documents).items():
        yield finding(
            Kind.STORY, (document, story), "The document belongs to another story by its text."
        )
