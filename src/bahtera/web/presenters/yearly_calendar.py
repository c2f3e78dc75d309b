"""The year of a TPK2D: its usual stages, the days of rounds, and papers that are made every month."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, may
from bahtera.actions import api as actions
from bahtera.documents import api as documents
from bahtera.surveys import api as surveys
from bahtera.web import numbers, wording
from bahtera.web.ics import Event
from bahtera.web.presenters import measured, visits
from bahtera.web.presenters.documents import KINDS
from bahtera.web.presenters.parts import Tag
from bahtera.web.presenters.rounds import STAGES

_STATUSES: Final = {
    "inferred": gettext_noop("our own reading, no official rule"),
    "official": gettext_noop("official"),
}
_MONTHS: Final = range(1, 13)


@dataclass(frozen=True)
class Entry:
    """Something on some days of the year. ``usual``: only the usual months, no day was set. ``uid``: for calendars."""

    uid: str
    title: str
    about: str
    starts: date
    ends: date
    tag: Tag
    url: str = ""
    usual: bool = False
    monthly: bool = False

    @property
    def days(self) -> str:
        """Return the days in words; months alone for what is only usual."""
        if self.usual:
            first, last = numbers.month(self.starts), numbers.month(self.ends)
            return first if first == last else gettext("{first} to {last}").format(first=first, last=last)
        if self.starts == self.ends:
            return numbers.day(self.starts)
        first, last = numbers.day(self.starts), numbers.day(self.ends)
        return gettext("{first} to {last}").format(first=first, last=last)


@dataclass(frozen=True)
class Row:
    """One line of the table of the year, with where its bar lies in it, in per cent of the year."""

    entry: Entry
    x: str
    width: str
    style: str


@dataclass(frozen=True)
class Month:
    """What begins, runs or ends in a month."""

    name: str
    current: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class CalendarPage:
    """A year: the table with bars, the list by month, and the papers of every month."""

    year: int
    rows: tuple[Row, ...]
    months: tuple[Month, ...]
    monthly: tuple[Entry, ...]
    today_x: str
    earlier_url: str
    later_url: str
    file_url: str
    source: str
    synthetic: bool


def entries_of(year: int, actor: Actor, today: date) -> tuple[Entry, ...]:
    """Return what the year holds for a reader: a round's own days go before the usual months."""
    dated = list(_stages(year, actor, today))
    named = {one.uid.rpartition("-")[2] for one in dated}
    usual = (one for one in _usual(year) if one.uid.rpartition("-")[2] not in named)
    order = [stage.value for stage in surveys.Stage]
    found = sorted((*dated, *usual), key=lambda one: (one.starts, order.index(one.uid.rpartition("-")[2])))
    return (*found, *_papers(year, actor))


def months_of_deadlines(year: int, actor: Actor, today: date) -> tuple[Entry, ...]:
    """Return one entry for each month in which plans are to be done: from the first deadline to the last."""
    days = _deadlines(year, actor)
    return tuple(
        _deadline(f"plans-{year}-{month:02d}", min(found), max(found), sum(found.values()), today)
        for month in _MONTHS
        if (found := {day: n for day, n in days.items() if day.month == month})
    )


def page_of(year: int, actor: Actor, today: date) -> CalendarPage:
    """Return the page of a year."""
    found = entries_of(year, actor, today)
    dated = [one for one in found if not one.monthly]
    shown = [*dated, *months_of_deadlines(year, actor, today)]
    usual = surveys.usual_year()
    status = wording.say(_STATUSES, usual.status)
    return CalendarPage(
        year=year,
        rows=tuple(_row(one, year) for one in shown),
        months=tuple(_month(year, month, shown, today) for month in _MONTHS),
        monthly=tuple(one for one in found if one.monthly),
        today_x=_x(today, year) if today.year == year else "",
        earlier_url=f"{reverse('web:calendar')}?tahun={year - 1}",
        later_url=f"{reverse('web:calendar')}?tahun={year + 1}",
        file_url=f"{reverse('web:calendar_file')}?tahun={year}",
        source=f"{measured.words(usual.source)} {usual.version} ({status})",
        synthetic=any(visits.is_synthetic(row) for row in _rounds(year, actor)),
    )


def events_of(year: int, actor: Actor, today: date) -> Iterator[Event]:
    """Return what a calendar program is told: days, stages, names of rounds, how many plans; nobody's name."""
    days = _deadlines(year, actor)
    plans = (_deadline(f"plans-{day.isoformat()}", day, day, n, today) for day, n in days.items())
    for one in (*entries_of(year, actor, today), *plans):
        title = f"{one.title} · {one.about}" if one.about else one.title
        if one.monthly:
            for month in _MONTHS:
                day = date(year, month, one.starts.day)
                yield Event(f"{one.uid}-{year}-{month}@bahtera", title, day, day)
        else:
            yield Event(f"{one.uid}@bahtera", title, one.starts, one.ends)


def _deadlines(year: int, actor: Actor) -> dict[date, int]:
    return actions.deadlines(year, actor=actor) if may(actor, "plan.read") else {}


def _deadline(uid: str, first: date, last: date, count: int, today: date) -> Entry:
    late = last < today
    words = ngettext("{n} plan at work", "{n} plans at work", count)
    return Entry(
        uid=uid,
        title=gettext("Deadlines of plans of action"),
        about=words.format(n=numbers.integer(count)),
        starts=first,
        ends=last,
        tag=Tag(gettext("late"), "rendah", "error") if late else Tag(gettext("to come"), "none"),
        url=reverse("web:plans"),
    )


def _rounds(year: int, actor: Actor) -> list[surveys.RoundRow]:
    begun_near = {year - 1, year, year + 1}
    return [
        row for row in surveys.rounds_for(actor) if row.year in begun_near or row.opens.year in begun_near
    ]


def _stages(year: int, actor: Actor, today: date) -> Iterator[Entry]:
    for row in _rounds(year, actor):
        for one in surveys.calendar_of(row.id):
            if one.starts.year <= year <= one.ends.year:
                yield Entry(
                    uid=f"round-{row.id}-{one.stage.value}",
                    title=wording.say(STAGES, one.stage.value),
                    about=visits.round_title(row),
                    starts=one.starts,
                    ends=one.ends,
                    tag=_tag(one, today),
                    url=reverse("web:round", args=[row.id]),
                )


def _tag(one: surveys.StageRow, today: date) -> Tag:
    if one.done_on is not None:
        return Tag(gettext("done {day}").format(day=numbers.day(one.done_on)), "tinggi", "ok")
    if one.is_late(today):
        return Tag(gettext("late"), "rendah", "error")
    if one.starts <= today:
        return Tag(gettext("now"), "sedang", "sedang")
    return Tag(gettext("to come"), "none")


def _usual(year: int) -> Iterator[Entry]:
    for one in surveys.usual_year().stages:
        after = date(year + one.last // 12, one.last % 12 + 1, 1)
        yield Entry(
            uid=f"usual-{year}-{one.stage.value}",
            title=wording.say(STAGES, one.stage.value),
            about=gettext("usual months, no day set"),
            starts=date(year, one.first, 1),
            ends=after - timedelta(days=1),
            tag=Tag(gettext("usual"), "none"),
            usual=True,
        )


def _papers(year: int, actor: Actor) -> Iterator[Entry]:
    """Return the papers made every month, one entry for a kind and day: for how many areas, not for which."""
    if not may(actor, "document.read"):
        return
    counts = Counter((one.day, one.kind) for one in documents.schedules(actor=actor))
    for (day, kind), count in sorted(counts.items(), key=lambda one: (one[0][0], one[0][1].value)):
        first = date(year, 1, day)
        yield Entry(
            uid=f"papers-{kind.value}-{day}",
            title=gettext(KINDS[kind]),
            about=gettext("every month, areas: {n}").format(n=numbers.integer(count)),
            starts=first,
            ends=first,
            tag=Tag(gettext("day {n} of every month").format(n=day)),
            url=reverse("web:documents"),
            monthly=True,
        )


def _month(year: int, month: int, found: Iterable[Entry], today: date) -> Month:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    here = tuple(one for one in found if one.starts < after and one.ends >= first)
    return Month(numbers.month(first), first <= today < after, here)


def _row(one: Entry, year: int) -> Row:
    first = max(one.starts, date(year, 1, 1))
    last = min(one.ends, date(year, 12, 31)) + timedelta(days=1)
    whole = _days_of(year)
    width = f"{100 * (last - first).days / whole:.2f}%"
    return Row(one, _x(first, year), width, "fill-progress" if one.usual else "fill-deep")


def _x(day: date, year: int) -> str:
    return f"{100 * (day - date(year, 1, 1)).days / _days_of(year):.2f}%"


def _days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days
