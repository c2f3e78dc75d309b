"""All steps from a workbook to a form that can be published, in order, problems collected."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bahtera.questionnaires.errors import InvalidForm
from bahtera.questionnaires.values import Problem

from .evaluation import CompiledForm
from .requirements import index_problems, private_problems
from .schema import FormError
from .support import form_problems, workbook_problems
from .validation import validate
from .workbooks import Workbook, append_rows, compile_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Compilation:
    """A form that passed every check."""

    form_id: str
    version: str
    title: str
    root: str
    xform: str
    media: tuple[str, ...]


def compile_form(
    xlsx: bytes, definitions: Sequence[Any] = (), *, private: Collection[str] = (), java: bool = True
) -> Compilation:
    """Return the compiled form with the index rows of `definitions`; raises InvalidForm.

    A form that asks one of the `private` items is refused: whoever stands by a phone could read them.

    Without `java` ODK Validate is left out: for tests of everything else.
    """
    book = read_workbook(xlsx)
    _refuse(workbook_problems(book))
    _refuse_what_indices_lack(book, definitions)
    append_rows(book, list(_index_rows(definitions)))
    xform = compile_workbook(book)
    schema = _compiled(xform, book).schema
    _refuse(private_problems(private, schema, book))
    _refuse(problem for item in definitions for problem in index_problems(item, schema, book))
    if java:
        validate(xform, book)
    return Compilation(schema.form_id, schema.version, schema.title, schema.root.name, xform, schema.media)


def _refuse_what_indices_lack(book: Workbook, definitions: Sequence[Any]) -> None:
    """Look at the author's rows alone, so that a missing question is named as such.

    With the index rows added, the compiler would complain of a calculation the author never wrote. A form whose
    own rows mention index rows cannot be looked at alone: it is judged whole.
    """
    try:
        schema = CompiledForm(compile_workbook(copy.deepcopy(book)).encode()).schema
    except (FormError, InvalidForm):
        return
    _refuse(problem for item in definitions for problem in index_problems(item, schema, book))


def _compiled(xform: str, book: Workbook) -> CompiledForm:
    try:
        form = CompiledForm(xform.encode())
    except FormError as problem:
        raise InvalidForm((Problem("survey", None, "", str(problem)),)) from problem
    _refuse(form_problems(form, book))
    return form


def _index_rows(definitions: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for definition in definitions:
        yield from definition.xlsform_rows()


def _refuse(problems: Iterator[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise InvalidForm(found)


__all__ = ["Compilation", "Workbook", "compile_form"]
