"""Which centres of an area reported in time, and what all of them did: for offices above and planners."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.counselling.models import MonthlyReport
from bahtera.counselling.queries.cards import newest
from bahtera.counselling.queries.months import due_of
from bahtera.counselling.queries.reaching import RECAP, TRACK
from bahtera.counselling.rules import cards, recap
from bahtera.counselling.rules.writing import read
from bahtera.counselling.values import Handed, Recap, Tracked
from bahtera.deadlines import api as deadlines
from bahtera.directory import api as directory
from bahtera.disclosure import PUBLIC
from bahtera.foundation import clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

_MONTHS = range(1, 13)


def tracker(area: str, year: int, *, actor: access.Actor) -> tuple[Tracked, ...]:
    """Return every centre of an area with where its report of each month that is over stands.

    Nothing of what the reports say. Raises NotAllowed, UnknownArea.
    """
    access.check_may(actor, TRACK, area=area)
    areas.get(area)
    return _tracked(_centres(area), year)


def recap_of(area: str, year: int, *, actor: access.Actor) -> Recap:
    """Return what the centres of an area did in a year by their last reports: sums that tell of no few people.

    Only of an area of one of the actor's own grants: what is hidden here must not follow from its parts.
    Raises NotAllowed, UnknownArea.
    """
    access.check_may(actor, RECAP, area=area)
    areas.get(area)
    if area not in access.reach(actor, RECAP):
        raise access.NotAllowed(RECAP)
    centres = _centres(area)
    ids = {one.id for one in centres}
    filed = newest(ids, year=year)
    bodies = {one: cards.read(row.body, {}) for one, row in filed.items()}
    granted = [one for one in bodies.values() if "bokb" in one.funds]
    handed = [mark for one in _tracked(centres, year) for mark in one.months.values()]
    latest = _latest(ids, year)
    sessions, clients, reached, by_service = recap.sums(read(row.body) for row in latest)
    return Recap(
        area=area,
        year=year,
        centres=len(centres),
        cards=len(filed),
        bokb=len(granted),
        amounts=_added(one.bokb for one in granted),
        reports=len(latest),
        expected=len(handed),
        in_time=sum(one is Handed.IN_TIME for one in handed),
        sessions=recap.told(sessions, PUBLIC),
        clients=recap.told(clients, PUBLIC),
        reached=recap.told(reached, PUBLIC),
        by_service=recap.parts_told(by_service, PUBLIC),
    )


def _centres(area: str) -> tuple[access.UnitRow, ...]:
    return access.units_inside(area, [directory.KIND])


def _tracked(centres: Iterable[access.UnitRow], year: int) -> tuple[Tracked, ...]:
    found = tuple(centres)
    ids = {one.id for one in found}
    first: dict[tuple[UUID, int], datetime] = {}
    corrections: dict[UUID, int] = defaultdict(int)
    rows = MonthlyReport.objects.filter(unit_id__in=ids, year=year).order_by("number")
    for unit_id, month, number, at in rows.values_list("unit_id", "month", "number", "submitted_at"):
        first.setdefault((unit_id, month), at)
        corrections[unit_id] += number > 1
    filed = newest(ids, year=year)
    calendars = {area: deadlines.calendar(area) for area in {one.area for one in found}}
    now = clock.now()
    return tuple(
        Tracked(
            unit_id=one.id,
            name=one.name,
            area=one.area,
            months={
                month: recap.handed(
                    first.get((one.id, month)), due=due_of(year, month, calendars[one.area]), now=now
                )
                for month in _over(year, access.zone_of(one.area))
            },
            corrections=corrections[one.id],
            card=one.id in filed,
        )
        for one in found
    )


def _over(year: int, zone: str) -> list[int]:
    """Return the months of a year that are over."""
    today = clock.today(zone)
    return [month for month in _MONTHS if (year, month) < (today.year, today.month)]


def _latest(unit_ids: set[UUID], year: int) -> list[MonthlyReport]:
    rows = MonthlyReport.objects.filter(unit_id__in=unit_ids, year=year).order_by("number")
    return list({(row.unit_id, row.month): row for row in rows}.values())


def _added(amounts: Iterable[tuple[int, int, int]]) -> tuple[int, int, int]:
    honoraria = operations = promotion = 0
    for one in amounts:
        honoraria, operations, promotion = honoraria + one[0], operations + one[1], promotion + one[2]
    return honoraria, operations, promotion
