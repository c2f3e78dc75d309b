"""The same map as data: features in degrees that say how they look, for a view that pans and zooms, and for GIS.

The view draws what `maps.area_map` would: classes of the style sheet, hatchings by the name of the picture they lie in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any, Final

from bahtera.pictures.labelling import inside_point
from bahtera.pictures.maps import Ground, Klass, Polygons, Spot, sign, size_of
from bahtera.pictures.svg import HIDDEN, MISSING, hatching

_PLACES: Final = 4
# Above so many corners three decimals, some hundred metres, have to do: a province by village.
_MANY: Final = 60_000


def feature_collection(
    spots: Sequence[Spot],
    classes: Sequence[Klass],
    *,
    name: str,
    ground: Ground | None = None,
    more: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the GeoJSON (RFC 7946) of a map, ``name`` that of its picture; areas without a place are left out.

    ``more``: further properties by code. Properties are Indonesian, as the columns of files are: ``kode``, ``nama``,
    ``angka``, ``keadaan``, ``kelas``, ``di_bawah_75``, ``kurang_pasti``. ``gaya``, ``isi``, ``jari``, ``tanda`` and
    ``di`` say how a feature is drawn: class, filling, radius, sign, and where in the area that stands.
    """
    beneath = ground or Ground()
    placed = [spot for spot in spots if spot.polygons or spot.at]
    heaviest = max((spot.weight or 0.0 for spot in placed if not spot.polygons), default=0.0)
    outlines = [*beneath.outlines, *(spot.polygons for spot in placed)]
    corners = sum(len(ring) for outline in outlines for polygon in outline for ring in polygon)
    places = _PLACES if corners <= _MANY else _PLACES - 1
    features: list[dict[str, Any]] = [
        _feature(_shape(outline, places), {"gaya": "ground", "nama": ""}) for outline in beneath.outlines
    ]
    features += [_feature(_point(at), {"gaya": "speck", "nama": ""}) for at in beneath.specks]
    for spot in sorted(placed, key=lambda one: (not one.polygons, -(one.weight or 0.0))):
        told = {**_told(spot, classes, name, heaviest), **(more or {}).get(spot.code, {})}
        geometry = _shape(spot.polygons, places) if spot.polygons else _point(spot.at or (0.0, 0.0))
        features.append({**_feature(geometry, told), "id": spot.code})
    return {"type": "FeatureCollection", "features": features}


def _told(spot: Spot, classes: Sequence[Klass], name: str, heaviest: float) -> dict[str, Any]:
    shown = spot.state == "shown"
    klass = classes[spot.klass] if shown else None
    style = ["area" if spot.polygons else "point"]
    if klass is not None:
        style.append(klass.style)
    if spot.unsure:
        style.append("unsure")
    size = size_of(spot, heaviest)
    return {
        "kode": spot.code,
        "nama": spot.label,
        "angka": spot.told,
        "keadaan": spot.state,
        "kelas": klass.label if klass else "",
        "di_bawah_75": spot.under,
        "kurang_pasti": spot.unsure,
        "gaya": " ".join(style),
        "isi": None if shown else hatching(name, HIDDEN if spot.state == "hidden" else MISSING),
        "jari": round(size, 1),
        "tanda": sign(spot, klass, size) if klass else "",
        "di": _inside(spot.polygons) if spot.polygons else None,
    }


def _inside(polygons: Polygons) -> list[float]:
    """Return a point well inside the largest part of an area, in degrees."""
    largest = max(polygons, key=lambda polygon: len(polygon[0]))
    across = cos(radians(largest[0][0][1]))
    x, y, _ = inside_point([[(east * across, north) for east, north in ring] for ring in largest])
    return _position((x / across, y))


def _shape(polygons: Polygons, places: int) -> dict[str, Any]:
    return {
        "type": "MultiPolygon",
        "coordinates": [[_closed(ring, places) for ring in polygon] for polygon in polygons],
    }


def _closed(ring: Sequence[tuple[float, float]], places: int) -> list[list[float]]:
    """Return a ring that ends where it begins, as neighbours round it; one too small for that keeps its decimals."""
    rounded = [_position(corner, places) for corner in ring]
    corners = [corner for at, corner in enumerate(rounded) if at == 0 or corner != rounded[at - 1]]
    if len(corners) < 3:  # noqa: PLR2004 - a ring has corners
        corners = [_position(corner) for corner in ring]
    return corners if corners[0] == corners[-1] else [*corners, corners[0]]


def _point(at: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _position(at)}


def _position(at: Iterable[float], places: int = _PLACES) -> list[float]:
    return [round(value, places) for value in at]


def _feature(geometry: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": told}
