"""Every read of areas."""

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import cast

from bahtera.areas import rules
from bahtera.areas.errors import AreasError, UnknownArea
from bahtera.areas.models import Area as AreaRow
from bahtera.areas.models import AreaQuerySet, LoadedSnapshot
from bahtera.areas.models import Boundary as BoundaryRow
from bahtera.areas.values import Area, Boundary, Kind, Level, Polygon, Zone

_MOST_FOUND = 200
_AT_ONCE = 900


def get(code: str) -> Area:
    """Return one area, active or retired; raises UnknownArea."""
    row = AreaRow.objects.filter(code=code).first() if rules.is_code(code) else None
    if row is None:
        raise UnknownArea(code)
    return _value(row)


def find(codes: Iterable[str]) -> Mapping[str, Area]:
    """Return the areas that exist among ``codes``, by code; the others are absent."""
    asked = sorted({code for code in codes if rules.is_code(code)})
    return {code: _value(row) for code, row in AreaRow.objects.in_bulk(asked).items()}


def exists(code: str) -> bool:
    """Say whether an active area has this code."""
    return rules.is_code(code) and AreaRow.objects.active().filter(code=code).exists()


def ancestors(code: str) -> list[Area]:
    """Return the areas above, the province first; raises UnknownArea for text that is no code."""
    if not rules.is_code(code):
        raise UnknownArea(code)
    return _values(AreaRow.objects.filter(code__in=rules.ancestors_of(code)))


def children(code: str | None) -> list[Area]:
    """Return the active areas one level down, by code; all provinces for None."""
    if code is not None and not rules.is_code(code):
        return []
    return _values(AreaRow.objects.active().filter(parent_code=code or ""))


def villages_within(code: str) -> list[Area]:
    """Return the active villages of an area, by code; the village itself for a village."""
    if not rules.is_code(code):
        return []
    return _values(AreaRow.objects.active().within(code).filter(level="village"))


def search(
    text: str, *, level: Level | None = None, within: str | None = None, limit: int = 20
) -> list[Area]:
    """Return active areas whose name matches what a person typed, the likeliest first.

    Spaces, case, accents and words such as "kab." or "kota" do not matter; a code is understood with or
    without dots. Order: exact, then beginning, then inside the name; higher levels before lower; then by
    name and code. ``limit`` is at most 200.
    """
    rows = AreaRow.objects.active()
    if within is not None:
        if not rules.is_code(within):
            return []
        rows = rows.within(within)
    if level is not None:
        rows = rows.filter(level=level)
    code = rules.code_typed(text)
    if code is not None:
        return [_value(row) for row in rows.filter(code=code)]
    wanted = rules.readings(text)
    if not wanted:
        return []
    found = rows.matching(wanted)
    return [_value(row) for row in found[: min(limit, _MOST_FOUND)]]


def decree() -> str:
    """Return the decree whose codes are loaded; raises AreasError before the first load."""
    loaded = LoadedSnapshot.objects.order_by("-id").first()
    if loaded is None:
        raise AreasError("areas.not_loaded", "The list of areas has not been loaded yet.")
    return loaded.decree


def boundaries(codes: Iterable[str]) -> dict[str, Boundary]:
    """Return the imported boundaries of some areas by code; the others have none."""
    wanted = sorted({code for code in codes if rules.is_code(code)})
    found = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for row in BoundaryRow.objects.filter(code__in=wanted[start : start + _AT_ONCE]).order_by("code"):
            found[row.code] = Boundary(row.code, _polygons(bytes(row.polygons)), row.source)
    return found


def _polygons(packed: bytes) -> tuple[Polygon, ...]:
    read = json.loads(zlib.decompress(packed))
    return tuple(tuple(tuple((east, north) for east, north in ring) for ring in polygon) for polygon in read)


def _values(rows: AreaQuerySet) -> list[Area]:
    return [_value(row) for row in rows.order_by("code")]


def _value(row: AreaRow) -> Area:
    return Area(
        code=row.code,
        name=row.name,
        level=cast("Level", row.level),
        kind=cast("Kind", row.kind),
        parent_code=row.parent_code or None,
        bps_code=row.bps_code or None,
        latitude=row.latitude,
        longitude=row.longitude,
        zone=cast("Zone", row.zone),
        is_active=row.is_active,
    )
