"""Days that people type: a slip in the year is told, not kept."""

from datetime import date, timedelta

from bahtera.access.errors import BadDates
from bahtera.access.queries.actors import zone_of
from bahtera.foundation import clock

_FAR_BACK = timedelta(days=10 * 366)
_FAR_ON = timedelta(days=2 * 366)
_FURTHEST = timedelta(days=50 * 366)


def check_first_day(day: date, area: str) -> None:
    """Raise BadDates for a first day that lies years away."""
    today = clock.today(zone_of(area))
    if not today - _FAR_BACK <= day <= today + _FAR_ON:
        raise BadDates.far()


def check_days(first: date, last: date | None, area: str, *, over: bool = True) -> None:
    """Raise BadDates unless the first day is near and the last, if any, follows it and is not over.

    ``over`` False lets the last day lie in the past.
    """
    check_first_day(first, area)
    if last is None:
        return
    today = clock.today(zone_of(area))
    if last < first:
        raise BadDates.upside_down()
    if over and last < today:
        raise BadDates.over()
    if last - today > _FURTHEST:
        raise BadDates.far()
