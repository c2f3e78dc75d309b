"""Many visits in one request: each has its own outcome."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor, check_may, person_behind
from bahtera.foundation.errors import DomainError
from bahtera.surveys.models import Upload
from bahtera.surveys.operations.joint.taking import receive_part
from bahtera.surveys.operations.receiving.confiding import check_private, pass_on
from bahtera.surveys.operations.receiving.pacing import keep_pace
from bahtera.surveys.operations.receiving.storing import receive
from bahtera.surveys.operations.receiving.together import Body, Together
from bahtera.surveys.values import Outcome, Receipt, SentFile, SentVisit

logger = logging.getLogger(__name__)

MOST_VISITS: Final = 100
_TROUBLES: Final = 3


def receive_many(visits: Sequence[SentVisit], *, actor: Actor, device_id: str = "") -> list[Outcome]:
    """Take visits in the order they came, and say of each what became of it.

    Each stands on its own: "stored" and "repeated" carry the signed receipt, and are on disk; "refused" the reason;
    "again" asks to send it again (the machine was in trouble; nothing is said about the visit). A file that is
    named and has not come leaves the visit waiting for it (``missing``). What is plain is written together, in one
    transaction; what is not, and all when that fails, one by one. Raises NotAllowed.
    """
    check_may(actor, "submission.send")
    kept = _kept_files(visits, actor)
    arrived = [_arrived(visit, kept) for visit in visits]
    outcomes: list[Outcome] = []
    together = Together([one.body for one in arrived], actor=actor, device=device_id)
    late: list[tuple[UUID, Mapping[str, int]]] = []
    for run in together.runs():
        receipts = together.keep(run)
        if receipts is not None:
            outcomes += [_told(arrived[index], told) for index, told in zip(run, receipts, strict=True)]
            continue
        alone = [arrived[index] for index in run]
        found = _one_by_one(alone, actor, device_id)
        outcomes += found
        told = zip(found, alone, strict=True)
        late += [(one.receipt.submission_id, visit.body.pace) for one, visit in told if one.receipt]
    keep_pace(late)
    return outcomes


@dataclass(frozen=True)
class _Arrived:
    """A visit with those of its files that are here, and the names of those that are not."""

    body: Body
    missing: tuple[str, ...]


def _arrived(visit: SentVisit, kept: dict[str, str]) -> _Arrived:
    files = [SentFile(name, kept[sent], sent) for name, sent in visit.files if sent in kept]
    missing = tuple(name for name, sent in visit.files if sent not in kept)
    body = Body(visit.xml, files, visit.complete and not missing, visit.pace, visit.private, visit.part)
    return _Arrived(body, missing)


def _told(one: _Arrived, receipt: Receipt) -> Outcome:
    outcome = "repeated" if receipt.repeated else "stored"
    return Outcome(outcome, receipt.sha256, receipt, missing=one.missing)


def _one_by_one(arrived: Sequence[_Arrived], actor: Actor, device_id: str) -> list[Outcome]:
    """Take visits each by itself; after some in a row that met trouble the machine is left in peace."""
    outcomes: list[Outcome] = []
    for one in arrived:
        if len(outcomes) >= _TROUBLES and all(last.outcome == "again" for last in outcomes[-_TROUBLES:]):
            outcomes.append(Outcome("again", _sha256(one)))
        else:
            outcomes.append(_receive(one, actor, device_id))
    return outcomes


def _receive(one: _Arrived, actor: Actor, device_id: str) -> Outcome:
    body = one.body
    try:
        if body.private:
            check_private(body.private)
        receipt = _taken(body, actor, device_id)
        if body.private:
            pass_on(receipt.submission_id, body.private, actor=actor)
    except DomainError as error:
        return Outcome("refused", _sha256(one), error=error)
    except Exception:
        logger.exception("a visit of a batch is to be sent again")
        return Outcome("again", _sha256(one))
    return _told(one, receipt)


def _taken(body: Body, actor: Actor, device_id: str) -> Receipt:
    if body.part is None:
        return receive(
            body.xml, actor=actor, attachments=body.files, device_id=device_id, complete=body.complete
        )
    return receive_part(
        body.xml,
        body.part,
        actor=actor,
        attachments=body.files,
        device_id=device_id,
        complete=body.complete,
        pace=body.pace,
    )


def _sha256(one: _Arrived) -> str:
    return hashlib.sha256(one.body.xml).hexdigest()


def _kept_files(visits: Sequence[SentVisit], actor: Actor) -> dict[str, str]:
    """Return under which hash each file is kept that this person's phones sent, by the hash as sent."""
    wanted = {sent for visit in visits for _, sent in visit.files}
    person_id = person_behind(actor.key) if wanted else None
    if person_id is None:
        return {}
    rows = Upload.objects.filter(person_id=person_id, sha256__in=wanted, finished_at__isnull=False)
    return dict(rows.order_by("pk").values_list("sha256", "kept_sha256"))
