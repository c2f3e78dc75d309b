"""Running numbers of a centre's register: none is given twice, none is left out."""

from uuid import UUID

from bahtera.counselling.models import Serial
from bahtera.foundation.transactions import one_at_a_time


def next_serial(unit_id: UUID, year: int) -> int:
    """Return the next number of a centre's year, in the caller's transaction."""
    one_at_a_time(f"counselling:{unit_id}")
    row, _ = Serial.objects.select_for_update().get_or_create(unit_id=unit_id, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
