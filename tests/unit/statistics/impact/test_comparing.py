"""Comparisons of before and after: by hand, at their edges, and in general."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.statistics.impact import BadPanel, OneSided, Panel, compare

HAND = Panel(
    units=["a", "a", "b", "b", "c", "c", "d", "d"],
    treated=[True] * 4 + [False] * 4,
    before=[0, 0, 0, 1, 1, 1, 0, 1],
    after=[1, 1, 0, 1, 1, 1, 1, 1],
)


def test_by_hand():
    found = compare(HAND)
    assert (found.treated.families, found.treated.villages) == (4, 2)
    assert (found.treated.before, found.treated.after) == (0.25, 0.75)
    assert found.comparison.change == 0.25
    assert found.difference.value == 0.25
    assert found.gap == pytest.approx((0.25 - 0.75) / 0.5)
    # Six ways to choose two villages of four; with means of change of 1, 0, 0 and 1/2 none has less than a quarter.
    assert (found.chance, found.ways) == (1.0, 6)


def test_families_alike_before_are_compared_with_each_other():
    found = compare(HAND, HAND.before).matched
    assert found is not None
    assert found.treated.before == found.comparison.before == 0.25
    assert found.difference.value == 0.5 - 0.75
    assert (found.cells, found.treated_alone, found.comparison_alone) == (2, 0, 0)
    assert found.gap == 0


def test_who_has_no_partner_is_counted():
    found = compare(HAND, ["x", "y", "y", "y", "y", "y", "z", "z"]).matched
    assert (found.treated_alone, found.comparison_alone, found.cells) == (1, 2, 1)


def test_without_a_common_cell_nothing_is_matched():
    assert compare(HAND, [str(one) for one in HAND.treated]).matched is None


def test_one_village_on_a_side_has_no_error():
    panel = Panel(["a", "a", "b", "c"], [True, True, False, False], [0, 0, 1, 1], [1, 0, 1, 0])
    found = compare(panel).difference
    assert (found.value, found.se, found.low, found.tells_apart) == (1.0, None, None, None)


def test_a_stratum_with_one_village_has_no_error():
    panel = Panel(
        ["a", "b", "c", "d"], [True, True, False, False], [0] * 4, [1, 1, 0, 0], strata=list("xxyz")
    )
    assert compare(panel).difference.se is None


def test_villages_on_both_sides_leave_no_choice_of_villages():
    panel = Panel(["a", "a", "b", "b"], [True, False, True, False], [0] * 4, [1, 0, 1, 1])
    assert compare(panel).chance is None


def test_where_all_began_alike_nothing_goes_with_the_beginning():
    assert compare(Panel(list("abcd"), [True, True, False, False], [1] * 4, [1, 2, 3, 4])).expected is None


@pytest.mark.parametrize(
    "change",
    [
        {"before": [0.0]},
        {"after": [0, 0, float("nan"), 0]},
        {"weights": [1, 1, 0, 1]},
        {"units": list("aabb"), "strata": list("xyxy")},
    ],
)
def test_what_is_no_table_is_refused(change):
    given_ = {
        "units": list("abcd"),
        "treated": [True, True, False, False],
        "before": [0] * 4,
        "after": [1] * 4,
    }
    with pytest.raises(BadPanel):
        compare(Panel(**(given_ | change)))


def test_cells_are_one_a_family():
    with pytest.raises(BadPanel):
        compare(HAND, ["x"])


@pytest.mark.parametrize("treated", [[True, True], [False, False]])
def test_two_sides_are_needed(treated):
    with pytest.raises(OneSided):
        compare(Panel(["a", "b"], treated, [0, 0], [1, 1]))


numbers = st.lists(
    st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 1), st.integers(0, 1)), min_size=4, max_size=40
).filter(lambda rows: len({row[1] for row in rows}) == 2)


def panel_of(rows, shift=0):
    village, treated, before, after = zip(*rows, strict=True)
    return Panel([str(one) for one in village], treated, before, [one + shift for one in after])


@given(numbers)
def test_what_moves_everybody_alike_moves_no_difference(rows):
    one, other = compare(panel_of(rows)).difference, compare(panel_of(rows, 7)).difference
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert other.se == pytest.approx(one.se, abs=1e-9)


@given(numbers)
def test_the_order_of_families_and_a_common_weight_change_nothing(rows):
    one = compare(panel_of(rows)).difference
    turned = panel_of(rows[::-1])
    weighted = Panel(turned.units, turned.treated, turned.before, turned.after, weights=[3.0] * len(rows))
    other = compare(weighted).difference
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert other.se == pytest.approx(one.se, abs=1e-9)


@given(numbers)
def test_matching_on_the_beginning_makes_both_begin_alike(rows):
    panel = panel_of(rows)
    found = compare(panel, panel.before).matched
    if found is not None:
        assert found.treated.before == pytest.approx(found.comparison.before)
        assert found.treated.families + found.treated_alone == sum(panel.treated)
