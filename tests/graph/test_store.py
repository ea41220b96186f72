"""The store's contract, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sayso.graph.errors import DocumentError, NodeNotFound, SaysoError
from sayso.graph.model import Attribution, Label, Modality, Polarity, Reading, Status
from sayso.graph.store import Store, Written
from sayso.tests.examples import (
    HOSTILE,
    KESTREL,
    NORTHWIND,
    Said,
    denial,
    everything,
    hostile,
    northwind,
    repeated,
    told,
)
from sayso.tests.graph.canonical import canonical

MODEL_QUERIES = (
    (
        "MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm {name: 'Harbour Rail'}) "
        "RETURN a.name, r.status, r.n_for, r.quote;"
    ),
    "MATCH (g:Agency)-[r:RESTRICTS]->(f:Firm) RETURN g.name, f.name, r.status, r.first_date;",
    "MATCH (l:Lawmaker)-[r:CITES]->(f:Firm) RETURN l.name, f.name, r.n_claims, r.quote;",
    """
    MATCH (g:Agency)<-[:SUBJECT]-(c:Claim {relation: 'RESTRICTS'})
          -[:OBJECT]->(f:Firm {name: 'Kestrel Optics'})
    OPTIONAL MATCH (c)-[said:SAID_BY {hop: 0}]->(who)
    RETURN g.name, c.modality, c.polarity, who.name, c.quote;
    """,
)


def written(store: Store, reading: Reading) -> Written:
    """Write one reading and return what became of it."""
    told_of: list[Written] = []
    store.write([reading], on_written=told_of.append)
    (only,) = told_of
    return only


def test_the_four_queries_of_the_model_answer(store: Store) -> None:
    """Suppliers, restrictions, citations and the claims behind them are one query each."""
    store.write([northwind()])

    answers = [store.cypher(text).rows for text in MODEL_QUERIES]

    assert answers == [
        (("Northwind Metals", "asserted", 1, "Northwind supplies rails to Harbour Rail"),),
        (("Ministry of Trade", "Kestrel Optics", "asserted", date(2024, 3, 4)),),
        (
            (
                "twelve senators",
                "Kestrel Optics",
                1,
                "Kestrel Optics was cited in a letter by twelve senators last month",
            ),
        ),
        (
            (
                "Ministry of Trade",
                "asserted",
                "affirmed",
                None,
                "The Ministry of Trade restricts exports of Kestrel Optics",
            ),
        ),
    ]


def test_a_second_load_changes_nothing(store: Store) -> None:
    """The same reading again writes nothing, and says so."""
    first = written(store, northwind())
    before = canonical(store)
    second = written(store, northwind())

    assert (first.claims, first.new, first.unchanged) == (4, 4, 0)
    assert (second.claims, second.new, second.unchanged) == (4, 0, 4)
    assert second.entities == first.entities
    assert canonical(store) == before


def test_order_of_loading_does_not_matter(store: Store) -> None:
    """Any order, and any cut into transactions, gives the same graph."""
    store.write(everything())
    forwards = canonical(store)
    store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True)
    for reading in reversed(everything()):
        store.write([reading])

    assert canonical(store) == forwards


def test_edges_are_what_their_claims_say(store: Store) -> None:
    """Rebuilding the edges of a healthy store changes none."""
    store.write(everything())

    assert store.rebuild_edges() == 0


def test_rebuilding_mends_edges(store: Store) -> None:
    """An edge changed by hand, one removed and one invented are put right."""
    store.write([northwind()])
    before = canonical(store)
    store.cypher("MATCH ()-[r:CITES]->() SET r.n_for = 7", write=True)
    store.cypher("MATCH ()-[r:RESTRICTS]->() DELETE r", write=True)
    store.cypher(
        "MATCH (a:Person {name: 'Ada Lind'}), (b:Firm {name: 'Harbour Rail'}) "
        "CREATE (a)-[:ACCUSES {id: 'by hand'}]->(b)",
        write=True,
    )

    assert store.rebuild_edges() == 3
    assert canonical(store) == before


def test_a_denial_disputes_an_edge(store: Store) -> None:
    """A source against makes the edge disputed; a link nobody affirms is no edge."""
    store.write([northwind(), denial()])
    rail = store.named("Harbour Rail")
    northwind_id, kestrel_id = store.named("Northwind").id, store.named("Kestrel Optics").id
    profile = store.profile(rail.id)
    (edge,) = profile.edges

    assert (edge.status, edge.n_for, edge.n_against) == (Status.DISPUTED, 1, 1)
    assert (edge.subject, edge.object) == (northwind_id, rail.id)
    assert [(d.subject.id, d.relation, d.claims) for d in profile.denied] == [
        (kestrel_id, "SUPPLIES", 1)
    ]
    assert len(store.evidence_between(kestrel_id, "SUPPLIES", rail.id)) == 1


def test_one_speaker_counts_once(store: Store) -> None:
    """Two stories that quote the same person are two claims of one source."""
    store.write([northwind(), repeated()])
    (edge,) = [
        edge
        for edge in store.profile(store.named("Northwind Metals").id).edges
        if edge.object == store.named("Harbour Rail").id
    ]

    assert (edge.n_claims, edge.n_docs, edge.n_for) == (2, 2, 1)
    assert (edge.first_date, edge.last_date) == (date(2024, 3, 4), date(2024, 3, 9))


def test_evidence_shows_all_there_is(store: Store) -> None:
    """A claim comes back whole: speakers, hedge, qualifiers, dates, paragraph."""
    store.write([northwind(), denial()])
    start, rail = store.named("Northwind"), store.named("Harbour Rail")
    newer, older = store.evidence_between(start.id, "SUPPLIES", rail.id)

    assert (newer.claim.polarity, older.claim.polarity) == (Polarity.DENIED, Polarity.AFFIRMED)
    assert newer.document.shown_name == "Harbour Rail denies buying rails"
    assert newer.document.text == ""
    assert [(v.attribution, v.name, v.cue) for v in older.voices] == [
        (Attribution.NAMED, "Ada Lind", "told"),
        (Attribution.NAMED, "The Harbour Post", "said"),
    ]
    assert older.claim.qualifiers == (("product", "rails"),)
    assert older.claim.trigger_span == (10, 18)
    assert older.paragraph.endswith("told The Harbour Post.")
    assert (older.paragraph_number, older.paragraph_start) == (1, 0)
    assert (older.subject.name, older.object and older.object.name) == (
        "Northwind Metals",
        "Harbour Rail",
    )


def test_changed_metadata_updates_the_document(store: Store) -> None:
    """A new sidecar changes dates and outlet, and adds no claim."""
    store.write([northwind()])
    old = northwind()
    document = replace(old.document, published_on=date(2024, 4, 1), outlet="Quay News")
    found = written(store, replace(old, document=document))
    answer = store.cypher(
        "MATCH (d:Document)-[:PUBLISHED_BY]->(o:Outlet), (:Agency)-[r:RESTRICTS]->() "
        "RETURN d.published_on, o.name, r.first_date"
    )

    assert (found.new, found.updated, found.unchanged) == (0, 0, 4)
    assert answer.rows == ((date(2024, 4, 1), "Quay News", date(2024, 4, 1)),)
    assert store.rebuild_edges() == 0


def test_a_new_extractor_replaces_its_claims(store: Store) -> None:
    """Claims that are no longer found go, with names that only they used; others change."""
    store.write([northwind()])
    old = northwind()
    better = tuple(
        replace(claim, extractor_version="2", modality=Modality.PLANNED)
        for claim in old.claims
        if claim.relation == "SUPPLIES"
    )
    kept = tuple(thing for thing in old.referents if thing.label is not Label.LAWMAKER)
    moved = {old.referents.index(thing): index for index, thing in enumerate(kept)}
    claims = tuple(
        replace(
            claim,
            subject=moved[claim.subject],
            object=moved[claim.object or 0],
            speakers=tuple(
                replace(speaker, referent=moved[speaker.referent or 0])
                for speaker in claim.speakers
            ),
        )
        for claim in better
    )
    found = written(store, replace(old, referents=kept, claims=claims))

    assert (found.claims, found.updated, found.removed) == (2, 2, 2)
    assert store.status().labels["Lawmaker"] == 0
    assert store.status().relations["CITES"] == 0
    assert store.status().relations["SUPPLIES"] == 2
    assert store.rebuild_edges() == 0


def test_a_replaced_reading_leaves_no_trace(store: Store) -> None:
    """Reading a text another way and back again gives the identical graph."""
    store.write(everything())
    before = canonical(store)
    store.write([replace(northwind(), referents=(), claims=())])
    store.write([northwind()])

    assert canonical(store) == before


@pytest.mark.parametrize("review", ["accepted", "rejected"])
def test_reviewed_claims_stay(store: Store, review: str) -> None:
    """A new reading neither removes a reviewed claim nor says it again with other offsets."""
    store.write([northwind()])
    store.cypher(
        "MATCH (c:Claim {relation: 'CITES'}) SET c.review = $review",
        {"review": review},
        write=True,
    )
    store.rebuild_edges()
    old = northwind()
    shorter = tuple(
        replace(
            claim, quote=claim.quote[:30], quote_end=claim.quote_start + 30, extractor_version="2"
        )
        for claim in old.claims
    )
    again = written(store, replace(old, claims=shorter))
    found = store.cypher("MATCH (c:Claim {relation: 'CITES'}) RETURN c.review, c.extractor_version")

    assert (again.claims, again.new, again.removed, again.unchanged) == (4, 3, 3, 1)
    assert found.rows == ((review, "1"),)
    assert store.status().relations["CITES"] == (1 if review == "accepted" else 0)


def test_strange_text_is_stored_exactly(store: Store) -> None:
    """Quotes, markup, right-to-left marks, null bytes and line ends come back as they went in."""
    store.write([hostile()])
    text = hostile().document.text
    stored = store.document(hostile().document.id)
    (evidence,) = store.evidence_between(
        store.named(HOSTILE.name).id, "SUPPLIES", store.named("蓝松电子").id
    )

    assert stored == replace(hostile().document, text=text)
    assert evidence.subject.name == HOSTILE.name
    assert evidence.voices[0].attribution is Attribution.HEARSAY
    assert (evidence.paragraph_number, evidence.paragraph[:6]) == (2, HOSTILE.name[:6])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text + "\ud800", "half of a character pair"),
        (lambda text: "x" + text, "not what the text says"),
    ],
)
def test_what_cannot_be_stored_is_refused(store: Store, spoil: object, reason: str) -> None:
    """A bad reading is refused by name; what came before it is written, what follows is not."""
    good, bad = denial(), northwind()
    text = spoil(bad.document.text)  # type: ignore[operator]
    spoilt = Reading(replace(bad.document, text=text), bad.referents, bad.claims)

    with pytest.raises(DocumentError, match=f"northwind.txt: .*{reason}"):
        store.write([good, spoilt, repeated()])

    assert store.status().documents == 1


def test_a_strange_file_name_is_kept(store: Store) -> None:
    """A file name of bytes that are no text does not keep its text out."""
    strange = replace(northwind().document, file_name="caf\udce9.txt")
    store.write([replace(northwind(), document=strange)])

    assert store.cypher("MATCH (d:Document) RETURN d.file_name").rows == (("caf\\udce9.txt",),)


def test_half_a_character_is_refused_everywhere(store: Store) -> None:
    """What no database can take is an error of ours, whatever is asked."""
    for ask in (store.cypher, store.named, store.search, store.entity, store.evidence):
        with pytest.raises(SaysoError):
            ask("\ud800")


def test_unknown_names_are_refused_with_the_nearest(store: Store) -> None:
    """A name that is not there is answered with what comes close."""
    store.write([northwind()])

    with pytest.raises(NodeNotFound) as error:
        store.named("Northwnd Metals")

    assert error.value.nearest[0] == "Northwind Metals"
    with pytest.raises(NodeNotFound):
        store.entity("e0")


def test_empty_store(store: Store) -> None:
    """An empty store answers every question."""
    assert store.is_empty()
    assert store.best_attested() is None
    assert store.search("anything") == ()
    assert store.evidence("r0") == ()
    assert store.status().claims == 0
    assert store.rebuild_edges() == 0


def test_status_counts(store: Store) -> None:
    """Status counts by label and relation, and says where the data is."""
    store.write(everything())
    status = store.status()

    assert (status.documents, status.claims) == (4, 10)
    assert status.relations["SUPPLIES"] == 5
    assert status.labels["Firm"] == 7
    assert status.address.startswith("bolt://127.0.0.1:")
    assert store.best_attested() == store.named("Kestrel Optics")


def test_progress_is_told_document_by_document(store: Store) -> None:
    """Each document is reported once it is written, in the order given."""
    told_of: list[str] = []
    store.write(everything(), on_written=lambda w: told_of.append(w.document.shown_name))

    assert told_of == [reading.document.shown_name for reading in everything()]


def test_the_same_story_twice_in_one_call(store: Store) -> None:
    """A text that comes twice under two names is one document, the later name stays."""
    again = replace(northwind(), document=replace(northwind().document, file_name="copy.txt"))
    told_of: list[int] = []
    store.write([northwind(), again], on_written=lambda w: told_of.append(w.new))

    assert told_of == [4, 0]
    assert store.cypher("MATCH (d:Document) RETURN d.file_name").rows == (("copy.txt",),)


def test_a_claim_without_target_makes_no_edge(store: Store) -> None:
    """“Urged tighter controls” is kept as a claim, and draws nothing."""
    text = "Northwind Metals urged tighter controls.\n"
    said = Said("URGES", NORTHWIND, None, "Northwind Metals urged tighter controls")
    store.write([told(text, said, also=(KESTREL,))])
    northwind_id = store.named("Northwind Metals").id

    assert store.profile(northwind_id).claims == 1
    assert store.profile(northwind_id).edges == ()
    assert store.neighbourhood([northwind_id]).shown == 1
