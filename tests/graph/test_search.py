"""Finding entities by what people type, and what lies around them."""

from __future__ import annotations

import pytest

from sayso.graph.errors import NodeNotFound
from sayso.graph.model import Label
from sayso.graph.reading.names import fold, searchable, slips
from sayso.graph.store import Store
from sayso.tests.examples import HOSTILE, everything, hostile, northwind, thing, told


def names(store: Store, text: str, limit: int = 8) -> list[str]:
    """Return the names found, best first."""
    return [hit.entity.name for hit in store.search(text, limit=limit)]


TYPED = {
    "Northwind Metals": "Northwind Metals",
    "northwind": "Northwind Metals",
    "NORTHW": "Northwind Metals",
    "metals": "Northwind Metals",
    "Northwnd": "Northwind Metals",
    "Kestral Optiks": "Kestrel Optics",
    "lind": "Ada Lind",
    "the harbour post": "The Harbour Post",
    "蓝松电子": "蓝松电子",
    "松电": "蓝松电子",
    "lansong": "蓝松电子",
    "LanSongDianZi": "蓝松电子",
    "societe generale": "Société Générale du Rail",
    "Société": "Société Générale du Rail",
    "sgr": "Société Générale du Rail",
    "O'Hara": HOSTILE.name,
    "o’hara": HOSTILE.name,
}


def test_what_people_type_is_found(store: Store) -> None:
    """Any case, accents or none, parts, other spellings, other scripts, typing errors."""
    store.write(everything())

    assert {text: names(store, text)[0] for text in TYPED} == TYPED


def test_signs_do_no_harm(store: Store) -> None:
    """What a full-text query would choke on finds nothing, or what holds it."""
    store.write([northwind()])
    signs = ("", "  ", "*", "a/b:c", '"x', "foo AND", "[x", "\x00", "`", "\\")

    assert [names(store, sign) for sign in signs] == [[]] * len(signs)


def test_the_spelling_that_was_found_is_told(store: Store) -> None:
    """A hit by another spelling says by which."""
    store.write([hostile()])
    (hit,) = store.search("lansong electronics")

    assert (hit.entity.name, hit.matched) == ("蓝松电子", "Lansong Electronics")


def test_better_answers_come_first(store: Store) -> None:
    """The name itself, its beginning, other spellings, words within, parts."""
    firms = [
        thing(Label.FIRM, "Kestrel"),
        thing(Label.FIRM, "Kestrel Works"),
        thing(Label.FIRM, "Falcon", "Kestrel Falcons"),
        thing(Label.FIRM, "Blue Kestrel"),
        thing(Label.FIRM, "Superkestrel"),
    ]
    store.write([told("Nothing much.", also=firms[::-1])])

    assert names(store, "kestrel") == [firm.name for firm in firms]
    assert names(store, "kestrel", limit=2) == ["Kestrel", "Kestrel Works"]


def test_the_best_attested_of_one_name_wins(store: Store) -> None:
    """A firm with edges is meant, not a place of the same name without any."""
    store.write([northwind(), told("Northwind Metals is a village.", also=[PLACE])])

    assert store.named("northwind metals").label is Label.FIRM


PLACE = thing(Label.PLACE, "Northwind Metals")


def test_an_unknown_name_is_not_found(store: Store) -> None:
    """Nothing is guessed."""
    store.write([northwind()])

    for name in ("Nobody", "", "!"):
        with pytest.raises(NodeNotFound):
            store.named(name)


def test_neighbourhood_grows_with_hops(store: Store) -> None:
    """Nearest first; every edge among those shown; the rest is counted."""
    store.write(everything())
    start = store.named("Ministry of Trade").id
    none, one, two = (store.neighbourhood([start], hops=hops) for hops in (0, 1, 2))

    assert [node.name for node in none.nodes] == ["Ministry of Trade"]
    assert [node.name for node in one.nodes] == ["Ministry of Trade", "Kestrel Optics"]
    assert [node.name for node in two.nodes][:3] == [
        "Ministry of Trade",
        "Kestrel Optics",
        "twelve senators",
    ]
    assert {edge.relation for edge in two.edges} == {"RESTRICTS", "CITES", "SUPPLIES"}
    assert (two.total, two.shown) == (4, 4)


def test_a_limit_cuts_the_least_attested(store: Store) -> None:
    """Asserted neighbours stay before hedged ones; `total` and `degree` tell of the rest."""
    store.write(everything())
    start = store.named("Kestrel Optics").id
    cut = store.neighbourhood([start], limit=3)

    assert cut.total == 4
    assert cut.nodes[0].degree == 3
    assert "Northwind Metals" not in [node.name for node in cut.nodes]
    assert len(cut.edges) == 2


def test_several_starts_give_one_picture(store: Store) -> None:
    """The neighbourhoods of two names are drawn together; a start is never cut."""
    store.write(everything())
    starts = [store.named(name).id for name in ("Ministry of Trade", "Harbour Rail")]
    both = store.neighbourhood(starts, limit=1)

    assert both.start == tuple(starts)
    assert [node.id for node in both.nodes] == starts
    assert store.neighbourhood(starts).total == 5


def test_a_wrong_start_or_reach_is_refused(store: Store) -> None:
    """An unknown id and too many hops are errors, not an empty picture."""
    with pytest.raises(NodeNotFound):
        store.neighbourhood(["e0"])
    with pytest.raises(ValueError, match="hops is 5"):
        store.neighbourhood([], hops=5)


def test_folding() -> None:
    """Latin letters lose their accents, other scripts keep their letters and gain Latin ones."""
    assert fold("Łódź & Müller-Söhne") == "lodz muller sohne"
    assert fold("Ижорские заводы") == "ижорские заводы"


def test_tokens() -> None:
    """A name is kept as a whole, by words, by their ends, and by spellings that slips have too."""
    assert searchable(["Ёлка"]).split() == [
        *("%eka", "%ela", "%elk", "%elka", "%lka", "%лка", "%ёка", "%ёла", "%ёлк", "%ёлка"),
        *(".ka", ".lka", ".а", ".ка", ".лка", "=elka", "=ёлка", "elka", "ёлка"),
    ]
    assert slips("hikvision") & slips("hykvisan")
    assert slips("rail") & slips("rial")
    assert slips("ab") == {"%ab"}
    assert max(map(len, searchable(["x" * 5000]).split())) < 100
