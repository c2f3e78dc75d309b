"""Scales: by hand, and the human development index as published."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bahtera.statistics import quality as q

TABLE = q.read_table({"a": [10.0, 20.0, 20.0, 40.0, np.nan]})
NORMALISERS = [q.MinMax(0, 100), q.ZScore(), q.RankScore(), q.Percentile(), q.Cut(30), q.AsIs()]
values = arrays(np.float64, 8, elements=st.integers(0, 100).map(float))


def scaled(how, *, lower=()):
    return q.normalise(TABLE, how, lower=lower).values[:, 0]


@pytest.mark.parametrize(
    ("how", "expected", "turned"),
    [
        (q.MinMax(10, 40), [0, 1 / 3, 1 / 3, 1, np.nan], [1, 2 / 3, 2 / 3, 0, np.nan]),
        # mean 22.5, squares 156.25 + 6.25 + 6.25 + 306.25 = 475, over 3
        (
            q.ZScore(),
            np.array([-12.5, -2.5, -2.5, 17.5, np.nan]) / np.sqrt(475 / 3),
            np.array([12.5, 2.5, 2.5, -17.5, np.nan]) / np.sqrt(475 / 3),
        ),
        (q.RankScore(), [1, 2.5, 2.5, 4, np.nan], [4, 2.5, 2.5, 1, np.nan]),
        (q.Percentile(), [1 / 8, 1 / 2, 1 / 2, 7 / 8, np.nan], [7 / 8, 1 / 2, 1 / 2, 1 / 8, np.nan]),
        (q.Cut(20), [0, 1, 1, 1, np.nan], [1, 1, 1, 0, np.nan]),
        (q.AsIs(), [10, 20, 20, 40, np.nan], [-9, -19, -19, -39, np.nan]),
    ],
)
def test_scales_by_hand(how, expected, turned):
    np.testing.assert_allclose(scaled(how), expected, rtol=1e-14)
    np.testing.assert_allclose(scaled(how, lower=["a"]), turned, rtol=1e-14)


def test_the_human_development_index_of_a_published_example():
    """UNDP, Human Development Report 2020, technical note 1: Argentina, 0.845."""
    table = q.read_table({"life": [76.7], "expected": [17.7], "mean": [10.9], "income": [np.log(21190)]})
    scaled = q.normalise(
        table,
        {
            "life": q.MinMax(20, 85),
            "expected": q.MinMax(0, 18),
            "mean": q.MinMax(0, 15),
            "income": q.MinMax(np.log(100), np.log(75000)),
        },
    )
    np.testing.assert_allclose(scaled.values[0], [0.872, 0.983, 0.727, 0.809], atol=5e-4)
    education = q.combine(scaled.keep(["expected", "mean"]), q.equal_weights(["expected", "mean"])).values[0]
    three = q.read_table({"h": [scaled.values[0, 0]], "e": [education], "i": [scaled.values[0, 3]]})
    index = q.combine(three, q.equal_weights(["h", "e", "i"]), mean=q.Mean.GEOMETRIC)
    assert round(float(index.values[0]), 3) == 0.845


def test_beyond_the_goalposts_is_refused_clipped_or_kept():
    with pytest.raises(q.BadChoice, match="1 values of a are beyond its goalposts 10 and 30"):
        scaled(q.MinMax(10, 30))
    assert scaled(q.MinMax(10, 30, q.Outside.CLIP))[3] == 1
    assert scaled(q.MinMax(10, 30, q.Outside.KEEP))[3] == 1.5


def test_observed_goalposts_are_lowest_and_highest():
    assert q.observed_goalposts(TABLE) == {"a": q.MinMax(10, 40)}


@pytest.mark.parametrize("column", [[3.0, 3.0], [3.0], [np.nan, np.nan]])
def test_what_does_not_vary_has_no_z_score_and_no_observed_goalposts(column):
    table = q.read_table({"a": column})
    for attempt in (lambda: q.normalise(table, q.ZScore()), lambda: q.observed_goalposts(table)):
        with pytest.raises(q.NotMeasurable, match="indicator a has the same value everywhere, or none"):
            attempt()


def test_one_unit_has_a_rank_and_a_percentile():
    table = q.read_table({"a": [3.0]})
    assert q.normalise(table, q.RankScore()).values[0, 0] == 1
    assert q.normalise(table, q.Percentile()).values[0, 0] == 0.5


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (lambda: q.MinMax(1, 1), "must be below"),
        (lambda: q.MinMax(float("nan"), 1), "must be below"),
        (lambda: q.Cut(float("inf")), "must be a number"),
        (lambda: q.normalise(TABLE, {}), "Nothing was given for these indicators: a"),
        (lambda: q.normalise(TABLE, {"a": q.AsIs(), "b": q.AsIs()}), "no indicators of these names: b"),
        (lambda: q.normalise(TABLE, q.AsIs(), lower=["b"]), "no indicators of these names: b"),
    ],
)
def test_choices_that_cannot_be_used_are_refused(attempt, said):
    with pytest.raises(q.BadChoice, match=said):
        attempt()


@given(values)
def test_turning_an_indicator_turns_every_order(column):
    if column.min() == column.max():
        column[0] += 1
    table = q.read_table({"a": column})
    for how in NORMALISERS:
        up, down = (q.normalise(table, how, lower=lower).values[:, 0] for lower in ((), ("a",)))
        higher = column[:, None] > column[None, :]
        assert (up[:, None] >= up[None, :])[higher].all()
        assert (down[:, None] <= down[None, :])[higher].all()


@given(values)
def test_ranks_and_percentiles_ignore_a_monotone_rescaling(column):
    table, grown = q.read_table({"a": column}), q.read_table({"a": column**3 + 5})
    for how in (q.RankScore(), q.Percentile()):
        np.testing.assert_array_equal(q.normalise(table, how).values, q.normalise(grown, how).values)


def test_a_floor_under_another_scale():
    table = q.read_table({"a": [0.0, 5, 10, None]})
    found = q.normalise(table, q.AtLeast(q.MinMax(0, 10), 0.01), lower=["a"]).column("a")
    assert found[:3].tolist() == [1, 0.5, 0.01]
    assert np.isnan(found[3])
    with pytest.raises(q.BadChoice, match="floor"):
        q.AtLeast(q.AsIs(), float("nan"))
