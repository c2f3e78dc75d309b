"""Opening the record of a client, looking at it, and ending it without a result."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from bahtera.access import api as access
from bahtera.clients import api as clients
from bahtera.counselling.errors import BadSession, Moved, NoSuchRecord
from bahtera.counselling.models import Record
from bahtera.counselling.operations.serials import next_serial
from bahtera.counselling.queries.appointments import appointments_of_record
from bahtera.counselling.queries.reaching import KEEP, READ, centre_of, get_row, today
from bahtera.counselling.queries.records import one_record, readers_of, session_of, sessions_of
from bahtera.counselling.rules.records import check_open, check_opening
from bahtera.counselling.rules.words import known
from bahtera.counselling.values import State, Whole
from bahtera.directory import api as directory
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from bahtera.counselling.values import Opening
    from bahtera.counselling.values import Record as RecordRow


def open_record(
    unit_id: UUID,
    client_id: UUID,
    told: Opening,
    *,
    actor: access.Actor,
    record_id: UUID | None = None,
) -> RecordRow:
    """Open the record of a client whom the centre knows; the actor is its counsellor.

    ``record_id``: given by a form, so that sending it twice opens one. Raises NotAllowed, NoSuchRecord, NotACentre,
    clients.NoSuchClient, BadSession.
    """
    centre_of(unit_id, actor, KEEP)
    if unit_id not in clients.get_client(client_id, actor=actor).units:
        raise clients.NoSuchClient
    check_opening(told, today=today(unit_id), groups=directory.code_lists()["target_groups"])
    with durable():
        found = Record.objects.filter(pk=record_id).order_by("pk").first() if record_id else None
        if found is not None:
            if (found.unit_id, found.client_id) != (unit_id, client_id):
                raise NoSuchRecord
            return one_record(found)
        serial = next_serial(unit_id, told.came_on.year)
        before = Record.objects.filter(unit_id=unit_id, client_id__in=clients.records_of(client_id))
        key = before.order_by("pk").values_list("person_key", flat=True).first()
        row = Record.objects.create(
            id=record_id or new_id(),
            unit_id=unit_id,
            year=told.came_on.year,
            serial=serial,
            client_id=client_id,
            person_key=key or uuid4(),
            first=key is None,
            counsellor=actor.key,
            service=told.service,
            target_group=told.target_group,
            theme=told.theme,
            came_on=told.came_on,
            opened_at=clock.now(),
            opened_by=actor.key,
        )
        audit.record(
            "counselling.record_opened",
            actor=actor.key,
            subject=f"counselling_record:{row.pk}",
            details={"unit": str(unit_id)},
        )
    return one_record(row)


def see_record(record_id: UUID, *, actor: access.Actor) -> Whole:
    """Return a record with its sessions, readers and appointments, without notes; the look is in the audit.

    Raises NotAllowed, NoSuchRecord.
    """
    with durable():
        row = get_row(record_id, actor, READ)
        audit.record("counselling.record_read", actor=actor.key, subject=f"counselling_record:{row.pk}")
    return Whole(
        one_record(row),
        tuple(map(session_of, sessions_of(row.pk))),
        readers_of(row.pk),
        appointments_of_record(row.pk),
        own=access.same_person(actor.key, row.counsellor),
    )


def stop_record(record_id: UUID, why: str, *, number: int, actor: access.Actor) -> RecordRow:
    """End a record without a result, for a reason of the list; one written by mistake is counted nowhere.

    Raises NotAllowed, NoSuchRecord, BadSession, Ended, Moved.
    """
    if why not in known("stops"):
        raise BadSession.words()
    with durable():
        row = get_row(record_id, actor, KEEP, lock=True)
        check_open(State(row.state))
        if row.number != number:
            raise Moved
        row.state, row.stopped_why = State.STOPPED.value, why
        row.closed_on = max(today(row.unit_id), row.came_on)
        row.number += 1
        row.save(update_fields=["state", "stopped_why", "closed_on", "number"])
        audit.record("counselling.record_stopped", actor=actor.key, subject=f"counselling_record:{row.pk}")
    return one_record(row)
