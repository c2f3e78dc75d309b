"""From a workbook (XLSForm) to an XForm this server can evaluate, with every problem named by its cell."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import RE_END_CONTROL, workbook_to_json
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from bahtera.questionnaires.errors import InvalidForm
from bahtera.questionnaires.values import Problem

from .cells import text_of, write
from .schema import language_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_BYTES: Final = 10 * 2**20
_UNPACKED: Final = 20 * 2**20
_UNWANTED: Final = re.compile(r"vbaProject|externalLinks/|(^|[/\\])\.\.([/\\]|$)|^[/\\]")
_ROWS: Final = 3000
_ROW: Final = re.compile(r"\[row ?: ?(\d+)\]")
_SHEET: Final = re.compile(r"On the '(\w+)' sheet")
_COLUMN: Final = re.compile(r"the '([\w:() ]+)' (?:value|column)")
_NAMED: Final = re.compile(r"\$\{([\w.\-]+)\}|'([A-Za-z_][\w.\-]*)'")
_QUOTED: Final = re.compile(r"'([^']+)'")
_WORD: Final = re.compile(r"[A-Za-z_][\w.\-]*")
_SAME: Final = {"relevance": "relevant", "relevant": "relevance", "calculation": "calculate"}
APPENDED: Final = "(index)"  # the sheet named for rows that an index definition added
RESULT_GROUP: Final = "hasil"  # the author's group in which the results of the indices stand
NEEDS: Final = "kebutuhan"  # the author's calculate that is given the needs the indices find unmet


@dataclass(slots=True)
class Workbook:
    """A workbook as read: its rows, and how many of them the author wrote.

    `placed` are the places, among the rows, of those that were put between the author's own.
    """

    data: DefinitionData
    written: int
    rows_by_name: Mapping[str, int] = field(default_factory=dict)
    placed: range = range(0)

    @property
    def survey(self) -> list[dict[str, Any]]:
        """The survey's rows; the first stands in row 2 of the sheet."""
        rows: list[dict[str, Any]] = self.data.survey
        return rows

    @property
    def settings(self) -> Mapping[str, str]:
        """The one row of the settings sheet."""
        rows = self.data.settings or [{}]
        return {str(key): str(value).strip() for key, value in rows[0].items() if value}

    def index_rows(self) -> None:
        """Look again which row each name stands in."""
        self.rows_by_name = _named_rows(self.survey)

    def author_row(self, number: int) -> int | None:
        """Return the row of the author's own sheet that a row of ours is, None when the author did not write it."""
        place = number - 2
        if place in self.placed:
            return None
        place -= len(self.placed) if place >= self.placed.start else 0
        return place + 2 if place < self.written else None

    def problem(self, name: str, column: str, message: str) -> Problem:
        """Return a problem at the row of a question."""
        row = self.rows_by_name.get(name)
        counted = name.removesuffix("_count")  # the compiler's own row for an expression in repeat_count
        if row is None and counted != name and counted in self.rows_by_name:
            row, column = self.rows_by_name[counted], "repeat_count"
        if row is None:
            return Problem("survey", None, column, f"{name}: {message}")
        own = self.author_row(row)
        return (
            Problem("survey", own, column, message)
            if own
            else Problem(APPENDED, None, column, f"{name}: {message}")
        )

    def named_problem(self, message: str) -> Problem:
        """Return a problem at the first question that the message names."""
        names = (name for name in _WORD.findall(message) if name in self.rows_by_name)
        name = next(names, None)
        return self.problem(name, "", message) if name else Problem("survey", None, "", message)


def read_workbook(xlsx: bytes) -> Workbook:
    """Return the rows of an .xlsx file; raises InvalidForm for what is not one."""
    _refuse_bomb(xlsx)
    try:
        data = get_xlsform(xlsx, file_type=".xlsx")
    except Exception as problem:  # whatever a broken file makes the readers raise
        raise _invalid("", f"the workbook cannot be read: {problem}") from problem
    if not data.survey:
        raise _invalid("survey", "the workbook has no sheet named survey, or it is empty")
    if len(data.survey) > _ROWS:
        raise _invalid("survey", f"the questionnaire has more than {_ROWS} rows")
    return Workbook(data, len(data.survey), _named_rows(data.survey))


def append_rows(book: Workbook, rows: Sequence[Mapping[str, object]]) -> None:
    """Add the rows of the indices; raises InvalidForm when a name is taken.

    Their pages stand in the author's group `hasil`, at the end when there is none; everything else at the end.
    """
    added = []
    header = book.data.survey_header[0]
    for row in rows:
        name = str(row.get("name", ""))
        if name in book.rows_by_name and name:
            raise InvalidForm(
                (book.problem(name, "name", f"the name {name} belongs to an index: rename the question"),)
            )
        cells = _in_columns(row, list(header))
        added.append({key: str(value) for key, value in cells.items() if value not in (None, "")})
        header.update(dict.fromkeys(added[-1]))
    start = next((at for at, row in enumerate(book.survey, 1) if _begins(row, RESULT_GROUP)), None)
    pages = _pages(added) if start is not None else []
    book.survey.extend(row for row in added if row not in pages)
    if start is not None:
        book.survey[start:start] = pages
        book.placed = range(start, start + len(pages))
    book.index_rows()


def fill_needs(book: Workbook, calculation: Callable[[], str]) -> None:
    """Give the author's calculate `kebutuhan` what the indices know, when there is one."""
    number = book.rows_by_name.get(NEEDS)
    if number is not None and text_of(book.survey[number - 2], "type") == "calculate":
        write(book.survey[number - 2], "calculation", calculation(), list(book.data.survey_header[0]))


def _begins(row: Mapping[str, Any], group: str) -> bool:
    return text_of(row, "name") == group and text_of(row, "type").replace("_", " ") == "begin group"


def _pages(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the groups among the rows, with what stands in them."""
    found, depth = [], 0
    for row in rows:
        kind = text_of(row, "type").replace("_", " ")
        depth += kind == "begin group"
        if depth:
            found.append(row)
        depth -= kind == "end group"
    return found


def compile_workbook(book: Workbook) -> str:
    """Return the XForm; raises InvalidForm with sheet, row and column."""
    warnings: list[str] = []
    try:
        form = workbook_to_json(
            workbook_dict=book.data, form_name="data", fallback_form_name="data", warnings=warnings
        )
        survey = create_survey_element_from_dict(form)
        xform: str = survey.to_xml(validate=False, pretty_print=False, warnings=warnings)
    except PyXFormError as problem:
        raise InvalidForm((_placed(book, str(problem)),)) from problem
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as problem:
        raise _invalid("survey", f"the workbook is not a valid XLSForm: {problem}") from problem
    return xform


def _placed(book: Workbook, message: str) -> Problem:
    row, sheet, column = _ROW.search(message), _SHEET.search(message), _COLUMN.search(message)
    text = _ROW.sub("", message).strip()
    if row is not None:
        number = int(row[1])
        where = sheet[1] if sheet else "survey"
        if where != "survey":
            return Problem(where, number, column[1] if column else "", text)
        own = book.author_row(number)
        return (
            Problem("survey", own, column[1] if column else "", text)
            if own
            else Problem(APPENDED, None, "", text)
        )
    for match in _NAMED.finditer(message):
        name = match[1] or match[2]
        if name in book.rows_by_name:
            return book.problem(name, column[1] if column else _column_with(book, name), text)
        users = [number for number, cells in enumerate(book.survey, 2) if f"${{{name}}}" in str(cells)]
        if match[1] and users:
            return Problem("survey", book.author_row(users[0]), _user_column(book, users[0], name), text)
    for quoted in _QUOTED.findall(message):
        for number, cells in enumerate(book.survey, 2):
            for key, value in cells.items():
                if str(value) == quoted:
                    return Problem("survey", book.author_row(number), str(key), text)
    return Problem(sheet[1] if sheet else "", None, column[1] if column else "", text)


def _column_with(book: Workbook, name: str) -> str:
    return "name" if name in book.rows_by_name else ""


def _user_column(book: Workbook, row: int, name: str) -> str:
    cells = book.survey[row - 2]
    return next((str(key) for key, value in cells.items() if f"${{{name}}}" in str(value)), "")


def _named_rows(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        name = text_of(row, "name")
        if name and not RE_END_CONTROL.search(text_of(row, "type")):
            found.setdefault(name, number)
    return found


def _in_columns(row: Mapping[str, object], header: Sequence[str]) -> dict[str, object]:
    """Return a row under the author's own column names and languages; unknown languages are left out."""
    languages = {language_code(key.partition("::")[2]): key for key in header if key.startswith("label::")}
    added: dict[str, object] = {}
    for key, value in row.items():
        if not key.startswith("label::"):
            added[_SAME.get(key, key) if _SAME.get(key) in header else key] = value
        elif not languages:
            added.setdefault("label", value)
        elif language_code(key.partition("::")[2]) in languages:
            added[languages[language_code(key.partition("::")[2])]] = value
    return added


def _refuse_bomb(xlsx: bytes) -> None:
    if len(xlsx) > _BYTES:
        raise _invalid("", "the workbook is larger than 10 MB")
    try:
        with zipfile.ZipFile(BytesIO(xlsx)) as archive:
            _look_inside(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as problem:
        raise _invalid("", "the file is not an Excel workbook (.xlsx)") from problem


def _look_inside(archive: zipfile.ZipFile) -> None:
    """Count what really comes out, whatever the directory claims, and refuse what a questionnaire has no use for."""
    unpacked = 0
    for entry in archive.infolist():
        if _UNWANTED.search(entry.filename):
            raise _invalid(
                "", f"the workbook holds {entry.filename}: save it without macros and links to other files"
            )
        with archive.open(entry) as member:
            start = True
            while chunk := member.read(2**16):
                unpacked += len(chunk)
                if unpacked > _UNPACKED:
                    raise _invalid("", f"the workbook unpacks to more than {_UNPACKED // 2**20} MB")
                if start and b"<!DOCTYPE" in chunk:
                    raise _invalid("", "the workbook is not as a spreadsheet program writes it")
                start = False


def _invalid(sheet: str, message: str) -> InvalidForm:
    return InvalidForm((Problem(sheet, None, "", message),))
