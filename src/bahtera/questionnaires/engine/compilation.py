"""All steps from a workbook to a form that can be published, in order, problems collected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bahtera import indices
from bahtera.questionnaires.errors import InvalidForm
from bahtera.questionnaires.values import Problem

from .evaluation import CompiledForm
from .examination import examine
from .requirements import index_problems, private_problems
from .schema import FormError
from .support import form_problems
from .validation import validate
from .wording import worded
from .workbooks import Workbook, append_rows, compile_workbook, fill_needs, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence


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
    try:
        return _compile(xlsx, definitions, private, java=java)
    except InvalidForm as refused:
        raise InvalidForm(worded(refused.problems)) from refused


def _compile(xlsx: bytes, definitions: Sequence[Any], private: Collection[str], *, java: bool) -> Compilation:
    book = read_workbook(xlsx)
    _refuse(examine(book, definitions, private=private, java=java))
    append_rows(book, list(_index_rows(definitions)))
    if definitions:
        fill_needs(book, lambda: indices.unmet_needs(definitions, indices.load_services()))
    xform = compile_workbook(book)
    schema = _compiled(xform, book).schema
    _refuse(private_problems(private, schema, book))
    _refuse(problem for item in definitions for problem in index_problems(item, schema, book))
    if java:
        _validate(
            xform, book, lambda: examine(read_workbook(xlsx), definitions, private=private, thorough=True)
        )
    return Compilation(schema.form_id, schema.version, schema.title, schema.root.name, xform, schema.media)


def _validate(xform: str, book: Workbook, look_closer: Callable[[], list[Problem]]) -> None:
    """Run ODK Validate; when it refuses what nothing else did, look for all that it refuses."""
    try:
        validate(xform, book)
    except InvalidForm:
        _refuse(look_closer())
        raise


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


def _refuse(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise InvalidForm(found)


__all__ = ["Compilation", "Workbook", "compile_form"]
