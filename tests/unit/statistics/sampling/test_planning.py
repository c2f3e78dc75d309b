"""How many, and for whom: allocation among strata and sample sizes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.statistics import sampling as s

SIZES = {"a": 9_000, "b": 3_000, "c": 1_000}
MOST = {"a": 90, "b": 30, "c": 10}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (s.Allocation.PROPORTIONAL, {"a": 18, "b": 6, "c": 2}),
        (s.Allocation.EQUAL, {"a": 9, "b": 9, "c": 8}),
        # Shares 94.868 : 54.772 : 31.623 of 26: 13.605, 7.855, 4.535.
        (s.Allocation.ROOT, {"a": 14, "b": 8, "c": 4}),
        # N S: 9000, 9000, 6000: 9.75, 9.75, 6.5.
        (s.Allocation.NEYMAN, {"a": 10, "b": 10, "c": 6}),
    ],
)
def test_allocations_by_hand(rule, expected):
    spread = {"a": Fraction(1), "b": Fraction(3), "c": Fraction(6)} if rule is s.Allocation.NEYMAN else None
    assert s.allocate(26, SIZES, MOST, rule=rule, spread=spread) == expected


@given(
    st.lists(st.tuples(st.integers(1, 5_000), st.integers(1, 40)), min_size=1, max_size=7),
    st.sampled_from([s.Allocation.PROPORTIONAL, s.Allocation.EQUAL, s.Allocation.ROOT]),
    st.data(),
)
def test_every_unit_is_given_out_within_the_limits(strata, rule, data):
    sizes = {f"s{at}": size for at, (size, _) in enumerate(strata)}
    most = {f"s{at}": count for at, (_, count) in enumerate(strata)}
    floors = {name: min(2, count) for name, count in most.items()}
    n = data.draw(st.integers(sum(floors.values()), sum(most.values())))
    found = s.allocate(n, sizes, most, rule=rule)
    assert sum(found.values()) == n
    assert all(floors[name] <= found[name] <= most[name] for name in most)


def test_a_share_of_a_third_needs_as_many_as_the_book_says():
    """(1 - p) / (p rse^2) = 2 / 0.01 = 200 simple; times 1 + 9 x 0.05 = 1.45: 290; of 5,000: 274.1; by 0.9: 306."""
    suppose = s.Assumptions(share=1 / 3, icc=0.05, take=10, response=0.9, families=5_000)
    found = s.needed(0.1, suppose)
    assert (found.answers, found.families, found.villages) == (275, 306, 31)
    assert found.effect == pytest.approx(1.45)
    assert s.expected_rse(31, suppose) == pytest.approx((2 * 1.45 / 279 * (1 - 279 / 5_000)) ** 0.5)


def test_the_size_found_reaches_the_target_and_one_village_less_does_not():
    suppose = s.Assumptions(cv=0.4, icc=0.1, take=16, response=0.85)
    found = s.needed(0.03, suppose)
    assert s.expected_rse(found.villages, suppose) <= 0.03
    assert s.expected_rse(found.villages - 1, suppose) > 0.03


def test_a_small_area_is_taken_whole():
    found = s.needed(0.01, s.Assumptions(share=0.2, families=120, response=0.9))
    assert (found.whole, found.families, found.villages) == (True, 120, 12)


@pytest.mark.parametrize(
    "act",
    [
        lambda: s.needed(0, s.Assumptions(share=0.2)),
        lambda: s.needed(1e-9, s.Assumptions(share=0.2)),
        lambda: s.needed(0.1, s.Assumptions(share=1.0)),
        lambda: s.needed(float("nan"), s.Assumptions(share=0.2)),
        lambda: s.needed(0.1, s.Assumptions()),
        lambda: s.needed(0.1, s.Assumptions(share=0.2, cv=0.3)),
        lambda: s.needed(0.1, s.Assumptions(share=0.0)),
        lambda: s.needed(0.1, s.Assumptions(share=0.2, icc=1.2)),
        lambda: s.needed(0.1, s.Assumptions(share=0.2, response=0)),
        lambda: s.expected_rse(0, s.Assumptions(share=0.2)),
        lambda: s.allocate(140, SIZES, MOST),
        lambda: s.allocate(5, SIZES, MOST),
        lambda: s.allocate(26, SIZES, {"a": 90}),
        lambda: s.allocate(26, SIZES, MOST, rule=s.Allocation.NEYMAN),
        lambda: s.allocate(0, {}, {}),
    ],
)
def test_assumptions_that_nothing_follows_from_are_refused(act):
    with pytest.raises(s.SamplingRefused):
        act()
