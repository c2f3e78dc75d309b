"""A family that left its village is no kader's task there any more; whose it is there is nobody's loss."""

from collections.abc import Sequence
from uuid import UUID

from bahtera.access.api import SYSTEM
from bahtera.families import api as families
from bahtera.foundation.events import Event
from bahtera.foundation.transactions import durable
from bahtera.surveys.models import Assignment
from bahtera.surveys.operations.rounds.assigning import end_task, record_task
from bahtera.surveys.queries.rounds.assignments import LEFT
from bahtera.surveys.rules import uuid_of


def on_families_gone(batch: Sequence[Event]) -> None:
    """End the tasks for single families that live in that village no more; whoever they fall to there visits them."""
    changed = {found for event in batch if (found := uuid_of(event.key)) is not None}
    with durable():
        rows = Assignment.objects.select_for_update().filter(family_id__in=changed, ended_at__isnull=True)
        open_tasks = list(rows.order_by("pk"))
        wanted: set[UUID] = {row.family_id for row in open_tasks if row.family_id is not None}
        lives = {one.family_id: one.village_code for one in families.living_places(wanted)}
        for row in open_tasks:
            if row.family_id is not None and lives.get(row.family_id) != row.village_code:
                end_task(row, SYSTEM, LEFT)
                record_task("surveys.assignment_ended", row, SYSTEM)
