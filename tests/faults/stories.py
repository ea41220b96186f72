"""A process's share of invented stories, for tests that kill, crowd or starve the store.

`python -m sayso.tests.faults.stories FIRST LAST` loads some of them into the
store that `SAYSO_*` names and prints the id of each as soon as it is safe.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

from sayso.graph.model import Label, Modality, Polarity, Reading
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.graph.writing import stream
from sayso.tests.examples import Said, named, thing, told

CLAIMS = 6
"""Claims of every story: a document with fewer is a partial one."""

A_GROUP = 4
"""Stories in a transaction: few, so that an accident finds some done and others not."""

_FIRMS = [thing(Label.FIRM, f"Firm {letter}{n}") for letter in "ABCD" for n in range(8)]
_SPEAKERS = [thing(Label.PERSON, f"Speaker {n}") for n in range(6)]
_WORDS = {"SUPPLIES": "supplies", "ACCUSES": "accuses", "INFORMS": "informs"}


def stories(first: int, last: int) -> Iterator[Reading]:
    """Yield the stories from number `first` up to, but not with, number `last`."""
    for number in range(first, last):
        yield _story(number)


def _story(number: int) -> Reading:
    chance = random.Random(number)  # noqa: S311 - the same story every time
    lines, claims = [f"Story {number}."], []
    for line in range(CLAIMS):
        subject, target = chance.sample(_FIRMS, 2)
        relation = chance.choice(list(_WORDS))
        quote = f"{line}: {subject.name} {_WORDS[relation]} {target.name}"
        speaker = chance.choice([None, *_SPEAKERS])
        lines.append(quote if speaker is None else f"{quote}, {speaker.name} said")
        claims.append(
            Said(
                relation,
                subject,
                target,
                quote,
                by=() if speaker is None else (named(speaker),),
                modality=chance.choice([Modality.ASSERTED, Modality.ASSERTED, Modality.POSSIBLE]),
                polarity=chance.choice([Polarity.AFFIRMED] * 3 + [Polarity.DENIED]),
            )
        )
    return told("\n".join(lines), *claims)


def main(first: int, last: int) -> None:
    """Load the stories from `first` to `last` in small transactions, and say which are safe."""
    stream.DOCUMENTS_A_GROUP = A_GROUP
    with Store.open(Settings.from_environment()) as store:
        print("open", flush=True)  # noqa: T201 - what the test waits for
        store.write(
            stories(first, last),
            on_written=lambda written: print(written.document.id, flush=True),  # noqa: T201
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
