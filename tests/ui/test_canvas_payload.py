"""What the canvas is sent: complete, harmless, small, and always the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sayso.graph.model import Label, Status
from sayso.graph.subgraph import Subgraph
from sayso.tests.ui.figure_graphs import graph, hostile, name, parallel, star
from sayso.ui.canvas.vis_data import payload
from sayso.ui.figure.measure import Point, boxes
from sayso.ui.figure.route import route

ASSETS = Path(__file__).parents[2] / "ui" / "canvas" / "assets"


def in_rows(subgraph: Subgraph) -> dict[str, Point]:
    """Return places far enough apart, four to a row."""
    return {
        node.id: (150.0 + 300 * (at % 4), 60.0 + 120 * (at // 4))
        for at, node in enumerate(subgraph.nodes)
    }


def sent(subgraph: Subgraph) -> Mapping[str, Any]:
    """Return the payload as it reaches the browser."""
    data: Mapping[str, Any] = json.loads(json.dumps(payload(subgraph, in_rows(subgraph))))
    return data


def test_every_name_and_line_is_sent_once() -> None:
    """Nodes and edges carry our own ids, parallel edges too."""
    drawn = parallel()
    data = sent(drawn)

    assert [node["id"] for node in data["nodes"]] == sorted(node.id for node in drawn.nodes)
    assert [edge["id"] for edge in data["edges"]] == sorted(edge.id for edge in drawn.edges)


def test_places_and_paths_are_those_of_the_figure() -> None:
    """Canvas and exported picture show the same layout."""
    drawn = star(7)
    places, data = in_rows(drawn), sent(drawn)
    paths = route(drawn.edges, places, boxes(drawn))

    assert {node["id"]: (node["x"], node["y"]) for node in data["nodes"]} == places
    for edge in data["edges"]:
        path = paths[edge["id"]]
        assert (tuple(edge["route"][:2]), tuple(edge["route"][-2:])) == (path.start, path.end)
        assert edge.get("spot") == (path.label and list(path.label))


def test_order_of_input_changes_nothing() -> None:
    """The same graph in another order is the same payload, so Streamlit need not send it again."""
    drawn = star(9)
    turned = replace(drawn, nodes=drawn.nodes[::-1], edges=drawn.edges[::-1])
    places = in_rows(drawn)

    assert json.dumps(payload(turned, places)) == json.dumps(payload(drawn, places))


def test_hash_seed_changes_nothing() -> None:
    """Another process makes the same bytes."""
    script = (
        "import json\n"
        "from sayso.tests.ui.test_canvas_payload import in_rows, star\n"
        "from sayso.ui.canvas.vis_data import payload\n"
        "print(json.dumps(payload(star(9), in_rows(star(9)))))"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    elsewhere = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert json.loads(elsewhere) == sent(star(9))
    assert elsewhere.strip() == json.dumps(payload(star(9), in_rows(star(9))))


def test_legend_counts_types_in_view_and_all_statuses() -> None:
    """A status nobody has is there with zero; a type nobody has is not."""
    drawn = graph(["Northwind", "Harbour Rail"], [(0, 1)])
    labels = [node.label.value for node in drawn.nodes]

    assert sorted(sent(drawn)["legend"]["types"]) == sorted([label, 1] for label in labels)
    assert sent(drawn)["legend"]["statuses"] == {
        Status.ASSERTED: 1,
        Status.HEDGED: 0,
        Status.DISPUTED: 0,
    }


def test_types_stand_in_the_order_of_the_palette() -> None:
    """The legend does not depend on which name came first."""
    order = [label.value for label in Label]
    types = [label for label, _ in sent(star(20))["legend"]["types"]]

    assert types == sorted(types, key=order.index)


def test_only_the_start_is_filled_and_hidden_edges_are_counted() -> None:
    """`more` is the degree in the store less the lines in view."""
    drawn = star(4)
    nodes = tuple(replace(node, degree=5) for node in drawn.nodes)
    data = sent(replace(drawn, nodes=nodes))["nodes"]

    assert [node["id"] for node in data if node.get("start")] == ["e000"]
    assert [node.get("more") for node in data] == [2, 4, 4, 4]


def test_keys_walk_from_the_best_connected_name() -> None:
    """N starts in the middle of the star."""
    drawn = star(6)

    data = sent(drawn)

    assert data["nodes"][data["order"][0]]["id"] == "e000"
    assert sorted(data["order"]) == list(range(len(drawn.nodes)))


def test_lines_find_their_ends() -> None:
    """The ends of an edge are places in the list of nodes."""
    drawn = parallel()
    data = sent(drawn)
    ends = {
        edge["id"]: (data["nodes"][edge["from"]]["id"], data["nodes"][edge["to"]]["id"])
        for edge in data["edges"]
    }

    assert ends == {edge.id: (edge.subject, edge.object) for edge in drawn.edges}


def test_no_component_makes_markup_from_text() -> None:
    """Components are not sandboxed: all text goes in as text, and vis-network gets no title."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js")}
    given_to_vis = sources["picture.js"].split("forVis({", 1)[1].split("\n  }\n", 1)[0]

    assert "title" not in given_to_vis
    for source in sources.values():
        assert not any(way in source for way in ("innerHTML", "outerHTML", "insertAdjacentHTML"))


def test_hostile_names_arrive_as_plain_text() -> None:
    """Markup stays the letters it is; controls and direction marks are gone."""
    data = sent(hostile())
    names = [node["label"] for node in data["nodes"]]

    assert "<img src=x onerror=alert(1)>" in names
    assert not any(char in text for text in names for char in "\x00\u202e")


def test_a_large_picture_is_a_small_payload() -> None:
    """Three hundred names and six hundred lines, with ids of full length, below 150 kB."""
    links = [(at // 3, at) for at in range(1, 300)] + [(at, (at * 7) % 300) for at in range(301)]
    data = sent(graph([name(at) for at in range(300)], links))
    longer = 17 * (len(data["nodes"]) + len(data["edges"]))  # ids are short in these graphs

    assert len(json.dumps(data, separators=(",", ":"))) + longer < 150_000


def test_a_click_does_not_work_out_the_picture_again() -> None:
    """Nodes and edges of an unchanged picture are taken from memory."""
    drawn = star(5)

    assert payload(drawn, in_rows(drawn)) is payload(star(5), in_rows(drawn))
