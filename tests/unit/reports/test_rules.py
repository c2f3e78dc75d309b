"""The table of moves, and what may be written into a report."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.reports import rules
from bahtera.reports.errors import BadWords, IllegalMove
from bahtera.reports.values import Move, State, Words


def test_every_state_is_reached_and_every_move_made():
    assert {State.MADE, *rules.TRANSITIONS.values()} == set(State)
    assert {Move.MAKE, *(move for _, move in rules.TRANSITIONS)} == set(Move)


def test_a_settled_report_moves_no_more_and_every_other_can():
    moving = {state for state, _ in rules.TRANSITIONS}
    assert moving == set(State) - rules.SETTLED


def test_whatever_the_table_lacks_is_refused():
    for state in State:
        for move in Move:
            if (state, move) in rules.TRANSITIONS:
                assert rules.next_state(state, move) is rules.TRANSITIONS[state, move]
            else:
                with pytest.raises(IllegalMove):
                    rules.next_state(state, move)


def test_people_make_every_move_but_sending_and_receiving():
    assert {move for key in rules.TRANSITIONS if key not in rules.MOVERS for move in [key[1]]} == {
        Move.SEND,
        Move.RECEIVE,
    }
    assert set(rules.MOVERS.values()) <= set(rules.ROLES)


def test_the_choices_speak_both_languages():
    for group in rules.choices().values():
        assert all(words["id"] and words["en"] for words in group.values())


def test_choices_stand_in_one_order_and_lines_once():
    words = rules.checked(
        Words(problems=("signal", "not_home", "signal"), other_problems=(" Banjir ", "Banjir", ""))
    )
    assert (words.problems, words.other_problems) == (("not_home", "signal"), ("Banjir",))
    with pytest.raises(BadWords):
        rules.checked(Words(problems=("gaib",)))
    with pytest.raises(BadWords):
        rules.checked(Words(other_proposals=tuple("abcdef")))


@given(st.text(alphabet=" .-/", max_size=1), st.integers(100000, 10**16))
def test_numbers_of_persons_never_stand_in_a_report(between, number):
    with pytest.raises(BadWords):
        rules.checked_line(f"Keluarga {between.join(str(number))} perlu dibantu")


@pytest.mark.parametrize(
    "line", ["Banjir 14 hari di RT 03 RW 02", "25 dari 212 keluarga", "Tahun 2026, 2027"]
)
def test_counts_and_years_may_stand(line):
    assert rules.checked_line(line) == line


def test_a_receipt_signs_number_version_content_and_moment():
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert rules.receipt_text("63/P1/001", 2, "ab", at) == (
        "bahtera-report-1\n63/P1/001\n2\nab\n2026-11-22T00:00:00+00:00"
    )
