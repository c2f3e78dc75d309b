"""Files of boundaries sent through a page: kept aside, read by the worker, taken over when somebody says so."""

from __future__ import annotations

import errno
import logging
import tempfile
from collections.abc import Collection
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from django.db.models import F

from bahtera.areas.errors import BadBoundaries, BoundaryFileMoved, UnknownBoundaryFile
from bahtera.areas.models import Boundary, BoundaryFile
from bahtera.areas.operations.bounding import checked_notes, keep, read_boundaries
from bahtera.areas.rules.limits import MOST_BYTES, MOST_PREVIEWED
from bahtera.areas.rules.reports import report_json
from bahtera.areas.rules.shapes import pack_many
from bahtera.areas.values import FileNotes, FileState
from bahtera.foundation import audit, blobs, clock
from bahtera.foundation.errors import Refused
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LONGEST: Final = 120
_CHUNK: Final = 1 << 20
_SILENCE: Final = timedelta(minutes=20)
"""How long nobody is at a file before it is begun again: the largest take minutes."""
_MOST_ATTEMPTS: Final = 3
_OPEN: Final = (FileState.WAITING, FileState.READ, FileState.KEEPING)


def send_boundaries(file: BinaryIO, notes: FileNotes, *, name: str, size: int, actor_key: str) -> int:
    """Keep a file aside until the worker has read it and somebody has decided; return its number.

    Raises BadBoundaries for one that is too large, that is empty, for which there is no room, or of which nobody says
    where it is from.
    """
    checked = checked_notes(notes)
    if size > MOST_BYTES:
        raise BadBoundaries.too_large(MOST_BYTES >> 20)
    if not size:
        raise BadBoundaries.no_file()
    try:
        sha256 = blobs.put(file)
    except OSError as error:
        if error.errno in _FULL:
            raise BadBoundaries.no_room() from error
        raise
    with durable():
        row = BoundaryFile.objects.create(
            name=name[:_LONGEST],
            state=FileState.WAITING,
            source=checked.source,
            dated=checked.dated,
            licence=checked.licence,
            property_name=checked.property_name,
            crs=checked.crs,
            layer=checked.layer,
            sha256=sha256,
            size=size,
            sent_at=clock.now(),
            sent_by=actor_key,
        )
        audit.record(
            "areas.boundaries_sent",
            actor=actor_key,
            subject=f"boundary_file:{row.pk}",
            details={"sha256": sha256},
        )
    return row.pk


def decide_boundaries(file_id: int, *, wanted: bool, actor_key: str) -> None:
    """Take a file over that was read, which the worker then does, or drop it, also while the worker is at it.

    Raises UnknownBoundaryFile, and BoundaryFileMoved when there is nothing to decide.
    """
    with durable():
        row = _locked(file_id)
        if row.state not in ((FileState.READ,) if wanted else _OPEN):
            raise BoundaryFileMoved
        row.state = FileState.KEEPING if wanted else FileState.DROPPED
        row.decided_at = clock.now()
        row.preview = row.preview if wanted else None
        row.begun_at, row.attempts = None, 0
        row.save(update_fields=["state", "decided_at", "preview", "begun_at", "attempts"])
        audit.record(
            "areas.boundaries_decided",
            actor=actor_key,
            subject=f"boundary_file:{row.pk}",
            details={"kept": wanted},
        )
    if not wanted:
        erase_unused([row.sha256])


def withdraw_boundaries(file_id: int, *, actor_key: str) -> int:
    """Take a file back that was kept; return how many areas have no boundary now.

    What it had replaced does not come back: import that file once more. Raises UnknownBoundaryFile, and
    BoundaryFileMoved for a file that is not kept.
    """
    with durable():
        row = _locked(file_id)
        if row.state != FileState.KEPT:
            raise BoundaryFileMoved
        gone, _ = Boundary.objects.filter(file=row).delete()
        row.state, row.decided_at = FileState.WITHDRAWN, clock.now()
        row.save(update_fields=["state", "decided_at"])
        audit.record(
            "areas.boundaries_withdrawn",
            actor=actor_key,
            subject=f"boundary_file:{row.pk}",
            details={"areas": gone},
        )
    return gone


def read_file(file_id: int) -> None:
    """Read a file that waits and keep its report; why nothing of it can be used stands in the row."""
    row = _begun(file_id, FileState.WAITING)
    if row is None:
        return
    state, report, problem, preview = FileState.READ, None, None, None
    try:
        with _copied(row) as path:
            made = read_boundaries(path, _notes(row))
        report = report_json(made.report)
        shown = sorted(made.rows)[:MOST_PREVIEWED]
        preview = pack_many({code: made.rows[code][1] for code in shown})
    except Refused as refused:
        state, problem = FileState.REFUSED, _told(refused)
    with durable():
        BoundaryFile.objects.filter(pk=file_id, state=FileState.WAITING).update(
            state=state, report=report, problem=problem, preview=preview
        )
        audit.record(
            "areas.boundaries_read",
            actor="system",
            subject=f"boundary_file:{file_id}",
            details={"usable": problem is None},
        )
    if problem:
        erase_unused([row.sha256])


def keep_file(file_id: int) -> None:
    """Take over a file that somebody decided to keep: all of it, or nothing."""
    row = _begun(file_id, FileState.KEEPING)
    if row is None:
        return
    try:
        with _copied(row) as path:
            made = read_boundaries(path, _notes(row))
    except Refused as refused:
        BoundaryFile.objects.filter(pk=file_id).update(
            state=FileState.REFUSED, problem=_told(refused), preview=None
        )
        erase_unused([row.sha256])
        return
    with durable():
        locked = _locked(file_id)
        if locked.state != FileState.KEEPING:
            return
        keep(locked, made, actor_key=locked.sent_by)
        locked.state, locked.report, locked.preview = FileState.KEPT, report_json(made.report), None
        locked.save(update_fields=["state", "report", "preview"])
    erase_unused([row.sha256])


def wake_files() -> dict[FileState, list[int]]:
    """Return the files that wait to be read (WAITING) or taken over (KEEPING) and that nobody has been at for long.

    What broke off as often as it may be begun is refused, which its page says.
    """
    silent = clock.now() - _SILENCE
    found: dict[FileState, list[int]] = {FileState.WAITING: [], FileState.KEEPING: []}
    for row in BoundaryFile.objects.filter(state__in=list(found)).order_by("pk"):
        since = row.begun_at or row.decided_at or row.sent_at
        still = BoundaryFile.objects.filter(pk=row.pk, state=row.state, begun_at=row.begun_at)
        if since >= silent:
            continue
        if row.attempts >= _MOST_ATTEMPTS:
            logger.error("boundary file %s was broken off %d times", row.pk, row.attempts)
            if still.update(state=FileState.REFUSED, problem=_told(BadBoundaries.broken_off()), preview=None):
                erase_unused([row.sha256])
        elif still.update(begun_at=clock.now()):
            found[FileState(row.state)].append(row.pk)
    return found


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return those files that still wait to be read or decided about."""
    rows = BoundaryFile.objects.filter(sha256__in=list(hashes), state__in=_OPEN).order_by("id")
    return set(rows.values_list("sha256", flat=True))


def _begun(file_id: int, state: FileState) -> BoundaryFile | None:
    """Note that a file is begun; None when it is no longer in that state."""
    asked = BoundaryFile.objects.filter(pk=file_id, state=state)
    if not asked.update(begun_at=clock.now(), attempts=F("attempts") + 1):
        return None
    return asked.first()


def _locked(file_id: int) -> BoundaryFile:
    row = BoundaryFile.objects.select_for_update().filter(pk=file_id).first()
    if row is None:
        raise UnknownBoundaryFile(file_id)
    return row


def _notes(row: BoundaryFile) -> FileNotes:
    return FileNotes(**{name: getattr(row, name) for name in FileNotes.__dataclass_fields__})


def _told(refused: Refused) -> dict[str, object]:
    return {"code": refused.code, "message": refused.message, "details": dict(refused.details)}


@contextmanager
def _copied(row: BoundaryFile) -> Iterator[Path]:
    """Lay a file open for the reading library, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="boundaries-") as folder:
        path = Path(folder) / "sent"
        with blobs.open(row.sha256) as source, path.open("wb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
        yield path
