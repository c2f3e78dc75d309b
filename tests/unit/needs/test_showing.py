"""What is told of a what-if: within the step that the page tells, and never finer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.needs.rules.showing import (
    REACHES,
    STEP,
    coarse,
    cost_range,
    offered_reach,
    told_gap,
    told_index,
)

POINTS = st.fractions(0, 60, max_denominator=400)
STEPS = st.sampled_from([Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1), Fraction(2)])


@given(before=POINTS, full=POINTS, part=st.fractions(0, 1, max_denominator=20), step=STEPS)
def test_an_index_is_told_within_one_step_of_what_it_is(before, full, part, step):
    told = told_index(before, float(full * part), full, step)
    assert abs(told - (before + full * part)) <= step + Fraction(1, 10**6)
    assert told == before or (told / step).denominator == 1
    assert told >= before, "what families get takes nothing from anybody"


def test_what_is_printed_is_what_is_told():
    """79.26 and a change of 1.14 is 80.4, told in steps of 0.2: not the 80.5 of an unrounded index plus 1.2."""
    before, change = Fraction("79.2602"), Fraction("1.1421")
    assert told_index(before, float(change), change, Fraction(1, 5)) == Fraction("80.4")


@given(before=POINTS, full=POINTS, step=STEPS)
def test_who_hardly_moves_it_is_not_told_from_nobody(before, full, step):
    assert told_index(before, 0.0, full, step) == before
    if 2 * full < step:
        assert told_index(before, float(full), full, step) == before


@given(percent=st.integers(1, 100))
def test_a_line_is_tried_out_at_the_nearest_reach_on_offer(percent):
    found = offered_reach(percent)
    assert found in REACHES
    assert abs(found - percent) <= 2


@given(cost=st.integers(1, 10**9), lifted=st.floats(0.1, 500))
def test_the_cost_of_a_family_lies_in_the_range_that_is_told(cost, lifted):
    least, most = cost_range(cost, coarse(lifted))
    assert least <= cost / lifted + 1
    assert most is None or cost / lifted <= most + 1


def test_a_cost_tells_no_more_than_the_number_of_families_does():
    """Every count that is told as fifteen families has the same range."""
    assert {cost_range(20_000_000, coarse(one)) for one in (12.73, 15.0, 17.4)} == {(1_142_857, 1_600_000)}
    assert cost_range(20_000_000, 0) == (8_000_000, None)


@pytest.mark.parametrize(("lifted", "bound", "gap"), [(15, 40, 62), (0, 0, 0), (40, 40, 0)])
def test_a_gap_is_that_of_the_told_numbers(lifted, bound, gap):
    assert told_gap(lifted, bound) == gap
    assert bound % STEP == 0
