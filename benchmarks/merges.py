"""Measure suggestions to merge: `python benchmarks/merges.py`.

Needs the labelled pairs of names in `../shared/samples/er_bench`; what they are
and what the columns mean: `README.md`.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import fuzz, utils

from sayso.graph import ids
from sayso.graph.decisions.likeness import Likeness, likeness, name_likeness
from sayso.graph.decisions.suggest import LEAST
from sayso.graph.model import Entity, Label

SAMPLE = Path(__file__).resolve().parent.parent.parent / "shared" / "samples" / "er_bench"

_LABELS = {"Person": Label.PERSON, "Vessel": Label.PRODUCT}  # all others are firms and the like


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, and whether they mean one thing."""

    one: str
    other: str
    label: Label
    is_one: bool

    @property
    def likeness(self) -> Likeness:
        """What Sayso makes of two entities with these names and nothing else."""
        entities = (
            Entity(key, name, self.label) for key, name in zip("ab", self.names, strict=True)
        )
        return likeness(*entities)

    @property
    def names(self) -> tuple[str, str]:
        """Both names."""
        return self.one, self.other

    @property
    def is_joined(self) -> bool:
        """Whether two texts with these names make one entity without anybody's judgement."""
        mine, theirs = (ids.name_key(self.label, name) for name in self.names)
        return mine == theirs


def labelled(sample: Path = SAMPLE) -> tuple[Pair, ...]:
    """Return the 826 labelled pairs."""
    with (sample / "name_bench_cases.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Pair(
                row["name1"],
                row["name2"],
                _LABELS.get(row["schema"], Label.FIRM),
                row["is_match"] == "true",
            )
            for row in csv.DictReader(lines)
        )


def checked(sample: Path = SAMPLE) -> tuple[Pair, ...]:
    """Return the pairs of the second file that have whole names."""
    checks = yaml.safe_load((sample / "entity_bench_checks.yml").read_text("utf-8"))["checks"]
    return tuple(
        Pair(
            check["query"]["name"],
            check["candidate"]["name"],
            _LABELS.get(check["schema"], Label.FIRM),
            check["match"],
        )
        for check in checks
        if "name" in check["query"] and "name" in check["candidate"]
    )


def best_f1(pairs: Sequence[Pair], scores: Sequence[float]) -> tuple[float, float]:
    """Return the best F1 that any threshold gives, and that threshold."""
    return max((measured(pairs, scores, least)[2], least) for least in sorted({*scores}))


def measured(
    pairs: Sequence[Pair], scores: Sequence[float], least: float
) -> tuple[float, float, float]:
    """Return precision, recall and F1 of what scores at `least` so much."""
    found = [pair.is_one for pair, score in zip(pairs, scores, strict=True) if score >= least]
    right, wanted = sum(found), sum(pair.is_one for pair in pairs)
    return right / max(len(found), 1), right / wanted, 2 * right / (len(found) + wanted)


def suggested(pair: Pair) -> float:
    """Return the score of a suggestion, nought where something rules it out."""
    found = pair.likeness
    return 0.0 if found.veto else found.score


SCORERS: dict[str, tuple[Callable[[Pair], float], float]] = {
    "rapidfuzz WRatio": (
        lambda pair: fuzz.WRatio(*pair.names, processor=utils.default_process) / 100,
        0.855,
    ),
    "names alone": (
        lambda pair: name_likeness(*pair.names, of_people=pair.label is Label.PERSON),
        LEAST,
    ),
    "suggestions": (suggested, LEAST),
}
"""How pairs are scored, and at which threshold; WRatio has no threshold of ours, but its best."""


def main() -> None:
    """Print one line for each scorer and kind of name, then the automatic joins."""
    if not SAMPLE.is_dir():
        print(f"There is no {SAMPLE}: nothing to measure.")
        return
    pairs = labelled()
    kinds = {
        "all": pairs,
        "organisations": [pair for pair in pairs if pair.label is not Label.PERSON],
        "people": [pair for pair in pairs if pair.label is Label.PERSON],
    }
    print(f"{'scorer':18}{'pairs':>16}{'best F1':>9}{'at':>7}{'P':>8}{'R':>7}{'F1':>7}{'at':>7}")
    for name, (scorer, least) in SCORERS.items():
        start = time.process_time()
        for kind, some in kinds.items():
            scores = [scorer(pair) for pair in some]
            best, where = best_f1(some, scores)
            precision, recall, f1 = measured(some, scores, least)
            print(
                f"{name:18}{f'{kind} {len(some)}':>16}{best:9.3f}{where:7.2f}"
                f"{precision:8.3f}{recall:7.3f}{f1:7.3f}{least:7.2f}"
            )
        spent = (time.process_time() - start) / (2 * len(pairs))
        print(f"{'':18}{spent * 1e6:.0f} µs a pair")
    for name, some in {"labelled": pairs, "checks": checked()}.items():
        joined = [pair for pair in some if pair.is_joined]
        wrong = [pair for pair in joined if not pair.is_one]
        print(f"joined automatically, {name}: {len(joined)} of {len(some)}, wrongly {len(wrong)}")


if __name__ == "__main__":
    main()
