"""One column each: series, period, value, unit, the day of the quote. A line in, what it says or its fault out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from bahtera.context.errors import Fault
from bahtera.context.rules.cells import read_address, read_value
from bahtera.context.rules.periods import first_day, is_to_come, is_year, last_day, read_day, read_period
from bahtera.context.values import DateQuality, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.context.rules.lines import Line
    from bahtera.context.values import Period, Series

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
_HUNDRED: Final = 100
_FINEST: Final = 17


def series(line: Line) -> Series | None:
    """Return the series a line is of; one that is not declared is a fault."""
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


def period(line: Line, of: Series | None) -> Period | None:
    """Return the months a figure is about; none, those to come, and parts of a year in a yearly series are faults."""
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
    elif of is not None and of.period == "year" and not is_year(found):
        line.refuse(
            Fault(
                "context.whole_years",
                "This series has whole years alone, such as 2022.",
                **line.where("periode"),
            )
        )
        return None
    elif is_to_come(found, line.table.today):
        line.refuse(_to_come(line, "periode", said))
        return None
    return found


def value(line: Line, of: Series | None) -> str | None:
    """Return the figure exactly as quoted; more than 100 percent, or no figure, is a fault."""
    said = line.needed("nilai")
    if not said:
        return None
    decimals = of.decimals if of else _FINEST
    found = read_value(said, decimals, line.table.marks, line.number)
    if isinstance(found, str):
        if of is not None and of.unit is Unit.PERCENT and Decimal(found) > _HUNDRED:
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


def check_unit(line: Line, of: Series | None) -> None:
    """Refuse a unit that is none, or not the series' own."""
    said = line.needed("satuan").casefold()
    if not said:
        return
    found = UNIT_WORDS.get(said)
    if found is None:
        line.refuse(
            Fault(
                "context.no_unit",
                "{given} is no unit. Units are: {known}.",
                **line.where("satuan"),
                given=said,
                known=", ".join(word for word in UNIT_WORDS if word != "%"),
            )
        )
    elif of is not None and found is not of.unit:
        line.refuse(
            Fault(
                "context.other_unit",
                "This series counts {wanted}, not {given}.",
                **line.where("satuan"),
                given=said,
                wanted=next(word for word, one in UNIT_WORDS.items() if one is of.unit),
            )
        )


def day_of_quote(line: Line, of: Period | None) -> tuple[str, DateQuality | None]:
    """Return the day on which a figure was quoted, "" where unknown, and how it is known.

    A day to come, or one before the period began, is a fault.
    """
    said, told = line.text("dikutip"), line.needed("mutu_tanggal").casefold()
    day = read_day(said) if said else ""
    if day is None:
        line.refuse(_bad_day(line, "dikutip"))
    elif said and _is_past(line, "dikutip", said) and of is not None and last_day(said) < of.start:
        line.refuse(
            Fault(
                "context.quoted_before",
                "Quoted on {given}, before the period {period} began. One of the two is wrong.",
                **line.where("dikutip"),
                given=said,
                period=of.text,
            )
        )
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


def day_said(line: Line) -> str | None:
    """Return the day on which something was said; None, with a fault, where it is no day."""
    found = read_day(line.needed("tanggal"))
    if found is None and not line.bad:
        line.refuse(_bad_day(line, "tanggal"))
    elif found is not None:
        _is_past(line, "tanggal", found)
    return found


def link(line: Line) -> str:
    """Return the addresses of the source, "" for none; what is no address is a fault."""
    found = read_address(line.text("alamat"))
    if found is None:
        line.refuse(
            Fault(
                "context.bad_address",
                "An address begins with https:// or http://; several stand with a blank between them.",
                **line.where("alamat"),
            )
        )
    return found or ""


def provisional(line: Line) -> bool:
    """Tell whether a figure may still change; any other word than the two is a fault."""
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
    return _STATES.get(state, False)


def _is_past(line: Line, name: str, day: str) -> bool:
    """Tell whether a day has come, with a fault where it has not."""
    past = first_day(day) <= line.table.today + timedelta(days=1)
    if not past:
        line.refuse(_to_come(line, name, day))
    return past


def _to_come(line: Line, name: str, said: str) -> Fault:
    """Return the fault with the day it is here, so that a clock that is wrong is seen."""
    return Fault(
        "context.to_come",
        "{given} is still to come: on this server it is {today}. If that is not so, have its clock set first.",
        **line.where(name),
        given=said,
        today=line.table.today.isoformat(),
    )


def _bad_day(line: Line, name: str) -> Fault:
    return Fault(
        "context.bad_day",
        "This is no date. Write 2023, 2023-02 or 2023-02-08.",
        **line.where(name),
    )
