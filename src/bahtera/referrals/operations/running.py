"""Clocks of a referral: begun and ended with its moves, counted again after a late decree."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bahtera.deadlines import api as deadlines
from bahtera.foundation import audit, clock
from bahtera.referrals.models import Referral, RunningClock
from bahtera.referrals.queries.counting import counting
from bahtera.referrals.rules.clocks import CLOCKS, EXPIRY, FEEDBACK, recounted
from bahtera.referrals.values import Running, State, Times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.referrals.rules.clocks import ClockRow
    from bahtera.referrals.values import Count


def follow(row: Referral, now: datetime) -> None:
    """Let the clocks of a referral follow its state, in the caller's transaction; sets ``due_at``, saves clocks."""
    state = State(row.state)
    wanted = {
        one.clock.format(urgency=row.urgency): one
        for one in CLOCKS
        if state in one.runs_in and not (one.clock == FEEDBACK and _feedback_is_over(row))
    }
    open_clocks = {one.clock: one for one in RunningClock.objects.filter(referral=row, ended__isnull=True)}
    for name, one in open_clocks.items():
        if name not in wanted:
            one.ended, one.next_at = now, None
            one.save(update_fields=["ended", "next_at"])
    fresh = [name for name in wanted if name not in open_clocks]
    if fresh:
        count = counting(deadlines.calendar(row.receiver_area))
        for name in fresh:
            started = _started(row, wanted[name], now)
            made = _begin(row, Running(name, started, count(name, started)))
            open_clocks[name] = made
            if wanted[name].starts is State.SENT and name != EXPIRY:
                row.answer_due_at = made.due
    row.due_at = min(
        (one.due for name, one in open_clocks.items() if name in wanted and name != EXPIRY), default=None
    )


def recount(areas: Sequence[str]) -> int:
    """Count open clocks of receivers in some areas again ("" for all) and return how many moved.

    Nobody becomes late by a decree that was not known; in the caller's transaction.
    """
    working = [name for name, one in deadlines.clocks().items() if one.limit.base is deadlines.Base.WORKING]
    rows = RunningClock.objects.filter(ended__isnull=True, clock__in=working).select_related("referral")
    now, moved = clock.now(), 0
    counts: dict[str, Count] = {}
    for one in rows.order_by("referral__receiver_area", "pk").iterator(chunk_size=500):
        area = one.referral.receiver_area
        if not any(scope == "" or area == scope or area.startswith(f"{scope}.") for scope in areas):
            continue
        if area not in counts:
            counts = {area: counting(deadlines.calendar(area))}
        old = _running(one)
        new = recounted(old, counts[area](one.clock, one.started), now)
        if new.times == old.times:
            continue
        _write(one, new.times)
        one.next_at = next_instant_of(one)
        one.save()
        moved += 1
        _set_due(one.referral)
    if moved:
        audit.record(
            "referrals.clocks_recounted", actor="system", subject="clocks", details={"clocks": moved}
        )
    return moved


def _feedback_is_over(row: Referral) -> bool:
    return row.feedback_at is not None or row.feedback_barred


def _started(row: Referral, one: ClockRow, now: datetime) -> datetime:
    known = {State.SENT: row.sent_at, State.ACCEPTED: row.accepted_at, State.DONE: row.done_at}
    return known.get(one.starts) or now


def _begin(row: Referral, running: Running) -> RunningClock:
    one = RunningClock(referral=row, clock=running.clock, started=running.started)
    _write(one, running.times)
    one.next_at = next_instant_of(one)
    one.save(force_insert=True)
    return one


def _write(one: RunningClock, times: Times) -> None:
    one.due, one.reminder = times.due, times.reminder
    one.steps = [[at.isoformat(), whom] for at, whom in times.steps]
    one.unlisted = list(times.unlisted)


def _running(one: RunningClock) -> Running:
    steps = tuple((datetime.fromisoformat(at), whom) for at, whom in one.steps)
    return Running(one.clock, one.started, Times(one.due, one.reminder, steps, tuple(one.unlisted)))


def next_instant_of(one: RunningClock) -> datetime | None:
    """Return when somebody must look next: whatever was not told, also what has passed already."""
    left = [datetime.fromisoformat(at) for at, _ in one.steps[one.told :]]
    if one.reminder is not None and not one.reminded:
        left.append(one.reminder)
    return min(left, default=None)


def _set_due(row: Referral) -> None:
    left = RunningClock.objects.filter(referral=row, ended__isnull=True).exclude(clock=EXPIRY).order_by("due")
    first = left.first()
    changed = {"due_at": first.due if first else None}
    answer = f"rujukan_{row.urgency}"
    if first is not None and row.answered_at is None and first.clock == answer:
        changed["answer_due_at"] = first.due
    Referral.objects.filter(pk=row.pk).update(**changed)
