"""Visits that came sealed, from an outbox or a backup: kept apart until a person has looked."""

import hashlib
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor, DeviceSender, check_may, kin_of, may, names_behind
from bahtera.foundation import audit, clock
from bahtera.foundation.errors import DomainError, Refused
from bahtera.foundation.sealing import phones
from bahtera.foundation.sealing.errors import Broken, NotSealed, UnknownKey
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import UnknownSealedVisit
from bahtera.surveys.models import SealedVisit, Submission
from bahtera.surveys.operations.joint.taking import read_part, receive_part
from bahtera.surveys.operations.receiving.confiding import pass_on, read_private
from bahtera.surveys.operations.receiving.storing import receipt_of, receive
from bahtera.surveys.values import Outcome, Receipt

MOST_SEALED: Final = 100
_MOST_WAITING: Final = 2000
_LONGEST: Final = 300_000


def keep_sealed(sealed: Sequence[bytes], *, sender: DeviceSender) -> list[Outcome]:
    """Keep visits that a phone sealed to this site, and say of each what became of it.

    "kept": waits for a person; the phone may let go of it. "repeated": the same sealed bytes are kept already,
    or the server has the very visit from this phone (with its receipt). "refused": not sealed to this site,
    changed, or no visit; nothing is stored. "again": more wait than one phone may leave here.
    """
    return [_keep(one, sender) for one in sealed]


def release(sealed_id: UUID, *, actor: Actor) -> Receipt:
    """Take a sealed visit in as if its phone had sent it: it is checked and reviewed like any other.

    Raises UnknownSealedVisit, NotAllowed, and whatever `receive` refuses: then it goes on waiting.
    """
    with durable():
        row = _waiting(sealed_id, actor)
    areas = tuple(row.sender_areas)
    name = names_behind([row.person_id]).get(row.person_id, "")
    plain = Actor.over(f"device:{row.device_id}", name, frozenset({"kader"}), areas)
    sender = Actor(plain.key, plain.name, plain.grants, kin=kin_of(plain.key))
    visit = phones.open_visit(bytes(row.sealed))
    part = read_part(visit.extra.get("part"))
    if part is None:
        receipt = receive(visit.xml, actor=sender, device_id=plain.key, complete=not visit.files)
    else:
        receipt = receive_part(visit.xml, part, actor=sender, device_id=plain.key, complete=not visit.files)
    private = read_private(visit.extra.get("private"))
    if private:
        pass_on(receipt.submission_id, private, actor=sender)
    with durable():
        row = _waiting(sealed_id, actor)
        row.submission_id = receipt.submission_id
        _decide(row, "released", "surveys.sealed_released", actor)
    return receipt


def set_sealed_aside(sealed_id: UUID, *, note: str, actor: Actor) -> None:
    """Leave a sealed visit out, with a word why; it stays as it came.

    Raises UnknownSealedVisit, Refused without a word, NotAllowed.
    """
    words = " ".join(note.split())[:500]
    if not words:
        raise Refused("surveys.sealed_needs_note", "Say in a word why it is left out.")
    with durable():
        row = _waiting(sealed_id, actor)
        row.note = words
        _decide(row, "set_aside", "surveys.sealed_set_aside", actor)


def shared_area(codes: Sequence[str]) -> str:
    """Return the smallest area that holds all of some areas; empty when only the country does."""
    steps = [code.split(".") for code in codes]
    shared = []
    for level in zip(*steps, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return ".".join(shared)


def _keep(sealed: bytes, sender: DeviceSender) -> Outcome:
    sha256 = hashlib.sha256(sealed).hexdigest()
    try:
        if len(sealed) > _LONGEST:
            raise Refused("surveys.sealed_too_large", "This sealed visit is larger than the server takes.")
        xml = phones.open_visit(sealed).xml
        envelope = questionnaires.read_submission(xml)
    except DomainError as error:
        return Outcome("refused", sha256, error=error)
    except (NotSealed, UnknownKey, Broken):
        refusal = Refused("surveys.not_sealed_here", "This was not sealed to this site, or it was changed.")
        return Outcome("refused", sha256, error=refusal)
    held = _held(envelope.instance_id, xml, sender)
    if held is not None:
        return Outcome("repeated", sha256, held)
    with durable():
        one_at_a_time(f"surveys.sealed:{sender.device_id}")
        mine = SealedVisit.objects.filter(device_id=sender.device_id)
        if mine.filter(sha256=sha256).exists():
            return Outcome("repeated", sha256)
        if mine.filter(state="waiting").count() >= _MOST_WAITING:
            return Outcome("again", sha256)
        row = SealedVisit.objects.create(
            device_id=sender.device_id,
            person_id=sender.person_id,
            area_code=shared_area(sender.areas),
            sender_areas=list(sender.areas),
            sha256=sha256,
            sealed=sealed,
            came_at=clock.now(),
            was_revoked=sender.was_stopped,
        )
        audit.record(
            "surveys.sealed_kept",
            actor=f"device:{sender.device_id}",
            subject=f"sealed:{row.pk}",
            about=[f"person:{sender.person_id}"],
            details={"sha256": sha256, "stopped": sender.was_stopped},
        )
    return Outcome("kept", sha256)


def _held(instance_id: str, xml: bytes, sender: DeviceSender) -> Receipt | None:
    """Return the receipt of the very visit when this phone had sent it before; nothing is told of others'."""
    sha256 = hashlib.sha256(xml).hexdigest()
    rows = Submission.objects.filter(
        instance_id=instance_id, sha256=sha256, actor_key=f"device:{sender.device_id}"
    )
    row = rows.order_by("pk").first()
    return receipt_of(row, repeated=True) if row else None


def _waiting(sealed_id: UUID, actor: Actor) -> SealedVisit:
    check_may(actor, "submission.review")
    rows = SealedVisit.objects.select_for_update()
    row = rows.filter(pk=sealed_id, state="waiting").order_by("pk").first()
    if row is None or not may(actor, "submission.review", area=row.area_code):
        raise UnknownSealedVisit
    return row


def _decide(row: SealedVisit, state: str, action: str, actor: Actor) -> None:
    row.state, row.decided_at, row.decided_by = state, clock.now(), actor.key
    row.save(update_fields=["state", "decided_at", "decided_by", "note", "submission"])
    audit.record(
        action,
        actor=actor.key,
        subject=f"sealed:{row.pk}",
        about=[f"person:{row.person_id}"],
        details={"sha256": row.sha256},
    )
