"""A workbook with many mistakes is refused once, with all of them, each at its cell and nothing made up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.questionnaires.forms import YES_NO, Row, workbook

from bahtera import indices
from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.mending import MOST
from bahtera.questionnaires.errors import InvalidForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.questionnaires.values import Problem

NAME: Row = {"type": "text", "name": "nama", "label": "Nama"}
MANY: list[tuple[Row, str | None]] = [
    (NAME, None),
    ({"type": "integr", "name": "umur", "label": "Umur"}, "type"),
    ({"type": "select_one ya_tidak", "name": "setuju", "label": "Setuju"}, "type"),
    ({"type": "select_one", "name": "pilih", "label": "Pilih"}, "type"),
    ({"type": "text", "label": "Tanpa nama"}, "name"),
    ({"name": "tanpa_jenis", "label": "Tanpa jenis"}, "type"),
    ({**NAME, "label": "Nama lagi"}, "name"),
    ({"type": "integer", "name": "anak", "label": "Anak", "relevant": "${umurr} > 3"}, "relevant"),
    ({"type": "integer", "name": "cucu", "label": "Cucu", "relevant": "${umur} > 3"}, None),
    ({"type": "text", "name": "alamat rumah", "label": "Alamat"}, "name"),
    ({"type": "note", "name": "n", "label": "Di ${alamat rumah}"}, None),
    ({"type": "text", "name": "tanpa_label"}, "label"),
    ({"type": "integer", "name": "x", "label": "X", "constraint": ". > "}, "constraint"),
    ({"type": "calculate", "name": "kosong"}, "calculation"),
    ({"type": "begin group", "name": "g", "label": "G"}, "type"),
    ({"type": "begin repeat", "name": "anggota", "label": "A"}, None),
    ({"type": "integer", "name": "u", "label": "U", "required": "ya"}, "required"),
    ({"type": "end repeat"}, None),
    ({"type": "end repeat"}, "type"),
    ({"type": "calculate", "name": "c", "calculation": "count(${anggota}[./u > "}, "calculation"),
    ({"type": "text", "name": "d", "label": "Halo ${nam a}"}, "label"),
    ({"type": "audio", "name": "e", "label": "E"}, "type"),
    ({"type": "image", "name": "f", "label": "F", "parameters": "max-pixels=abc"}, "parameters"),
    ({"type": "image", "name": "f2", "label": "F", "parameters": "max-pixels=abc"}, "parameters"),
    ({"type": "range", "name": "r", "label": "R", "parameters": "start=1 end=a"}, "parameters"),
    ({"type": "select_multiple yt", "name": "m", "label": "M"}, None),
    ({"type": "calculate", "name": "p", "calculation": "${q} + 1"}, ""),
    ({"type": "calculate", "name": "q", "calculation": "${p} + 1"}, None),
    ({"type": "calculate", "name": "z", "calculation": "tidak-ada(1)"}, "calculation"),
    ({"type": "calculate", "name": "y", "calculation": "pulldata('a', 'b', 'c', 'd')"}, "calculation"),
]
CHOICES: list[tuple[Row, str | None]] = [
    (dict(YES_NO[0]), None),
    (dict(YES_NO[1]), None),
    ({"list_name": "yt", "name": "ya", "label": "Ya lagi"}, "name"),
    ({"list_name": "yt", "label": "Tanpa nama"}, "name"),
    ({"list_name": "yt", "name": "tidak tahu", "label": "Tidak tahu"}, "name"),
    ({"list_name": "yt", "name": "ragu"}, "label"),
    ({"name": "x", "label": "Tanpa daftar"}, "list_name"),
]


def refused(survey: Sequence[Row], choices: Sequence[Row] = YES_NO, *, java: bool = False) -> list[Problem]:
    with pytest.raises(InvalidForm) as caught:
        compile_form(workbook(survey, choices, settings={"version": ""}), java=java)
    return list(caught.value.problems)


@pytest.mark.parametrize("java", [False, True])
def test_every_mistake_is_told_at_its_cell_and_nothing_else(java: bool) -> None:
    found = refused([row for row, _ in MANY], [row for row, _ in CHOICES], java=java)
    planted = [("settings", 2, "version")]
    planted += [
        ("survey", number, column) for number, (_, column) in enumerate(MANY, 2) if column is not None
    ]
    planted += [("choices", number, column) for number, (_, column) in enumerate(CHOICES, 2) if column]
    assert [(problem.sheet, problem.row, problem.column) for problem in found] == planted
    assert len(planted) > 25
    assert all(problem.indonesian and "bahasa Inggris" not in problem.indonesian for problem in found)


def test_a_likely_word_is_offered() -> None:
    told = {problem.row: problem.messages for problem in refused([row for row, _ in MANY])}
    assert told[3] == {
        "id": "jenis integr tidak dikenal: mungkin maksudnya integer?",
        "en": "the type integr is not known: did you mean integer?",
    }
    assert told[9]["id"] == "tidak ada pertanyaan bernama umurr: mungkin maksudnya umur?"


def test_mending_the_mistakes_leaves_none() -> None:
    wrong: list[Row] = [{**NAME, "name": f"q{number}", "type": "teks"} for number in range(5)]
    assert len(refused([NAME, *wrong])) == 6  # and the version
    mended: list[Row] = [{**row, "type": "text"} for row in wrong]
    assert compile_form(workbook([NAME, *mended], YES_NO), java=False).form_id == "uji"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [{"type": "begin group", "name": "g", "label": "G"}, {"type": "end group"}],
            [(3, "the group g is empty: put a question in it")],
        ),
        (
            [{"type": "begin repeat", "name": "r", "label": "R"}, NAME | {"name": "b"}],
            [(3, "the repeat r begins here and is never ended: add a row end repeat")],
        ),
        (
            [
                {"type": "begin group", "name": "g", "label": "G"},
                {"type": "begin repeat", "name": "r", "label": "R"},
                NAME | {"name": "b"},
                {"type": "end group"},
                {"type": "calculate", "name": "c", "calculation": "${b}"},
            ],
            [(4, "the repeat r begins here and is never ended: add a row end repeat")],
        ),
        (
            [{"type": "end group"}, {"type": "end repeat"}],
            [
                (3, "this ends a group, but no group has begun before it"),
                (4, "this ends a repeat, but no repeat has begun before it"),
            ],
        ),
    ],
)
def test_groups_and_repeats_are_begun_and_ended(rows: list[Row], expected: list[tuple[int, str]]) -> None:
    found = refused([NAME, *rows])
    assert [(one.row, one.message) for one in found if one.sheet == "survey"] == expected


def test_aliases_of_columns_are_checked_alike() -> None:
    rows: list[Row] = [
        {"type": "integer", "name": "a", "label": "A", "relevance": "${tiada} = 1"},
        {"type": "calculate", "name": "b", "calculate": "pulldata('a', 'b', 'c', 'd')"},
        {"type": "integer", "name": "c", "label": "C", "bind::constraint": ". > ${tiada}"},
    ]
    assert [(one.row, one.column) for one in refused(rows)][1:] == [
        (2, "relevance"),
        (3, "calculate"),
        (4, "bind::constraint"),
    ]


def test_sheets_without_their_columns_are_told_at_the_first_row() -> None:
    found = refused([{"jenis": "text", "name": "a"}], [{"daftar": "yt", "name": "ya"}])
    assert [(one.sheet, one.row, one.column) for one in found[1:]] == [
        ("survey", 1, "type"),
        ("choices", 1, "list_name"),
        ("choices", 1, "label"),
    ]


def test_what_nobody_could_read_is_cut_short() -> None:
    found = refused([{**NAME, "name": f"a b{number}"} for number in range(MOST + 50)])
    assert len(found) == MOST + 1
    assert found[-1].messages["id"].startswith("masih ada masalah lain")


def test_groups_far_too_deep_are_refused_not_followed() -> None:
    deep: list[Row] = [{"type": "begin group", "name": f"g{number}", "label": "G"} for number in range(1500)]
    assert [one.row for one in refused(deep)][1:] == [22]


def test_the_names_of_an_index_may_be_mentioned_before_they_exist() -> None:
    source = Path("definitions/questionnaires/kunjungan_keluarga/kunjungan_keluarga.xlsx").read_bytes()
    definitions = [indices.load(name).without_private() for name in ("ikk", "ibangga")]
    assert compile_form(source, definitions, java=False).form_id == "kunjungan_keluarga"
    with pytest.raises(InvalidForm) as caught:
        compile_form(workbook([{**NAME, "name": "ikk_category"}]), definitions, java=False)
    said = [str(problem) for problem in caught.value.problems]
    assert (
        "sheet survey, row 2, column name: the name ikk_category belongs to an index: rename the question"
        in said
    )
    assert any("the index ikk needs" in line for line in said)
