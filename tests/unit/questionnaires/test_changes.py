"""What two versions of a form differ in, and that each difference says what it means for the data."""

from __future__ import annotations

import pytest
from tests.unit.questionnaires.forms import YES_NO, Row, form_of

from bahtera.questionnaires.engine.assessment import compiled_form
from bahtera.questionnaires.engine.changes import changes
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
        ([{**AGE, "required": "yes"}, AGREES, SUM], [("required_changed", "umur")]),
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
