"""The drawer's content: quotes, marks and counts as data, and every text as text."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.graph.model import Claim, Edge, Evidence, Modality, Polarity
from sayso.graph.store import Store
from sayso.tests.examples import HOSTILE, everything, northwind
from sayso.ui import drawer


def edge_between(store: Store, subject: str, target: str) -> tuple[Edge, tuple[Evidence, ...]]:
    ends = store.named(subject).id, store.named(target).id
    evidence = store.evidence_between(ends[0], "SUPPLIES", ends[1])
    edges = store.profile(ends[0]).edges
    return next(e for e in edges if (e.subject, e.object) == ends), evidence


def quoted(claim: dict[str, object], *, lined: bool | None = None) -> list[str]:
    runs = claim["runs"]
    assert isinstance(runs, list)
    return [r["text"] for r in runs if r["quoted"] and (lined is None or r["lined"] == lined)]


def test_edge_shows_quote_in_its_paragraph(store: Store) -> None:
    """The paragraph comes whole; the quote is marked, subject, object and trigger underlined."""
    store.write([northwind()])
    edge, evidence = edge_between(store, "Northwind Metals", "Harbour Rail")
    content = drawer.edge_content(edge, evidence, link="{}")
    (claim,) = content["claims"]

    assert content["meta"] == "Edge · 1 claim, newest first"
    assert content["summary"] == "1 source says so, none denies it"
    assert "".join(run["text"] for run in claim["runs"]) == evidence[0].paragraph
    assert "".join(quoted(claim)) == "Northwind supplies rails to Harbour Rail"
    assert quoted(claim, lined=True) == ["Northwind", "supplies", "Harbour Rail"]
    assert claim["document"] == {"name": "northwind.txt", "url": None}
    assert claim["paragraph"] == "paragraph 1"
    assert [row["head"] for row in claim["rows"]] == [
        "Who said it",
        "How sure",
        "Yes or no",
        "When",
    ]


def test_disputed_edge_has_two_sides(store: Store) -> None:
    """Those who say yes and those who say no stand side by side, each counted."""
    store.write(everything())
    edge, evidence = edge_between(store, "Northwind Metals", "Harbour Rail")
    content = drawer.edge_content(edge, evidence, link="{}")
    yes, no = content["columns"]

    assert "claims" not in content
    assert (yes["title"], len(yes["claims"])) == ("Says yes · 1 source", 2)
    assert (no["title"], len(no["claims"])) == ("Says no · 1 source", 1)
    assert no["claims"][0]["document"]["name"] == "Harbour Rail denies buying rails"


def test_hedged_denial_is_explained(store: Store) -> None:
    """A hedged denial leaves the edge as it is, and a note says so."""
    store.write([northwind()])
    edge, (base,) = edge_between(store, "Northwind Metals", "Harbour Rail")
    hedged = replace(base.claim, polarity=Polarity.DENIED, modality=Modality.CONDITIONAL)
    content = drawer.edge_content(edge, (base, replace(base, claim=hedged)), link="{}")
    plain, noted = content["claims"]

    assert "note" not in plain
    assert noted["note"] == "A hedged denial denies nothing: the edge stays asserted."


def test_claims_come_in_pages(store: Store) -> None:
    """Ten claims at a time; the rest is offered with its number."""
    store.write([northwind()])
    edge, evidence = edge_between(store, "Northwind Metals", "Harbour Rail")
    content = drawer.edge_content(edge, evidence * 23, link="{}")
    last = drawer.edge_content(edge, evidence * 23, link="{}", shown=30)

    assert len(content["claims"]) == 10
    assert content["claims"][9]["title"] == "Claim 10 of 23"
    assert content["more"] == "Show 10 more of 13"
    assert (len(last["claims"]), last["more"]) == (23, None)


def test_name_counts_its_edges(store: Store) -> None:
    """A name shows its spellings, its edges by reading, and what is only denied."""
    store.write(everything())
    kestrel = store.named("Kestrel Optics")
    profile = store.profile(kestrel.id)
    content = drawer.name_content(profile, link="{}", shown={store.named("Harbour Rail").id})

    assert content["meta"] == "Firm · company"
    assert content["counts"] == "2 documents · 4 claims · 0 of 3 neighbours shown"
    assert {(row["reads"], row["count"]) for row in content["relations"]} == {
        ("cited by", 1),
        ("restricted by", 1),
        ("supplied by", 1),
    }
    (denied,) = content["denied"]
    assert denied["sentence"] == "Kestrel Optics supplies Harbour Rail"
    assert denied["claims"] == "1 claim"
    assert store.evidence_between(*denied["id"].split("|"))


def test_many_edges_are_a_number_only(store: Store) -> None:
    """More than twelve dashes cannot be counted by eye."""
    store.write([northwind()])
    profile = store.profile(store.named("Northwind Metals").id)
    many = replace(profile.counts, rows=(replace(profile.counts.rows[0], number=1300),))
    content = drawer.name_content(replace(profile, counts=many), link="{}", shown=())

    assert content["relations"] == [{"reads": "supplies", "lines": [], "count": 1300}]
    assert content["counts"].endswith(" · 2 of 1,300 lines listed")


def test_whole_text_opens_at_the_claim(store: Store) -> None:
    """The document behind a claim comes whole, with the words of this claim marked."""
    store.write([northwind()])
    _, (evidence,) = edge_between(store, "Northwind Metals", "Kestrel Optics")
    document = store.document(evidence.document.id)
    content = drawer.text_content(document, evidence.claim)
    shown = ["".join(run["text"] for run in runs) for runs in content["paragraphs"]]
    marked = [run["text"] for runs in content["paragraphs"] for run in runs if run["quoted"]]

    assert shown == [line for line in document.text.splitlines() if line]
    assert "".join(marked) == "Northwind Metals may also supply Kestrel Optics"
    assert content["name"] == "northwind.txt"
    assert content["published"] == "published 4 March 2024"


def test_hostile_names_are_only_data(store: Store) -> None:
    """A name goes through as it is, in a value of its own, and JSON can carry it."""
    store.write(everything())
    profile = store.profile(store.named("O'Hara").id)
    content = drawer.name_content(profile, link="{}", shown=())

    assert content["entity"]["name"] == HOSTILE.name
    assert json.loads(json.dumps(content)) == content


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,<b>", None),
        ("//example.org", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, expected: str | None) -> None:
    """A document's address is opened only if it is one of the web."""
    assert drawer.web_address(url) == expected


@settings(deadline=None)  # a busy machine is no failure
@given(st.data())
def test_runs_lose_no_character(data: st.DataObject) -> None:
    """Whatever the spans are, the runs add up to the paragraph, and mark only the quote."""
    paragraph = data.draw(st.text(min_size=1, max_size=60))
    start = data.draw(st.integers(0, 50))
    spans = st.tuples(
        st.integers(start, start + len(paragraph)), st.integers(start, start + len(paragraph))
    ).map(lambda ends: (min(ends), max(ends)))
    quote, subject, target = (data.draw(spans) for _ in range(3))
    claim = Claim("SUPPLIES", 0, 1, subject, target, "", *quote)
    runs = drawer.runs(paragraph, start, claim)

    assert "".join(run["text"] for run in runs) == paragraph
    assert (
        "".join(run["text"] for run in runs if run["quoted"])
        == paragraph[quote[0] - start : quote[1] - start]
    )
    assert all(run["quoted"] for run in runs if run["lined"])
