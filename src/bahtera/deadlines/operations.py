"""Keeping a yearly list of days off, all or nothing, and taking one back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from bahtera.access.api import check_may, may
from bahtera.areas import api as areas
from bahtera.deadlines.errors import AlreadyTakenBack, BadDays, Fault, NoReason, UnknownList
from bahtera.deadlines.models import DayList, ListedDay
from bahtera.deadlines.queries import get_list
from bahtera.deadlines.rules.reading import Read, read_days
from bahtera.foundation import audit, clock, events
from bahtera.foundation.inputs import one_line
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.foundation.transactions import durable, one_at_a_time

if TYPE_CHECKING:
    from bahtera.access.api import Actor
    from bahtera.deadlines.values import KeptList, SpecialDay

LARGEST_MB: Final = 1
DAYS_CHANGED: Final = "deadlines.days_changed"
_LIMITS: Final = Limits(megabytes=LARGEST_MB, lines=2_000, cells=20)
_AREA_LENGTHS: Final = frozenset({areas.CODE_LENGTHS["province"], areas.CODE_LENGTHS["regency"]})
_SHORTEST_REASON: Final = 5
_LONGEST_REASON: Final = 300


def preview_days(content: bytes, *, actor: Actor) -> Read:
    """Return what a CSV or XLSX list would keep and every fault of it; keeps nothing.

    Raises NotAllowed, UnreadableSheet, SheetTooLarge.
    """
    check_may(actor, "deadlines.import")
    lines = list(read_lines(content, _LIMITS, formulas=True))
    words = {str(cell).strip() for _, cells in lines for cell in cells}
    asked = {word for word in words if areas.is_code(word) and len(word) in _AREA_LENGTHS}
    read = read_days(lines, frozenset(areas.find(asked)))
    beyond = [
        Fault(
            "deadlines.out_of_reach",
            "The area {given} is not yours to write days for.",
            line,
            0,
            {"given": area},
        )
        for line, area in dict.fromkeys(
            (line, one.area) for line, one in zip(read.lines, read.days, strict=True)
        )
        if not may(actor, "deadlines.import", area=area)
    ]
    faults = tuple(sorted((*read.faults, *beyond), key=lambda one: (one.line, one.column)))
    return Read(read.days, faults, read.lines)


def keep_days(content: bytes, *, file_name: str, actor: Actor) -> KeptList:
    """Keep a whole list of days off; raises BadDays, and keeps nothing then, or as `preview_days`.

    Of two lists about one day the later counts, so that a late decree is handed in as it is.
    """
    with durable():
        one_at_a_time("deadlines:import")
        read = preview_days(content, actor=actor)
        if read.faults:
            raise BadDays(read.faults)
        row = DayList.objects.create(
            file_name=one_line(file_name)[:150],
            file_sha256=hashlib.sha256(content).hexdigest(),
            kept_at=clock.now(),
            kept_by=actor.key,
        )
        ListedDay.objects.bulk_create([_row(row, one) for one in read.days])
        audit.record(
            "deadlines.days_kept",
            actor=actor.key,
            subject=f"day_list:{row.pk}",
            details={"days": len(read.days), "sha256": row.file_sha256},
        )
        _publish(row.pk)
        return get_list(row.pk)


def take_back_days(number: int, *, reason: str, actor: Actor) -> KeptList:
    """Let the days of a list no longer count; it stays, with who took it back and why.

    Raises NotAllowed (also where one of its days lies beyond the actor's areas), UnknownList, AlreadyTakenBack,
    NoReason.
    """
    check_may(actor, "deadlines.import")
    why = one_line(reason)[:_LONGEST_REASON]
    with durable():
        one_at_a_time("deadlines:import")
        row = DayList.objects.select_for_update().filter(pk=number).order_by("pk").first()
        if row is None:
            raise UnknownList(number)
        for code in get_list(number).areas:
            check_may(actor, "deadlines.import", area=code)
        if row.taken_back_at is not None:
            raise AlreadyTakenBack(number)
        if len(why) < _SHORTEST_REASON:
            raise NoReason
        row.taken_back_at, row.taken_back_by, row.reason = clock.now(), actor.key, why
        row.save(update_fields=["taken_back_at", "taken_back_by", "reason"])
        row.days.update(counts=False)
        audit.record(
            "deadlines.days_taken_back",
            actor=actor.key,
            subject=f"day_list:{row.pk}",
            details={"reason": why},
        )
        _publish(row.pk)
        return get_list(number)


def _publish(number: int) -> None:
    """Say that days of some areas count otherwise, so that open deadlines are counted again."""
    events.publish(DAYS_CHANGED, key=str(number), payload={"areas": list(get_list(number).areas)})


def _row(row: DayList, one: SpecialDay) -> ListedDay:
    return ListedDay(
        day_list=row,
        day=one.day,
        kind=one.kind.value,
        name=one.name,
        area_code=one.area,
        decree=one.decree,
        decreed_on=one.decreed_on,
    )
