"""Which area a line is about: a code that exists, is whole, and is of a level the series is published for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bahtera.context.errors import Fault
from bahtera.context.values import NATION

if TYPE_CHECKING:
    from bahtera.context.rules.lines import Line
    from bahtera.context.values import Series

_SHORTENED: Final = re.compile(r"(?:\d\d\.)*\d", re.ASCII)
_BARE: Final = re.compile(r"\d{4}(?:\d{2,3})?(?:\d{4})?|\d{10}", re.ASCII)
_LEVEL_BY_LENGTH: Final = {2: "province", 5: "regency", 8: "district", 13: "village"}
_DOTTED: Final = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?", re.ASCII)


def read_area(line: Line, series: Series | None) -> str:
    """Return the code a line is about, ``NATION`` for Indonesia; what is none, or not whole, is a fault."""
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


def _no_code(line: Line, code: str) -> Fault:
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


def _lost_zero(line: Line, code: str) -> Fault:
    return Fault(
        "context.lost_zero",
        "{given} is no area code: a spreadsheet took the code for a number and its last zero may be lost (63.10"
        " became 63.1). Make the column text and write the whole code.",
        **line.where("wilayah"),
        given=code,
    )
