"""Ending what is kept of clients: who they were, what it was about and the notes go; that something was done stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from bahtera.access import api as access
from bahtera.counselling.models import Appointment, CentreCard, NoteReader, Record, Session
from bahtera.foundation import clock
from bahtera.foundation.expiring import Ending, Executor, Expired
from bahtera.foundation.sealing import parts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bahtera.foundation.events import Event


def on_clients_forgotten(batch: Sequence[Event]) -> None:
    """Forget in records whom `clients` forgot; in the caller's transaction, and harmless when done again."""
    gone = {UUID(event.key) for event in batch}
    _forget(list(Record.objects.filter(client_id__in=gone).order_by("pk").values_list("pk", flat=True)))
    Appointment.objects.filter(client_id__in=gone).update(client_id=None, reason="")


def old_records(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return records that ended before an instant, in the order of their keys."""
    rows = Record.objects.filter(closed_on__lt=before.date(), forgotten_at__isnull=True).order_by("pk")
    rows = rows.filter(pk__gt=UUID(after)) if after else rows
    found = list(rows[:size])
    areas = access.units_behind({row.unit_id for row in found})
    return [
        Expired(
            str(row.pk),
            areas[row.unit_id].area if row.unit_id in areas else "",
            (f"counselling_record:{row.pk}", *([f"client:{row.client_id}"] if row.client_id else [])),
        )
        for row in found
    ]


def forget_records(keys: Sequence[str], _why: str) -> int:
    """Take out whom records were about; retention writes the entry."""
    rows = Record.objects.select_for_update().filter(
        pk__in=[UUID(key) for key in keys], forgotten_at__isnull=True
    )
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    _forget(ids)
    return len(ids)


def old_appointments(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return appointments that ended before an instant and still tell whose they were, in the order of their keys."""
    rows = Appointment.objects.filter(ends_at__lt=before, client_id__isnull=False).order_by("pk")
    rows = rows.filter(pk__gt=UUID(after)) if after else rows
    return [Expired(str(row.pk), "", (f"client:{row.client_id}",)) for row in rows[:size]]


def forget_appointments(keys: Sequence[str], _why: str) -> int:
    """Take out whose appointments were; that a time was kept or missed stays, for the month it was counted in."""
    rows = Appointment.objects.filter(pk__in=[UUID(key) for key in keys])
    return rows.update(client_id=None, reason="")


def old_cards(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return cards filed before an instant that still name their staff, in the order of their keys."""
    rows = CentreCard.objects.filter(filed_at__lt=before).exclude(filed_by="").order_by("pk")
    rows = rows.filter(pk__gt=UUID(after)) if after else rows
    return [Expired(str(row.pk), "", (f"unit:{row.unit_id}",)) for row in rows[:size]]


def forget_staff(keys: Sequence[str], _why: str) -> int:
    """Take the names off old cards."""
    rows = CentreCard.objects.filter(pk__in=[UUID(key) for key in keys])
    return rows.update(staff={}, signed_by="", filed_by="")


def _forget(ids: Collection[UUID]) -> None:
    for row in Session.objects.filter(record__in=ids).exclude(key__isnull=True).order_by("pk"):
        parts.destroy(row)
        row.save(update_fields=["key", "note"])
    Session.objects.filter(record__in=ids).update(receiver_id=None, ground_id=None, reason="")
    NoteReader.objects.filter(record__in=ids).delete()
    Appointment.objects.filter(record__in=ids).update(client_id=None, reason="")
    Record.objects.filter(pk__in=ids).update(client_id=None, theme="", forgotten_at=clock.now())


EXECUTORS: Final = (
    Executor(
        name="counselling.records",
        ending=Ending.ANONYMISE,
        since="end_of_service",
        tables=("counselling.NoteReader", "counselling.Record", "counselling.Session"),
        find=old_records,
        end=forget_records,
        least=timedelta(days=365),
        batch=50,
    ),
    Executor(
        name="counselling.appointments",
        ending=Ending.ANONYMISE,
        since="appointment",
        tables=("counselling.Appointment",),
        find=old_appointments,
        end=forget_appointments,
        least=timedelta(days=92),
    ),
    Executor(
        name="counselling.cards",
        ending=Ending.ANONYMISE,
        since="filing",
        tables=("counselling.CentreCard",),
        find=old_cards,
        end=forget_staff,
        least=timedelta(days=365),
    ),
)
