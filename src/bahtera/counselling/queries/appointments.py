"""Appointments of a centre by day, and those that could clash."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bahtera.access import api as access
from bahtera.counselling.models import Appointment
from bahtera.counselling.queries.reaching import READ, centre_of
from bahtera.counselling.values import Appointment as AppointmentRow
from bahtera.counselling.values import Kept, Mode

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet


def appointments_of(
    unit_id: UUID, *, first: date, last: date, actor: access.Actor
) -> tuple[AppointmentRow, ...]:
    """Return the appointments of a centre from one of its days to another, by time; no name stands in them.

    Raises NotAllowed, NoSuchRecord, NotACentre.
    """
    unit = centre_of(unit_id, actor, READ)
    begins, ends = days_between(first, last, access.zone_of(unit.area))
    rows = Appointment.objects.filter(unit_id=unit_id, starts_at__gte=begins, starts_at__lt=ends)
    return tuple(map(appointment_of, rows.order_by("starts_at", "pk")))


def appointments_of_record(record_id: UUID) -> tuple[AppointmentRow, ...]:
    """Return the appointments of a record, the latest first."""
    rows = Appointment.objects.filter(record=record_id).order_by("-starts_at", "-pk")
    return tuple(map(appointment_of, rows))


def around(
    starts: datetime, ends: datetime, *, counsellors: Collection[str] = (), clients: Collection[UUID] = ()
) -> tuple[AppointmentRow, ...]:
    """Return the planned appointments of some people that meet a time, at any centre."""
    rows: QuerySet[Appointment] = Appointment.objects.filter(
        state=Kept.PLANNED.value, starts_at__lt=ends, ends_at__gt=starts
    )
    rows = rows.filter(counsellor__in=set(counsellors)) if counsellors else rows.filter(client_id__in=clients)
    return tuple(map(appointment_of, rows.order_by("starts_at", "pk")))


def days_between(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """Return when a first day begins and the day after a last one does, in a zone."""
    here = ZoneInfo(zone)
    midnight = time(0)
    return datetime.combine(first, midnight, here), datetime.combine(last + timedelta(days=1), midnight, here)


def appointment_of(row: Appointment) -> AppointmentRow:
    """Return an appointment as a value."""
    return AppointmentRow(
        id=row.pk,
        unit_id=row.unit_id,
        client_id=row.client_id,
        record_id=row.record_id,
        counsellor=row.counsellor,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        mode=Mode(row.mode),
        state=Kept(row.state),
        reason=row.reason,
        number=row.number,
    )
