"""Opening a file that came with a visit: a read that is written down."""

from typing import BinaryIO
from uuid import UUID

from bahtera.access.api import Actor, check_may, may
from bahtera.foundation import audit, blobs
from bahtera.foundation.sealing.errors import Erased
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import UnknownAttachment, UnknownSubmission
from bahtera.surveys.models import Attachment, Submission
from bahtera.surveys.queries.submissions import check_no_kin


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
