"""Every mistake of a workbook at once: the rows, then pyxform, then this server, then ODK Validate.

Each compiler gives up at its first mistake. What it names is told, put out of the way in a working copy
(``mending``), and the copy is tried again, up to a bound. So a form's author reads all there is to mend in
one list; what only a compiler can see of a row that was mended shows at the next try.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bahtera.questionnaires.errors import InvalidForm

from .evaluation import CompiledForm
from .locating import locate
from .mending import Bench
from .requirements import index_problems, private_problems
from .rowchecks import check_rows
from .schema import FormError, Schema
from .support import form_problems
from .validation import validate
from .workbooks import Workbook, compile_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bahtera.questionnaires.values import Problem

_JAVA_TRIES: Final = 4
_LAST: Final = 2**31
_ORDER: Final = {"settings": 1, "survey": 2, "choices": 3, "": 10}


def examine(
    book: Workbook,
    definitions: Sequence[Any] = (),
    *,
    private: Collection[str] = (),
    java: bool = True,
    thorough: bool = False,
) -> list[Problem]:
    """Return every problem of a workbook's own rows, by sheet and row; empty when it can be published.

    The rows of `definitions` are not in it yet. ODK Validate looks only at a form that has a problem already
    (to find the rest) or if `thorough`; a form without one is validated later, with the rows of its indices.
    """
    bench = Bench(book)
    reserved = {str(row.get("name", "")) for item in definitions for row in item.xlsform_rows()} - {""}
    prefixes = tuple(f"{item.id}_" for item in definitions)
    compiled = _compiled(bench) if check_rows(bench, reserved, prefixes) else None
    if compiled is not None:
        _judge(bench, compiled[1], definitions, private)
        if java and (bench.found or thorough):
            _validated(bench, compiled[0])
    return sorted(bench.found, key=_place)


def _place(problem: Problem) -> tuple[int, str, int]:
    return _ORDER.get(problem.sheet, 9), problem.sheet, problem.row or _LAST


def _compiled(bench: Bench) -> tuple[str, Schema] | None:
    """Compile until nothing is left to complain of; None when a mistake cannot be put out of the way."""
    while bench.spend():
        try:
            xform = compile_workbook(bench.book)
            form = CompiledForm(xform.encode())
            problems = list(form_problems(form, bench.book))
            if not problems:
                return xform, form.schema
        except InvalidForm as refused:
            problems = [
                one if one.row else locate(bench.book, one, may_try=bench.spend) for one in refused.problems
            ]
        except FormError as refused:
            problems = [bench.book.named_problem(str(refused))]
        if not bench.tell_all(problems):
            return None
    return None


def _judge(bench: Bench, schema: Schema, definitions: Sequence[Any], private: Collection[str]) -> None:
    """Tell what an index lacks and what may not be asked, except of rows that are at fault already."""
    problems = [
        *private_problems(private, schema, bench.book),
        *(problem for item in definitions for problem in index_problems(item, schema, bench.book)),
    ]
    for problem in problems:
        if not bench.is_told(problem.sheet, problem.row):
            bench.tell(problem.sheet, problem.row, problem.column, problem.message)


def _validated(bench: Bench, xform: str) -> None:
    for _ in range(_JAVA_TRIES):
        try:
            validate(xform, bench.book)
        except InvalidForm as refused:
            if not bench.tell_all(list(refused.problems)):
                return
        else:
            return
        compiled = _compiled(bench)
        if compiled is None:
            return
        xform = compiled[0]
