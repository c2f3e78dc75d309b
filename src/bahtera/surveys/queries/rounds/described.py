"""What was written about a round for the statistics office."""

from bahtera.surveys.models import RoundDescription


def description_of(round_id: int) -> dict[str, str]:
    """Return the entries somebody wrote, by the entry's id."""
    row = RoundDescription.objects.filter(round_id=round_id).first()
    return dict(row.entries) if row else {}


def description_revision(round_id: int) -> int:
    """Return how often the entries were written."""
    row = RoundDescription.objects.filter(round_id=round_id).first()
    return row.revision if row else 0
