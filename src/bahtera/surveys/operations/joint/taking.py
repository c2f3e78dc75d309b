"""Taking in the part of a visit that one of two kader filled and signed.

A part is kept like any visit (bytes, hash, sealed answers, receipt) and counts for nothing: it waits in state
"received" until the other's is there. What is not signed by the phone that sends it, or answers the other's sections,
is refused.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.api import Actor, check_may, is_phone_signed, person_behind
from bahtera.foundation import audit, events
from bahtera.foundation.errors import Refused
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import InstanceReused, PartRefused
from bahtera.surveys.models import Attachment, JointPart, JointTask, Submission
from bahtera.surveys.operations.joint.news import CHANGED
from bahtera.surveys.operations.receiving.assessing import assess_body
from bahtera.surveys.operations.receiving.inserting import insert_all, writing
from bahtera.surveys.operations.receiving.pacing import close_pace
from bahtera.surveys.operations.receiving.settling import changed, content_of, place, supersede
from bahtera.surveys.operations.receiving.storing import (
    form_of,
    new_row,
    receipt_of,
    record_refused,
    repeat,
)
from bahtera.surveys.queries.joint.answers import strange_section
from bahtera.surveys.queries.joint.sections import asked_in, places_of
from bahtera.surveys.rules import State
from bahtera.surveys.rules.joint import signed_text
from bahtera.surveys.values import Assessed, Receipt, SentFile, SignedPart

_DEVICE: Final = "device:"


def receive_part(
    xml: bytes,
    part: SignedPart,
    *,
    actor: Actor,
    device_id: str = "",
    attachments: Sequence[SentFile] = (),
    complete: bool = True,
    pace: Mapping[str, int] | None = None,
) -> Receipt:
    """Keep one kader's part of a shared visit, and return a signed receipt; the same bytes again change nothing.

    Raises PartRefused, InstanceReused, and as `receive` does; each attempt that is refused leaves its hash and reason.
    A part of a task that was settled meanwhile is kept too, and counts no more.
    """
    check_may(actor, "submission.send")
    sha256 = hashlib.sha256(xml).hexdigest()
    envelope: questionnaires.Envelope | None = None
    try:
        envelope = questionnaires.read_submission(xml)
        held = Submission.objects.filter(instance_id=envelope.instance_id).order_by("pk").first()
        if held is not None:
            if held.sha256 != sha256:
                raise InstanceReused(envelope.instance_id)
            return repeat(held.pk, actor=actor, device=device_id[:120], files=attachments, complete=complete)
        form = form_of(envelope)
        task = _task(part, actor)
        _check_signature(part, envelope.instance_id, sha256, actor)
        row = new_row(envelope, xml, sha256, actor=actor, device=device_id[:120], complete=complete)
        assessed = assess_body(form, xml, row.received_at)
        _check_answers(form, task, part, assessed)
    except Refused as error:
        record_refused(
            error, actor=actor, sha256=sha256, size=len(xml), device_id=device_id, envelope=envelope
        )
        raise
    try:
        _store(row, task, part, assessed, xml, attachments, pace or {}, actor)
    except IntegrityError:
        held = (
            Submission.objects.filter(instance_id=envelope.instance_id, sha256=sha256).order_by("pk").first()
        )
        if held is None:
            raise
        return receipt_of(held, repeated=True)
    return receipt_of(row, repeated=False)


def read_part(told: Any) -> SignedPart | None:
    """Return a signed part as it rides beside a visit that a phone sealed, or None when it is none."""
    try:
        return SignedPart(
            UUID(str(told["task"])),
            tuple(str(one) for one in told["sections"]),
            str(told["signed_at"])[:40],
            str(told["signature"])[:120],
        )
    except (KeyError, TypeError, ValueError):
        return None


def _task(part: SignedPart, actor: Actor) -> JointTask:
    task = JointTask.objects.filter(pk=part.task_id).order_by("pk").first()
    person_id = person_behind(actor.key)
    given = {} if task is None else {task.first_id: task.first_sections, task.second_id: task.second_sections}
    if task is None or person_id not in given:
        raise PartRefused.not_shared()
    if set(part.sections) != set(given[person_id]):
        raise PartRefused.sections()
    return task


def _check_signature(part: SignedPart, instance_id: str, sha256: str, actor: Actor) -> None:
    device = actor.key.removeprefix(_DEVICE)
    text = signed_text(part.task_id, instance_id, sha256, part.sections, part.signed_at)
    if device == actor.key or not is_phone_signed(device, text, part.signature):
        raise PartRefused.signature()


def _check_answers(
    form: questionnaires.FormVersion, task: JointTask, part: SignedPart, assessed: Assessed
) -> None:
    if form.form_id != task.form_id or assessed.facts.family_id != task.family_id:
        raise PartRefused.family()
    own = set(part.sections)
    theirs = {one for one in (*task.first_sections, *task.second_sections) if one not in own}
    strange = strange_section(assessed.answers, places=places_of(form), asked=asked_in(form), theirs=theirs)
    if strange:
        raise PartRefused.strange(strange)


def _store(  # noqa: PLR0917 - what a part is made of
    row: Submission,
    task: JointTask,
    part: SignedPart,
    assessed: Assessed,
    xml: bytes,
    files: Sequence[SentFile],
    pace: Mapping[str, int],
    actor: Actor,
) -> None:
    placement = place(row, assessed, kin=actor.kin, family_id=task.family_id)
    row.round_id, row.state, row.is_current = task.round_id, State.RECEIVED.value, False
    content = content_of(placement, xml)
    close_pace(content, pace)
    person_id = person_behind(actor.key)
    assert person_id is not None
    signed = JointPart(
        submission=row,
        task=task,
        person_id=person_id,
        sections=sorted(part.sections),
        signed_at=part.signed_at,
        device_id=actor.key.removeprefix(_DEVICE),
        signature=part.signature,
    )
    with writing():
        now = JointTask.objects.select_for_update().get(pk=task.pk)
        before = list(
            Submission.objects.select_for_update(of=("self",))
            .filter(joint_part__task=task, joint_part__person_id=person_id)
            .order_by("received_at", "pk")
        )
        if before and before[-1].instance_id == row.deprecated_id:
            row.previous, row.version_number = before[-1], before[-1].version_number + 1
        kept = [one for one in files if one.sha256 and one.name in row.declared_files]
        if now.ended_at is not None:
            row.state = State.SUPERSEDED.value
        insert_all([row])
        insert_all([content])
        insert_all([signed])
        insert_all([Attachment(submission=row, **one._asdict()) for one in kept])
        insert_all(changed(row))
        for earlier in before:
            if earlier.state == State.RECEIVED.value:
                supersede(earlier, by=row)
        now.revision += 1
        now.save(update_fields=["revision"])
        audit.record(
            "surveys.part_received",
            actor=actor.key,
            subject=f"submission:{row.pk}",
            details={"instance_id": row.instance_id, "sha256": row.sha256, "sections": len(part.sections)},
            about=[f"family:{task.family_id}", f"joint:{task.pk}"],
        )
        if now.ended_at is None:
            events.publish(CHANGED, key=str(task.pk))
