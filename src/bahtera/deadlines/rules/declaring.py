"""Declared clocks, opening hours, and days off that are the same every year, out of definitions/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import yaml

from bahtera.deadlines.errors import BadClock, UnknownClock
from bahtera.deadlines.values import (
    Base,
    Clock,
    DayKind,
    Limit,
    OfficeHours,
    SpecialDay,
    Step,
    Week,
    Whom,
)
from bahtera.foundation.shipped import definitions

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS: Final = {
    Base.RUNNING: frozenset({"menit", "jam", "hari"}),
    Base.WORKING: frozenset({"hari"}),
    Base.DATE: frozenset({"tanggal"}),
}
_STATUSES: Final = frozenset({"official", "working"})
_LANGUAGES: Final = ("id", "en")
_MOST_DAY: Final = 31
_MONTHS: Final = 12
CLOCKS: Final = "2026.1"
"""The version of the declared clocks in use."""


@cache
def clocks() -> Mapping[str, Clock]:
    """Return the declared clocks by id; raises BadClock for one that cannot be kept as it is written."""
    text = (definitions("clocks") / f"{CLOCKS}.yaml").read_text(encoding="utf-8")
    return read_clocks(yaml.safe_load(text))


def clock_named(name: str) -> Clock:
    """Return a declared clock; raises UnknownClock."""
    try:
        return clocks()[name]
    except KeyError:
        raise UnknownClock(name) from None


def read_clocks(told: Mapping[str, Any]) -> Mapping[str, Clock]:
    """Return clocks as a file declares them; raises BadClock for two of one name or one that says too little."""
    found: dict[str, Clock] = {}
    for one in told["clocks"]:
        clock = _clock(one, str(told["version"]))
        if clock.id in found:
            raise BadClock(clock.id, "declared twice")
        found[clock.id] = clock
    return MappingProxyType(found)


@cache
def office_hours() -> OfficeHours:
    """Return the hours of offices that keep no others."""
    told = _hours()
    return OfficeHours(
        _week(told["usual"]), _week(told["ramadan"]), str(told["version"]), str(told["source"])
    )


def fixed_days(year: int, language: str = "id") -> tuple[SpecialDay, ...]:
    """Return the days off that fall on the same date in every year."""
    return tuple(
        SpecialDay(date.fromisoformat(f"{year}-{one['day']}"), DayKind.NATIONAL, one["name"][language])
        for one in _hours()["fixed"]
    )


@cache
def _hours() -> Mapping[str, Any]:
    text = (definitions("holidays") / "hours.yaml").read_text(encoding="utf-8")
    told: Mapping[str, Any] = yaml.safe_load(text)
    return told


def _week(told: Mapping[str, Iterable[str]]) -> Week:
    hours = {day: tuple(time.fromisoformat(one) for one in pair) for day, pair in told.items()}
    return Week(tuple((hours[day][0], hours[day][1]) if day in hours else None for day in _WEEKDAYS))


def _clock(told: Mapping[str, Any], version: str) -> Clock:
    name = str(told.get("id", ""))
    for key in ("label", "starts", "ends"):
        if any(not told.get(key, {}).get(language) for language in _LANGUAGES):
            raise BadClock(name, f"{key} is not said in both languages")
    if told.get("status") not in _STATUSES or not told.get("source"):
        raise BadClock(name, "source and status are not said")
    reminder = told.get("reminder")
    steps = tuple(
        Step(_limit(name, one["after"], least=0) if one.get("after") else None, Whom(one["whom"]))
        for one in told.get("steps", ())
    )
    return Clock(
        id=name,
        version=version,
        label=told["label"],
        starts=told["starts"],
        ends=told["ends"],
        limit=_limit(name, told["limit"], least=0),
        source=str(told["source"]),
        status=told["status"],
        reminder=_limit(name, reminder) if reminder else None,
        steps=steps,
    )


def _limit(name: str, told: Mapping[str, Any], *, least: int = 1) -> Limit:
    """Read a limit; raises BadClock for a base that is not one of ours or an amount that its unit does not have."""
    try:
        base = Base(told["base"])
        limit = Limit(int(told["amount"]), str(told["unit"]), base, int(told.get("month", 0)))
    except (KeyError, ValueError) as error:
        raise BadClock(name, "its limit is not written as it should be") from error
    if limit.unit not in _UNITS[base]:
        raise BadClock(name, f"{limit.unit} is not counted by {base}")
    too_small = limit.amount < (least if base is Base.RUNNING else 1)
    no_such_day = base is Base.DATE and (limit.amount > _MOST_DAY or not 0 <= limit.month <= _MONTHS)
    if too_small or no_such_day:
        raise BadClock(name, f"{limit.amount} {limit.unit} is no limit")
    return limit
