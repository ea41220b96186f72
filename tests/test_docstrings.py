"""The examples in docstrings are right."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import sayso.graph
import sayso.loaders
import sayso.ui

ROOMS = (sayso.graph, sayso.loaders, sayso.ui)
RUN_AS_SCRIPT = {"sayso.ui.app"}

MODULES = sorted(
    module.name
    for room in ROOMS
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    if module.name not in RUN_AS_SCRIPT
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_module(name: str) -> None:
    """What a docstring shows is what one gets; imported by name, as users import it."""
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)

    assert result.failed == 0


def test_there_are_examples() -> None:
    """The test above has something to try."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    tests = [test for name in MODULES for test in finder.find(importlib.import_module(name))]

    assert sum(len(test.examples) for test in tests) > 0


@pytest.mark.parametrize("name", MODULES)
def test_module_says_what_it_is(name: str) -> None:
    """Every module opens with a sentence."""
    first = (importlib.import_module(name).__doc__ or "").strip().partition("\n")[0]

    assert first.endswith((".", ":"))
