"""Ranks with ties."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bahtera.statistics import quality as q

scores = arrays(np.float64, st.integers(1, 12), elements=st.integers(-9, 9).map(float))


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        (q.Ties.MIN, [2, 1, 2, 4]),
        (q.Ties.MAX, [3, 1, 3, 4]),
        (q.Ties.AVERAGE, [2.5, 1, 2.5, 4]),
        (q.Ties.DENSE, [2, 1, 2, 3]),
    ],
)
def test_ties_by_hand(ties, expected):
    assert q.rank(np.array([7.0, 9.0, 7.0, 1.0]), ties=ties).tolist() == expected


@given(scores)
def test_the_same_ranks_as_scipy(values):
    for ties in q.Ties:
        expected = scipy.stats.rankdata(values, method=ties.value)
        np.testing.assert_array_equal(q.rank(values, ties=ties, best="low"), expected)


@given(scores)
def test_ranks_ignore_a_monotone_rescaling(values):
    for ties in q.Ties:
        found = q.rank(values, ties=ties)
        np.testing.assert_array_equal(q.rank(values**3 * 0.1 - 7, ties=ties), found)
        np.testing.assert_array_equal(q.rank(np.exp(values / 4), ties=ties), found)


@given(scores)
def test_average_ranks_add_up_and_turn_round(values):
    ranks = q.rank(values, ties=q.Ties.AVERAGE)
    assert ranks.sum() == values.size * (values.size + 1) / 2
    np.testing.assert_array_equal(q.rank(values, ties=q.Ties.AVERAGE, best="low"), values.size + 1 - ranks)


def test_a_unit_without_a_score_takes_no_place():
    np.testing.assert_array_equal(q.rank(np.array([1.0, np.nan, 2.0])), [2, np.nan, 1])
    assert np.isnan(q.rank(np.array([np.nan]))).all()


def test_one_unit_and_all_equal_units():
    assert q.rank(np.array([5.0])).tolist() == [1]
    assert q.rank(np.zeros(3), ties=q.Ties.AVERAGE).tolist() == [2, 2, 2]


def test_sums_that_differ_in_their_last_bits_are_equal():
    assert 0.1 + 0.2 != 0.3
    assert q.rank(np.array([0.1 + 0.2, 0.3, 1.0])).tolist() == [2, 2, 1]
    assert q.rank(np.array([0.1 + 0.2, 0.3, 1.0]), digits=15).tolist() == [2, 2, 1]
    assert q.rank(np.array([0.301, 0.3, 1.0]), digits=3).tolist() == [2, 3, 1]
    assert q.rank(np.array([0.301, 0.3, 1.0]), digits=2).tolist() == [2, 2, 1]


@pytest.mark.parametrize("score", [np.inf, -np.inf, 1e200])
def test_infinite_scores_have_no_ranks(score):
    with pytest.raises(q.NotMeasurable, match="have no ranks"):
        q.rank(np.array([score, 1.0]))


def test_the_smallest_numbers_keep_their_order():
    assert q.rank(np.array([5e-324, 1e-323, 0.0])).tolist() == [2, 1, 3]


@pytest.mark.parametrize("digits", [0, 16])
def test_digits_have_bounds(digits):
    with pytest.raises(q.BadChoice, match="1 to 15 digits"):
        q.rank(np.array([1.0]), digits=digits)
