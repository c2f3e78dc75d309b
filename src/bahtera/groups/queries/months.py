"""Months of a group: what its records say now, what was handed in, when it is due."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bahtera.deadlines import api as deadlines
from bahtera.foundation import clock
from bahtera.groups.models import Attendance, Business, Meeting, MonthRecord, Training, Turnover
from bahtera.groups.queries.members import members, somebody
from bahtera.groups.queries.scope import group_row
from bahtera.groups.rules.months import Met, Somebody, Trade, first_of, last_of, month_in, month_of
from bahtera.groups.values import Handed, Kind, MeetingRow, MonthView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.groups.models import Group
    from bahtera.groups.values import Month

MONTH_CLOCK: Final = "laporan_bulanan_kelompok"
BUNDLE_CLOCK: Final = "berkas_kecamatan"
CARD_CLOCK: Final = "kartu_tahunan"
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that months of one group are derived from. ``forgotten``: retention took out who some of its people were."""

    kind: Kind
    people: tuple[Somebody, ...]
    meetings: tuple[MeetingRow, ...]
    businesses: tuple[Business, ...]
    turnovers: Mapping[tuple[UUID, date], int]
    trainings: tuple[Training, ...]
    forgotten: bool = False

    def month(self, month: date) -> Month:
        """Return the register of one month."""
        last = last_of(month)
        working = [
            one
            for one in self.businesses
            if one.since <= last and (one.ended_on is None or one.ended_on > month)
        ]
        told = [self.turnovers[one.pk, month] for one in working if (one.pk, month) in self.turnovers]
        held = sum(first_of(one.held_on) == month for one in self.trainings)
        met = [Met(one.held_on, one.topic, one.guests, one.present) for one in self.meetings]
        return month_of(self.kind, month, self.people, met, Trade(len(working), told, held))

    def is_empty(self, month: date) -> bool:
        """Tell whether a month has no record at all."""
        days = [one.held_on for one in self.meetings] + [one.held_on for one in self.trainings]
        return month not in {first_of(one) for one in days} and all(one != month for _, one in self.turnovers)


def meetings_of(group_id: UUID, *, actor: Actor, month: date | None = None) -> tuple[MeetingRow, ...]:
    """Return the meetings of a group, or those of a month, the latest first. Raises NotAllowed, UnknownGroup."""
    found = _meetings(group_row(group_id, actor))
    return tuple(one for one in reversed(found) if month is None or first_of(one.held_on) == first_of(month))


def month_view(group_id: UUID, month: date, *, actor: Actor) -> MonthView:
    """Return a month of a group. Raises NotAllowed, UnknownGroup."""
    row = group_row(group_id, actor)
    return view_of(row, first_of(month), ledger_of(row))


def months_of(group_id: UUID, year: int, *, actor: Actor) -> tuple[MonthView, ...]:
    """Return the months of a year up to the present one. Raises NotAllowed, UnknownGroup."""
    row = group_row(group_id, actor)
    ledger = ledger_of(row)
    latest = first_of(clock.now().date())
    wanted = [date(year, one, 1) for one in range(1, 13) if date(year, one, 1) <= latest]
    return tuple(view_of(row, one, ledger) for one in wanted)


def view_of(row: Group, month: date, ledger: Ledger) -> MonthView:
    """Return a month out of the records of its group."""
    handed = list(MonthRecord.objects.filter(group=row, month=month).order_by("-version", "pk"))
    ends = due_at(row.village_code, month, MONTH_CLOCK)
    kept = month_in(handed[0].content) if handed else None
    return MonthView(
        month=month,
        # Ages of people who were forgotten are gone: what was handed in stands.
        now=kept if kept is not None and ledger.forgotten else ledger.month(month),
        handed=tuple(
            Handed(one.version, one.handed_at, one.handed_by, one.reason, one.late) for one in handed
        ),
        kept=kept,
        due=ends,
        overdue=not handed and clock.now() > ends and row.closed_on is None,
    )


def latest_months(group_ids: Iterable[UUID], month: date) -> dict[UUID, Month]:
    """Return the last version of a month that each of some groups handed in."""
    rows = MonthRecord.objects.filter(group__in=set(group_ids), month=month).order_by("version", "pk")
    return {one.group_id: month_in(one.content) for one in rows}


def due_at(area: str, month: date, name: str) -> datetime:
    """Return when what is told of a month is due in an area, by a declared clock."""
    office = deadlines.calendar(area)
    noon = datetime.combine(month, time(12), tzinfo=ZoneInfo(office.zone))
    return deadlines.due(noon, deadlines.clock_named(name).limit, office).at


def card_due(area: str, year: int) -> datetime:
    """Return when the card of a year is due in an area."""
    return due_at(area, date(year, 1, 1) - _A_DAY, CARD_CLOCK)


def ledger_of(row: Group) -> Ledger:
    """Return the records of a group."""
    people = members(row)
    businesses = tuple(Business.objects.filter(group=row).order_by("since", "pk"))
    told = Turnover.objects.filter(business__group=row).order_by("month", "pk")
    return Ledger(
        Kind(row.kind),
        tuple(somebody(one) for one in people),
        tuple(_meetings(row)),
        businesses,
        {(one.business_id, one.month): one.amount for one in told},
        tuple(Training.objects.filter(group=row).order_by("held_on", "pk")),
        any(one.forgotten_at is not None for one in people),
    )


def _meetings(row: Group) -> list[MeetingRow]:
    rows = list(Meeting.objects.filter(group=row, taken_back_at=None).order_by("held_on", "pk"))
    present: dict[UUID, set[UUID]] = defaultdict(set)
    came = Attendance.objects.filter(meeting__in=[one.pk for one in rows]).order_by("pk")
    for meeting_id, member_id in came.values_list("meeting_id", "member_id"):
        present[meeting_id].add(member_id)
    return [
        MeetingRow(
            one.pk,
            one.version,
            one.held_on,
            one.topic,
            one.presenter,
            one.discussed,
            one.guests,
            frozenset(present[one.pk]),
        )
        for one in rows
    ]
