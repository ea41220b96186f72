"""The view in a link: everything that passes the checks comes back, nothing else does."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.graph.model import Edge, Entity, Label, Status
from sayso.graph.subgraph import Subgraph
from sayso.graph.vocabulary import relations
from sayso.ui.state import SHOWN_AT_FIRST, SHOWN_AT_MOST, Hidden, View, view_from_json

A, B, C, D = ("e" + letter * 20 for letter in "abcd")

ids = st.text("0123456789abcdef", min_size=20, max_size=20)
entities = ids.map("e".__add__)
denied = st.tuples(entities, st.sampled_from(sorted(relations())), entities).map("|".join)
hidden = st.builds(
    Hidden,
    relations=st.frozensets(st.sampled_from(sorted(relations()))),
    status=st.frozensets(st.sampled_from([str(status) for status in Status])),
    types=st.frozensets(st.sampled_from([str(label) for label in Label])),
)
views = st.builds(
    View,
    start=entities,
    expanded=st.lists(entities, unique=True, max_size=8).map(tuple),
    opened=st.none() | entities | ids.map("r".__add__) | denied,
    hidden=hidden,
    table=st.booleans(),
    limit=st.integers(1, SHOWN_AT_MOST),
)


@settings(deadline=None)  # a busy machine is no failure
@given(views)
def test_view_survives_its_link(view: View) -> None:
    """What a link says is what it was made from."""
    assert view_from_json(view.to_json()) == view


@settings(deadline=None)  # a busy machine is no failure
@given(st.text() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps))
def test_any_text_is_harmless(text: str) -> None:
    """A forged link opens the start page at worst."""
    assert isinstance(view_from_json(text), View)


@pytest.mark.parametrize(
    "packed",
    [
        {"start": "e1'; DROP"},
        {"start": ["e" + "a" * 20]},
        {"expanded": "e" + "a" * 20, "open": {"$ne": 1}},
        {"open": f"{A}|SUPPLIES|{B}|{C}"},
        {"hide": {"relations": ["<b>"], "status": "asserted", "types": [1, None]}},
        {"hide": [1], "limit": "9", "table": "yes"},
        {"limit": True},
    ],
)
def test_what_does_not_pass_is_left_out(packed: object) -> None:
    """Wrong types, unknown words and anything but our own ids are dropped."""
    assert view_from_json(json.dumps(packed)) == View()


def test_limits_are_kept() -> None:
    """No link draws more than can be drawn, and none is read that is longer than links are."""
    assert view_from_json('{"limit": 999999999}').limit == SHOWN_AT_MOST
    assert view_from_json('{"limit": -5}').limit == 1
    assert view_from_json("[" * 100_000) == View()
    assert view_from_json(json.dumps({"limit": 500, "start": A, "x": "y" * 9_000})) == View()


def test_expansions_are_undone_and_redone_in_order() -> None:
    """Undo takes back the last expansion; a new one forgets what was undone."""
    view = View(start=A).expand(B).expand(C)

    assert view.expand(B) is view
    assert view.undo().grown_from == (A, B)
    assert view.undo().undo().redo().grown_from == (A, B)
    assert view.undo().redo() == view
    assert view.undo().expand(D).redo().grown_from == (A, B, D)
    assert View(start=A).undo() == View(start=A).redo() == View(start=A)
    assert view.more().limit == SHOWN_AT_FIRST + 300


def piece() -> Subgraph:
    nodes = (
        Entity(A, "Alder", Label.FIRM),
        Entity(B, "Birch", Label.FIRM),
        Entity(C, "Ministry", Label.AGENCY),
        Entity(D, "Alone", Label.PERSON),
    )
    edges = (
        Edge("r1", A, "SUPPLIES", B, Status.ASSERTED),
        Edge("r2", C, "RESTRICTS", A, Status.HEDGED),
    )
    return Subgraph(nodes, edges, start=(A,), total=4)


@pytest.mark.parametrize(
    ("hidden", "nodes", "edges"),
    [
        (Hidden(), {A, B, C, D}, {"r1", "r2"}),
        (Hidden(relations=frozenset({"SUPPLIES"})), {A, C, D}, {"r2"}),
        (Hidden(status=frozenset({"hedged"})), {A, B, D}, {"r1"}),
        (Hidden(types=frozenset({"Agency"})), {A, B, D}, {"r1"}),
        (Hidden(types=frozenset({"Firm"})), {D}, set()),
        (Hidden(relations=frozenset({"SUPPLIES", "RESTRICTS"})), {A, D}, set()),
    ],
)
def test_filters_hide_lines_and_lonely_names(
    hidden: Hidden, nodes: set[str], edges: set[str]
) -> None:
    """A name goes with its last line, unless the picture was grown from it."""
    left = hidden.leaves(piece(), keep=[A])

    assert {node.id for node in left.nodes} == nodes
    assert {edge.id for edge in left.edges} == edges
    assert left.total == 4
