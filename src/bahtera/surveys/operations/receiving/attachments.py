"""Files that came with a visit: kept without what is nobody's business, opened as a read that is written down."""

import hashlib
from typing import IO, BinaryIO
from uuid import UUID

from bahtera.access.api import Actor, check_may, may
from bahtera.foundation import audit, blobs, photos
from bahtera.foundation.sealing.errors import Erased
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import UnknownAttachment, UnknownSubmission
from bahtera.surveys.models import Attachment, Submission
from bahtera.surveys.queries.reviewing.submissions import check_no_kin
from bahtera.surveys.values import SentFile


def keep_file(name: str, file: IO[bytes]) -> SentFile:
    """Store a file that came with a visit, and return what `receive` needs; the file is read from its beginning.

    A photo is kept without what its camera wrote beside the picture: position, time, device. What is no photo, or
    none that can be read, is kept as it came.
    """
    file.seek(0)
    sent = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # any binary file will do
    file.seek(0)
    head = file.read(photos.HEAD)
    file.seek(0)
    if photos.is_photo(head):
        data = file.read()
        plain = photos.stripped(data)
        if plain is not data:
            return SentFile(name, blobs.put(plain), sent)
        file.seek(0)
    if not blobs.exists(sent):
        blobs.put(file)  # type: ignore[arg-type] # a SpooledTemporaryFile reads like any binary file
    return SentFile(name, sent)


def open_attachment(submission_id: UUID, name: str, *, actor: Actor) -> BinaryIO:
    """Open a file of a visit for reading and write down who did; the caller closes it.

    Raises UnknownSubmission, also outside one's areas, and UnknownAttachment when there is no such file or its
    bytes have not arrived; Erased when it was erased.
    """
    check_may(actor, "submission.read")
    row = Submission.objects.filter(pk=submission_id).order_by("pk").first()
    if row is None or not may(actor, "submission.read", area=row.village_code):
        raise UnknownSubmission(submission_id)
    check_no_kin(row, actor)
    attachment = Attachment.objects.filter(submission=row, name=name).order_by("pk").first()
    if attachment is not None and attachment.erased_at is not None:
        raise Erased
    digest = attachment.sha256 if attachment else ""
    if not digest or not blobs.exists(digest):
        raise UnknownAttachment(name)
    with durable():
        audit.record(
            "surveys.attachment_opened",
            actor=actor.key,
            subject=f"submission:{submission_id}",
            details={"sha256": digest},
        )
    return blobs.open(digest)
