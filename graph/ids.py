"""Deterministic ids, made from content.

Loading twice changes nothing, the order of loading does not matter, and a link
into the graph survives a reload. An id is the kind's letter and 20 hexadecimal
digits of a SHA-256 (80 bits: a collision among a billion things has a chance
of about one in two million).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_NOT_WORD = re.compile(r"[^\w]+")
_LONG = 200  # what is longer is hardly a name, and not worth remembering
_ARTICLE = re.compile(r"^\W*(?:the|an|a)\s+(?=\W*\w)")  # but the A of A. Lind is an initial


def digest(letter: str, *parts: str) -> str:
    """Return the id of the thing that `parts` define."""
    packed = "\x1f".join([f"{len(part)}:{part}" for part in parts])
    return letter + hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def normalise(name: str) -> str:
    """Return `name` as it is compared: folded, without punctuation and article.

    >>> normalise("The  U.S. Trade\u2019s Département")
    'us trades département'
    >>> normalise("A. Lind")  # who may not be the Lind of another text
    'a lind'
    """
    return _normalised(name) if len(name) < _LONG else _normalised.__wrapped__(name)


@lru_cache(maxsize=1 << 15)
def _normalised(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = re.sub(r"(?<=\w)[.'’]", "", _ARTICLE.sub("", folded))  # U.S. is US, Trade’s is Trades
    words = _NOT_WORD.sub(" ", bare).strip()
    return words or " ".join(folded.split())  # a name of signs only is still a name


def document_id(text: str) -> str:
    """Return the id of the document with this text."""
    return digest("d", text)


def text_hash(text: str) -> str:
    """Return what changes with the text of a document."""
    return digest("t", text)


def name_key(label: str, name: str, document: str | None = None) -> str:
    """Return what makes two aliases the same; give `document` to keep one at home."""
    return "|".join([label, normalise(name), *([document] if document else [])])


def label_of(key: str) -> str:
    """Return the label that a name key was made with.

    >>> label_of(name_key("Firm", "Northwind"))
    'Firm'
    """
    return key.partition("|")[0]


def alias_id(document: str, label: str, name: str) -> str:
    """Return the id of what `document` calls a thing."""
    return digest("a", document, label, normalise(name))


def entity_id(name_keys: Iterable[str]) -> str:
    """Return the id of the entity with these name keys, in any order."""
    return min(digest("e", key) for key in name_keys)


def claim_id(
    document: str, relation: str, subject: str, target: str, quote: tuple[int, int], speaker: str
) -> str:
    """Return the id of a claim.

    Args:
        document: Id of the document.
        relation: Name of the relation.
        subject: Id of the subject's alias.
        target: Id of the object's alias, or the measure where there is none.
        quote: Offsets of the quote.
        speaker: Id of the innermost speaker's alias, or an empty string.

    Polarity, modality and confidence are left out on purpose: a better
    extractor updates a claim instead of doubling it.
    """
    return digest("c", document, relation, subject, target, f"{quote[0]}-{quote[1]}", speaker)


def edge_id(subject: str, relation: str, target: str) -> str:
    """Return the id of the edge between two entities."""
    return digest("r", subject, relation, target)
