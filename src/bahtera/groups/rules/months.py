"""A month of a group, derived from its meetings: every cell can be traced, and the cells add up."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from bahtera.groups.rules.words import NOT_KNOWN, kinds
from bahtera.groups.values import Month, People

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.groups.values import Kind

MINE: Final = "kader"
"""The office of who helps the group without being one of its members."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """What a month needs to know of a member."""

    id: UUID
    sex: str
    born: date | None
    office: str
    joined_on: date
    left_on: date | None

    def is_member(self, day: date) -> bool:
        """Tell whether they belong to the group on a day, as a member."""
        return self.office != MINE and self.joined_on <= day and (self.left_on is None or self.left_on > day)


@dataclass(frozen=True, slots=True)
class Met:
    """What a month needs to know of a meeting."""

    held_on: date
    topic: str
    guests: int
    present: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Trade:
    """What a month needs to know of the businesses: how many work, which turnovers were told, trainings held."""

    businesses: int = 0
    turnovers: Sequence[int] = ()
    trainings: int = 0


def first_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def months_back(month: date, count: int) -> tuple[date, ...]:
    """Return the first days of the months before one, itself the last, the earliest first."""
    number = month.year * 12 + month.month - 1
    return tuple(date(one // 12, one % 12 + 1, 1) for one in range(number - count + 1, number + 1))


def month_of(kind: Kind, month: date, people: Iterable[Somebody], met: Iterable[Met], trade: Trade) -> Month:
    """Return the monthly register of a group.

    Of a meeting those count who were members on its day; whoever only helps the group never does.
    """
    known = {one.id: one for one in people}
    meetings = [one for one in met if first_of(one.held_on) == month]
    came: list[tuple[Somebody, date]] = [
        (known[one], meeting.held_on)
        for meeting in meetings
        for one in meeting.present
        if one in known and known[one].is_member(meeting.held_on)
    ]
    last = last_of(month)
    told = len(trade.turnovers)
    return Month(
        meetings=len(meetings),
        members=_by_sex(one.sex for one in known.values() if one.is_member(last)),
        came=_by_sex(one.sex for one in {one.id: one for one, _ in came}.values()),
        attendances=_by_sex(one.sex for one, _ in came),
        bands=_bands(kind, ((one.born, day) for one, day in came)),
        guests=sum(one.guests for one in meetings),
        topics=tuple(dict.fromkeys(one.topic for one in sorted(meetings, key=lambda one: one.held_on))),
        businesses=trade.businesses,
        told=told,
        turnover=sum(trade.turnovers) if told else None,
        trainings=trade.trainings,
    )


def adds_up(month: Month) -> bool:
    """Tell whether a month's cells agree: bands with attendances, who came with members who could."""
    banded = not month.bands or sum(month.bands.values()) == month.attendances.total
    return banded and month.came.total <= month.attendances.total and month.told <= month.businesses


def sum_of(kind: Kind, months: Iterable[Month]) -> Month:
    """Return the sum of several groups' months of one kind; its topics are left out, they are no numbers."""
    rows = list(months)
    turnovers = [one.turnover for one in rows if one.turnover is not None]
    return Month(
        meetings=sum(one.meetings for one in rows),
        members=_added(one.members for one in rows),
        came=_added(one.came for one in rows),
        attendances=_added(one.attendances for one in rows),
        bands={band: sum(one.bands.get(band, 0) for one in rows) for band in band_ids(kind)},
        guests=sum(one.guests for one in rows),
        topics=(),
        businesses=sum(one.businesses for one in rows),
        told=sum(one.told for one in rows),
        turnover=sum(turnovers) if turnovers else None,
        trainings=sum(one.trainings for one in rows),
    )


def band_ids(kind: Kind) -> tuple[str, ...]:
    """Return the bands of a kind with the one of unknown age last; none for a kind that has no bands."""
    bands = kinds()[kind].bands
    return (*(one.id for one in bands), NOT_KNOWN) if bands else ()


def age_on(born: date, day: date) -> int:
    """Return whole years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def month_json(month: Month) -> Any:
    """Return a month as it is kept."""
    told = {one.name: getattr(month, one.name) for one in fields(month)}
    for name in _PEOPLE:
        people: People = told[name]
        told[name] = [people.women, people.men, people.unknown]
    return {**told, "bands": dict(month.bands), "topics": list(month.topics)}


def month_in(told: Mapping[str, Any]) -> Month:
    """Return a month out of what was kept."""
    people = {name: People(*told[name]) for name in _PEOPLE}
    return Month(**{**told, **people, "topics": tuple(told["topics"])})


_PEOPLE: Final = ("members", "came", "attendances")


def _bands(kind: Kind, came: Iterable[tuple[date | None, date]]) -> Mapping[str, int]:
    counted = Counter(_band(kind, born, day) for born, day in came)
    return {band: counted[band] for band in band_ids(kind)}


def _band(kind: Kind, born: date | None, day: date) -> str:
    if born is None:
        return NOT_KNOWN
    age = age_on(born, day)
    return next((one.id for one in kinds()[kind].bands if one.first <= age < one.below), NOT_KNOWN)


def _by_sex(sexes: Iterable[str]) -> People:
    counted = Counter(sexes)
    return People(counted["p"], counted["l"], counted[""])


def _added(people: Iterable[People]) -> People:
    rows = list(people)
    return People(
        sum(one.women for one in rows), sum(one.men for one in rows), sum(one.unknown for one in rows)
    )
