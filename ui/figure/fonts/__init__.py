"""Inter, cut down to Latin, Greek and Cyrillic, and the widths of its glyphs.

Widths are read from the very files that the figures are drawn with, so text is
measured the same on every machine. The files are TrueType without hinting;
only the tables `head`, `hhea`, `hmtx` and `cmap` are looked at.
Source: OpenType specification 1.9, tables of the same names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from struct import unpack_from
from types import MappingProxyType

FAMILY = "Inter"
WEIGHTS: Mapping[int, str] = MappingProxyType(
    {400: "Inter-Regular.ttf", 500: "Inter-Medium.ttf", 600: "Inter-SemiBold.ttf"}
)


def paths() -> tuple[Path, ...]:
    """Return the font files, for a renderer that must be told where they are."""
    return tuple(Path(str(files(__package__) / name)) for name in WEIGHTS.values())


@cache
def advances(weight: int) -> Mapping[str, float]:
    """Return the width of every character of this weight, in em.

    Args:
        weight: 400, 500 or 600.
    """
    data = (files(__package__) / WEIGHTS[weight]).read_bytes()
    tables = _tables(data)
    (units,) = unpack_from(">H", data, tables["head"] + 18)
    (measured,) = unpack_from(">H", data, tables["hhea"] + 34)
    widths = unpack_from(">" + "Hh" * measured, data, tables["hmtx"])[::2]
    glyphs = _glyphs(data, tables["cmap"])
    last = measured - 1  # glyphs beyond share the last width
    return MappingProxyType(
        {chr(code): widths[min(glyph, last)] / units for code, glyph in glyphs.items()}
    )


def _tables(data: bytes) -> dict[str, int]:
    """Return where each table of the font starts."""
    (count,) = unpack_from(">H", data, 4)
    records = (unpack_from(">4sIII", data, 12 + 16 * index) for index in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in records}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Return the glyph of each code point, from the Unicode table in format 4."""
    (count,) = unpack_from(">H", data, cmap + 2)
    records = (unpack_from(">HHI", data, cmap + 4 + 8 * index) for index in range(count))
    starts = [cmap + offset for _, _, offset in records]
    at = next(start for start in starts if unpack_from(">H", data, start) == (4,))
    (twice,) = unpack_from(">H", data, at + 6)
    many = f">{twice // 2}H"
    ends, firsts, deltas, ranges = (
        unpack_from(many, data, at + 14 + shift)
        for shift in (0, twice + 2, 2 * twice + 2, 3 * twice + 2)
    )
    found: dict[int, int] = {}
    for index, (end, first) in enumerate(zip(ends, firsts, strict=True)):
        for code in range(first, min(end, 0xFFFE) + 1):
            glyph = code
            if ranges[index]:
                here = at + 14 + 3 * twice + 2 + 2 * index
                (glyph,) = unpack_from(">H", data, here + ranges[index] + 2 * (code - first))
            if glyph:
                found[code] = (glyph + deltas[index]) & 0xFFFF
    return found
