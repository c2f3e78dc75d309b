"""Where a form says its results, what it offers as steps, and what it asks about the last visit's."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from tests.unit.questionnaires.forms import version_of, workbook
from tests.unit.questionnaires.test_family_visit import family

from bahtera.indices import load, load_services
from bahtera.questionnaires.engine.assessment import assess
from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.evaluation import CompiledForm
from bahtera.questionnaires.engine.instances import InstanceWriter
from bahtera.questionnaires.engine.workbooks import Workbook, append_rows, read_workbook
from bahtera.questionnaires.errors import InvalidForm

WORKBOOK = Path("definitions/questionnaires/kunjungan_keluarga/kunjungan_keluarga.xlsx")
VISIT = date(2026, 11, 20)
PAGES = [
    {"type": "calculate", "name": "x_score", "calculation": "1"},
    {"type": "begin group", "name": "x_result", "label::English (en)": "Result"},
    {"type": "note", "name": "x_note", "label::English (en)": "Good"},
    {"type": "end group", "name": "x_result"},
]


@cache
def xform():
    definitions = [load(name).without_private() for name in ("ikk", "ibangga")]
    return compile_form(WORKBOOK.read_bytes(), definitions, java=False).xform.encode()


def judged(**changes):
    form = CompiledForm(xform())
    xml = InstanceWriter(xform()).complete(family(**changes), form, on=VISIT)
    return assess(version_of(xform().decode()), xml, village_known=lambda _: True, received_on=VISIT)


def book_with(rows):
    return read_workbook(workbook(survey=rows))


HASIL = [
    {"type": "text", "name": "a", "label::English (en)": "A"},
    {"type": "begin group", "name": "hasil", "label::English (en)": "Result"},
    {"type": "end group", "name": "hasil"},
    {"type": "text", "name": "b", "label::English (en)": "B"},
]


def names_of(book: Workbook):
    return [f"{row.get('name')}{'/' if 'end' in row['type'] else ''}" for row in book.survey]


def test_results_stand_in_the_authors_group_and_what_is_worked_out_at_the_end():
    book = book_with(HASIL)
    append_rows(book, PAGES)
    assert names_of(book) == ["a", "hasil", "x_result", "x_note", "x_result/", "hasil/", "b", "x_score"]


def test_without_the_group_results_stand_at_the_end():
    book = book_with(HASIL[:1])
    append_rows(book, PAGES)
    assert names_of(book) == ["a", "x_score", "x_result", "x_note", "x_result/"]


def test_problems_keep_the_authors_own_rows():
    book = book_with(HASIL)
    append_rows(book, PAGES)
    assert [book.problem(name, "", "!").row for name in ("a", "hasil", "b", "x_note", "x_score")] == [
        2,
        3,
        5,
        None,
        None,
    ]
    assert {book.problem(name, "", "!").sheet for name in ("x_note", "x_score")} == {"(index)"}


def test_a_name_of_an_index_cannot_be_taken():
    book = book_with([*HASIL, {"type": "text", "name": "x_note", "label::English (en)": "X"}])
    with pytest.raises(InvalidForm) as refused:
        append_rows(book, PAGES)
    assert refused.value.problems[0].row == 6


def test_needs_are_those_that_some_index_finds_unmet_and_a_family_can_do_something_about():
    assert not judged().answers.get("kebutuhan")
    unmet = judged(buku_nikah="tidak", rekreasi="tidak", kawin_anak="ya", jamban="bersama")
    assert unmet.answers["kebutuhan"] == "buku_nikah rumah_layak rekreasi"
    assert unmet.answers["ikk_states"].count("0") == 3


def steps(number, step, by="2026-12-24", **more):
    return {f"langkah_{number}": step, f"langkah_{number}_tanggal": by} | more


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (steps(1, "buku_nikah"), []),
        (steps(1, "perbarui_kk") | steps(2, "buku_nikah"), []),
        (steps(1, "lainnya", langkah_1_lain="Menanam sayur"), []),
        (steps(1, "lainnya"), [("required_missing", "langkah_1_lain")]),
        (steps(1, "buku_nikah", None), [("required_missing", "langkah_1_tanggal")]),
        (steps(1, "buku_nikah", "2026-11-19"), [("constraint_failed", "langkah_1_tanggal")]),
        (steps(1, "buku_nikah", "2029-01-01"), [("constraint_failed", "langkah_1_tanggal")]),
    ],
)
def test_a_step_has_a_date_that_can_be_kept(chosen, found):
    dates = {
        name: date.fromisoformat(value) if value and name.endswith("tanggal") else value
        for name, value in chosen.items()
    }
    said = judged(buku_nikah="tidak", **dates)
    assert [(each.code, each.question) for each in said.findings] == found


def test_a_step_that_is_not_offered_or_chosen_twice_is_told():
    for chosen in (steps(1, "akta_lahir"), steps(1, "buku_nikah") | steps(2, "buku_nikah")):
        dates = {
            name: date.fromisoformat(value) if name.endswith("tanggal") else value
            for name, value in chosen.items()
        }
        assert judged(buku_nikah="tidak", **dates).findings != ()


def test_each_step_of_the_last_visit_is_asked_about():
    last = {"langkah_lalu_1": "buku_nikah", "langkah_lalu_1_tanggal": "2026-11-01",
            "langkah_lalu_2": "lainnya", "langkah_lalu_2_lain": "Menanam sayur"}  # fmt: skip
    asked = judged(**last)
    assert {each.question for each in asked.findings} == {"langkah_lalu_1_hasil", "langkah_lalu_2_hasil"}
    said = judged(**last, langkah_lalu_1_hasil="sudah", langkah_lalu_2_hasil="tidak_jadi")
    assert said.findings == ()
    assert said.answers["langkah_lalu_1_kata"] == "Mengurus buku atau akta nikah (paling lambat 01-11-2026)"
    assert said.answers["langkah_lalu_1_kata_en"] == "Obtain the marriage book (by 01-11-2026)"
    assert said.answers["langkah_lalu_2_kata"] == "Menanam sayur"


def test_the_list_of_steps_is_that_of_the_services():
    node = next(node for node in CompiledForm(xform()).schema.root.walk() if node.name == "langkah_1")
    offered = {choice.name: choice.labels for choice in node.options.choices}
    assert offered == {name: {"id": text.id, "en": text.en} for name, text in load_services().steps.items()}
