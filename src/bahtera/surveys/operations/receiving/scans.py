"""The scan of the sheet that a visit was typed from: kept beside the visit as its photos are, opened as they are."""

from typing import IO, Final
from uuid import UUID

from bahtera.access.api import LARGEST_PAPER, Actor, check_may, may, paper_kind
from bahtera.foundation import audit, blobs, photos
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import BadScan, UnknownSubmission
from bahtera.surveys.models import Attachment, Submission
from bahtera.surveys.operations.keeping import erasing
from bahtera.surveys.rules import State

MOST_SCANS: Final = 10
SCAN: Final = "pindaian-"


def attach_scan(submission_id: UUID, file: IO[bytes], *, actor: Actor) -> str:
    """Keep a scan (PDF, JPG, PNG up to 10 MB), without what a camera wrote in it; return its name.

    Raises BadScan, UnknownSubmission, NotAllowed.
    """
    check_may(actor, "submission.key")
    data = file.read(LARGEST_PAPER + 1)
    kind = paper_kind(data)
    if kind is None or len(data) > LARGEST_PAPER:
        raise BadScan.kind()
    with durable():
        row = Submission.objects.select_for_update().filter(pk=submission_id).order_by("pk").first()
        if row is None or not may(actor, "submission.key", area=row.area_code):
            raise UnknownSubmission(submission_id)
        if row.state == State.RECEIVED.value or erasing.is_erased(row):
            raise BadScan.not_now()
        taken = row.attachments.filter(name__startswith=SCAN).count()
        if taken >= MOST_SCANS:
            raise BadScan.most(MOST_SCANS)
        digest, name = blobs.put(photos.stripped(data)), f"{SCAN}{taken + 1}.{kind}"
        Attachment.objects.create(submission=row, name=name, sha256=digest)
        audit.record(
            "surveys.scan_attached",
            actor=actor.key,
            subject=f"submission:{row.pk}",
            details={"sha256": digest, "size": len(data)},
        )
    return name
