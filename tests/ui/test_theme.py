"""The palette keeps its promises: readable, and told apart by every kind of eye.

The numbers are the limits the design states. Colours are compared by CIEDE2000,
as seen normally and with the three full-severity colour vision deficiencies of
Machado, Oliveira and Fernandes (2009).
"""

from __future__ import annotations

import json
import math
import re
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest

from sayso.graph.model import Label, Status
from sayso.ui.theme import DARK, DASHES, GLYPHS, LIGHT, LINES, THEMES, Theme

ASSETS = Path(__file__).parents[2] / "ui" / "canvas" / "assets"
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> np.ndarray:
    """Return linear red, green and blue of `#RRGGBB`."""
    encoded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    first, second = (float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def lab(colour: str, eye: str) -> tuple[float, float, float]:
    """Return CIELAB (D65) of a colour as an eye sees it."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    seen = np.clip(EYES[eye] @ linear(colour), 0, 1)
    ratio = to_xyz @ seen / [0.95047, 1.0, 1.08883]
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def difference(one: str, other: str, eye: str) -> float:
    """Return the CIEDE2000 difference of two colours.

    Source: Sharma, Wu and Dalal, Color Research and Application 30 (2005).
    """
    (l1, a1, b1), (l2, a2, b2) = lab(one, eye), lab(other, eye)
    chroma7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - math.sqrt(chroma7 / (chroma7 + 25**7)))
    c1, c2 = math.hypot((1 + g) * a1, b1), math.hypot((1 + g) * a2, b2)
    h1 = math.degrees(math.atan2(b1, (1 + g) * a1)) % 360
    h2 = math.degrees(math.atan2(b2, (1 + g) * a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    angle = 60 * math.exp(-(((hue % 360 - 275) / 25) ** 2))
    r_t = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(angle))
    d_l, d_c = (l2 - l1) / s_l, (c2 - c1) / s_c
    d_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / s_h
    return math.sqrt(d_l**2 + d_c**2 + d_h**2 + r_t * d_c * d_h)


themes = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))


@pytest.mark.parametrize(
    ("theme", "types", "types_and_status", "statuses"),
    [
        (LIGHT, (20.8, 15.3, 14.2, 16.5), (17.0, 11.0, 11.4, 14.9), (26.1, 17.9, 24.1, 26.3)),
        (DARK, (19.4, 15.8, 14.7, 18.0), (17.0, 11.1, 11.5, 10.5), (16.1, 15.9, 16.2, 16.1)),
    ],
    ids=list(THEMES),
)
def test_every_eye_tells_types_and_statuses_apart(
    theme: Theme,
    types: tuple[float, ...],
    types_and_status: tuple[float, ...],
    statuses: tuple[float, ...],
) -> None:
    """The smallest differences are those the design was chosen for."""
    groups = {
        types: list(combinations(theme.types.values(), 2)),
        types_and_status: list(product(theme.types.values(), theme.status.values())),
        statuses: list(combinations(theme.status.values(), 2)),
    }
    for wanted, pairs in groups.items():
        found = [min(difference(a, b, eye) for a, b in pairs) for eye in EYES]

        assert found == pytest.approx(wanted, abs=0.06)


@themes
def test_words_can_be_read(theme: Theme) -> None:
    """Text reaches 4.5 on everything it is written on, muted text too."""
    grounds = [theme.page, theme.surface, theme.inset, theme.marker]
    grounds += [theme.fill(label) for label in Label]
    worst = min(contrast(theme.text, ground) for ground in grounds)
    muted = min(contrast(theme.muted, ground) for ground in grounds[:3])
    disputed = contrast(theme.status[Status.DISPUTED], theme.surface)
    start = min(contrast(theme.on_start, theme.types[label]) for label in [Label.FIRM])

    assert min(worst, muted, disputed, start) >= 4.5


@themes
def test_lines_and_signs_can_be_seen(theme: Theme) -> None:
    """Lines, outlines, glyphs and the focus ring reach 3 on the surface."""
    signs = [*theme.types.values(), *theme.status.values(), theme.primary, theme.marker_line]

    assert min(contrast(sign, theme.surface) for sign in signs) >= 3


def test_no_two_labels_share_a_glyph_and_no_two_statuses_a_line() -> None:
    """Colour is never the only sign: each label has its own shape, each status its own form."""
    forms = {
        (LINES["asserted"].dash, "bare"),
        (LINES["hedged"].dash, "bare"),
        (LINES["disputed"].dash, "marked"),
    }

    assert len(set(GLYPHS.values())) == len(Label)
    assert len(forms) == len(Status)


def test_dashes_are_those_of_the_lines() -> None:
    """The short table for those who only need dashes agrees with the long one."""
    assert {form: line.dash for form, line in LINES.items()} == dict(DASHES)


def table(module: str, name: str) -> dict[str, object]:
    """Return a constant of a JavaScript module that is written as plain data."""
    source = (ASSETS / module).read_text(encoding="utf-8")
    found = re.search(rf"export const {name} = (\{{.*?^\}});", source, re.DOTALL | re.MULTILINE)
    assert found
    quoted = re.sub(r"(\w+):(?= )", r'"\1":', found[1])
    parsed: dict[str, object] = json.loads(re.sub(r",(\s*\})", r"\1", quoted))
    return parsed


def test_the_browser_draws_the_same_signs() -> None:
    """Glyphs and line forms of the components are those of the figures."""
    glyphs = table("marks.js", "GLYPHS")
    lines = table("marks.js", "LINES")

    assert glyphs == {label.value: path for label, path in GLYPHS.items()}
    assert lines == {
        form: {
            "width": line.width,
            "dash": list(line.dash),
            "colour": line.colour.value,
            "cap": line.cap,
        }
        for form, line in LINES.items()
    }


def test_the_browser_uses_the_same_colours() -> None:
    """What Streamlit's theme has no place for is the same in both."""
    extra = table("theme.js", "EXTRA")

    assert extra == {
        name: {
            "inset": theme.inset,
            "rule": theme.rule,
            "asserted": theme.status[Status.ASSERTED],
            "halo": theme.halo,
            "onPrimary": theme.on_primary,
            "onStart": theme.on_start,
            "tint": theme.tint,
        }
        for name, theme in THEMES.items()
    }
