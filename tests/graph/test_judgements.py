"""Merging and parting names: what follows in the graph, and that undoing leaves no trace."""

from __future__ import annotations

import random
from datetime import date

import hypothesis
import hypothesis.strategies as st
import pytest

from sayso.graph.decisions.judgements import Verdict
from sayso.graph.errors import DecisionRefused, NodeNotFound
from sayso.graph.model import Label, Reading, Referent
from sayso.graph.page import Page
from sayso.graph.store import Store
from sayso.tests.conftest import empty
from sayso.tests.examples import HARBOUR, POST, Said, everything, named, thing, told
from sayso.tests.graph.canonical import canonical

BY: dict[str, str] = {"by": "Ada Lind", "reason": "The register says so."}
METALS = thing(Label.FIRM, "Northwind Metals", kind="company", country="NO")
NORTHWIND = thing(Label.FIRM, "Northwind", country="SE")
NWM = thing(Label.FIRM, "NWM Holding", kind="company")
UNION = thing(Label.ORGANISATION, "Northwind", kind="union")


def supplies(firm: Referent, *also: Referent, said: str = "supplies") -> Reading:
    """Return a story of its own in which `firm` supplies Harbour Rail; it also speaks of others."""
    others = "".join(f"\n{name}." for other in also for name in other.names)
    quote = f"{firm.name} {said} Harbour Rail"
    return told(
        f"{quote}, The Harbour Post wrote.{others}\n",
        Said("SUPPLIES", firm, HARBOUR, quote, by=(named(POST, "wrote"),)),
        also=also,
        published_on=date(2024, 3, 4),
        outlet="The Harbour Post",
    )


def one_firm(*names: str) -> Reading:
    """Return a story that says of several names that they are one firm."""
    return told(" or ".join(names) + ".\n", also=[thing(Label.FIRM, *names)])


def ids(store: Store, *names: str) -> list[str]:
    """Return the id of the entity of each name."""
    return [store.named(name).id for name in names]


def partition(store: Store) -> set[frozenset[str]]:
    """Return which names are together, as the graph has it."""
    rows = store.cypher("MATCH (a:Alias)-[:REFERS_TO]->(n) RETURN n.id, a.text", rows=10_000).rows
    return {frozenset(text for key, text in rows if key == entity) for entity, _ in rows}


def test_merged_names_are_one_entity(store: Store) -> None:
    """Claims, edges, speakers and names are one; the old id still leads there."""
    store.write([supplies(METALS), supplies(NWM)])
    a, b = ids(store, "Northwind Metals", "NWM Holding")
    made = store.merge(a, b, **BY)
    merged = store.named("NWM Holding")

    assert merged.id == min(a, b)
    assert store.entity(max(a, b)) == merged
    assert merged.names == ("NWM Holding", "Northwind Metals")
    assert [edge.n_claims for edge in store.profile(merged.id).edges] == [2]
    assert (made.verdict, made.by, made.active) == (Verdict.SAME, "Ada Lind", True)
    assert {made.left_name, made.right_name} == {"Northwind Metals", "NWM Holding"}
    assert store.history(max(a, b)) == store.history() == Page((made,), 1)
    assert store.check() == ()


def test_undoing_a_merge_leaves_no_trace(store: Store) -> None:
    """The graph is the same, node by node and edge by edge; the log remembers."""
    store.write(everything())
    before = canonical(store)
    made = store.merge(*ids(store, "Northwind Metals", "Kestrel Optics"), **BY)
    merged = canonical(store)
    (undone,) = store.undo(made.id, by="Bo Ek")

    assert merged != before
    assert canonical(store) == before
    assert (undone.active, undone.undone_by) == (False, "Bo Ek")
    assert store.history().items == (undone,)
    assert store.check() == ()


def test_what_merges_into_itself_makes_no_edge(store: Store) -> None:
    """A claim between two names of one thing stays a claim, and draws nothing."""
    store.write([supplies(METALS)])
    before = canonical(store)
    made = store.merge(*ids(store, "Northwind Metals", "Harbour Rail"), **BY)
    merged = store.named("Harbour Rail")

    assert merged.degree == 0
    assert store.profile(merged.id).claims == 1
    assert store.check() == ()

    store.undo(made.id)

    assert canonical(store) == before


def test_a_merge_holds_for_later_stories(store: Store) -> None:
    """A document loaded between merge and undo ends where it would have without them."""
    store.write([supplies(METALS), supplies(NWM)])
    made = store.merge(*ids(store, "Northwind Metals", "NWM Holding"), **BY)
    store.write([supplies(NWM, said="sells steel to"), one_firm("Northwind", "Northwind Metals")])

    assert ids(store, "NWM Holding") == ids(store, "Northwind")
    assert store.check() == ()

    store.undo(made.id)
    undone = canonical(store)
    empty(store)
    store.write(
        [
            one_firm("Northwind", "Northwind Metals"),
            supplies(NWM, said="sells steel to"),
            supplies(NWM),
            supplies(METALS),
        ]
    )

    assert canonical(store) == undone


def test_names_of_two_labels_can_be_one(store: Store) -> None:
    """What most documents take it for is its label; undone, both are as before."""
    store.write([supplies(NORTHWIND), supplies(NORTHWIND, said="feeds"), supplies(METALS, UNION)])
    before = canonical(store)
    firm, union = (
        str(row[0])
        for row in store.cypher(
            "MATCH (n:Entity {name: 'Northwind'}) RETURN n.id ORDER BY n.kind IS NOT NULL"
        ).rows
    )
    made = store.merge(union, firm, **BY)
    merged = store.entity(union)

    assert (merged.label, merged.id) == (Label.FIRM, min(firm, union))
    assert store.status().labels["Organisation"] == 0
    with pytest.raises(DecisionRefused, match=f"read alike.*{made.id}"):
        store.split(merged.id, "Northwind", **BY)

    store.undo(made.id)

    assert canonical(store) == before


def test_a_split_parts_what_a_text_joined(store: Store) -> None:
    """One name goes, with its claims; the others stay together; undoing joins them again."""
    store.write([one_firm("Northwind", "Northwind Metals", "NWM Holding"), supplies(NORTHWIND)])
    before = canonical(store)
    whole = store.named("NWM Holding")
    made = store.split(whole.id, "NORTHWIND", **BY)
    parted = store.named("Northwind")

    assert parted.names == ("Northwind",)
    assert parted.degree == 1
    assert store.named("NWM Holding").names == ("NWM Holding", "Northwind Metals")
    assert {entry.verdict for entry in made} == {Verdict.DIFFERENT}
    assert len({entry.decision for entry in made}) == 1
    assert store.check() == ()

    undone = store.undo(made[-1].id)

    assert canonical(store) == before
    assert [entry.id for entry in undone] == [entry.id for entry in made]
    assert not any(entry.active for entry in undone)


def test_a_split_parts_what_people_joined(store: Store) -> None:
    """Parting goes before joining, whoever joined."""
    store.write([supplies(METALS), supplies(NWM), supplies(NORTHWIND)])
    metals, holding, northwind = ids(store, "Northwind Metals", "NWM Holding", "Northwind")
    store.merge(metals, holding, **BY)
    merged = canonical(store)
    second = store.merge(holding, northwind, **BY)
    store.split(metals, "Northwind", **BY)

    assert ids(store, "Northwind") == [northwind]
    assert ids(store, "Northwind Metals", "NWM Holding") == [min(metals, holding)] * 2

    store.undo(second.id)
    (first, *_) = [entry for entry in store.history().items if entry.active]
    store.undo(first.id)

    assert canonical(store) == merged


def test_a_split_stands_against_later_stories(store: Store) -> None:
    """A text that joins the names again does not undo what a person decided."""
    store.write([one_firm("Northwind", "Northwind Metals"), one_firm("Northwind", "NWM Holding")])
    store.split(ids(store, "Northwind")[0], "NWM Holding", **BY)
    store.write([one_firm("NWM Holding", "Northwind Metals")])

    assert store.named("NWM Holding").names == ("NWM Holding",)
    assert store.named("Northwind").names == ("Northwind", "Northwind Metals")


@pytest.mark.parametrize("name", ["Northwind", "Northwind Metals"])
def test_the_name_that_gives_the_id_can_be_parted(store: Store, name: str) -> None:
    """Whichever name is parted, both parts have ids of their own."""
    store.write([one_firm("Northwind", "Northwind Metals")])
    store.split(ids(store, "Northwind")[0], name, **BY)

    assert len(set(ids(store, "Northwind", "Northwind Metals"))) == 2


def test_kept_apart_is_not_joined(store: Store) -> None:
    """A “no” is remembered: neither a text nor a merge joins the two, until it is undone."""
    store.write([supplies(METALS), supplies(NWM)])
    metals, holding = ids(store, "Northwind Metals", "NWM Holding")
    before = canonical(store)
    made = store.keep_apart(metals, holding, **BY)
    store.write([one_firm("NWM Holding", "Northwind Metals")])

    assert ids(store, "Northwind Metals", "NWM Holding") == [metals, holding]
    for again in (store.merge, store.keep_apart):
        with pytest.raises(DecisionRefused, match="register says so") as error:
            again(metals, holding, **BY)
        assert error.value.standing == made.id

    store.undo(made.id)

    assert ids(store, "Northwind Metals") == ids(store, "NWM Holding")

    store.delete_document(one_firm("NWM Holding", "Northwind Metals").document.id)

    assert canonical(store) == before


@pytest.mark.parametrize("decide", ["merge", "keep_apart"])
def test_a_suggestion_is_settled(store: Store, decide: str) -> None:
    """What somebody decided is not suggested again, and the log keeps how alike the two were."""
    store.write([supplies(METALS), supplies(thing(Label.FIRM, "Northwind Metals Ltd."))])
    (suggested,) = store.suggest_merges()
    made = getattr(store, decide)(suggested.one.id, suggested.other.id, **BY)

    assert made.score == suggested.score
    assert store.suggest_merges() == ()
    assert store.history().items == (made,)

    store.undo(made.id)

    assert store.suggest_merges() == (suggested,)


def test_what_cannot_be_is_refused(store: Store) -> None:
    """One thing with itself, twice, with the unknown, without a name, without a reason."""
    store.write([supplies(METALS), supplies(NWM)])
    metals, holding = ids(store, "Northwind Metals", "NWM Holding")
    store.merge(metals, holding, **BY)

    with pytest.raises(DecisionRefused, match="is one entity already"):
        store.merge(metals, metals, **BY)
    with pytest.raises(DecisionRefused, match="is one entity already"):
        store.merge(holding, metals, **BY)
    with pytest.raises(NodeNotFound):
        store.merge(metals, "e0", **BY)
    with pytest.raises(NodeNotFound):
        store.split("e0", "Northwind", **BY)
    with pytest.raises(DecisionRefused, match=r"“Kestrel” is no name of “.*”; its names: NWM"):
        store.split(metals, "Kestrel", **BY)
    with pytest.raises(DecisionRefused, match="two things with one name cannot be parted"):
        store.split(ids(store, "Harbour Rail")[0], "Harbour Rail", **BY)
    for by, reason in (("", "x"), ("x", " ")):
        with pytest.raises(DecisionRefused, match="Say wh"):
            store.merge(metals, ids(store, "Harbour Rail")[0], by=by, reason=reason)

    assert store.history().total == 1


def test_a_pair_may_be_judged_again(store: Store) -> None:
    """After an undo the same decision is another entry, with an id of its own."""
    store.write([supplies(METALS), supplies(NWM)])
    pair = ids(store, "Northwind Metals", "NWM Holding")
    first = store.merge(*pair, **BY)
    store.undo(first.id)
    second = store.merge(*pair, **BY)

    assert first.id != second.id
    assert [entry.active for entry in store.history().items] == [True, False]
    with pytest.raises(DecisionRefused, match="undone already"):
        store.undo(first.id)


def test_judgements_survive_their_documents(store: Store) -> None:
    """A document that is deleted and comes back finds the decision on its names."""
    store.write([supplies(METALS), supplies(NWM)])
    store.merge(*ids(store, "Northwind Metals", "NWM Holding"), **BY)
    merged = canonical(store)
    store.delete_document(supplies(NWM).document.id)
    store.write([supplies(NWM)])

    assert canonical(store) == merged


NAMES = ("Alder", "Birch", "Cedar", "Damson", "Elder")
TEXTS = [supplies(thing(Label.FIRM, name)) for name in NAMES]
JOINING = [one_firm("Alder", "Birch"), one_firm("Cedar", "Damson", "Elder")]
ACTIONS = ("merge", "apart", "split", "accepted", "rejected", "undo", "load")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, 4), st.integers(0, 4)),
    min_size=2,
    max_size=8,
)


@pytest.mark.slow
@pytest.mark.timeout(900)
@hypothesis.given(steps=STEPS, order=st.randoms(use_true_random=False))
@hypothesis.settings(
    max_examples=25, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_whatever_was_decided_undoing_all_leaves_no_trace(
    store: Store, steps: list[tuple[str, int, int]], order: random.Random
) -> None:
    """Decisions and loads in any sequence, undone in any order: the graph of the texts alone."""
    empty(store)
    store.write(TEXTS)
    loaded = []
    for action, left, right in steps:
        if action == "load":
            loaded.append(JOINING[left % len(JOINING)])
            store.write(loaded[-1:])
        else:
            _decide(store, action, NAMES[left], NAMES[right])
        assert store.check() == ()
    decided = [entry.id for entry in store.history(limit=100).items if entry.active]
    order.shuffle(decided)
    for decision in decided:
        if decision in _active(store):  # and not undone together with another
            store.undo(decision)
    undone = canonical(store)
    empty(store)
    store.write([*loaded, *reversed(TEXTS)])

    assert canonical(store) == undone


def _active(store: Store) -> list[str]:
    return [entry.id for entry in store.history(limit=100).items if entry.active]


def _decide(store: Store, action: str, left: str, right: str) -> None:
    """Do what `action` says, and see that it was done; what is refused must change nothing."""
    before = canonical(store)
    try:
        match action:
            case "merge":
                store.merge(*ids(store, left, right), **BY)
                assert ids(store, left) == ids(store, right)
            case "apart":
                store.keep_apart(*ids(store, left, right), **BY)
                assert canonical(store) != before
            case "split":
                store.split(ids(store, left)[0], left, **BY)
                assert store.named(left).names == (left,)
            case "undo":
                for decision in _active(store)[len(right) % 3 :][:1]:
                    store.undo(decision)
            case verdict:
                ((claim,),) = store.cypher(
                    "MATCH (c:Claim) WHERE c.quote STARTS WITH $name RETURN c.id", name=left
                ).rows
                store.review(claim, verdict, **BY)
    except DecisionRefused:
        assert canonical(store) == before
