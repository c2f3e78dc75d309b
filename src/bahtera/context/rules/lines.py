"""A table of quoted figures line by line: its cells as words, each fault with its line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from bahtera.context.errors import Fault
from bahtera.context.rules.cells import Marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.context.values import Series
    from bahtera.foundation.sheets import Cell

_LONGEST: Final = {"sumber": 200, "alamat": 600, "catatan": 500, "pembicara": 120, "pendapat": 1000}
_USUAL: Final = 120
# No printed text has them: NUL, which PostgreSQL refuses, other control signs, and those that turn the way of writing.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Table:
    """A table being read: which column is where, what was found and what is wrong."""

    series: Mapping[str, Series]
    areas: frozenset[str] | None
    today: date
    at: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def column(self, name: str) -> int:
        """Return where a column stands, from 1; 0 when the table has none of that name."""
        return self.at[name] + 1 if name in self.at else 0


@dataclass
class Line:
    """One line of a table."""

    table: Table
    number: int
    cells: Sequence[Cell]
    bad: bool = False

    def cell(self, name: str) -> Cell:
        """Return a cell as the file has it; None where the line is too short."""
        at = self.table.at.get(name, len(self.cells))
        return self.cells[at] if at < len(self.cells) else None

    def refuse(self, fault: Fault) -> None:
        """Note a fault of this line."""
        self.table.faults.append(fault)
        self.bad = True

    def where(self, name: str) -> dict[str, int]:
        """Return the line and column of a cell, as a fault names them."""
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
        sign = _FORBIDDEN.search(str(cell))
        if sign is not None:
            self.refuse(
                Fault(
                    "context.control_sign",
                    "Sign {number} of this cell cannot be seen ({sign}). Delete the cell and type it again.",
                    **self.where(name),
                    number=sign.start() + 1,
                    sign=f"U+{ord(sign.group()):04X}",
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
