"""Maps: areas filled by class where their outlines are known, points where only a position is.

A flat map in degrees, its width shortened by the cosine of the middle latitude: right for a province. Marks say the
class a second time, so that it can be told without colour; what has no figure is hatched, what is hidden is dotted.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import Final

from bahtera.pictures.labelling import Box, inside_point
from bahtera.pictures.legend import legend, swatch
from bahtera.pictures.mapped import (
    SEQUENCE,
    Ground,
    Key,
    Klass,
    Mark,
    Polygons,
    Spot,
    State,
)
from bahtera.pictures.plan import PAD, WIDTH, Plan
from bahtera.pictures.signs import ROOM, mark_at, shape_of, sign, size_of
from bahtera.pictures.svg import HIDDEN, MISSING, element, hatching, picture, titled, words

__all__ = [
    "SEQUENCE",
    "WIDTH",
    "Ground",
    "Key",
    "Klass",
    "Mark",
    "Polygons",
    "Spot",
    "State",
    "area_map",
    "sign",
    "size_of",
    "swatch",
]

_KM_A_DEGREE: Final = 111.2
_MOST_NAMES: Final = 20


def area_map(
    spots: Sequence[Spot],
    classes: Sequence[Klass],
    *,
    name: str,
    title: str,
    description: str = "",
    ground: Ground | None = None,
    key: Key | None = None,
) -> str:
    """Return the map of some areas. ``key`` draws a legend under it, for files and paper; a page has its own.

    Areas with polygons are filled, the others are points on top. Raises ValueError where nothing has a place.
    """
    beneath = ground or Ground()
    plan = Plan.around(spots, beneath)
    shaped = [spot for spot in spots if spot.polygons]
    points = sorted(
        (spot for spot in spots if not spot.polygons and spot.at), key=lambda spot: -(spot.weight or 0.0)
    )
    heaviest = max((spot.weight or 0.0 for spot in points), default=0.0)
    body = [
        *(element("path", {"d": plan.path(each), "class": "ground"}) for each in beneath.outlines),
        *(_speck(plan, each) for each in beneath.specks),
        *(_filled(plan, spot, classes, name) for spot in shaped),
        *(_marked(plan, spot, classes) for spot in shaped if spot.state == "shown"),
        *(_point(plan, spot, classes, name, heaviest) for spot in points),
        *_names(plan, [*shaped, *points], heaviest),
        _bar(plan),
    ]
    height = plan.height
    if key is not None:
        drawn, height = legend(classes, key, name, plan.height + 8)
        body.append(drawn)
    return picture("".join(body), size=(WIDTH, height), name=name, title=title, description=description)


def _filled(plan: Plan, spot: Spot, classes: Sequence[Klass], name: str) -> str:
    style = ["area"]
    attributes: dict[str, str | float | None] = {"d": plan.path(spot.polygons), "fill-rule": "evenodd"}
    if spot.state == "shown":
        style.append(classes[spot.klass].style)
    else:
        attributes["fill"] = hatching(name, HIDDEN if spot.state == "hidden" else MISSING)
    if spot.unsure:
        style.append("unsure")
    return titled(
        "path", {**attributes, "class": " ".join(style), "data-code": spot.code}, f"{spot.label}: {spot.told}"
    )


def _marked(plan: Plan, spot: Spot, classes: Sequence[Klass]) -> str:
    """Return the mark of an area's class, where the area has room for it."""
    mark: Mark = "ring" if spot.under and not classes[spot.klass].mark else classes[spot.klass].mark
    x, y, room = _middle(plan, spot)
    return mark_at(mark, x, y, 5.0) if mark and room >= ROOM else ""


def _middle(plan: Plan, spot: Spot) -> tuple[float, float, float]:
    largest = max(spot.polygons, key=lambda polygon: len(polygon[0]))
    rings = [[plan.spot(point) for point in ring] for ring in largest]
    return inside_point(rings)


def _point(plan: Plan, spot: Spot, classes: Sequence[Klass], name: str, heaviest: float) -> str:
    x, y = plan.spot(spot.at or (0.0, 0.0))
    size = size_of(spot, heaviest)
    told = f"{spot.label}: {spot.told}"
    if spot.state != "shown":
        fill = hatching(name, HIDDEN if spot.state == "hidden" else MISSING)
        return titled(
            "circle",
            {"cx": x, "cy": y, "r": size, "fill": fill, "class": "point", "data-code": spot.code},
            told,
        )
    shape = shape_of(spot, classes[spot.klass], x, y, size)
    return titled("g", {"data-code": spot.code}, told).replace("</g>", f"{shape}</g>")


def _speck(plan: Plan, point: tuple[float, float]) -> str:
    x, y = plan.spot(point)
    return element("circle", {"cx": x, "cy": y, "r": 1.6, "class": "speck"})


def _names(plan: Plan, spots: Sequence[Spot], heaviest: float) -> list[str]:
    """Return names where there are few areas and the name meets no other and no edge."""
    if len(spots) > _MOST_NAMES:
        return []
    taken: list[Box] = []
    for spot in spots:
        if not spot.polygons and spot.at:
            x, y = plan.spot(spot.at)
            taken.append(Box(x - 8, y - 8, x + 8, y + 8))
    said = []
    for spot in spots:
        if spot.polygons:
            x, y, _ = _middle(plan, spot)
            lower = y + 17
        else:
            x, y = plan.spot(spot.at or (0.0, 0.0))
            lower = y + size_of(spot, heaviest) + 12
        half = 3.3 * len(spot.label)
        for base in (lower, y - 11):
            box = Box(x - half, base - 10, x + half, base + 3)
            free = not any(box.meets(other) for other in taken)
            if free and box.left > 0 and box.right < WIDTH and box.bottom < plan.height - 18:
                taken.append(box)
                said.append(words(x, base, spot.label, style="map-name", anchor="middle"))
                break
    return said


def _bar(plan: Plan) -> str:
    """Return a scale bar of a round number of kilometres, about a fifth of the width."""
    km_wide = WIDTH / plan.scale * _KM_A_DEGREE / 5
    size = 10 ** int(log10(km_wide)) if km_wide >= 1 else 1
    km = next((size * step for step in (5, 2, 1) if size * step <= km_wide), size)
    length = km / _KM_A_DEGREE * plan.scale
    y = plan.height - 8
    line = element("path", {"d": f"M{PAD:.0f},{y - 4:.1f}v4h{length:.1f}v-4", "class": "scale-bar"})
    return line + words(PAD + length + 6, y + 1, f"{km} km", style="soft map-scale")
