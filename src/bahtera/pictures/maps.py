"""Maps: areas filled by class where their outlines are known, points where only a position is.

A flat map in degrees, its width shortened by the cosine of the middle latitude: right for a province. Marks say the
class a second time, so that it can be told without colour; what has no figure is hatched, what is hidden is dotted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log10
from typing import Final

from bahtera.pictures.labelling import Box, Wish, inside_point, place_names
from bahtera.pictures.legend import legend, sample, swatch
from bahtera.pictures.mapped import (
    SEQUENCE,
    Ground,
    Key,
    Klass,
    Mark,
    Neighbour,
    Polygons,
    Spot,
    State,
)
from bahtera.pictures.plan import PAD, WIDTH, Plan
from bahtera.pictures.signs import ROOM, mark_at, shape_of, sign, size_of
from bahtera.pictures.svg import HIDDEN, MISSING, STRIPES, element, hatching, number, picture, titled, words

__all__ = [
    "MOST_NAMES",
    "SEQUENCE",
    "WIDTH",
    "Ground",
    "Key",
    "Klass",
    "Mark",
    "Neighbour",
    "Polygons",
    "Spot",
    "State",
    "area_map",
    "sample",
    "sign",
    "size_of",
    "swatch",
]

_KM_A_DEGREE: Final = 111.2
MOST_NAMES: Final = 20


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
    around = _cut(plan, beneath)
    body = [
        *(element("path", {"d": plan.path(each), "class": "ground"}) for each in beneath.outlines),
        *_neighbours(plan, around, shaped, framed=bool(beneath.north)),
        *(_speck(plan, each) for each in beneath.specks),
        *(_filled(plan, spot, classes, name) for spot in shaped),
        *(_marked(plan, spot, classes) for spot in shaped if spot.state == "shown"),
        *(_point(plan, spot, classes, name, heaviest) for spot in points),
        *_names(plan, shaped, points, around, heaviest, has_north=bool(beneath.north)),
        _bar(plan),
        _north(beneath.north) if beneath.north else "",
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
    drawn = titled(
        "path", {**attributes, "class": " ".join(style), "data-code": spot.code}, f"{spot.label}: {spot.told}"
    )
    if spot.state != "shown" or not classes[spot.klass].striped:
        return drawn
    return drawn + element(
        "path", {"d": attributes["d"], "fill-rule": "evenodd", "fill": hatching(name, STRIPES)}
    )


def _marked(plan: Plan, spot: Spot, classes: Sequence[Klass]) -> str:
    """Return the mark of an area's class, where the area has room for it."""
    mark: Mark = "ring" if spot.under and not classes[spot.klass].mark else classes[spot.klass].mark
    x, y, room = _middle(plan, spot.polygons)
    return mark_at(mark, x, y, 5.0 * plan.marks) if mark and room >= ROOM * plan.marks else ""


def _middle(plan: Plan, polygons: Polygons) -> tuple[float, float, float]:
    largest = max(polygons, key=lambda polygon: len(polygon[0]))
    rings = [[plan.spot(point) for point in ring] for ring in largest]
    return inside_point(rings)


def _point(plan: Plan, spot: Spot, classes: Sequence[Klass], name: str, heaviest: float) -> str:
    x, y = plan.spot(spot.at or (0.0, 0.0))
    size = size_of(spot, heaviest) * plan.marks
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


def _cut(plan: Plan, ground: Ground) -> list[Neighbour]:
    """Return the neighbours as far as the picture shows them: around a focus they end at its frame."""
    if not any(each.focus and each.polygons for each in ground.around):
        return list(ground.around)
    frame = plan.frame
    cut = (replace(each, polygons=frame.cut(each.polygons)) for each in ground.around)
    return [each for each in cut if each.polygons or (each.at and frame.has(each.at))]


def _neighbours(
    plan: Plan, around: Sequence[Neighbour], shaped: Sequence[Spot], *, framed: bool
) -> list[str]:
    """Return the outlines of neighbours, then that of the focus, then the positions of those without one."""
    drawn = [
        element("path", {"d": plan.path(each.polygons), "class": "focus" if each.focus else "ground"})
        for each in sorted(around, key=lambda one: one.focus)
        if each.polygons and not each.inside
    ]
    if framed:
        edge: dict[str, str | float | None] = {
            "x": 0.5,
            "y": 0.5,
            "width": WIDTH - 1,
            "height": plan.height - 1,
            "class": "frame",
        }
        drawn.append(element("rect", edge))
    if not shaped:
        drawn += [
            element("path", {"d": plan.path(each.polygons), "class": "within"})
            for each in around
            if each.polygons and each.inside
        ]
    return [*drawn, *(_speck(plan, each.at) for each in around if each.at and not each.polygons)]


def _names(
    plan: Plan,
    shaped: Sequence[Spot],
    points: Sequence[Spot],
    around: Sequence[Neighbour],
    heaviest: float,
    *,
    has_north: bool,
) -> list[str]:
    """Return names where there are few areas; those of neighbours take what room is left."""
    wishes = []
    if len(shaped) + len(points) <= MOST_NAMES:
        for spot in points:
            x, y = plan.spot(spot.at or (0.0, 0.0))
            wishes.append(Wish(spot.label, x, y, size_of(spot, heaviest) * plan.marks))
        for spot in shaped:
            x, y, room = _middle(plan, spot.polygons)
            wishes.append(
                Wish(spot.label, x, y, 5.0 * plan.marks if room >= ROOM * plan.marks else 0.0, inside=True)
            )
    taken = [Box(0, plan.height - 20, WIDTH / 3, plan.height)]
    taken += [Box(at.x - at.reach, at.y - at.reach, at.x + at.reach, at.y + at.reach) for at in wishes]
    if len(shaped) + len(points) > MOST_NAMES:
        taken += [Box(x - 7, y - 7, x + 7, y + 7) for x, y in (plan.spot(one.at) for one in points if one.at)]
    if has_north:
        taken.append(Box(WIDTH - 34, 0, WIDTH, 52))
    wishes += [_pale(plan, each) for each in around if each.label and not each.focus]
    found = place_names(wishes, taken, Box(2, 2, WIDTH - 2, plan.height - 3), letters=plan.letters)
    lines = [
        element("line", {"x1": x, "y1": y, "x2": to, "y2": down, "class": "leader"})
        for x, y, to, down in (each.leader for each in found if each.leader)
    ]
    return [
        *lines,
        *(words(each.x, each.y, each.label, style=each.style, anchor=each.anchor) for each in found),
    ]


def _pale(plan: Plan, each: Neighbour) -> Wish:
    if each.polygons:
        x, y, _ = _middle(plan, each.polygons)
        return Wish(each.label, x, y, 0.0, "ground-name", inside=True)
    x, y = plan.spot(each.at or (0.0, 0.0))
    return Wish(each.label, x, y, 1.6, "ground-name")


def _north(letter: str) -> str:
    """Return the arrow to the north, in the corner on the right."""
    x, y = WIDTH - 20, 12.0
    corners = ((x, y), (x + 6, y + 18), (x, y + 14), (x - 6, y + 18))
    arrow = element(
        "polygon", {"points": " ".join(f"{number(a)},{number(b)}" for a, b in corners), "class": "north"}
    )
    return arrow + words(x, y + 32, letter, style="strong", anchor="middle")


def _bar(plan: Plan) -> str:
    """Return a scale bar of a round number of kilometres, about a fifth of the width."""
    km_wide = WIDTH / plan.scale * _KM_A_DEGREE / 5
    size = 10 ** int(log10(km_wide)) if km_wide >= 1 else 1
    km = next((size * step for step in (5, 2, 1) if size * step <= km_wide), size)
    length = km / _KM_A_DEGREE * plan.scale
    y = plan.height - 8
    line = element("path", {"d": f"M{PAD:.0f},{y - 4:.1f}v4h{length:.1f}v-4", "class": "scale-bar"})
    return line + words(PAD + length + 6, y + 1, f"{km} km", style="soft map-scale")
