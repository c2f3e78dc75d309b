"""How many questions there are, by check, day, village and kader."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from bahtera.access.api import Actor, check_may
from bahtera.checks.models import CheckRun
from bahtera.checks.queries.flags import seen_by
from bahtera.checks.values import DayCount, FlagState, Overview, RunRow

_MOST_DAYS = 60
_MOST_KADER = 200


def overview(round_id: int, *, actor: Actor, zone: str, check_id: str = "") -> Overview:
    """Return a round's questions at a glance; ``zone`` is where a day begins, ``check_id`` narrows all but by_check.

    Raises NotAllowed.
    """
    check_may(actor, "check.read")
    rows = seen_by(actor).filter(round_id=round_id)
    by_check: dict[str, Counter[str]] = {}
    for check, state, count in (
        rows.values_list("check_id", "state").annotate(count=Count("pk")).order_by("check_id", "state")
    ):
        by_check.setdefault(check, Counter())[state] += count
    if check_id:
        rows = rows.filter(check_id=check_id)
    spans = list(rows.order_by("id").values_list("first_seen", "ended_at"))
    still = rows.filter(state=FlagState.OPEN.value)
    villages = (
        still.values_list("village_code").annotate(count=Count("pk")).order_by("-count", "village_code")
    )
    kader = (
        still.exclude(actor_key="")
        .values_list("actor_key")
        .annotate(count=Count("pk"))
        .order_by("-count", "actor_key")
    )
    return Overview(
        by_check=by_check,
        trend=_trend(spans, ZoneInfo(zone)),
        by_village=dict(villages),
        by_kader=dict(kader[:_MOST_KADER]),
        last_run=_last_run(round_id),
    )


def _trend(spans: list[tuple[datetime, datetime | None]], zone: ZoneInfo) -> tuple[DayCount, ...]:
    """Return a line a day from the first question to the last event, at most sixty, the latest."""
    new: Counter[date] = Counter(first.astimezone(zone).date() for first, _ in spans)
    ended: Counter[date] = Counter(end.astimezone(zone).date() for _, end in spans if end)
    if not new:
        return ()
    day, last = min(new), max({*new, *ended})
    lines, still = [], 0
    while day <= last:
        still += new[day] - ended[day]
        lines.append(DayCount(day, new[day], still))
        day += timedelta(days=1)
    return tuple(lines[-_MOST_DAYS:])


def _last_run(round_id: int) -> RunRow | None:
    row = CheckRun.objects.filter(round_id=round_id).order_by("-id").first()
    if row is None:
        return None
    return RunRow(row.started_at, row.ended_at, row.is_full, row.visits, row.villages, row.opened, row.passed)
