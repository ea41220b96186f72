"""Check edges and what entities keep of them: summaries, which can also be made again."""

from __future__ import annotations

from collections.abc import Iterator

from ..cypher import checks
from ..database.driver import neo4j
from ..ids import edge_id
from ..vocabulary import relations
from ..writing import aggregate, kept
from ..writing.aggregate import Ends
from ..writing.paged import pages
from .findings import Finding, Kind, finding
from .ranges import Range

PAIRS_AT_ONCE = 500


def pairs_of(tx: neo4j.ManagedTransaction, span: Range) -> list[Ends]:
    """Return the ends of every edge, and of every claim, whose subject is in a range of ids."""
    texts = (checks.pairs_of_edges(), checks.PAIRS_OF_CLAIMS)
    found = {
        (row["subject"], row["relation"], row["object"])
        for text in texts
        for row in tx.run(text, first=span[0], last=span[1])
    }
    # What is no relation is wrong about the claim, not about an edge.
    return sorted(ends for ends in found if ends[1] in relations())


def entities_of(tx: neo4j.ManagedTransaction, span: Range) -> list[str]:
    """Return the entities in a range of ids."""
    rows = tx.run(checks.ENTITIES_BETWEEN, first=span[0], last=span[1])
    return sorted(row["id"] for row in rows)


def check_edges(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield the edges, from entities in a range of ids, that are not what their claims make."""
    for pairs in pages(pairs_of(tx, span), PAIRS_AT_ONCE):
        for one in aggregate.differences(tx, pairs):
            subject, _, target = one.ends
            yield finding(Kind.EDGE, (edge_id(*one.ends), subject, target), _said(one))


def _said(one: aggregate.Difference) -> str:
    relation = one.ends[1]
    if one.wanted is None:
        return f"No claim affirms this {relation}: there must be no edge."
    if not one.stored:
        return f"Claims affirm this {relation}: there must be an edge."
    if len(one.stored) > 1:
        return f"There are {len(one.stored)} edges {relation}: there must be one."
    if not one.is_ours:
        return f"The id of this {relation} is not made from its ends."
    held = one.stored[0]
    wanted = {name: value for name, value in one.wanted.items() if value is not None}
    wrong = sorted(n for n in {*held, *wanted} if held.get(n) != wanted.get(n))
    return f"What its claims say and what this {relation} holds differ: {', '.join(wrong)}."


def check_degrees(tx: neo4j.ManagedTransaction, span: Range) -> Iterator[Finding]:
    """Yield the entities in a range of ids that do not keep what their edges say."""
    for one in kept.differences(tx, entities_of(tx, span)):
        if one.stored.degree != one.wanted.degree:
            number = f"{one.wanted.degree}, not {one.stored.degree}"
            yield finding(Kind.DEGREE, one.entity, f"Its degree is {number}.")
        if one.stored.kept != one.wanted.kept:
            yield finding(Kind.DEGREE, one.entity, "Its list of best edges is not theirs.")


def check_lists(tx: neo4j.ManagedTransaction) -> Iterator[Finding]:
    """Yield the entities that are gone while what they kept of their edges is not."""
    for entity in kept.orphans(tx):
        yield finding(Kind.DEGREE, entity, "It keeps a list of edges, and is not there itself.")
