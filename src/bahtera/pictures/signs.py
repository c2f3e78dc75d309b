"""The signs of a map: what says a class without colour, and an area that is a point."""

from __future__ import annotations

from math import sqrt
from typing import Final

from bahtera.pictures.mapped import Klass, Mark, Spot
from bahtera.pictures.svg import element, number

_SMALLEST, _LARGEST = 5.0, 13.0
ROOM: Final = 13.0
"""How wide an area is drawn that bears its mark inside."""


def size_of(spot: Spot, heaviest: float) -> float:
    """Return the radius of a point on the map, larger with its weight beside the heaviest."""
    if spot.state != "shown" or not spot.weight or not heaviest:
        return _SMALLEST + 1
    return _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(spot.weight / heaviest)


def sign(spot: Spot, klass: Klass, size: float) -> str:
    """Return what says the class of an area without colour, as a small picture; "" where a plain shape does.

    Of an area with an outline the mark inside it; of one without the whole point, ``size`` its radius.
    """
    if spot.polygons:
        mark: Mark = "ring" if spot.under and not klass.mark else klass.mark
        drawn, edge = mark_at(mark, 0, 0, 5.0) if mark else "", 8.0
    elif klass.mark in {"", "ring"} and not spot.under:
        return ""
    else:
        drawn, edge = shape_of(spot, klass, 0, 0, size), size + 2
    box = f"{number(-edge)} {number(-edge)} {number(2 * edge)} {number(2 * edge)}"
    return drawn and element("svg", {"class": "picture", "viewBox": box, "aria-hidden": "true"}, drawn)


def mark_at(mark: Mark, x: float, y: float, size: float, style: str = "sign") -> str:
    """Return the mark of a class at a point: a triangle, a disc or a ring."""
    if mark in {"disc", "ring"}:
        return element(
            "circle",
            {"cx": x, "cy": y, "r": size - 0.5, "class": "sign-ring" if mark == "ring" else style},
        )
    turn = 1 if mark == "down" else -1
    corners = ((x - size, y - turn * size * 0.75), (x + size, y - turn * size * 0.75), (x, y + turn * size))
    return element(
        "polygon",
        {"points": " ".join(f"{number(a)},{number(b)}" for a, b in corners), "class": style},
    )


def shape_of(spot: Spot, klass: Klass, x: float, y: float, size: float) -> str:
    """Return an area that is a point, in the shape and colour of its class."""
    style = f"point {klass.style}" + (" unsure" if spot.unsure else "")
    shape = mark_at(klass.mark, x, y, size, style) if klass.mark not in {"", "ring"} else ""
    shape = shape or element("circle", {"cx": x, "cy": y, "r": size, "class": style})
    if spot.under and not klass.mark:
        return shape + element("circle", {"cx": x, "cy": y, "r": size + 2.5, "class": "sign-open"})
    return shape
