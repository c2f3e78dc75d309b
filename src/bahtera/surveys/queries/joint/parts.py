"""Shared families and their parts: who has what, what came, and what a phone is told of it."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.api import Actor, check_may, keys_behind, may, names_behind, person_behind
from bahtera.families import api as families
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import UnknownJoint
from bahtera.surveys.models import JointPart, JointTask, Submission
from bahtera.surveys.queries.joint.answers import disagreements, may_choose
from bahtera.surveys.queries.joint.sections import sections_of
from bahtera.surveys.queries.reviewing.submissions import answers_of
from bahtera.surveys.queries.rounds.outcomes import visit_outcomes
from bahtera.surveys.rules import RoundState
from bahtera.surveys.rules.joint import ACTOR_PREFIX
from bahtera.surveys.values import (
    FormSection,
    JointDetail,
    JointRow,
    JointSide,
    JointState,
    JointTold,
    PartSignature,
)

_ACTION = "assignment.manage"
_BOTH = 2


def live_joint() -> QuerySet[JointTask]:
    """Return the families that two kader share now."""
    return JointTask.objects.filter(ended_at__isnull=True).order_by("pk")


def latest_parts(task: JointTask) -> dict[UUID, JointPart]:
    """Return the part that each of the two sent last."""
    rows = JointPart.objects.filter(task=task).select_related("submission", "joined")
    return {row.person_id: row for row in rows.order_by("submission__received_at", "pk")}


def told_to(person_id: UUID | None, family_ids: Collection[UUID]) -> dict[UUID, JointTold]:
    """Return what a kader's phone is told of those of some families that they share in an open round."""
    if person_id is None or not family_ids:
        return {}
    rows = live_joint().filter(
        Q(first_id=person_id) | Q(second_id=person_id),
        family_id__in=family_ids,
        round__state=RoundState.FIELD.value,
    )
    shared = list(rows)
    names = names_behind(one for row in shared for one in (row.first_id, row.second_id))
    labels = {form_id: section_labels(form_id) for form_id in {row.form_id for row in shared}}
    found: dict[UUID, JointTold] = {}
    for row in shared:
        own = (row.second_id, row.first_sections, row.second_sections)
        if row.second_id == person_id:
            own = (row.first_id, row.second_sections, row.first_sections)
        other, mine, theirs = own
        found[row.family_id] = JointTold(
            row.pk, names.get(other, ""), tuple(mine), tuple(theirs), labels[row.form_id]
        )
    return found


def joint_families(round_id: int, village_code: str, *, actor: Actor) -> tuple[JointRow, ...]:
    """Return the families that two kader share in a village, with how far each is; none of the actor's own kin.

    Those that one of the two takes over are named until the visit counts. Raises NotAllowed outside one's areas.
    """
    check_may(actor, _ACTION, area=village_code)
    rows = JointTask.objects.filter(
        Q(ended_at__isnull=True) | Q(taker_id__isnull=False), round_id=round_id, village_code=village_code
    ).exclude(family_id__in=actor.kin)
    heads = {one.family_id: one.head_name for one in families.places_in([village_code])}
    return tuple(joint_row(row, heads.get(row.family_id, "")) for row in rows.order_by("-ended_at", "pk"))


def joint_detail(joint_id: UUID, *, actor: Actor) -> JointDetail:
    """Return one shared family with the names of its sections and what the two disagree about.

    Raises UnknownJoint, also outside one's areas and for one's own kin.
    """
    task = find_joint(joint_id, actor)
    places = families.living_places([task.family_id])
    row = joint_row(task, next((one.head_name for one in places), ""))
    found = latest_parts(task)
    both = [found[one] for one in (task.first_id, task.second_id) if one in found]
    told = (
        disagreements(*(answers_of(one.submission.content) for one in both)) if _is_clash(task, both) else ()
    )
    return JointDetail(row, section_labels(task.form_id, both), told, may_choose(told) and bool(told))


def find_joint(joint_id: UUID, actor: Actor) -> JointTask:
    """Return a shared family's task; raises UnknownJoint, also outside the actor's areas and for their own kin."""
    row = JointTask.objects.select_related("round").filter(pk=joint_id).order_by("pk").first()
    if row is None or not may(actor, _ACTION, area=row.village_code) or row.family_id in actor.kin:
        raise UnknownJoint
    return row


def section_labels(form_id: str, parts: Iterable[JointPart] = ()) -> Mapping[str, Mapping[str, str]]:
    """Return the names of a form's sections, by language: of the newest version, and of those of some parts."""
    forms = [one for one in questionnaires.current_forms() if one.form_id == form_id]
    for one in parts:
        found = questionnaires.get_form(form_id, one.submission.form_version)
        forms += [found] if found else []
    sections: list[FormSection] = [one for form in reversed(forms) for one in sections_of(form)]
    return {one.name: one.labels for one in sections}


def signatures_of(submission_id: UUID) -> tuple[PartSignature, ...]:
    """Return who signed which sections of a visit, the first kader's first; empty for what one kader sent alone.

    Asked with a part, that part's own. The caller checks who may know.
    """
    rows = JointPart.objects.filter(Q(joined_id=submission_id) | Q(submission_id=submission_id))
    found = list(rows.select_related("submission", "task").order_by("submission__received_at", "pk"))
    if not found:
        found = _of_version(submission_id)
    latest = {one.person_id: one for one in found}
    names = names_behind(latest)
    return tuple(
        PartSignature(
            one.person_id,
            names.get(one.person_id, one.submission.actor_name),
            tuple(one.sections),
            one.signed_at,
            one.submission.received_at,
            one.device_id,
            one.submission_id,
        )
        for one in sorted(latest.values(), key=lambda one: one.person_id != one.task.first_id)
    )


def waits_with(submission_id: UUID) -> JointRow | None:
    """Return the shared family whose part a visit is, or None. The caller checks who may know."""
    row = JointPart.objects.select_related("task").filter(pk=submission_id).order_by("pk").first()
    return joint_row(row.task, "") if row else None


def is_shared(row: Submission) -> bool:
    """Tell whether a visit was made of what two kader sent."""
    return row.actor_key.startswith(ACTOR_PREFIX)


def senders_of(row: Submission) -> frozenset[str]:
    """Return the actor keys of those who made a visit: of one that two kader share, both with all their phones."""
    if not is_shared(row):
        return frozenset({row.actor_key})
    task_id = row.actor_key.removeprefix(ACTOR_PREFIX)
    told = JointTask.objects.filter(pk=task_id).order_by("pk").values_list("first_id", "second_id")
    return frozenset(key for pair in told for one in pair for key in keys_behind(one))


def is_shared_by(actor: Actor, task: JointTask) -> bool:
    """Tell whether somebody is one of the two."""
    return person_behind(actor.key) in {task.first_id, task.second_id}


def joint_row(task: JointTask, head_name: str) -> JointRow:
    """Turn a row into the value others get."""
    parts = latest_parts(task)
    names = names_behind([task.first_id, task.second_id])
    joined = _joined(parts)
    return JointRow(
        id=task.pk,
        round_id=task.round_id,
        village_code=task.village_code,
        family_id=task.family_id,
        head_name=head_name,
        first=_side(task.first_id, task.first_sections, names, parts),
        second=_side(task.second_id, task.second_sections, names, parts),
        state=_state(task, parts, joined),
        visit_id=joined,
        taker_id=task.taker_id,
        given_at=task.given_at,
        revision=task.revision,
    )


def sides_of(round_id: int, family_ids: Collection[UUID]) -> dict[UUID, tuple[JointSide, JointSide]]:
    """Return the two kader of those of some families that two share in a round, with their sections."""
    rows = list(live_joint().filter(round_id=round_id, family_id__in=family_ids))
    names = names_behind(one for row in rows for one in (row.first_id, row.second_id))
    return {
        row.family_id: (
            _side(row.first_id, row.first_sections, names, {}),
            _side(row.second_id, row.second_sections, names, {}),
        )
        for row in rows
    }


def _side(
    person_id: UUID, sections: Collection[str], names: Mapping[UUID, str], parts: Mapping[UUID, JointPart]
) -> JointSide:
    part = parts.get(person_id)
    if part is None:
        return JointSide(person_id, names.get(person_id, ""), tuple(sections))
    results = [one.submission.result_code for one in parts.values()]
    is_alike = len(results) == _BOTH and len(set(results)) == 1
    return JointSide(
        person_id,
        names.get(person_id, ""),
        tuple(sections),
        part.submission_id,
        part.signed_at,
        part.submission.received_at,
        met=is_alike or part.submission.result_code not in visit_outcomes().repeated,
    )


def _is_clash(task: JointTask, both: list[JointPart]) -> bool:
    return task.clash and len(both) == _BOTH


def _joined(parts: Mapping[UUID, JointPart]) -> UUID | None:
    made = {one.joined_id for one in parts.values()}
    return next(iter(made)) if len(parts) == _BOTH and len(made) == 1 else None


def _state(task: JointTask, parts: Mapping[UUID, JointPart], joined: UUID | None) -> JointState:
    if joined is not None:
        return JointState.JOINED
    if task.ended_at is not None:
        return JointState.ENDED
    if task.clash:
        return JointState.CLASH
    return JointState.WAITING if parts else JointState.NOTHING


def _of_version(submission_id: UUID) -> list[JointPart]:
    """Return the parts of an earlier version of a visit made of two: those that had come when it was made."""
    row = (
        Submission.objects.filter(pk=submission_id, actor_key__startswith=ACTOR_PREFIX).order_by("pk").first()
    )
    if row is None:
        return []
    rows = JointPart.objects.filter(
        task=UUID(row.actor_key.removeprefix(ACTOR_PREFIX)), submission__received_at__lte=row.received_at
    )
    return list(rows.select_related("submission", "task").order_by("submission__received_at", "pk"))
