"""Whatever is read, decided, undone and deleted: both engines hold what the model says.

Hypothesis draws a first load and what happens then; `Model` (model.py) and the
store live through the same, and are compared as a whole. A few names, texts and
speakers, so that they meet: one name for two things, two names for one, copies of
a text, texts read anew with other claims. Numbers in a step are places in lists,
so that they mean something whatever came before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import hypothesis.strategies as some
import pytest

from sayso.graph.errors import DecisionRefused
from sayso.graph.model import Label, Modality, Polarity, Reading
from sayso.graph.store import Store
from sayso.graph.writing import hub, kept
from sayso.graph.writing.copies import is_near, signature
from sayso.tests.conftest import empty
from sayso.tests.examples import Said, named, thing, told, unnamed
from sayso.tests.graph.held import held
from sayso.tests.graph.model import Judged, Model, Reviewed

SIGNED: dict[str, str] = {"by": "Ada Lind", "reason": "The register says so."}

ALDER, BIRCH, CEDAR = "Alder Works", "Birch Rail", "Cedar"
THINGS = (
    thing(Label.FIRM, ALDER, kind="company", country="NO"),
    thing(Label.FIRM, BIRCH, kind="company", ids=("lei:1",)),
    thing(Label.FIRM, ALDER.upper(), "Alder", country="SE"),
    thing(Label.FIRM, "Alder", kind="bank"),
    thing(Label.FIRM, CEDAR, "Alder"),
    thing(Label.FIRM, BIRCH, "Birch"),
    thing(Label.FIRM, CEDAR),
    thing(Label.FIRM, CEDAR, collective=True),
    thing(Label.ORGANISATION, "Alder", kind="union", ids=("wikidata:Q2", "lei:1")),
)
SPEAKERS = (
    named(thing(Label.PERSON, "Ada Lind", "Lind")),
    named(thing(Label.FIRM, BIRCH)),
    named(thing(Label.OUTLET, "The Harbour Post", kind="newspaper")),
    unnamed(thing(Label.PERSON, "an official", unnamed=True)),
)
CHAINS = (*[()] * 5, *((one,) for one in SPEAKERS), SPEAKERS[:2], SPEAKERS[:1:-1])

# Every sentence is twelve words with the names that a claim may be read from. Of the first
# three texts each is a copy of the next, but the first is none of the third: it takes the second
# to make them one story.
SENTENCES = tuple(
    f"{when} {ALDER} met {BIRCH} and {CEDAR}, Ada Lind said {where}"
    for when, where in zip(
        ("Today", "Yesterday", "Later", "Once", "Often", "Seldom", "Never"),
        ("here", "there", "inside", "abroad", "upstairs", "outside", "online"),
        strict=True,
    )
)
TEXTS = tuple(
    ". ".join(SENTENCES[first:last]) + "." for first, last in ((0, 4), (1, 5), (2, 6), (6, 7))
)


MORE: tuple[tuple[tuple[str, Any], ...], ...] = (
    *[()] * 4,
    *[(("confidence", 0.5), ("rule", "another"))] * 2,
    *[(("date_from", date(2023, 5, 1)), ("date_to", date(2023, 5, 31)))] * 2,
    (("qualifiers", (("measure", "tariffs"),)),),
    (("extractor", "person"),),
)


@some.composite
def claims(draw: some.DrawFn, text: str) -> Said:
    """Return a claim that some reading of `text` finds in one of its sentences."""
    return Said(
        draw(some.sampled_from([*["SUPPLIES"] * 3, "ACCUSES"])),
        draw(some.sampled_from([*THINGS, *[THINGS[0]] * 12])),
        draw(some.sampled_from([*THINGS, *[THINGS[1]] * 12, None])),
        draw(some.sampled_from(quotes(text))),
        by=draw(some.sampled_from(CHAINS)),
        modality=draw(some.sampled_from([*[Modality.ASSERTED] * 2, Modality.POSSIBLE])),
        polarity=draw(some.sampled_from([*[Polarity.AFFIRMED] * 3, Polarity.DENIED])),
        more=tuple(draw(some.sampled_from(MORE))),
    )


def quotes(text: str) -> list[str]:
    """Return the first sentence of a text, the second, and both of them."""
    first, *rest = [one for one in SENTENCES if one in text]
    return [first, *rest[:1], ". ".join([first, *rest[:1]])]


@some.composite
def readings(draw: some.DrawFn) -> Reading:
    """Return a reading of one of the texts."""
    text = draw(some.sampled_from(TEXTS))
    return told(
        text,
        *draw(some.lists(claims(text), min_size=draw(some.sampled_from([0, 3, 3])), max_size=6)),
        also=draw(some.lists(some.sampled_from(THINGS), max_size=2)),
        published_on=draw(some.sampled_from([None, date(2024, 3, 4), date(2024, 3, 9)])),
        outlet=draw(some.sampled_from([None, "The Harbour Post"])),
    )


Step = tuple[str, Reading | None, int, int]
PLACE = some.integers(0, 11)
OFTEN = {
    "read": 3,
    "read again": 1,
    "delete": 3,
    "bring back": 3,
    "merge": 3,
    "keep_apart": 1,
    "split": 2,
    "accepted": 1,
    "rejected": 3,
    "undo": 3,
}


@some.composite
def steps_taken(draw: some.DrawFn) -> Step:
    """Return what happens next; places tell to what."""
    doing = draw(some.sampled_from([doing for doing, times in OFTEN.items() for _ in range(times)]))
    reading = draw(readings()) if doing == "read" else None
    return doing, reading, draw(PLACE), draw(PLACE)


LOADS = some.lists(readings(), min_size=3, max_size=4, unique_by=lambda one: one.document.id)


COPIES = [told(text, Said("SUPPLIES", THINGS[0], THINGS[1], quotes(text)[0])) for text in TEXTS[:3]]
BETWEEN = replace(COPIES[1], claims=())
PLACE_BETWEEN = sorted(one.document.id for one in COPIES).index(BETWEEN.document.id)
RARELY_DRAWN: tuple[tuple[list[Reading], list[Step]], ...] = (
    # The story of a text that itself says nothing decides how many sources an edge has.
    ([COPIES[0], BETWEEN, COPIES[2]], [("delete", None, PLACE_BETWEEN, 0)]),
    ([COPIES[0], COPIES[2]], [("read", BETWEEN, 0, 0)]),
    # A claim that comes back is still rejected.
    (COPIES[:1], [("rejected", None, 0, 0), ("delete", None, 0, 0), ("bring back", None, 0, 0)]),
)


def lives(examples: int, steps: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the decorator that gives a test so many stores to live through so many steps."""
    given = hypothesis.given(
        first=LOADS, steps=some.lists(steps_taken(), min_size=steps, max_size=2 * steps)
    )
    settings = hypothesis.settings(
        max_examples=examples,
        suppress_health_check=[
            hypothesis.HealthCheck.function_scoped_fixture,  # each example empties the store
            hypothesis.HealthCheck.too_slow,
            hypothesis.HealthCheck.data_too_large,
        ],
    )

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        test = settings(given(test))
        for first, then in RARELY_DRAWN:
            test = hypothesis.example(first=first, steps=then)(test)
        return test

    return decorate


@pytest.fixture
def small_hubs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three edges make a hub, and two a long list."""
    for module in (hub, kept):
        monkeypatch.setattr(module, "HUB_ABOVE", 2)
        monkeypatch.setattr(module, "LONGEST", 2)


def test_copies_follow_each_other() -> None:
    """Each text is a copy of the next only, and the last of none: stories join and come apart."""
    signed = [signature(text) for text in TEXTS]
    near = [
        [is_near(one, other) for other in signed[place + 1 :]] for place, one in enumerate(signed)
    ]

    assert near == [[True, False, False], [True, False], [False], []]


@lives(examples=4, steps=5)
def test_a_store_is_what_the_model_says(
    embedded_store: Store, first: list[Reading], steps: list[Step]
) -> None:
    """A few lives of a store on the quicker engine, compared at their ends."""
    live(embedded_store, first, steps, look_after=len(steps))


@pytest.mark.slow
@pytest.mark.usefixtures("small_hubs")
@pytest.mark.timeout(900)
@lives(examples=40, steps=8)
def test_a_store_is_always_what_the_model_says(
    store: Store, tmp_path: Path, first: list[Reading], steps: list[Step]
) -> None:
    """Many lives, compared on the way; at the end the store is dumped, emptied and restored."""
    model = live(store, first, steps, look_after=3)
    store.dump(tmp_path / "whole.gz", replace=True)
    empty(store)
    store.restore(tmp_path / "whole.gz")

    assert held(store) == model.graph()


def live(store: Store, first: list[Reading], steps: Sequence[Step], *, look_after: int) -> Model:
    """Let an empty store and an empty model live through the same; return the model."""
    empty(store)
    model = Model()
    model.write(first)
    store.write(first)
    seen = list(first)
    for number, step in enumerate(steps, start=1):
        take(store, model, seen, step)
        if number % look_after == 0:
            assert held(store) == model.graph()

    assert held(store) == model.graph()
    assert numbers(store, model) == numbers_told(model)
    assert store.check() == ()
    assert store.rebuild_edges() == 0
    return model


def take(store: Store, model: Model, seen: list[Reading], step: Step) -> None:
    """Do the same to both; what one of them refuses, the other must refuse."""
    doing, more = meant(model, seen, step)
    if doing:
        refused = [is_refused(one, doing, more) for one in (model, store)]
        assert refused[0] == refused[1], f"{doing} {more}: model, store refuse it"


def is_refused(one: Model | Store, doing: str, arguments: tuple[Any, ...]) -> bool:
    """Do something; return whether it was refused."""
    signed = {} if doing in ("write", "delete_document", "undo") else SIGNED
    try:
        getattr(one, doing)(*arguments, **signed)
    except DecisionRefused:
        return True
    return False


def meant(model: Model, seen: list[Reading], step: Step) -> tuple[str, tuple[Any, ...]]:
    """Return the method of `Store` that a step calls, and with what; none if there is nothing."""
    doing, reading, here, there = step
    match doing:
        case "read" if reading:
            seen.append(reading)
            return "write", ([reading],)
        case "read again":
            return "write", ([at(seen, here)],)
        case "bring back" if lost := [
            one for one in seen if one.document.id not in model.documents
        ]:
            return "write", ([at(lost, here)],)
        case "delete" if model.documents:
            return "delete_document", (at(sorted(model.documents), here),)
        case "merge" | "keep_apart" if entities := sorted(model.entities()):
            return doing, (at(entities, here), at(entities, there))
        case "split" if names := manifold(model):
            return doing, at(names, here)
        case "accepted" | "rejected" if model.claims:
            return "review", (at(sorted(model.claims), here), doing)
        case "undo" if decided := decisions(model):
            return doing, (at(decided, here),)
    return "", ()


def manifold(model: Model) -> list[tuple[str, str]]:
    """Return entities with each of their names: those first that have several."""
    found = sorted(model.entities().items(), key=lambda one: (len(one[1]["names"]) < 2, one[0]))
    return [(entity, name) for entity, one in found for name in one["names"]]


def decisions(model: Model) -> list[str]:
    """Return the ids of all decisions that hold, and of one that does not any more."""
    log: dict[str, Judged | Reviewed] = {**model.judgements, **model.reviews}
    undone = sorted(key for key, entry in log.items() if not entry.active)
    return sorted(log.keys() - undone) + undone[:1]


def at(many: Sequence[Any], place: int) -> Any:
    """Return what is at a place, counted round."""
    return many[place % len(many)]


def numbers_told(model: Model) -> dict[str, Counter[tuple[str, bool, str]]]:
    """Return how many edges of each relation, direction and status every entity should have."""
    found: dict[str, Counter[tuple[str, bool, str]]] = {key: Counter() for key in model.entities()}
    for edge in model.edges().values():
        for end, comes_in in (("subject", False), ("object", True)):
            found[edge[end]][edge["relation"], comes_in, edge["status"]] += 1
    return found


def numbers(store: Store, model: Model) -> dict[str, Counter[tuple[str, bool, str]]]:
    """Return what `Store.counts` says of the same entities."""
    return {
        key: Counter(
            {
                (row.relation, row.comes_in, row.status.value): row.number
                for row in store.counts(key).rows
            }
        )
        for key in model.entities()
    }
