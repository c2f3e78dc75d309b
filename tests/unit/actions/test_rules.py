"""The table of moves, small counts, lateness and the form of a field visit."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.access.rules.policy import ACTIONS
from bahtera.actions.errors import BadPlan, IllegalMove
from bahtera.actions.rules.assessing import assessment_form, by_aspect, read_form, total
from bahtera.actions.rules.lateness import days_late, days_over, days_slipped
from bahtera.actions.rules.moves import (
    BOARD,
    DATED,
    MOVERS,
    REASONED,
    TRANSITIONS,
    WRITERS,
    diagram,
    next_state,
)
from bahtera.actions.rules.reading import COLUMNS, rupiah_of, share_of, whole_of
from bahtera.actions.rules.settings import plan_settings
from bahtera.actions.rules.small import SMALL, percent_of, reached_over, shown_count
from bahtera.actions.rules.writing import checked_line
from bahtera.actions.values.assessments import Mark
from bahtera.actions.values.plans import Move, State


def test_every_state_is_reached_and_every_move_has_somebody():
    assert set(State) == {State.DRAFT, *TRANSITIONS.values()} == set(BOARD)
    assert set(TRANSITIONS) == set(MOVERS)
    assert {*MOVERS.values(), *WRITERS.values()} <= set(ACTIONS)
    assert {move for _, move in TRANSITIONS} >= REASONED >= DATED
    assert all(f"{state.value} --> {to.value}" in diagram() for (state, _), to in TRANSITIONS.items())
    assert all(State.CANCELLED is not state for state, _ in TRANSITIONS), "what was given up stays so"
    with pytest.raises(IllegalMove):
        next_state(State.DONE, Move.BEGIN)


def test_the_definition_has_what_the_pages_need():
    found = plan_settings()
    assert {"apbdes", "apbd_kabupaten", "apbd_provinsi", "apbn", "csr"} <= set(found.sources)
    assert all({"id", "en"} <= set(one.label) for one in found.sources.values())


@pytest.mark.parametrize(
    "text", ["Rp 1.500.000.000 untuk 2026/2027", "tanggal 2026-11-22 pukul 08.00", "RT 3, 12 keluarga"]
)
def test_money_and_days_may_stand_in_words(text):
    assert checked_line(text, 100, "details") == text


@pytest.mark.parametrize("text", ["6310054101800077", "NIK 6310 0541 0180 0077", "hubungi 0812-3456-7890"])
def test_numbers_of_persons_may_not(text):
    with pytest.raises(BadPlan):
        checked_line(text, 100, "details")


def test_counts_that_point_at_families_are_told_to_few():
    assert [shown_count(n, exact=False) for n in (None, 0, 1, 4, 5)] == [None, 0, -SMALL, -SMALL, 5]
    assert shown_count(3, exact=True) == 3
    assert percent_of(None, 4, 20, exact=False) is None
    assert percent_of(None, 18, 20, exact=False) is None, "two left would be told"
    assert percent_of(None, 4, 20, exact=True) == 20
    assert percent_of(None, 30, 20, exact=False) == 100
    assert percent_of(40, 1, 2, exact=False) == 40
    assert percent_of(None, 3, None, exact=True) is None


def test_the_reference_has_the_table_and_every_column():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "action-plans.md").read_text(encoding="utf-8")
    drawn = page.partition("<!-- states:begin -->\n")[2].partition("<!-- states:end -->")[0]
    assert drawn == f"```mermaid\n{diagram()}```\n"
    assert all(f"| `{state.value}` |" in page for state in State)
    assert all(f"`{column}`" in page for column in COLUMNS)


def test_who_may_not_read_families_is_not_told_that_few_are_left():
    assert reached_over(18, 20, exact=False) == 15
    assert reached_over(18, 20, exact=True) is None
    for reached, target in ((15, 20), (20, 20), (30, 20), (3, 6), (None, 20), (18, None)):
        assert reached_over(reached, target, exact=False) is None


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_a_percentage_is_between_nought_and_a_hundred(reached, target):
    found = percent_of(None, reached, target, exact=False)
    assert found is None or 0 <= found <= 100


def test_lateness_counts_days_of_what_was_agreed_upon():
    deadline, today = date(2027, 6, 30), date(2027, 7, 10)
    late = {state: days_late(state, deadline, today=today) for state in State}
    assert late == dict.fromkeys(State, 0) | {State.AGREED: 10, State.RUNNING: 10}
    over = {state: days_over(state, deadline, date(2027, 7, 2)) for state in State}
    assert over == dict.fromkeys(State, 0) | {State.DONE: 2}
    assert days_over(State.DONE, deadline, deadline) == days_over(State.DONE, deadline, None) == 0
    assert days_slipped(date(2027, 8, 1), date(2027, 7, 1)) == 31
    assert days_slipped(date(2027, 6, 1), date(2027, 7, 1)) == days_slipped(deadline, None) == 0


def test_the_form_adds_up_exactly():
    form = assessment_form()
    marks = {one.id: Mark(form.most) for one in form.criteria}
    assert total(form, marks) == 100
    marks[form.criteria[0].id] = Mark(0)
    whole = sum(one.weight for one in form.criteria)
    assert total(form, marks) == Fraction(100 * (whole - form.criteria[0].weight), whole)
    assert by_aspect(form, marks)[form.aspects[1].id] == 100
    del marks[form.criteria[0].id]
    assert total(form, marks) is None


def test_a_form_that_cannot_be_added_up_is_no_form():
    form = assessment_form()
    written = {
        "id": "x",
        "version": "1",
        "status": "working",
        "source": {},
        "title": {},
        "levels": [{}],
        "aspects": [],
    }
    with pytest.raises(ValueError, match="two levels"):
        read_form(written)
    assert form.status == "working"


def test_cells_of_numbers():
    assert [whole_of(one, "x") for one in (None, "", "1500000", "1.500.000", 7.0)] == [
        None,
        None,
        1_500_000,
        1_500_000,
        7,
    ]
    assert [share_of(one, "x") for one in ("75", "82,5", "82.05 %", None)] == [7500, 8250, 8205, None]
    assert [rupiah_of(one, "x") for one in (None, "", "5,3 juta", "Rp 7.400.000", 25_000_000.0)] == [
        None,
        None,
        5_300_000,
        7_400_000,
        25_000_000,
    ]
    for wrong in ("1.50", "1,5", "-3", "1e6", "٣"):
        with pytest.raises(BadPlan):
            rupiah_of(wrong, "x")
        with pytest.raises(BadPlan):
            whole_of(wrong, "x")
