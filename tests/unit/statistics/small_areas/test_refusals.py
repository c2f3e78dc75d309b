"""What a model of small areas refuses, and the tools beside it: steadier variances, tables that agree."""

import numpy as np
import pytest

from bahtera.statistics.small_areas import SmallAreasRefused, benchmark, fay_herriot, smooth_variances


def frame(**changed):
    rng = np.random.default_rng(7)
    x = np.round(rng.uniform(0, 10, 12), 2)
    made = {
        "area": [f"desa {number}" for number in range(12)],
        "y": 50 + 2 * x + rng.normal(0, 2, 12),
        "v": np.full(12, 1.5),
        "x": x,
        "twice_x": 2 * x + 3,
        "flat": np.ones(12),
    }
    return made | changed


def fit(covariates=("x",), **changed):
    return fay_herriot(frame(**changed), area="area", direct="y", variance="v", covariates=covariates)


@pytest.mark.parametrize(
    ("covariates", "changed", "code", "named"),
    [
        ((), {"y": np.r_[np.arange(5.0), np.full(7, np.nan)]}, "statistics.too_few_areas", "5 areas"),
        (("x", "twice_x"), {}, "statistics.collinear", "x, twice_x"),
        (("x", "flat"), {}, "statistics.collinear", "flat"),
        (("x",), {"v": np.r_[0.0, np.ones(11)]}, "statistics.bad_variances", "desa 0"),
        (("x",), {"v": np.r_[np.nan, np.ones(11)]}, "statistics.bad_variances", "desa 0"),
        (("x",), {"v": np.r_[-1.0, np.ones(11)]}, "statistics.bad_variances", "desa 0"),
        (("x",), {"area": ["a", *"abcdefghijk"]}, "statistics.areas_twice", "a"),
        (("x",), {"area": [None, *"abcdefghijk"]}, "statistics.areas_unnamed", "1 rows"),
        (("x",), {"x": np.r_[np.arange(11.0), np.nan]}, "statistics.covariate_missing", "desa 11"),
        (("z",), {}, "statistics.unknown_column", "z"),
    ],
)
def test_refuses(covariates, changed, code, named):
    with pytest.raises(Exception, match=named) as refused:
        fit(covariates, **changed)
    assert refused.value.code == code


def test_refuses_a_method_that_there_is_not():
    with pytest.raises(SmallAreasRefused, match="reml, ml, moments"):
        fay_herriot(frame(), area="area", direct="y", variance="v", method="bayes")


def test_equal_figures_everywhere_have_no_variance_between_areas():
    found = fit((), y=np.full(12, 70.0))
    assert found.model.boundary
    assert [each.value for each in found] == pytest.approx([70.0] * 12)
    assert found.diagnostics.shapiro is None
    assert found.diagnostics.r2 is None or found.diagnostics.r2 <= 1


def test_smooth_variances_keep_their_sum_and_fill_what_cannot_be_used():
    sizes = np.array([10, 20, 40, 80, 160, 320, 20, np.nan])
    variances = np.array([9.0, 5.2, 2.4, 1.3, 0.6, 0.31, 0.0, np.nan])
    found = smooth_variances(variances, sizes)
    assert found[:6].sum() == pytest.approx(variances[:6].sum())
    assert (np.diff(found[:6]) < 0).all()
    assert found[6] == pytest.approx(found[1])
    assert np.isnan(found[7])
    with pytest.raises(SmallAreasRefused, match="4 areas"):
        smooth_variances(variances[:4], sizes[:4])
    with pytest.raises(SmallAreasRefused, match="above zero"):
        smooth_variances([-1.0] * 6, [5] * 6)


def test_equal_sizes_get_the_mean_of_the_variances():
    assert smooth_variances([1.0, 2, 3, 4, 5], [9] * 5) == pytest.approx([3.0] * 5)


@pytest.mark.parametrize("how", ["ratio", "difference"])
def test_benchmarked_areas_add_up_to_the_direct_figure(how):
    found = fit()
    sizes = {each.area: 100 + place for place, each in enumerate(found)}
    moved = benchmark(found, sizes, 63.0, how=how)
    whole = sum(sizes.values())
    assert sum(sizes[area] * value for area, value in moved.values.items()) / whole == pytest.approx(63.0)
    changes = {
        round(after - found.of(area).value if how == "difference" else after / found.of(area).value, 9)
        for area, after in moved.values.items()
    }
    assert changes == {round(moved.moved, 9)}


def test_refuses_benchmarks_that_cannot_be_reached():
    found = fit()
    sizes = {each.area: 1 for each in found}
    with pytest.raises(SmallAreasRefused, match="No factor"):
        benchmark(found, sizes, -1.0)
    with pytest.raises(SmallAreasRefused, match="desa 3"):
        benchmark(found, sizes | {"desa 3": 0}, 60.0)
    with pytest.raises(SmallAreasRefused, match="ratio, difference"):
        benchmark(found, sizes, 60.0, how="magic")
