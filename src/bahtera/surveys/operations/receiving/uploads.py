"""Files that come in pieces and go on where they broke off."""

import hashlib
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, Final
from uuid import UUID

from bahtera.access.api import Actor, NotForOneself, check_may, person_behind
from bahtera.foundation import audit, blobs, clock
from bahtera.foundation.kept_files import erase_unused
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.surveys.errors import UploadRefused, UploadTornApart
from bahtera.surveys.models import Upload, UploadPiece
from bahtera.surveys.operations.receiving.attachments import keep_file
from bahtera.surveys.values import UploadState

LARGEST_FILE: Final = 20_000_000
LARGEST_PIECE: Final = 1_000_000
_MOST_OPEN: Final = 200
_KEPT_FOR: Final = timedelta(days=60)
_IN_MEMORY: Final = 1 << 20
_BATCH: Final = 200


def upload_state(sha256: str, *, actor: Actor) -> UploadState:
    """Return how much of a file of this person is here; nothing of one nobody has begun.

    One of which every piece is here and that was never put together, because the machine stopped just then, is put
    together now: its phone has nothing more to send. Raises NotAllowed, and UploadRefused as `put_piece`.
    """
    row = Upload.objects.filter(person_id=_person(actor), sha256=sha256).order_by("pk").first()
    if row is None:
        return UploadState(0, 0, is_whole=False)
    if row.finished_at is None:
        return _finish(row.pk, sha256, actor) if row.received == row.size else _state(row)
    is_kept = blobs.exists(row.kept_sha256)
    return _state(row) if is_kept else UploadState(0, row.size, is_whole=False)


def put_piece(sha256: str, *, start: int, size: int, data: bytes, actor: Actor) -> UploadState:
    """Keep a piece of a file of ``size`` bytes that begins at ``start``; the last one makes it whole.

    The whole is checked against its hash, its photo's metadata is taken out, and it is sealed. Raises
    UploadTornApart for a piece that does not go on where the file stands (it says where), UploadRefused for
    a file that is too large, of another size than before or of another hash (it begins anew), NotAllowed.
    """
    person_id = _person(actor)
    if not 0 < size <= LARGEST_FILE or len(data) > LARGEST_PIECE or not data:
        raise UploadRefused.size(LARGEST_FILE, LARGEST_PIECE)
    with durable():
        row = _row(person_id, sha256, size)
        if row.finished_at is not None:
            return _state(row)
        if row.size != size or start + len(data) > size:
            raise UploadRefused.other_size()
        if start != row.received:
            raise UploadTornApart(row.received)
        piece = UploadPiece(upload=row, start=start)
        parts.write(piece, data=data)
        piece.save(force_insert=True)
        row.received += len(data)
        row.save(update_fields=["received"])
    if row.received < size:
        return _state(row)
    return _finish(row.pk, sha256, actor)


def forget_uploads() -> None:
    """Let go of files that came sixty days ago: a visit that has one keeps it by itself."""
    before = clock.now() - _KEPT_FOR
    while True:
        with durable():
            rows = list(Upload.objects.filter(started_at__lt=before).order_by("started_at", "pk")[:_BATCH])
            Upload.objects.filter(pk__in=[row.pk for row in rows]).delete()
        erase_unused([row.kept_sha256 for row in rows if row.kept_sha256])
        if len(rows) < _BATCH:
            return


def _finish(upload_id: UUID, sha256: str, actor: Actor) -> UploadState:
    """Put the pieces together; what is not what its hash says is let go whole."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        _fill(upload_id, file)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        kept = keep_file("", file) if digest == sha256 else None
    with durable():
        row = Upload.objects.select_for_update().get(pk=upload_id)
        if row.finished_at is not None or row.received < row.size:  # somebody else was quicker
            return _state(row)
        row.pieces.all().delete()
        if kept is not None:
            row.kept_sha256, row.finished_at = kept.sha256, clock.now()
        else:
            row.received = 0
        row.save(update_fields=["kept_sha256", "finished_at", "received"])
        action = "surveys.file_received" if kept else "surveys.file_refused"
        audit.record(action, actor=actor.key, subject=f"body:{sha256}", details={"size": row.size})
    if kept is None:
        raise UploadRefused.other_hash()
    return _state(row)


def _fill(upload_id: UUID, file: IO[bytes]) -> None:
    for piece in UploadPiece.objects.filter(upload=upload_id).order_by("start").iterator(1):
        file.write(parts.read(piece, "data") or b"")


def _row(person_id: UUID, sha256: str, size: int) -> Upload:
    """Return the upload, locked; a person begins so many at once and no more."""
    one_at_a_time(f"surveys.upload:{person_id}")
    rows = Upload.objects.select_for_update().filter(person_id=person_id)
    row = rows.filter(sha256=sha256).order_by("pk").first()
    if row is not None:
        if row.finished_at is not None and not blobs.exists(row.kept_sha256):
            row.received, row.kept_sha256, row.finished_at = 0, "", None
        return row
    if Upload.objects.filter(person_id=person_id, finished_at__isnull=True).count() >= _MOST_OPEN:
        raise UploadRefused.too_many(_MOST_OPEN)
    return Upload.objects.create(person_id=person_id, sha256=sha256, size=size, started_at=clock.now())


def _person(actor: Actor) -> UUID:
    check_may(actor, "submission.send")
    person_id = person_behind(actor.key)
    if person_id is None:
        raise NotForOneself
    return person_id


def _state(row: Upload) -> UploadState:
    return UploadState(row.received, row.size, is_whole=row.finished_at is not None)
