"""A store of an older data model is brought up to date when it is opened, and keeps what it has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from sayso.graph.database import schema
from sayso.graph.errors import StoreError
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.graph.upkeep import upgrade
from sayso.graph.writing.copies import BANDS
from sayso.tests.examples import HARBOUR, NORTHWIND, Said, everything, told
from sayso.tests.graph.canonical import canonical

WIRE = (
    "Northwind Metals supplies Harbour Rail, and has done so for longer than anybody at the "
    "harbour can remember. The rails come by ship in spring, lie on the quay until the ground is "
    "dry, and are laid before the first storms of autumn; nobody counts them on the way."
)
SUPPLIES = Said("SUPPLIES", NORTHWIND, HARBOUR, "Northwind Metals supplies Harbour Rail")

OF_ITSELF = """
    MATCH (c:Claim)-[:SUBJECT]->(s:Entity)
    MATCH (c)-[:OBJECT]->(o:Entity)
    WHERE s.id = o.id
    SET c.edge = 'r0'
    CREATE (s)-[:SUPPLIES {id: 'r0', status: 'asserted', quote: c.quote}]->(o)
"""


def load(store: Store) -> None:
    """Load all stories, and one text that two papers print."""
    copies = (told(f"{WIRE}\n{paper}\n", SUPPLIES, outlet=paper) for paper in ("The Day", "Dusk"))
    itself = Said("SUPPLIES", HARBOUR, HARBOUR, "Harbour Rail supplies Harbour Rail")
    store.write((*everything(), *copies, told("Harbour Rail supplies Harbour Rail.\n", itself)))


def make_old(store: Store) -> None:
    """Take away what the first data model did not have."""
    bands = ", ".join(f"d.{band}" for band in BANDS)
    for text in (
        f"MATCH (d:Document) SET d.story_id = d.id REMOVE d.sketch, {bands}",
        "MATCH (c:Claim) REMOVE c.search",
        OF_ITSELF,
        "MATCH (n:Entity) SET n.search = n.name REMOVE n.tally",
        "MATCH (a)-[e:SUPPLIES]->(b) SET e.n_for = e.n_docs",
        "MATCH (m:Meta) SET m.schema_version = 1, m.schema = 'of old'",
    ):
        store.cypher(text, write=True)


def version(store: Store) -> int:
    """Return the data model that the store says it has."""
    (((found,),)) = store.cypher("MATCH (m:Meta) RETURN m.schema_version").rows
    return int(found)


def test_an_old_store_becomes_what_a_fresh_load_is(store: Store, settings: Settings) -> None:
    """Stories, names, words and edges are what they would be had it been loaded today."""
    load(store)
    fresh = canonical(store)
    make_old(store)
    assert canonical(store) != fresh

    with Store.open(settings) as opened:
        assert canonical(opened) == fresh
        assert opened.check() == ()
        assert version(opened) == schema.VERSION


def test_two_open_an_old_store_at_once(store: Store, settings: Settings) -> None:
    """Both find it brought up to date, and nothing twice."""
    load(store)
    fresh = canonical(store)
    make_old(store)
    with ThreadPoolExecutor() as pool:
        for opened in pool.map(Store.open, [settings] * 3):
            opened.close()

    assert canonical(store) == fresh


def test_an_interrupted_upgrade_is_finished(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is half done stays old, and the next one to open it does the rest."""
    load(store)
    fresh = canonical(store)
    make_old(store)
    with monkeypatch.context() as patched:
        patched.setattr(upgrade, "_count", lambda span, tx: interrupt())
        with pytest.raises(StoreError, match="interrupted"):
            Store.open(settings)
        assert version(store) == 1

    with Store.open(settings):
        assert canonical(store) == fresh


def interrupt() -> None:
    """Fail as a power cut would."""
    raise StoreError("interrupted")


def test_a_store_without_its_version_is_looked_at(store: Store, settings: Settings) -> None:
    """Where somebody removed the note of the version, everything is looked at again."""
    load(store)
    fresh = canonical(store)
    make_old(store)
    store.cypher("MATCH (m:Meta) DELETE m", write=True)
    with Store.open(settings):
        assert canonical(store) == fresh
