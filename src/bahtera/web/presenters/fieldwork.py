"""What the pages about a round in the field show: progress by day, village and kader, and a kader's recap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.surveys import api as surveys
from bahtera.web import charts, numbers, wording
from bahtera.web.presenters.parts import Option, ProgressBar
from bahtera.web.presenters.rounds import RoundHead

SHOWN_RESULTS: Final = tuple(wording.RESULTS)

MOST: Final = 100
"""So many villages stand on a page; a file holds all."""

# The same in a word or two, for the heads of wide tables.
_SHORT: Final = {
    "selesai": gettext_noop("Finished"),
    "selesai_sebagian": gettext_noop("Partly"),
    "menolak": gettext_noop("Declined"),
    "pindah": gettext_noop("Moved"),
    "tidak_ditemukan": gettext_noop("Not found"),
    "tidak_ada_responden": gettext_noop("Nobody in"),
}


@dataclass(frozen=True)
class ResultLine:
    """How many families a result code has; ``width`` of all visited, for a drawing."""

    label: str
    count: int
    share: Fraction
    width: str


@dataclass(frozen=True)
class VillageRow:
    """One village: how far it is, whether it lags, and its results if the reader may know them."""

    name: str
    url: str
    kaders_url: str
    bar: ProgressBar
    expected: Fraction | None
    behind: bool
    again: int
    results: tuple[int, ...]


@dataclass(frozen=True)
class FieldworkPage:
    """A round in an area, as of a moment; ``days`` the latest first.

    ``villages``: of ``all_villages`` those from the ``first`` on; the others are at ``before_url`` and ``after_url``.
    """

    head: RoundHead
    areas: tuple[Option, ...]
    area_name: str
    as_of: datetime
    zone: str
    bar: ProgressBar
    expected: Fraction | None
    behind: int
    again: int
    last_day: date | None
    undated: int
    results: tuple[ResultLine, ...]
    result_names: tuple[str, ...]
    chart: charts.Pace | None
    days: tuple[surveys.FieldDay, ...]
    villages: tuple[VillageRow, ...]
    all_villages: int
    first: int
    before_url: str
    after_url: str
    kaders_url: str
    csv_days: str
    csv_villages: str
    outcomes_version: str
    visits_needed: int
    carried: surveys.CarriedProgress | None = None


@dataclass(frozen=True)
class KaderRow:
    """One kader: what was sent, how far the tasks are, and where the recap is."""

    name: str
    url: str
    received: int
    approved: int
    returned: int
    again: int
    last_day: date | None
    given: int | None
    visited: int | None
    expected: Fraction | None
    behind: bool
    results: tuple[int, ...]


@dataclass(frozen=True)
class SettingRow:
    """Who answered one kader, and how often others heard it; ``share`` of the interviews that say."""

    name: str
    interviews: int
    head: int
    spouse: int
    other: int
    unsaid: int
    heard: int
    alone: int
    share: Fraction | None


@dataclass(frozen=True)
class KadersPage:
    """The kader of a round in an area."""

    head: RoundHead
    areas: tuple[Option, ...]
    area_name: str
    as_of: datetime
    zone: str
    in_village: bool
    rows: tuple[KaderRow, ...]
    settings: tuple[SettingRow, ...]
    result_names: tuple[str, ...]
    back: str
    csv: str


@dataclass(frozen=True)
class RecapLine:
    """One day of a recap."""

    day: date | None
    village: str
    counts: tuple[int, ...]
    visits: int
    approved: int


@dataclass(frozen=True)
class RecapPage:
    """What one kader did, to print and sign; ``many`` villages are named line by line."""

    name: str
    round_name: str
    synthetic: bool
    villages: str
    first: date | None
    last: date | None
    as_of: datetime
    zone: str
    result_names: tuple[str, ...]
    lines: tuple[RecapLine, ...]
    totals: tuple[int, ...]
    visits: int
    approved: int
    days: int
    many: bool
    pdf: str
    back: str


def bar_of(tally: surveys.Tally, target: int | None) -> ProgressBar:
    """Return a tally as a drawing."""
    return ProgressBar(tally.received, tally.approved, target)


def result_names() -> tuple[str, ...]:
    """Return the words of the result codes, in their order, and last of those without one."""
    return (*(wording.say(wording.RESULTS, code) for code in SHOWN_RESULTS), gettext("Without a result"))


def short_names() -> tuple[str, ...]:
    """Return the same in a word or two, as heads of a table."""
    return (*(gettext(words) for words in _SHORT.values()), gettext("No result"))


def counts_of(results: Mapping[str, int]) -> tuple[int, ...]:
    """Return counts in the order of `result_names`; they add up to all."""
    known = tuple(results.get(code, 0) for code in SHOWN_RESULTS)
    return (*known, sum(results.values()) - sum(known))


def result_lines(results: Mapping[str, int]) -> tuple[ResultLine, ...]:
    """Return each result with its share; nothing where nothing is known."""
    total = sum(results.values())
    if not total:
        return ()
    return tuple(
        ResultLine(name, count, Fraction(100 * count, total), charts.pct(Fraction(100 * count, total)))
        for name, count in zip(result_names(), counts_of(results), strict=True)
        if count or name != result_names()[-1]
    )


def pace_of(found: surveys.Fieldwork) -> charts.Pace | None:
    """Return the drawing of what was visited until each day beside an even pace."""
    few = 2
    if len(found.days) < few:
        return None
    labels = (numbers.short_day(found.days[0].day), numbers.short_day(found.days[-1].day))
    return charts.pace(
        [one.until for one in found.days], [one.expected for one in found.days], labels, numbers.integer
    )


def address(name: str, round_id: int, area: str = "", **more: str) -> str:
    """Return the address of a page about a round in an area."""
    asked = {key: value for key, value in {"wilayah": area, **more}.items() if value}
    return f"{reverse(f'web:{name}', args=[round_id])}{f'?{urlencode(asked)}' if asked else ''}"


def setting_row(one: surveys.InterviewSettings) -> SettingRow:
    """Return one kader's line about who answered."""
    head, spouse, unsaid = (one.respondents.get(code, 0) for code in ("kepala", "pasangan", ""))
    heard, alone = one.others.get("ya", 0), one.others.get("tidak", 0)
    return SettingRow(
        name=one.name or gettext("A card or phone of nobody"),
        interviews=one.interviews,
        head=head,
        spouse=spouse,
        other=one.interviews - head - spouse - unsaid,
        unsaid=unsaid,
        heard=heard,
        alone=alone,
        share=Fraction(100 * heard, heard + alone) if heard + alone else None,
    )


def recap_address(name: str, round_id: int, person_id: UUID, asked: Mapping[str, str]) -> str:
    """Return the address of a recap, of some days."""
    some = {key: value for key, value in asked.items() if value}
    address = reverse(f"web:{name}", args=[round_id, person_id])
    return f"{address}?{urlencode(some)}" if some else address


def kader_row(one: surveys.KaderField, round_id: int) -> KaderRow:
    """Return one kader's line; the recap of somebody nobody knows does not exist."""
    return KaderRow(
        name=one.name or gettext("A card or phone of nobody"),
        url=reverse("web:recap", args=[round_id, one.person_id])
        if one.person_id and one.tally.received
        else "",
        received=one.tally.received,
        approved=one.tally.approved,
        returned=one.returned,
        again=one.tally.again,
        last_day=one.last_day,
        given=one.given,
        visited=one.visited,
        expected=one.expected,
        behind=one.behind,
        results=counts_of(one.tally.results),
    )
