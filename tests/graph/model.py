"""A store in memory: what `docs/model.md` says, told as plainly as possible.

What people and texts said is kept as it came: readings, aliases, claims, and the
two logs of decisions. Everything else (entities, stories, edges) is worked out
from that whenever somebody asks, all of it, in the simplest way. So nothing here
can be out of date, and nothing is fast. `Model.graph` shows the whole.

The methods that change something are called as those of `Store`. Shared with it
is only how one reading is taken apart (`rows`), how ids are made, and when two
texts are near.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from sayso.graph import ids
from sayso.graph.errors import DecisionRefused
from sayso.graph.model import Document, Reading
from sayso.graph.writing.copies import is_near, signature
from sayso.graph.writing.rows import AliasRow, ClaimRow, connected, rows

Graph = dict[str, dict[str, Any]]
"""Every entity, alias, document, claim, edge and decision: what it holds, by its id."""
Ends = tuple[str, str, str]
"""Subject, relation, object."""


@dataclass
class Judged:
    """An entry of the log on names."""

    verdict: str
    left: str
    right: str
    decision: str
    active: bool = True


@dataclass
class Reviewed:
    """An entry of the log on claims; `reading` is of the text as the first reviewer saw it."""

    claim: str
    verdict: str
    by: str
    reason: str
    n: int
    reading: Reading | None
    active: bool = True


class Model:
    """What was said and decided so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.documents: dict[str, Document] = {}
        self.readings: dict[str, Reading | None] = {}
        self.aliases: dict[str, AliasRow] = {}
        self.claims: dict[str, ClaimRow] = {}
        self.judgements: dict[str, Judged] = {}
        self.reviews: dict[str, Reviewed] = {}

    # ------------------------------------------------------------------- texts

    def write(self, readings: Sequence[Reading]) -> None:
        """Take in readings; each replaces what an earlier one of its document found."""
        for reading in readings:
            self._read(reading)

    def _read(self, reading: Reading) -> None:
        """Replace a document's claims, but for those that a person wrote or reviewed."""
        document = reading.document.id
        if self.readings.get(document) == reading:
            return
        found = rows(reading)
        before = {key: row for key, row in self.claims.items() if row.document == document}
        settled = {key: row for key, row in before.items() if self._is_settled(key, row)}
        needed = {alias for claim in settled.values() for alias in _aliases_of(claim)}
        kept = {alias: self.aliases[alias] for alias in needed}
        self._forget(document)
        self.documents[document] = reading.document
        self.readings[document] = reading
        self.aliases |= kept | {row.id: row for row in found.aliases}
        entity = self._entity_of_aliases()
        self.claims |= settled
        for row in found.claims:
            is_known = row.id in before
            if is_known or not any(_is_repeated(row, one, entity) for one in settled.values()):
                self.claims.setdefault(row.id, row)

    def delete_document(self, document: str) -> None:
        """Remove a document with what it says; decisions stay in their logs."""
        self._forget(document)
        del self.documents[document], self.readings[document]

    def _forget(self, document: str) -> None:
        self.aliases = {k: row for k, row in self.aliases.items() if row.document != document}
        self.claims = {k: row for k, row in self.claims.items() if row.document != document}

    def _is_settled(self, claim: str, row: ClaimRow) -> bool:
        return row.properties["extractor"] == "person" or self._review(claim) is not None

    # --------------------------------------------------------------- decisions

    def merge(self, a: str, b: str, **_signed: str) -> None:
        """Say that two entities are one."""
        self._refuse_if_apart_or_one(a, b)
        made = self._judge("same", [self._pair(a, b)])
        entity = self._entity_of_names()
        if entity[_key(a, entity)] != entity[_key(b, entity)]:
            for key in made:
                del self.judgements[key]
            raise DecisionRefused("decisions on other names keep them apart")

    def keep_apart(self, a: str, b: str, **_signed: str) -> None:
        """Say that two entities are not one."""
        self._refuse_if_apart_or_one(a, b)
        self._judge("different", [self._pair(a, b)])

    def split(self, entity: str, name: str, **_signed: str) -> None:
        """Part a name of an entity, in every spelling, from each of its other names."""
        mine = [row for row in self.aliases.values() if self._stands_for(row) == entity]
        wanted = ids.normalise(name)
        parted = {row.name_key for row in mine if ids.normalise(row.text) == wanted}
        rest = {row.name_key for row in mine} - parted
        if not rest:
            raise DecisionRefused("it has no other name")
        self._judge("different", sorted(_sorted(one, other) for one in parted for other in rest))

    def undo(self, decision: str, **_signed: str) -> None:
        """Undo a review, or a judgement with all that were made together with it."""
        if decision in self.judgements:
            self._undo_judgements(self.judgements[decision])
        else:
            self._undo_review(self.reviews[decision])

    def review(self, claim: str, verdict: str, *, by: str, reason: str) -> None:
        """Accept or reject a claim."""
        n = sum(entry.claim == claim for entry in self.reviews.values())
        before = self._review(claim)
        reading = before.reading if before else self.readings[self.claims[claim].document]
        made = Reviewed(claim, verdict, by, reason, n, reading)
        self.reviews[ids.digest("v", claim, str(n))] = made

    def _refuse_if_apart_or_one(self, a: str, b: str) -> None:
        entity = self._entity_of_names()
        if a == b:
            raise DecisionRefused("they are one")
        for entry in self.judgements.values():
            judged = {entity.get(entry.left), entity.get(entry.right)}
            if entry.active and entry.verdict == "different" and judged == {a, b}:
                raise DecisionRefused("a decision keeps them apart")

    def _pair(self, a: str, b: str) -> tuple[str, str]:
        """Return the name keys that give two entities their ids."""
        entity = self._entity_of_names()
        return _sorted(_key(a, entity), _key(b, entity))

    def _judge(self, verdict: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
        made = {}
        for pair in pairs:
            known = [(entry.verdict, entry.left, entry.right) for entry in self.judgements.values()]
            made[ids.digest("j", verdict, *pair, str(known.count((verdict, *pair))))] = pair
        for key, pair in made.items():
            self.judgements[key] = Judged(verdict, *pair, decision=min(made))
        return list(made)

    def _undo_judgements(self, judged: Judged) -> None:
        if not judged.active:
            raise DecisionRefused("it was undone already")
        for entry in self.judgements.values():
            if entry.decision == judged.decision:
                entry.active = False

    def _undo_review(self, review: Reviewed) -> None:
        if not review.active:
            raise DecisionRefused("it was undone already")
        review.active = False
        claim = self.claims.get(review.claim)
        if claim is None or self._review(review.claim):
            return
        if self.readings[claim.document] != review.reading:
            # Read anew meanwhile: the next load decides what becomes of the claim.
            self.readings[claim.document] = None

    def _review(self, claim: str) -> Reviewed | None:
        """Return the review of a claim that holds: of the active ones the latest."""
        active = [one for one in self.reviews.values() if one.claim == claim and one.active]
        return max(active, key=lambda one: one.n, default=None)

    # ------------------------------------------------------ names and entities

    def _clusters(self) -> list[set[str]]:
        """Return which name keys are one thing: what people say first, then what each text says.

        Of two joins that cannot both be, because somebody parted two of the names,
        the first in the alphabet is made.
        """
        active = [entry for entry in self.judgements.values() if entry.active]
        pairs = {verdict: set[tuple[str, str]]() for verdict in ("same", "different")}
        for entry in active:
            pairs[entry.verdict].add((entry.left, entry.right))
        equated = [pair for group in self._groups() for pair in combinations(group, 2)]
        keys = {key for entry in active for key in (entry.left, entry.right)}
        cluster = {key: {key} for key in keys | {row.name_key for row in self.aliases.values()}}
        for left, right in [*sorted(pairs["same"]), *equated]:
            together = cluster[left] | cluster[right]
            if not pairs["different"] & set(combinations(sorted(together), 2)):
                cluster |= dict.fromkeys(together, together)
        return list({id(found): found for found in cluster.values()}.values())

    def _groups(self) -> list[tuple[str, ...]]:
        """Return the sets of name keys that some document uses for one thing."""
        groups: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.aliases.values():
            groups[row.document, row.referent].add(row.name_key)
        return sorted({tuple(sorted(group)) for group in groups.values()})

    def _entity_of_names(self) -> dict[str, str]:
        """Return which entity each name key stands for; a name that no text uses, for none."""
        used = {row.name_key for row in self.aliases.values()}
        named = [cluster & used for cluster in self._clusters() if cluster & used]
        return {key: ids.entity_id(cluster) for cluster in named for key in cluster}

    def _entity_of_aliases(self) -> dict[str, str]:
        entity = self._entity_of_names()
        return {alias: entity[row.name_key] for alias, row in self.aliases.items()}

    def _stands_for(self, row: AliasRow) -> str:
        return self._entity_of_aliases()[row.id]

    def entities(self) -> dict[str, dict[str, Any]]:
        """Return every entity by its id: what most documents say of it, and all its names."""
        mine: dict[str, list[AliasRow]] = defaultdict(list)
        for alias, entity in self._entity_of_aliases().items():
            mine[entity].append(self.aliases[alias])
        return {entity: _entity(aliases) for entity, aliases in mine.items()}

    # ----------------------------------------------------------------- stories

    def stories(self) -> dict[str, str]:
        """Return the smallest id among the near texts of every document."""
        signed = {key: signature(document.text) for key, document in self.documents.items()}
        near = [(a, b) for a in signed for b in signed if is_near(signed[a], signed[b])]
        return {key: min(story) for story in connected(near) for key in story}

    # ------------------------------------------------------------------- edges

    def edges(self) -> dict[str, dict[str, Any]]:
        """Return every edge by its id: the summary of the claims with its ends, if it makes one."""
        stories, entity = self.stories(), self._entity_of_aliases()
        claims: dict[Ends, list[str]] = defaultdict(list)
        for claim, row in self.claims.items():
            if row.object and not self._is_rejected(claim):
                relation = row.properties["relation"]
                claims[entity[row.subject], relation, entity[row.object]].append(claim)
        found = {}
        for (subject, relation, target), between in claims.items():
            summary = self._summary(between, lambda row: _source(row, stories, entity))
            if summary and subject != target:  # nothing supplies itself
                ends = {"subject": subject, "relation": relation, "object": target}
                found[ids.edge_id(subject, relation, target)] = {**ends, **summary}
        return found

    def _is_rejected(self, claim: str) -> bool:
        review = self._review(claim)
        return review is not None and review.verdict == "rejected"

    def _summary(
        self, claims: Iterable[str], source: Callable[[ClaimRow], str]
    ) -> dict[str, Any] | None:
        """Return what the claims of a pair add up to: the table of edges in `model.md`."""
        said = [self.claims[claim] for claim in claims]
        affirmed = [row for row in said if row.properties["polarity"] == "affirmed"]
        denied = [row for row in said if row.properties["polarity"] == "denied"]
        if not affirmed:
            return None
        stated_by = {source(row) for row in affirmed if _is_fact(row)}
        denied_by = {source(row) for row in denied if _is_fact(row)}
        hedged_by = {source(row) for row in affirmed} - stated_by
        best = min(affirmed, key=self._best_first)
        happened = [dates for row in affirmed if (dates := self._dates(row))]
        return _without_none(
            status="disputed" if denied_by else "asserted" if stated_by else "hedged",
            n_for=len(stated_by),
            n_against=len(denied_by),
            n_hedged=len(hedged_by),
            n_claims=len(said),
            n_docs=len({row.document for row in said}),
            first_date=min((first for first, _ in happened), default=None),
            last_date=max((last for _, last in happened), default=None),
            quote=best.properties["quote"],
            best_claim=best.id,
        )

    def _dates(self, row: ClaimRow) -> tuple[date, date] | None:
        """Return when it happened, first and last day, else when the text was published."""
        first = row.properties["date_from"] or self.documents[row.document].published_on
        last = row.properties["date_to"] or first
        return (first, last) if first and last else None

    def _best_first(self, row: ClaimRow) -> tuple[Any, ...]:
        """Order claims: those stated as fact, then the surest, then the newest."""
        published = self.documents[row.document].published_on or date.min
        return (not _is_fact(row), -row.properties["confidence"], -published.toordinal(), row.id)

    # --------------------------------------------------------------- the whole

    def graph(self) -> Graph:
        """Return everything that a store of this should hold."""
        entities, edges = self.entities(), self.edges()
        ends = Counter(end for edge in edges.values() for end in (edge["subject"], edge["object"]))
        return {
            "entities": {key: {**held, "degree": ends[key]} for key, held in entities.items()},
            "aliases": {
                key: {"text": self.aliases[key].text, "entity": entity}
                for key, entity in self._entity_of_aliases().items()
            },
            "documents": self._shown_documents(),
            "claims": self._shown_claims(),
            "edges": edges,
            "judgements": {key: dict(vars(entry)) for key, entry in self.judgements.items()},
            "reviews": {
                key: {name: value for name, value in vars(entry).items() if name != "reading"}
                for key, entry in self.reviews.items()
            },
        }

    def _shown_documents(self) -> dict[str, Any]:
        stories, entity = self.stories(), self._entity_of_names()
        return {
            key: _without_none(
                text=document.text,
                published_on=document.published_on,
                story=stories[key],
                outlet=entity[ids.name_key("Outlet", document.outlet)] if document.outlet else None,
            )
            for key, document in self.documents.items()
        }

    def _shown_claims(self) -> dict[str, Any]:
        entity = self._entity_of_aliases()
        return {claim: self._shown_claim(row, entity) for claim, row in self.claims.items()}

    def _shown_claim(self, row: ClaimRow, entity: Mapping[str, str]) -> dict[str, Any]:
        subject, target = entity[row.subject], entity[row.object] if row.object else None
        ends = (subject, row.properties["relation"], target) if target else None
        review = self._review(row.id)
        marks = {"review": "none"}
        if review:
            marks = {
                "review": review.verdict,
                "reviewed_by": review.by,
                "review_reason": review.reason,
            }
        return _without_none(
            **row.properties | marks,
            document=row.document,
            subject=subject,
            object=target,
            edge=ids.edge_id(*ends) if ends and subject != target else None,
            voices=[(voice.hop, voice.kind, entity[voice.alias]) for voice in row.voices],
        )


def _sorted(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def _key(entity: str, entity_of_names: Mapping[str, str]) -> str:
    """Return the name key that gives an entity its id, which may be a part of another now."""
    (found,) = (key for key in entity_of_names if ids.entity_id([key]) == entity)
    return found


def _aliases_of(claim: ClaimRow) -> set[str]:
    ends = {claim.subject, *([claim.object] if claim.object else [])}
    return ends | {voice.alias for voice in claim.voices}


def _is_repeated(row: ClaimRow, settled: ClaimRow, entity: Mapping[str, str]) -> bool:
    """Whether a claim says again what a person decided on: relation, ends, and a quote near by."""

    def ends(claim: ClaimRow) -> Ends:
        target = entity[claim.object] if claim.object else ""
        return (entity[claim.subject], claim.properties["relation"], target)

    mine, theirs = row.properties, settled.properties
    first = max(mine["quote_start"], theirs["quote_start"])
    last = min(mine["quote_end"], theirs["quote_end"])
    return ends(row) == ends(settled) and first < last


def _is_fact(row: ClaimRow) -> bool:
    return bool(row.properties["modality"] == "asserted")


def _source(row: ClaimRow, stories: Mapping[str, str], entity: Mapping[str, str]) -> str:
    """Return whom a claim counts for: its innermost named speaker, else the story."""
    named = [voice for voice in row.voices if voice.kind == "named"]
    return entity[named[0].alias] if named else stories[row.document]


def _entity(aliases: Sequence[AliasRow]) -> dict[str, Any]:
    # What a person's claim kept of an older reading may lack the name that was shown.
    shown = [row for row in aliases if row.preferred] or aliases
    return _without_none(
        label=_most_said(row.label for row in shown),
        name=_most_said(row.text for row in shown),
        names=sorted({row.text for row in aliases}),
        kind=_most_said(row.kind for row in aliases),
        country=_most_said(row.country for row in aliases),
        collective=all(row.collective for row in aliases),
        ids=sorted({known for row in aliases for known in row.ids}),
    )


def _most_said(said: Iterable[str | None]) -> str | None:
    counts = Counter(one for one in said if one)
    return min(counts, key=lambda one: (-counts[one], one), default=None)


def _without_none(**properties: Any) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}
