"""Which families were met in a round, for comparing rounds by the families in both."""

from uuid import UUID

from django.db.models import Count, Max, Sum

from bahtera.surveys.models import Submission
from bahtera.surveys.rules import counts_as_visit


def met_families(round_id: int, village_code: str) -> frozenset[UUID]:
    """Return the families on record of a village that have a completed visit in a round."""
    rows = Submission.objects.filter(round_id=round_id, village_code=village_code, is_current=True)
    found = rows.filter(family_id__isnull=False).order_by("pk").values_list("family_id", "result_code")
    return frozenset(family_id for family_id, result in found if family_id and counts_as_visit(result))


def visits_stamp(round_id: int) -> tuple[object, ...]:
    """Return what changes whenever a visit of a round comes, goes or is decided about."""
    rows = Submission.objects.filter(round_id=round_id)
    return tuple(rows.aggregate(Count("pk"), Sum("revision"), Max("received_at")).values())
