"""How a round is reviewed: its plan, what the second level looks at first, and what it may confirm together."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bahtera.surveys.models import ReviewPlan, Submission, VisitHold
from bahtera.surveys.rules import State, draw
from bahtera.surveys.values import Asked, ReviewPlanRow

SECOND: Final = "second level"


def review_plan(round_id: int) -> ReviewPlanRow:
    """Return how a round is reviewed; one that says nothing has one level, no share to hold and no sample."""
    row = ReviewPlan.objects.filter(pk=round_id).first()
    if row is None:
        return ReviewPlanRow(round_id)
    return ReviewPlanRow(round_id, row.second_level, row.hold_per_mille, row.second_sample)


def second_sample(round_id: int, village_code: str) -> list[UUID]:
    """Return the approved visits of a village that the second level looks at one by one, first drawn first.

    The draw goes by the round's seed: a visit's place in it never changes, whatever else is approved.
    """
    plan = ReviewPlan.objects.filter(pk=round_id).first()
    if plan is None or not plan.second_sample:
        return []
    found = list(approved_in(round_id, village_code).values_list("pk", flat=True))
    return sorted(found, key=lambda pk: draw(plan.seed, SECOND, str(pk)))[: plan.second_sample]


def to_look_at(round_id: int, village_code: str) -> list[UUID]:
    """Return those of the sample that nobody has confirmed yet."""
    chosen = second_sample(round_id, village_code)
    rows = Submission.objects.filter(pk__in=chosen, confirmed_at__isnull=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def to_confirm(round_id: int, village_code: str, *, kin: Collection[UUID] = ()) -> list[UUID]:
    """Return the approved visits of a village that wait for the second level and for no check."""
    rows = approved_in(round_id, village_code).filter(confirmed_at__isnull=True)
    return list(_free(rows, kin).values_list("pk", flat=True))


def unconfirmed(round_id: int) -> int:
    """Return how many approved visits of a round wait for its second level; 0 where it has none."""
    if not review_plan(round_id).second_level:
        return 0
    return Submission.objects.filter(
        round_id=round_id, state=State.APPROVED.value, confirmed_at__isnull=True
    ).count()


def approved_in(round_id: int, village_code: str) -> QuerySet[Submission]:
    """Return the approved visits of a village in the order of arrival."""
    return Submission.objects.filter(
        round_id=round_id, village_code=village_code, state=State.APPROVED.value
    ).order_by("pk")


def plain_visits(round_id: int, village_code: str, *, asked: Asked, kin: Collection[UUID] = ()) -> list[UUID]:
    """Return the visits of a village that wait without a finding and for no check, and count for their family.

    Left out is what something is still ``asked`` about.
    """
    rows = Submission.objects.filter(
        round_id=round_id,
        village_code=village_code,
        state=State.ACCEPTED.value,
        is_current=True,
        warning_count=0,
        error_count=0,
    )
    return list(_free(rows.exclude(touched(asked)).order_by("pk"), kin).values_list("pk", flat=True))


def touched(asked: Asked) -> Q:
    """Return the condition that something is asked about a visit, its family or its kader."""
    return (
        Q(pk__in=asked.visits)
        | Q(family_id__isnull=False, family_id__in=asked.families)
        | Q(claimed_family_id__isnull=False, claimed_family_id__in=asked.families)
        | Q(actor_key__in=asked.kader)
    )


def _free(rows: QuerySet[Submission], kin: Collection[UUID]) -> QuerySet[Submission]:
    """Leave out what is held, and one's own kin."""
    found = rows.exclude(
        Exists(VisitHold.objects.filter(submission=OuterRef("pk"), released_at__isnull=True))
    )
    own = Q(family_id__in=sorted(kin)) | Q(claimed_family_id__in=sorted(kin))
    return found.exclude(own) if kin else found
