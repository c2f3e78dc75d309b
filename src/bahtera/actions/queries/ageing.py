"""What plans keep of families that grows old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.actions.models import PlanFamily
from bahtera.foundation.expiring import Expired

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def old_names(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return families named in plans whose deadline lies before an instant."""
    rows = PlanFamily.objects.filter(plan__deadline__lt=before.date(), pk__gt=int(after or 0))
    return [
        Expired(str(row.pk), row.plan.village_code, (f"family:{row.family_id}",))
        for row in rows.select_related("plan").order_by("pk")[:size]
    ]
