"""Maps: areas filled by class where their outlines are known, points where only a position is.

A flat map in degrees, its width shortened by the cosine of the middle latitude: right for a province. Marks say the
class a second time, so that it can be told without colour; what has no figure is hatched, what is hidden is dotted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, log10, radians, sqrt
from typing import Final, Literal

from bahtera.pictures.labelling import Box, inside_point
from bahtera.pictures.svg import HIDDEN, MISSING, element, hatching, number, picture, titled, words

Ring = Sequence[tuple[float, float]]
Polygons = Sequence[Sequence[Ring]]
Mark = Literal["", "down", "disc", "up", "ring"]
State = Literal["shown", "hidden", "missing"]

WIDTH: Final = 640.0
_TALLEST: Final = 640.0
_PAD: Final = 16.0
_LEAST_SPAN: Final = 0.08
_KM_A_DEGREE: Final = 111.2
_MOST_NAMES: Final = 20
_ROOM_FOR_MARK: Final = 13.0
_SMALLEST, _LARGEST = 5.0, 13.0
# Up to so many corners a map is drawn on a grid of so many tenths.
_GRAINS: Final = ((1, 20_000), (4, 60_000))
_COARSEST: Final = 10


@dataclass(frozen=True, slots=True)
class Klass:
    """One class of a map: its limits in words, its class in the style sheet and the mark beside its colour."""

    label: str
    style: str
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """One area of a map: what it is called, what is said of it, and how it is drawn.

    ``state``: "shown" with the place of its class in ``klass``; "hidden" for few families; "missing" without data.
    ``under``: under the line of its measure; ``unsure``: to be used with care. ``polygons``: rings of (longitude,
    latitude) in degrees, the outer one first; without them it is drawn as a point at ``at``, larger with ``weight``.
    """

    code: str
    label: str
    told: str
    state: State
    klass: int = 0
    under: bool = False
    unsure: bool = False
    polygons: Polygons = ()
    at: tuple[float, float] | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies beneath points, for the reader's bearings: outlines, and positions of areas without a figure."""

    outlines: Sequence[Polygons] = ()
    specks: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """The words of a legend: of the classes' title, and of what has no figure. An empty one is left out."""

    title: str = ""
    missing: str = ""
    hidden: str = ""
    under: str = ""
    unsure: str = ""
    sources: Sequence[str] = field(default_factory=tuple)


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
    plan = _Plan.around(spots, beneath)
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
        legend, height = _legend(classes, key, name, plan.height + 8)
        body.append(legend)
    return picture("".join(body), size=(WIDTH, height), name=name, title=title, description=description)


def swatch(klass: Klass | None, state: State, *, name: str, unsure: bool = False) -> str:
    """Return the sample of a class, or of a state without one, for a legend that a page writes itself."""
    return _sample(klass, state, name, 1, 1, unsure=unsure)


def size_of(spot: Spot, heaviest: float) -> float:
    """Return the radius of a point on the map, larger with its weight beside the heaviest."""
    return _radius(spot, heaviest)


def sign(spot: Spot, klass: Klass, size: float) -> str:
    """Return what says the class of an area without colour, as a small picture; "" where a plain shape does.

    Of an area with an outline the mark inside it; of one without the whole point, ``size`` its radius.
    """
    if spot.polygons:
        mark: Mark = "ring" if spot.under and not klass.mark else klass.mark
        drawn, edge = _mark(mark, 0, 0, 5.0) if mark else "", 8.0
    elif klass.mark in {"", "ring"} and not spot.under:
        return ""
    else:
        drawn, edge = _shape_of(spot, klass, 0, 0, size), size + 2
    box = f"{number(-edge)} {number(-edge)} {number(2 * edge)} {number(2 * edge)}"
    return drawn and element("svg", {"class": "picture", "viewBox": box, "aria-hidden": "true"}, drawn)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where degrees come to lie in the drawing."""

    west: float
    north: float
    across: float
    scale: float
    left: float
    height: float
    grain: int = 1

    @classmethod
    def around(cls, spots: Sequence[Spot], ground: Ground) -> _Plan:
        rings = [ring for spot in spots for polygon in spot.polygons for ring in polygon[:1]]
        rings += [ring for polygons in ground.outlines for polygon in polygons for ring in polygon[:1]]
        points = [point for ring in rings for point in ring]
        points += [spot.at for spot in spots if not spot.polygons and spot.at]
        if not rings:
            points += ground.specks
        if not points:
            message = "nothing on this map has a place"
            raise ValueError(message)
        easts, norths = [point[0] for point in points], [point[1] for point in points]
        west, east, south, north = min(easts), max(easts), min(norths), max(norths)
        margin = 0.0 if rings else max(_LEAST_SPAN, 0.06 * max(east - west, north - south))
        west, east, south, north = west - margin, east + margin, south - margin, north + margin
        across = cos(radians((south + north) / 2))
        wide, tall = max((east - west) * across, 1e-6), max(north - south, 1e-6)
        scale = min((WIDTH - 2 * _PAD) / wide, (_TALLEST - 2 * _PAD) / tall)
        height = max(tall * scale + 2 * _PAD + 22, 180.0)
        grain = next((each for each, most in _GRAINS if len(points) <= most), _COARSEST)
        return cls(west, north, across, scale, (WIDTH - wide * scale) / 2, height, grain)

    def spot(self, point: tuple[float, float]) -> tuple[float, float]:
        return (
            self.left + (point[0] - self.west) * self.across * self.scale,
            _PAD + (self.north - point[1]) * self.scale,
        )

    def path(self, polygons: Polygons) -> str:
        """Return rings as relative lines, in tenths: neighbours round alike, so shared edges stay shared.

        Where thousands of corners crowd a small map, they stand on a coarser grid; what falls together is one.
        """
        grain = self.grain
        parts = []
        for polygon in polygons:
            for ring in polygon:
                spots = [
                    tuple(grain * round(10 * value / grain) for value in self.spot(point)) for point in ring
                ]
                kept = [spot for at, spot in enumerate(spots) if at == 0 or spot != spots[at - 1]]
                if len(kept) < 3:  # noqa: PLR2004 - a ring has corners
                    kept = [kept[0], (kept[0][0] + 8, kept[0][1]), (kept[0][0], kept[0][1] + 8)]
                parts.append(
                    f"M{_tenths(kept[0])}l"
                    + " ".join(_tenths((x - px, y - py)) for (px, py), (x, y) in pairwise(kept))
                    + "z"
                )
        return "".join(parts)


def _tenths(spot: tuple[int, ...]) -> str:
    return ",".join(number(value / 10) for value in spot)


def _filled(plan: _Plan, spot: Spot, classes: Sequence[Klass], name: str) -> str:
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


def _marked(plan: _Plan, spot: Spot, classes: Sequence[Klass]) -> str:
    """Return the mark of an area's class, where the area has room for it."""
    mark: Mark = "ring" if spot.under and not classes[spot.klass].mark else classes[spot.klass].mark
    x, y, room = _middle(plan, spot)
    return _mark(mark, x, y, 5.0) if mark and room >= _ROOM_FOR_MARK else ""


def _middle(plan: _Plan, spot: Spot) -> tuple[float, float, float]:
    largest = max(spot.polygons, key=lambda polygon: len(polygon[0]))
    rings = [[plan.spot(point) for point in ring] for ring in largest]
    return inside_point(rings)


def _mark(mark: Mark, x: float, y: float, size: float, style: str = "sign") -> str:
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


def _radius(spot: Spot, heaviest: float) -> float:
    if spot.state != "shown" or not spot.weight or not heaviest:
        return _SMALLEST + 1
    return _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(spot.weight / heaviest)


def _point(plan: _Plan, spot: Spot, classes: Sequence[Klass], name: str, heaviest: float) -> str:
    x, y = plan.spot(spot.at or (0.0, 0.0))
    size = _radius(spot, heaviest)
    told = f"{spot.label}: {spot.told}"
    if spot.state != "shown":
        fill = hatching(name, HIDDEN if spot.state == "hidden" else MISSING)
        return titled(
            "circle",
            {"cx": x, "cy": y, "r": size, "fill": fill, "class": "point", "data-code": spot.code},
            told,
        )
    shape = _shape_of(spot, classes[spot.klass], x, y, size)
    return titled("g", {"data-code": spot.code}, told).replace("</g>", f"{shape}</g>")


def _shape_of(spot: Spot, klass: Klass, x: float, y: float, size: float) -> str:
    style = f"point {klass.style}" + (" unsure" if spot.unsure else "")
    shape = _mark(klass.mark, x, y, size, style) if klass.mark not in {"", "ring"} else ""
    shape = shape or element("circle", {"cx": x, "cy": y, "r": size, "class": style})
    if spot.under and not klass.mark:
        return shape + element("circle", {"cx": x, "cy": y, "r": size + 2.5, "class": "sign-open"})
    return shape


def _speck(plan: _Plan, point: tuple[float, float]) -> str:
    x, y = plan.spot(point)
    return element("circle", {"cx": x, "cy": y, "r": 1.6, "class": "speck"})


def _names(plan: _Plan, spots: Sequence[Spot], heaviest: float) -> list[str]:
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
            lower = y + _radius(spot, heaviest) + 12
        half = 3.3 * len(spot.label)
        for base in (lower, y - 11):
            box = Box(x - half, base - 10, x + half, base + 3)
            free = not any(box.meets(other) for other in taken)
            if free and box.left > 0 and box.right < WIDTH and box.bottom < plan.height - 18:
                taken.append(box)
                said.append(words(x, base, spot.label, style="map-name", anchor="middle"))
                break
    return said


def _bar(plan: _Plan) -> str:
    """Return a scale bar of a round number of kilometres, about a fifth of the width."""
    km_wide = WIDTH / plan.scale * _KM_A_DEGREE / 5
    size = 10 ** int(log10(km_wide)) if km_wide >= 1 else 1
    km = next((size * step for step in (5, 2, 1) if size * step <= km_wide), size)
    length = km / _KM_A_DEGREE * plan.scale
    y = plan.height - 8
    line = element("path", {"d": f"M{_PAD:.0f},{y - 4:.1f}v4h{length:.1f}v-4", "class": "scale-bar"})
    return line + words(_PAD + length + 6, y + 1, f"{km} km", style="soft map-scale")


def _legend(classes: Sequence[Klass], key: Key, name: str, top: float) -> tuple[str, float]:
    """Return the legend and where it ends: two columns, the classes first."""
    entries: list[tuple[str, str]] = [
        (_sample(klass, "shown", name, 0, 0), klass.label) for klass in reversed(classes)
    ]
    if key.under:
        entries.append((element("g", None, _mark("ring", 12, 8, 5.0)), key.under))
    if key.unsure:
        entries.append(
            (_sample(classes[0] if classes else None, "shown", name, 0, 0, unsure=True), key.unsure)
        )
    without: tuple[tuple[State, str], ...] = (("hidden", key.hidden), ("missing", key.missing))
    entries += [(_sample(None, state, name, 0, 0), told) for state, told in without if told]
    rows = (len(entries) + 1) // 2
    drawn = [words(_PAD, top + 12, key.title, style="strong")] if key.title else []
    start = top + (22 if key.title else 4)
    for at, (shape, told) in enumerate(entries):
        x, y = _PAD + (WIDTH / 2) * (at // rows), start + 22 * (at % rows)
        drawn.append(element("g", {"transform": f"translate({number(x)} {number(y)})"}, shape))
        drawn.append(words(x + 32, y + 13, told))
    end = start + 22 * rows + 6
    for line in key.sources:
        end += 15
        drawn.append(words(_PAD, end, line, style="soft"))
    return "".join(drawn), end + 10


def _sample(klass: Klass | None, state: State, name: str, x: float, y: float, *, unsure: bool = False) -> str:
    box: dict[str, str | float | None] = {"x": x, "y": y, "width": 24, "height": 16}
    if klass is None or state != "shown":
        box |= {"fill": hatching(name, HIDDEN if state == "hidden" else MISSING), "class": "area"}
        return element("rect", box)
    box["class"] = f"area {klass.style}" + (" unsure" if unsure else "")
    mark = _mark(klass.mark, x + 12, y + 8, 5.0) if klass.mark else ""
    return element("rect", box) + mark


SEQUENCE: Final[Mapping[int, tuple[str, ...]]] = {
    3: ("klass-1", "klass-3", "klass-5"),
    4: ("klass-1", "klass-2", "klass-4", "klass-5"),
    5: ("klass-1", "klass-2", "klass-3", "klass-4", "klass-5"),
}
"""Classes of the style sheet from the palest to the darkest, for as many steps."""
