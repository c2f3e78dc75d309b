"""Reading a table of quoted figures or opinions: every fault of it, with line and column, or what it holds.

A code that lost its zero (63.1), a decimal sign that changes on the way, a thousands sign, a formula, a figure twice:
each could become a wrong figure in silence, so each is refused and nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.context.errors import Fault
from bahtera.context.rules import fields
from bahtera.context.rules.columns import OPINION_COLUMNS, read_heading
from bahtera.context.rules.lines import Line, Table
from bahtera.context.rules.places import read_area
from bahtera.context.values import Content, Figure, Opinion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bahtera.context.values import Series
    from bahtera.foundation.sheets import Cell


def read_content(
    rows: Iterable[tuple[int, Sequence[Cell]]],
    series: Mapping[str, Series],
    known_areas: frozenset[str] | None = None,
    *,
    today: date,
) -> Content:
    """Return what a table holds and all its faults. ``known_areas`` None: existence of codes is not asked.

    The heading tells figures from opinions. Empty lines are passed over. No period and no day lies after ``today``.
    """
    table = Table(series, known_areas, today)
    filled = [(number, cells) for number, cells in rows if any(_said(cell) for cell in cells)]
    heading = read_heading(table, *filled[0]) if filled else ()
    figures: list[Figure] = []
    opinions: list[Opinion] = []
    lines: list[int] = []
    for number, cells in filled[1:] if heading else ():
        line = Line(table, number, cells)
        made = _opinion(line) if heading is OPINION_COLUMNS else _figure(line)
        if made is not None:
            lines.append(number)
        if isinstance(made, Opinion):
            opinions.append(made)
        elif made is not None:
            figures.append(made)
    if not filled:
        table.faults.append(Fault("context.no_lines", "The file is empty.", line=0, column=0))
    elif len(filled) == 1 and heading:
        table.faults.append(
            Fault("context.no_figures", "There is nothing below the heading.", line=0, column=0)
        )
    table.faults += table.marks.faults(table.column("nilai"))
    ordered = tuple(sorted(table.faults, key=lambda one: (one.line, one.column)))
    return Content(
        tuple(figures),
        tuple(opinions),
        ordered,
        tuple(lines),
        {name: at + 1 for name, at in table.at.items()},
    )


def _said(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _figure(line: Line) -> Figure | None:
    series = fields.series(line)
    area = read_area(line, series)
    period = fields.period(line, series)
    value = fields.value(line, series)
    fields.check_unit(line, series)
    source = line.needed("sumber")
    link = fields.link(line)
    quoted, quality = fields.day_of_quote(line, period)
    provisional = fields.provisional(line)
    note = line.text("catatan")
    if line.bad or series is None or period is None or value is None or quality is None:
        return None
    if not _once(line, "periode", (series.id, area, period.text, source.casefold())):
        return None
    return Figure(
        series=series.id,
        area=area,
        period=period,
        value=value,
        source=source,
        link=link,
        quoted_on=quoted,
        date_quality=quality,
        provisional=provisional,
        note=note,
    )


def _opinion(line: Line) -> Opinion | None:
    series = fields.series(line)
    area = read_area(line, series)
    speaker, source, said = line.needed("pembicara"), line.needed("sumber"), line.needed("pendapat")
    link = fields.link(line)
    day = fields.day_said(line)
    if line.bad or series is None or day is None:
        return None
    if not _once(line, "pendapat", (series.id, area, speaker.casefold(), day, said)):
        return None
    return Opinion(series.id, area, speaker, day, source, link, said)


def _once(line: Line, name: str, key: tuple[str, ...]) -> bool:
    first = line.table.seen.setdefault(key, line.number)
    if first == line.number:
        return True
    line.refuse(
        Fault(
            "context.twice",
            "The same series, area, period and source already stand in line {first}.",
            **line.where(name),
            first=first,
        )
    )
    return False
