"""What indicators really count for."""

import numpy as np
import pytest

from bahtera.statistics import quality as q
from bahtera.statistics.quality.importance import correlation_ratio


def found_for(columns, weights, **rules):
    table = q.read_table(columns)
    shares = q.given_weights(weights)
    return q.effective_weights(table, q.combine(table, shares, **rules), shares)


def test_independent_indicators_count_by_weight_and_spread():
    """Of a + 2 b with equal variances and no correlation, a explains 1/5 and b 4/5, exactly."""
    grid = np.array([(a, b) for a in range(10) for b in range(10)] * 4, dtype=float)
    a, b = found_for({"a": grid[:, 0], "b": grid[:, 1]}, {"a": 1, "b": 2})
    assert (a.squared_correlation, b.squared_correlation) == pytest.approx((0.2, 0.8))
    # Kelley's correction takes (1 - eta squared)(groups - 1)/(n - groups) off.
    assert a.correlation_ratio == pytest.approx(0.2 - 0.8 * 9 / 390)
    assert b.correlation_ratio == pytest.approx(0.8 - 0.2 * 9 / 390)
    assert a.effective + b.effective == pytest.approx(1)
    assert (a.nominal, b.nominal) == pytest.approx((1 / 3, 2 / 3))


def test_a_curve_is_found_where_the_line_sees_nothing():
    x = np.linspace(-1, 1, 401)
    assert np.corrcoef(x, x**2)[0, 1] ** 2 == pytest.approx(0, abs=1e-20)
    assert correlation_ratio(x, x**2) > 0.98


def test_no_dependence_gives_no_ratio_on_average():
    drawn = np.random.default_rng(11)
    ratios = [correlation_ratio(drawn.normal(size=100), drawn.normal(size=100)) for _ in range(200)]
    assert np.mean(ratios) < 0.04


def test_an_indicator_that_does_not_vary_counts_for_nothing():
    a, b = found_for({"a": [0.0, 1.0, 0.0, 1.0], "b": [1.0] * 4}, {"a": 1, "b": 1})
    assert (b.correlation, b.squared_correlation, b.correlation_ratio, b.effective) == (None, 0, 0, 0)
    assert (a.correlation, a.correlation_ratio, a.effective) == pytest.approx((1, 1, 1))


def test_an_indicator_may_pull_against_the_score():
    a, b = found_for({"a": [0.0, 1, 2, 3], "b": [9.0, 6, 3, 0]}, {"a": 1, "b": 1})
    assert (a.correlation, b.correlation) == pytest.approx((-1, 1))


def test_units_without_value_or_score_are_left_out_and_counted():
    a, b = found_for(
        {"a": [1.0, 2, 3, 4, 5, np.nan], "b": [1.0, 2, 3, 4, np.nan, np.nan]},
        {"a": 1, "b": 1},
        missing=q.LeaveOut(0.5),
    )
    assert (a.units, b.units) == (5, 4)


def test_where_there_is_nothing_to_explain_it_is_said():
    with pytest.raises(q.NotMeasurable, match="scores do not vary"):
        found_for({"a": [0.1] * 5, "b": [0.2] * 5}, {"a": 1, "b": 1})
    with pytest.raises(q.NotMeasurable, match="Only 3 units"):
        found_for({"a": [1.0, 2, 3]}, {"a": 1})


def test_scores_of_other_units_are_refused():
    table = q.read_table({"a": [1.0, 2, 3, 4]})
    other = q.read_table({"u": [5, 6, 7, 8], "a": [1.0, 2, 3, 4]}, unit="u")
    weights = q.equal_weights(["a"])
    with pytest.raises(q.BadChoice, match="not those of the table's units"):
        q.effective_weights(table, q.combine(other, weights), weights)
