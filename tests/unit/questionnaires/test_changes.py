"""What two versions of a form differ in, and that each difference says what it means for the data."""

from __future__ import annotations

import pytest
from tests.unit.questionnaires.forms import YES_NO, Row, form_of

from bahtera.questionnaires.engine.assessment import compiled_form
from bahtera.questionnaires.engine.changes import changes, plain
from bahtera.questionnaires.engine.schema import Schema
from bahtera.questionnaires.values import Change

AGE: Row = {"type": "integer", "name": "umur", "label": "Umur"}
AGREES: Row = {"type": "select_one yt", "name": "setuju", "label": "Setuju"}
SUM: Row = {"type": "calculate", "name": "dua", "calculation": "${umur} * 2"}
BASE: list[Row] = [AGE, AGREES, SUM]


def compared(after: list[Row], choices: list[Row] | None = None) -> list[Change]:
    old, new = form_of(BASE, YES_NO), form_of(after, choices or YES_NO)
    return changes(compiled_form(old.xform).schema, compiled_form(new.xform).schema)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BASE, []),
        ([*BASE, {"type": "text", "name": "baru", "label": "Baru"}], [("added", "baru")]),
        ([AGE, SUM], [("removed", "setuju")]),
        ([{**AGE, "type": "decimal"}, AGREES, SUM], [("type_changed", "umur")]),
        ([{**AGE, "label": "Usia"}, AGREES, SUM], [("label_changed", "umur")]),
        ([AGE, {**AGREES, "relevant": "${umur} > 3"}, SUM], [("relevant_changed", "setuju")]),
        ([{**AGE, "constraint": ". > 3"}, AGREES, SUM], [("constraint_changed", "umur")]),
        ([{**AGE, "required": "no"}, AGREES, SUM], []),
        ([{**AGE, "required": "yes"}, AGREES, SUM], [("required_changed", "umur")]),
        ([{**AGE, "hint": "Dalam tahun"}, AGREES, SUM], [("hint_changed", "umur")]),
        ([AGE, {**AGREES, "choice_filter": "name != 'ya'"}, SUM], [("filter_changed", "setuju")]),
        (
            [
                {"type": "begin group", "name": "g", "label": "G"},
                AGE,
                {"type": "end group"},
                AGREES,
                SUM,
            ],
            [("added", "g")],
        ),
        ([AGE, AGREES, {**SUM, "calculation": "${umur} * 3"}], [("calculation_changed", "dua")]),
        (
            [
                AGE,
                {"type": "begin repeat", "name": "anggota", "label": "A"},
                AGREES,
                {"type": "end repeat"},
                SUM,
            ],
            [("added", "anggota"), ("moved", "setuju")],
        ),
    ],
)
def test_each_difference_is_named(after: list[Row], expected: list[tuple[str, str]]) -> None:
    found = compared(after)
    assert [(change.kind, change.question) for change in found] == expected
    assert all(set(change.consequence) == {"id", "en"} for change in found)


def test_choices_added_and_removed() -> None:
    found = compared(BASE, [YES_NO[0], {"list_name": "yt", "name": "ragu", "label": "Ragu"}])
    assert [(change.kind, change.before, change.after) for change in found] == [
        ("choice_added", "", "ragu"),
        ("choice_removed", "tidak", ""),
    ]


def test_a_choice_that_is_worded_anew() -> None:
    found = compared(BASE, [YES_NO[0], {**YES_NO[1], "label": "Bukan"}])
    assert [(change.kind, change.before, change.after) for change in found] == [
        ("choice_reworded", "Tidak", "Bukan")
    ]


def test_rules_are_told_as_their_author_wrote_them() -> None:
    inside: list[Row] = [
        AGE,
        {"type": "begin repeat", "name": "anggota", "label": "A"},
        {"type": "integer", "name": "usia", "label": "U", "constraint": ". < ${umur}"},
        {"type": "text", "name": "nama", "label": "N", "relevant": "${usia} > 17 and ${umur} != 'a/b/c'"},
        {"type": "end repeat"},
    ]
    outside: list[Row] = [*inside[:3], {**inside[3], "relevant": ""}, inside[4]]
    old, new = form_of(outside), form_of(inside)
    found = changes(compiled_form(old.xform).schema, compiled_form(new.xform).schema)
    assert [(change.kind, change.after) for change in found] == [
        ("relevant_changed", "${usia} > 17 and ${umur} != 'a/b/c'")
    ]


def test_wording_changed_in_english_alone_is_told_in_english() -> None:
    def said(english: str) -> Schema:
        row: Row = {
            "type": "text",
            "name": "n",
            "label::Indonesian (id)": "Nama",
            "label::English (en)": english,
        }
        return compiled_form(form_of([row]).xform).schema

    (change,) = changes(said("Name"), said("Full name"))
    assert (change.kind, change.before, change.after) == ("label_changed", "Name", "Full name")


@pytest.mark.parametrize(
    ("compiled", "written"),
    [
        ("string-length( /data/g/nama ) > 3", "string-length(${nama}) > 3"),
        ("concat( ../nama , '  ( /a/b ) ', current()/../umur )", "concat(${nama}, '  ( /a/b ) ', ${umur})"),
        ("count( /data/anggota [./umur >= 18])", "count(${anggota} [./umur >= 18])"),
        (
            "instance('kota')/root/item[kode = /data/kota ]/name",
            "instance('kota')/root/item[kode = ${kota}]/name",
        ),
        ("1 div 2", "1 div 2"),
        ("", ""),
    ],
)
def test_paths_are_written_as_names(compiled: str, written: str) -> None:
    assert plain(compiled) == written
