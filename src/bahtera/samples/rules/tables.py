"""A table out of a file that people keep: CSV with commas or semicolons, or an Excel workbook. Every cell is text."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bahtera.samples.errors import BadFile

LARGEST_MB: Final = 4
_UNPACKED: Final = 64 * 2**20
_MOST_LINES: Final = 100_000
_MOST_CELLS: Final = 40
_PIECE: Final = 2**16


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
    if len(content) > LARGEST_MB * 2**20:
        raise BadFile.too_large(LARGEST_MB)
    rows = _workbook(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    head: list[str] | None = None
    lines: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows, start=1):
        cells = [cell.replace("\0", "").strip() for cell in row[:_MOST_CELLS]]
        if head is None and any(cells):
            head = cells
        elif any(cells):
            lines.append((number, cells))
        if number > _MOST_LINES:
            raise BadFile.too_large(LARGEST_MB)
    if head is None:
        raise BadFile.empty()
    return Table(head, lines)


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile.unreadable() from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise BadFile.unreadable() from error


def _workbook(content: bytes) -> Iterator[list[str]]:
    _refuse_bomb(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield [_text(cell) for cell in row]
    except BadFile:
        raise
    except (InvalidFileException, KeyError, ValueError, IndexError, OSError, EOFError, SyntaxError) as error:
        raise BadFile.unreadable() from error


def _text(cell: object) -> str:
    """Return a cell as text: what a spreadsheet turned into a number shows as that number."""
    if isinstance(cell, float):
        # A part of a family is no thousand families: 1.234 as a number is not the text "1.234".
        return str(int(cell)) if cell.is_integer() else f"~{cell!r}"
    return "" if cell is None else str(cell)


def _refuse_bomb(content: bytes) -> None:
    """Count what really comes out, whatever the directory claims."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = 0
            for entry in archive.infolist():
                with archive.open(entry) as member:
                    start = True
                    while piece := member.read(_PIECE):
                        unpacked += len(piece)
                        if unpacked > _UNPACKED:
                            raise BadFile.too_large(LARGEST_MB)
                        if start and b"<!DOCTYPE" in piece:
                            raise BadFile.unreadable()
                        start = False
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise BadFile.unreadable() from error
