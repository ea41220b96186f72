"""The word lists of the extractor, read once.

They are data in `words/*.yaml`, so that a list grows without touching a rule.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ...graph.errors import VocabularyError

# The safe loader written in C reads the lists ten times faster, where it is there.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def words(name: str) -> Any:
    """Return what `words/NAME.yaml` holds; callers must not change it.

    Raises:
        VocabularyError: the file is not there, or is not YAML.
    """
    path = files(__package__) / "words" / f"{name}.yaml"
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (it is safe)
    except (OSError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path.name}: {error}") from error
