"""Let an editable install import this checkout as `sayso`.

A wheel copies the rooms to sayso/ (see pyproject.toml). An editable
install has nothing to copy, so it gets one git-ignored link,
.dev/sayso -> the checkout, and .dev goes on sys.path.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LinkCheckout(BuildHookInterface):  # type: ignore[type-arg]
    """Make the link that an editable install imports through."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Create `.dev/sayso` once, before an editable install."""
        link = Path(self.root) / ".dev" / "sayso"
        if version != "editable" or link.exists():
            return
        link.parent.mkdir(exist_ok=True)
        link.unlink(missing_ok=True)  # a link left by a moved checkout
        if sys.platform == "win32":  # a junction needs no special right
            import _winapi

            _winapi.CreateJunction(self.root, str(link))
        else:
            link.symlink_to("..")
