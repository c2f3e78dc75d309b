"""Fay and Herriot's model beside plain R's answers (cases/fay_herriot.R) and the published ones of the milk areas."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pyarrow import csv as arrow_csv

from bahtera.statistics.small_areas import fay_herriot

CASES = Path(__file__).parent / "cases"
EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))
COVARIATES = {"milk": ("m2", "m3", "m4"), "few": ("x1",)}
PER_AREA = ("gamma", "residual", "leverage", "cook")


def close(ours, theirs):
    return ours == theirs == None or ours == pytest.approx(theirs, rel=1e-6, abs=1e-9)  # noqa: E711 - both unknown


@cache
def fitted(case, method):
    table = arrow_csv.read_csv(CASES / f"{case}.csv")
    return fay_herriot(
        table,
        area="area",
        direct="y",
        variance="v",
        covariates=COVARIATES.get(case, ("x1", "x2")),
        method=method,
    )


@pytest.mark.parametrize("theirs", EXPECTED, ids=lambda row: f"{row['case']}-{row['method']}")
def test_equals_r(theirs):
    ours = fitted(theirs["case"], theirs["method"])
    model, asked = ours.model, [each for each in ours if not each.synthetic]
    assert close([each.value for each in model.coefficients], theirs["beta"])
    assert close([each.se for each in model.coefficients], theirs["se"])
    for name in ("sigma2", "loglik", "aic", "test"):
        assert close(getattr(model, name), theirs[name]), name
    for name in ("value", "mse"):
        assert close([getattr(each, name) for each in ours], theirs[name]), name
    for name in PER_AREA:
        assert close([getattr(each, name) for each in asked], theirs[name]), name
    found = ours.diagnostics
    assert (found.shapiro, found.r2) == (
        pytest.approx(theirs["shapiro"], rel=1e-6),
        pytest.approx(theirs["r2"]),
    )
    # Royston's approximation of the p-value is coded with other constants in R.
    assert found.shapiro_p == pytest.approx(theirs["shapiro_p"], rel=1e-3)
    assert [normal for normal, _ in found.quantiles] == pytest.approx(theirs["normal"], rel=1e-6, abs=1e-9)


def test_equals_what_is_published_of_the_milk_areas():
    """The example of R's package sae (Molina and Marhuenda 2015, *The R Journal* 7, 81-98), to its precision."""
    ours = fitted("milk", "reml")
    assert ours.model.sigma2 == pytest.approx(0.01855022, abs=2e-6)
    assert [each.value for each in ours.model.coefficients] == pytest.approx(
        [0.9681890, 0.1327801, 0.2269462, -0.2413011], abs=1e-6
    )
    told = {1: (1.0219703, 0.013460220), 22: (1.1923057, 0.017243977), 43: (0.6810870, 0.009903626)}
    for area, (value, mse) in told.items():
        assert (ours.of(area).value, ours.of(area).mse) == pytest.approx((value, mse), abs=2e-6)
    assert [fitted("milk", "ml").of(area).mse for area in told] == pytest.approx(
        [0.013579953, 0.017193729, 0.010037140], abs=2e-5
    )


def test_areas_in_which_nobody_was_asked_are_marked_and_less_sure():
    ours = fitted("regular", "reml")
    silent = [each for each in ours if each.synthetic]
    assert [each.area for each in silent] == ["a035", "a036", "a037", "a038", "a039"]
    assert all(
        (each.direct, each.variance, each.gamma, each.residual) == (None, None, 0, None) for each in silent
    )
    assert min(each.mse for each in silent) > ours.model.sigma2
    assert ours.to_arrow().num_rows == len(ours) == 40


def test_the_boundary_is_said_and_every_value_is_the_models():
    ours = fitted("boundary", "reml")
    assert ours.model.boundary
    assert (ours.model.sigma2, ours.model.test, ours.model.p) == (0, 0, 1)
    assert {each.gamma for each in ours} == {0}
    assert not fitted("regular", "reml").model.boundary
    assert fitted("regular", "reml").model.p < 0.01


def test_units_do_not_matter():
    table = arrow_csv.read_csv(CASES / "regular.csv").to_pandas()
    table["y"], table["v"], table["x2"] = table["y"] * 1e-3, table["v"] * 1e-6, table["x2"] * 1e6
    ours = fay_herriot(table, area="area", direct="y", variance="v", covariates=("x1", "x2"))
    assert np.array([each.value for each in ours]) * 1e3 == pytest.approx(
        [each.value for each in fitted("regular", "reml")], rel=1e-8
    )


@pytest.mark.slow
def test_r_still_answers_so():
    program = shutil.which("Rscript")
    assert program, "scripts/system-packages all installs R"
    told = subprocess.run(
        [program, "--vanilla", CASES / "fay_herriot.R", CASES], check=True, capture_output=True, text=True
    ).stdout
    for now, then in zip(json.loads(told), EXPECTED, strict=True):
        assert now.keys() == then.keys()
        for name, value in then.items():
            assert now[name] == value if isinstance(value, str) else close(now[name], value), (then, name)
