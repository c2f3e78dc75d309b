"""A family's right goes before the record: an erased visit's line is destroyed in every version, its hash stays."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from bahtera.foundation import audit, clock, kept_files
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.releases.models import Correction, Line, MicroRequest, Version
from bahtera.releases.queries.documents import manifest_of, version_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bahtera.foundation.events import Event


def on_erased(batch: Sequence[Event]) -> None:
    """Handle `surveys.erased`: destroy the lines of these visits; again changes nothing."""
    for key in sorted({event.key for event in batch}):
        destroy_lines(UUID(key))


def destroy_lines(submission_id: UUID) -> int:
    """Destroy what any version says of a visit, and return how many lines there were."""
    files: set[str] = set()
    with durable():
        rows = list(
            Line.objects.select_for_update()
            .filter(submission_id=submission_id, erased_at__isnull=True)
            .order_by("pk")
        )
        for row in rows:
            parts.destroy(row)
            row.erased_at = clock.now()
            row.save(update_fields=["key", "body", "erased_at"])
            files |= _let_go(row)
        Correction.objects.filter(submission_id=submission_id).update(reason="", answer="", answers=[])
        if rows:
            audit.record(
                "releases.line_destroyed",
                actor="system",
                subject=f"submission:{submission_id}",
                details={"lines": len(rows)},
            )
    kept_files.erase_unused(files)
    return len(rows)


def _let_go(line: Line) -> set[str]:
    """Take a family's rows back: files of micro-data that hold them are not given out any more; return their names."""
    files = set()
    for request in MicroRequest.objects.filter(round_id=line.round_id).exclude(file="").order_by("pk"):
        manifest = manifest_of(version_of(request.round_id, request.number))
        if (line.village_code, line.sha256) in manifest:
            files.add(request.file)
            request.file = ""
            request.save(update_fields=["file"])
    return files


def forget_people(keys: Sequence[str]) -> None:
    """Take the names of people who left long ago from what they asked for and decided."""
    Correction.objects.filter(asked_by__in=keys).update(asked_name="")
    Correction.objects.filter(decided_by__in=keys).update(decided_name="")


def needed_files(hashes: Collection[str]) -> Collection[str]:
    """Return those of some stored files that a version or a request for micro-data needs."""
    found: set[str] = set()
    for column in ("manifest", "figures", "public"):
        rows = Version.objects.filter(**{f"{column}__in": sorted(hashes)})
        found |= set(rows.order_by("pk").values_list(column, flat=True))
    requests = MicroRequest.objects.filter(file__in=sorted(hashes))
    found |= set(requests.order_by("pk").values_list("file", flat=True))
    return found
