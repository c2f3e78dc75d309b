"""Where degrees come to lie in the drawing of a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Final

from bahtera.pictures.mapped import Ground, Polygons, Ring, Spot
from bahtera.pictures.svg import number

WIDTH: Final = 640.0
PAD: Final = 16.0
_LEAST_SPAN: Final = 0.08
# Up to so many corners a map is drawn on a grid of so many tenths.
_GRAINS: Final = ((1, 20_000), (4, 60_000))
_COARSEST: Final = 10
_ISLET: Final = 0.0002
"""An islet is less than such a part of all that is drawn."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A window onto the world, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def has(self, point: tuple[float, float]) -> bool:
        """Tell whether a point (longitude, latitude) is in the window."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north

    def cut(self, polygons: Polygons) -> Polygons:
        """Return what lies inside of some polygons (Sutherland and Hodgman 1974); () for nothing.

        Parts that were one may stay joined along the edge of the window, where they are not seen.
        """
        found = []
        for polygon in polygons:
            rings = [one for ring in polygon if len(one := self._ring(ring)) > 2]  # noqa: PLR2004 - a ring has corners
            if rings:
                found.append(rings)
        return found

    def _ring(self, ring: Ring) -> Ring:
        corners = list(ring)
        for axis, limit, sign in (
            (0, self.west, 1),
            (0, self.east, -1),
            (1, self.south, 1),
            (1, self.north, -1),
        ):
            kept: list[tuple[float, float]] = []
            for before, corner in zip([*corners[-1:], *corners[:-1]], corners, strict=True):
                was, lies = sign * (before[axis] - limit) >= 0, sign * (corner[axis] - limit) >= 0
                if was != lies:
                    part = (limit - before[axis]) / (corner[axis] - before[axis])
                    kept.append(
                        (
                            before[0] + part * (corner[0] - before[0]),
                            before[1] + part * (corner[1] - before[1]),
                        )
                    )
                if lies:
                    kept.append(corner)
            corners = kept
        return corners


@dataclass(frozen=True, slots=True)
class Plan:
    """Where degrees come to lie in the drawing."""

    west: float
    north: float
    across: float
    scale: float
    left: float
    height: float
    grain: int = 1
    letters: float = 1.0
    marks: float = 1.0

    @classmethod
    def around(cls, spots: Sequence[Spot], ground: Ground) -> Plan:
        """Return the plan of a map that holds all of these; of one with a focus, the focus and the areas with figures.

        Raises ValueError where nothing has a place.
        """
        focus = [each.polygons for each in ground.around if each.focus and each.polygons]
        beneath = focus or [*ground.outlines, *(each.polygons for each in ground.around)]
        outlines = [*(spot.polygons for spot in spots), *beneath]
        rings = [ring for polygons in outlines for polygon in polygons for ring in polygon[:1]]
        if ground.north:
            rings = _without_specks(rings)
        points = [point for ring in rings for point in ring]
        points += [spot.at for spot in spots if not spot.polygons and spot.at]
        points += [each.at for each in ground.around if each.at]
        if not rings:
            points += ground.specks
        if not points:
            message = "nothing on this map has a place"
            raise ValueError(message)
        easts, norths = [point[0] for point in points], [point[1] for point in points]
        west, east, south, north = min(easts), max(easts), min(norths), max(norths)
        span = max(east - west, north - south)
        margin = max(_LEAST_SPAN, 0.06 * span) if not rings else 0.03 * span if focus else 0.0
        west, east, south, north = west - margin, east + margin, south - margin, north + margin
        across = cos(radians((south + north) / 2))
        wide, tall = max((east - west) * across, 1e-6), max(north - south, 1e-6)
        scale = min((WIDTH - 2 * PAD) / wide, (ground.tallest - 2 * PAD) / tall)
        height = max(tall * scale + 2 * PAD + 22, 180.0)
        grain = next((each for each, most in _GRAINS if len(points) <= most), _COARSEST)
        return cls(
            west,
            north,
            across,
            scale,
            (WIDTH - wide * scale) / 2,
            height,
            grain,
            ground.letters,
            ground.marks,
        )

    def spot(self, point: tuple[float, float]) -> tuple[float, float]:
        return (
            self.left + (point[0] - self.west) * self.across * self.scale,
            PAD + (self.north - point[1]) * self.scale,
        )

    @property
    def frame(self) -> Frame:
        """Return what the whole picture shows, in degrees."""
        west, north = self.west - self.left / self.scale / self.across, self.north + PAD / self.scale
        return Frame(
            west,
            north - self.height / self.scale,
            west + WIDTH / self.scale / self.across,
            north,
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


def _without_specks(rings: Sequence[Ring]) -> list[Ring]:
    """Return the rings that a frame is laid around: islets that nobody would see make no map smaller."""
    sizes = [_size(ring) for ring in rings]
    least = _ISLET * sum(sizes)
    return [ring for ring, size in zip(rings, sizes, strict=True) if size >= least]


def _size(ring: Ring) -> float:
    """Return how large a ring is, in square degrees."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, *ring[:1]]))) / 2


def _tenths(spot: tuple[int, ...]) -> str:
    return ",".join(number(value / 10) for value in spot)
