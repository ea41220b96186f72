"""Check claims: what they are linked to, their ids, and their reviews."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import ids
from ..cypher import checks, upkeep
from ..database.driver import neo4j
from ..decisions.reviews import Reviewed, marks, review_id, reviews_of, standing
from ..model import Attribution, Modality, Polarity, Review
from ..vocabulary import relations
from ..writing.follow import edge_of
from ..writing.paged import read_rows
from .findings import Finding, Kind, finding
from .ranges import Range

_LINKS = ("STATED_IN", "SUBJECT", "OBJECT", "SAID_BY")
_CLOSED = {
    "relation": frozenset(relations()),
    "polarity": frozenset(Polarity),
    "modality": frozenset(Modality),
    "review": frozenset(Review),
}


@dataclass(slots=True)
class _Linked:
    """Where a claim leads to."""

    ends: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    voices: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Alias:
    document: str
    entity: str | None


def check_claims(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield what is wrong with the claims in a range of ids."""
    limits = {"first": span[0], "last": span[1]}
    claims = [row["properties"] for row in tx.run(upkeep.nodes_between("Claim"), limits)]
    linked: dict[str, _Linked] = defaultdict(_Linked)
    for row in tx.run(checks.all_links_between("Claim", _LINKS), limits):
        if row["type"] == "SAID_BY":
            linked[row["start"]].voices.append((row["end"], row["properties"]))
        else:
            linked[row["start"]].ends[row["type"]].append(row["end"])
    aliases = _aliases(tx, claims, linked)
    for claim in claims:
        for fault in _faults(claim, linked[claim["id"]], aliases):
            yield finding(Kind.CLAIM, (claim["id"], claim.get("document")), fault)
    yield from _reviews(tx, claims)


def _aliases(
    tx: neo4j.ManagedTransaction,
    claims: Sequence[Mapping[str, Any]],
    linked: Mapping[str, _Linked],
) -> dict[str, _Alias]:
    wanted = {claim.get(name) for claim in claims for name in ("subject_alias", "object_alias")}
    wanted |= {said.get("alias") for link in linked.values() for _, said in link.voices}
    rows = read_rows(tx, checks.ENTITIES_OF_ALIASES, sorted(filter(None, wanted)))
    return {row["alias"]: _Alias(row["document"], row["entity"]) for row in rows}


def _faults(
    claim: Mapping[str, Any], linked: _Linked, aliases: Mapping[str, _Alias]
) -> Iterator[str]:
    for name, known in _CLOSED.items():
        if claim.get(name) not in known:
            yield f"Its {name} is “{claim.get(name)}”, which is none."
    if linked.ends["STATED_IN"] != [claim.get("document")]:
        yield "It is not stated in the document that it names, or not only there."
    yield from _faults_of_end(claim, "subject", linked.ends["SUBJECT"], aliases, needed=True)
    yield from _faults_of_end(claim, "object", linked.ends["OBJECT"], aliases, needed=False)
    yield from _faults_of_voices(claim, linked, aliases)
    yield from _faults_of_ids(claim, linked)


def _faults_of_end(
    claim: Mapping[str, Any],
    end: str,
    found: Sequence[str],
    aliases: Mapping[str, _Alias],
    *,
    needed: bool,
) -> Iterator[str]:
    alias = claim.get(f"{end}_alias")
    if alias is None:
        if needed:
            yield f"It has no {end}."
        if found:
            yield f"It is linked to an {end} that it does not name."
        return
    yield from _faults_of_alias(claim, f"{end}'s", alias, found, aliases)


def _faults_of_alias(
    claim: Mapping[str, Any],
    whose: str,
    alias: str,
    found: Sequence[str],
    aliases: Mapping[str, _Alias],
) -> Iterator[str]:
    named = aliases.get(alias)
    if named is None:
        yield f"The {whose} name is not there."
    elif named.document != claim.get("document"):
        yield f"The {whose} name is one of another document."
    elif list(found) != [named.entity]:
        yield f"It is not linked to what the {whose} name refers to, or not only to that."


def _faults_of_voices(
    claim: Mapping[str, Any], linked: _Linked, aliases: Mapping[str, _Alias]
) -> Iterator[str]:
    hops: Counter[Any] = Counter(said.get("hop") for _, said in linked.voices)
    if claim.get("hearsay"):
        hops[claim.get("hearsay_hop")] += 1
    if any(number > 1 or not isinstance(hop, int) for hop, number in hops.items()):
        yield "Two of its speakers stand at one place, or one at none."
    for who, said in linked.voices:
        if said.get("kind") not in frozenset(Attribution):
            yield f"A speaker is named as “{said.get('kind')}”, which is no way to name one."
        yield from _faults_of_alias(claim, "speaker's", str(said.get("alias")), [who], aliases)


def _faults_of_ids(claim: Mapping[str, Any], linked: _Linked) -> Iterator[str]:
    subject, target = (linked.ends[name][:1] for name in ("SUBJECT", "OBJECT"))
    relation = str(claim.get("relation"))
    edge = edge_of(subject[0], relation, target[0] if target else None) if subject else None
    if claim.get("edge") != edge:
        yield "Its edge is not that of its subject, relation and object."
    innermost = min(
        (said.get("hop", 0), str(said.get("alias"))) for _, said in linked.voices or [("", {})]
    )
    made = ids.claim_id(
        str(claim.get("document")),
        relation,
        str(claim.get("subject_alias")),
        claim.get("object_alias") or claim.get("measure", ""),
        (claim.get("quote_start", 0), claim.get("quote_end", 0)),
        innermost[1] if linked.voices else "",
    )
    if claim["id"] != made:
        yield "Its id is not made from what it says."


def _reviews(
    tx: neo4j.ManagedTransaction, claims: Sequence[Mapping[str, Any]]
) -> Iterator[Finding]:
    entries: dict[str, list[Reviewed]] = defaultdict(list)
    for entry in reviews_of(tx, [claim["id"] for claim in claims]):
        entries[entry.claim].append(entry)
    nothing = {"review": Review.NONE.value}
    for claim in claims:
        holds = standing(entries[claim["id"]])
        wanted = {**marks(holds)} if holds else nothing
        for name in ("review", "reviewed_by", "review_reason"):
            if claim.get(name) != wanted.get(name):
                yield finding(
                    Kind.REVIEW,
                    (claim["id"], *([holds.id] if holds else [])),
                    f"Its {name} is not what the log of reviews says.",
                )


def check_reviews(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield what is wrong with the reviews in a range of ids.

    A review may be of a claim that is not there: it waits until the claim comes back.
    """
    found = [
        row["properties"]
        for row in tx.run(upkeep.nodes_between("Review"), first=span[0], last=span[1])
    ]
    for one in found:
        claim, n = one.get("claim"), one.get("n")
        if one["id"] != review_id(str(claim), n if isinstance(n, int) else -1):
            yield finding(Kind.REVIEW, (one["id"], claim), "Its id is not made from what it says.")
