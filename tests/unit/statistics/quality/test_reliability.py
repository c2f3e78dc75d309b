"""Alpha, items and components against R and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.unit.statistics.quality.samples import attitude, attitude_with_gaps, with_correlation

from bahtera.statistics import quality as q

# R 4.2: cor(attitude[i], rowSums), cor(attitude[i], rowSums(attitude[-i])), alpha of attitude[-i]. The manual of the
# R package psych prints the same to two digits: raw alpha 0.84, r.drop 0.67 0.74 0.56 0.71 0.79 0.27 0.46.
ITEMS = [
    (0.778825701860, 0.671262057224, 0.809760206309),
    (0.836780550565, 0.742109710222, 0.796917457274),
    (0.697276803371, 0.560711111480, 0.827847765939),
    (0.806685922552, 0.714445498134, 0.803030975023),
    (0.850130443860, 0.786275593834, 0.795386574198),
    (0.420700988534, 0.265034339197, 0.863872311446),
    (0.595344985706, 0.460810549468, 0.840464868265),
]


def test_alpha_of_published_data():
    found = q.cronbach_alpha(attitude())
    assert found.alpha == pytest.approx(0.84314276956476, rel=1e-12)
    assert found.standardised_alpha == pytest.approx(0.839083803030, rel=1e-11)
    assert (found.lower, found.upper) == pytest.approx((0.739375685643, 0.915773072160), rel=1e-10)
    assert (found.units, found.units_left_out, found.left_out) == (30, 0, ())


def test_items_of_published_data():
    for item, expected in zip(q.cronbach_alpha(attitude()).items, ITEMS, strict=True):
        assert (item.item_total, item.item_rest, item.alpha_without) == pytest.approx(expected, rel=1e-10)


def test_alpha_by_hand():
    """Two items: variances 1 and 1, covariance 1/2; their sum has variance 3; alpha = 2 (1 - 2/3)."""
    found = q.cronbach_alpha(q.read_table({"a": [1.0, 2.0, 3.0], "b": [1.0, 3.0, 2.0]}))
    assert found.alpha == pytest.approx(2 / 3, rel=1e-14)
    assert [item.item_rest for item in found.items] == pytest.approx([0.5, 0.5])
    assert [item.alpha_without for item in found.items] == [None, None]


def test_of_yes_and_no_it_is_kuder_and_richardson_20():
    """Kuder & Richardson (1937), Psychometrika 2, 151-160: k/(k - 1) (1 - sum p q / variance of the sums)."""
    answers = (
        np.random.default_rng(5).random((40, 1)) + np.random.default_rng(6).random((40, 6)) > 1
    ).astype(float)
    p = answers.mean(axis=0)
    expected = 6 / 5 * (1 - (p * (1 - p)).sum() / answers.sum(axis=1).var())
    assert q.cronbach_alpha(q.read_table(answers)).alpha == pytest.approx(expected, rel=1e-12)


def test_an_interval_holds_alpha_and_grows_with_its_level():
    narrow, wide = (q.cronbach_alpha(attitude(), level=level) for level in (0.8, 0.99))
    assert wide.lower < narrow.lower < narrow.alpha < narrow.upper < wide.upper


def test_missing_values_leave_out_units_or_pairs():
    whole = q.cronbach_alpha(attitude_with_gaps())
    assert whole.alpha == pytest.approx(0.777079971120, rel=1e-11)
    assert (whole.units, whole.units_left_out) == (15, 15)
    pairs = q.cronbach_alpha(attitude_with_gaps(), pairing=q.Pairing.PAIRWISE)
    assert pairs.alpha == pytest.approx(0.835714669297, rel=1e-11)
    assert (pairs.lower, pairs.upper, pairs.units) == (None, None, 30)


def test_thirty_per_cent_missing_has_pairs_but_no_complete_units():
    drawn = np.random.default_rng(3)
    values = drawn.normal(size=(200, 1)) + drawn.normal(size=(200, 29))
    values[drawn.random(values.shape) < 0.3] = np.nan
    table = q.read_table(values)
    with pytest.raises(q.NotMeasurable, match="Only 0 units have the values needed"):
        q.cronbach_alpha(table)
    assert q.cronbach_alpha(table, pairing=q.Pairing.PAIRWISE).alpha == pytest.approx(29 / 30, abs=0.02)


def test_an_indicator_that_does_not_vary_is_refused_or_left_out_and_named():
    table = q.read_table({"a": [1.0, 2.0, 3.0], "b": [1.0, 3.0, 2.0], "c": [0.1, 0.1, 0.1]})
    with pytest.raises(q.NotMeasurable, match="same value everywhere: c"):
        q.cronbach_alpha(table)
    found = q.cronbach_alpha(table, constant=q.Constant.LEAVE_OUT)
    assert found.left_out == ("c",)
    assert found.alpha == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"a": [1.0], "b": [2.0]}, "Only 1 units"),
        ({"a": [1.0, 2.0]}, "two indicators"),
        ({"a": [1.0, 1.0], "b": [2.0, 2.0]}, "same value everywhere: a, b"),
        ({"a": [1.0, 2.0, 3.0], "b": [3.0, 2.0, 1.0]}, "sum of the indicators does not vary"),
    ],
)
def test_where_there_is_no_alpha_it_is_said(columns, said):
    with pytest.raises(q.NotMeasurable, match=said):
        q.cronbach_alpha(q.read_table(columns))


def test_pairs_without_units_are_named():
    table = q.read_table({"a": [1.0, 2.0, np.nan, np.nan], "b": [np.nan, np.nan, 1.0, 2.0]})
    with pytest.raises(q.NotMeasurable, match="a and b have too few units"):
        q.cronbach_alpha(table, pairing=q.Pairing.PAIRWISE)


@pytest.mark.parametrize("level", [0, 1, float("nan")])
def test_a_level_lies_between_0_and_1(level):
    with pytest.raises(q.BadChoice, match="between 0 and 1"):
        q.cronbach_alpha(attitude(), level=level)


@given(
    arrays(np.float64, (6, 3), elements=st.integers(0, 20).map(float)), st.integers(1, 9), st.integers(-9, 9)
)
def test_alpha_ignores_a_common_rescaling_and_pairwise_equals_complete_without_gaps(values, factor, shift):
    values[0], values[1] = 0, 25
    one, other = (q.cronbach_alpha(q.read_table(each)) for each in (values, values * factor + shift))
    assert one.alpha == pytest.approx(other.alpha, rel=1e-9)
    pairs = q.cronbach_alpha(q.read_table(values), pairing=q.Pairing.PAIRWISE)
    assert pairs.alpha == pytest.approx(one.alpha, rel=1e-9)


# The correlations of R's USArrests; its components stand in James, Witten, Hastie & Tibshirani, An Introduction to
# Statistical Learning (2021), table 12.1 and the lab of chapter 12.
ARRESTS = ("Murder", "Assault", "UrbanPop", "Rape")
ARRESTS_CORRELATION = [
    [1, 0.8018733, 0.06957262, 0.5635788],
    [0.8018733, 1, 0.2588717, 0.6652412],
    [0.06957262, 0.2588717, 1, 0.4113412],
    [0.5635788, 0.6652412, 0.4113412, 1],
]


def test_components_of_published_correlations():
    table = q.read_table(with_correlation(ARRESTS_CORRELATION), indicators=ARRESTS)
    found = q.principal_components(table)
    np.testing.assert_allclose(
        np.sqrt(found.eigenvalues), [1.5748783, 0.9948694, 0.5971291, 0.4164494], atol=2e-7
    )
    np.testing.assert_allclose(found.vectors[:, 0], [0.5358995, 0.5831836, 0.2781909, 0.5434321], atol=2e-7)
    np.testing.assert_allclose(found.shares, [0.6201, 0.2474, 0.0891, 0.0434], atol=5e-5)
    assert found.kaiser == 1
    assert found.indicators == ARRESTS


def test_pairwise_components_equal_those_of_r():
    found = q.principal_components(attitude_with_gaps(), pairing=q.Pairing.PAIRWISE)
    expected = [
        3.625384742791,
        1.217823448159,
        0.843557406137,
        0.648610408581,
        0.344977040962,
        0.197213188437,
        0.122433764934,
    ]
    np.testing.assert_allclose(found.eigenvalues, expected, rtol=1e-9)


def test_loadings_are_correlations_with_the_components():
    table = attitude()
    found = q.principal_components(table)
    standard = (table.values - table.values.mean(axis=0)) / table.values.std(axis=0)
    for place in range(7):
        component = standard @ found.vectors[:, place]
        expected = [np.corrcoef(component, column)[0, 1] for column in standard.T]
        np.testing.assert_allclose(found.loadings[:, place], expected, atol=1e-10)
    assert found.shares.sum() == pytest.approx(1)
    np.testing.assert_allclose((found.loadings**2).sum(axis=1), 1)


def test_pairs_that_contradict_each_other_have_no_components():
    nan = np.nan
    table = q.read_table(
        {
            "a": [1.0, 2, 3, 1, 2, 3, nan, nan, nan],
            "b": [1.0, 2, 3, nan, nan, nan, 1, 2, 3],
            "c": [nan, nan, nan, 1.0, 2, 3, 3, 2, 1],
        }
    )
    with pytest.raises(q.NotMeasurable, match="contradict each other"):
        q.principal_components(table, pairing=q.Pairing.PAIRWISE)
