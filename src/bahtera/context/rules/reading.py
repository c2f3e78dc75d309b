"""Reading a table of quoted figures or opinions: every fault of it, with line and column, or what it holds.

A code that lost its zero (63.1), a decimal sign that changes on the way, a thousands sign, a formula, a figure twice:
each could become a wrong figure in silence, so each is refused and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from bahtera.context.errors import Fault
from bahtera.context.rules.cells import Marks, read_address, read_value
from bahtera.context.rules.periods import is_year, read_day, read_period
from bahtera.context.values import NATION, Content, DateQuality, Figure, Opinion, Period, Series, Unit

if TYPE_CHECKING:
    from bahtera.foundation.sheets import Cell

FIGURE_COLUMNS: Final = (
    *("seri", "wilayah", "periode", "nilai", "satuan", "sumber", "alamat", "dikutip", "mutu_tanggal"),
    *("sifat", "catatan"),
)
OPINION_COLUMNS: Final = ("seri", "wilayah", "pembicara", "tanggal", "sumber", "alamat", "pendapat")
_OPTIONAL: Final = frozenset({"alamat", "sifat", "catatan"})
UNIT_WORDS: Final[Mapping[str, Unit]] = {
    "persen": Unit.PERCENT,
    "%": Unit.PERCENT,
    "orang": Unit.PERSONS,
    "kasus": Unit.CASES,
    "korban dalam kasus": Unit.VICTIMS,
    "keluarga": Unit.FAMILIES,
    "perkara": Unit.DECISIONS,
    "rupiah": Unit.RUPIAH,
}
QUALITY_WORDS: Final[Mapping[str, DateQuality]] = {
    "tercetak": DateQuality.PRINTED,
    "disimpulkan": DateQuality.INFERRED,
    "tidak_diketahui": DateQuality.UNKNOWN,
}
_STATES: Final = {"": False, "tetap": False, "sementara": True}
_LONGEST: Final = {"sumber": 200, "alamat": 600, "catatan": 500, "pembicara": 120, "pendapat": 1000}
_USUAL: Final = 120
_HUNDRED: Final = 100
_SHORTENED: Final = re.compile(r"(?:\d\d\.)*\d", re.ASCII)
_BARE: Final = re.compile(r"\d{4}(?:\d{2,3})?(?:\d{4})?|\d{10}", re.ASCII)
_LEVEL_BY_LENGTH: Final = {2: "province", 5: "regency", 8: "district", 13: "village"}
_DOTTED: Final = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?", re.ASCII)


@dataclass
class _Table:
    """A table being read: which column is where, what was found and what is wrong."""

    series: Mapping[str, Series]
    areas: frozenset[str] | None
    at: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def column(self, name: str) -> int:
        return self.at[name] + 1 if name in self.at else 0


@dataclass
class _Line:
    """One line of a table."""

    table: _Table
    number: int
    cells: Sequence[Cell]
    bad: bool = False

    def cell(self, name: str) -> Cell:
        at = self.table.at.get(name, len(self.cells))
        return self.cells[at] if at < len(self.cells) else None

    def refuse(self, fault: Fault) -> None:
        self.table.faults.append(fault)
        self.bad = True

    def where(self, name: str) -> dict[str, int]:
        return {"line": self.number, "column": self.table.column(name)}

    def text(self, name: str) -> str:
        """Return a cell's words on one line; a formula, a date, or words too long are faults."""
        cell = self.cell(name)
        if cell is None:
            return ""
        if isinstance(cell, (date, datetime)):
            self.refuse(
                Fault(
                    "context.cell_is_date",
                    "The spreadsheet made a date of this cell. Make the column text and type it again.",
                    **self.where(name),
                )
            )
            return ""
        said = " ".join(str(cell).split())
        if said.startswith("="):
            self.refuse(
                Fault(
                    "context.formula",
                    "This cell holds a formula. Write the figure itself.",
                    **self.where(name),
                )
            )
            return ""
        most = _LONGEST.get(name, _USUAL)
        if len(said) > most:
            self.refuse(
                Fault(
                    "context.too_long",
                    "Longer than {most} signs.",
                    **self.where(name),
                    most=most,
                )
            )
        return said

    def needed(self, name: str) -> str:
        """Return a cell's words; none is a fault."""
        before = len(self.table.faults)
        said = self.text(name)
        if not said and len(self.table.faults) == before:
            self.refuse(Fault("context.empty", "Nothing stands here.", **self.where(name)))
        return said


def read_content(
    rows: Iterable[tuple[int, Sequence[Cell]]],
    series: Mapping[str, Series],
    known_areas: frozenset[str] | None = None,
) -> Content:
    """Return what a table holds and all its faults. ``known_areas`` None: existence of codes is not asked.

    The heading tells figures from opinions. Empty lines are passed over.
    """
    table = _Table(series, known_areas)
    filled = [(number, cells) for number, cells in rows if any(_said(cell) for cell in cells)]
    heading = _read_heading(table, *filled[0]) if filled else ()
    figures: list[Figure] = []
    opinions: list[Opinion] = []
    lines: list[int] = []
    for number, cells in filled[1:] if heading else ():
        line = _Line(table, number, cells)
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
    return Content(tuple(figures), tuple(opinions), ordered, tuple(lines))


def _said(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _read_heading(table: _Table, number: int, cells: Sequence[Cell]) -> tuple[str, ...]:
    names = ["" if cell is None else " ".join(str(cell).split()).casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    wanted = OPINION_COLUMNS if "pendapat" in names else FIGURE_COLUMNS
    for at, name in enumerate(names):
        where = {"line": number, "column": at + 1}
        if name not in wanted:
            table.faults.append(
                Fault(
                    "context.unknown_column",
                    "There is no column {name}. Columns are: {known}.",
                    **where,
                    name=name or "–",
                    known=", ".join(wanted),
                )
            )
        elif name in table.at:
            table.faults.append(
                Fault("context.column_twice", "The column {name} is there twice.", **where, name=name)
            )
        else:
            table.at[name] = at
    lacking = [name for name in wanted if name not in table.at and name not in _OPTIONAL]
    if lacking:
        table.faults.append(
            Fault(
                "context.column_lacks",
                "These columns are missing: {names}.",
                line=number,
                column=0,
                names=", ".join(lacking),
            )
        )
    return () if table.faults else wanted


def _figure(line: _Line) -> Figure | None:
    series = _series(line)
    area = _area(line, series)
    period = _period(line, series)
    value = _value(line, series)
    _unit(line, series)
    source = line.needed("sumber")
    link = read_address(line.text("alamat"))
    if link is None:
        line.refuse(_bad_address(line))
    quoted, quality = _quoted(line)
    state = line.text("sifat").casefold()
    if state not in _STATES:
        line.refuse(
            Fault(
                "context.bad_state",
                "{given} is neither tetap nor sementara.",
                **line.where("sifat"),
                given=state,
            )
        )
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
        link=link or "",
        quoted_on=quoted,
        date_quality=quality,
        provisional=_STATES[state],
        note=note,
    )


def _opinion(line: _Line) -> Opinion | None:
    series = _series(line)
    area = _area(line, series)
    speaker, source, said = line.needed("pembicara"), line.needed("sumber"), line.needed("pendapat")
    link = read_address(line.text("alamat"))
    if link is None:
        line.refuse(_bad_address(line))
    day = read_day(line.needed("tanggal"))
    if day is None and not line.bad:
        line.refuse(_bad_day(line, "tanggal"))
    if line.bad or series is None or day is None:
        return None
    if not _once(line, "pendapat", (series.id, area, speaker.casefold(), day, said)):
        return None
    return Opinion(series.id, area, speaker, day, source, link or "", said)


def _once(line: _Line, name: str, key: tuple[str, ...]) -> bool:
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


def _series(line: _Line) -> Series | None:
    asked = line.needed("seri")
    if not asked:
        return None
    found = line.table.series.get(asked)
    if found is None:
        line.refuse(
            Fault(
                "context.no_series",
                "There is no series {given}.",
                **line.where("seri"),
                given=asked,
            )
        )
    return found


def _area(line: _Line, series: Series | None) -> str:
    if isinstance(line.cell("wilayah"), float):
        line.refuse(_lost_zero(line, str(line.cell("wilayah"))))
        return ""
    code = line.needed("wilayah")
    if not code:
        return ""
    if code.upper() == NATION:
        level, code = "nation", NATION
    elif _DOTTED.fullmatch(code):
        level = _LEVEL_BY_LENGTH[len(code)]
    else:
        line.refuse(_no_code(line, code))
        return code
    known = line.table.areas
    if known is not None and code != NATION and code not in known:
        line.refuse(
            Fault(
                "context.no_area",
                "No area has the code {given}.",
                **line.where("wilayah"),
                given=code,
            )
        )
    elif series is not None and level not in series.levels:
        line.refuse(
            Fault(
                "context.wrong_level",
                "This series is not published for areas such as {given}.",
                **line.where("wilayah"),
                given=code,
            )
        )
    return code


def _no_code(line: _Line, code: str) -> Fault:
    if _SHORTENED.fullmatch(code):
        return _lost_zero(line, code)
    if _BARE.fullmatch(code):
        return Fault(
            "context.bare_code",
            "{given} has no dots. Write the Kemendagri code, such as 63.10; BPS numbers some areas differently.",
            **line.where("wilayah"),
            given=code,
        )
    return Fault(
        "context.no_code",
        "{given} is no area code. Write the Kemendagri code, such as 63 or 63.10, or ID for Indonesia.",
        **line.where("wilayah"),
        given=code,
    )


def _lost_zero(line: _Line, code: str) -> Fault:
    return Fault(
        "context.lost_zero",
        "{given} is no area code: a spreadsheet took the code for a number and its last zero may be lost (63.10"
        " became 63.1). Make the column text and write the whole code.",
        **line.where("wilayah"),
        given=code,
    )


def _period(line: _Line, series: Series | None) -> Period | None:
    said = line.needed("periode")
    if not said:
        return None
    found = read_period(said)
    if found is None:
        line.refuse(
            Fault(
                "context.bad_period",
                "{given} is no period. Write 2022, 2022-03 or 2022-01/2022-06.",
                **line.where("periode"),
                given=said,
            )
        )
    elif series is not None and series.period == "year" and not is_year(found):
        line.refuse(
            Fault(
                "context.whole_years",
                "This series has whole years alone, such as 2022.",
                **line.where("periode"),
            )
        )
        return None
    return found


def _value(line: _Line, series: Series | None) -> str | None:
    said = line.needed("nilai")
    if not said:
        return None
    decimals = series.decimals if series else _USUAL
    found = read_value(said, decimals, line.table.marks, line.number)
    if isinstance(found, str):
        if series is not None and series.unit is Unit.PERCENT and Decimal(found) > _HUNDRED:
            line.refuse(
                Fault(
                    "context.over_hundred",
                    "{given} is more than 100 percent.",
                    **line.where("nilai"),
                    given=said,
                )
            )
            return None
        return found
    line.refuse(found.at(line.number, line.table.column("nilai")))
    return None


def _unit(line: _Line, series: Series | None) -> None:
    said = line.needed("satuan").casefold()
    if not said:
        return
    unit = UNIT_WORDS.get(said)
    if unit is None:
        line.refuse(
            Fault(
                "context.no_unit",
                "{given} is no unit. Units are: {known}.",
                **line.where("satuan"),
                given=said,
                known=", ".join(word for word in UNIT_WORDS if word != "%"),
            )
        )
    elif series is not None and unit is not series.unit:
        line.refuse(
            Fault(
                "context.other_unit",
                "This series counts {wanted}, not {given}.",
                **line.where("satuan"),
                given=said,
                wanted=next(word for word, one in UNIT_WORDS.items() if one is series.unit),
            )
        )


def _quoted(line: _Line) -> tuple[str, DateQuality | None]:
    said, told = line.text("dikutip"), line.needed("mutu_tanggal").casefold()
    day = read_day(said) if said else ""
    if day is None:
        line.refuse(_bad_day(line, "dikutip"))
    if not told:
        return "", None
    quality = QUALITY_WORDS.get(told)
    if quality is None:
        line.refuse(
            Fault(
                "context.bad_quality",
                "{given} is none of: {known}.",
                **line.where("mutu_tanggal"),
                given=told,
                known=", ".join(QUALITY_WORDS),
            )
        )
    elif (quality is DateQuality.UNKNOWN) is bool(said):
        line.refuse(
            Fault(
                "context.day_and_quality",
                "A known day is tercetak or disimpulkan; without a day it is tidak_diketahui.",
                **line.where("mutu_tanggal"),
            )
        )
    return day or "", quality


def _bad_day(line: _Line, name: str) -> Fault:
    return Fault(
        "context.bad_day",
        "This is no date. Write 2023, 2023-02 or 2023-02-08.",
        **line.where(name),
    )


def _bad_address(line: _Line) -> Fault:
    return Fault(
        "context.bad_address",
        "An address begins with https:// or http://; several stand with a blank between them.",
        **line.where("alamat"),
    )
