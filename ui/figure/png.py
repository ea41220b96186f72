"""Write a scene as PNG, with the fonts that Sayso ships.

Scripts that Inter lacks (Chinese, Arabic …) are drawn with the machine's own
fonts, and only then are these looked at; `undrawn` tells what they lack.
"""

from __future__ import annotations

import logging
import math
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from struct import pack

import resvg_py

from .fonts import FAMILY, advances, paths
from .marks import Scene, Text
from .svg import svg

_log = logging.getLogger(__name__)

_HEADER_END = 8 + 25  # signature and IHDR: further chunks may follow
_MOST_PIXELS = 24_000_000  # a print of A3 at 300 dpi has 17 million
_NOWHERE = "\U0010ffff"  # no font draws this noncharacter: the look of a missing sign


def png(scene: Scene, *, scale: float = 2.0) -> bytes:
    """Return the scene as a PNG picture.

    Args:
        scene: The figure.
        scale: Pixels per px; 2 suits screens, 4 print. Very large figures get
            less, so that other programs can still open them.
    """
    texts = [
        m.text
        for layer in scene.layers
        for g in layer.groups
        for m in g.marks
        if isinstance(m, Text)
    ]
    foreign = _foreign(texts)
    lacking = undrawn(foreign)
    if lacking:
        _log.warning("No font on this machine draws %s; the PNG shows boxes.", ", ".join(lacking))
    scale = min(scale, math.sqrt(_MOST_PIXELS / (scene.width * scene.height)))
    picture = _rendered(svg(scene), scale, with_system_fonts=bool(foreign))
    return _with_text(picture, {"Title": scene.title, **scene.metadata})


def undrawn(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the scripts in `texts` that no font on this machine can draw: "CJK", "ARABIC".

    The SVG is not concerned: it is drawn with the fonts of whoever opens it.
    """
    one_each = {_script(char): char for char in sorted(_foreign(texts))}
    if not one_each:
        return ()
    missing = _sample(_NOWHERE)
    return tuple(script for script, char in sorted(one_each.items()) if _sample(char) == missing)


def _foreign(texts: Iterable[str]) -> set[str]:
    """Return the visible characters that Inter does not have."""
    known = advances(400)
    found = {char for text in texts for char in text}
    return {char for char in found if char not in known and unicodedata.category(char)[0] in "LNPS"}


def _script(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0]


def _sample(char: str) -> bytes:
    text = f'<text x="4" y="24" font-family="{FAMILY}" font-size="20">{char}</text>'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="32">{text}</svg>'
    return _rendered(picture, 1.0, with_system_fonts=True)


def _rendered(text: str, scale: float, *, with_system_fonts: bool) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=text,
        zoom=scale,
        font_files=[str(path) for path in paths()],
        skip_system_fonts=not with_system_fonts,
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )


def _with_text(picture: bytes, texts: Mapping[str, str]) -> bytes:
    """Return a PNG with `texts` in it, each as an iTXt chunk in UTF-8.

    Source: Portable Network Graphics, third edition, 11.3.3.4.
    """
    chunks = b"".join(_chunk(b"iTXt", _international(*item)) for item in texts.items())
    return picture[:_HEADER_END] + chunks + picture[_HEADER_END:]


def _international(keyword: str, text: str) -> bytes:
    plain = b"\0\0\0\0\0"  # ends the keyword; not compressed; no language, no translation
    return keyword.encode("latin-1") + plain + text.encode("utf-8", "replace")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
