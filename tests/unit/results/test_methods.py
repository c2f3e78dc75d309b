"""The same village by several methods, cuts decided exactly, shares that add up."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.results.rules.methods import (
    Percentage,
    category_index,
    dimension_mean,
    dimension_means,
    geometric_mean,
    indicator_mean,
    is_below_cut,
    printed_shares,
)
from bahtera.results.values import round_half_up


@dataclass(frozen=True)
class Cut:
    at: Fraction | None
    includes: bool


IKK = (Cut(None, False), Cut(Fraction(50), True), Cut(Fraction(75), False))
LEVELS = {"d1": (90, 3), "d2": (80, 6), "d3": (60, 8), "d4": (85, 6), "d5": (70, 6)}
VILLAGE = [Percentage(name, Fraction(level)) for name, (level, size) in LEVELS.items() for _ in range(size)]
EVEN = dict.fromkeys(LEVELS, 1)


def test_the_choice_of_method_flips_the_category():
    means = dimension_means(VILLAGE)
    by_indicator = indicator_mean(VILLAGE)
    by_dimension = dimension_mean(means, EVEN)
    geometric = geometric_mean(means, EVEN)
    assert by_indicator == Fraction(2160, 29)
    assert [round_half_up(v, 2) for v in (by_indicator, by_dimension, geometric.value)] == [
        Decimal("74.48"),
        Decimal("77.00"),
        Decimal("76.21"),
    ]
    assert category_index(by_indicator, IKK) == 1
    assert category_index(by_dimension, IKK) == 2
    assert geometric.category_index(IKK) == 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(0), 0),
        (Fraction(50) - Fraction(1, 10**30), 0),
        (Fraction(50), 1),
        (Fraction("74.995"), 1),
        (Fraction(75), 1),
        (Fraction(75) + Fraction(1, 10**30), 2),
        (Fraction("75.005"), 2),
        (Fraction(100), 2),
    ],
)
def test_categories_are_decided_before_rounding(value, expected):
    assert category_index(value, IKK) == expected


def test_a_geometric_mean_on_the_cut_is_classed_exactly():
    on_it = geometric_mean({"a": Fraction(75), "b": Fraction(75)}, {"a": 1, "b": 1})
    assert on_it.category_index(IKK) == 1
    above = geometric_mean({"a": Fraction(75) + Fraction(1, 10**20), "b": Fraction(75)}, {"a": 1, "b": 1})
    assert above.category_index(IKK) == 2
    assert geometric_mean({"a": Fraction(0), "b": Fraction(75)}, {"a": 1, "b": 1}).value == 0


@pytest.mark.parametrize(
    ("met", "answered", "below"), [(3, 4, False), (2, 3, True), (0, 0, False), (74, 99, True)]
)
def test_the_indicator_cut_is_decided_in_integers(met, answered, below):
    assert is_below_cut(met, answered) is below


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6).filter(any), st.integers(0, 3))
def test_printed_shares_add_up_and_are_never_a_unit_off(counts, places):
    shares = printed_shares(counts, places)
    assert sum(shares) == 100
    unit = Fraction(1, 10**places)
    for count, share in zip(counts, shares, strict=True):
        assert abs(Fraction(share) - Fraction(100 * count, sum(counts))) < unit


def test_nothing_has_no_shares():
    assert printed_shares((0, 0)) == ()


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(75), 2, "75.00"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_halves_go_up(value, places, text):
    assert str(round_half_up(value, places)) == text


@given(st.dictionaries(st.sampled_from("abcde"), st.fractions(0, 100), min_size=1))
def test_the_geometric_mean_is_never_above_the_arithmetic(means):
    weights = dict.fromkeys(means, 1)
    geometric = geometric_mean(means, weights).value
    assert geometric <= dimension_mean(means, weights)
    assert geometric ** len(means) <= geometric_mean(means, weights).power
