"""One place for colour, shape and dash: by label, by status, light and dark.

Canvas, drawer and figures draw with these values, and the page's Streamlit
theme is the same palette. A type keeps its hue family in both themes; red and
neutral belong to status alone. Colour is never the only sign: a type has its
glyph, a status its line form and its word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from ..graph.model import Label, Status

Form: TypeAlias = Literal["asserted", "hedged", "disputed", "alleged", "denied"]
"""How a line is drawn: a status, or what one unfolded claim adds to it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, each `#RRGGBB`.

    Attributes:
        page: Behind everything.
        surface: Panels, inputs and the canvas.
        inset: A chosen segment, code.
        border: Frames.
        rule: Hairlines inside a frame; decoration only.
        primary: Primary button and focus ring.
        on_primary: Text on `primary`.
        marker: Under the quoted words, and under the label of the open line.
        marker_line: Underline of subject, object, trigger and of links.
        halo: Under the open line and the open name.
        on_start: Name and glyph on the filled box of the start name.
        tint: Share of the type's colour in the fill of a name's box.
        types: Outline and glyph of each label.
        status: Line of each status.
    """

    name: Literal["light", "dark"]
    page: str
    surface: str
    inset: str
    border: str
    rule: str
    text: str
    muted: str
    primary: str
    on_primary: str
    marker: str
    marker_line: str
    halo: str
    on_start: str
    tint: float
    types: Mapping[Label, str]
    status: Mapping[Status, str]

    def fill(self, label: Label) -> str:
        """Return the fill of a name's box: a little of its type's colour on the surface.

        >>> LIGHT.fill(Label.FIRM)
        '#EEF0FC'
        """
        return mixed(self.types[label], self.surface, self.tint)


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` (0 to 1) of `colour` on `ground`, mixed in sRGB.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _by_label(*colours: str) -> Mapping[Label, str]:
    return MappingProxyType(dict(zip(Label, colours, strict=True)))


def _by_status(*colours: str) -> Mapping[Status, str]:
    return MappingProxyType(dict(zip(Status, colours, strict=True)))


LIGHT = Theme(
    name="light",
    page="#F7F7F4",
    surface="#FFFFFF",
    inset="#F1F1ED",
    border="#D9D9D2",
    rule="#E9E9E3",
    text="#1B2026",
    muted="#555C65",
    primary="#24303D",
    on_primary="#FFFFFF",
    marker="#FFE79A",
    marker_line="#A87B00",
    halo="#FFE08A",
    on_start="#FFFFFF",
    tint=0.09,
    types=_by_label(
        "#4258DB", "#9580AC", "#B38200", "#4C9672", "#255157", "#40108A", "#5A4C00", "#5E1022"
    ),
    status=_by_status("#1C2736", "#6D7279", "#C52941"),
)

DARK = Theme(
    name="dark",
    page="#101317",
    surface="#181C21",
    inset="#20252B",
    border="#2E343C",
    rule="#262C33",
    text="#E8EAED",
    muted="#A6AEB8",
    primary="#5D6F87",
    on_primary="#FFFFFF",
    marker="#574611",
    marker_line="#E8B931",
    halo="#6E5815",
    on_start="#101317",
    tint=0.14,
    types=_by_label(
        "#929EFF", "#E6CFFA", "#F5C033", "#BDF7C4", "#128A80", "#7F5FD6", "#827200", "#D63274"
    ),
    status=_by_status("#D9DBDD", "#9A9FA6", "#FA7B78"),
)

THEMES: Mapping[str, Theme] = MappingProxyType({"light": LIGHT, "dark": DARK})


@dataclass(frozen=True, slots=True)
class Line:
    """How one form of line is drawn; lengths in pixels.

    Attributes:
        dash: Stroke and gap lengths; empty for a solid line.
        colour: The status whose colour it takes.
        cap: End of each stroke.
    """

    width: float
    dash: tuple[float, ...]
    colour: Status
    cap: Literal["butt", "round"] = "butt"


LINES: Mapping[Form, Line] = MappingProxyType(
    {
        "asserted": Line(1.5, (), Status.ASSERTED),
        "hedged": Line(1.5, (6, 4), Status.HEDGED),
        "disputed": Line(1.5, (6, 4), Status.DISPUTED),
        # A round cap makes a dot of a stroke of nearly no length.
        "alleged": Line(2.25, (0.1, 4.9), Status.HEDGED, "round"),
        "denied": Line(1.75, (), Status.DISPUTED),
    }
)

DASHES: Mapping[Form, tuple[float, ...]] = MappingProxyType(
    {form: line.dash for form, line in LINES.items()}
)

# Paths and not characters: fonts draw ⬢ and ★ in different sizes.
GLYPHS: Mapping[Label, str] = MappingProxyType(
    {
        Label.FIRM: "M1.25 1.25H10.75V10.75H1.25Z",
        Label.AGENCY: "M6 .1 11.1 3.05V8.95L6 11.9 .9 8.95V3.05Z",
        Label.LAWMAKER: (
            "M6 .2 7.62 4.08 11.81 4.41 8.62 7.15 9.59 11.24"
            " 6 9.05 2.41 11.24 3.38 7.15 .19 4.41 4.38 4.08Z"
        ),
        Label.PERSON: "M6 .9A5.1 5.1 0 0 1 6 11.1A5.1 5.1 0 0 1 6 .9Z",
        Label.ORGANISATION: "M6 .1 11.9 6 6 11.9 .1 6Z",
        Label.OUTLET: "M6 1.1 11.6 10.8H.4Z",
        Label.PLACE: "M.4 1.2H11.6L6 10.9Z",
        Label.PRODUCT: (
            "M1.5 3H10.5A1.5 1.5 0 0 1 12 4.5V7.5A1.5 1.5 0 0 1 10.5 9"
            "H1.5A1.5 1.5 0 0 1 0 7.5V4.5A1.5 1.5 0 0 1 1.5 3Z"
        ),
    }
)
"""The sign of each label: a filled SVG path in a box of 12 × 12."""
