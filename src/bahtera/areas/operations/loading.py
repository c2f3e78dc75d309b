"""Every write of areas."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bahtera.areas import rules, snapshot
from bahtera.areas.models import Area, LoadedSnapshot
from bahtera.areas.values import Loaded, Progress, SnapshotRow
from bahtera.foundation import audit, clock, transactions

_BATCH = 4000
_KEY = "code"
_FIELDS = tuple(
    field.name
    for field in Area._meta.concrete_fields  # noqa: SLF001 - Django's documented meta API
    if field.name != _KEY
)


def load_snapshot(
    progress: Progress | None = None, *, folder: Path = snapshot.FOLDER, actor_key: str = "system"
) -> Loaded:
    """Load the committed snapshot in one transaction; a second call with the same content writes nothing.

    ``progress`` is called with (areas written, areas in all). Areas that the snapshot no longer lists are
    retired, never deleted. Raises BadSnapshot, and changes nothing, when the file is damaged.
    """
    manifest = snapshot.read_manifest(folder)
    with transactions.durable():
        last = LoadedSnapshot.objects.order_by("-id").first()
        if last is not None and last.content_sha256 == manifest.content_sha256:
            return Loaded(manifest.decree, written=0, retired=0, total=Area.objects.active().count())
        rows = snapshot.read_rows(folder)
        first_time = last is None and not Area.objects.exists()
        for done in _write(rows, first_time=first_time):
            if progress is not None:
                progress(done, len(rows))
        retired = 0 if first_time else _retire_missing(rows)
        LoadedSnapshot.objects.all().delete()
        LoadedSnapshot.objects.create(
            content_sha256=manifest.content_sha256,
            decree=manifest.decree,
            source=manifest.source,
            loaded_at=clock.now(),
        )
        audit.record(
            "areas.snapshot_loaded",
            actor=actor_key,
            subject="areas",
            details={"decree": manifest.decree, "written": len(rows), "retired": retired},
        )
    return Loaded(manifest.decree, written=len(rows), retired=retired, total=len(rows))


def _write(rows: Sequence[SnapshotRow], *, first_time: bool) -> Iterator[int]:
    """Insert or update in batches, yielding how many are done."""
    for start in range(0, len(rows), _BATCH):
        batch = [_area(row) for row in rows[start : start + _BATCH]]
        if first_time:
            Area.objects.bulk_create(batch)
        else:
            Area.objects.bulk_create(
                batch, update_conflicts=True, unique_fields=[_KEY], update_fields=list(_FIELDS)
            )
        yield start + len(batch)


def _area(row: SnapshotRow) -> Area:
    level = rules.level_of(row.code)
    above = rules.ancestors_of(row.code)
    line = (*above, row.code)
    return Area(
        code=row.code,
        name=row.name,
        level=level,
        kind=row.kind,
        parent_code=above[-1] if above else "",
        province_code=line[0],
        regency_code=line[1] if len(line) > 1 else "",
        district_code=line[2] if len(line) > 2 else "",  # noqa: PLR2004 - position of the district
        bps_code=row.bps_code,
        latitude=row.latitude,
        longitude=row.longitude,
        zone=rules.zone_of(row.code),
        search_text=rules.search_text(level, row.name, row.other_names),
        is_active=True,
    )


def _retire_missing(rows: Sequence[SnapshotRow]) -> int:
    listed = {row.code for row in rows}
    known = Area.objects.active().values_list("code", flat=True)
    missing = [code for code in known.order_by("code") if code not in listed]
    for start in range(0, len(missing), _BATCH):
        Area.objects.filter(code__in=missing[start : start + _BATCH]).update(is_active=False)
    return len(missing)
