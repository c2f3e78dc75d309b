"""Weights, means and what happens to missing values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bahtera.statistics import quality as q
from bahtera.statistics.quality.means import Mean

WEIGHTS = q.given_weights({"a": 1, "b": 3})
FULL = q.read_table({"a": [1.0, 0.25, 0.0], "b": [0.5, 0.25, 1.0]})
GAPS = q.read_table({"a": [np.nan, 0.5, np.nan], "b": [0.5, np.nan, np.nan]})
matrices = arrays(np.float64, (4, 3), elements=st.floats(1e-3, 1e3))
three_weights = arrays(np.float64, 3, elements=st.floats(1e-3, 10))


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        (Mean.ARITHMETIC, [0.625, 0.25, 0.75]),
        (Mean.GEOMETRIC, [0.5**0.75, 0.25, 0]),
        (Mean.HARMONIC, [1 / (0.25 + 0.75 / 0.5), 0.25, 0]),
    ],
)
def test_means_by_hand(mean, expected):
    np.testing.assert_allclose(q.combine(FULL, WEIGHTS, mean=mean).values, expected, rtol=1e-14)


@pytest.mark.parametrize("mean", list(Mean))
def test_an_indicator_without_weight_takes_no_part(mean):
    table = q.read_table({"a": [0.0, np.nan], "b": [0.5, 0.25]})
    scores = q.combine(table, q.given_weights({"a": 0, "b": 2}), mean=mean)
    np.testing.assert_allclose(scores.values, [0.5, 0.25], rtol=1e-14)


def test_missing_values_are_refused_unless_a_rule_is_given():
    with pytest.raises(q.MissingValues, match="3 units lack values: 1, 2, 3"):
        q.combine(GAPS, WEIGHTS)


def test_left_out_values_give_their_weight_to_the_others():
    scores = q.combine(GAPS, WEIGHTS, missing=q.LeaveOut(0.25))
    np.testing.assert_array_equal(scores.values, [0.5, 0.5, np.nan])
    np.testing.assert_array_equal(scores.answered, [0.75, 0.25, 0])
    assert scores.unscored == (3,)


def test_a_unit_below_the_minimum_share_has_no_score():
    scores = q.combine(GAPS, WEIGHTS, missing=q.LeaveOut(0.75))
    np.testing.assert_array_equal(scores.values, [0.5, np.nan, np.nan])
    assert scores.unscored == (2, 3)


def test_missing_values_can_count_as_a_value_given():
    np.testing.assert_allclose(q.combine(GAPS, WEIGHTS, missing=q.Fill(0)).values, [0.375, 0.125, 0])
    filled = q.combine(GAPS, WEIGHTS, missing=q.Fill({"a": 1, "b": 0}))
    np.testing.assert_allclose(filled.values, [0.625, 0.125, 0.25])


def test_what_does_not_apply_is_left_out_under_every_rule():
    table = q.read_states(["1-", "--", "01"], ["a", "b"])
    for rule in (q.Refuse(), q.LeaveOut(1.0), q.Fill(0)):
        scores = q.combine(table, WEIGHTS, missing=rule)
        np.testing.assert_array_equal(scores.values, [1, np.nan, 0.75])
        assert scores.unscored == (2,)


@pytest.mark.parametrize("mean", [Mean.GEOMETRIC, Mean.HARMONIC])
def test_geometric_and_harmonic_means_refuse_negative_values(mean):
    table = q.normalise(FULL, q.ZScore())
    with pytest.raises(q.NotMeasurable, match="have no meaning for negative values"):
        q.combine(table, WEIGHTS, mean=mean)


@given(matrices, three_weights)
def test_arithmetic_geometric_harmonic_stand_in_this_order(values, weights):
    table = q.read_table(values)
    shares = q.given_weights(dict(zip(table.indicators, weights, strict=True)))
    high, middle, low = (q.combine(table, shares, mean=mean).values for mean in Mean)
    slack = 1 + 1e-12
    assert (high * slack >= middle).all()
    assert (middle * slack >= low).all()


@given(matrices, three_weights, st.floats(0.1, 10))
def test_means_grow_with_the_scale_and_stay_between_lowest_and_highest(values, weights, factor):
    table, grown = q.read_table(values), q.read_table(values * factor)
    shares = q.given_weights(dict(zip(table.indicators, weights, strict=True)))
    for mean in Mean:
        found = q.combine(table, shares, mean=mean).values
        np.testing.assert_allclose(q.combine(grown, shares, mean=mean).values, found * factor, rtol=1e-12)
        assert (found >= values.min(axis=1) * (1 - 1e-12)).all()
        assert (found <= values.max(axis=1) * (1 + 1e-12)).all()


def test_weights_add_up_to_one_and_follow_the_table():
    assert WEIGHTS.values.tolist() == [0.25, 0.75]
    assert WEIGHTS.of(["b", "a"]).tolist() == [0.75, 0.25]
    assert q.equal_weights(["a", "b", "c", "d"]).values.tolist() == [0.25] * 4


def test_a_dimension_divides_its_weight_among_its_indicators():
    weights = q.dimension_weights({"D1": ["a", "b"], "D2": ["c"]})
    assert weights.values.tolist() == [0.25, 0.25, 0.5]
    assert weights.dimensions == ("D1", "D1", "D2")
    assert q.dimension_weights({"D1": ["a", "b"], "D2": ["c"]}, {"D1": 3, "D2": 1}).of(
        ["c", "a", "b"]
    ).tolist() == [
        0.25,
        0.375,
        0.375,
    ]


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (lambda: q.given_weights({"a": -1, "b": 2}), "negative, missing or immense: a"),
        (lambda: q.given_weights({"a": float("nan"), "b": 2}), "negative, missing or immense: a"),
        (lambda: q.given_weights({"a": float("inf"), "b": 2}), "negative, missing or immense: a"),
        (lambda: q.given_weights({"a": None, "b": 2}), "negative, missing or immense: a"),
        (lambda: q.given_weights({"a": 0, "b": 0}), "above zero"),
        (lambda: q.given_weights({}), "above zero"),
        (lambda: q.dimension_weights({"D1": []}), "no indicators: D1"),
        (lambda: q.dimension_weights({"D1": ["a"], "D2": ["a"]}), "two dimensions, or twice in one: a"),
        (lambda: q.dimension_weights({"D1": ["a", "a"]}), "two dimensions, or twice in one: a"),
        (lambda: q.dimension_weights({"D1": ["a"]}, {"D2": 1}), "these differ: D1, D2"),
        (lambda: q.dimension_weights({"D1": ["a"]}, {"D1": -1}), "negative, missing or immense: D1"),
        (lambda: WEIGHTS.of(["a", "c"]), "these differ: b, c"),
        (lambda: q.LeaveOut(0), "above 0 and up to 1, not at 0"),
        (lambda: q.combine(GAPS, WEIGHTS, missing=q.Fill(float("nan"))), "must be a number"),
        (lambda: q.combine(GAPS, WEIGHTS, missing=q.Fill({"a": 1})), "these indicators: b"),
    ],
)
def test_choices_that_cannot_be_used_are_refused(attempt, said):
    with pytest.raises(q.BadChoice, match=said):
        attempt()
