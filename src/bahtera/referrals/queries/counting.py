"""What referrals read of the packages below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.deadlines import api as deadlines
from bahtera.referrals.values import Times

if TYPE_CHECKING:
    from datetime import datetime

    from bahtera.referrals.values import Count


def counting(calendar: deadlines.Calendar) -> Count:
    """Return how the declared clocks count in the calendar of a receiving unit.

    The result raises UnknownClock for a name that is not declared, TooFar beyond what calendars reach.
    """

    def count(clock: str, started: datetime) -> Times:
        declared = deadlines.clock_named(clock)
        due = deadlines.due(started, declared.limit, calendar)
        unlisted = set(due.unlisted)
        steps = []
        for step in declared.steps:
            after = deadlines.due(due.at, step.after, calendar) if step.after else due
            unlisted |= set(after.unlisted)
            steps.append((after.at, step.whom.value))
        reminder = None
        if declared.reminder is not None:
            reminder = max(started, deadlines.before(due.at, declared.reminder, calendar))
        return Times(due.at, reminder, tuple(steps), tuple(sorted(unlisted)))

    return count
