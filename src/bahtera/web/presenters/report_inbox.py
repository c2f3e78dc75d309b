"""The inbox of village reports: whose turn it is, what came, what went back, and who has not reported yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, may
from bahtera.areas import api as areas
from bahtera.reports import api as reports
from bahtera.reports.api import Move, State
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places
from bahtera.web.presenters.parts import Option, Tag
from bahtera.web.presenters.reports import state_tag

TURNS: Final = {
    State.MADE: "report.confirm",
    State.CONFIRMED: "report.endorse",
    State.RECEIVED: "report.accept",
}
"""Whose turn it is in a state."""
_REGENCY: Final = 5
_DISTRICT: Final = 8


class Pile(StrEnum):
    """What a village's report is to the inbox; the values stand behind its address."""

    NEW = "baru"
    UNDERWAY = "jalan"
    RETURNED = "kembali"
    ACCEPTED = "terima"
    MISSING = "belum"


PILES: Final = {
    Pile.NEW: gettext_noop("new, for the TPK2D"),
    Pile.UNDERWAY: gettext_noop("still in the village"),
    Pile.RETURNED: gettext_noop("sent back"),
    Pile.ACCEPTED: gettext_noop("accepted"),
    Pile.MISSING: gettext_noop("not reported yet"),
}
_PILE_OF: Final = {State.RECEIVED: Pile.NEW, State.RETURNED: Pile.RETURNED, State.ACCEPTED: Pile.ACCEPTED}


@dataclass(frozen=True)
class Filter:
    """What is asked for: an area and a pile ("" for all), or what waits for the reader."""

    area: str = ""
    pile: Pile | None = None
    yours: bool = False


@dataclass(frozen=True)
class InboxLine:
    """A village and its newest report; no address when it has none. ``days`` since results were due, or waiting."""

    code: str
    name: str
    place: str
    url: str
    number: str
    version: int
    pile: Pile
    tag: Tag
    at: datetime | None
    zone: str
    yours: bool
    days: int | None
    told: str
    reason: str


@dataclass(frozen=True)
class PileNumber:
    """How many villages lie on one pile, with the way to them."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class InboxPage:
    """The villages of a round: those that wait for the reader first, then those without a report."""

    rounds: tuple[Option, ...]
    areas: tuple[Option, ...]
    states: tuple[Option, ...]
    numbers: tuple[PileNumber, ...]
    lines: tuple[InboxLine, ...]
    villages: int
    due: str
    csv_url: str
    synthetic: bool


def pile_of(row: reports.ReportRow | None) -> Pile:
    """Return the pile a village's newest report lies on."""
    return Pile.MISSING if row is None else _PILE_OF.get(row.state, Pile.UNDERWAY)


def results_day(round_id: int) -> date | None:
    """Return the day by which the results of a round are to be ready; None where its calendar does not say."""
    stages = surveys.calendar_of(round_id)
    return next((one.ends for one in stages if one.stage is surveys.Stage.RESULTS), None)


def lines_of(
    found: Sequence[reports.Standing], actor: Actor, due: date | None, today: Callable[[str], date]
) -> tuple[InboxLine, ...]:
    """Return the villages: whose report waits for the reader, then those without one, then the others."""
    known = places.names_of(one.village_code for one in found)
    turn = {state for state, action in TURNS.items() if may(actor, action)}
    lines = [_line(one, known, turn, due, today) for one in found]
    return tuple(sorted(lines, key=lambda line: (not line.yours, line.pile is not Pile.MISSING, line.name)))


def chosen(lines: Sequence[InboxLine], asked: Filter) -> tuple[InboxLine, ...]:
    """Return the lines that an address asks for."""
    return tuple(
        line
        for line in lines
        if line.code.startswith(asked.area)
        and asked.pile in (None, line.pile)
        and (line.yours or not asked.yours)
    )


def numbers_of(
    lines: Sequence[InboxLine], asked: Filter, address: Callable[[str], str]
) -> tuple[PileNumber, ...]:
    """Return how many villages of the asked area lie on each pile."""
    here = [line for line in lines if line.code.startswith(asked.area)]
    return tuple(
        PileNumber(
            gettext(text), sum(line.pile is pile for line in here), address(pile.value), asked.pile is pile
        )
        for pile, text in PILES.items()
    )


def area_options(lines: Sequence[InboxLine], asked: Filter) -> tuple[Option, ...]:
    """Return the regencies, where there are several, and the districts that have villages of the list."""
    regencies = {line.code[:_REGENCY] for line in lines}
    districts = {line.code[:_DISTRICT] for line in lines}
    shown = sorted({*districts, *(regencies if len(regencies) > 1 else ())})
    known = areas.find(shown)
    indent = "· " if len(regencies) > 1 else ""
    return tuple(
        Option(
            code,
            f"{indent if len(code) == _DISTRICT else ''}{places.full_name(known[code])}",
            code == asked.area,
        )
        for code in shown
        if code in known
    )


def state_options(asked: Filter) -> tuple[Option, ...]:
    """Return what the list may be narrowed to."""
    return (
        Option("giliran", gettext("waits for me"), asked.yours),
        *(Option(pile.value, gettext(text), asked.pile is pile) for pile, text in PILES.items()),
    )


def due_line(due: date | None) -> str:
    """Say when results are to be ready, or that the round's calendar does not."""
    if due is None:
        return gettext("The calendar of this round does not say when its results are due.")
    return gettext("The results of this round are due on {day}.").format(day=numbers.day(due))


def _line(
    one: reports.Standing,
    known: Mapping[str, areas.Area],
    turn: set[State],
    due: date | None,
    today: Callable[[str], date],
) -> InboxLine:
    row, code = one.report, one.village_code
    zone = places.zone_of(code, known)
    pile = pile_of(row)
    days = _days(row, due, today(zone), zone)
    above = [known[up].name for up in reversed(areas.ancestors_of(code)) if up in known]
    back = row.steps[-1].reason if row and row.steps[-1].move is Move.RETURN else ""
    return InboxLine(
        code=code,
        name=places.full_name(known[code]) if code in known else code,
        place=", ".join(above[:2]),
        url=reverse("web:report", args=[row.id]) if row else "",
        number=row.number if row else "",
        version=row.version if row else 0,
        pile=pile,
        tag=state_tag(row.state if row else None),
        at=row.steps[-1].at if row else None,
        zone=zone,
        yours=row is not None and row.state in turn,
        days=days,
        told=_told(pile, days),
        reason=back,
    )


def _days(row: reports.ReportRow | None, due: date | None, today: date, zone: str) -> int | None:
    """Return for how many days a settled village owes nothing (None), a report waits, or one is overdue."""
    if row is None:
        return max((today - due).days, 0) if due else None
    if row.state is State.ACCEPTED:
        return None
    return max((today - numbers.day_in(row.steps[-1].at, zone)).days, 0)


def _told(pile: Pile, days: int | None) -> str:
    if not days:
        return ""
    if pile is Pile.MISSING:
        text = ngettext("{n} day since results were due", "{n} days since results were due", days)
    else:
        text = ngettext("has waited {n} day", "has waited {n} days", days)
    return text.format(n=numbers.integer(days))
