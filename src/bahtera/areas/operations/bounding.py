"""Importing official boundaries: what has an area's code and lies there is kept, all else is told."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import shapely

from bahtera.areas.errors import BadBoundaries
from bahtera.areas.models import Area, Boundary, BoundaryFile
from bahtera.areas.rules import bare_name, level_of, shapes, squeezed
from bahtera.areas.rules.columns import named
from bahtera.areas.rules.reports import report_json
from bahtera.areas.values import FileNotes, FileState, Imported, Overlap, Several, Unmatched
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from bahtera.areas.rules.columns import Named

# A code of another list, as BPS's, names an area far away; the position known of ours is inside or close by.
_FAR_KM: Final = 25.0
_BATCH: Final = 200
_LONGEST: Final = 200
_CHUNK: Final = 1 << 20


@dataclass(slots=True)
class _Found:
    """What was read of a file: well-known binary of each area's polygons, and what is to be told."""

    parts: dict[str, list[bytes]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    unmatched: list[Unmatched] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    columns: Counter[str] = field(default_factory=Counter)
    features: int = 0
    mended: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """What a file would put into the list, ready to be kept: code -> (exact, drawn)."""

    rows: Mapping[str, tuple[bytes, bytes]]
    report: Imported


def import_boundaries(
    path: Path, notes: FileNotes, *, actor_key: str, name: str = "", dry_run: bool = False
) -> Imported:
    """Keep the boundaries of a file, in place of earlier ones of the same areas, and say what did not match.

    The file stays in the history: what it was, from whom, when. Raises BadBoundaries, and keeps nothing then.
    """
    checked = checked_notes(notes)
    made = read_boundaries(path, checked)
    if not dry_run:
        with durable():
            now = clock.now()
            row = BoundaryFile.objects.create(
                name=(name or path.name)[:_LONGEST],
                state=FileState.KEPT,
                source=checked.source,
                dated=checked.dated,
                licence=checked.licence,
                property_name=checked.property_name,
                crs=checked.crs,
                layer=checked.layer,
                sha256=digest_of(path),
                size=path.stat().st_size,
                sent_at=now,
                sent_by=actor_key,
                decided_at=now,
                report=report_json(made.report),
            )
            keep(row, made, actor_key=actor_key)
    return made.report


def checked_notes(notes: FileNotes) -> FileNotes:
    """Return notes with their spaces put right; raises BadBoundaries where nobody says where the file is from."""
    tidy = FileNotes(
        **{name: " ".join(getattr(notes, name).split())[:_LONGEST] for name in FileNotes.__dataclass_fields__}
    )
    if not tidy.source:
        raise BadBoundaries.no_source()
    return tidy


def read_boundaries(path: Path, notes: FileNotes) -> Made:
    """Return what a file holds, matched with the list of areas; nothing is written. Raises BadBoundaries."""
    found = _read(path, notes)
    if not found.parts:
        raise _why_nothing(found)
    rows: dict[str, tuple[bytes, bytes]] = {}
    overlaps: list[Overlap] = []
    several: list[Several] = []
    for codes in _beside_each_other(found.parts):
        group: dict[str, BaseGeometry] = {}
        for code in codes:
            parts = [shapely.from_wkb(part) for part in found.parts.pop(code)]
            group[code] = shapes.together(parts)
            if len(parts) > 1:
                several.append(
                    Several(code, tuple(found.places[code]), shapes.shared_percent(parts, group[code]))
                )
        overlaps += shapes.overlaps(group)
        group = shapes.thinned(group)
        exact, drawn = shapes.plain(group), shapes.drawn(group)
        rows |= {code: (shapes.pack(exact[code]), shapes.pack(drawn[code])) for code in codes}
    known = Area.objects.in_bulk(sorted(rows))
    return Made(
        rows,
        Imported(
            kept=len(rows),
            replaced=_count_replaced(rows),
            features=found.features,
            levels=dict(Counter(level_of(code) for code in sorted(rows))),
            columns=tuple(column for column, _ in found.columns.most_common()),
            mended=found.mended,
            unmatched=tuple(found.unmatched),
            other_names=tuple(
                (code, name, known[code].name)
                for code, name in found.names.items()
                if not _same(name, known[code].name)
            ),
            overlaps=tuple(overlaps),
            without=_without(rows),
            reasons=dict(Counter(one.why for one in found.unmatched)),
            several=tuple(several),
        ),
    )


def keep(row: BoundaryFile, made: Made, *, actor_key: str) -> None:
    """Put boundaries in place of earlier ones and leave an entry of it; inside the caller's transaction."""
    for codes in _pieces(sorted(made.rows)):
        Boundary.objects.bulk_create(
            [
                Boundary(code=code, polygons=made.rows[code][0], outline=made.rows[code][1], file=row)
                for code in codes
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["polygons", "outline", "file"],
        )
    audit.record(
        "areas.boundaries_imported",
        actor=actor_key,
        subject="areas",
        details={
            "source": row.source,
            "kept": made.report.kept,
            "left_out": len(made.report.unmatched),
            "sha256": row.sha256,
        },
    )


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _read(path: Path, notes: FileNotes) -> _Found:
    from bahtera.areas.vectors import read_features  # noqa: PLC0415 - seconds and 100 MB, for imports alone

    found = _Found()
    codes = _Codes()
    for feature in read_features(path, crs=notes.crs, layer=notes.layer):
        found.features += 1
        says = named(feature.told, property_name=notes.property_name)
        shape, why, mended = shapes.repaired(feature.shape)
        area, unknown = codes.area_of(says)
        why = says.problem or why or unknown or codes.misfit(area, says.name, shape)
        if why or area is None or shape is None:
            found.unmatched.append(Unmatched(feature.place, says.text, says.name, why))
            continue
        found.mended += mended
        found.columns[says.column] += 1
        found.parts.setdefault(area.code, []).append(shapely.to_wkb(shape))
        found.places.setdefault(area.code, []).append(feature.place)
        if says.name:
            found.names[area.code] = says.name
    return found


def _why_nothing(found: _Found) -> BadBoundaries:
    """Return the refusal that helps most: what is wrong with more than half of the features."""
    why, count = Counter(one.why for one in found.unmatched).most_common(1)[0] if found.unmatched else ("", 0)
    if count * 2 > found.features:
        if why == "swapped":
            return BadBoundaries.swapped()
        if why == "mercator":
            return BadBoundaries.mercator()
        if why == "metres":
            return BadBoundaries.projected()
        if why == "far":
            return BadBoundaries.far_off(count, found.features)
    return BadBoundaries.nothing_fits(found.features)


class _Codes:
    """The areas of our list, read a province at a time, and the questions asked of them."""

    def __init__(self) -> None:
        self._provinces: dict[str, dict[str, Area]] = {}
        self._named: dict[tuple[str, str], set[str]] = {}
        found = Area.objects.active().exclude(bps_code="").order_by("code")
        self._bps = dict(found.values_list("bps_code", "code"))

    def area_of(self, says: Named) -> tuple[Area | None, str]:
        """Return the area a feature names, and why there is none."""
        if says.code is None:
            return None, says.problem
        code = self._bps.get(says.code) if says.system == "bps" else says.code
        if code is None:
            return None, "bps_unknown"
        area = self._province(code[:2]).get(code)
        return area, "" if area else "unknown"

    def misfit(self, area: Area | None, name: str, shape: BaseGeometry | None) -> str:
        """Say why a shape is not this area's: it lies elsewhere, or bears a neighbour's name."""
        if area is None or shape is None:
            return ""
        if area.latitude is not None and area.longitude is not None:
            off = shapes.kilometres_off(shape, area.longitude, area.latitude)
            if off > _FAR_KM:
                return "far"
        others = self._named.get((area.parent_code, squeezed(bare_name(name))), set())
        return "other_name" if name and others and area.code not in others else ""

    def _province(self, code: str) -> dict[str, Area]:
        if code not in self._provinces:
            rows = Area.objects.active().filter(province_code=code).order_by("code")
            self._provinces[code] = {row.code: row for row in rows}
            for row in self._provinces[code].values():
                key = (row.parent_code, squeezed(bare_name(row.name)))
                self._named.setdefault(key, set()).add(row.code)
        return self._provinces[code]


def _beside_each_other(codes: Iterable[str]) -> list[list[str]]:
    """Return areas in groups that are drawn on one page: of a regency, or of a province."""
    groups: dict[tuple[int, str], list[str]] = {}
    for code in sorted(codes):
        page = {2: "", 5: code[:2], 8: code[:2], 13: code[:5]}[len(code)]
        groups.setdefault((len(code), page), []).append(code)
    return list(groups.values())


def _same(one: str, other: str) -> bool:
    return squeezed(bare_name(one)) == squeezed(bare_name(other))


def _count_replaced(codes: Iterable[str]) -> int:
    return sum(Boundary.objects.filter(code__in=some).count() for some in _pieces(sorted(codes)))


def _without(kept: Iterable[str]) -> tuple[str, ...]:
    """Return the areas beside those kept that have no boundary."""
    have = set(kept)
    beside = sorted({code.rpartition(".")[0] for code in have})
    missing = []
    for some in _pieces(beside):
        every = Area.objects.active().filter(parent_code__in=some).order_by("code")
        codes = list(every.values_list("code", flat=True))
        for piece in _pieces(codes):
            bounded = Boundary.objects.filter(code__in=piece).order_by("code").values_list("code", flat=True)
            missing += sorted(set(piece) - set(bounded) - have)
    return tuple(sorted(missing))


def _pieces(codes: list[str]) -> list[list[str]]:
    return [codes[start : start + _BATCH] for start in range(0, len(codes), _BATCH)]
