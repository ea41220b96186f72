"""Compare the claims that were found with the claims that are there.

Both sides are records in the form of `sayso load --dry-run --json`. A found
claim *matches* an answer if the relation is the same, each end was read from a
stretch that shares at least half of its words with a mention of the right
thing, and the quotes share a word. Matches are one to one, best quote first.

    core      matches, whatever was made of speaker, modality and polarity
    strict    matches that have all three right
    precision over everything found; recall over answers of tier A and B.
              Tier C is right if found, never missed.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]

_WORD = re.compile(r"\w+")
_LABELS = ("modality", "polarity", "source", "chain", "date")
_STRICT = ("modality", "polarity", "source")


@dataclass(frozen=True)
class Gold:
    """The answers for some documents.

    Attributes:
        texts: By document name, as the extractor sees them.
        claims: Every answer, tiers A, B and C.
        distractors: Stretches that must not become claims, and banned claims.
    """

    texts: Mapping[str, str]
    claims: tuple[Record, ...]
    distractors: tuple[Record, ...] = ()

    @cached_property
    def nodes(self) -> Mapping[tuple[str, str], list[list[int]]]:
        """Every mention by document and name, to look `accept` and `forbid` up."""
        found: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
        for claim in self.claims:
            for node in (claim["subject"], claim["object"], *claim["speakers"]):
                if node and node["name"]:
                    found[claim["doc"], node["name"]] += node["spans"]
        return found


@dataclass
class Score:
    """What one document, or many together, came to.

    Attributes:
        found: Claims produced.
        required: Answers of tier A and B.
        tier_a: Answers of tier A.
        matched: Found claims that match any answer.
        hit: Required answers that were matched; `hit_a` those of tier A.
        strict: As `matched`, with speaker, modality and polarity right.
        strict_hit: As `hit`, likewise.
        right: Per label, matched claims that have it right; `asked`: that could.
        violated: Ids of the distractors that were violated.
        missed: Ids of required answers that were not matched.
        wrong: Found claims that match nothing.
    """

    found: int = 0
    required: int = 0
    tier_a: int = 0
    matched: int = 0
    hit: int = 0
    hit_a: int = 0
    strict: int = 0
    strict_hit: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    violated: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[Record] = field(default_factory=list)
    slips: list[tuple[str, str]] = field(default_factory=list)
    """Answer and label, for each label that a matching claim got wrong."""

    def __add__(self, other: Score) -> Score:
        """Return both together."""
        return Score(*(getattr(self, name) + getattr(other, name) for name in vars(self)))

    @property
    def precision(self) -> float:
        """Share of found claims that are right; 1 if nothing was found."""
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of required answers that were found; 1 if none is required."""
        return self.hit / self.required if self.required else 1.0

    @property
    def recall_a(self) -> float:
        """Share of tier A that was found."""
        return self.hit_a / self.tier_a if self.tier_a else 1.0

    @property
    def core_f1(self) -> float:
        """F1 of precision and recall."""
        return _f1(self.precision, self.recall)

    @property
    def strict_f1(self) -> float:
        """F1 where speaker, modality and polarity must be right as well."""
        precision = self.strict / self.found if self.found else 1.0
        recall = self.strict_hit / self.required if self.required else 1.0
        return _f1(precision, recall)

    def accuracy(self, label: str) -> float:
        """Share of matched claims that have `label` right."""
        return self.right[label] / self.asked[label] if self.asked[label] else 1.0


def read_jsonl(path: Path) -> tuple[Record, ...]:
    """Return the records of `path`, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


def score(gold: Gold, found: Iterable[Record]) -> dict[str, Score]:
    """Return one score for each document of `gold`."""
    by_document: dict[str, list[Record]] = defaultdict(list)
    for record in found:
        by_document[record["doc"]].append(record)
    return {name: _score_document(gold, name, by_document[name]) for name in gold.texts}


def total(scores: Iterable[Score]) -> Score:
    """Return all `scores` together."""
    return sum(scores, Score())


def interval(
    scores: Sequence[Score], measure: str, *, resamples: int = 1000
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of `measure` over documents."""
    chance = random.Random(0)  # noqa: S311 - the same interval on every run
    draws = sorted(
        getattr(total(chance.choices(scores, k=len(scores))), measure) for _ in range(resamples)
    )
    return draws[int(0.025 * resamples)], draws[int(0.975 * resamples) - 1]


def _score_document(gold: Gold, name: str, found: Sequence[Record]) -> Score:
    answers = [claim for claim in gold.claims if claim["doc"] == name]
    judge = _Judge(gold, name)
    result = Score(
        found=len(found),
        required=sum(answer["tier"] in "AB" for answer in answers),
        tier_a=sum(answer["tier"] == "A" for answer in answers),
        violated=[
            d["id"] for d in gold.distractors if d["doc"] == name and judge.violates(found, d)
        ],
    )
    pairs = judge.pairs(found, answers)
    for one, answer in pairs:
        verdicts = judge.labels(one, answer)
        strict = all(verdicts[label] for label in _STRICT)
        result.matched += 1
        result.strict += strict
        result.hit += answer["tier"] in "AB"
        result.hit_a += answer["tier"] == "A"
        result.strict_hit += strict and answer["tier"] in "AB"
        result.right.update(label for label, right in verdicts.items() if right)
        result.asked.update(verdicts.keys())
        result.slips += [(answer["id"], label) for label, right in verdicts.items() if not right]
    hit = {answer["id"] for _, answer in pairs}
    right = {id(one) for one, _ in pairs}
    result.missed = [a["id"] for a in answers if a["tier"] in "AB" and a["id"] not in hit]
    result.wrong = [one for one in found if id(one) not in right]
    return result


class _Judge:
    """Decides, within one document, what agrees with what."""

    def __init__(self, gold: Gold, document: str) -> None:
        self.gold = gold
        self.document = document
        self.starts = [word.start() for word in _WORD.finditer(gold.texts[document])]

    def pairs(
        self, found: Sequence[Record], answers: Sequence[Record]
    ) -> list[tuple[Record, Record]]:
        """Return matches one to one, greedily: best quote, most labels, strictest tier."""
        options = []
        for i, one in enumerate(found):
            for j, answer in enumerate(answers):
                if closeness := self.matches(one, answer):
                    verdicts = self.labels(one, answer)
                    agreeing = sum(verdicts[label] for label in _STRICT)
                    options.append((-closeness, -agreeing, answer["tier"], i, j))
        chosen, used, taken = [], set(), set()
        for *_, i, j in sorted(options):
            if i not in used and j not in taken:
                chosen.append((found[i], answers[j]))
                used.add(i)
                taken.add(j)
        return chosen

    def matches(self, one: Record, answer: Record) -> float:
        """Return how far the quotes agree if the claims match, else 0."""
        accept = answer.get("accept", {})
        if one["relation"] not in [answer["relation"], *accept.get("relation", [])]:
            return 0.0
        objects = [answer["object"], *map(self._node, accept.get("object", []))]
        ends_agree = self._same_end(one["subject"], answer["subject"]) and any(
            self._same_end(one["object"], target) for target in objects
        )
        quotes = [(record["quote_start"], record["quote_end"]) for record in (one, answer)]
        return self._jaccard(*quotes) if ends_agree else 0.0

    def labels(self, one: Record, answer: Record) -> dict[str, bool]:
        """Return, for each label that can be judged, whether it is right."""
        accept = answer.get("accept", {})
        verdicts = {
            name: one[name] in [answer[name], *accept.get(name, [])]
            for name in ("modality", "polarity")
        }
        chains = [[speaker["spans"] for speaker in answer["speakers"]]]
        chains += [[self._spans(name) for name in chain] for chain in accept.get("speakers", [])]
        said = [speaker["spans"] for speaker in one["speakers"]]
        verdicts["source"] = any(_same_chain(said[:1], chain[:1]) for chain in chains)
        verdicts["chain"] = any(_same_chain(said, chain) for chain in chains)
        if "date_from" in answer and (answer["date_from"] or one["date_from"]):
            verdicts["date"] = _same_date(one, answer)
        return verdicts

    def violates(self, found: Sequence[Record], trap: Record) -> bool:
        """Return whether any of `found` falls into `trap`."""
        start, end = trap["start"], trap["end"]
        if trap["no_claim_inside"] and any(
            start <= one["quote_start"] and one["quote_end"] <= end for one in found
        ):
            return True
        return any(self._banned(one, ban, (start, end)) for one in found for ban in trap["forbid"])

    def _banned(self, one: Record, ban: Record, stretch: tuple[int, int]) -> bool:
        nodes = [node for node in (one["subject"], one["object"], *one["speakers"]) if node]
        for name, value in ban.items():
            if name in ("subject", "object"):
                same = self._same_end(one[name], self._node(value))
            elif name == "new_entity":
                same = any(
                    node["label"] == value and any(_within(span, stretch) for span in node["spans"])
                    for node in nodes
                )
            else:
                same = one[name] == value
            if not same:
                return False
        return True

    def _node(self, name: str | None) -> Record | None:
        return None if name is None else {"spans": self._spans(name)}

    def _spans(self, name: str) -> list[list[int]]:
        return self.gold.nodes[self.document, name]

    def _same_end(self, end: Record | None, answer: Record | None) -> bool:
        if end is None or answer is None:
            return end is answer
        read_from = end["spans"][0]
        return any(self._jaccard(read_from, span) >= 0.5 for span in answer["spans"])

    def _jaccard(self, a: Sequence[int], b: Sequence[int]) -> float:
        left, right = ({s for s in self.starts if start <= s < end} for start, end in (a, b))
        return len(left & right) / len(left | right) if left | right else 1.0


def _same_chain(said: Sequence[Sequence[Any]], answer: Sequence[Sequence[Any]]) -> bool:
    return len(said) == len(answer) and all(
        any(_overlap(spans[0], span) for span in right)
        for spans, right in zip(said, answer, strict=True)
        if spans
    )


def _same_date(one: Record, answer: Record) -> bool:
    dates = [(record["date_from"], record["date_to"]) for record in (one, answer)]
    missing = dates[0] == (None, None)
    return dates[0] == dates[1] or bool(missing and answer.get("when_inherited"))


def _overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _within(span: Sequence[int], stretch: tuple[int, int]) -> bool:
    return stretch[0] <= span[0] and span[1] <= stretch[1]


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
