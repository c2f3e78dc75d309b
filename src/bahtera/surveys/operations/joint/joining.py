"""Making one visit of two parts, when both are there and agree about the family.

The outcome is a visit with a body of its own, assessed and placed like any other. Both parts stay behind it as they
came.
"""

import hashlib
import logging
from collections.abc import Sequence
from uuid import UUID, uuid4

from bahtera.access.api import kin_of
from bahtera.foundation import audit, clock
from bahtera.foundation.events import Event
from bahtera.foundation.ids import new_id
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.models import Attachment, JointPart, JointTask, Submission
from bahtera.surveys.operations.receiving.assessing import assess_body
from bahtera.surveys.operations.receiving.inserting import writing
from bahtera.surveys.operations.receiving.settling import (
    FamilyKnownOtherwise,
    content_of,
    place,
    settle,
    supersede,
)
from bahtera.surveys.queries.joint.answers import disagreements, may_choose, put_together
from bahtera.surveys.queries.joint.parts import joint_row, latest_parts
from bahtera.surveys.queries.joint.sections import places_of
from bahtera.surveys.queries.reviewing.submissions import answers_of, kept_body
from bahtera.surveys.rules import State
from bahtera.surveys.rules.joint import ACTOR_PREFIX, ROSTER
from bahtera.surveys.values import JointState, SentFile

logger = logging.getLogger(__name__)


def on_joint_changed(batch: Sequence[Event]) -> None:
    """Make a visit of what two kader signed, or write down that they disagree; handles ``surveys.joint_changed``."""
    for event in batch:
        join_parts(UUID(event.key))


def join_parts(task_id: UUID) -> UUID | None:
    """Make one visit of the latest parts of a shared family, if both are there and agree; return its id.

    None when nothing was made: one is missing, they are one visit already, or they disagree (``clash``).
    """
    try:
        return _join(task_id, None)
    except FamilyKnownOtherwise as otherwise:
        return _join(task_id, otherwise.family_id)


def _join(task_id: UUID, family_id: UUID | None) -> UUID | None:
    with writing() as ledger:
        task = JointTask.objects.select_for_update().filter(pk=task_id).order_by("pk").first()
        if task is None or task.ended_at is not None:
            return None
        parts = latest_parts(task)
        told = joint_row(task, "")
        if told.missing or told.state is JointState.JOINED:
            return None
        first, second = parts[task.first_id], parts[task.second_id]
        answers = [answers_of(one.submission.content) for one in (first, second)]
        differences = disagreements(answers[0], answers[1])
        is_settled = task.family_from is not None and may_choose(differences)
        if differences and not is_settled:
            _clash(task, is_clash=True)
            return None
        row, xml, form = _row_of(task, first, second, others_family=bool(differences))
        row.family_id = task.family_id
        assessed = assess_body(form, xml, row.received_at)
        kin = kin_of(first.submission.actor_key) | kin_of(second.submission.actor_key)
        placement = place(row, assessed, kin=kin, family_id=family_id or task.family_id)
        files = {one.name: one for one in _files(first, second) if one.name in assessed.declared}
        settle(placement, files=files, content=content_of(placement, xml), ledger=ledger)
        ledger.write_out()
        for part in (first, second):
            part.submission.refresh_from_db()
            if part.submission.state == State.RECEIVED.value:
                supersede(part.submission, by=row)
        JointPart.objects.filter(pk__in=[first.pk, second.pk]).update(joined=row)
        _clash(task, is_clash=False)
        audit.record(
            "surveys.parts_joined",
            actor=row.actor_key,
            subject=f"submission:{row.pk}",
            details={"first": first.submission.sha256, "second": second.submission.sha256},
            about=[f"submission:{first.pk}", f"submission:{second.pk}", f"family:{row.family_id}"],
        )
    return row.pk


def _clash(task: JointTask, *, is_clash: bool) -> None:
    """Write down whether the two disagree; what a person chose holds for that one joining."""
    if task.clash != is_clash:
        task.clash = is_clash
        task.revision += 1
        audit.record(
            "surveys.joint_clash" if is_clash else "surveys.joint_agreed",
            actor=f"{ACTOR_PREFIX}{task.pk}",
            subject=f"joint:{task.pk}",
            about=[f"family:{task.family_id}"],
        )
    if not is_clash:
        task.family_from = None
    task.save(update_fields=["clash", "revision", "family_from"])


def _row_of(
    task: JointTask, first: JointPart, second: JointPart, *, others_family: bool
) -> tuple[Submission, bytes, questionnaires.FormVersion]:
    """Return the visit of two parts, not yet written, with its body and its form (the newer of theirs)."""
    holder, other = (second, first) if ROSTER in task.second_sections else (first, second)
    form = _newer(first.submission, second.submission)
    answers = put_together(
        answers_of(holder.submission.content),
        answers_of(other.submission.content),
        places=places_of(form),
        others_sections=set(other.sections),
        others_family=others_family and task.family_from == other.person_id,
    )
    earlier = max(filter(None, (first.joined, second.joined)), key=lambda one: one.received_at, default=None)
    corrects = earlier.instance_id if earlier is not None else ""
    instance_id = f"uuid:{uuid4()}"
    xml = _body(form, answers, instance_id, (holder, other), corrects=corrects)
    both = (first.submission, second.submission)
    return (
        Submission(
            id=new_id(),
            instance_id=instance_id,
            deprecated_id=corrects,
            form_id=form.form_id,
            form_version=form.version,
            sha256=hashlib.sha256(xml).hexdigest(),
            size=len(xml),
            actor_key=f"{ACTOR_PREFIX}{task.pk}",
            actor_name=" + ".join(one.actor_name for one in both)[:150],
            sender_areas=sorted({area for one in both for area in one.sender_areas}),
            received_at=clock.now(),
            is_complete=all(one.is_complete for one in both),
            state=State.RECEIVED.value,
        ),
        xml,
        form,
    )


def _newer(first: Submission, second: Submission) -> questionnaires.FormVersion:
    versions = [one.version for one in questionnaires.list_versions(first.form_id)]
    form = questionnaires.get_form(
        first.form_id, min((first.form_version, second.form_version), key=versions.index)
    )
    assert form is not None
    return form


def _body(
    form: questionnaires.FormVersion,
    answers: dict[str, object],
    instance_id: str,
    parts: Sequence[JointPart],
    *,
    corrects: str,
) -> bytes:
    """Return the visit as one phone would have written it: from the first beginning to the last end."""
    device = questionnaires.device_questions(form)
    times = []
    for part in parts:
        own = questionnaires.get_form(part.submission.form_id, part.submission.form_version)
        assert own is not None
        times.append(questionnaires.device_times(own, kept_body(part.pk)))
    starts = [one for one, _ in times if one is not None]
    ends = [one for _, one in times if one is not None]
    told = {
        "start": min(starts, default=None),
        "end": max(ends, default=None),
        "instanceID": instance_id,
    }
    given = {name: value for name, value in told.items() if name in device and value is not None}
    chosen = {name: value for name, value in answers.items() if name not in device}
    return questionnaires.writer(form).write({**chosen, **given}, on=clock.now().date(), corrects=corrects)


def _files(first: JointPart, second: JointPart) -> list[SentFile]:
    rows = Attachment.objects.filter(submission_id__in=[first.pk, second.pk], erased_at__isnull=True)
    return [SentFile(one.name, one.sha256, one.sent_sha256) for one in rows.order_by("pk")]
