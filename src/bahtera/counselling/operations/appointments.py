"""Promising a time, and writing down what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bahtera.access import api as access
from bahtera.clients import api as clients
from bahtera.counselling.errors import BadAppointment, Moved, NoReason, NoRemoteConsent, NoSuchRecord
from bahtera.counselling.models import Appointment
from bahtera.counselling.queries.appointments import appointment_of, around
from bahtera.counselling.queries.reaching import KEEP, centre_of, get_row
from bahtera.counselling.rules import appointments as rules
from bahtera.counselling.rules.records import check_open, is_remote
from bahtera.counselling.rules.texts import plain
from bahtera.counselling.values import Kept, Mode, State
from bahtera.deadlines import api as deadlines
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.transactions import durable, one_at_a_time

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from bahtera.counselling.values import Appointment as AppointmentRow

_SHORTEST_REASON = 5
_LONGEST_REASON = 300
_WAYS = {Mode.PHONE: clients.Way.PHONE, Mode.VIDEO: clients.Way.WHATSAPP}


def make_appointment(
    record_id: UUID,
    starts: datetime,
    ends: datetime,
    mode: Mode,
    *,
    actor: access.Actor,
    anyway: bool = False,
    appointment_id: UUID | None = None,
) -> AppointmentRow:
    """Promise a client of a record a time with the actor.

    By phone or video only while the client agrees to that, and only when a call is safe then. ``anyway``: although the
    centre is closed. ``appointment_id``: given by a form, so that sending it twice makes one. Raises NotAllowed,
    NoSuchRecord, NotACentre, Ended, BadAppointment, NoRemoteConsent.
    """
    with durable():
        row = get_row(record_id, actor, KEEP, lock=True)
        unit = centre_of(row.unit_id, actor, KEEP)
        again = (
            Appointment.objects.filter(pk=appointment_id).order_by("pk").first() if appointment_id else None
        )
        if again is not None:
            if again.record_id != row.pk:
                raise NoSuchRecord
            return appointment_of(again)
        if row.client_id is None:
            raise NoSuchRecord
        check_open(State(row.state))
        calendar = deadlines.calendar(unit.area)
        rules.check_time(starts, ends, now=clock.now(), zone=calendar.zone)
        if not anyway and not _is_open(starts, ends, calendar):
            raise BadAppointment.closed()
        if is_remote(mode):
            _check_remote(row.client_id, mode, starts)
        one_at_a_time("counselling:appointments")
        rules.check_free(
            starts,
            ends,
            counsellors=around(starts, ends, counsellors=_keys(actor)),
            clients=around(starts, ends, clients=clients.records_of(row.client_id)),
        )
        made = Appointment.objects.create(
            id=appointment_id or new_id(),
            unit_id=row.unit_id,
            client_id=row.client_id,
            record=row,
            counsellor=actor.key,
            starts_at=starts,
            ends_at=ends,
            mode=mode.value,
            made_at=clock.now(),
            made_by=actor.key,
        )
        audit.record(
            "counselling.appointment_made",
            actor=actor.key,
            subject=f"counselling_record:{row.pk}",
            details={"appointment": str(made.pk)},
        )
    return appointment_of(made)


def move_appointment(
    appointment_id: UUID, wanted: Kept, *, number: int, actor: access.Actor, reason: str = ""
) -> AppointmentRow:
    """Write down that a client came, did not come, or that an appointment is cancelled (with a reason).

    Raises NotAllowed, NoSuchRecord, Moved, Ended, BadAppointment, NoReason.
    """
    why = plain(reason)[:_LONGEST_REASON]
    if wanted is Kept.CANCELLED and len(why) < _SHORTEST_REASON:
        raise NoReason
    access.check_may(actor, KEEP)
    with durable():
        row = Appointment.objects.select_for_update().filter(pk=appointment_id).order_by("pk").first()
        if row is None or row.record_id is None:
            raise NoSuchRecord
        get_row(row.record_id, actor, KEEP)
        if row.number != number:
            raise Moved
        rules.check_move(Kept(row.state), wanted, starts=row.starts_at, now=clock.now())
        row.state, row.reason = wanted.value, why if wanted is Kept.CANCELLED else ""
        row.number += 1
        row.changed_at, row.changed_by = clock.now(), actor.key
        row.save()
        audit.record(
            "counselling.appointment_moved",
            actor=actor.key,
            subject=f"counselling_record:{row.record_id}",
            details={"appointment": str(row.pk), "state": wanted.value},
        )
    return appointment_of(row)


def _check_remote(client_id: UUID, mode: Mode, starts: datetime) -> None:
    if clients.consent_for(client_id, clients.Scope.REMOTE, clock.now()) is None:
        raise NoRemoteConsent
    if not clients.may_contact(client_id, _WAYS[mode], starts):
        raise BadAppointment.unsafe()


def _is_open(starts: datetime, ends: datetime, calendar: deadlines.Calendar) -> bool:
    here = ZoneInfo(calendar.zone)
    first, last = starts.astimezone(here), ends.astimezone(here)
    hours = deadlines.hours_on(first.date(), calendar)
    return hours is not None and hours[0] <= first.time() and last.time() <= hours[1]


def _keys(actor: access.Actor) -> frozenset[str]:
    """Return all keys of the person who acts: who has two accounts has one day."""
    person = access.person_behind(actor.key)
    return frozenset({actor.key}) | (access.keys_behind(person) if person else frozenset())
