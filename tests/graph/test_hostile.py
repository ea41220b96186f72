"""Hostile values at every door of the store: kept exactly, or refused in clear words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sayso.graph.errors import DocumentError, NodeNotFound, SaysoError
from sayso.graph.model import Label, Reading, Review
from sayso.graph.store import Store
from sayso.graph.writing.storable import LONGEST_NAME
from sayso.tests.examples import HARBOUR, Said, named, northwind, thing, told

VALUES = {
    "quotes": "a 'b' \"c\" \\ d",
    "back-ticks": "`a` DETACH DELETE `b`",
    "markup": "</script><script>alert(1)</script>&amp;<!--",
    "right to left": "a\u202eb\u2066c\u200fd",
    "a null byte": "a\x00b",
    "line ends": "a\r\nb\u2028c\td",
    "four bytes": "a\U0001f600b\U00020000c",
    "parameters": "$a {b} $c %s {{d}}",
    "combining signs": "a\u0301\u0301\u0301b\ufdfa",
}
HALF = "half\udc80"
LONG = "n" * 1_000_000


def story(value: str) -> Reading:
    """Return a story with `value` wherever a text can stand."""
    firm = thing(Label.FIRM, f"Firm {value} One", kind=value, country=value, ids=(f"x:{value}",))
    speaker = thing(Label.PERSON, f"Person {value} Two")
    quote = f"{firm.name} supplies Harbour Rail {value}"
    more = {"when_text": value, "said_text": value, "addressee": value, "hedge": value}
    qualifiers = (("product", value), ("unheard_of", value))
    said = Said(
        "SUPPLIES",
        firm,
        HARBOUR,
        quote,
        by=(named(speaker, cue=value),),
        more=(*more.items(), ("qualifiers", qualifiers)),
    )
    return told(
        f"{quote}, {speaker.name} said.",
        said,
        title=f"Title {value}",
        url=f"https://example.org/{value}",
        outlet=f"Outlet {value}",
        file_name=f"{value}.txt",
    )


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_story_is_kept_exactly(store: Store, value: str) -> None:
    """Text, metadata, names and everything that is said come back as they went in."""
    reading = story(value)
    store.write([reading])
    firm = store.named(f"Firm {value} One")
    (found,) = store.claims(firm.id).items
    claim = reading.claims[0]

    assert store.document(reading.document.id) == reading.document
    assert (firm.name, firm.kind, firm.country, firm.ids) == (
        f"Firm {value} One",
        value,
        value,
        (f"x:{value}",),
    )
    assert found.claim.quote == claim.quote
    assert dict(found.claim.qualifiers) == dict(claim.qualifiers)
    assert (found.claim.when_text, found.claim.said_text) == (value, value)
    assert (found.claim.addressee, found.claim.hedge) == (value, value)
    assert [(voice.name, voice.cue) for voice in found.voices] == [(f"Person {value} Two", value)]
    assert firm.id in {hit.entity.id for hit in store.search(firm.name)}
    assert not store.write([reading]).changed
    assert store.check() == ()


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_decisions_are_kept_exactly(store: Store, value: str) -> None:
    """Who decides, and why, comes back as it was given."""
    store.write([northwind()])
    one, other = store.named("Northwind Metals"), store.named("Kestrel Optics")
    claim = store.claims(one.id).items[0].id
    judged = store.merge(one.id, other.id, reason=f"why {value}.", by=f"me {value}.")
    reviewed = store.review(claim, Review.REJECTED, reason=f"no {value}.", by=f"me {value}.")
    store.undo(judged.id, by=f"you {value}.")
    store.undo(reviewed.id, by=f"you {value}.")

    for decision in store.history().items:
        assert (decision.by, decision.undone_by) == (f"me {value}.", f"you {value}.")
        assert decision.reason in {f"why {value}.", f"no {value}."}
    assert store.check() == ()


@pytest.mark.parametrize("value", [*VALUES.values(), LONG], ids=[*VALUES, "a million letters"])
def test_questions_harm_nothing(store: Store, value: str) -> None:
    """Any text may be looked for; what is not there is not found, and nothing else happens."""
    store.write([northwind()])
    before = store.status()

    assert store.cypher("RETURN $x AS x, {y: $x} AS m", x=value).rows == ((value, {"y": value}),)
    assert isinstance(store.search(value), tuple)
    assert store.evidence(value) == ()
    for ask in (store.named, store.entity, store.document, store.profile, store.claims):
        with pytest.raises(NodeNotFound):
            ask(value)
    assert store.status() == before


def test_long_texts_are_kept(store: Store) -> None:
    """A million letters are no trouble where no index has to hold them."""
    reading = told(f"Harbour Rail {LONG} end.", also=[HARBOUR], title=LONG, url=LONG)
    store.write([reading])

    assert store.document(reading.document.id) == reading.document
    assert store.check() == ()


@pytest.mark.parametrize(
    "name", [LONG, "\ufdfa" * LONGEST_NAME], ids=["long", "long when compared"]
)
def test_long_names_are_refused(store: Store, name: str) -> None:
    """A name that no index holds is refused in clear words; the stories before it are kept."""
    firm = thing(Label.FIRM, name)
    bad = told("Nothing else.", also=[firm], title="Strange names")

    with pytest.raises(DocumentError, match=r"Strange names: the name “.{40}…” is too long"):
        store.write([northwind(), bad])

    assert store.status().documents == 1
    assert store.check() == ()


def test_names_up_to_the_limit_are_kept(store: Store) -> None:
    """The longest name that is taken, of signs that take most room."""
    firm = thing(Label.FIRM, "\U00020000" * LONGEST_NAME)
    store.write([told("Nothing else.", also=[firm])])

    assert store.named(firm.name).name == firm.name
    assert store.check() == ()


BROKEN: dict[str, Callable[[Reading], Reading]] = {
    "title": lambda r: replace(r, document=replace(r.document, title=HALF)),
    "url": lambda r: replace(r, document=replace(r.document, url=HALF)),
    "outlet": lambda r: replace(r, document=replace(r.document, outlet=HALF)),
    "name": lambda r: replace(r, referents=(*r.referents, thing(Label.FIRM, HALF))),
    "kind": lambda r: replace(r, referents=(*r.referents, thing(Label.FIRM, "New", kind=HALF))),
    "qualifier": lambda r: replace(
        r, claims=(replace(r.claims[0], qualifiers=(("product", HALF),)), *r.claims[1:])
    ),
    "cue": lambda r: replace(r, claims=(replace(r.claims[0], when_text=HALF), *r.claims[1:])),
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_half_a_character_is_refused_in_a_story(
    store: Store, spoil: Callable[[Reading], Reading]
) -> None:
    """What no database takes is refused before anything of its story is written."""
    good = told("Harbour Rail is here.", also=[HARBOUR])

    with pytest.raises(DocumentError, match="half of a character pair"):
        store.write([good, spoil(northwind())])

    assert store.status().documents == 1


def test_half_a_character_is_refused_in_a_question(store: Store) -> None:
    """Wherever else such a text comes in, it is refused, and no error of the driver gets out."""
    store.write([northwind()])
    one, other = store.named("Northwind Metals").id, store.named("Kestrel Optics").id
    calls: list[Callable[[], object]] = [
        lambda: store.named(HALF),
        lambda: store.entity(HALF),
        lambda: store.document(HALF),
        lambda: store.cypher("RETURN $x", x=HALF),
        lambda: store.merge(one, other, reason=HALF, by="me"),
        lambda: store.merge(one, other, reason="why", by=HALF),
        lambda: store.split(one, HALF, reason="why", by="me"),
        lambda: store.undo(HALF),
    ]
    for call in calls:
        with pytest.raises(SaysoError):
            call()
    assert store.history().items == ()
    assert store.check() == ()


def test_values_that_no_database_takes_are_refused(store: Store) -> None:
    """A query's value of another kind is told as the query's fault."""
    for value in (object(), 2**70, {1: 2}):
        with pytest.raises(SaysoError, match="cannot be used"):
            store.cypher("RETURN $x", x=value)
