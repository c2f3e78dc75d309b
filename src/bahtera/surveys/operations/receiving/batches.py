"""Many visits in one request: each is taken, repeated or refused by itself."""

import hashlib
import logging
from collections.abc import Sequence
from typing import Final

from bahtera.access.api import Actor, check_may, person_behind
from bahtera.foundation.errors import DomainError
from bahtera.surveys.models import Upload
from bahtera.surveys.operations.receiving.pacing import keep_pace
from bahtera.surveys.operations.receiving.storing import receive
from bahtera.surveys.values import Outcome, SentFile, SentVisit

logger = logging.getLogger(__name__)

MOST_VISITS: Final = 100


def receive_many(visits: Sequence[SentVisit], *, actor: Actor, device_id: str = "") -> list[Outcome]:
    """Take visits one by one and say of each, in the order they came, what became of it.

    Each stands on its own, durably: "stored" and "repeated" carry the signed receipt, "refused" the reason,
    "again" asks to send it again (the machine was in trouble; nothing is said about the visit). A file that is
    named and has not come leaves the visit waiting for it (``missing``). Raises NotAllowed.
    """
    check_may(actor, "submission.send")
    kept = _kept_files(visits, actor)
    outcomes = [_receive(visit, kept, actor, device_id) for visit in visits]
    told = zip(outcomes, visits, strict=True)
    keep_pace((one.receipt.submission_id, visit.pace) for one, visit in told if one.receipt)
    return outcomes


def _receive(visit: SentVisit, kept: dict[str, str], actor: Actor, device_id: str) -> Outcome:
    sha256 = hashlib.sha256(visit.xml).hexdigest()
    files = [SentFile(name, kept[sent], sent) for name, sent in visit.files if sent in kept]
    missing = tuple(name for name, sent in visit.files if sent not in kept)
    try:
        receipt = receive(
            visit.xml,
            actor=actor,
            attachments=files,
            device_id=device_id,
            complete=visit.complete and not missing,
        )
    except DomainError as error:
        return Outcome("refused", sha256, error=error)
    except Exception:
        logger.exception("a visit of a batch is to be sent again")
        return Outcome("again", sha256)
    return Outcome("repeated" if receipt.repeated else "stored", sha256, receipt, missing=missing)


def _kept_files(visits: Sequence[SentVisit], actor: Actor) -> dict[str, str]:
    """Return under which hash each file is kept that this person's phones sent, by the hash as sent."""
    wanted = {sent for visit in visits for _, sent in visit.files}
    person_id = person_behind(actor.key) if wanted else None
    if person_id is None:
        return {}
    rows = Upload.objects.filter(person_id=person_id, sha256__in=wanted, finished_at__isnull=False)
    return dict(rows.order_by("pk").values_list("sha256", "kept_sha256"))
