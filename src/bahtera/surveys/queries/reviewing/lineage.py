"""What a visit was made of: the versions before it, and the visits that were put together into one."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from bahtera.access.api import Actor, may
from bahtera.surveys.models import Submission
from bahtera.surveys.rules.joint import ACTOR_PREFIX
from bahtera.surveys.values import SuccessorRow


def comes_from(row: Submission, other: Submission) -> bool:
    """Tell whether a visit is a later version of another, or was put together from it, at whatever remove."""
    ahead, seen = _parents(row), {row.pk}
    while ahead:
        one = ahead.pop()
        if one.pk == other.pk:
            return True
        if one.pk not in seen:
            seen.add(one.pk)
            ahead += _parents(one)
    return False


def put_together(visit: str) -> QuerySet[Submission]:
    """Return, for a subquery, the outcome of a merging that the visit of this outer column is, or went into."""
    outer = OuterRef(visit)
    made = Submission.objects.filter(merged_with__isnull=False)
    return made.filter(Q(pk=outer) | Q(previous_id=outer) | Q(merged_with_id=outer))


def successors(row: Submission, instance_ids: Collection[str], actor: Actor) -> Mapping[str, SuccessorRow]:
    """Return what took a visit's place, by instance id, as far as the reader may see it."""
    if not instance_ids:
        return {}
    found = Submission.objects.filter(instance_id__in=instance_ids).order_by("pk")
    return {
        one.instance_id: SuccessorRow(
            one.pk, _kind(row, one), one.version_number, one.received_at, one.actor_name
        )
        for one in found
        if may(actor, "submission.read", area=one.area_code)
    }


def _kind(row: Submission, later: Submission) -> str:
    if not comes_from(later, row):
        return "other"
    is_joined = later.actor_key.startswith(ACTOR_PREFIX) and not row.actor_key.startswith(ACTOR_PREFIX)
    return "merged" if later.merged_with_id or is_joined else "version"


def _parents(row: Submission) -> list[Submission]:
    made_of = [one for one in (row.previous, row.merged_with) if one is not None]
    if not row.actor_key.startswith(ACTOR_PREFIX):
        return made_of
    signed = Submission.objects.filter(joint_part__task=UUID(row.actor_key.removeprefix(ACTOR_PREFIX)))
    return [*made_of, *signed.filter(received_at__lte=row.received_at).order_by("pk")]
