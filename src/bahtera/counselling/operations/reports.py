"""Handing in the report of a month (R/I): what the register says then, for good; a correction is the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.counselling.errors import BadMonth, NoReason, Unchanged
from bahtera.counselling.models import MonthlyReport
from bahtera.counselling.queries.months import body_of, due_of, month_at, report_of, reports_of
from bahtera.counselling.queries.reaching import REPORT, centre_of
from bahtera.counselling.rules.monthly import sums_agree
from bahtera.counselling.rules.texts import plain
from bahtera.counselling.rules.writing import digest_of, written
from bahtera.deadlines import api as deadlines
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.counselling.values import Report

_SHORTEST_REASON = 5
_LONGEST = 300
_LONGEST_NAME = 120


def submit_report(
    unit_id: UUID, year: int, month: int, *, signer: str, actor: Actor, why: str = ""
) -> Report:
    """Hand in a month that is over, as the register says it now; from the second time on with a reason.

    A report without a single activity is a report. Raises NotAllowed, NoSuchRecord, NotACentre, BadMonth, NoReason,
    Unchanged.
    """
    unit = centre_of(unit_id, actor, REPORT)
    name, reason = plain(signer)[:_LONGEST_NAME], plain(why)[:_LONGEST]
    if not month_at(unit, year, month).over:
        raise BadMonth
    calendar = deadlines.calendar(unit.area)
    with durable():
        one_at_a_time(f"counselling:{unit_id}")
        before = reports_of(unit_id, year, month)
        body = body_of(unit_id, year, month, zone=calendar.zone)
        digest = digest_of(body)
        if before and before[-1].digest == digest:
            raise Unchanged
        if not name or (before and len(reason) < _SHORTEST_REASON):
            raise NoReason
        if not sums_agree(body):
            message = f"the sums of {unit_id} {year}-{month:02d} do not agree"
            raise AssertionError(message)
        row = MonthlyReport.objects.create(
            unit_id=unit_id,
            year=year,
            month=month,
            number=len(before) + 1,
            body=written(body),
            digest=digest,
            due=due_of(year, month, calendar),
            submitted_at=clock.now(),
            submitted_by=actor.key,
            signer=name,
            why=reason if before else "",
        )
        audit.record(
            "counselling.report_submitted",
            actor=actor.key,
            subject=f"unit:{unit_id}",
            details={"year": year, "month": month, "number": row.number},
        )
    return report_of(row)
