"""What people decide: which names are one, and which claims hold."""

from __future__ import annotations

from datetime import UTC, datetime

from .database.driver import neo4j
from .decisions import judgements, reviews
from .decisions.history import Decision, history
from .decisions.judgements import Judgement
from .decisions.reviews import Reviewed
from .decisions.signed import signed
from .decisions.suggest import Suggestion, suggest_merges
from .errors import NodeNotFound
from .model import Review
from .opened import Opened
from .page import Page
from .writing.turn import take_turn


class Deciding(Opened):
    """The part of the store that keeps judgements and reviews."""

    def suggest_merges(self, *, limit: int = 50) -> tuple[Suggestion, ...]:
        """Return pairs of entities that may be one, best first; a person decides.

        Pairs that somebody has kept apart are left out.
        """
        return self._engine.read(lambda tx: suggest_merges(tx, limit=limit))

    def merge(self, a: str, b: str, *, reason: str, by: str) -> Judgement:
        """Make one entity of two, for what is loaded and for what will be.

        Args:
            a: Id of an entity; former ids are followed.
            b: Id of the other.
            reason: Why they are one.
            by: Who decides.

        Raises:
            NodeNotFound: one of them is not in the store.
            DecisionRefused: they are one already, or a judgement keeps them apart.
        """
        sign = signed(by=by, reason=reason)

        def work(tx: neo4j.ManagedTransaction) -> Judgement:
            take_turn(tx)
            return judgements.merge(tx, a, b, sign)

        return self._engine.write(work)

    def keep_apart(self, a: str, b: str, *, reason: str, by: str) -> Judgement:
        """Note that two entities are not one: no text joins them, and nobody suggests it again.

        Raises:
            NodeNotFound: one of them is not in the store.
            DecisionRefused: they are one entity (see `split`), or kept apart already.
        """
        sign = signed(by=by, reason=reason)

        def work(tx: neo4j.ManagedTransaction) -> Judgement:
            take_turn(tx)
            return judgements.keep_apart(tx, a, b, sign)

        return self._engine.write(work)

    def split(self, entity: str, name: str, *, reason: str, by: str) -> tuple[Judgement, ...]:
        """Part a name of an entity from its other names, which stay together where they can.

        What only this name held together comes apart as well.

        Args:
            entity: Id of the entity; former ids are followed.
            name: The name that means something else, in any of its spellings.
            reason: Why it does.
            by: Who decides.

        Returns:
            One judgement for each of the other names; to undo one of them is to undo all.

        Raises:
            NodeNotFound: there is no such entity.
            DecisionRefused: the name is not one of its names, or its only one.
        """
        sign = signed(by=by, reason=reason)

        def work(tx: neo4j.ManagedTransaction) -> tuple[Judgement, ...]:
            take_turn(tx)
            return judgements.split(tx, entity, name, sign)

        return self._engine.write(work)

    def review(self, claim: str, verdict: Review | str, *, reason: str, by: str) -> Reviewed:
        """Accept or reject a claim; a rejected one counts for nothing, and edges follow at once.

        A claim that somebody reviewed stays as it is when its text is read anew.

        Args:
            claim: Id of the claim.
            verdict: `accepted` or `rejected`.
            reason: Why.
            by: Who decides.

        Raises:
            NodeNotFound: there is no such claim.
            ValueError: that is no verdict.
        """
        if verdict not in (Review.ACCEPTED, Review.REJECTED):
            raise ValueError(f"A review is accepted or rejected, not {verdict}.")
        sign = signed(by=by, reason=reason)

        def work(tx: neo4j.ManagedTransaction) -> Reviewed:
            take_turn(tx)
            return reviews.review(tx, claim, Review(verdict), sign)

        return self._engine.write(work)

    def undo(self, decision: str, *, by: str | None = None) -> tuple[Decision, ...]:
        """Undo a judgement or a review; return it, and what was decided together with it.

        The graph is then what it would be without it; of a claim's reviews, the
        one before it holds again.

        Args:
            decision: Id of the judgement or review.
            by: Who undoes it.

        Raises:
            NodeNotFound: there is none with this id.
            DecisionRefused: it was undone already.
        """
        at = datetime.now(UTC)

        def work(tx: neo4j.ManagedTransaction) -> tuple[Decision, ...]:
            take_turn(tx)
            judged = judgements.undo(tx, decision, by=by, at=at)
            if judged:
                return judged
            reviewed = reviews.undo(tx, decision, by=by, at=at)
            if reviewed is None:
                raise NodeNotFound(decision, kind="judgement or review")
            return (reviewed,)

        return self._engine.write(work)

    def history(
        self, of: str | None = None, *, limit: int = 50, after: str | None = None
    ) -> Page[Decision]:
        """Return what was decided, newest first, undone decisions included.

        Args:
            of: Id of an entity, for judgements on its names, or of a claim, for its
                reviews; without it, everything.
            limit: Most entries to return.
            after: The `next` of the page before.

        Raises:
            NodeNotFound: `of` is not in the store.
            ValueError: `after` comes from another list.
        """
        return self._engine.read(lambda tx: history(tx, of, limit=limit, after=after))
