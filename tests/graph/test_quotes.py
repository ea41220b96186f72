"""Finding quotes, consistency of the index, and texts made to break the query language."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.graph.model import Label
from sayso.graph.reading.names import forms, slips
from sayso.graph.reading.quoted import quotable
from sayso.graph.reading.search import Hit
from sayso.graph.store import Store
from sayso.tests.conftest import empty
from sayso.tests.examples import (
    HARBOUR,
    KESTREL,
    NORTHWIND,
    Said,
    everything,
    northwind,
    repeated,
    thing,
    told,
)

SPECIAL = "+-&|!(){}[]^\"~*?:\\/=%._<>@#$;'`,\x00\u202e\u3000 "
WORDS = [
    "AND",
    "OR",
    "NOT",
    "TO",
    "northwind",
    "Kestral",
    "rails",
    "蓝松",
    "電子",
    "é",
    "😀",
    "the",
]


def quotes(store: Store, text: str) -> list[str]:
    """Return the quotes found."""
    return [hit.matched for hit in store.search(text) if hit.is_quote]


def test_a_quote_is_found_by_its_words(store: Store) -> None:
    """Any of its words in any order, the last perhaps unfinished, without case and accents."""
    store.write(everything())
    letter = "Kestrel Optics was cited in a letter by twelve senators last month"

    for text in ("letter month", "LAST MONTH LETTER", "cited in a letter by", "month lett"):
        assert quotes(store, text)[0] == letter
    assert quotes(store, "supplies a generale du rail electronics")[0].startswith("蓝松电子")
    assert quotes(store, "letter of resignation") == []
    assert quotes(store, "in a by") == []


def test_parts_of_chinese_quotes_are_found(store: Store) -> None:
    """A script without blanks is found by any part of it."""
    text = "据报道,蓝松电子向港口铁路公司供应钢轨。"
    store.write([told(text, Said("SUPPLIES", NORTHWIND, HARBOUR, text))])

    for part in ("供应钢轨", "港口", "报道", "铁路公司 供应"):
        assert quotes(store, part) == [text]
    assert quotes(store, "港口钢轨") == []


def test_a_quote_tells_its_claim(store: Store) -> None:
    """A quote leads to the subject of its claim, to the claim and to its edge."""
    store.write([northwind()])
    (hit,) = store.search("restricts exports")
    (edge,) = (e for e in store.profile(hit.entity.id).edges if e.relation == "RESTRICTS")

    assert (hit.entity.name, hit.is_quote, hit.edge) == ("Ministry of Trade", True, edge.id)
    assert hit.claim == edge.best_claim


def test_names_come_before_quotes_and_quotes_add_to_them(store: Store) -> None:
    """A quote about a name that was found by itself is not listed beside it."""
    text = "Rails are rare, Kestrel Optics supplies Harbour Rail."
    rails = thing(Label.PRODUCT, "rails")
    store.write([northwind(), told(text, Said("SUPPLIES", KESTREL, HARBOUR, text), also=[rails])])
    found = store.search("rails")

    assert [hit.is_quote for hit in found] == [False, True, True]
    assert found[0].entity.name == "rails"
    assert {hit.entity.name for hit in found[1:]} == {"Kestrel Optics", "Northwind Metals"}
    assert not any(hit.is_quote for hit in store.search("kestrel optics"))


def test_word_for_word_comes_first_and_once(store: Store) -> None:
    """The very words come before the same words apart; a sentence printed twice is one hit."""
    near = "Northwind supplies rails to Harbour Rail"
    apart = "Rails are what Northwind Metals supplies to Harbour Rail"
    store.write(
        [
            told(f"{apart}.", Said("SUPPLIES", NORTHWIND, HARBOUR, apart)),
            told(f"{near}.", Said("SUPPLIES", NORTHWIND, HARBOUR, near)),
            told(f"Printed again: {near}.", Said("SUPPLIES", NORTHWIND, HARBOUR, near)),
        ]
    )

    assert quotes(store, "supplies rails to") == [near, apart]


def test_a_rejected_quote_is_not_found(store: Store) -> None:
    """What a person rejected leads nowhere."""
    store.write([northwind()])
    (hit,) = store.search("restricts exports")
    assert hit.claim is not None
    store.review(hit.claim, "rejected", by="ed", reason="misread")

    assert store.search("restricts exports") == ()


def test_the_index_follows_every_write(store: Store) -> None:
    """What was written is found at once, what was deleted or renamed is not found any more."""
    store.write([northwind()])
    assert store.search("northw")
    store.write([repeated()])
    assert quotes(store, "only in winter")
    store.delete_document(repeated().document.id)
    store.delete_document(northwind().document.id)

    for text in ("northwind", "northw", "only in winter", "restricts exports", "kestral"):
        assert store.search(text) == ()


def test_many_names_do_not_hide_the_one(store: Store) -> None:
    """The name itself is found among hundreds that begin so, or that have it as a word."""
    firms = [thing(Label.FIRM, f"Kestrel {n}") for n in range(300)]
    firms += [thing(Label.FIRM, f"{n} Kestrel") for n in range(300)]
    store.write([told("Nothing much.", also=[*firms, thing(Label.FIRM, "Kestrel")])])

    assert store.search("kestrel")[0].entity.name == "Kestrel"
    assert store.named("kestrel").name == "Kestrel"


@pytest.mark.parametrize("typed", ["Hikvison", "Hikvisoin", "Hickvision", "Hykvison", "Hikvisionn"])
def test_typing_errors(store: Store, typed: str) -> None:
    """A letter too few, too many, another one, two turned round: the name is found."""
    store.write([told("Nothing much.", also=[thing(Label.FIRM, "Hikvision"), NORTHWIND, KESTREL])])

    assert [hit.entity.name for hit in store.search(typed)] == ["Hikvision"]


@given(st.text(string.ascii_lowercase, min_size=4, max_size=12), st.data())
def test_a_slip_keeps_a_token(word: str, data: st.DataObject) -> None:
    """Whatever single letter is left out, added or replaced, a token is shared."""
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    for slipped in (word[:at] + word[at + 1 :], word[:at] + letter + word[at:],
                    word[:at] + letter + word[at + 1 :]):  # fmt: skip
        if len(slipped) > 3:
            assert slips(word) & slips(slipped)


@given(st.text(max_size=3000))
def test_what_is_indexed_is_tokens(text: str) -> None:
    """Whatever a quote holds, its tokens are short, and no folding fails."""
    assert all(len(token) <= 32 for token in quotable(text).split(" "))
    assert all(forms(text)) or not text.strip()


HOSTILE = st.one_of(
    st.text(st.sampled_from(SPECIAL), max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.lists(
        st.one_of(st.sampled_from(WORDS), st.text(st.sampled_from(SPECIAL + "ab蓝"), max_size=4)),
        max_size=6,
    ).map(" ".join),
)


@pytest.fixture(scope="module")
def both(embedded_store: Store, neo4j_store: Store) -> tuple[Store, Store]:
    """The same stories on both engines."""
    for store in (embedded_store, neo4j_store):
        empty(store)
        store.write(everything())
    return embedded_store, neo4j_store


def shown(hits: tuple[Hit, ...]) -> list[tuple[str, str, str | None]]:
    """Return what people see of hits."""
    return [(hit.entity.name, hit.matched, hit.claim) for hit in hits]


@pytest.mark.neo4j
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
def test_engines_agree_whatever_is_typed(both: tuple[Store, Store], text: str) -> None:
    """No text is an error, and both engines find the same in the same order."""
    first, second = (shown(store.search(text)) for store in both)

    assert first == second
