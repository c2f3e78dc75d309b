"""Lists of plans: all, the board, what slipped, what waits for the reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.needs import api as needs
from bahtera.surveys import api as surveys
from bahtera.web import money, numbers, places
from bahtera.web.presenters import visits
from bahtera.web.presenters.measured import words
from bahtera.web.presenters.parts import Option, Tab, Tag
from bahtera.web.presenters.plans import words as said


@dataclass(frozen=True)
class PlanLine:
    """A plan in a list."""

    url: str
    number: str
    activity: str
    village: str
    indicator: str
    agency: str
    unit: str
    position: str
    source: str
    amount: str
    starts_on: date
    deadline: date
    tag: Tag
    late: Tag | None
    slipped: str
    aimed: str
    progress: str
    width: str
    year: int
    why: str = ""


@dataclass(frozen=True)
class Filter:
    """The choices above a list of plans, and what they add to an address; ``unknown``: an area asked for in vain."""

    villages: tuple[Option, ...]
    agencies: tuple[Option, ...]
    indicators: tuple[Option, ...]
    years: tuple[Option, ...]
    sources: tuple[Option, ...]
    states: tuple[Option, ...]
    query: str
    used: bool
    unknown: str


@dataclass(frozen=True)
class Number:
    """One figure above a list."""

    value: str
    label: str


@dataclass(frozen=True)
class PlansPage:
    """A list of plans. ``query`` leads the files to the same choice."""

    tabs: tuple[Tab, ...]
    filter: Filter
    numbers: tuple[Number, ...]
    lines: tuple[PlanLine, ...]
    more_url: str
    may_make: bool
    synthetic: bool


@dataclass(frozen=True)
class BoardColumn:
    """One column of the board, and where the rest of it is listed."""

    key: str
    tag: Tag
    count: int
    lines: tuple[PlanLine, ...]
    more: int
    url: str


@dataclass(frozen=True)
class BoardPage:
    """The board."""

    tabs: tuple[Tab, ...]
    filter: Filter
    columns: tuple[BoardColumn, ...]
    may_make: bool
    synthetic: bool


@dataclass(frozen=True)
class ShiftLine:
    """A deadline that was moved."""

    before: date
    after: date
    on: date
    role: str
    reason: str


@dataclass(frozen=True)
class SlippedLine:
    """A plan behind its time with the history of its deadline."""

    line: PlanLine
    first: date | None
    shifts: tuple[ShiftLine, ...]


@dataclass(frozen=True)
class SlippedPage:
    """What slipped."""

    tabs: tuple[Tab, ...]
    filter: Filter
    lines: tuple[SlippedLine, ...]
    late: int
    over: int
    moved: int
    synthetic: bool


@dataclass(frozen=True)
class WaitingPage:
    """The plans that wait for the reader, by why."""

    tabs: tuple[Tab, ...]
    groups: tuple[tuple[str, tuple[PlanLine, ...]], ...]
    synthetic: bool


def tabs(current: str) -> tuple[Tab, ...]:
    """Return the pages about plans."""
    found = (
        ("web:plans", gettext("List")),
        ("web:plan_board", gettext("Board")),
        ("web:plans_slipped", gettext("What slipped")),
        ("web:plans_waiting", gettext("Waiting for me")),
        ("web:assessments", gettext("Field assessment")),
    )
    return tuple(Tab(label, reverse(name), name == current) for name, label in found)


def line_of(row: actions.PlanRow, village: str, *, exact: bool = False, why: str = "") -> PlanLine:
    """Return a plan as a line."""
    percent = actions.percent_of(row.percent, row.reached, row.families, exact=exact)
    is_done = row.state is actions.State.DONE
    if is_done and row.reached is None:
        percent = 100 if percent is None else percent
    told = f"{numbers.integer(percent)} %" if percent is not None else ""
    if row.reached is not None:
        reached = said.reached(row.reached, row.families, exact=exact)
        told = " · ".join(filter(None, (told, reached)))
    slipped = (
        ngettext("moved by {n} day", "moved by {n} days", row.slipped).format(n=numbers.integer(row.slipped))
        if row.slipped
        else ""
    )
    return PlanLine(
        url=reverse("web:plan", args=[row.id]),
        number=row.number,
        activity=row.activity,
        village=village,
        indicator=said.indicator(row),
        agency=said.agency(row.agency),
        unit=row.unit,
        position=row.position,
        source=said.source(row.source),
        amount=money.rupiah(row.amount),
        starts_on=row.starts_on,
        deadline=row.deadline,
        tag=said.state_tag(row.state),
        late=said.late_tag(row),
        slipped=slipped,
        aimed=said.families(row.families, exact=exact) if row.families is not None else "",
        progress=told,
        width=f"{100 * is_done if percent is None else percent}%",
        year=row.year,
        why=why,
    )


def lines_of(rows: Iterable[actions.PlanRow], actor: access.Actor) -> tuple[PlanLine, ...]:
    """Return plans as lines; counts as this reader may see them."""
    found = list(rows)
    known = places.names_of({row.village_code for row in found})
    return tuple(
        line_of(
            row,
            places.village_line(row.village_code, known),
            exact=access.may(actor, "family.read", area=row.village_code),
        )
        for row in found
    )


def filter_of(filters: actions.Filters, actor: access.Actor, *, unknown: str = "") -> Filter:
    """Return the choices of a list, from the plans that this reader may read, and the area asked for."""
    villages = actions.villages_with_plans(actor=actor)
    known = places.names_of({*villages, *filter(None, [filters.area])})
    above = (
        sorted({code[:5] for code in villages} | {code[:8] for code in villages}) if len(villages) > 1 else []
    )
    codes = [*(code for code in above if code in known), *villages]
    if filters.area and filters.area not in codes:
        codes.insert(0, filters.area)
    labels: dict[str, str] = {}
    for index_id, one in actions.indicators_with_plans(actor=actor):
        texts = actions.public_indicators(index_id)
        labels[one] = f"{one} · {words(texts[one])}" if one in texts else one
    chosen = {
        "wilayah": filters.area,
        "skpd": filters.agency,
        "indikator": filters.indicator,
        "tahun": str(filters.year or ""),
        "sumber": filters.source,
        "keadaan": filters.state.value if filters.state else "",
    }
    query = urlencode({name: value for name, value in chosen.items() if value})
    return Filter(
        villages=tuple(
            Option(code, places.village_line(code, known), code == filters.area) for code in codes
        ),
        agencies=tuple(
            Option(code, said.agency(code), code == filters.agency) for code in needs.load_book().agencies
        ),
        indicators=tuple(Option(one, label, one == filters.indicator) for one, label in labels.items()),
        years=tuple(
            Option(str(year), str(year), year == filters.year) for year in actions.years_of(actor=actor)
        ),
        sources=tuple(
            Option(code, said.source(code), code == filters.source)
            for code in actions.plan_settings().sources
        ),
        states=tuple(
            Option(state.value, said.state_tag(state).label, state is filters.state)
            for state in actions.BOARD
        ),
        query=query,
        used=bool(query or unknown),
        unknown=unknown,
    )


def figures(found: actions.Totals) -> tuple[Number, ...]:
    """Return what a list adds up to."""
    sum_of = money.rupiah_short(found.amount)
    priced = (
        gettext("planned; {n} without an amount").format(n=numbers.integer(found.unpriced))
        if found.unpriced
        else gettext("planned")
    )
    done = found.by_state.get(actions.State.DONE, 0)
    return (
        Number(numbers.integer(found.plans), gettext("plans")),
        Number(numbers.integer(done), gettext("done")),
        Number(numbers.integer(found.late), gettext("late")),
        *([Number(numbers.integer(found.over), gettext("done after the deadline"))] if found.over else []),
        Number(sum_of, priced),
    )


def board_columns(
    columns: Sequence[actions.Column], filters: Filter, actor: access.Actor
) -> tuple[BoardColumn, ...]:
    """Return the columns of the board."""
    return tuple(
        BoardColumn(
            key=one.state.value,
            tag=said.state_tag(one.state),
            count=one.count,
            lines=lines_of(one.rows, actor),
            more=one.count - len(one.rows),
            url=f"{reverse('web:plans')}?{'&'.join(filter(None, (filters.query, f'keadaan={one.state.value}')))}",
        )
        for one in columns
    )


def slipped_lines(found: Sequence[actions.Slipped], actor: access.Actor) -> tuple[SlippedLine, ...]:
    """Return plans behind their time."""
    lines = lines_of((one.row for one in found), actor)
    return tuple(
        SlippedLine(
            line,
            one.row.first_deadline if one.row.first_deadline != one.row.deadline else None,
            tuple(
                ShiftLine(
                    shift.before, shift.after, shift.at.date(), gettext(said.ROLES[shift.role]), shift.reason
                )
                for shift in one.shifts
            ),
        )
        for line, one in zip(lines, found, strict=True)
    )


def is_synthetic(rows: Iterable[actions.PlanRow]) -> bool:
    """Tell whether plans stand on an invented round."""
    ids = {row.round_id for row in rows}
    return any(row.id in ids and visits.is_synthetic(row) for row in surveys.list_rounds())
