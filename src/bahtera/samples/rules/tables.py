"""A table out of a file that people keep: CSV with commas or semicolons, or an Excel workbook. Every cell is text."""

from collections.abc import Sequence
from typing import Final

from bahtera.foundation import sheets
from bahtera.samples.errors import BadFile

LARGEST_MB: Final = 4
_LIMITS: Final = sheets.Limits(megabytes=LARGEST_MB, lines=100_000, cells=40)


class Table:
    """Lines of a file by the names in its first line; `find` tells which column holds what."""

    def __init__(self, head: Sequence[str], lines: list[tuple[int, list[str]]]) -> None:
        self.names = [" ".join(name.casefold().replace("_", " ").split()) for name in head]
        self.lines = lines

    def find(self, *names: str) -> int | None:
        """Return the place of the first column with one of the names, or None."""
        return next((self.names.index(name) for name in names if name in self.names), None)

    def beginning(self, start: str) -> list[int]:
        """Return the places of the columns whose names begin so."""
        return [at for at, name in enumerate(self.names) if name.startswith(start)]


def read_table(content: bytes) -> Table:
    """Return a file as a table; raises BadFile."""
    head: list[str] | None = None
    lines: list[tuple[int, list[str]]] = []
    try:
        for number, row in sheets.read_lines(content, _LIMITS):
            cells = [_text(cell).replace("\0", "").strip() for cell in row]
            if head is None and any(cells):
                head = cells
            elif any(cells):
                lines.append((number, cells))
    except sheets.SheetTooLarge as error:
        raise BadFile.too_large(LARGEST_MB) from error
    except sheets.UnreadableSheet as error:
        raise BadFile.unreadable() from error
    if head is None:
        raise BadFile.empty()
    return Table(head, lines)


def _text(cell: sheets.Cell) -> str:
    """Return a cell as text: what a spreadsheet turned into a number shows as that number."""
    if isinstance(cell, float):
        # A part of a family is no thousand families: 1.234 as a number is not the text "1.234".
        return str(int(cell)) if cell.is_integer() else f"~{cell!r}"
    return "" if cell is None else str(cell)
