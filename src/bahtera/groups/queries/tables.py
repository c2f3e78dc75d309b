"""Tables that are handed out: cards, members with their numbers, months; as CSV or XLSX."""

from __future__ import annotations

import io
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.foundation import audit
from bahtera.foundation.workbooks import new_book
from bahtera.groups.models import Group, Member, MonthRecord
from bahtera.groups.queries.groups import group_view
from bahtera.groups.queries.members import member_row
from bahtera.groups.queries.scope import KEEP, TABLE, within
from bahtera.groups.rules.cells import as_csv, safe, shown
from bahtera.groups.rules.months import first_of, month_in
from bahtera.groups.rules.table import card_lines, member_lines, month_lines
from bahtera.groups.values import Kind

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet


class Format(StrEnum):
    """In what kind of file a table is handed out."""

    CSV = "csv"
    XLSX = "xlsx"


def write_cards(area: str, form: Format, *, actor: access.Actor) -> bytes:
    """Return the groups of an area that are at work as a table that `keep_cards` reads. Raises NotAllowed."""
    access.check_may(actor, TABLE, area=area)
    rows = _groups(area).filter(closed_on=None)
    return _file(card_lines(group_view(one) for one in rows), form)


def write_members(area: str, form: Format, *, actor: access.Actor) -> bytes:
    """Return the members of an area's groups, with names and numbers, as a table that `keep_members` reads.

    Written into the trail. Raises NotAllowed.
    """
    access.check_may(actor, TABLE, area=area)
    rows = Member.objects.filter(group__in=_groups(area).filter(closed_on=None), left_on=None)
    found = [
        ((Kind(one.group.kind), one.group.number), member_row(one, numbers=True))
        for one in rows.select_related("group").order_by(
            "group__village_code", "group__number", "joined_on", "pk"
        )
    ]
    audit.record(
        "groups.members_handed_out",
        actor=actor.key,
        subject=f"area:{area or 'all'}",
        details={"members": len(found)},
    )
    return _file(member_lines(found), form)


def write_months(area: str, kind: Kind, month: date, form: Format, *, actor: access.Actor) -> bytes:
    """Return the registers (R/I) of a month that groups of a kind handed in, the last version of each.

    For whoever keeps groups: numbers of single groups stand in it. Raises NotAllowed.
    """
    access.check_may(actor, KEEP, area=area)
    rows = MonthRecord.objects.filter(group__in=_groups(area), group__kind=kind.value, month=first_of(month))
    latest = {one.group_id: one for one in rows.select_related("group").order_by("version", "pk")}
    ordered = sorted(latest.values(), key=lambda one: (one.group.village_code, one.group.number))
    return _file(
        month_lines(
            kind,
            (
                (
                    one.group.number,
                    one.group.title,
                    one.group.village_code,
                    one.month,
                    one.version,
                    month_in(one.content),
                )
                for one in ordered
            ),
        ),
        form,
    )


def _groups(area: str) -> QuerySet[Group]:
    return Group.objects.filter(within("village_code", area)).order_by("village_code", "kind", "number", "pk")


def _file(lines: Sequence[Sequence[object]], form: Format) -> bytes:
    if form is Format.CSV:
        return as_csv(lines)
    out = io.BytesIO()
    book = new_book(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(row, column, value)
            else:
                sheet.write_string(row, column, safe(shown(value)))
    book.close()
    return out.getvalue()
