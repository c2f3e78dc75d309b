"""How PPKS/Satyagatra (BKKBN) centres stand: recorded from a day on, taken back when it was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.areas import api as areas
from bahtera.directory.errors import BadCentre, UnknownStatus
from bahtera.directory.models import CentreRecord
from bahtera.directory.operations.writing import KEEP, check_keeps, needed_reason, open_unit
from bahtera.directory.queries.centres import kept_statuses, status_row
from bahtera.directory.rules.centres import KIND, check_history, tier_of
from bahtera.directory.values import CentreStatus, StatusRow
from bahtera.foundation import audit, clock
from bahtera.foundation.inputs import one_line
from bahtera.foundation.transactions import durable, one_at_a_time

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.access.api import Actor

_LONGEST_DECREE = 80
_LONGEST_NOTE = 300


def record_status(
    unit_id: UUID,
    status: CentreStatus,
    *,
    since: date,
    actor: Actor,
    decree: str = "",
    decreed_on: date | None = None,
    note: str = "",
) -> StatusRow:
    """Record how a centre stands from a day on, also in hindsight between two others.

    Raises UnknownOffice, NotAllowed, BadCentre.
    """
    unit = open_unit(unit_id, closed=True)
    check_keeps(actor, KEEP, unit)
    if unit.kind != KIND:
        raise BadCentre.kind()
    tier_of(unit.area)
    if since > clock.today(areas.zone_of(unit.area)):
        raise BadCentre.ahead()
    with durable():
        one_at_a_time(f"directory:{unit_id}")
        row = CentreRecord(
            unit_id=unit_id,
            status=status.value,
            since=since,
            decree=one_line(decree)[:_LONGEST_DECREE],
            decreed_on=decreed_on,
            note=one_line(note)[:_LONGEST_NOTE],
            kept_at=clock.now(),
            kept_by=actor.key,
        )
        check_history([*kept_statuses([unit_id]).get(unit_id, []), status_row(row)])
        row.save()
        audit.record(
            "directory.centre_recorded",
            actor=actor.key,
            subject=f"unit:{unit_id}",
            details={"status": status.value, "since": since},
        )
        return status_row(row)


def take_back_status(status_id: int, *, reason: str, actor: Actor) -> None:
    """Let a status no longer count; it stays, with who took it back and why.

    Raises UnknownStatus, NotAllowed, NoReason, BadCentre when what follows it would no longer fit.
    """
    why = needed_reason(reason)
    found = CentreRecord.objects.filter(pk=status_id, taken_back_at=None).order_by("pk").first()
    if found is None:
        raise UnknownStatus
    check_keeps(actor, KEEP, open_unit(found.unit_id, closed=True))
    with durable():
        one_at_a_time(f"directory:{found.unit_id}")
        row = CentreRecord.objects.select_for_update().get(pk=status_id)
        if row.taken_back_at is not None:
            raise UnknownStatus
        left = [one for one in kept_statuses([row.unit_id])[row.unit_id] if one.id != status_id]
        check_history(left)
        row.taken_back_at, row.taken_back_by, row.reason = clock.now(), actor.key, why
        row.save(update_fields=["taken_back_at", "taken_back_by", "reason"])
        audit.record(
            "directory.centre_taken_back",
            actor=actor.key,
            subject=f"unit:{row.unit_id}",
            details={"status": row.status, "since": row.since},
        )
