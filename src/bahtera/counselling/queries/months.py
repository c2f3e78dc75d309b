"""The month of a centre out of its register, and the reports that were handed in."""

from __future__ import annotations

import calendar as months
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from bahtera.access import api as access
from bahtera.counselling.models import Appointment, GroupSession, MonthlyReport, Record, Session
from bahtera.counselling.queries.appointments import days_between
from bahtera.counselling.queries.reaching import REPORT, centre_of
from bahtera.counselling.queries.records import register_number
from bahtera.counselling.rules import monthly
from bahtera.counselling.rules.words import version
from bahtera.counselling.rules.writing import digest_of, read
from bahtera.counselling.values import Body, Count, Flow, Form, GroupTold, Kept, Line, Mode, Month, Report
from bahtera.counselling.values import GroupSession as GroupRow
from bahtera.deadlines import api as deadlines
from bahtera.foundation import clock
from bahtera.foundation.paging import Page, keyset

if TYPE_CHECKING:
    from uuid import UUID

CLOCK: Final = "laporan_bulanan_kelompok"
_MISTAKE: Final = "salah_tulis"
_TWO_WEEKS: Final = 14


def month_of(unit_id: UUID, year: int, month: int, *, actor: access.Actor) -> Month:
    """Return a month of a centre: what its register says, what was handed in, and by when it is due.

    Raises NotAllowed, NoSuchRecord, NotACentre.
    """
    return month_at(centre_of(unit_id, actor, REPORT), year, month)


def month_at(unit: access.UnitRow, year: int, month: int) -> Month:
    """Return the same of a unit."""
    calendar = deadlines.calendar(unit.area)
    due = due_of(year, month, calendar)
    body = body_of(unit.id, year, month, zone=calendar.zone)
    handed = reports_of(unit.id, year, month)
    day = due.astimezone(ZoneInfo(calendar.zone)).date()
    return Month(
        unit_id=unit.id,
        year=year,
        month=month,
        body=body,
        reports=handed,
        due=due,
        last_working=next(
            (
                one
                for one in (day - timedelta(days=back) for back in range(_TWO_WEEKS))
                if deadlines.is_working(one, calendar)
            ),
            day,
        ),
        over=clock.today(calendar.zone) > bounds(year, month)[1],
        changed=bool(handed) and handed[-1].digest != digest_of(body),
    )


def body_of(unit_id: UUID, year: int, month: int, *, zone: str) -> Body:
    """Return what the register of a centre says of a month."""
    first, last = bounds(year, month)
    lines = [*_session_lines(unit_id, first, last), *_group_lines(unit_id, first, last)]
    begins, ends = days_between(first, last, zone)
    missed = Appointment.objects.filter(
        unit_id=unit_id, starts_at__gte=begins, starts_at__lt=ends, state=Kept.NO_SHOW.value
    )
    return monthly.body_of(
        sorted(lines, key=lambda one: (one.day, one.kind, one.register)),
        flow=_flow(unit_id, first, last),
        no_shows=missed.count(),
        definitions=version(),
    )


def reports_of(unit_id: UUID, year: int, month: int) -> tuple[Report, ...]:
    """Return the reports of a month that were handed in, the oldest first."""
    rows = MonthlyReport.objects.filter(unit_id=unit_id, year=year, month=month).order_by("number")
    return tuple(map(report_of, rows))


def report_of(row: MonthlyReport) -> Report:
    """Return a report as a value."""
    return Report(
        id=row.pk,
        unit_id=row.unit_id,
        year=row.year,
        month=row.month,
        number=row.number,
        body=read(row.body),
        digest=row.digest,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        signer=row.signer,
        due=row.due,
        why=row.why,
    )


def list_groups(
    unit_id: UUID, *, actor: access.Actor, cursor: str | None = None, size: int = 50
) -> Page[GroupRow]:
    """Return the group sessions of a centre, the latest first. Raises NotAllowed, NoSuchRecord, NotACentre."""
    centre_of(unit_id, actor, REPORT)
    rows = GroupSession.objects.filter(unit_id=unit_id)
    page = keyset(rows, ("-held_on", "-id"), cursor=cursor, size=size)
    return Page([group_of(row) for row in page.items], page.next_cursor)


def group_of(row: GroupSession) -> GroupRow:
    """Return a group session as a value."""
    return GroupRow(
        id=row.pk,
        unit_id=row.unit_id,
        register=register_number(row.year, row.serial),
        told=GroupTold(
            held_on=row.held_on,
            form=Form(row.form),
            mode=Mode(row.mode),
            service=row.service,
            topic=row.topic,
            minutes=row.minutes,
            counts=tuple(Count(*one) for one in row.counts),
            place=row.place,
        ),
        counsellor=row.counsellor,
        recorded_at=row.recorded_at,
        taken_back_at=row.taken_back_at,
        reason=row.reason,
    )


def due_of(year: int, month: int, calendar: deadlines.Calendar) -> datetime:
    """Return until when the report of a month is handed in."""
    inside = datetime(year, month, 15, tzinfo=UTC)
    return deadlines.due(inside, deadlines.clock_named(CLOCK).limit, calendar).at


def bounds(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, months.monthrange(year, month)[1])


def _session_lines(unit_id: UUID, first: date, last: date) -> list[Line]:
    rows = list(
        Session.objects.filter(
            record__unit_id=unit_id,
            held_on__gte=first,
            held_on__lte=last,
            taken_back_at__isnull=True,
        )
        .exclude(record__stopped_why=_MISTAKE)
        .select_related("record")
        .order_by("held_on", "recorded_at", "pk")
    )
    begun = _first_sessions({row.record_id for row in rows})
    seen: set[UUID] = set()
    lines = []
    for row in rows:
        record = row.record
        lines.append(
            Line(
                register=register_number(record.year, record.serial),
                day=row.held_on,
                kind=monthly.SESSION,
                service=record.service,
                form=Form(row.form),
                mode=Mode(row.mode),
                people=(Count(record.target_group, row.sex, row.age, 1),),
                first=begun[record.pk] == row.pk,
                new_client=record.person_key not in seen,
                result=row.result,
                receiver_kind=row.receiver_kind,
            )
        )
        seen.add(record.person_key)
    return lines


def _group_lines(unit_id: UUID, first: date, last: date) -> list[Line]:
    rows = GroupSession.objects.filter(
        unit_id=unit_id, held_on__gte=first, held_on__lte=last, taken_back_at__isnull=True
    )
    return [
        Line(
            register=one.register,
            day=one.told.held_on,
            kind=monthly.GROUP,
            service=one.told.service,
            form=one.told.form,
            mode=one.told.mode,
            people=one.told.counts,
        )
        for one in map(group_of, rows.order_by("held_on", "pk"))
    ]


def _first_sessions(record_ids: set[UUID]) -> dict[UUID, UUID]:
    rows = Session.objects.filter(record__in=record_ids, taken_back_at__isnull=True)
    found: dict[UUID, UUID] = {}
    ordered = rows.order_by("held_on", "recorded_at", "pk")
    for record_id, session_id in ordered.values_list("record_id", "pk"):
        found.setdefault(record_id, session_id)
    return found


def _flow(unit_id: UUID, first: date, last: date) -> Flow:
    rows = Record.objects.filter(unit_id=unit_id).exclude(stopped_why=_MISTAKE)
    inside = {"__gte": first, "__lte": last}
    return Flow(
        open_before=rows.filter(came_on__lt=first)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gte=first))
        .count(),
        opened=rows.filter(**{f"came_on{key}": day for key, day in inside.items()}).count(),
        ended=rows.filter(**{f"closed_on{key}": day for key, day in inside.items()}).count(),
    )
