"""What came of the visit that counts for a family in a round."""

from uuid import UUID

from bahtera.surveys.models import Submission


def result_of(round_id: int, family_id: UUID) -> str | None:
    """Return the result code of the current visit of a family in a round; None when nobody visited it."""
    rows = Submission.objects.filter(round_id=round_id, family_id=family_id, is_current=True).order_by("pk")
    return rows.values_list("result_code", flat=True).first()
