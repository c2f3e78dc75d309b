"""SVG as text: elements that escape what they hold, and a picture that says in words what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

Attributes = Mapping[str, str | float | None]
SHEET: Final = Path(__file__).with_name("pictures.css")
MISSING: Final = "missing"
HIDDEN: Final = "hidden"
STRIPES: Final = "stripes"
_NAMES: Final = {"map-name": 12, "ground-name": 11, "map-scale": 12}
"""Sizes of names on a map, as the style sheet has them."""


def number(value: float) -> str:
    """Write a length with at most two decimals and a full stop: 12.5, never 12,50."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def element(tag: str, attributes: Attributes | None = None, *children: str) -> str:
    """Return an element; ``children`` are SVG already, or `text`. An attribute that is None is left out.

    Raises ValueError for ``style`` and for handlers (``on...``): a picture carries meaning in classes only.
    """
    written = []
    for name, value in (attributes or {}).items():
        if name == "style" or name.startswith("on"):
            message = f"a picture has no attribute {name!r}"
            raise ValueError(message)
        if value is not None:
            told = value if isinstance(value, str) else number(value)
            written.append(f' {name}="{escape(told)}"')
    inside = "".join(children)
    return f"<{tag}{''.join(written)}>{inside}</{tag}>" if inside else f"<{tag}{''.join(written)}/>"


def text(words: str) -> str:
    """Return words as they may stand between tags."""
    return escape(words, quote=False)


def words(
    x: float, y: float, said: str, *, style: str = "words", anchor: str = "start", turned: float | None = None
) -> str:
    """Return one line of words at a point; ``anchor`` is start, middle or end, ``turned`` degrees clockwise."""
    return element(
        "text",
        {
            "x": x,
            "y": y,
            "class": style,
            "text-anchor": None if anchor == "start" else anchor,
            "transform": None if turned is None else f"rotate({number(turned)} {number(x)} {number(y)})",
        },
        text(said),
    )


def titled(tag: str, attributes: Attributes, said: str) -> str:
    """Return a shape that a pointer and a screen reader can ask what it is."""
    return element(tag, attributes, element("title", None, text(said)))


def hatching(name: str, which: str) -> str:
    """Return the fill of a shape without a figure: ``which`` is MISSING (no data) or HIDDEN (too few families).

    STRIPES lie over a class that is striped.
    """
    return f"url(#{name}-{which})"


def picture(body: str, *, size: tuple[float, float], name: str, title: str, description: str = "") -> str:
    """Return a whole picture of ``size`` (width, height), with its text alternative and both hatchings.

    ``name`` begins every id in it: letters, digits and hyphens. Raises ValueError without a title.
    """
    if not title.strip():
        message = "a picture needs a title"
        raise ValueError(message)
    width, height = number(size[0]), number(size[1])
    told = [element("title", {"id": f"{name}-title"}, text(title))]
    if description:
        told.append(element("desc", {"id": f"{name}-desc"}, text(description)))
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "picture",
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-labelledby": f"{name}-title",
        "aria-describedby": f"{name}-desc" if description else None,
    }
    striped = hatching(name, STRIPES) in body
    return element("svg", attributes, *told, _hatchings(name, striped=striped), body)


def tall(drawn: str) -> float:
    """Return the height of a picture by its width."""
    width, height = _size(drawn)
    return float(height) / float(width)


def standalone(drawn: str, *, font: str = "", letters: float = 1.0) -> str:
    """Return a picture as a file of its own: with its width and height, and the style sheet inside.

    ``font``: the family of its words, for paper that has no other. ``letters``: the names of a map are so many times
    as large.
    """
    head, _, rest = drawn.partition(">")
    width, height = _size(drawn)
    sizes = [
        f".picture .{each} {{ font-size: {number(size * letters)}px; }}" for each, size in _NAMES.items()
    ]
    family = "".join(sizes) if letters != 1.0 else ""
    family += f".picture text {{ font-family: '{font}'; }}" if font else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'{head} width="{width}" height="{height}"><style>{_sheet()}{family}</style>{rest}\n'
    )


def _size(drawn: str) -> list[str]:
    return drawn.partition('viewBox="0 0 ')[2].partition('"')[0].split(" ")


@cache
def _sheet() -> str:
    """Return the style sheet, which holds no sign that XML would read as its own."""
    return escape(SHEET.read_text(encoding="utf-8"), quote=False)


def _hatchings(name: str, *, striped: bool) -> str:
    """Return the two fills that stand for no figure: thin slanted lines, and dots; and the stripes of a class."""
    lines = element(
        "pattern",
        {
            "id": f"{name}-{MISSING}",
            "width": 7,
            "height": 7,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
        element("rect", {"width": 7, "height": 7, "class": "hatch-ground"}),
        element("line", {"x1": 0, "y1": 0, "x2": 0, "y2": 7, "class": "hatch-line"}),
    )
    dots = element(
        "pattern",
        {"id": f"{name}-{HIDDEN}", "width": 6, "height": 6, "patternUnits": "userSpaceOnUse"},
        element("rect", {"width": 6, "height": 6, "class": "hatch-ground"}),
        element("circle", {"cx": 1.5, "cy": 1.5, "r": 1.1, "class": "hatch-dot"}),
        element("circle", {"cx": 4.5, "cy": 4.5, "r": 1.1, "class": "hatch-dot"}),
    )
    stripes = element(
        "pattern",
        {
            "id": f"{name}-{STRIPES}",
            "width": 6,
            "height": 6,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(-45)",
        },
        element("line", {"x1": 0, "y1": 0, "x2": 0, "y2": 6, "class": "stripe"}),
    )
    return element("defs", None, lines, dots, *([stripes] if striped else []))
