"""Reviews of claims: what people accept and reject, how edges follow, how it is undone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sayso.graph.decisions.reviews import Reviewed
from sayso.graph.errors import DecisionRefused, NodeNotFound
from sayso.graph.model import Reading, Review, Status
from sayso.graph.store import Store
from sayso.tests.examples import denial, northwind
from sayso.tests.graph.canonical import canonical

SAID = {"by": "Ada Lind", "reason": "The letter names another firm."}


def claim_of(store: Store, relation: str) -> str:
    """Return the id of the one claim of a relation."""
    ((claim,),) = store.cypher("MATCH (c:Claim {relation: $r}) RETURN c.id", r=relation).rows
    return str(claim)


def marks(store: Store, claim: str) -> tuple[Any, ...]:
    """Return what a claim shows of its review, but for the time."""
    (row,) = store.cypher(
        "MATCH (c:Claim {id: $id}) "
        "RETURN c.review, c.reviewed_by, c.review_reason, c.reviewed_at IS NOT NULL",
        id=claim,
    ).rows
    return row


def edges(store: Store, relation: str) -> int:
    """Return how many edges of a relation there are."""
    return store.status().relations[relation]


def worse() -> Reading:
    """Return another reading of the first story: shorter quotes, which are other claims."""
    old = northwind()
    claims = tuple(
        replace(
            claim, quote=claim.quote[:30], quote_end=claim.quote_start + 30, extractor_version="2"
        )
        for claim in old.claims
    )
    return replace(old, claims=claims)


def test_a_rejected_claim_counts_for_nothing(store: Store) -> None:
    """The edge goes at once, the claim stays with name, time and reason."""
    store.write([northwind()])
    claim = claim_of(store, "CITES")
    before = datetime.now(UTC)
    made = store.review(claim, "rejected", **SAID)

    assert edges(store, "CITES") == 0
    assert marks(store, claim) == ("rejected", "Ada Lind", "The letter names another firm.", True)
    assert before <= made.at <= datetime.now(UTC)
    assert store.history(claim).items == (made,)
    assert store.check() == ()


def test_an_accepted_claim_counts_as_before(store: Store) -> None:
    """Accepting changes no edge."""
    store.write([northwind()])
    claim = claim_of(store, "CITES")
    store.review(claim, Review.ACCEPTED, **SAID)

    assert edges(store, "CITES") == 1
    assert marks(store, claim)[0] == "accepted"
    assert store.check() == ()


def test_rejecting_a_denial_settles_the_dispute(store: Store) -> None:
    """An edge is what the claims that are left say."""
    store.write([northwind(), denial()])
    supplier, buyer = store.named("Northwind Metals").id, store.named("Harbour Rail").id
    newest, _ = store.evidence_between(supplier, "SUPPLIES", buyer)
    store.review(newest.id, "rejected", **SAID)
    (edge,) = store.profile(buyer).edges

    assert (edge.status, edge.n_for, edge.n_against) == (Status.ASSERTED, 1, 0)


def test_undo_brings_the_earlier_review_back(store: Store) -> None:
    """Of two reviews the later holds; undone in either order, what remains holds."""
    store.write([northwind()])
    plain = canonical(store)
    claim = claim_of(store, "CITES")
    accepted = store.review(claim, "accepted", by="Ada Lind", reason="Seen.")
    rejected = store.review(claim, "rejected", by="Bo Ek", reason="Misread.")
    (undone,) = store.undo(rejected.id, by="Ada Lind")

    assert marks(store, claim) == ("accepted", "Ada Lind", "Seen.", True)
    assert edges(store, "CITES") == 1
    assert (undone.id, undone.active, undone.undone_by) == (rejected.id, False, "Ada Lind")

    again = store.review(claim, "rejected", by="Bo Ek", reason="Misread.")
    store.undo(accepted.id)

    assert marks(store, claim)[:2] == ("rejected", "Bo Ek")

    store.undo(again.id)

    assert canonical(store) == plain
    assert [entry.active for entry in store.history(claim).items] == [False, False, False]


def test_a_reviewed_claim_survives_another_reading(store: Store) -> None:
    """It stays, and is not said again; the others are replaced."""
    store.write([northwind()])
    claim = claim_of(store, "CITES")
    store.review(claim, "rejected", **SAID)
    written = store.write([worse()])

    assert (written.claims, written.new, written.removed) == (4, 3, 3)
    assert claim_of(store, "CITES") == claim
    assert edges(store, "CITES") == 0


def test_after_an_undo_the_next_load_decides(store: Store) -> None:
    """A claim that only its review kept is replaced by what the text is read as now."""
    store.write([worse()])
    wanted = canonical(store)
    store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True)
    store.write([northwind()])
    claim = claim_of(store, "CITES")
    review = store.review(claim, "accepted", **SAID)
    store.write([worse()])
    store.undo(review.id)
    store.write([worse()])

    assert claim_of(store, "CITES") != claim
    assert canonical(store) == wanted


def test_reviews_survive_their_document(store: Store) -> None:
    """A document that is deleted and comes back finds the reviews of its claims."""
    store.write([northwind(), denial()])
    review = store.review(claim_of(store, "CITES"), "rejected", **SAID)
    reviewed = canonical(store)
    store.delete_document(northwind().document.id)

    assert store.history(review.claim).items == (review,)

    store.write([northwind()])

    assert canonical(store) == reviewed
    assert edges(store, "CITES") == 0


def test_undoing_the_review_of_a_deleted_claim(store: Store) -> None:
    """It comes back without the review that was undone meanwhile."""
    store.write([northwind()])
    plain = canonical(store)
    review = store.review(claim_of(store, "CITES"), "rejected", **SAID)
    store.delete_document(northwind().document.id)
    store.undo(review.id)
    store.write([northwind()])

    assert canonical(store) == plain


def test_a_claim_without_target_can_be_reviewed(store: Store) -> None:
    """There is no edge to follow, and nothing fails."""
    story = northwind()
    first, *others = story.claims
    alone = replace(first, object=None, object_span=None)
    store.write([replace(story, claims=(alone, *others))])
    ((claim,),) = store.cypher(
        "MATCH (c:Claim {relation: 'SUPPLIES'}) WHERE c.edge IS NULL RETURN c.id"
    ).rows
    store.review(claim, "rejected", **SAID)

    assert marks(store, claim)[0] == "rejected"


@pytest.mark.parametrize(("by", "reason"), [("", "Seen."), ("Ada Lind", " \n")])
def test_nobody_decides_without_name_and_reason(store: Store, by: str, reason: str) -> None:
    """Who and why are never empty."""
    store.write([northwind()])
    claim = claim_of(store, "CITES")

    with pytest.raises(DecisionRefused, match="Say wh"):
        store.review(claim, "rejected", by=by, reason=reason)

    assert store.history().total == 0


def test_what_cannot_be_reviewed_is_refused(store: Store) -> None:
    """An unknown claim, another verdict, a second undo, an unknown decision."""
    store.write([northwind()])
    review = store.review(claim_of(store, "CITES"), "accepted", **SAID)
    store.undo(review.id, by="Bo Ek")

    with pytest.raises(NodeNotFound, match="No claim matches “c0”"):
        store.review("c0", "accepted", **SAID)
    with pytest.raises(ValueError, match="accepted or rejected"):
        store.review(review.claim, "none", **SAID)
    with pytest.raises(DecisionRefused, match="undone already by Bo Ek"):
        store.undo(review.id)
    with pytest.raises(NodeNotFound, match="No judgement or review"):
        store.undo("v0")
    with pytest.raises(NodeNotFound):
        store.history("c0")


def test_two_people_decide_at_once(store: Store) -> None:
    """They take turns: no review is lost, and the claim shows the last."""
    store.write([northwind()])
    claim = claim_of(store, "CITES")

    def decide(by: str) -> None:
        for verdict in ("accepted", "rejected"):
            store.review(claim, verdict, by=by, reason="Seen.")

    with ThreadPoolExecutor() as people:
        list(people.map(decide, ["Ada Lind", "Bo Ek"]))
    log = [entry for entry in store.history(claim).items if isinstance(entry, Reviewed)]
    last = max(log, key=lambda entry: entry.n)

    assert sorted(entry.n for entry in log) == [0, 1, 2, 3]
    assert marks(store, claim)[:2] == ("rejected", last.by)
    assert store.check() == ()


def test_history_is_newest_first_and_paged(store: Store) -> None:
    """Everything that was decided, in pieces."""
    store.write([northwind()])
    claim, other = claim_of(store, "CITES"), claim_of(store, "RESTRICTS")
    made = [store.review(c, "accepted", **SAID) for c in (claim, other, claim)]

    first = store.history(limit=2)
    second = store.history(limit=2, after=first.next)

    assert (*first.items, *second.items) == tuple(reversed(made))
    assert (first.total, second.total, second.next) == (3, 3, None)
    assert store.history(claim).items == (made[2], made[0])
    assert store.history(claim, limit=1, after=store.history(claim, limit=1).next).items == (
        made[0],
    )
    with pytest.raises(ValueError, match="is not the `next` of a page"):
        store.history(after="3")


def test_the_history_holds_both_kinds(store: Store) -> None:
    """What was decided on names stands between what was decided on claims."""
    store.write([northwind()])
    review = store.review(claim_of(store, "CITES"), "accepted", **SAID)
    one, other = store.named("Northwind").id, store.named("Kestrel Optics").id
    (apart,) = store.split(one, "Northwind", **SAID)
    merged = store.merge(store.named("Northwind").id, other, **SAID)

    assert [entry.id for entry in store.history().items] == [merged.id, apart.id, review.id]
    assert [entry.id for entry in store.history(other).items] == [merged.id, apart.id]
