"""Measure the extractor: `python benchmarks/claims.py [--details] [--predicted FILE]`.

Prints one table for each set of answers: the seed and the passages (both need
the folder ../shared) and the invented stories of `tests/stories`. `--predicted`
judges claims from elsewhere, in the form of `sayso load --dry-run --json`.
How claims are compared: `scoring.py`; what the columns mean: `README.md`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sayso.benchmarks.scoring import Gold, Record, Score, interval, read_jsonl, score, total
from sayso.graph.model import Document
from sayso.loaders.extract import extract
from sayso.loaders.text_file import find_files, read_file
from sayso.ui.records import claim_records, document_name

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SETS = {
    "seed": (SHARED / "gold", ROOT / "seeds"),
    "passages": (SHARED / "gold" / "passages", SHARED / "gold" / "passages"),
    "stories": (ROOT / "tests" / "stories", ROOT / "tests" / "stories"),
}
_HEAD = "claims      P      R   core strict  tier A    mod    pol    src  chain   date  traps"


def documents(folder: Path) -> tuple[Document, ...]:
    """Return the documents of `folder`, by name."""
    files, errors = find_files([folder])
    if errors:
        raise errors[0]
    return tuple(read_file(path) for path in files)


def gold(answers: Path, texts: Iterable[Document]) -> Gold:
    """Return the answers in the folder `answers` for `texts`."""
    traps = answers / "distractors.jsonl"
    return Gold(
        texts={document_name(document): document.text for document in texts},
        claims=read_jsonl(answers / "claims.jsonl"),
        distractors=read_jsonl(traps) if traps.exists() else (),
    )


def found(texts: Iterable[Document]) -> Iterator[Record]:
    """Yield every claim that the extractor finds in `texts`."""
    for document in texts:
        yield from claim_records(extract(document))


def row(name: str, result: Score) -> str:
    """Return one line of the table."""
    labels = " ".join(_share(result, label) for label in ("modality", "polarity", "source"))
    more = " ".join(_share(result, label) for label in ("chain", "date"))
    measures = (result.precision, result.recall, result.core_f1, result.strict_f1)
    return (
        f"{name:24} {result.found:6} {' '.join(f'{value:6.3f}' for value in measures)} "
        f"{result.hit_a:3}/{result.tier_a:<3} {labels} {more} {len(result.violated):6}"
    )


def table(name: str, scores: dict[str, Score]) -> str:
    """Return the table of one set, its sum and intervals last."""
    lines = [f"{name:24} {_HEAD}"]
    lines += [row(document, result) for document, result in scores.items()]
    if len(scores) > 1:
        lines.append(row("all", total(scores.values())))
        spans = (interval(list(scores.values()), measure) for measure in ("core_f1", "strict_f1"))
        core, strict = (f"[{low:.3f}, {high:.3f}]" for low, high in spans)
        lines.append(f"{'':24} 95 % over documents: core {core}, strict {strict}")
    return "\n".join(lines)


def details(scores: dict[str, Score]) -> str:
    """Return what was missed, wrong, or labelled wrong, one a line."""
    lines: list[str] = []
    for document, result in scores.items():
        lines += [f"{document}: missed {answer}" for answer in result.missed]
        lines += [f"{document}: {answer} has another {label}" for answer, label in result.slips]
        lines += [f"{document}: trap {trap}" for trap in result.violated]
        lines += [f"{document}: wrong {_shown(one)}" for one in result.wrong]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--details", action="store_true", help="list what is missed and wrong")
    parser.add_argument("--predicted", type=Path, help="judge the claims of this file instead")
    options = parser.parse_args(arguments)
    for name, (answers, folder) in SETS.items():
        if not answers.exists():
            print(f"{name}: skipped, there is no {answers}.\n")
            continue
        texts = documents(folder)
        start = time.process_time()
        claims = read_jsonl(options.predicted) if options.predicted else list(found(texts))
        seconds = time.process_time() - start
        scores = score(gold(answers, texts), claims)
        print(table(name, scores))
        print(f"{'':24} {len(texts)} documents, {seconds:.1f} CPU seconds\n")
        if options.details:
            print(details(scores), end="\n\n")


def _share(result: Score, label: str) -> str:
    return f"{result.accuracy(label):6.3f}" if result.asked[label] else "     –"


def _shown(one: Record) -> str:
    target = one["object"]["name"] if one["object"] else "–"
    marks = "" if one["polarity"] == "affirmed" else " denied"
    return (
        f"{one['subject']['name']} {one['relation']} {target} "
        f"({one['modality']}{marks}, {one['rule']}): {one['quote'][:80]!r}"
    )


if __name__ == "__main__":
    main()
