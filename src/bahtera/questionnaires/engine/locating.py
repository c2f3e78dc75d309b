"""Where a mistake stands that the compiler tells without a place: found by taking cells away and trying again."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from bahtera.questionnaires.errors import InvalidForm
from bahtera.questionnaires.values import Problem

from .cells import meaning
from .workbooks import compile_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .workbooks import Workbook

    Change = Callable[[dict[str, Any]], None]

_CORE: Final = frozenset({"type", "name", "label", "calculation"})


def locate(book: Workbook, problem: Problem, *, may_try: Callable[[], bool]) -> Problem:
    """Return the problem with the first row and column that make it; as it came when no single row does.

    Looks for the shortest beginning of the survey that still makes it while all after it is taken away: about
    twelve compilations for the longest form, each only while `may_try` allows it.
    """
    rows = len(book.survey)
    for change in (_bare, dict.clear):
        if not may_try() or _persists(book, problem, range(rows), change):
            continue
        kept, whole = 0, rows  # the rows before `kept` do not make it, those before `whole` do
        while whole - kept > 1 and may_try():
            middle = (kept + whole) // 2
            if _persists(book, problem, range(middle, rows), change):
                whole = middle
            else:
                kept = middle
        if whole - kept == 1:
            column = _column(book, problem, kept, range(whole, rows), change)
            return Problem("survey", whole + 1, column, problem.message)
    return problem


def _bare(row: dict[str, Any]) -> None:
    for key in [key for key in row if meaning(str(key)) not in _CORE]:
        del row[key]


def _column(book: Workbook, problem: Problem, place: int, rest: Iterable[int], change: Change) -> str:
    lone = _changed(book, rest, change)
    for key in book.survey[place]:

        def without(row: dict[str, Any], key: str = key) -> None:
            row.pop(key, None)

        if meaning(str(key)) not in {"type", "name"} and not _persists(lone, problem, [place], without):
            return str(key)
    return "type"


def _persists(book: Workbook, problem: Problem, places: Iterable[int], change: Change) -> bool:
    """Tell whether the compiler says the same when some rows are changed."""
    try:
        compile_workbook(_changed(book, places, change))
    except InvalidForm as refused:
        return problem.message in {one.message for one in refused.problems}
    return False


def _changed(book: Workbook, places: Iterable[int], change: Change) -> Workbook:
    tried = copy.deepcopy(book)
    for place in places:
        change(tried.survey[place])
    return tried
