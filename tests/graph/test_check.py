"""A check finds every kind of damage, names what is damaged, and finds nothing in a sound store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from sayso.benchmarks.corpus import readings
from sayso.graph.errors import StoreBusy
from sayso.graph.store import Store
from sayso.graph.upkeep.findings import Finding, Kind
from sayso.graph.upkeep.ranges import Step
from sayso.tests.examples import everything, northwind, repeated
from sayso.tests.graph.canonical import canonical


@dataclass(frozen=True)
class Damage:
    """One way to damage a store, and what a check must say.

    Attributes:
        query: Damages it, and returns the id that the finding must name.
        kind: Of the finding.
        words: Some words of its sentence.
    """

    query: str
    kind: Kind
    words: str


SUPPLIES = "(s:Firm {name: 'Northwind Metals'})-[e:SUPPLIES]->(o:Firm {name: 'Harbour Rail'})"
A_CLAIM = "(c:Claim {relation: 'RESTRICTS'})"
A_VOICE = "(c:Claim)-[v:SAID_BY]->(who:Entity {name: 'Ada Lind'})"

DAMAGES = {
    # documents and quotes
    "another text": Damage(
        "MATCH (d:Document {file_name: 'denial.txt'}) SET d.text = 'x' + d.text RETURN d.id",
        Kind.TEXT,
        "not the one that the document's id",
    ),
    "no text": Damage(
        "MATCH (d:Document {file_name: 'denial.txt'}) REMOVE d.text RETURN d.id",
        Kind.TEXT,
        "has no text",
    ),
    "another hash": Damage(
        "MATCH (d:Document {file_name: 'denial.txt'}) SET d.text_hash = 't0' RETURN d.id",
        Kind.TEXT,
        "hash",
    ),
    "another sketch": Damage(
        "MATCH (d:Document {file_name: 'denial.txt'}) SET d.sketch = 'x' RETURN d.id",
        Kind.TEXT,
        "copies",
    ),
    "another story": Damage(
        "MATCH (d:Document {file_name: 'denial.txt'}) SET d.story_id = 'd0' RETURN d.id",
        Kind.STORY,
        "another story",
    ),
    "no publisher": Damage(
        "MATCH (d:Document)-[p:PUBLISHED_BY]->() DELETE p RETURN d.id", Kind.TEXT, "outlet"
    ),
    "two publishers": Damage(
        "MATCH (d:Document)-[:PUBLISHED_BY]->(), (n:Entity {name: 'Ada Lind'}) "
        "CREATE (d)-[:PUBLISHED_BY]->(n) RETURN d.id",
        Kind.TEXT,
        "outlet",
    ),
    "another quote": Damage(
        f"MATCH {A_CLAIM} SET c.quote = 'Something else' RETURN c.id", Kind.QUOTE, "not what"
    ),
    "a quote one letter off": Damage(
        f"MATCH {A_CLAIM} SET c.quote_start = c.quote_start + 1 RETURN c.id", Kind.QUOTE, "not what"
    ),
    "a quote beyond the end": Damage(
        f"MATCH {A_CLAIM} SET c.quote_end = 100000 RETURN c.id", Kind.QUOTE, "outside"
    ),
    "a mention beyond the end": Damage(
        f"MATCH {A_CLAIM} SET c.object_end = 100000 RETURN c.id", Kind.QUOTE, "Its object stands"
    ),
    "a speaker before the start": Damage(
        f"MATCH {A_VOICE} SET v.start = -1 RETURN c.id", Kind.QUOTE, "speaker stands outside"
    ),
    # claims
    "an unknown modality": Damage(
        f"MATCH {A_CLAIM} SET c.modality = 'surely' RETURN c.id", Kind.CLAIM, "modality"
    ),
    "an unknown relation": Damage(
        f"MATCH {A_CLAIM} SET c.relation = 'LIKES' RETURN c.id", Kind.CLAIM, "relation"
    ),
    "no polarity": Damage(f"MATCH {A_CLAIM} REMOVE c.polarity RETURN c.id", Kind.CLAIM, "polarity"),
    "no document": Damage(
        f"MATCH {A_CLAIM}-[l:STATED_IN]->() DELETE l RETURN c.id", Kind.CLAIM, "not stated in"
    ),
    "another document": Damage(
        f"MATCH {A_CLAIM} SET c.document = 'd0' RETURN c.id", Kind.CLAIM, "not stated in"
    ),
    "no subject": Damage(
        f"MATCH {A_CLAIM}-[l:SUBJECT]->() DELETE l RETURN c.id", Kind.CLAIM, "subject's name"
    ),
    "two subjects": Damage(
        f"MATCH {A_CLAIM}, (n:Entity {{name: 'Ada Lind'}}) CREATE (c)-[:SUBJECT]->(n) RETURN c.id",
        Kind.CLAIM,
        "subject's name",
    ),
    "another object": Damage(
        f"MATCH {A_CLAIM}-[l:OBJECT]->(), (n:Entity {{name: 'Harbour Rail'}}) DELETE l "
        "CREATE (c)-[:OBJECT]->(n) RETURN c.id",
        Kind.CLAIM,
        "object's name",
    ),
    "an object that is not named": Damage(
        f"MATCH {A_CLAIM} REMOVE c.object_alias RETURN c.id", Kind.CLAIM, "does not name"
    ),
    "no alias of the subject": Damage(
        f"MATCH {A_CLAIM} SET c.subject_alias = 'a0' RETURN c.id", Kind.CLAIM, "name is not there"
    ),
    "another edge": Damage(
        f"MATCH {A_CLAIM} SET c.edge = 'r0' RETURN c.id", Kind.CLAIM, "Its edge"
    ),
    "another speaker": Damage(
        f"MATCH {A_VOICE}, (n:Entity {{name: 'Harbour Rail'}}) WITH c, v, n, properties(v) AS said "
        "DELETE v CREATE (c)-[w:SAID_BY]->(n) SET w += said RETURN c.id",
        Kind.CLAIM,
        "speaker's name",
    ),
    "two speakers at one place": Damage(
        "MATCH (c:Claim)-[v:SAID_BY {hop: 1}]->() SET v.hop = 0 RETURN c.id",
        Kind.CLAIM,
        "at one place",
    ),
    "another id of a claim": Damage(
        f"MATCH {A_CLAIM} SET c.id = 'c0' RETURN c.id", Kind.CLAIM, "Its id"
    ),
    "a review that the log does not know": Damage(
        f"MATCH {A_CLAIM} SET c.review = 'accepted' RETURN c.id", Kind.REVIEW, "log of reviews"
    ),
    "a review of another id": Damage(
        f"MATCH {A_CLAIM} CREATE (v:Review {{id: 'v0', claim: c.id, n: 0, active: false, "
        "verdict: 'accepted', by: 'a', reason: 'b', at: datetime('2024-01-01T00:00:00Z')}) "
        "RETURN v.id",
        Kind.REVIEW,
        "Its id",
    ),
    # names and entities
    "a name that refers to nothing": Damage(
        "MATCH (a:Alias {text: 'Ada Lind'})-[l:REFERS_TO]->() WITH a, l LIMIT 1 DELETE l "
        "RETURN a.id",
        Kind.NAME,
        "refers to one entity",
    ),
    "a name that refers to two": Damage(
        "MATCH (a:Alias {text: 'Harbour Rail'}), (n:Entity {name: 'Ada Lind'}) WITH a, n LIMIT 1 "
        "CREATE (a)-[:REFERS_TO]->(n) RETURN a.id",
        Kind.NAME,
        "refers to one entity",
    ),
    "a name that refers to another": Damage(
        "MATCH (a:Alias {text: 'Harbour Rail'})-[l:REFERS_TO]->(), (n:Entity {name: 'Ada Lind'}) "
        "WITH a, l, n LIMIT 1 DELETE l CREATE (a)-[:REFERS_TO]->(n) RETURN a.id",
        Kind.NAME,
        "refers to the wrong entity",
    ),
    "another text of a name": Damage(
        "MATCH (a:Alias {text: 'Kestrel Optics'}) WITH a LIMIT 1 SET a.text = 'Falcon' RETURN a.id",
        Kind.NAME,
        "Its id",
    ),
    "another key of a name": Damage(
        "MATCH (a:Alias {text: 'Kestrel Optics'}) WITH a LIMIT 1 SET a.name_key = 'Firm|falcon' "
        "RETURN a.id",
        Kind.NAME,
        "name key",
    ),
    "a name without its document": Damage(
        "MATCH (a:Alias {text: 'twelve senators'}) SET a.document = 'd0' RETURN a.id",
        Kind.ORPHAN,
        "document that is not there",
    ),
    "a name that lacks something": Damage(
        "MATCH (a:Alias {text: 'twelve senators'}) REMOVE a.referent RETURN a.id",
        Kind.NAME,
        "lacks it",
    ),
    "an entity without a name": Damage(
        "CREATE (n:Entity:Firm {id: 'e0', name: 'Nobody', names: ['Nobody'], degree: 0, "
        "search: 'nobody', collective: false, ids: [], former_ids: []}) RETURN n.id",
        Kind.ORPHAN,
        "No name refers",
    ),
    "another name of an entity": Damage(
        "MATCH (n:Entity {name: 'Ada Lind'}) SET n.name = 'Ada L' RETURN n.id", Kind.ENTITY, "name"
    ),
    "another tally of an entity": Damage(
        "MATCH (n:Entity {name: 'Ada Lind'}) SET n.tally = '[[], []]' RETURN n.id",
        Kind.ENTITY,
        "tally",
    ),
    "another label of an entity": Damage(
        "MATCH (n:Entity {name: 'Ada Lind'}) WITH n, n.id AS id REMOVE n.id "
        "SET n:Firm REMOVE n:Person SET n.id = id RETURN n.id",
        Kind.ENTITY,
        "labelled Firm",
    ),
    "two labels of an entity": Damage(
        "MATCH (n:Person {name: 'Ada Lind'}) SET n:Firm RETURN n.id",
        Kind.ENTITY,
        "labelled Firm, Person",
    ),
    "a name that two entities share": Damage(
        "MATCH (a:Alias {text: 'Northwind'})-[l:REFERS_TO]->(n) WITH a, l LIMIT 1 "
        "CREATE (m:Entity:Firm {id: 'e0', name: 'Northwind', names: ['Northwind'], degree: 0, "
        "search: 'northwind', collective: false, ids: [], former_ids: []}) "
        "CREATE (a)-[:REFERS_TO]->(m) DELETE l RETURN a.id",
        Kind.NAME,
        "wrong entity",
    ),
    "a judgement of nothing": Damage(
        "CREATE (j:Judgement {id: 'j0', verdict: 'perhaps', left: 'b', right: 'a', active: false}) "
        "RETURN j.id",
        Kind.JUDGEMENT,
        "same or different",
    ),
    "a judgement of another id": Damage(
        "CREATE (j:Judgement {id: 'j0', verdict: 'same', left: 'a', right: 'b', active: false}) "
        "RETURN j.id",
        Kind.JUDGEMENT,
        "Its id",
    ),
    # edges, degrees
    "an edge without a claim": Damage(
        "MATCH (s:Firm {name: 'Kestrel Optics'}), (o:Firm {name: 'Northwind Metals'}) "
        "CREATE (s)-[e:SUPPLIES {id: 'r0', status: 'asserted'}]->(o) RETURN s.id",
        Kind.EDGE,
        "must be no edge",
    ),
    "no edge": Damage(f"MATCH {SUPPLIES} DELETE e RETURN s.id", Kind.EDGE, "must be an edge"),
    "a doubled edge": Damage(
        f"MATCH {SUPPLIES} CREATE (s)-[:SUPPLIES {{status: e.status}}]->(o) RETURN s.id",
        Kind.EDGE,
        "must be one",
    ),
    "an edge of another id": Damage(
        f"MATCH {SUPPLIES} SET e.id = 'r0' RETURN s.id", Kind.EDGE, "id of this"
    ),
    "another status": Damage(
        f"MATCH {SUPPLIES} SET e.status = 'hedged' RETURN e.id", Kind.EDGE, "status"
    ),
    "another count": Damage(f"MATCH {SUPPLIES} SET e.n_for = 9 RETURN e.id", Kind.EDGE, "n_for"),
    "another date": Damage(
        f"MATCH {SUPPLIES} SET e.last_date = date('2001-01-01') RETURN e.id", Kind.EDGE, "last_date"
    ),
    "another best claim": Damage(
        f"MATCH {SUPPLIES} SET e.best_claim = 'c0', e.quote = 'Other' RETURN e.id",
        Kind.EDGE,
        "best_claim, quote",
    ),
    "another degree": Damage(
        "MATCH (n:Entity {name: 'Ada Lind'}) SET n.degree = 7 RETURN n.id",
        Kind.DEGREE,
        "degree is 0, not 7",
    ),
    "a list that is not due": Damage(
        "MATCH (n:Entity {name: 'Ada Lind'}) CREATE (:Kept {id: 'k0', entity: n.id, "
        "relation: 'SUPPLIES', numbers: [1, 0, 0, 0, 0, 0], top: 'x'}) RETURN n.id",
        Kind.DEGREE,
        "list of best edges",
    ),
    "a list of nobody": Damage(
        "CREATE (k:Kept {id: 'k0', entity: 'e0', relation: 'SUPPLIES', "
        "numbers: [1, 0, 0, 0, 0, 0], top: 'x'}) RETURN k.entity",
        Kind.DEGREE,
        "not there itself",
    ),
}


def loaded(store: Store) -> Store:
    """Load all stories, and decide on a few things."""
    store.write(everything())
    return store


def test_a_sound_store_has_no_findings(store: Store) -> None:
    """Loading, re-loading, merging, parting, reviewing, deleting: nothing is found after any."""
    loaded(store)
    assert store.check() == ()

    northwind_id, harbour_id = (store.named(n).id for n in ("Northwind Metals", "Harbour Rail"))
    merged = store.merge(northwind_id, harbour_id, reason="one owner", by="a reader")
    assert store.check() == ()

    store.undo(merged.id)
    (claim, *_) = store.cypher("MATCH (c:Claim) RETURN c.id ORDER BY c.id").rows
    store.review(claim[0], "rejected", reason="misread", by="a reader")
    store.split(store.named("Northwind Metals").id, "Northwind", reason="two firms", by="a reader")
    assert store.check() == ()

    store.delete_document(northwind().document.id)
    assert store.check() == ()
    store.write([northwind(), repeated()])
    assert store.check() == ()


def cases() -> Iterator[object]:
    """Yield every damage; the first of each kind of finding is tried in every run."""
    kinds = set()
    for name, damage in DAMAGES.items():
        marks = [pytest.mark.slow] if damage.kind in kinds else []
        kinds.add(damage.kind)
        yield pytest.param(damage, id=name, marks=marks)


@pytest.mark.parametrize("damage", list(cases()))
def test_damage_is_found(store: Store, damage: Damage) -> None:
    """What is damaged is found and named."""
    loaded(store)
    damaged = store.cypher(damage.query, write=True).rows[0][0]
    found = store.check()

    assert any(
        one.kind == damage.kind and damaged in one.ids and damage.words in one.sentence
        for one in found
    ), found


def test_nodes_without_an_id_are_counted(store: Store) -> None:
    """What has no id cannot be named; how many there are is said."""
    store.cypher("CREATE (:Claim {quote: 'x'}), (:Claim {quote: 'y'})", write=True)

    assert store.check() == (Finding(Kind.ORPHAN, (), "2 Claim nodes have no id."),)


def test_what_nobody_can_read_does_not_stop_a_check(store: Store) -> None:
    """A value of another kind is a finding, and everything else is still looked at."""
    loaded(store)
    for text in (
        f"MATCH {A_CLAIM} SET c.quote_start = 'here', c.polarity = 'perhaps'",
        "MATCH (d:Document {file_name: 'denial.txt'}) SET d.text_hash = 't0'",
    ):
        store.cypher(text, write=True)
    found = {one.kind for one in store.check()}

    assert {Kind.QUOTE, Kind.CLAIM, Kind.EDGE, Kind.TEXT} <= found


def test_rebuilding_makes_summaries_right(store: Store) -> None:
    """Edges, degrees and lists that somebody spoilt are made anew; a second time nothing is."""
    loaded(store)
    before = canonical(store)
    for name, damage in DAMAGES.items():
        # A list made by hand has an id of its own, by which nobody looks for it.
        if damage.kind in (Kind.EDGE, Kind.DEGREE) and not name.startswith("a list"):
            store.cypher(damage.query, write=True)
    damaged = store.check()
    changed = store.rebuild_edges()

    assert damaged
    assert all(one.is_summary for one in damaged)
    assert changed > 0
    assert store.check() == ()
    assert canonical(store) == before
    assert store.rebuild_edges() == 0


@pytest.mark.slow
def test_whatever_is_loaded_is_sound(store: Store) -> None:
    """Many stories, in groups, some deleted, some read anew with less in them."""
    stories = list(readings(20, seed=3))
    store.write(stories)
    for story in stories[::7]:
        store.delete_document(story.document.id)
    store.write(replace(story, claims=story.claims[1:]) for story in stories[::5])

    assert store.check() == ()
    assert store.rebuild_edges() == 0


def test_somebody_who_writes_meanwhile_is_no_damage(store: Store) -> None:
    """A finding that a writer may have caused is looked at again; one who never rests is told."""
    loaded(store)
    text = f"MATCH {SUPPLIES} SET e.n_for = 9 RETURN e.id"
    ((edge,),) = store.cypher(text, write=True).rows
    others = "MATCH (c:Claim) WHERE c.relation <> 'SUPPLIES' RETURN c.id ORDER BY c.id"
    claim = store.cypher(others).rows[0][0]  # a review of the edge's own would mend it
    resting = 2

    def meddle(step: Step) -> None:
        nonlocal resting
        if step == Step("texts", 0, 4) and resting:
            resting -= 1
            store.review(claim, "accepted", reason="read", by="a reader")

    assert edge in {one.ids[0] for one in store.check(on_step=meddle)}
    resting = 9
    with pytest.raises(StoreBusy):
        store.check(on_step=meddle)
