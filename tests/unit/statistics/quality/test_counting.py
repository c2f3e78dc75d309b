"""Alkire-Foster counting against its published illustration, by hand, and by identities."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bahtera.statistics import quality as q
from bahtera.statistics.quality.depriving import whole_weights

# Four persons in four dimensions with cut-offs 13, 12, 3 and 1: the illustration used with Alkire & Foster (2011),
# J. Public Econ. 95, 476-487. With k = 2 of 4 they find H = 1/2, A = 3/4, M0 = 3/8.
ACHIEVEMENTS = np.array([[13.1, 14, 4, 1], [15.2, 7, 5, 0], [12.5, 10, 1, 0], [20, 11, 3, 1]])
CUTS = {"income": 13, "school": 12, "health": 3, "services": 1}
NAMES = tuple(CUTS)
FOUR = q.deprivations(q.read_table(ACHIEVEMENTS, indicators=NAMES), CUTS)
EQUAL = q.equal_weights(NAMES)
zeros_and_ones = arrays(np.float64, (9, 4), elements=st.sampled_from([0.0, 1.0]))
weights = st.lists(st.integers(1, 20), min_size=4, max_size=4)
people = st.lists(st.integers(0, 9), min_size=9, max_size=9).filter(any)


def weighed(numbers):
    return q.given_weights(dict(zip("1234", numbers, strict=True)))


def test_the_published_deprivation_matrix():
    assert FOUR.values.tolist() == [[0, 0, 0, 0], [0, 1, 0, 1], [1, 1, 1, 1], [0, 1, 0, 0]]


def test_the_published_illustration():
    found = q.alkire_foster(FOUR, EQUAL, k=Fraction(2, 4))
    assert (found.headcount, found.intensity, found.adjusted_headcount) == (1 / 2, 3 / 4, 3 / 8)
    assert found.poor.tolist() == [False, True, True, False]
    assert found.scores.tolist() == [0, 1 / 2, 1, 1 / 4]
    assert [one.raw_headcount for one in found.indicators] == [1 / 4, 3 / 4, 1 / 4, 1 / 2]
    assert [one.censored_headcount for one in found.indicators] == [1 / 4, 1 / 2, 1 / 4, 1 / 2]
    assert [one.contribution for one in found.indicators] == pytest.approx([1 / 6, 1 / 3, 1 / 6, 1 / 3])


def test_four_households_of_the_human_development_report():
    """UNDP, Human Development Report, technical note 5: H = 0.800, A = 0.563, MPI = 0.450.

    Household sizes and deprivation scores (22.2, 72.2, 38.9, 50.0 %) are those of the note; in which indicators of
    the same weight a household is deprived changes none of these figures.
    """
    dimensions = {"health": ["a", "b"], "school": ["c", "d"], "living": list("efghij")}
    lacking = ["be", "abcdf", "aefgh", "bdefg"]
    table = q.read_table({name: [float(name in each) for each in lacking] for name in "abcdefghij"})
    found = q.alkire_foster(table, q.dimension_weights(dimensions), k=1 / 3, survey_weights=[4, 7, 5, 4])
    assert found.scores == pytest.approx([0.222, 0.722, 0.389, 0.5], abs=5e-4)
    assert found.poor.tolist() == [False, True, True, True]
    assert (found.headcount, found.intensity, found.adjusted_headcount) == pytest.approx((0.8, 0.5625, 0.45))


def test_union_and_intersection():
    union = q.alkire_foster(FOUR, EQUAL, k=1e-9)
    assert (union.headcount, union.adjusted_headcount) == (3 / 4, 7 / 16)
    intersection = q.alkire_foster(FOUR, EQUAL, k=1)
    assert (intersection.headcount, intersection.intensity) == (1 / 4, 1)


def test_six_eighteenths_reach_a_third():
    """In doubles six weights of 1/18 may stop short of 1/3."""
    dimensions = {"health": ["a", "b"], "school": ["c", "d"], "living": list("efghij")}
    table = q.read_table({name: [float(name in "efghij")] for name in "abcdefghij"})
    for k in (1 / 3, Fraction(1, 3)):
        found = q.alkire_foster(table, q.dimension_weights(dimensions), k=k)
        assert found.poor.tolist() == [True]
        assert found.k == Fraction(1, 3)
    assert not q.alkire_foster(table, q.dimension_weights(dimensions), k=0.334).poor[0]
    assert whole_weights(q.dimension_weights(dimensions).values).tolist() == [3, 3, 3, 3, 1, 1, 1, 1, 1, 1]


def test_weights_without_a_common_denominator_keep_twelve_digits():
    shares = np.random.default_rng(1).dirichlet(np.ones(29))
    whole = whole_weights(shares)
    np.testing.assert_allclose(whole / whole.sum(), shares, atol=1e-12)
    assert whole_weights(np.array([1 - 1e-14, 1e-14])).tolist() == [10**12, 1]


def test_dimensions_add_up_their_indicators():
    weights = q.dimension_weights({"living": ["income", "services"], "person": ["school", "health"]})
    found = q.alkire_foster(FOUR, weights, k=0.5)
    assert [(one.dimension, one.weight) for one in found.dimensions] == [("living", 0.5), ("person", 0.5)]
    assert [one.contribution for one in found.dimensions] == pytest.approx([1 / 2, 1 / 2])


def test_survey_weights_count_people():
    found = q.alkire_foster(FOUR, EQUAL, k=0.5, survey_weights=[1, 3, 2, 4])
    assert found.headcount == pytest.approx(5 / 10)
    assert found.adjusted_headcount == pytest.approx((3 * 2 + 2 * 4) / 40)
    assert found.indicators[0].raw_headcount == pytest.approx(2 / 10)


def test_a_survey_weight_of_zero_counts_for_nobody():
    found = q.alkire_foster(FOUR, EQUAL, k=0.5, survey_weights=[1, 1, 0, 1])
    assert (found.headcount, found.units, found.without_weight) == (pytest.approx(1 / 3), 3, 1)
    assert np.isnan(found.scores[2])
    assert not found.poor[2]


@given(zeros_and_ones, weights, people, st.integers(1, 60))
def test_identities(values, numbers, counts, k):
    table = q.read_table(values)
    shares = weighed(numbers)
    cut = Fraction(min(k, sum(numbers)), sum(numbers))
    groups = list("aabbbcccc")
    found = q.alkire_foster(table, shares, k=cut, survey_weights=counts, groups=groups)
    counted = np.array(counts) > 0
    exactly = [sum(n for n, d in zip(numbers, row, strict=True) if d) >= cut * sum(numbers) for row in values]
    assert found.poor.tolist() == [bool(poor and count) for poor, count in zip(exactly, counts, strict=True)]
    censored = sum(one.weight * one.censored_headcount for one in found.indicators)
    assert found.adjusted_headcount == pytest.approx(censored)
    assert all(one.censored_headcount <= one.raw_headcount + 1e-12 for one in found.indicators)
    total = np.average(np.where(found.poor, found.scores, 0.0)[counted], weights=np.array(counts)[counted])
    assert found.adjusted_headcount == pytest.approx(total)
    assert sum(one.population for one in found.groups) == pytest.approx(1)
    assert sum(one.population * one.adjusted_headcount for one in found.groups) == pytest.approx(
        found.adjusted_headcount
    )
    assert sum(one.population * one.headcount for one in found.groups) == pytest.approx(found.headcount)
    if not found.poor.any():
        assert (found.headcount, found.intensity, found.adjusted_headcount) == (0, None, 0)
        assert {one.contribution for one in (*found.indicators, *found.groups)} == {None}
        return
    assert found.adjusted_headcount == pytest.approx(found.headcount * found.intensity)
    assert found.intensity >= float(cut) - 1e-12
    assert sum(one.contribution for one in found.indicators) == pytest.approx(1)
    assert sum(one.contribution for one in found.groups) == pytest.approx(1)


@given(zeros_and_ones, weights)
def test_a_higher_cut_off_never_finds_more(values, numbers):
    table, shares = q.read_table(values), weighed(numbers)
    found = [q.alkire_foster(table, shares, k=k) for k in (0.01, 0.25, 1 / 3, 0.5, 1)]
    heads = [one.headcount for one in found]
    adjusted = [one.adjusted_headcount for one in found]
    assert heads == sorted(heads, reverse=True)
    assert adjusted == sorted(adjusted, reverse=True)


@given(zeros_and_ones, weights)
def test_repeating_everybody_changes_nothing(values, numbers):
    one, twice = (
        q.alkire_foster(q.read_table(np.tile(values, (times, 1))), weighed(numbers), k=1 / 3)
        for times in (1, 2)
    )
    assert one.adjusted_headcount == pytest.approx(twice.adjusted_headcount)


GAPS = q.read_table(
    {"1": [1.0, 1.0, np.nan], "2": [1.0, np.nan, np.nan], "3": [0.0, 0.0, 1.0], "4": [0.0, 0.0, 0.0]}
)


def test_missing_values_are_refused_or_follow_a_rule():
    shares = weighed([1, 1, 1, 1])
    with pytest.raises(q.MissingValues, match="2 units lack values: 2, 3"):
        q.alkire_foster(GAPS, shares, k=0.5)
    whole = q.alkire_foster(GAPS, shares, k=0.5, missing=q.LeaveOut(1), survey_weights=[1, 2, 5])
    assert (whole.headcount, whole.units, whole.left_out, whole.left_out_share) == (1, 1, 2, 7 / 8)
    grown = q.alkire_foster(GAPS, shares, k=0.5, missing=q.LeaveOut(0.5))
    np.testing.assert_allclose(grown.scores, [1 / 2, 1 / 3, 1 / 2])
    assert grown.headcount == pytest.approx(2 / 3)
    assert [one.raw_headcount for one in grown.indicators] == pytest.approx([1, 1, 1 / 3, 0])
    assert sum(one.contribution for one in grown.indicators) == pytest.approx(1)
    as_not = q.alkire_foster(GAPS, shares, k=0.5, missing=q.Fill(0))
    assert as_not.scores.tolist() == [1 / 2, 1 / 4, 1 / 4]


def test_an_indicator_nobody_has_a_value_of_has_no_headcount():
    table = q.read_table({"1": [1.0, 0.0], "2": [np.nan, np.nan]})
    found = q.alkire_foster(table, q.equal_weights(["1", "2"]), k=1, missing=q.LeaveOut(0.5))
    assert (found.indicators[1].raw_headcount, found.indicators[1].contribution) == (None, 0)


def test_what_does_not_apply_must_be_settled():
    table = q.deprivations(q.read_states(["0-", "11", "00"], ["a", "b"]), 1)
    assert np.isnan(table.values[0, 1])
    shares = q.equal_weights(["a", "b"])
    with pytest.raises(q.BadChoice, match="do not concern every unit \\(b\\)"):
        q.alkire_foster(table, shares, k=1)
    mpi = q.alkire_foster(table, shares, k=1, not_applicable=q.NotApplicable.NOT_DEPRIVED)
    assert mpi.scores.tolist() == [0.5, 0, 1]
    grown = q.alkire_foster(table, shares, k=1, not_applicable=q.NotApplicable.LEAVE_OUT)
    assert grown.scores.tolist() == [1, 0, 1]


def test_less_may_be_better():
    table = q.read_table({"a": [1.0, 2.0, 3.0, np.nan]})
    np.testing.assert_array_equal(q.deprivations(table, 2, lower=["a"]).values[:, 0], [0, 0, 1, np.nan])


@pytest.mark.parametrize(
    ("attempt", "error", "said"),
    [
        (
            lambda: q.alkire_foster(q.read_table({"a": [2.0]}), q.equal_weights("a"), k=1),
            q.BadTable,
            "than 0 and 1: a",
        ),
        (
            lambda: q.alkire_foster(GAPS, weighed([1] * 4), k=1, missing=q.Fill(0.5)),
            q.BadTable,
            "than 0 and 1: 1, 2",
        ),
        (lambda: q.alkire_foster(FOUR, EQUAL, k=0), q.BadChoice, "above 0 and up to 1, not at 0"),
        (lambda: q.alkire_foster(FOUR, EQUAL, k=2), q.BadChoice, "above 0 and up to 1, not at 2"),
        (lambda: q.alkire_foster(FOUR, EQUAL, k=float("nan")), q.BadChoice, "not at nan"),
        (lambda: q.alkire_foster(FOUR, EQUAL, k=1, survey_weights=[1]), q.BadChoice, "4 units and 1 survey"),
        (
            lambda: q.alkire_foster(FOUR, EQUAL, k=1, survey_weights=[1, -1, None, 1]),
            q.BadChoice,
            "2 survey weights .* row 2",
        ),
        (
            lambda: q.alkire_foster(FOUR, EQUAL, k=1, survey_weights=[1e300] * 4),
            q.BadChoice,
            "4 survey .* row 1",
        ),
        (
            lambda: q.alkire_foster(FOUR, EQUAL, k=1, survey_weights=[0] * 4),
            q.NotMeasurable,
            "No unit is left",
        ),
        (lambda: q.alkire_foster(FOUR, EQUAL, k=1, groups=["a"]), q.BadChoice, "Every unit needs a subgroup"),
        (
            lambda: q.alkire_foster(FOUR, EQUAL, k=1, groups=["a", None, "b", "b"]),
            q.BadChoice,
            "Every unit needs",
        ),
        (lambda: q.deprivations(FOUR, {"income": 1}), q.BadChoice, "Nothing was given"),
        (lambda: q.deprivations(FOUR, float("nan")), q.BadChoice, "need a number as their cut-off"),
    ],
)
def test_what_cannot_be_counted_is_refused(attempt, error, said):
    with pytest.raises(error, match=said):
        attempt()
