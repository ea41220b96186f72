"""The word lists of the extractor, read once.

They are data in `words/*.yaml`, so that a list grows without touching a rule.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ...graph.errors import VocabularyError


@cache
def words(name: str) -> Any:
    """Return what `words/NAME.yaml` holds; callers must not change it.

    Raises:
        VocabularyError: the file is not there, or is not YAML.
    """
    path = files(__package__) / "words" / f"{name}.yaml"
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path.name}: {error}") from error
