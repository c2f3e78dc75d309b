"""Importing official boundaries: what has an area's code and lies there is kept, all else is told."""

from __future__ import annotations

import hashlib
import json
import zlib
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Final

from bahtera.areas.errors import BadBoundaries
from bahtera.areas.models import Area, Boundary
from bahtera.areas.rules import bare_name, squeezed
from bahtera.areas.rules.geojson import read_outlines
from bahtera.areas.values import Imported, Unmatched
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bahtera.areas.values import Outline, Polygon

# A code of another list, as BPS's, names an area far away; the position known of ours is inside or close by.
_FAR_KM: Final = 25.0
_KM_A_DEGREE: Final = 111.2
_BATCH: Final = 500
_LONGEST: Final = 200


def import_boundaries(
    data: bytes, *, source: str, property_name: str = "", actor_key: str, dry_run: bool = False
) -> Imported:
    """Keep the boundaries of a GeoJSON file, in place of earlier ones of the same areas, and say what did not match.

    ``source`` is shown wherever a boundary decides something. Importing the same file again changes nothing. Raises
    BadBoundaries, and keeps nothing then.
    """
    where = " ".join(source.split())[:_LONGEST]
    if not where:
        raise BadBoundaries.no_source()
    outlines = read_outlines(data, property_name=property_name)
    known = Area.objects.active().in_bulk(sorted({one.code for one in outlines if one.code}))
    polygons, unmatched = _matched(outlines, known)
    if not polygons:
        raise BadBoundaries.nothing_fits(len(outlines))
    digest, now = hashlib.sha256(data).hexdigest(), clock.now()
    with durable():
        replaced = Boundary.objects.filter(code__in=sorted(polygons)).count()
        if not dry_run:
            rows = [
                Boundary(code=code, polygons=pack(parts), source=where, file_sha256=digest, imported_at=now)
                for code, parts in sorted(polygons.items())
            ]
            Boundary.objects.bulk_create(
                rows,
                batch_size=_BATCH,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["polygons", "source", "file_sha256", "imported_at"],
            )
            audit.record(
                "areas.boundaries_imported",
                actor=actor_key,
                subject="areas",
                details={"source": where, "kept": len(rows), "left_out": len(unmatched), "sha256": digest},
            )
    return Imported(
        kept=len(polygons),
        replaced=replaced,
        unmatched=tuple(unmatched),
        other_names=_other_names(outlines, known, polygons),
        without=_without(polygons),
    )


def pack(polygons: Sequence[Polygon]) -> bytes:
    """Return polygons as they are stored."""
    return zlib.compress(json.dumps(polygons, separators=(",", ":")).encode())


def _matched(
    outlines: Sequence[Outline], known: Mapping[str, Area]
) -> tuple[dict[str, list[Polygon]], list[Unmatched]]:
    """Return the polygons of each area, of several features put together, and what was left out."""
    polygons: dict[str, list[Polygon]] = {}
    unmatched = []
    for place, one in enumerate(outlines, start=1):
        why = one.problem or ("" if one.text else "no_code") or _misfit(one, known)
        if why or one.code is None:
            unmatched.append(Unmatched(place, one.text, one.name, why))
        else:
            polygons.setdefault(one.code, []).extend(one.polygons)
    return polygons, unmatched


def _misfit(one: Outline, known: Mapping[str, Area]) -> str:
    area = known.get(one.code or "")
    if area is None:
        return "unknown"
    if area.level == "village" and area.latitude is not None and area.longitude is not None:
        return "far" if _kilometres(one.polygons, area.longitude, area.latitude) > _FAR_KM else ""
    return ""


def _kilometres(polygons: Iterable[Polygon], east: float, north: float) -> float:
    """Return how far a point lies from the rectangle around some polygons."""
    points = [point for polygon in polygons for point in polygon[0]]
    easts, norths = [one[0] for one in points], [one[1] for one in points]
    across = max(min(easts) - east, 0, east - max(easts)) * cos(radians(north))
    return _KM_A_DEGREE * hypot(across, max(min(norths) - north, 0, north - max(norths)))


def _other_names(
    outlines: Sequence[Outline], known: Mapping[str, Area], kept: Mapping[str, object]
) -> tuple[tuple[str, str, str], ...]:
    named = ((one.code, one.name) for one in outlines if one.code in kept and one.name)
    return tuple(
        (code, name, known[code].name)
        for code, name in named
        if code and squeezed(bare_name(name)) != squeezed(bare_name(known[code].name))
    )


def _without(kept: Mapping[str, object]) -> tuple[str, ...]:
    """Return the areas beside those kept that have no boundary."""
    beside = {code.rpartition(".")[0] for code in kept}
    every = Area.objects.active().filter(parent_code__in=sorted(beside)).order_by("code")
    codes = list(every.values_list("code", flat=True))
    bounded = set(Boundary.objects.filter(code__in=codes).order_by("code").values_list("code", flat=True))
    return tuple(code for code in codes if code not in bounded and code not in kept)
