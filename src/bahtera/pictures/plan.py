"""Where degrees come to lie in the drawing of a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Final

from bahtera.pictures.mapped import Ground, Polygons, Spot
from bahtera.pictures.svg import number

WIDTH: Final = 640.0
PAD: Final = 16.0
_TALLEST: Final = 640.0
_LEAST_SPAN: Final = 0.08
# Up to so many corners a map is drawn on a grid of so many tenths.
_GRAINS: Final = ((1, 20_000), (4, 60_000))
_COARSEST: Final = 10


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

    @classmethod
    def around(cls, spots: Sequence[Spot], ground: Ground) -> Plan:
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
        scale = min((WIDTH - 2 * PAD) / wide, (_TALLEST - 2 * PAD) / tall)
        height = max(tall * scale + 2 * PAD + 22, 180.0)
        grain = next((each for each, most in _GRAINS if len(points) <= most), _COARSEST)
        return cls(west, north, across, scale, (WIDTH - wide * scale) / 2, height, grain)

    def spot(self, point: tuple[float, float]) -> tuple[float, float]:
        return (
            self.left + (point[0] - self.west) * self.across * self.scale,
            PAD + (self.north - point[1]) * self.scale,
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
