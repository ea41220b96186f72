"""Write a scene as SVG: text stays text, layers and groups keep their names."""

from __future__ import annotations

import re
from functools import singledispatch

from .fonts import FAMILY
from .marks import Circle, Frame, Group, Layer, Scene, Shape, Stroke, Text

# Where Inter is missing: faces that are not wider, so that nothing outgrows its box.
FAMILIES = f"{FAMILY}, 'Helvetica Neue', Arial, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def svg(scene: Scene, *, prefix: str = "sayso-") -> str:
    """Return the scene as one SVG document; the same scene gives the same text.

    Args:
        scene: The figure.
        prefix: Put before every id, so that several figures can share a page.
    """
    width, height = _number(scene.width), _number(scene.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" font-family="{FAMILIES}"'
        f' aria-labelledby="{escaped(prefix)}about {escaped(prefix)}desc">'
    )
    about = "; ".join(f"{key}: {value}" for key, value in scene.metadata.items())
    lines = [
        head,
        f'<title id="{escaped(prefix)}about">{escaped(scene.title)}</title>',
        f'<desc id="{escaped(prefix)}desc">{escaped(scene.description)}</desc>',
        f"<metadata>{escaped(about)}</metadata>",
        *(line for layer in scene.layers for line in _layer(layer, prefix)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return `text` for XML; what XML cannot hold at all becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", text).translate(_ENTITIES)


def _layer(layer: Layer, prefix: str) -> list[str]:
    name = escaped(prefix + "layer-" + layer.name.replace(" ", "-"))
    inside = [line for group in layer.groups for line in _group(group, prefix)]
    return [f'<g id="{name}" class="{escaped(layer.name)}">', *inside, "</g>"]


def _group(group: Group, prefix: str) -> list[str]:
    title = [f"<title>{escaped(group.title)}</title>"] if group.title else []
    marks = [_mark(mark) for mark in group.marks]
    return [f'<g id="{escaped(prefix + group.id)}">', *title, *marks, "</g>"]


@singledispatch
def _mark(mark: object) -> str:
    raise TypeError(f"no way to write {mark!r}")


@_mark.register
def _(mark: Text) -> str:
    anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    weight = "" if mark.weight == 400 else f' font-weight="{mark.weight}"'
    return (
        f'<text x="{_number(mark.x)}" y="{_number(mark.y)}" font-size="{_number(mark.size)}"'
        f'{weight}{anchor} fill="{mark.colour}">{escaped(mark.text)}</text>'
    )


@_mark.register
def _(mark: Frame) -> str:
    radius = f' rx="{_number(mark.radius)}"' if mark.radius else ""
    stroke = ""
    if mark.stroke:
        stroke = f' stroke="{mark.stroke}" stroke-width="{_number(mark.stroke_width)}"'
    return (
        f'<rect x="{_number(mark.x)}" y="{_number(mark.y)}" width="{_number(mark.width)}"'
        f' height="{_number(mark.height)}"{radius} fill="{mark.fill}"{stroke}/>'
    )


@_mark.register
def _(mark: Stroke) -> str:
    middle = "L" if mark.control is None else f"Q{_pair(mark.control)} "
    dash = " ".join(map(_number, mark.dash))
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    cap = "" if mark.cap == "butt" else f' stroke-linecap="{mark.cap}"'
    return (
        f'<path d="M{_pair(mark.start)}{middle}{_pair(mark.end)}" fill="none"'
        f' stroke="{mark.colour}" stroke-width="{_number(mark.width)}"{dashes}{cap}/>'
    )


@_mark.register
def _(mark: Circle) -> str:
    return (
        f'<circle cx="{_number(mark.x)}" cy="{_number(mark.y)}" r="{_number(mark.radius)}"'
        f' fill="{mark.fill}" stroke="{mark.stroke}" stroke-width="{_number(mark.stroke_width)}"/>'
    )


@_mark.register
def _(mark: Shape) -> str:
    at = f"{_number(mark.x)} {_number(mark.y)}"
    return f'<path transform="translate({at})" d="{mark.path}" fill="{mark.fill}"/>'


def _pair(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    """Return a length with at most two decimals, without trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
