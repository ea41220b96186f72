"""`import sayso` is cheap: what is heavy waits until it is used."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"neo4j", "networkx", "numpy", "pandas", "pyvis", "spacy", "streamlit"}
BROUGHT_BY_THE_DRIVER = {"neo4j", "numpy"}  # and not pandas: see graph/database/driver.py

CASES = {
    "import sayso": HEAVY,
    "import sayso.ui.cli": HEAVY,
    "import sayso.graph.store": HEAVY - BROUGHT_BY_THE_DRIVER,
    "import sayso.ui.notebook": HEAVY - BROUGHT_BY_THE_DRIVER,
    "import sayso.ui.intake": HEAVY - BROUGHT_BY_THE_DRIVER,
}


@pytest.mark.parametrize("statement", CASES)
def test_import_leaves_heavy_packages_alone(statement: str) -> None:
    """A fresh interpreter that ran `statement` has loaded none of the packages ruled out."""
    code = f"import json, sys; {statement}; print(json.dumps([*sys.modules]))"
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )

    assert CASES[statement] & set(json.loads(run.stdout)) == set()


def test_front_door_offers_what_it_lists() -> None:
    """Every name in `sayso.__all__` is there, in alphabetical order, `open` included."""
    import sayso

    assert sayso.__all__ == sorted(sayso.__all__)
    assert "open" in sayso.__all__
    assert all(hasattr(sayso, name) for name in sayso.__all__)


def test_front_door_has_nothing_else() -> None:
    """A name that does not exist raises the usual error."""
    import sayso

    with pytest.raises(AttributeError, match="has no attribute 'gossip'"):
        _ = sayso.gossip
