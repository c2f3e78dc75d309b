"""Pages of quoted figures: one series for an area, all series of an area, and a file on its way in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.areas import api as areas
from bahtera.context import api as context
from bahtera.pictures.quotes import Column, Mark, quote_plot
from bahtera.web import numbers, places, wording
from bahtera.web.presenters.answers import in_language as words
from bahtera.web.presenters.parts import Option

_YEAR: Final = 12
_YEAR_DIGITS: Final = len("2022")
LEVELS: Final = {
    "nation": gettext_noop("Indonesia"),
    "province": gettext_noop("provinces"),
    "regency": gettext_noop("regencies and cities"),
    "district": gettext_noop("districts"),
    "village": gettext_noop("villages"),
}
UNITS: Final = {
    "percent": gettext_noop("percent"),
    "persons": gettext_noop("persons"),
    "cases": gettext_noop("cases"),
    "victims_in_case": gettext_noop("victims in cases"),
    "families": gettext_noop("families"),
    "decisions": gettext_noop("court matters"),
    "rupiah": gettext_noop("rupiah"),
}
BASES: Final = {
    "survey": gettext_noop("by the time of the survey"),
    "report": gettext_noop("by the day of the report"),
    "decision": gettext_noop("by the day of the court's decision"),
    "registration": gettext_noop("by the day of registration"),
    "census": gettext_noop("by the time families were listed"),
}
QUALITIES: Final = {
    "printed": gettext_noop("day printed in the source"),
    "inferred": gettext_noop("day concluded"),
    "unknown": gettext_noop("day unknown"),
}
WORSE: Final = {
    "higher_is_worse": gettext_noop("Higher is worse."),
    "lower_is_worse": gettext_noop("Lower is worse."),
    "neither": gettext_noop("Neither more nor less is good or bad by itself."),
}
STATUSES: Final = {
    "sourced": gettext_noop("definition sourced"),
    "inferred": gettext_noop("definition partly inferred"),
}
TRENDS: Final = {
    context.Trend.ROSE: gettext_noop("From {before} to {after} the figure rose by {difference} ({unit})."),
    context.Trend.FELL: gettext_noop("From {before} to {after} the figure fell by {difference} ({unit})."),
    context.Trend.SAME: gettext_noop("From {before} to {after} the figure stayed the same."),
}
MISSING: Final = {
    "no_period": gettext_noop("figures of two periods"),
    "conflict": gettext_noop("sources that agree"),
    "provisional": gettext_noop("figures that no longer change"),
    "break": gettext_noop("one meaning over both periods"),
    "length": gettext_noop("periods of the same months"),
    "overlap": gettext_noop("periods that follow each other"),
    "series": gettext_noop("one series"),
    "unit": gettext_noop("one unit"),
    "date_basis": gettext_noop("one date basis"),
    "area": gettext_noop("one area"),
    "publisher": gettext_noop("figures of both periods from one publisher"),
    "definition": gettext_noop("one definition over both periods"),
}


@dataclass(frozen=True)
class QuoteLine:
    """One quoted figure in the table; ``conflicting``: another source says otherwise."""

    period: str
    value: str
    source: str
    links: tuple[str, ...]
    quoted: str
    provisional: bool
    conflicting: bool
    note: str
    breaks: tuple[str, ...]


@dataclass(frozen=True)
class SeriesLine:
    """One series in a list, with the last figures quoted for an area."""

    title: str
    unit: str
    url: str
    period: str
    value: str
    conflicting: bool
    looks_back: bool
    institution: str


@dataclass(frozen=True)
class AreaFigures:
    """All series of an area: those with figures, and those declared without."""

    code: str
    name: str
    lines: tuple[SeriesLine, ...]
    without: tuple[SeriesLine, ...]
    areas: tuple[Option, ...]
    may_import: bool


@dataclass(frozen=True)
class SeriesPage:
    """One series for an area: what it is, its figures as a picture and a table, and what may be said of them."""

    id: str
    code: str
    area: str
    title: str
    unit: str
    definition: str
    facts: tuple[tuple[str, str], ...]
    looks_back: str
    note: str
    unlike: tuple[tuple[str, str], ...]
    lines: tuple[QuoteLine, ...]
    sentence: str
    drawn: str
    opinions: tuple[context.Opinion, ...]
    areas: tuple[Option, ...]
    conflicting: bool
    definition_sha256: str
    needed: str
    elsewhere: tuple[tuple[str, str], ...]


def area_name(code: str) -> str:
    """Return the name of an area, or of the country."""
    return gettext("Indonesia") if code == context.NATION else places.full_name(areas.get(code))


def period_words(text: str) -> str:
    """Return a period as it is read: a year as it is, months in words with a dash between two."""
    return " – ".join(
        part if len(part) == _YEAR_DIGITS else numbers.month(date.fromisoformat(f"{part}-01"))
        for part in text.split("/")
    )


def value_words(figure: context.Figure) -> str:
    """Return a figure in the reader's way, with the decimals it was quoted with."""
    return numbers.number(figure.number, figure.decimals)


def section(code: str) -> tuple[str, tuple[SeriesLine, ...]]:
    """Return the series with figures of an area, or of the nearest above that has some, and that area's name."""
    for one in (code, *reversed(areas.ancestors_of(code))):
        found = context.quoted_in(one)
        if found:
            return area_name(one), tuple(_line(name, one, rows) for name, rows in found.items())
    return "", ()


def area_figures(code: str, *, may_import: bool) -> AreaFigures:
    """Return the page of all series of an area."""
    found = context.quoted_in(code)
    every = {where for name in context.all_series() for where in context.areas_of(name)}
    return AreaFigures(
        code=code,
        name=area_name(code),
        lines=tuple(_line(name, code, rows) for name, rows in found.items()),
        without=tuple(_line(name, code, ()) for name in context.all_series() if name not in found),
        areas=_options({*every, code}, code),
        may_import=may_import,
    )


def series_page(series_id: str, code: str) -> SeriesPage:
    """Return the page of one series for an area; raises UnknownSeries, UnknownArea."""
    series = context.get_series(series_id)
    name = area_name(code)
    rows = context.quoted(series_id, code)
    title = words(series.title)
    unit = wording.say(UNITS, series.unit.value)
    columns = [_column(row) for row in rows]
    uneven = len({(row.period.start.month, row.period.months) for row in rows}) > 1
    told = ", ".join(f"{one.label}: {' / '.join(mark.told for mark in one.marks)}" for one in columns)
    drawn = quote_plot(columns, name="seri", title=f"{title}, {name}", description=told, unconnected=uneven)
    every = {*context.areas_of(series_id), code}
    return SeriesPage(
        id=series_id,
        code=code,
        area=name,
        title=title,
        unit=unit,
        definition=words(series.definition),
        facts=(
            (gettext("Unit of the figures"), unit),
            (gettext("Counted"), wording.say(BASES, series.date_basis.value)),
            (gettext("Institution"), series.institution),
            (gettext("How it comes here"), gettext("Imported as published. Bahtera computes none of it.")),
            (gettext("How to read it"), wording.say(WORSE, series.direction.value)),
            (gettext("Status"), wording.say(STATUSES, series.status)),
            (gettext("Source of the definition"), series.source),
        ),
        looks_back=words(series.looks_back) if series.looks_back else "",
        note=words(series.note) if series.note else "",
        unlike=tuple((words(context.get_series(one).title), _url(one, code)) for one in series.unlike),
        lines=tuple(line for row in rows for line in _quote_lines(row)),
        sentence=_sentence(series, rows, unit),
        drawn=drawn if rows else "",
        opinions=context.opinions(series_id, code),
        areas=_options(every, code),
        conflicting=any(row.conflicting for row in rows),
        definition_sha256=series.definition_sha256[:12],
        needed="" if rows else _needed(series, code, unit),
        elsewhere=tuple((area_name(one), _url(series_id, one)) for one in sorted(every - {code})),
    )


def table_of(page: SeriesPage) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return head and rows of a series as a file: values as exact text with a point."""
    head = (
        *("seri", "wilayah", "periode", "nilai", "satuan", "sumber", "alamat", "dikutip", "mutu_tanggal"),
        *("sifat", "catatan"),
    )
    unit = next(word for word, one in context.UNIT_WORDS.items() if one is context.get_series(page.id).unit)
    quality = {one: word for word, one in context.QUALITY_WORDS.items()}
    rows: list[tuple[object, ...]] = [
        (
            *(page.id, page.code, one.period.text, one.value, unit, one.source, one.link, one.quoted_on),
            *(quality[one.date_quality], "sementara" if one.provisional else "tetap", one.note),
        )
        for row in context.quoted(page.id, page.code)
        for one in row.figures
    ]
    return head, rows


def _options(codes: set[str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(one, area_name(one), one == chosen) for one in sorted(codes))


def _url(series_id: str, code: str) -> str:
    return f"{reverse('web:context_series', args=[series_id])}?wilayah={code}"


def _line(name: str, code: str, rows: Sequence[context.Quoted]) -> SeriesLine:
    series = context.get_series(name)
    last = rows[-1] if rows else None
    return SeriesLine(
        title=words(series.title),
        unit=wording.say(UNITS, series.unit.value),
        url=_url(name, code),
        period=period_words(last.period.text) if last else "",
        value=" / ".join(value_words(one) for one in last.figures) if last else "",
        conflicting=last is not None and last.conflicting,
        looks_back=series.looks_back is not None,
        institution=series.institution,
    )


def _column(row: context.Quoted) -> Column:
    return Column(
        _short(row.period),
        tuple(Mark(float(one.number), value_words(one)) for one in row.figures),
        bool(row.after_break),
    )


def _short(period: context.Period) -> str:
    """Return a period as it fits below a dot: 2022, or 1-2/2023 for months of one year."""
    start, end = period.start, period.end
    if period.months == _YEAR and start.month == 1:
        return str(start.year)
    months = str(start.month) if period.months == 1 else f"{start.month}-{end.month}"
    return f"{months}/{end.year}"


def _quote_lines(row: context.Quoted) -> list[QuoteLine]:
    return [
        QuoteLine(
            period=period_words(row.period.text),
            value=value_words(one),
            source=one.source,
            links=tuple(one.link.split()),
            quoted=_day(one),
            provisional=one.provisional,
            conflicting=row.conflicting,
            note=one.note,
            breaks=tuple(words(each.why) for each in row.after_break) if at == 0 else (),
        )
        for at, one in enumerate(row.figures)
    ]


def _day(figure: context.Figure) -> str:
    quality = wording.say(QUALITIES, figure.date_quality.value)
    return f"{numbers.with_days(figure.quoted_on)} ({quality})" if figure.quoted_on else quality


def _needed(series: context.Series, code: str, unit: str) -> str:
    """Say what is needed for a series that has no figures here, and who publishes it."""
    levels = ", ".join(wording.say(LEVELS, one) for one in series.levels)
    told = gettext("Published by {institution}, for: {levels}.").format(
        institution=series.institution, levels=levels
    )
    level = "nation" if code == context.NATION else areas.level_of(code)
    if level not in series.levels:
        return f"{told} {gettext('It does not exist for an area such as this one.')}"
    period = gettext("year") if series.period == "year" else gettext("period of months")
    wanted = gettext(
        "What is needed: the figure ({unit}) of one {period}, with its source, its address and the day of the quote."
    ).format(unit=unit, period=period)
    return f"{told} {wanted}"


def _sentence(series: context.Series, rows: Sequence[context.Quoted], unit: str) -> str:
    """Say how the last period stands to the one before, or what is missing to say it."""
    before, after = context.last_pair(rows)
    found = context.compare((series, series), before, after)
    if found.trend is not None and before is not None and after is not None:
        told = gettext(TRENDS[found.trend]).format(
            before=period_words(before.period.text),
            after=period_words(after.period.text),
            difference=numbers.number(Decimal(found.difference), len(found.difference.partition(".")[2])),
            unit=gettext("percentage points") if series.unit is context.Unit.PERCENT else unit,
        )
        return f"{told} {gettext('Both figures are of {publisher}.').format(publisher=found.publisher)}"
    lacking = ", ".join(wording.say(MISSING, one) for one in found.missing)
    return gettext("Whether it rose or fell is not said. Missing: {lacking}.").format(lacking=lacking)
