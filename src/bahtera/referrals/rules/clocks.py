"""Which clocks run for a referral, what is overdue and who is told. How days are counted is passed in.

Something is overdue after its instant, not at it: what is answered when the office closes is in time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bahtera.referrals.values import Course, Running, State, Times

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bahtera.referrals.values import Count

EXPIRY: Final = "rujukan_kedaluwarsa"
FEEDBACK: Final = "umpan_balik"
_ANSWER: Final = "rujukan_{urgency}"
_UNANSWERED: Final = frozenset({State.SENT, State.DELIVERED})


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock starts when a state is entered, and runs while the referral is in one of its states."""

    clock: str
    starts: State
    runs_in: frozenset[State]


CLOCKS: Final = (
    ClockRow(_ANSWER, State.SENT, _UNANSWERED),
    ClockRow(EXPIRY, State.SENT, _UNANSWERED),
    ClockRow("rujukan_dijadwalkan", State.ACCEPTED, frozenset({State.ACCEPTED})),
    ClockRow(FEEDBACK, State.DONE, frozenset({State.DONE})),
)
"""Which declared clock runs in which state; the clock of the answer is that of the urgency."""


def running(course: Course, count: Count) -> tuple[Running, ...]:
    """Return the clocks that run for a referral now, in the order of the table."""
    found = []
    for row in CLOCKS:
        if course.state not in row.runs_in or (row.clock == FEEDBACK and course.feedback_at is not None):
            continue
        started = next(at for state, at in reversed(course.entered) if state is row.starts)
        clock = row.clock.format(urgency=course.urgency)
        found.append(Running(clock, started, count(clock, started)))
    return tuple(found)


def is_overdue(one: Running, now: datetime) -> bool:
    """Tell whether a clock has run out."""
    return one.times.due < now


def reached(one: Running, now: datetime) -> tuple[str, ...]:
    """Return who has been told or is to be told by now, the first step first; the last is how far it has come."""
    return tuple(whom for at, whom in one.times.steps if at < now)


def expires(course: Course, clocks: Iterable[Running], now: datetime) -> bool:
    """Tell whether the clock moves a referral: it was delivered, and its time for an answer is long over."""
    return course.state is State.DELIVERED and any(
        one.clock == EXPIRY and is_overdue(one, now) for one in clocks
    )


def next_instant(clocks: Iterable[Running], now: datetime) -> datetime | None:
    """Return the next instant after which something must be told or moved; None when nothing is to come."""
    instants = [
        at
        for one in clocks
        for at in (one.times.reminder, one.times.due, *(at for at, _ in one.times.steps))
        if at is not None and at >= now
    ]
    return min(instants, default=None)


def recounted(one: Running, new: Times, now: datetime) -> Running:
    """Return a running clock after a list of days off changed, as known at ``now``.

    A later instant always counts. An earlier one counts only while it still lies ahead: nobody is late by a decree that
    was not known. So whatever had not passed before ``now`` has not passed after it either.
    """
    old = one.times
    if [whom for _, whom in old.steps] != [whom for _, whom in new.steps]:
        message = "a clock is recounted by its own declaration"
        raise ValueError(message)
    due = _moved(old.due, new.due, now)
    steps, least = [], due
    for (before, whom), (after, _) in zip(old.steps, new.steps, strict=True):
        least = max(least, _moved(before, after, now))
        steps.append((least, whom))
    reminder = new.reminder
    if reminder is not None and old.reminder is not None:
        reminder = min(due, _moved(old.reminder, reminder, now))
    return replace(one, times=Times(due, reminder, tuple(steps), new.unlisted))


def _moved(old: datetime, new: datetime, now: datetime) -> datetime:
    return new if new >= old or new > now else old
