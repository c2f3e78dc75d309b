"""What the figures say in plain words."""

import numpy as np
from tests.unit.statistics.quality.samples import OPEN, attitude, choices_of, with_correlation

from bahtera.statistics import quality as q


def with_alpha(correlation, items=4):
    matrix = np.full((items, items), correlation)
    np.fill_diagonal(matrix, 1.0)
    return q.cronbach_alpha(q.read_table(with_correlation(matrix)))


def codes(found):
    return [one.code for one in found]


def test_low_alpha_is_said_in_two_steps():
    """Standardised alpha is m r / (1 + (m - 1) r): 0.31 for r = 0.1, 0.63 for 0.3, 0.8 for 0.5."""
    assert codes(q.on_reliability(with_alpha(0.1))) == ["statistics.poor_alpha"]
    assert codes(q.on_reliability(with_alpha(0.3))) == ["statistics.weak_alpha"]
    assert codes(q.on_reliability(with_alpha(0.5))) == []
    (said,) = q.on_reliability(with_alpha(0.1))
    assert str(said).startswith("The indicators hardly hang together (alpha 0.31, below 0.5)")


def test_an_indicator_that_pulls_against_the_others_is_named():
    table = attitude()
    turned = table.with_values(table.values * np.array([1, 1, 1, 1, -1, 1, 1]))
    found = q.on_reliability(q.cronbach_alpha(turned))
    assert [one.details["indicator"] for one in found if one.code == "statistics.pulls_against"] == ["raises"]


def test_an_indicator_that_does_not_vary_is_named():
    table = q.read_table({"a": [1.0, 2, 3], "b": [1.0, 2, 3.5], "c": [1.0, 1, 1]})
    found = q.on_reliability(q.cronbach_alpha(table, constant=q.Constant.LEAVE_OUT))
    assert [str(one) for one in found] == ["c is the same everywhere and tells nobody apart."]


def test_redundant_pairs_are_named():
    matrix = [[1, 0.95, 0.2], [0.95, 1, 0.2], [0.2, 0.2, 1]]
    table = q.read_table(with_correlation(matrix), indicators=["a", "b", "c"])
    (said,) = q.on_correlations(q.covariances(table))
    assert said.details == {"first": "a", "second": "b", "correlation": 0.95}
    assert q.on_correlations(q.covariances(attitude())) == ()


def test_several_things_are_counted():
    matrix = [[1, 0.8, 0, 0], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0, 0, 0.7, 1]]
    (said,) = q.on_components(q.principal_components(q.read_table(with_correlation(matrix))))
    assert said.details == {"count": 2, "share": 0.45}
    one_thing = q.principal_components(q.read_table(with_correlation([[1, 0.8], [0.8, 1]])))
    assert q.on_components(one_thing) == ()


def test_effective_weights_far_from_nominal_are_named():
    drawn = np.random.default_rng(1)
    table = q.read_table({"wide": drawn.normal(size=500) * 5, "narrow": drawn.normal(size=500)})
    weights = q.equal_weights(table.indicators)
    found = q.on_weights(q.effective_weights(table, q.combine(table, weights), weights))
    assert codes(found) == ["statistics.counts_for_less"]
    assert found[0].details["indicator"] == "narrow"
    unequal = q.given_weights({"wide": 1, "narrow": 3})
    found = q.on_weights(q.effective_weights(table, q.combine(table, unequal), unequal))
    assert codes(found) == ["statistics.counts_for_more", "statistics.counts_for_less"]


def test_missing_and_unconcerned_indicators_are_named():
    table = q.read_states(["?1-", "?1-", "11-"], ["a", "b", "c"])
    found = q.on_completeness(q.completeness(table))
    assert [str(one) for one in found] == [
        "a is missing for 0.67 of those it concerns.",
        "c concerns nobody here.",
    ]


def test_villages_that_cannot_be_told_apart_are_named():
    compared = q.compare_units(
        choices_of([[5.0, 5], [3, 3], [3, 3], [3, 3]], concentration=4.0), draws=50, seed=1
    )
    (said,) = q.on_comparison(compared, q.Units.VILLAGES)
    assert str(said) == "These 3 villages cannot be told apart: 2, 3, 4."
    said = {str(q.on_comparison(compared, units)[0]).split()[2] for units in q.Units}
    assert said == {"families", "villages", "regencies", "provinces", "units"}


def test_what_moves_ranks_most_is_named():
    values = [[0.9, 0.1], [0.1, 0.85], [0.5, 0.2]]
    moved = q.rank_sensitivity(choices_of(values, **OPEN), draws=64, seed=1)
    first, second = q.on_sensitivity(moved)
    assert first.details == {"places": round(moved.average.mean, 1)}
    assert max(moved.average.total, key=moved.average.total.get) is q.Factor.AGGREGATION
    assert second.code == "statistics.moved_by_mean"
    still = q.rank_sensitivity(choices_of([[0.9, 0.9], [0.1, 0.1]], **OPEN), draws=8, seed=1)
    assert codes(q.on_sensitivity(still)) == ["statistics.never_moves"]
