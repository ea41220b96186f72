"""Entities from aliases: who is the same, and what it is called."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sayso.graph import ids
from sayso.graph.model import Label, Reading
from sayso.graph.store import Store
from sayso.graph.writing.entities import Judged, Tally, entities, entities_of
from sayso.graph.writing.rows import AliasRow, connected, rows
from sayso.tests.examples import HARBOUR, NORTHWIND, SUPPLIERS, Said, thing, told
from sayso.tests.graph.canonical import canonical

SHORT = thing(Label.FIRM, "Northwind", country="SE", kind="bank")
LONG = thing(Label.FIRM, "Northwind Metals", kind="company", country="NO")


def alias(text: str, document: str, referent: str = "", **more: object) -> AliasRow:
    """Return an alias of a firm; by default on its own in its document."""
    key = ids.alias_id(document, "Firm", text)
    return AliasRow(
        **{  # type: ignore[arg-type]
            "id": key,
            "text": text,
            "label": "Firm",
            "name_key": ids.name_key("Firm", text),
            "document": document,
            "referent": referent or key,
            "preferred": True,
            **more,
        }
    )


def supplies(text: str, *firms: object, **document: object) -> Reading:
    """Return a story in which the first firm supplies Harbour Rail."""
    quote = text.split(".")[0]
    said = Said("SUPPLIES", firms[0], HARBOUR, quote)  # type: ignore[arg-type]
    return told(text, said, also=firms, **document)  # type: ignore[arg-type]


def test_equal_names_are_one_entity_across_documents() -> None:
    """Case, articles and dots do not part; labels do."""
    found = entities(
        [
            alias("The Northwind", "d1"),
            alias("NORTHWIND", "d2"),
            alias("Northwind", "d3", label="Place", name_key=ids.name_key("Place", "Northwind")),
        ]
    )

    assert sorted(sum(row.weights.values()) for row in found) == [1, 2]


def test_the_name_is_what_most_documents_prefer() -> None:
    """Most documents, then the alphabet; a form that nobody prefers is only a spelling."""
    one, two = alias("Zeta", "d1", "r1"), alias("Alpha", "d1", "r1", preferred=False)
    (tie,) = entities([one, replace(two, preferred=True)])
    (most,) = entities([one, two, alias("Zeta", "d2"), alias("Alpha", "d3")])

    assert tie.properties["name"] == "Alpha"
    assert most.properties["name"] == "Zeta"
    assert most.properties["names"] == ["Alpha", "Zeta"]


def test_the_id_is_the_smallest_hash_of_its_name_keys() -> None:
    """An entity's id depends on its names alone."""
    (found,) = entities([alias("Alpha", "d1", "r"), alias("Zeta", "d1", "r")])

    assert found.id == min(
        ids.entity_id([ids.name_key("Firm", name)]) for name in ("Alpha", "Zeta")
    )


def test_a_name_of_signs_only_is_still_a_name() -> None:
    """Two names that lose every letter when normalised are not one entity."""
    assert len(entities([alias("!!!", "d1"), alias("?", "d2")])) == 2


def test_an_outlet_of_the_metadata_is_an_entity() -> None:
    """The sidecar's outlet meets the one that the text names."""
    story = told("The Post wrote.", also=[thing(Label.OUTLET, "The Post")], outlet="the post")

    assert len(rows(story).aliases) == 1


def test_a_document_joins_two_entities(store: Store) -> None:
    """Once a story says that two names are one firm, their edges and claims are one too."""
    store.write(
        [supplies("Northwind supplies Harbour Rail.", SHORT, published_on=date(2024, 1, 1))]
    )
    store.write([supplies("Northwind Metals supplies Harbour Rail.", LONG)])
    before = {store.named(name).id for name in ("Northwind", "Northwind Metals")}
    store.write([supplies("Northwind Metals, or Northwind, sells.", NORTHWIND)])
    joined = store.named("Northwind")

    assert len(before) == 2
    assert joined.id == min(before)
    assert {store.entity(old).id for old in before} == {joined.id}
    assert joined.names == ("Northwind", "Northwind Metals")
    assert joined.degree == 1
    assert store.profile(joined.id).edges[0].n_claims == 3
    assert store.neighbourhood([max(before)]).start == (joined.id,)
    assert store.rebuild_edges() == 0


def test_joining_does_not_depend_on_order(store: Store) -> None:
    """The story that joins may come first, between or last."""
    stories = [
        supplies("Northwind supplies Harbour Rail.", SHORT, outlet="Northwind"),
        supplies("Northwind Metals supplies Harbour Rail.", LONG),
        supplies("Northwind Metals, or Northwind, sells.", NORTHWIND),
    ]
    graphs = []
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        store.cypher("MATCH (n) WHERE NOT n:Meta DETACH DELETE n", write=True)
        for index in order:
            store.write([stories[index]])
        graphs.append(canonical(store))

    assert graphs[1] == graphs[0]
    assert graphs[2] == graphs[0]


def test_a_new_reading_parts_what_it_no_longer_equates(store: Store) -> None:
    """Entities joined by one reading come apart when the text is read better."""
    store.write([supplies("Northwind supplies Harbour Rail.", SHORT)])
    store.write([supplies("Northwind Metals supplies Harbour Rail.", LONG)])
    apart = supplies("Northwind Metals, or Northwind, sells.", LONG, SHORT)
    store.write([apart])
    before = canonical(store)
    store.write([supplies("Northwind Metals, or Northwind, sells.", NORTHWIND)])
    store.write([apart])

    assert store.named("Northwind").id != store.named("Northwind Metals").id
    assert canonical(store) == before


def test_collectives_stay_in_their_document(store: Store) -> None:
    """“Two suppliers” of two stories are two; so are unnamed persons."""
    store.write([supplies("two suppliers supply Harbour Rail.", SUPPLIERS)])
    store.write([supplies("Again two suppliers supply Harbour Rail.", SUPPLIERS)])

    assert store.named("Harbour Rail").degree == 2
    assert store.status().labels["Firm"] == 3


# ------------------------------------------------------- judgements, as a pure function

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
KEYS = tuple(ids.name_key("Firm", name) for name in NAMES)


@st.composite
def documents(draw: st.DrawFn) -> list[AliasRow]:
    """Return the aliases of a few documents, each equating some names."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        groups = draw(
            st.lists(
                st.sets(st.sampled_from(NAMES), min_size=1, max_size=3), min_size=1, max_size=3
            )
        )
        taken: set[str] = set()
        for names in groups:
            own = sorted(names - taken)
            taken |= names
            found += [
                alias(name, f"d{number}", f"{number}-{own[0]}", preferred=name == own[-1])
                for name in own
            ]
    return found


judgements = st.lists(
    st.tuples(
        st.sampled_from(KEYS), st.sampled_from(KEYS), st.sampled_from(["same", "different"])
    ).filter(lambda one: one[0] < one[1]),
    max_size=5,
).map(lambda found: [Judged(*one) for one in found])


@given(documents(), judgements, st.randoms(use_true_random=False))
def test_entities_do_not_depend_on_order(
    aliases: list[AliasRow], judged: list[Judged], chance: random.Random
) -> None:
    """Aliases and judgements may come in any order, counted or one by one."""
    found = entities(aliases, judged)
    chance.shuffle(aliases)
    chance.shuffle(judged)
    tally = Tally.of(aliases)

    assert entities(aliases, judged) == found
    assert entities_of(Tally.unpacked(tally.packed()), judged) == found


@given(documents(), judgements)
def test_every_name_stands_for_one_entity_that_nobody_parted(
    aliases: list[AliasRow], judged: list[Judged]
) -> None:
    """Each name key is in one entity; two that somebody parted are together in none."""
    found = entities(aliases, judged)
    place = {key: row.id for row in found for key in row.weights}

    assert sum(len(row.weights) for row in found) == len(place)
    assert set(place) == {row.name_key for row in aliases}
    assert sum(sum(row.weights.values()) for row in found) == len(aliases)
    for one in judged:
        if one.verdict == "different" and {one.left, one.right} <= place.keys():
            assert place[one.left] != place[one.right]


@given(documents(), judgements)
def test_without_vetoes_entities_are_connected_components(
    aliases: list[AliasRow], judged: list[Judged]
) -> None:
    """What documents and people join is one thing, step by step."""
    same = [one for one in judged if one.verdict == "same"]
    pairs = [(row.name_key, f"{row.document} {row.referent}") for row in aliases]
    pairs += [(one.left, one.right) for one in same]
    named = {row.name_key for row in aliases}
    wanted = {frozenset(group & named) for group in connected(pairs) if group & named}

    assert {frozenset(row.weights) for row in entities(aliases, same)} == wanted


@given(documents(), documents(), judgements)
def test_a_tally_counts_what_comes_and_goes(
    first: list[AliasRow], second: list[AliasRow], judged: list[Judged]
) -> None:
    """Adding documents and taking them away again leaves what was there."""
    others = [
        replace(row, id=f"o{row.id}", document=f"o{row.document}", referent=f"o{row.referent}")
        for row in second
    ]
    tally = Tally.of(first)
    tally.count(others)

    assert entities_of(tally, judged) == entities([*first, *others], judged)

    tally.count(others, -1)

    assert tally.packed() == Tally.of(first).packed()
    assert entities_of(tally, judged) == entities(first, judged)


def test_a_parted_name_leaves_the_others_together() -> None:
    """Of three names that a document equates, parting the middle one keeps the other two."""
    group = [alias(name, "d1", "r") for name in ("Alpha", "Beta", "Gamma")]
    parted = [Judged(*sorted((KEYS[1], KEYS[n])), "different") for n in (0, 2)]  # type: ignore[call-arg]
    found = entities(group, parted)

    assert sorted(sorted(row.weights) for row in found) == [[KEYS[0], KEYS[2]], [KEYS[1]]]


def test_a_veto_outweighs_a_join() -> None:
    """“Different” between any names of two things keeps the things apart."""
    pool = [alias("Alpha", "d1", "r"), alias("Beta", "d1", "r"), alias("Gamma", "d2")]
    judged = [Judged(KEYS[1], KEYS[2], "same"), Judged(KEYS[0], KEYS[2], "different")]
    found = entities(pool, judged)

    assert sorted(sorted(row.weights) for row in found) == [[KEYS[0]], [KEYS[1], KEYS[2]]]


def test_the_label_is_what_most_aliases_shown_carry() -> None:
    """A tie goes to the alphabet."""
    union = ids.name_key("Organisation", "Alpha")
    firm, other = alias("Alpha", "d1"), alias("Alpha", "d2", label="Organisation", name_key=union)
    judged = [Judged(KEYS[0], union, "same")]
    (tie,) = entities([firm, other], judged)
    more = replace(other, id="a2", document="d3", referent="r3")
    (most,) = entities([firm, other, more], judged)

    assert (tie.label, most.label) == ("Firm", "Organisation")
