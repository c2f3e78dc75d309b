"""Polygons of boundaries: repaired, laid side by side without losing shared edges, and thinned for drawing.

Coordinates are degrees (WGS 84), east and north. Geometry is shapely's; what leaves is plain.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from math import cos, hypot, isfinite, radians
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import Polygon as Shape
from shapely.geometry.base import BaseGeometry

from bahtera.areas.rules.coordinates import looks_like
from bahtera.areas.values import Overlap, Polygon

# Square degrees; about 120 square metres at the equator. What is smaller is no land but a slip of the pen.
_LEAST_PART: Final = 1e-8
# Degrees: some ten metres. No boundary of a village is known better, and official files hold thousands of points.
_NEAR: Final = 0.0001
# Points are laid on a grid of some five metres as they are read: neighbours round the same point alike, so edges they
# share stay shared, and a file of survey accuracy takes a tenth of its memory.
_GRID: Final = 0.00005
# Gaps and overlaps between neighbours up to some thirty metres are closed for drawing.
_GAP: Final = 0.0003
_COARSEST: Final = 0.02
# So many corners fit a page with all else on it.
DRAWN_POINTS: Final = 12_000
_KM_A_DEGREE: Final = 111.2
# Neighbours that share more than this part of the smaller one contradict each other.
_OVERLAP: Final = 0.05


def repaired(shape: BaseGeometry | None) -> tuple[BaseGeometry | None, str, bool]:
    """Return a valid polygon or several, why there is none, and whether it had to be mended.

    Why: "no_polygon", "broken" (a coordinate is no number), "swapped" (latitude first), "mercator" or "metres" (no
    degrees), "elsewhere" (outside Indonesia), "sliver" (nothing but lines and crumbs).
    """
    if shape is None or shape.geom_type not in {"Polygon", "MultiPolygon", "GeometryCollection"}:
        return None, "no_polygon", False
    flat = shapely.force_2d(shape)
    bounds = flat.bounds
    if flat.is_empty:
        return None, "sliver", False
    if not all(isfinite(edge) for edge in bounds):
        return None, "broken", False
    seems = looks_like(bounds)
    if seems != "degrees":
        return None, seems or "elsewhere", False
    mended = not flat.is_valid
    valid = _on_grid(flat)
    parts = [part for part in _parts(valid) if part.area >= _LEAST_PART]
    if not parts:
        return None, "sliver", mended
    return (parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)), "", mended


def together(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return several polygons of one area as one."""
    return shapes[0] if len(shapes) == 1 else shapely.union_all(list(shapes))


def shared_percent(shapes: Sequence[BaseGeometry], whole: BaseGeometry) -> int:
    """Return how much of the smallest of several polygons lies on the others, in percent rounded; 0 for islands."""
    sizes = [float(one.area) for one in shapes]
    twice = max(0.0, sum(sizes) - float(whole.area))
    return min(100, round(100 * twice / min(sizes)))


def thinned(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return areas lying side by side with points some ten metres apart; edges they share stay shared."""
    return dict(zip(shapes, shapely.coverage_simplify(_array(shapes), _NEAR), strict=True))


def plain(shapes: Mapping[str, BaseGeometry]) -> dict[str, tuple[Polygon, ...]]:
    """Return the corners of areas."""
    return _plain(shapes, list(shapes.values()), places=5)


def drawn(
    shapes: Mapping[str, BaseGeometry], *, points: int = DRAWN_POINTS
) -> dict[str, tuple[Polygon, ...]]:
    """Return areas lying side by side as they are drawn on one page, with at most ``points`` corners in all.

    Small gaps and overlaps between neighbours are closed first; edges they share stay shared. Every area keeps at
    least its largest part.
    """
    whole = _array(shapes)
    clean = shapely.coverage_clean(whole, gap_width=_GAP)
    kept = np.array(
        [new if not new.is_empty else old for new, old in zip(clean, whole, strict=True)], dtype=object
    )
    tolerance, simple = _NEAR, kept
    while tolerance <= _COARSEST:
        simple = shapely.coverage_simplify(kept, tolerance)
        if int(shapely.get_num_coordinates(simple).sum()) <= points:
            break
        tolerance *= 1.5
    return _plain(shapes, simple, places=4, least=tolerance * tolerance)


def overlaps(shapes: Mapping[str, BaseGeometry]) -> tuple[Overlap, ...]:
    """Return which areas of one level lie on top of each other by more than a twentieth of the smaller one."""
    codes, array = list(shapes), _array(shapes)
    tree = shapely.STRtree(array)
    found = []
    for one, two in tree.query(array, predicate="intersects").T:
        if one < two:
            shared = shapely.intersection(array[one], array[two]).area
            smaller = min(array[one].area, array[two].area)
            if smaller > 0 and shared > _OVERLAP * smaller:
                first, second = sorted((codes[one], codes[two]))
                found.append(Overlap(first, second, round(100 * shared / smaller)))
    return tuple(sorted(found, key=lambda pair: (pair.one, pair.other)))


def kilometres_off(shape: BaseGeometry, east: float, north: float) -> float:
    """Return how far a point lies from the rectangle around a shape."""
    west, south, most_east, most_north = shape.bounds
    across = max(west - east, 0, east - most_east) * cos(radians(north))
    return _KM_A_DEGREE * hypot(across, max(south - north, 0, north - most_north))


def pack(polygons: Sequence[Polygon]) -> bytes:
    """Return polygons as they are stored."""
    return zlib.compress(json.dumps(polygons, separators=(",", ":")).encode())


def unpack(packed: bytes) -> tuple[Polygon, ...]:
    """Return polygons that `pack` stored."""
    return _tuples(json.loads(zlib.decompress(packed)))


def pack_many(packed: Mapping[str, bytes]) -> bytes:
    """Return the shapes of many areas, packed one by one, as they are stored together."""
    return zlib.compress(
        json.dumps(
            {code: json.loads(zlib.decompress(shape)) for code, shape in packed.items()},
            separators=(",", ":"),
        ).encode()
    )


def unpack_many(packed: bytes) -> dict[str, tuple[Polygon, ...]]:
    """Return the shapes that `pack_many` stored, by code."""
    return {code: _tuples(read) for code, read in json.loads(zlib.decompress(packed)).items()}


def _tuples(read: Any) -> tuple[Polygon, ...]:
    return tuple(tuple(tuple((east, north) for east, north in ring) for ring in polygon) for polygon in read)


def _on_grid(shape: BaseGeometry) -> BaseGeometry:
    """Return a valid shape whose points lie on the grid."""
    try:
        coarse = shapely.remove_repeated_points(shapely.set_precision(shape, _GRID, mode="pointwise"))
    except shapely.errors.GEOSException:  # a ring fell into one point
        valid = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        return shapely.set_precision(valid, _GRID)
    if coarse.is_valid:
        return coarse
    return shapely.make_valid(coarse, method="structure", keep_collapsed=False)


def _array(shapes: Mapping[str, BaseGeometry]) -> Any:
    return np.array(list(shapes.values()), dtype=object)


def _parts(shape: BaseGeometry) -> list[Shape]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"] + [
        inner
        for part in shapely.get_parts(shape)
        if part.geom_type in {"MultiPolygon", "GeometryCollection"}
        for inner in _parts(part)
    ]


def _plain(
    shapes: Mapping[str, BaseGeometry], simple: Any, *, places: int, least: float = 0.0
) -> dict[str, tuple[Polygon, ...]]:
    made = {}
    for (code, whole), shape in zip(shapes.items(), simple, strict=True):
        parts = sorted(_parts(shape), key=lambda part: -part.area) or _parts(whole)
        kept = [part for at, part in enumerate(parts) if at == 0 or part.area >= least]
        polygons = tuple(
            tuple(
                ring
                for ring in (_ring(line, places) for line in (part.exterior, *part.interiors))
                if len(ring) > 2  # noqa: PLR2004 - a ring has corners
            )
            for part in kept
        )
        made[code] = tuple(polygon for polygon in polygons if polygon)
    return made


def _ring(line: Any, places: int) -> tuple[tuple[float, float], ...]:
    corners = [(round(east, places), round(north, places)) for east, north in line.coords[:-1]]
    ring = [corner for at, corner in enumerate(corners) if at == 0 or corner != corners[at - 1]]
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return tuple(ring)
