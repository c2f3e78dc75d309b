"""The lines of a table out of a file that people keep: CSV with commas, semicolons or tabs, or an Excel workbook."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bahtera.foundation.errors import Refused

Cell = object
"""A cell as the file holds it: a text from CSV, a text, number, date, truth or nothing from a workbook."""

_UNPACKED: Final = 64 * 2**20
_PIECE: Final = 2**16


class UnreadableSheet(Refused):
    """Neither CSV in UTF-8 nor a workbook."""

    def __init__(self) -> None:
        super().__init__(
            "foundation.unreadable_sheet",
            "This is neither a CSV file in UTF-8 nor an Excel workbook (.xlsx) with one table.",
        )


class SheetTooLarge(Refused):
    """More bytes or lines than a table may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "foundation.sheet_too_large",
            "The file is larger than {most} MB, or has too many lines.",
            most=most,
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: megabytes, lines, and cells a line (further ones are not read)."""

    megabytes: int
    lines: int
    cells: int


def read_lines(content: bytes, limits: Limits, *, formulas: bool = False) -> Iterator[tuple[int, list[Cell]]]:
    """Yield number (from 1) and cells of each line of the first sheet, empty lines too.

    ``formulas``: a cell with a formula is that formula (``=A1+1``), not what it came to when the file was saved.

    Raises:
        UnreadableSheet, SheetTooLarge.
    """
    if len(content) > limits.megabytes * 2**20:
        raise SheetTooLarge(limits.megabytes)
    rows = _workbook(content, limits, formulas=formulas) if content[:4] == b"PK\x03\x04" else _csv(content)
    for number, row in enumerate(rows, start=1):
        if number > limits.lines:
            raise SheetTooLarge(limits.megabytes)
        yield number, row[: limits.cells]


def _csv(content: bytes) -> Iterator[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSheet from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield list(row)
    except csv.Error as error:
        raise UnreadableSheet from error


def _workbook(content: bytes, limits: Limits, *, formulas: bool) -> Iterator[list[Cell]]:
    _refuse_bomb(content, limits)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield list(row)
    except (InvalidFileException, KeyError, ValueError, IndexError, OSError, EOFError, SyntaxError) as error:
        raise UnreadableSheet from error


def _refuse_bomb(content: bytes, limits: Limits) -> None:
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
                            raise SheetTooLarge(limits.megabytes)
                        if start and b"<!DOCTYPE" in piece:
                            raise UnreadableSheet
                        start = False
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise UnreadableSheet from error
