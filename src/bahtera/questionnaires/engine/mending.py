"""A working copy of a workbook in which each mistake, once told, is put out of the way of the next.

The compilers stop at the first mistake they meet. Here what they stumbled over is replaced by something harmless
(a cell is emptied, a name made unique, a type becomes text), so that they go on to the next one. A row keeps its
number; nothing of this copy is ever published.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any, Final

from bahtera.questionnaires.values import Problem

from .cells import drop, filled, meaning, text_of, write
from .workbooks import APPENDED

if TYPE_CHECKING:
    from .workbooks import Workbook

MOST: Final = 300  # mistakes told at once; more would not be read
WORK: Final = 60_000  # rows compiled, over all tries
_BARE: Final = frozenset({"type", "name", "label", "calculation"})
_MENTION: Final = re.compile(r"\$\{([^}]*)\}")
_MEANT: Final = {"calculate": "calculation", "readonly": "read_only", "count": "repeat_count"}


class Bench:
    """The copy under repair and the problems found so far."""

    def __init__(self, book: Workbook) -> None:
        self.book = copy.deepcopy(book)
        self.found: list[Problem] = []
        self.gone: set[str] = set()  # names that only the repairs took away
        self._work = 0
        self._mentioned = {name for row in self.book.survey for name in _mentions(row)}
        self._seen: set[tuple[str, int | None, str, str]] = set()
        self._places: set[tuple[str, int]] = set()

    def row(self, number: int) -> dict[str, Any]:
        """Return a row of the survey by its number in the sheet."""
        return self.book.survey[number - 2]

    def tell(self, sheet: str, row: int | None, column: str, message: str) -> None:
        """Note a problem, once for each cell."""
        self._note(Problem(sheet, row, column, message))

    def tell_all(self, problems: list[Problem]) -> bool:
        """Note what the compilers say, mend what can be mended, and tell whether it is worth another try."""
        mended = False
        for problem in problems:
            if not self._ours(problem):
                self._note(problem)
            mended |= self._mend(problem)
        self.book.index_rows()
        return mended and len(self.found) < MOST

    def spend(self) -> bool:
        """Tell whether one more compilation is allowed; long forms are given fewer."""
        self._work += len(self.book.survey)
        return self._work <= WORK

    @property
    def is_full(self) -> bool:
        """Whether more problems were found than anybody would read."""
        return len(self.found) > MOST

    def is_told(self, sheet: str, row: int | None) -> bool:
        """Tell whether a row has been found at fault already."""
        return row is not None and (sheet, row) in self._places

    def header(self, sheet: str = "survey") -> dict[str, Any]:
        """Return the header of a sheet; empty when it has none."""
        rows = getattr(self.book.data, f"{sheet}_header", None) or [{}]
        header: dict[str, Any] = rows[0]
        return header

    def put(self, row: dict[str, Any], column: str, value: str, sheet: str = "survey") -> None:
        """Write a cell and make sure the sheet has its column."""
        write(row, column, value, list(self.header(sheet)))
        self.header(sheet).update(dict.fromkeys(row))

    def rename(self, number: int) -> None:
        """Give a row a name of its own, and let every reference to a name that cannot stand follow it."""
        old, new = text_of(self.row(number), "name"), f"baris_{number}"
        self.put(self.row(number), "name", new)
        if old and self.book.rows_by_name.get(old, number) == number:
            self.gone.add(old)
            if old in self._mentioned:
                self._follow(old, new)

    def retype(self, number: int) -> None:
        """Make a row a question of text; whatever belongs to its former type goes."""
        row = self.row(number)
        for column in ("choice_filter", "parameters", "appearance", "repeat_count", "default"):
            drop(row, column)
        self.put(row, "type", "text")
        self._label(row)

    def blank(self, number: int) -> None:
        """Empty a row; its name is gone."""
        self.gone.add(text_of(self.row(number), "name"))
        self.row(number).clear()

    def clear_cell(self, number: int, column: str) -> bool:
        """Empty a cell in a way the compilers can live with; tell whether it was filled."""
        row = self.row(number)
        column = meaning(column)
        column = _MEANT.get(column, column)
        if column == "type" or not any(True for _ in filled(row, column)):
            return False
        drop(row, column)
        if column == "name":
            self.put(row, "name", f"baris_{number}")
        elif column == "calculation" and text_of(row, "type") == "calculate":
            self.put(row, "calculation", "''")
        elif column in {"label", "hint"}:
            self._label(row)
        return True

    def _label(self, row: dict[str, Any]) -> None:
        if not text_of(row, "label"):
            write(row, "label", "…", list(self.header()))
            self.header().update(dict.fromkeys(row))

    def _note(self, problem: Problem) -> None:
        key = (problem.sheet, problem.row, meaning(problem.column), "" if problem.row else problem.message)
        if key in self._seen or len(self.found) > MOST:
            return
        if len(self.found) == MOST:
            problem = Problem("", None, "", "there are more problems than are shown here: mend these first")
        self._seen.add(key)
        if problem.row is not None:
            self._places.add((problem.sheet, problem.row))
        self.found.append(problem)

    def _ours(self, problem: Problem) -> bool:
        """Tell whether only a repair made this problem: it names what a repair took away, or a row added."""
        if problem.sheet == APPENDED or (problem.row or 0) - 2 >= self.book.written > 0:
            return problem.sheet in {APPENDED, "survey"}
        words = set(re.findall(r"[\w.\-]+", problem.message))
        return bool(words & (self.gone - {""})) and problem.row not in {None, 1}

    def _mend(self, problem: Problem) -> bool:
        number = problem.row
        if number is None or number < 2:  # noqa: PLR2004 - the first row is the header
            return False
        if problem.sheet == "choices":
            return self._mend_choice(number)
        if problem.sheet != "survey" or number - 2 >= len(self.book.survey):
            return False
        return self.clear_cell(number, problem.column) or self._strip(number)

    def _strip(self, number: int) -> bool:
        """Take more and more off a row: first all but its core, then its type, then everything."""
        row = self.row(number)
        extra = [key for key in row if meaning(str(key)) not in _BARE]
        kind = text_of(row, "type")
        if extra:
            for key in extra:
                del row[key]
        elif kind and kind != "text" and not kind.startswith(("begin", "end")):
            self.retype(number)
        elif row:
            self.blank(number)
        else:
            return False
        return True

    def _mend_choice(self, number: int) -> bool:
        rows: list[dict[str, Any]] = self.book.data.choices or []
        if number - 2 >= len(rows) or not rows[number - 2]:
            return False
        row = rows[number - 2]
        core = {"list_name", "name", "label"}
        extra = [key for key in row if meaning(str(key)) not in core]
        for key in extra or list(row):
            del row[key]
        return True

    def _follow(self, old: str, new: str) -> None:
        for row in self.book.survey:
            for key, value in row.items():
                row[key] = str(value).replace(f"${{{old}}}", f"${{{new}}}")


def _mentions(row: dict[str, Any]) -> list[str]:
    return [name.strip() for value in row.values() for name in _MENTION.findall(str(value))]
