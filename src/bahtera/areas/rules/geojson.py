"""Boundaries out of a GeoJSON file (RFC 7946): each feature with its code and its polygons, or why it has none.

Rings may turn either way, stand open, or carry heights. Points nearer to each other than some ten metres are one: no
boundary of a village is known better, and official files hold thousands of points a village.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bahtera.areas.errors import BadBoundaries
from bahtera.areas.rules import code_in
from bahtera.areas.values import Outline, Polygon, Ring

# Where files of BIG, of Kemendagri and of open repositories keep the code, in the order of trust.
CODES: Final = ("kode", "kode_desa", "kdepum", "kdcpum", "kdpkab", "kdppum", "kd_desa", "code")
NAMES: Final = ("nama", "nama_desa", "wadmkd", "wadmkc", "wadmkk", "namobj", "name")
MOST_BYTES: Final = 100 * 1024 * 1024
_DEGREES: Final = ("crs84", "epsg::4326", "epsg:4326")
_NEAR: Final = 0.0001
_LEAST: Final = 3
# Indonesia with the sea around it, as west, south, east, north.
_INDONESIA: Final = (92.0, -13.0, 144.0, 8.0)


def read_outlines(data: bytes, *, property_name: str = "") -> list[Outline]:
    """Return the features of a file in their order; raises BadBoundaries for what is no GeoJSON in degrees.

    ``property_name`` holds the code; without it the usual names are looked for.
    """
    if len(data) > MOST_BYTES:
        raise BadBoundaries.too_large(MOST_BYTES // 1024 // 1024)
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadBoundaries.no_json() from error
    features = read.get("features") if isinstance(read, Mapping) else None
    if not isinstance(features, list) or not all(isinstance(one, Mapping) for one in features):
        raise BadBoundaries.no_json()
    _check_degrees(read.get("crs"))
    return [_outline(one, property_name) for one in features]


def _check_degrees(crs: Any) -> None:
    named = str(crs).casefold() if crs else ""
    if named and not any(one in named for one in _DEGREES):
        raise BadBoundaries.projected()


def _outline(feature: Mapping[str, Any], property_name: str) -> Outline:
    told = feature.get("properties")
    told = told if isinstance(told, Mapping) else {}
    lower = {str(name).casefold(): value for name, value in told.items()}
    found = told.get(property_name) if property_name else _first(lower, CODES)
    text = found if isinstance(found, str) else ""
    name = _first(lower, NAMES)
    polygons, problem = _polygons(feature.get("geometry"))
    if isinstance(found, (int, float)):
        # 63.1 may have been 63.10: what a number lost cannot be told.
        problem, text = "number", str(found)
    return Outline(text, code_in(text), name if isinstance(name, str) else "", polygons, problem)


def _first(told: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((told[name] for name in names if told.get(name) not in (None, "")), None)


def _polygons(geometry: Any) -> tuple[tuple[Polygon, ...], str]:
    """Return the polygons of a geometry, and why there are none."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        return (), "no_polygon"
    parts = geometry.get("coordinates")
    try:
        read = [[_ring(ring) for ring in part] for part in ([parts] if kind == "Polygon" else parts)]
    except (TypeError, ValueError, IndexError, KeyError):
        return (), "broken"
    points = [point for part in read for ring in part for point in ring]
    if any(not _on_land(*point) for point in points):
        return (), "elsewhere"
    # A part whose outer ring shrinks to a line is a sliver that no house stands in.
    kept = tuple(
        tuple(ring for ring in part if len(ring) >= _LEAST)
        for part in read
        if part and len(part[0]) >= _LEAST
    )
    return (kept, "") if kept else ((), "sliver")


def _ring(read: Any) -> Ring:
    ring: list[tuple[float, float]] = []
    for position in read:
        east, north = float(position[0]), float(position[1])
        if not ring or abs(east - ring[-1][0]) >= _NEAR or abs(north - ring[-1][1]) >= _NEAR:
            ring.append((round(east, 5), round(north, 5)))
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return tuple(ring)


def _on_land(east: float, north: float) -> bool:
    west, south, most_east, most_north = _INDONESIA
    return west <= east <= most_east and south <= north <= most_north
