"""Claims, timelines and contested pairs, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest

from sayso.graph.errors import NodeNotFound
from sayso.graph.model import Evidence, Label, Modality, Polarity, Reading
from sayso.graph.page import Page
from sayso.graph.store import Store
from sayso.tests.examples import (
    HARBOUR,
    KESTREL,
    LIND,
    MINISTRY,
    NORTHWIND,
    Said,
    denial,
    everything,
    named,
    northwind,
    thing,
    told,
)

T = TypeVar("T")
KEYS = ('[1,"no day","d",1,"c"]', f'[1,"2024-01-01","d",{10**30},"c"]', '[true,"x","d",1,"c"]')
FIRST = date(2024, 1, 1)


def all_pages(ask: Callable[[str | None], Page[T]]) -> list[T]:
    """Return the items of all pages, each asked for with the cursor of the one before."""
    found: list[T] = []
    after: str | None = None
    while True:
        page = ask(after)
        found += page.items
        after = page.next
        if after is None:
            assert page.total == len(found)
            return found


def deliveries(number: int) -> list[Reading]:
    """Return that many stories of one delivery each, two a day, one in seven without a date."""
    return [
        told(
            f"Story {n}. Northwind supplies Harbour Rail.",
            Said(
                "SUPPLIES",
                NORTHWIND,
                HARBOUR,
                "Northwind supplies Harbour Rail",
                more=(("date_from", FIRST - timedelta(n)),) if n % 3 else (),
            ),
            published_on=FIRST + timedelta(n // 2) if n % 7 else None,
        )
        for n in range(number)
    ]


def the_edge(store: Store) -> str:
    """Return the id of the edge between Northwind and Harbour Rail."""
    subject, target = store.named("Northwind").id, store.named("Harbour Rail").id
    around = store.profile(subject).edges
    return next(edge.id for edge in around if edge.object == target)


def test_pages_of_an_edge_are_its_evidence(store: Store) -> None:
    """All pages together are what `evidence` gives at once, in its order, whatever their size."""
    store.write(deliveries(23))
    edge = the_edge(store)
    whole = list(store.evidence(edge))

    for limit in (1, 7, 23, 100):
        pages = all_pages(lambda after, limit=limit: store.claims(edge, limit=limit, after=after))
        assert pages == whole


def test_pages_stay_in_place_while_the_store_grows(store: Store) -> None:
    """What is loaded between two pages neither repeats nor hides a claim of the older ones."""
    stories = deliveries(20)
    store.write(stories[:10])
    edge = the_edge(store)
    first = store.claims(edge, limit=4)
    store.write(stories[10:])
    second = store.claims(edge, limit=100, after=first.next)

    before = {item.document.id for item in first.items}
    older = {story.document.id for story in stories[:10]}
    assert before.isdisjoint(item.document.id for item in second.items)
    assert older <= before | {item.document.id for item in second.items}


def test_claims_of_an_entity(store: Store) -> None:
    """Claims about an entity are those it is subject or object of, also where they make no edge."""
    store.write(everything())
    rail = store.named("Harbour Rail").id
    about = all_pages(lambda after: store.claims(rail, limit=2, after=after))

    assert len(about) == len({item.id for item in about}) == 5
    assert all(rail in (item.subject.id, item.object and item.object.id) for item in about)
    assert [item.document.published_on for item in about] == sorted(
        (item.document.published_on for item in about if item.document.published_on), reverse=True
    )


def test_claims_without_an_object_are_there(store: Store) -> None:
    """A claim that names no target is a claim about its subject all the same."""
    text = "The Ministry of Trade urged restraint."
    store.write([told(text, Said("URGES", MINISTRY, None, text))])
    (only,) = store.claims(store.named("Ministry of Trade").id).items

    assert (only.object, only.claim.quote) == (None, text)


def test_claims_of_a_document_come_in_text_order(store: Store) -> None:
    """The claims of a document are read from top to bottom."""
    reading = northwind()
    store.write(everything())
    found = all_pages(lambda after: store.claims(reading.document.id, limit=3, after=after))

    assert [item.claim.quote_start for item in found] == [c.quote_start for c in reading.claims]


def test_rejected_claims_are_left_out(store: Store) -> None:
    """What a person rejected is on no page, and not counted."""
    store.write(deliveries(5))
    edge = the_edge(store)
    first, *_ = store.claims(edge).items
    store.review(first.id, "rejected", by="ed", reason="misread")
    page = store.claims(edge)

    assert (page.total, first.id in {item.id for item in page.items}) == (4, False)


def test_what_is_not_there_is_said(store: Store) -> None:
    """Unknown ids are errors, an edge that nobody supports has no claims; cursors must fit."""
    for unknown in ("e0", "d0", "x", ""):
        with pytest.raises(NodeNotFound):
            store.claims(unknown)
    with pytest.raises(NodeNotFound):
        store.timeline(entity="e0")
    for cursor in ("", "x", "[]", "[1,2]", "null", '{"a": 1}', *KEYS):
        with pytest.raises(ValueError, match="next"):
            store.claims("r0", after=cursor)
    with pytest.raises(ValueError, match="clock"):
        store.timeline(clock="said")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="limit"):
        store.contested(limit=0)

    assert store.claims("r0") == Page((), 0)


def days(page: Page[Evidence] | list[Evidence]) -> list[date | None]:
    """Return when each of the claims happened."""
    return [item.claim.date_from for item in (page.items if isinstance(page, Page) else page)]


def test_timeline_of_what_happened(store: Store) -> None:
    """By this clock a claim has the day it is about; what has none is left out."""
    stories = deliveries(20)
    store.write(stories)
    wanted = sorted((day for s in stories if (day := s.claims[0].date_from)), reverse=True)

    for more in ({}, {"entity": store.named("Northwind").id}, {"relation": "SUPPLIES"}):
        found = all_pages(lambda after, m=more: store.timeline(**m, limit=3, after=after))
        assert days(found) == wanted
    assert store.timeline(relation="RESTRICTS").items == ()


def test_timeline_of_what_was_published(store: Store) -> None:
    """By this clock a claim has the day of its document; undated documents are left out."""
    stories = deliveries(20)
    store.write([*stories, told("Nothing is claimed here.", published_on=FIRST)])
    wanted = sorted((d for s in stories if (d := s.document.published_on)), reverse=True)

    for more in ({}, {"entity": store.named("Northwind").id}, {"relation": "SUPPLIES"}):
        found = all_pages(
            lambda after, m=more: store.timeline(**m, clock="published", limit=3, after=after)
        )
        assert [item.document.published_on for item in found] == wanted


def test_timeline_passes_documents_without_claims(store: Store) -> None:
    """Many texts that say nothing between two that do are no end of the list."""
    silent = [told(f"Silence {n}.", published_on=FIRST + timedelta(n + 1)) for n in range(60)]
    first, last = deliveries(2)[1], northwind()
    store.write([first, *silent, last])
    found = all_pages(lambda after: store.timeline(clock="published", limit=1, after=after))

    assert len(found) == 5
    assert found[-1].document.id == first.document.id


def test_timeline_between_days(store: Store) -> None:
    """A month is in a time that shares a day with it; bounds belong to the time."""
    store.write(everything())

    def cited(first: date | None, last: date | None) -> int:
        return store.timeline(relation="CITES", between=(first, last)).total

    assert cited(date(2024, 2, 29), None) == 1
    assert cited(date(2024, 3, 1), None) == 0
    assert cited(None, date(2024, 2, 1)) == 1
    assert cited(None, date(2024, 1, 31)) == 0
    published = store.timeline(clock="published", between=(date(2024, 3, 5), date(2024, 3, 6)))
    assert {item.document.file_name for item in published.items} == {"denial.txt"}


def quarrel(number: int, yes: int, no: int, modality: Modality = Modality.ASSERTED) -> Reading:
    """Return a story in which so many speakers say that a firm supplies the rail, and deny it."""
    firm = thing(Label.FIRM, f"Firm {number}")
    speakers = [thing(Label.PERSON, f"Speaker {number} {n}") for n in range(yes + no)]
    lines = [f"{firm.name} supplies Harbour Rail, {who.name} said." for who in speakers]
    said = [
        Said(
            "SUPPLIES",
            firm,
            HARBOUR,
            line,
            by=(named(who),),
            modality=modality if n < yes else Modality.ASSERTED,
            polarity=Polarity.AFFIRMED if n < yes else Polarity.DENIED,
        )
        for n, (line, who) in enumerate(zip(lines, speakers, strict=True))
    ]
    return told("\n".join(lines), *said)


def test_contested_is_ranked_by_both_sides(store: Store) -> None:
    """Most sources on the smaller side first; what is only denied comes last, without an edge."""
    store.write(
        [
            quarrel(1, yes=5, no=1),
            quarrel(2, yes=2, no=2),
            quarrel(3, yes=0, no=2),
            quarrel(4, yes=3, no=0),
            quarrel(5, yes=1, no=1, modality=Modality.POSSIBLE),
            quarrel(6, yes=0, no=1),
        ]
    )
    found = all_pages(lambda after: store.contested(limit=1, after=after))

    assert [(c.subject.name, c.n_for, c.n_hedged, c.n_against) for c in found] == [
        ("Firm 2", 2, 0, 2),
        ("Firm 1", 5, 0, 1),
        ("Firm 5", 0, 1, 1),
        ("Firm 3", 0, 0, 2),
        ("Firm 6", 0, 0, 1),
    ]
    assert [c.edge is None for c in found] == [False, False, False, True, True]
    assert list(store.contested().items) == found


def test_contested_leads_to_the_claims(store: Store) -> None:
    """An item's id is that of its edge, also where there is no edge, and leads to what was said."""
    store.write([northwind(), denial()])
    dispute, only_denied = store.contested().items

    assert {item.claim.polarity for item in store.claims(dispute.id).items} == set(Polarity)
    assert dispute.edge is not None
    assert dispute.edge.id == dispute.id
    (claim,) = store.claims(only_denied.id).items
    assert (claim.subject, claim.object) == (only_denied.subject, only_denied.object)
    assert (only_denied.subject.name, only_denied.edge) == ("Kestrel Optics", None)


def test_a_hedged_or_rejected_denial_contests_nothing(store: Store) -> None:
    """“May not supply” denies nothing, and neither does what a person rejected."""
    reading = quarrel(1, yes=0, no=1)
    perhaps = replace(reading.claims[0], modality=Modality.POSSIBLE)
    store.write([replace(reading, claims=(perhaps,)), quarrel(2, yes=1, no=1)])
    (dispute,) = store.contested().items
    (denied,) = (
        item for item in store.claims(dispute.id).items if item.claim.polarity is Polarity.DENIED
    )
    store.review(denied.id, "rejected", by="ed", reason="misread")

    assert store.contested() == Page((), 0)


def test_both_engines_page_alike(embedded_store: Store, neo4j_store: Store) -> None:
    """The same stories give the same pages on either engine."""
    lists = []
    for store in (embedded_store, neo4j_store):
        store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True, seconds=60)
        store.write([*everything(), *deliveries(9), quarrel(1, yes=2, no=1)])
        rail = store.named("Harbour Rail").id
        lists.append(
            [
                all_pages(lambda after: store.claims(rail, limit=4, after=after)),  # noqa: B023
                all_pages(lambda after: store.timeline(limit=4, after=after)),  # noqa: B023
                all_pages(lambda after: store.contested(limit=1, after=after)),  # noqa: B023
            ]
        )

    assert lists[0] == lists[1]
    assert KESTREL.name in {item.object.name for item in lists[0][1] if item.object}
    assert LIND.name in {v.entity.name for i in lists[0][0] for v in i.voices if v.entity}
