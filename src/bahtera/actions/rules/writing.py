"""What may stand in a plan and in what is told of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from bahtera.actions.errors import BadPlan, BadProgress
from bahtera.actions.rules.settings import plan_settings

if TYPE_CHECKING:
    from bahtera.actions.values.plans import PlanInput

LONGEST_ACTIVITY: Final = 160
LONGEST_DETAILS: Final = 600
LONGEST_LINE: Final = 300
MOST_RUPIAH: Final = 10**13
MOST_FAMILIES: Final = 100_000
WHOLE: Final = 100
_SHARE_UNITS: Final = 100
# Ten digits in a row, however they are spaced, and no number with marks of thousands: a NIK, a card, a telephone.
_NUMBER: Final = re.compile(r"(?<![\d.,])(?!\d{1,3}(?:\.\d{3})+(?!\d))(?:\d[\s\-/.]?){10,}")
_LINES: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def checked(written: PlanInput, *, today: date) -> PlanInput:
    """Return a plan's words as they are kept: trimmed, within bounds. Raises BadPlan.

    ``today`` is the day in the village's zone: a plan looks at most `years_ahead` years ahead of it.
    """
    _check_years(written, today)
    _check_money(written)
    if written.families is not None and not 1 <= written.families <= MOST_FAMILIES:
        raise BadPlan(
            "actions.bad_families",
            "The number of families is from 1 to {most}.",
            field="families",
            most=MOST_FAMILIES,
        )
    if written.share is not None and not 0 <= written.share <= WHOLE * _SHARE_UNITS:
        raise BadPlan("actions.bad_share", "The percentage aimed at is from 0 to 100.", field="share")
    activity = checked_line(written.activity, LONGEST_ACTIVITY, "activity")
    if not activity:
        raise BadPlan("actions.no_activity", "Say what is to be done.", field="activity")
    return replace(
        written,
        activity=activity,
        details=checked_line(written.details, LONGEST_DETAILS, "details"),
        position=checked_line(written.position, LONGEST_ACTIVITY, "position"),
    )


def check_families(aimed_at: int | None, living: int | None) -> None:
    """Raise BadPlan for more families than live in the village, as far as that is known."""
    if aimed_at is not None and living is not None and aimed_at > living:
        raise BadPlan(
            "actions.more_than_live_here",
            "{aimed} families are more than live in this village: {living} by the round that was to visit all.",
            field="families",
            aimed=aimed_at,
            living=living,
        )


def checked_line(text: str, most: int, field: str) -> str:
    """Return words that may stand in a plan: one line, of at most so many characters, without a person's number."""
    clean = " ".join(_LINES.sub(" ", text).split())
    if len(clean) > most:
        raise BadPlan("actions.too_long", "At most {most} characters fit here.", field=field, most=most)
    if _NUMBER.search(clean):
        raise BadPlan(
            "actions.person_number",
            "Leave out NIK, card and telephone numbers: a plan names nobody.",
            field=field,
        )
    return clean


def check_deadline(starts_on: date, deadline: date, year: int) -> None:
    """Raise BadPlan for a deadline before the start, or more than the years to finish after the plan's year."""
    if deadline < starts_on:
        raise BadPlan(
            "actions.deadline_before_start",
            "The deadline {deadline} lies before the first day {start}.",
            field="deadline",
            deadline=deadline.isoformat(),
            start=starts_on.isoformat(),
        )
    last = year + plan_settings().years_to_finish
    if deadline.year > last:
        raise BadPlan(
            "actions.deadline_too_far",
            "A plan of {year} is done by the end of {last} at the latest. Make a further plan for what comes after.",
            field="deadline",
            year=str(year),
            last=str(last),
        )


def check_new_deadline(before: date, after: date | None, starts_on: date, *, today: date, year: int) -> date:
    """Return a deadline that may take the place of another; raises BadPlan for none, the same, or one that is past."""
    if after is None:
        raise BadPlan("actions.no_deadline", "Choose the new deadline.", field="deadline")
    if after == before:
        raise BadPlan("actions.same_deadline", "This is the deadline the plan has.", field="deadline")
    if after < today:
        raise BadPlan("actions.deadline_past", "The new deadline lies in the past.", field="deadline")
    check_deadline(starts_on, after, year + 1)
    return after


def checked_progress(
    on: date,
    percent: int | None,
    reached: int | None,
    note: str,
    *,
    today: date,
    starts_on: date,
    last_on: date | None,
) -> str:
    """Return the words of a piece of progress as kept; raises BadProgress for what cannot be."""
    if on > today:
        raise BadProgress("actions.progress_ahead", "Progress is told of a day that has come.")
    if on < starts_on.replace(month=1, day=1):
        raise BadProgress("actions.progress_before", "This day lies before the year of the plan's first day.")
    if last_on is not None and on < last_on:
        raise BadProgress(
            "actions.progress_backwards",
            "Progress was told of {day} already. Tell of that day or a later one.",
            day=last_on.isoformat(),
        )
    if percent is not None and not 0 <= percent <= WHOLE:
        raise BadProgress("actions.bad_percent", "Progress is from 0 to 100 per cent.")
    if reached is not None and not 0 <= reached <= MOST_FAMILIES:
        raise BadProgress(
            "actions.bad_reached", "The number of families is from 0 to {most}.", most=MOST_FAMILIES
        )
    clean = checked_line(note, LONGEST_LINE, "note")
    if percent is None and reached is None and not clean:
        raise BadProgress(
            "actions.empty_progress", "Say how far it is: a percentage, a number of families, or words."
        )
    return clean


def _check_years(written: PlanInput, today: date) -> None:
    last = today.year + plan_settings().years_ahead
    if not today.year - 1 <= written.year <= last:
        raise BadPlan(
            "actions.bad_year",
            "The year is from {first} to {last}: a plan looks at most two years ahead.",
            field="year",
            first=str(today.year - 1),
            last=str(last),
        )
    if written.starts_on.year != written.year:
        raise BadPlan(
            "actions.starts_elsewhere",
            "The first day lies in the year of the plan, {year}.",
            field="starts_on",
            year=str(written.year),
        )
    check_deadline(written.starts_on, written.deadline, written.year)


def _check_money(written: PlanInput) -> None:
    source = plan_settings().sources.get(written.source)
    if source is None:
        raise BadPlan("actions.unknown_source", "Choose where the money comes from.", field="source")
    if written.amount is None:
        return
    if not 0 <= written.amount <= MOST_RUPIAH:
        raise BadPlan(
            "actions.bad_amount", "The amount is a whole number of rupiah, at least 0.", field="amount"
        )
    if source.free and written.amount:
        raise BadPlan(
            "actions.free_costs",
            "“No cost” and an amount contradict each other. Choose where the money comes from.",
            field="amount",
        )
