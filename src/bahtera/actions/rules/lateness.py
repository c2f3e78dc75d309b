"""How late a plan is, and why it waits for somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bahtera.actions.rules.moves import WORKING
from bahtera.actions.rules.settings import plan_settings
from bahtera.actions.values.plans import DutyKind, State

if TYPE_CHECKING:
    from datetime import date


def days_late(state: State, deadline: date, *, today: date) -> int:
    """Return the days past the deadline of a plan that is agreed upon and not done.

    What is done is late no more, whenever it was done; what was never agreed upon, given up or put off is not late.
    """
    return max((today - deadline).days, 0) if state in WORKING else 0


def days_over(state: State, deadline: date, ended_on: date | None) -> int:
    """Return how many days after its deadline a plan was done; 0 for one that is not done."""
    if state is not State.DONE or ended_on is None:
        return 0
    return max((ended_on - deadline).days, 0)


def days_slipped(deadline: date, first_deadline: date | None) -> int:
    """Return the days that a deadline was moved since it was agreed upon; 0 when it was not, or moved nearer."""
    return max((deadline - first_deadline).days, 0) if first_deadline else 0


def duty_of(
    state: State,
    *,
    starts_on: date,
    deadline: date,
    today: date,
    last_word: date,
    held: bool,
    agrees: bool,
    works: bool,
) -> DutyKind | None:
    """Return the most urgent reason why a plan waits for somebody; None when it does not.

    ``last_word``: the day when something was last told or done. ``agrees`` and ``works``: what this person may do.
    """
    if state is State.PROPOSED:
        return DutyKind.AGREE if agrees else None
    if state not in WORKING or not works:
        return None
    kept = plan_settings()
    reasons = (
        (deadline < today, DutyKind.OVERDUE),
        (deadline <= today + timedelta(days=kept.soon_days), DutyKind.SOON),
        (state is State.AGREED and starts_on <= today, DutyKind.BEGIN),
        (state is State.RUNNING and last_word < today - timedelta(days=kept.silent_days), DutyKind.SILENT),
        (not held, DutyKind.UNHELD),
    )
    return next((kind for holds, kind in reasons if holds), None)
