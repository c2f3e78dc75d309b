"""Single cells of a table: a figure exactly as quoted, and addresses. Text in, value or fault out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from bahtera.context.errors import Fault

_NUMBER: Final = re.compile(r"(\d{1,12})(?:([.,])(\d{1,17}))?", re.ASCII)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']{3,}", re.ASCII)


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a value, before it is known where it stands."""

    code: str
    message: str
    details: dict[str, str | int]

    def at(self, line: int, column: int) -> Fault:
        """Return the fault with its place."""
        return Fault(self.code, self.message, line=line, column=column, **self.details)


@dataclass
class Marks:
    """Which decimal signs a file uses, and in which lines: one file has one sign."""

    lines: dict[str, list[int]] = field(default_factory=dict)

    def note(self, sign: str, line: int) -> None:
        """Remember the sign of a line."""
        self.lines.setdefault(sign, []).append(line)

    def faults(self, column: int) -> list[Fault]:
        """Return a fault for every line whose sign is not that of the first."""
        if len(self.lines) < 2:  # noqa: PLR2004 - two signs at least
            return []
        first = min(self.lines, key=lambda sign: self.lines[sign][0])
        return [
            Fault(
                "context.mixed_signs",
                "Another decimal sign than in line {first}. Use one sign in the whole file.",
                line=line,
                column=column,
                first=self.lines[first][0],
            )
            for sign, lines in self.lines.items()
            if sign != first
            for line in lines
        ]


def read_value(said: str, decimals: int, marks: Marks, line: int) -> str | Wrong:
    """Return a figure as exact decimal text, its decimals kept: ``23,10`` becomes ``23.10``.

    A decimal comma or point is understood; thousands signs are not, as 1.394 may be one or the other.
    """
    found = _NUMBER.fullmatch(said)
    if found is None:
        return Wrong(
            "context.no_number",
            "{given} is no figure. Write digits alone, with one comma or point for decimals and no thousands sign.",
            {"given": said},
        )
    whole, sign, fraction = found.groups()
    if fraction is None:
        return str(int(whole))
    if len(fraction) > decimals:
        if not decimals:
            return Wrong(
                "context.not_whole",
                "{given} is no whole number. Write it without a thousands sign, such as 1394.",
                {"given": said},
            )
        return Wrong(
            "context.too_fine",
            "{given} has more than {most} decimals.",
            {"given": said, "most": decimals},
        )
    marks.note(sign, line)
    return f"{int(whole)}.{fraction}"


def read_address(said: str) -> str | None:
    """Return web addresses, a blank between them; "" for none, None when one is no address."""
    parts = said.split()
    return " ".join(parts) if all(_ADDRESS.fullmatch(one) for one in parts) else None
