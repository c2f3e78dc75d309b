"""Records of a centre, their sessions and who may read the notes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bahtera.access import api as access
from bahtera.counselling.models import NoteReader, Record, Session
from bahtera.counselling.queries.reaching import READ, centre_of
from bahtera.counselling.values import Form, Held, Mode, Opening, Reader, Result, State
from bahtera.counselling.values import Record as RecordRow
from bahtera.counselling.values import Session as SessionRow
from bahtera.foundation.paging import Page, keyset

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID


class _Sums(NamedTuple):
    held: int
    last_on: date | None
    follow_up: date | None


def list_records(
    unit_id: UUID,
    *,
    actor: access.Actor,
    states: Collection[State] = (),
    cursor: str | None = None,
    size: int = 50,
) -> Page[RecordRow]:
    """Return records of a centre, the latest first, in some states or all; no name stands in them.

    Raises NotAllowed, NoSuchRecord, NotACentre.
    """
    centre_of(unit_id, actor, READ)
    rows = Record.objects.filter(unit_id=unit_id)
    if states:
        rows = rows.filter(state__in=[one.value for one in states])
    page = keyset(rows, ("-came_on", "-id"), cursor=cursor, size=size)
    sums = _sums([row.pk for row in page.items])
    return Page([record_of(row, sums) for row in page.items], page.next_cursor)


def one_record(row: Record) -> RecordRow:
    """Return a record as a value."""
    return record_of(row, _sums([row.pk]))


def record_of(row: Record, sums: dict[UUID, _Sums]) -> RecordRow:
    """Return a record as a value, with the sums of its sessions."""
    found = sums.get(row.pk, _Sums(0, None, None))
    return RecordRow(
        id=row.pk,
        unit_id=row.unit_id,
        register=register_number(row.year, row.serial),
        client_id=row.client_id,
        counsellor=row.counsellor,
        opening=Opening(row.service, row.target_group, row.came_on, row.theme),
        state=State(row.state),
        stopped_why=row.stopped_why,
        first=row.first,
        number=row.number,
        sessions=found.held,
        last_on=found.last_on,
        follow_up=found.follow_up,
        closed_on=row.closed_on,
    )


def sessions_of(record_id: UUID, *, standing: bool = False) -> list[Session]:
    """Return the sessions of a record, the oldest first; ``standing``: without those taken back."""
    rows = Session.objects.filter(record=record_id)
    if standing:
        rows = rows.filter(taken_back_at__isnull=True)
    return list(rows.order_by("held_on", "recorded_at", "pk"))


def session_of(row: Session) -> SessionRow:
    """Return a session as a value, without its note."""
    return SessionRow(
        id=row.pk,
        record_id=row.record_id,
        told=Held(
            held_on=row.held_on,
            form=Form(row.form),
            mode=Mode(row.mode),
            result=Result(row.result),
            minutes=row.minutes,
            phase=row.phase,
            follow_up=row.follow_up,
            receiver_id=row.receiver_id,
        ),
        counsellor=row.counsellor,
        recorded_at=row.recorded_at,
        has_note=bool(row.key),
        taken_back_at=row.taken_back_at,
        reason=row.reason,
    )


def readers_of(record_id: UUID) -> tuple[Reader, ...]:
    """Return who besides the counsellor reads or read the notes of a record, the latest first."""
    rows = list(NoteReader.objects.filter(record=record_id).order_by("-named_at", "-pk"))
    names = access.names_behind([row.person_id for row in rows])
    return tuple(
        Reader(row.pk, names.get(row.person_id, ""), row.named_by, row.named_at, row.ended_at) for row in rows
    )


def may_read_note(session: Session, record: Record, actor: access.Actor) -> bool:
    """Tell whether a note is the actor's to read: of the own session, of the own record, or named for it."""
    if any(access.same_person(actor.key, one) for one in {session.counsellor, record.counsellor}):
        return True
    person = access.person_behind(actor.key)
    if person is None:
        return False
    rows = NoteReader.objects.filter(record=record, person_id=person, ended_at__isnull=True)
    return rows.exists()


def register_number(year: int, serial: int) -> str:
    """Return the number under which something stands in the register of a centre."""
    return f"{year}/{serial:04d}"


def _sums(record_ids: Collection[UUID]) -> dict[UUID, _Sums]:
    rows = Session.objects.filter(record__in=set(record_ids), taken_back_at__isnull=True)
    by_record: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    ordered = rows.order_by("held_on", "recorded_at", "pk")
    for record_id, held_on, follow_up in ordered.values_list("record_id", "held_on", "follow_up"):
        by_record[record_id].append((held_on, follow_up))
    return {one: _Sums(len(found), *found[-1]) for one, found in by_record.items()}
