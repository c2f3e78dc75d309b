"""What holds of any sample: of its order, its units of measurement, its parts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.statistics import design, psu_sums


@st.composite
def samples(draw):
    """Return two or three strata with two or more units each, with families of any weight and answer."""
    columns = {"stratum": [], "unit": [], "w": [], "y": [], "x": [], "group": []}
    for stratum in range(draw(st.integers(2, 3))):
        for unit in range(draw(st.integers(2, 4))):
            for _ in range(draw(st.integers(1, 4))):
                columns["stratum"].append(stratum)
                columns["unit"].append(10 * stratum + unit)
                columns["w"].append(draw(st.floats(1, 50)))
                columns["y"].append(draw(st.floats(-100, 100)))
                columns["x"].append(draw(st.floats(1, 9)))
                columns["group"].append(draw(st.sampled_from("ab")))
    return {name: np.array(values) for name, values in columns.items()}


def drawn(sample):
    return design(sample, strata="stratum", psu="unit", weights="w")


def close(one, other):
    return one == other or one == pytest.approx(other, rel=1e-7, abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(samples(), st.integers(0, 1000))
def test_order_of_families_does_not_matter(sample, seed):
    order = np.random.default_rng(seed).permutation(len(sample["y"]))
    mixed = {name: values[order] for name, values in sample.items()}
    for one, other in zip(
        drawn(sample).mean("y", by="group"), drawn(mixed).mean("y", by="group"), strict=True
    ):
        assert (one.domain, one.n, one.df) == (other.domain, other.n, other.df)
        assert close(one.value, other.value)
        assert close(one.se, other.se)


@settings(max_examples=60, deadline=None)
@given(samples(), st.floats(0.1, 10), st.floats(-50, 50))
def test_a_change_of_unit_changes_the_mean_and_its_error_so(sample, times, plus):
    one = drawn(sample).mean("y").only
    other = drawn(sample | {"y": times * sample["y"] + plus}).mean("y").only
    assert close(times * one.value + plus, other.value)
    assert close(times * one.se, other.se)


@settings(max_examples=60, deadline=None)
@given(samples(), st.floats(0.1, 10))
def test_heavier_weights_change_totals_and_no_mean(sample, times):
    heavier = drawn(sample | {"w": times * sample["w"]})
    one, other = drawn(sample).ratio("y", "x").only, heavier.ratio("y", "x").only
    assert close(one.value, other.value)
    assert close(one.se, other.se)
    assert close(times * drawn(sample).total("y").only.se, heavier.total("y").only.se)


@settings(max_examples=60, deadline=None)
@given(samples())
def test_totals_of_domains_add_up(sample):
    found = drawn(sample)
    assert close(sum(row.value for row in found.total("y", by="group")), found.total("y").only.value)
    assert sum(row.n for row in found.total("y", by="group")) == len(sample["y"])
    shares = found.share("group")
    assert close(sum(row.value for row in shares), 1)
    assert all(0 <= row.low <= row.value <= row.high <= 1 for row in shares)


@settings(max_examples=60, deadline=None)
@given(samples())
def test_drawing_more_of_the_units_leaves_less_error(sample):
    errors = [
        design(
            sample | {"f": np.full(len(sample["y"]), share)},
            strata="stratum",
            psu="unit",
            weights="w",
            fpc="f",
        )
        .total("y")
        .only.se
        for share in (0.1, 0.5, 0.9, 0.999)
    ]
    assert errors == sorted(errors, reverse=True)


@settings(max_examples=60, deadline=None)
@given(samples())
def test_sums_by_unit_say_the_same(sample):
    for statistic, columns in (("mean", ("y",)), ("total", ("y",)), ("ratio", ("y", "x"))):
        whole = getattr(drawn(sample), statistic)(*columns, by="group")
        for one, other in zip(
            whole, psu_sums(drawn(sample), statistic, *columns, by="group").estimate(), strict=True
        ):
            assert (one.domain, one.n, one.df, one.n_psu) == (other.domain, other.n, other.df, other.n_psu)
            assert close(one.value, other.value)
            assert one.se == other.se or close(one.se, other.se)
