"""Count how often each rule was right: `python benchmarks/calibrate.py [--write]`.

Reads every set of answers that is there (see `claims.py`) and prints one line a
rule: claims found, claims right, and the confidence that follows. `--write`
renews `loaders/extract/words/confidence.json`. The rules were developed on the
same texts, so the numbers are a little too good; they order the rules, they do
not promise. Passages of invented statements about real firms count like the rest.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.benchmarks.claims import SETS, documents, found, gold
from sayso.benchmarks.scoring import Record, score
from sayso.loaders.extract.confidence import confidence

TABLE = Path(__file__).resolve().parent.parent / "loaders/extract/words/confidence.json"


def verdicts() -> Iterator[tuple[Record, bool]]:
    """Yield every claim found in a text with answers, and whether it is right."""
    for answers, texts in SETS.values():
        if answers.exists():
            read = documents(texts)
            claims = list(found(read))
            results = score(gold(answers, read), claims)
            wrong = {id(claim) for result in results.values() for claim in result.wrong}
            yield from ((claim, id(claim) not in wrong) for claim in claims)


def count() -> dict[str, dict[str, int]]:
    """Return claims found and right by cell: everything, relation, rule."""
    seen, right = Counter[str](), Counter[str]()
    for claim, is_right in verdicts():
        cells = ("*", claim["relation"], claim["rule"])
        seen.update(cells)
        right.update(cells if is_right else ())
    return {cell: {"right": right[cell], "found": seen[cell]} for cell in sorted(seen)}


def main() -> None:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="renew confidence.json")
    cells = count()
    if parser.parse_args().write:
        TABLE.write_text(json.dumps({"cells": cells}, indent=1) + "\n", encoding="utf-8")
        print(f"written: {TABLE.name}")
    for cell, row in cells.items():
        print(f"{cell:32} {row['right']:4} of {row['found']:4}  {confidence(cell, cells):.2f}")


if __name__ == "__main__":
    main()
