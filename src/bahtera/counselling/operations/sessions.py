"""Holding sessions, taking one back, and the sealed notes: who reads them, and that each reading is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from bahtera.access import api as access
from bahtera.clients import api as clients
from bahtera.counselling.errors import BadSession, Moved, NoReason, NoRemoteConsent, NoSuchRecord, NotNamed
from bahtera.counselling.models import NoteReader, Session
from bahtera.counselling.queries.reaching import KEEP, NOTES, READ, get_row, today
from bahtera.counselling.queries.records import may_read_note, session_of, sessions_of
from bahtera.counselling.rules.ages import band_of
from bahtera.counselling.rules.records import check_open, check_session, is_remote, state_after
from bahtera.counselling.rules.texts import plain
from bahtera.counselling.rules.words import UNKNOWN
from bahtera.counselling.values import Result, State
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.counselling.models import Record
    from bahtera.counselling.values import Held
    from bahtera.counselling.values import Session as SessionRow

_SHORTEST_REASON = 5
_LONGEST_REASON = 300


def hold_session(
    record_id: UUID, told: Held, *, actor: access.Actor, session_id: UUID | None = None
) -> SessionRow:
    """Write a session down; its result moves the record.

    By phone or video only while the client agrees to that. ``session_id``: given by a form, so that sending it twice
    writes one. Raises NotAllowed, NoSuchRecord, BadSession, NoRemoteConsent, Ended.
    """
    with durable():
        row = get_row(record_id, actor, KEEP, lock=True)
        again = Session.objects.filter(pk=session_id).order_by("pk").first() if session_id else None
        if again is not None:
            if again.record_id != row.pk:
                raise NoSuchRecord
            return session_of(again)
        check_open(State(row.state))
        standing = sessions_of(row.pk, standing=True)
        check_session(
            told,
            came_on=row.came_on,
            last_on=standing[-1].held_on if standing else None,
            today=today(row.unit_id),
        )
        made = _session(row, told, actor, session_id)
        if told.note.strip():
            access.check_may(actor, NOTES)
            parts.write(made, note=told.note.encode())
        made.save(force_insert=True)
        _move(row)
        audit.record(
            "counselling.session_held",
            actor=actor.key,
            subject=f"counselling_record:{row.pk}",
            details={"session": str(made.pk)},
        )
    return session_of(made)


def take_back_session(session_id: UUID, *, reason: str, actor: access.Actor) -> SessionRow:
    """Let a session that was written wrongly no longer count; it stays, with who took it back and why.

    A record that it settled is open again. Raises NotAllowed, NoSuchRecord, NoReason, Moved.
    """
    why = plain(reason)[:_LONGEST_REASON]
    if len(why) < _SHORTEST_REASON:
        raise NoReason
    with durable():
        row, found = _of_session(session_id, actor, KEEP)
        if found.taken_back_at is not None or row.state == State.STOPPED.value:
            raise Moved
        found.taken_back_at, found.taken_back_by, found.reason = clock.now(), actor.key, why
        found.save(update_fields=["taken_back_at", "taken_back_by", "reason"])
        _move(row)
        audit.record(
            "counselling.session_taken_back",
            actor=actor.key,
            subject=f"counselling_record:{row.pk}",
            details={"session": str(found.pk)},
        )
    return session_of(found)


def read_note(session_id: UUID, *, actor: access.Actor) -> str:
    """Return the note of a session; "" without one. Each reading is in the audit, and so is each refusal.

    Raises NotAllowed, NoSuchRecord, NotNamed, Erased.
    """
    with durable():
        row, found = _of_session(session_id, actor, NOTES)
        allowed = may_read_note(found, row, actor)
        audit.record(
            "counselling.note_read" if allowed else "counselling.note_refused",
            actor=actor.key,
            subject=f"counselling_record:{row.pk}",
            details={"session": str(found.pk)},
        )
    if not allowed:
        raise NotNamed
    if not found.key:
        return ""
    return (parts.read(found, "note") or b"").decode()


def name_reader(record_id: UUID, person_id: UUID, *, actor: access.Actor) -> None:
    """Let a colleague of the centre read the notes of a record; only its counsellor may say so.

    Raises NotAllowed, NoSuchRecord, NotNamed, BadSession for who has no place in the centre, Moved.
    """
    with durable():
        row = _own_row(record_id, actor)
        if person_id not in dict(colleagues(row.unit_id, actor=actor)):
            raise BadSession.words()
        try:
            with transaction.atomic():
                NoteReader.objects.create(
                    record=row, person_id=person_id, named_at=clock.now(), named_by=actor.key
                )
        except IntegrityError as error:
            raise Moved from error
        audit.record(
            "counselling.reader_named",
            actor=actor.key,
            subject=f"counselling_record:{row.pk}",
            details={"person": str(person_id)},
        )


def end_reader(record_id: UUID, reader_id: UUID, *, actor: access.Actor) -> None:
    """Let a colleague no longer read the notes of a record. Raises NotAllowed, NoSuchRecord, NotNamed."""
    with durable():
        row = _own_row(record_id, actor)
        rows = NoteReader.objects.filter(pk=reader_id, record=row, ended_at__isnull=True)
        if not rows.update(ended_at=clock.now(), ended_by=actor.key):
            raise NoSuchRecord
        audit.record("counselling.reader_ended", actor=actor.key, subject=f"counselling_record:{row.pk}")


def colleagues(unit_id: UUID, *, actor: access.Actor) -> tuple[tuple[UUID, str], ...]:
    """Return id and name of who else has a place in a centre of the actor, by name. Raises NotAllowed, NoSuchRecord."""
    access.check_may(actor, READ)
    if "system" not in actor.roles and unit_id not in access.units_of(actor, READ):
        raise NoSuchRecord
    behind = access.people_behind(access.keys_in_units([unit_id]))
    me = access.person_behind(actor.key)
    return tuple(sorted({one for one in behind.values() if one[0] != me}, key=lambda one: (one[1], one[0])))


def _own_row(record_id: UUID, actor: access.Actor) -> Record:
    row = get_row(record_id, actor, NOTES, lock=True)
    if not access.same_person(actor.key, row.counsellor):
        raise NotNamed
    return row


def _of_session(session_id: UUID, actor: access.Actor, action: str) -> tuple[Record, Session]:
    access.check_may(actor, action)
    known = Session.objects.filter(pk=session_id).order_by("pk")
    record_id = known.values_list("record_id", flat=True).first()
    if record_id is None:
        raise NoSuchRecord
    row = get_row(record_id, actor, action, lock=True)
    return row, known.get()


def _session(row: Record, told: Held, actor: access.Actor, session_id: UUID | None) -> Session:
    if row.client_id is None:
        raise NoSuchRecord
    client = clients.get_client(row.client_id, actor=actor).identity
    ground = None
    if is_remote(told.mode):
        ground = clients.consent_for(row.client_id, clients.Scope.REMOTE, clock.now())
        if ground is None:
            raise NoRemoteConsent
    receiver = access.units_behind([told.receiver_id]).get(told.receiver_id) if told.receiver_id else None
    if told.receiver_id and (receiver is None or not receiver.is_active):
        raise BadSession.receiver()
    return Session(
        id=session_id or new_id(),
        record=row,
        held_on=told.held_on,
        form=told.form.value,
        mode=told.mode.value,
        phase=told.phase,
        result=told.result.value,
        minutes=told.minutes,
        follow_up=told.follow_up,
        receiver_id=told.receiver_id,
        receiver_kind=receiver.kind if receiver else "",
        ground_id=ground.id if ground else None,
        sex=client.sex or UNKNOWN,
        age=band_of(client.birth_date, told.held_on),
        counsellor=actor.key,
        recorded_at=clock.now(),
    )


def _move(row: Record) -> None:
    """Put a record where its sessions say it stands."""
    standing = sessions_of(row.pk, standing=True)
    state = state_after(Result(one.result) for one in standing)
    row.state = state.value
    row.closed_on = standing[-1].held_on if state is State.SETTLED else None
    row.number += 1
    row.save(update_fields=["state", "closed_on", "number"])
