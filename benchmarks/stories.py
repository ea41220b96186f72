"""Measure story ids: `python benchmarks/stories.py`.

Are rewritten copies recognised, and is anything else? What the texts are:
`copies.py`; what the columns mean: `README.md`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from sayso.benchmarks import copies
from sayso.graph.writing.copies import is_near, signature


def recall(change: copies.Change, *, long: bool, each: int = 100) -> float:
    """Return which share of the copies of the invented stories, so many of each, are recognised."""
    chance = random.Random(1)  # noqa: S311 - the same copies every time
    texts = [*copies.stories().values()]
    if long:
        texts = ["\n".join(three) for three in zip(texts, texts[6:], texts[12:], strict=False)]
    pairs = [(text, change(text, chance)) for text in texts for _ in range(each)]
    return joined(pairs) / len(pairs)


def joined(pairs: Sequence[copies.Pair]) -> int:
    """Return how many of these pairs pass for one story."""
    signed = {text: signature(text) for pair in pairs for text in pair}
    return sum(is_near(signed[one], signed[other]) for one, other in pairs)


def no_copies() -> dict[str, list[copies.Pair]]:
    """Return the pairs that must not be joined, by what they are."""
    chance = random.Random(1)  # noqa: S311
    return {
        "two of the stories": copies.strangers(),
        "one event, two reporters": copies.retold(),
        "the same closing lines": copies.same_closing(),
        "background repeated": copies.follow_ups(chance),
        "a form filled in twice": copies.filled_in(chance),
    }


def main() -> None:
    """Print both tables, and what a signature costs."""
    print(f"{'copies recognised':32}{'short':>8}{'long':>8}")
    for name, change in copies.CHANGES.items():
        shares = (recall(change, long=False), recall(change, long=True))
        print(f"{name:32}" + "".join(f"{share:8.3f}" for share in shares))
    print(f"\n{'no copies':32}{'pairs':>8}{'joined':>8}")
    for name, pairs in no_copies().items():
        print(f"{name:32}{len(pairs):8}{joined(pairs):8}")
    text = " ".join(" ".join(copies.stories().values()).split()[:100])
    start = time.process_time()
    for _ in range(1_000):
        signature(text)
    print(f"\nsignature of 100 words: {time.process_time() - start:.2f} ms of CPU")


if __name__ == "__main__":
    main()
