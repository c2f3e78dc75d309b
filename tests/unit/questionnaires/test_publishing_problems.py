"""A workbook with a mistake is refused, and the message says where to look."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from tests.unit.questionnaires.forms import YES_NO, Row, workbook

from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.support import FUNCTIONS, SETTINGS, SHEETS, TYPES
from bahtera.questionnaires.errors import InvalidForm

if TYPE_CHECKING:
    from bahtera.questionnaires.values import Problem

NAME: Row = {"type": "text", "name": "nama", "label": "Nama"}
AGE: Row = {"type": "integer", "name": "umur", "label": "Umur"}


def problems(
    *survey: Row, settings: Row | None = None, sheets: dict[str, list[Row]] | None = None
) -> list[Problem]:
    with pytest.raises(InvalidForm) as refused:
        compile_form(workbook(survey, YES_NO, settings=settings, sheets=sheets), java=False)
    assert refused.value.code == "questionnaires.invalid_form"
    assert str(refused.value)
    return list(refused.value.problems)


def only(
    *survey: Row, settings: Row | None = None, sheets: dict[str, list[Row]] | None = None
) -> tuple[str, int | None, str]:
    (problem,) = problems(*survey, settings=settings, sheets=sheets)
    return problem.sheet, problem.row, problem.column


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_unsupported_types_are_refused_with_a_reason(kind: str) -> None:
    row: Row = {
        "type": f"{kind} yt" if kind in {"rank", "select_one_external"} else kind,
        "name": "x",
        "label": "X",
    }
    assert only(NAME, row) == ("survey", 3, "type")


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_unsupported_settings_are_refused(name: str) -> None:
    assert only(NAME, settings={name: "x"}) == ("settings", 2, name)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_unsupported_functions_are_refused(name: str) -> None:
    row: Row = {"type": "calculate", "name": "x", "calculation": f"{name}(${{nama}}, 1)"}
    assert only(NAME, row) == ("survey", 3, "calculation")


@pytest.mark.parametrize("name", sorted(set(SHEETS) - {"osm"}))
def test_unsupported_sheets_are_refused(name: str) -> None:
    (sheet, _, _) = only(NAME, sheets={name: [{"list_name": "x", "name": "y", "label": "z"}]})
    assert sheet == name


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"type": "integer", "name": "x", "label": "X", "relevant": "${nama} = "}, "relevant"),
        ({"type": "calculate", "name": "x", "calculation": "tidak-ada(1)"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "if(1, 2)"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "count(1)"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "format-date(${nama}, '%b')"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "//nama"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "regex(${nama}, '(a+)+')"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "regex(${nama}, '[a-z&&[^b]]')"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "regex(${nama}, ${nama})"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "regex(${nama}, '(a')"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "../@versi"}, "calculation"),
        ({"type": "calculate", "name": "x", "calculation": "../nama | ../umur"}, "calculation"),
        ({"type": "integer", "name": "x", "label": "X", "constraint": ". > random()"}, "constraint"),
        ({"type": "integer", "name": "x", "label": "X", "required": "once(1)"}, "required"),
        ({"type": "integer", "name": "x", "label": "X", "constraint": "child::y > 1"}, "constraint"),
    ],
)
def test_what_the_server_cannot_evaluate_is_refused_at_its_cell(row: Row, column: str) -> None:
    assert only(NAME, row) == ("survey", 3, column)


def test_a_full_path_inside_a_filter_is_refused() -> None:
    found = problems(
        {"type": "begin repeat", "name": "anggota", "label": "A"},
        AGE,
        {"type": "calculate", "name": "muda", "calculation": "count(${anggota}[./umur < ${umur}])"},
        {"type": "end repeat"},
        {"type": "calculate", "name": "dewasa", "calculation": "count(${anggota}[${umur} >= 18])"},
    )
    assert {(problem.row, problem.column) for problem in found} == {(4, "calculation"), (6, "calculation")}
    assert all("[...]" in problem.message for problem in found)


def test_a_member_question_used_as_if_asked_once_is_refused() -> None:
    found = problems(
        {"type": "begin repeat", "name": "anggota", "label": "A"},
        AGE,
        {"type": "end repeat"},
        {"type": "integer", "name": "x", "label": "X", "relevant": "${umur} > 3"},
    )
    assert [(problem.row, problem.column) for problem in found] == [(5, "relevant")]
    assert "once for each anggota" in found[0].message


def test_a_circle_is_named() -> None:
    (problem,) = problems(
        {"type": "integer", "name": "a", "label": "A", "relevant": "${b} = 1"},
        {"type": "integer", "name": "b", "label": "B", "relevant": "${a} = 1"},
    )
    assert "circle" in problem.message


def test_pyxform_messages_keep_sheet_row_and_column() -> None:
    assert only(NAME, {"type": "ganjil", "name": "x", "label": "X"})[:2] == ("survey", 3)
    assert only(NAME, {"type": "integer", "name": "x", "label": "X", "relevant": "${tiada} = 1"}) == (
        "survey",
        3,
        "relevant",
    )
    assert only(NAME, {"type": "begin group", "name": "g", "label": "G"})[:2] == ("survey", 3)


def test_names_are_unique_and_plain() -> None:
    assert only(NAME, {**AGE, "name": "nama"}) == ("survey", 3, "name")
    assert ("survey", 3, "name") in [
        (one.sheet, one.row, one.column) for one in problems(NAME, {**AGE, "name": "um ur"})
    ]


def test_settings_need_a_form_id_and_a_version() -> None:
    assert only(NAME, settings={"version": ""}) == ("settings", 2, "version")
    assert only(NAME, settings={"form_id": "a b"}) == ("settings", 2, "form_id")


def test_only_the_known_lists_are_sent_to_phones() -> None:
    row: Row = {"type": "select_one_from_file rahasia.csv", "name": "x", "label": "X"}
    assert only(NAME, row) == ("survey", 3, "type")


def test_what_is_no_workbook_is_refused() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (90 * 2**20))
    half = workbook([NAME])[:2000]
    for content in (b"", b"halo", half, bomb.getvalue(), b"x" * (11 * 2**20)):
        with pytest.raises(InvalidForm):
            compile_form(content, java=False)


class Definition:
    """A stand-in index: its rows, and the variables it reads."""

    id = "uji"

    def __init__(self, variables: dict[str, object], rows: list[dict[str, object]] | None = None) -> None:
        self.variables = variables
        self.rows = rows or []

    def xlsform_rows(self) -> list[dict[str, object]]:
        return self.rows


class Variable:
    private = False

    def __init__(self, kind: str, choices: tuple[str, ...] = (), roster: str | None = None) -> None:
        self.type = kind
        self.choices = choices
        self.missing: tuple[str, ...] = ("tidak_tahu",)
        self.roster = roster


AGREES: Row = {"type": "select_one yt", "name": "setuju", "label": "S"}


@pytest.mark.parametrize(
    ("variables", "row", "column"),
    [
        ({"tiada": Variable("select_one", ("ya",))}, None, "name"),
        ({"setuju": Variable("select_one", ("ya",))}, 3, "type"),
        ({"setuju": Variable("integer")}, 3, "type"),
        ({"nama": Variable("select_one", ("ya",))}, 2, "type"),
        ({"setuju": Variable("select_one", ("ya", "tidak"), roster="anggota")}, 3, "name"),
    ],
)
def test_a_form_that_does_not_serve_the_index_is_refused(
    variables: dict[str, object], row: int | None, column: str
) -> None:
    with pytest.raises(InvalidForm) as refused:
        compile_form(workbook([NAME, AGREES], YES_NO), [Definition(variables)], java=False)
    (problem,) = refused.value.problems
    assert (problem.sheet, problem.row, problem.column) == ("survey", row, column)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/vbaProject.bin", b"macro"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>"),
        ("../../evil.txt", b"x"),
        ("/evil.txt", b"x"),
        ("xl/more.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x/>'),
    ],
)
def test_a_workbook_holds_rows_and_nothing_else(name: str, content: bytes) -> None:
    book = BytesIO(workbook([NAME, AGREES], YES_NO))
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr(name, content)
    with pytest.raises(InvalidForm) as refused:
        compile_form(book.getvalue(), java=False)
    assert "workbook" in refused.value.problems[0].message


def test_a_question_an_index_needs_is_asked_for_by_name_even_when_its_rows_would_not_compile() -> None:
    class Rows(Definition):
        def xlsform_rows(self) -> list[dict[str, object]]:
            return [{"type": "calculate", "name": "uji_x", "calculation": "${tabungan} + 1"}]

    index = Rows({"tabungan": Variable("select_one", ("ya", "tidak"))})
    with pytest.raises(InvalidForm) as refused:
        compile_form(workbook([NAME, AGREES], YES_NO), [index], java=False)
    (problem,) = refused.value.problems
    assert "needs tabungan" in problem.message


def test_a_private_item_is_refused_by_name_wherever_it_stands() -> None:
    asked: Row = {"type": "text", "name": "konflik_kdrt", "label": "?"}
    with pytest.raises(InvalidForm) as refused:
        compile_form(workbook([NAME, asked], YES_NO), private={"konflik_kdrt"}, java=False)
    (problem,) = refused.value.problems
    assert (problem.sheet, problem.row, problem.column) == ("survey", 3, "name")
    assert "private" in problem.message


def test_index_rows_are_added_and_their_names_are_reserved() -> None:
    rows: list[dict[str, object]] = [
        {"type": "calculate", "name": "uji_nilai", "calculation": "if(${setuju} = 'ya', 100, 0)"},
        {
            "type": "note",
            "name": "uji_hasil",
            "label::Indonesian (id)": "Nilai ${uji_nilai}",
            "label::English (en)": "Score",
        },
    ]
    index = Definition({"setuju": Variable("select_one", ("ya", "tidak"))}, rows)
    compiled = compile_form(workbook([NAME, AGREES], YES_NO), [index], java=False)
    assert "/data/uji_nilai" in compiled.xform
    with pytest.raises(InvalidForm) as refused:
        compile_form(workbook([{**NAME, "name": "uji_nilai"}, AGREES], YES_NO), [index], java=False)
    assert refused.value.problems[0].row == 2


def test_names_that_begin_as_those_of_an_index_are_kept_for_its_later_versions() -> None:
    index = Definition({"setuju": Variable("select_one", ("ya", "tidak"))}, [])
    for name in ("uji_hack", "uji_"):
        with pytest.raises(InvalidForm, match=f"the name {name} belongs to an index"):
            compile_form(workbook([{**NAME, "name": name}, AGREES], YES_NO), [index], java=False)
    compile_form(workbook([{**NAME, "name": "ujian"}, AGREES], YES_NO), [index], java=False)
