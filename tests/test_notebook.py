"""The notebook session: rows, tables, graphs and pictures; and the notebook in the docs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbclient import NotebookClient

import sayso
from sayso.graph.database import embedded
from sayso.graph.errors import DocumentError, NodeNotFound, QueryRefused, SaysoError
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.examples import HOSTILE, NORTHWIND, everything, hostile, northwind
from sayso.ui.notebook import Session

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebooks" / "who-said-what.ipynb"
SUPPLIES = "MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm) RETURN a, r, b"
NAMES = "MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm) RETURN a.name AS a, r.status AS status, b.name AS b"


@pytest.fixture
def session(store: Store) -> Session:
    """A session on a store with all example stories."""
    store.write(everything())
    return Session(store)


def test_answer_is_rows_table_and_graph(session: Session) -> None:
    """The same answer comes as dictionaries, as a pandas table and as a networkx graph."""
    answer = session.cypher(SUPPLIES)

    assert len(answer) == len(answer.records) == len(answer.df) == answer.graph.number_of_edges()
    assert list(answer.df.columns) == list(answer.columns) == ["a", "r", "b"]
    assert NORTHWIND.name in set(answer.df["a"])
    assert set(answer.df["r"]) == {"SUPPLIES"}
    assert [row["a"].name for row in answer] == list(answer.df["a"])


def test_value_is_a_parameter(session: Session) -> None:
    """A value with Cypher in it is a value, and changes nothing."""
    hostile = "x'}) DETACH DELETE n //"

    assert session.cypher("MATCH (n:Firm {name: $name}) RETURN n", name=hostile).records == []
    assert len(session.cypher("MATCH (n:Firm {name: $name}) RETURN n", name=HOSTILE.name)) == 1


def test_session_reads_only_unless_asked(store: Store) -> None:
    """A session refuses to write, and does so when it was opened to write."""
    with pytest.raises(QueryRefused):
        Session(store).cypher("CREATE (:Note {text: 'x'})")
    Session(store, write=True).cypher("CREATE (:Note {text: 'x'})")

    assert len(Session(store).cypher("MATCH (n:Note) RETURN n.text")) == 1


def test_picture_is_static_and_complete(session: Session) -> None:
    """A picture comes as SVG and inside HTML, as valid XML that fetches and runs nothing."""
    bundle = session.around("Northwind", hops=2)._repr_mimebundle_()
    svg = bundle["image/svg+xml"]
    root = ElementTree.fromstring(svg)
    references = [
        value for element in root.iter() for key, value in element.items() if "href" in key
    ]

    assert svg in bundle["text/html"]
    assert "".join(root.itertext()).count(NORTHWIND.name) > 0
    assert not any(element.tag.endswith("script") for element in root.iter())
    assert [value for value in references if not value.startswith("#")] == []
    assert "names shown" in bundle["text/plain"]


def test_pictures_do_not_share_ids(session: Session) -> None:
    """Two pictures on one page keep their ids apart."""
    pictures = [session.around(name).svg for name in ("Northwind", "Kestrel Optics")]
    ids = [{e.get("id") for e in ElementTree.fromstring(svg).iter()} - {None} for svg in pictures]

    assert ids[0] & ids[1] == set()


def test_answer_with_a_graph_draws_it(session: Session) -> None:
    """Where rows hold nodes or edges the cell shows a table and the picture."""
    bundle = session.cypher(SUPPLIES)._repr_mimebundle_()

    assert set(bundle) == {"text/plain", "text/html", "image/svg+xml"}
    assert "<table" in bundle["text/html"]
    assert bundle["image/svg+xml"] in bundle["text/html"]


def test_answer_without_a_graph_is_a_table(session: Session) -> None:
    """Where rows hold plain values there is no picture; what is shown is counted."""
    bundle = session.cypher(NAMES)._repr_mimebundle_()

    assert set(bundle) == {"text/plain", "text/html"}
    assert "rows shown" in bundle["text/plain"]


def test_answer_says_what_it_leaves_out(session: Session) -> None:
    """A long answer shows its first rows and says how many there are."""
    answer = session.cypher("UNWIND range(1, 500) AS n RETURN n")

    assert "20 of 500 rows shown" in repr(answer)
    assert len(answer.df) == 500


def test_empty_answer_shows(session: Session) -> None:
    """No rows is an answer too."""
    answer = session.cypher("MATCH (n:Firm {name: 'nobody'}) RETURN n.name AS name")

    assert answer.df.empty
    assert "0 of 0 rows shown" in answer._repr_mimebundle_()["text/html"]


def test_hostile_names_stay_text(store: Store) -> None:
    """Markup in a name is shown, never run, in the table and in the picture."""
    store.write([hostile()])
    bundle = Session(store).cypher(SUPPLIES)._repr_mimebundle_()

    assert "<script" not in bundle["text/html"].lower()
    assert "<img" not in bundle["text/html"].lower()
    assert "蓝松电子" in bundle["image/svg+xml"]


def test_around_finds_other_spellings(session: Session) -> None:
    """Any spelling leads to the entity; an unknown one names what comes close."""
    assert session.around("northwind").title == "Around Northwind Metals"
    with pytest.raises(NodeNotFound, match="Northwind Metals"):
        session.around("Nortwhind Metal")


def test_around_takes_the_filters_of_the_store(session: Session) -> None:
    """Only these edges, so many from each name; the figure says what it leaves out."""
    restricted = session.around("Kestrel Optics", relations=["RESTRICTS"])
    capped = session.around("Kestrel Optics", per_node=1)

    assert set(restricted.df["relation"]) == {"RESTRICTS"}
    assert len(capped.df) == 1
    assert "2 lines of Kestrel Optics: 1 of 3 are shown" in words(capped.svg)


def test_numbers_and_paths_of_names(session: Session) -> None:
    """How many edges a name has is a table, how two names are joined a picture."""
    counts = session.counts("Kestrel Optics")
    paths = session.paths("Ministry of Trade", "Northwind")

    assert list(counts["relation"]) == ["CITES", "RESTRICTS", "SUPPLIES"]
    assert set(counts["direction"]) == {"in"}
    assert set(paths.df["relation"]) == {"RESTRICTS", "SUPPLIES"}
    assert "From Ministry of Trade to Northwind Metals" in words(paths.svg)
    assert len(session.paths("Ministry of Trade", "Northwind", longest=1).df) == 0


def words(svg: str) -> str:
    """Return the text of a picture, its lines joined."""
    return " ".join(text for text in ElementTree.fromstring(svg).itertext() if text.strip())


def test_picture_is_also_a_table_and_a_graph(session: Session) -> None:
    """The edges of a picture come as rows with names, and as a networkx graph."""
    picture = session.around("Northwind")

    assert len(picture.df) == picture.graph.number_of_edges()
    assert set(picture.df["subject"]) | set(picture.df["object"]) <= {
        name for _, name in picture.graph.nodes(data="name")
    }


def test_picture_is_saved_by_its_ending(session: Session, tmp_path: Path) -> None:
    """`.svg` and `.png` are written; another ending is refused, and nothing is written."""
    picture = session.around("Northwind")

    assert picture.save(tmp_path / "a.svg").read_text(encoding="utf-8") == picture.svg
    assert picture.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(SaysoError, match=r"\.svg or \.png"):
        picture.save(tmp_path / "a.gif")
    assert not (tmp_path / "a.gif").exists()


def test_search_lists_names(session: Session) -> None:
    """Search returns a table, best first, in spite of a typing error."""
    assert session.search("Northwnid Metals")["name"].iloc[0] == NORTHWIND.name
    assert list(session.search("zzzzzzzz").columns) == ["name", "label", "matched", "edges"]


def test_open_takes_a_folder_or_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both at once is an error; nothing is opened."""
    monkeypatch.delenv("SAYSO_URI", raising=False)
    with pytest.raises(SaysoError, match="not both"):
        sayso.open("neo4j://127.0.0.1:1", store="somewhere")


def test_folder_given_goes_before_the_variable(
    embedded_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`store=` opens that folder even where `SAYSO_URI` names a server."""
    monkeypatch.setenv("SAYSO_URI", "neo4j://127.0.0.1:1")
    assert embedded_settings.store is not None
    with sayso.open(store=embedded_settings.store) as session:
        session._store.write([northwind()])

        assert "ArcadeDB" in repr(session)
        assert "read-only" in repr(session)


def test_load_refuses_what_is_no_article(store: Store, tmp_path: Path) -> None:
    """A file that cannot be read is named."""
    empty = tmp_path / "empty.txt"
    empty.touch()

    with pytest.raises(DocumentError, match=r"empty\.txt"):
        Session(store).load(empty)


OFFLINE = '''
import ipaddress, sys

def refuse(event, arguments):
    """Let a kernel talk to this machine only."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        if not ipaddress.ip_address(arguments[1][0]).is_loopback:
            raise OSError(f"the notebook reached for {arguments[1]}")

sys.addaudithook(refuse)
'''


@pytest.fixture
def rerun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[nbformat.NotebookNode]:
    """The notebook of the docs, run again on a store of its own without the internet."""
    (tmp_path / "sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("SAYSO_STORE", str(tmp_path / "store"))
    monkeypatch.delenv("SAYSO_URI", raising=False)
    monkeypatch.setenv("SAYSO_CONNECT_SECONDS", "120")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    where = {"metadata": {"path": str(NOTEBOOK.parent)}}
    try:
        NotebookClient(notebook, timeout=240, startup_timeout=240, resources=where).execute()
        yield notebook
    finally:
        embedded.stop(tmp_path / "store")


def outputs(notebook: nbformat.NotebookNode, kind: str) -> list[str]:
    """Return all outputs of a kind, in order."""
    found = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.data[kind] for output in found if kind in output.get("data", {})]


@pytest.mark.slow
def test_notebook_of_the_docs_runs(rerun: nbformat.NotebookNode) -> None:
    """It runs from top to bottom, offline, and says what it says in the docs; else: make docs."""
    kept = nbformat.read(NOTEBOOK, as_version=4)

    assert outputs(rerun, "text/plain") == outputs(kept, "text/plain")


def test_notebook_of_the_docs_has_pictures() -> None:
    """Its pictures are kept, small, and inside the HTML, where read-only viewers look."""
    kept = nbformat.read(NOTEBOOK, as_version=4)
    pictures = outputs(kept, "image/svg+xml")

    assert len(pictures) >= 2
    assert max(map(len, pictures)) < 150_000
    assert all(any(p in page for page in outputs(kept, "text/html")) for p in pictures)


def test_claims_and_timeline_are_tables(session: Session) -> None:
    """What is claimed about a name comes as rows; so does what happened when."""
    claims = session.claims("Kestrel Optics")

    assert set(claims["relation"]) == {"SUPPLIES", "RESTRICTS", "CITES"}
    assert set(claims.columns) >= {"subject", "object", "said_by", "published", "quote"}
    assert list(session.timeline("Kestrel Optics")["relation"]) == ["CITES"]
    assert len(session.timeline("Kestrel Optics", clock="published")) == len(claims)
    assert len(session.timeline(relation="CITES", limit=1)) == 1


def test_contested_is_a_table(session: Session) -> None:
    """What sources disagree on comes with the number of sources on each side."""
    first, second = session.contested().to_dict("records")

    assert (first["subject"], first["for"], first["against"]) == (NORTHWIND.name, 1, 1)
    assert (second["subject"], second["for"], second["against"]) == ("Kestrel Optics", 0, 1)
