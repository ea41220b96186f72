"""What people decide: which names are one, and which claims hold."""

from __future__ import annotations

from .opened import Opened


class Deciding(Opened):
    """The part of the store that keeps judgements and reviews."""
