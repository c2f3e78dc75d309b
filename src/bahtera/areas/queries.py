"""Every read of areas."""

from collections.abc import Iterable, Mapping
from typing import cast

from django.db.models import Count
from django.db.models.functions import Length

from bahtera.areas import rules
from bahtera.areas.errors import AreasError, UnknownArea, UnknownBoundaryFile
from bahtera.areas.models import Area as AreaRow
from bahtera.areas.models import AreaQuerySet, BoundaryFile, LoadedSnapshot
from bahtera.areas.models import Boundary as BoundaryRow
from bahtera.areas.rules.reports import report_of
from bahtera.areas.rules.shapes import unpack, unpack_many
from bahtera.areas.values import (
    Area,
    Boundary,
    BoundaryFileRow,
    Drawn,
    FileNotes,
    FileState,
    Kind,
    Level,
    Origin,
    Outlined,
    Preview,
    Zone,
)

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


def within(code: str, level: Level) -> list[Area]:
    """Return the active areas of a level inside an area, by code; of the whole country for ""."""
    if code and not rules.is_code(code):
        return []
    rows = AreaRow.objects.active().filter(level=level)
    return _values(rows.within(code) if code else rows)


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
    return {
        row.code: Boundary(row.code, unpack(bytes(row.polygons)), row.file.source)
        for row in _bounded(codes, without="outline")
    }


def drawn(codes: Iterable[str]) -> Drawn:
    """Return the outlines of some areas as they are drawn, and where they are from; the others have none."""
    rows = _bounded(codes, without="polygons")
    files = {row.file_id: row.file for row in rows}
    return Drawn(
        {row.code: Outlined(row.code, unpack(bytes(row.outline))) for row in rows},
        tuple(
            Origin(file.source, file.dated, file.licence, file.decided_at or file.sent_at)
            for _, file in sorted(files.items(), reverse=True)
        ),
    )


def boundary_files() -> list[BoundaryFileRow]:
    """Return every file of boundaries that was sent or imported, the newest first."""
    rows = (
        BoundaryFile.objects.defer("preview")
        .annotate(in_use=Count("boundaries"))
        .order_by("-sent_at", "-id")[:_MOST_FOUND]
    )
    return [_file(row) for row in rows]


def boundary_file(file_id: int) -> BoundaryFileRow:
    """Return one file of boundaries; raises UnknownBoundaryFile."""
    row = (
        BoundaryFile.objects.defer("preview").annotate(in_use=Count("boundaries")).filter(pk=file_id).first()
    )
    if row is None:
        raise UnknownBoundaryFile(file_id)
    return _file(row)


def preview(file_id: int) -> Preview:
    """Return how a file that waits for a decision would be drawn; nothing for any other."""
    row = BoundaryFile.objects.filter(pk=file_id).order_by("pk").only("preview").first()
    if row is None or not row.preview:
        return Preview({}, frozenset())
    outlines = {code: Outlined(code, shape) for code, shape in unpack_many(bytes(row.preview)).items()}
    codes = sorted(outlines)
    replaced: set[str] = set()
    for start in range(0, len(codes), _AT_ONCE):
        some = BoundaryRow.objects.filter(code__in=codes[start : start + _AT_ONCE]).order_by("code")
        replaced.update(some.values_list("code", flat=True))
    return Preview(outlines, frozenset(replaced))


def bounded_levels() -> dict[Level, int]:
    """Return how many areas of each level have a boundary."""
    lengths = BoundaryRow.objects.annotate(size=Length("code")).values("size")
    found = {row["size"]: row["n"] for row in lengths.annotate(n=Count("code")).order_by("size")}
    return {level: found[size] for level, size in rules.CODE_LENGTHS.items() if size in found}


def _bounded(codes: Iterable[str], *, without: str) -> list[BoundaryRow]:
    """Return the rows of some areas with their files, leaving out what is not asked for."""
    wanted = sorted({code for code in codes if rules.is_code(code)})
    found: list[BoundaryRow] = []
    for start in range(0, len(wanted), _AT_ONCE):
        rows = BoundaryRow.objects.filter(code__in=wanted[start : start + _AT_ONCE]).select_related("file")
        found += rows.defer(without, "file__report", "file__preview").order_by("code")
    return found


def _file(row: BoundaryFile) -> BoundaryFileRow:
    return BoundaryFileRow(
        id=row.pk,
        name=row.name,
        notes=FileNotes(**{name: getattr(row, name) for name in FileNotes.__dataclass_fields__}),
        state=FileState(row.state),
        sha256=row.sha256,
        size=row.size,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        decided_at=row.decided_at,
        report=report_of(row.report) if row.report else None,
        problem=row.problem,
        in_use=row.in_use,  # type: ignore[attr-defined]  # counted by the query
    )


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
