"""Calibrated weights reach their totals; what cannot be reached is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.statistics import adjust_nonresponse, calibrate, design, post_stratify, rake
from bahtera.statistics.estimates import residuals
from bahtera.statistics.estimates.errors import UnreadableColumn
from bahtera.statistics.estimates.weighting.errors import CalibrationRefused

FAMILIES = {
    "village": list("aabbccddeeff"),
    "w": [2.0, 3.0] * 6,
    "sex": list("fmfmfmfmfmff"),
    "job": ["farm", "trade", "wage"] * 4,
    "size": [3, 4, 2, 6, 5, 4, 3, 1, 2, 7, 3, 4],
    "ikk": [70.0, 72, 65, 66, 80, 81, 60, 61, 74, 75, 68, 69],
    "met": [True, True, False, True, True, True, True, False, True, True, True, True],
}
SEX, JOB = {"f": 20.0, "m": 18.0}, {"farm": 12.0, "trade": 15.0, "wage": 11.0}


def drawn(**changed):
    return design(FAMILIES | changed, psu="village", weights="w")


def weighed(found, name, value):
    return sum(w for w, one in zip(found.sample.weights, FAMILIES[name], strict=True) if one == value)


def test_post_stratified_weights_reach_the_counts():
    found = post_stratify(drawn(), "sex", SEX)
    assert {sex: weighed(found, "sex", sex) for sex in SEX} == pytest.approx(SEX)
    assert found.share("sex").of(category="f").se == 0, "what is calibrated on is known"
    crossed = post_stratify(drawn(), ("sex",), {("f",): 20.0, ("m",): 18.0})
    assert crossed.sample.weights.tolist() == found.sample.weights.tolist()


def test_raked_weights_reach_every_margin():
    found = rake(drawn(), {"sex": SEX, "job": JOB})
    assert {sex: weighed(found, "sex", sex) for sex in SEX} == pytest.approx(SEX)
    assert {job: weighed(found, "job", job) for job in JOB} == pytest.approx(JOB)


def test_regression_weights_reach_numbers_and_counts():
    found = calibrate(drawn(), {"sex": SEX, "job": JOB, "size": 130.0})
    assert {job: weighed(found, "job", job) for job in JOB} == pytest.approx(JOB)
    assert found.total("size").only.value == pytest.approx(130)
    assert found.total("size").only.se == 0


def test_regression_on_counts_of_one_column_is_post_stratification():
    one, other = calibrate(drawn(), {"sex": SEX}), post_stratify(drawn(), "sex", SEX)
    assert one.sample.weights == pytest.approx(other.sample.weights)
    assert one.mean("ikk").only.se == pytest.approx(other.mean("ikk").only.se)


def test_regression_on_a_number_alone_is_the_ratio_of_its_kind():
    found = calibrate(drawn(), {"size": 130.0})
    assert found.total("size").only.value == pytest.approx(130)


def test_those_who_answered_carry_their_cell():
    found = adjust_nonresponse(drawn(), "met", by="job")
    for job in JOB:
        assert weighed(found, "job", job) == pytest.approx(weighed(drawn(), "job", job))
    assert found.sample.weights[[2, 7]].tolist() == [0, 0]
    assert found.mean("ikk").only.n == 10
    assert found.total("ikk").only.n_psu == 6


def test_cells_where_all_answered_change_nothing():
    everybody = drawn(met=[True] * 12)
    plain, adjusted = (
        everybody.mean("ikk").only,
        adjust_nonresponse(everybody, "met", by="sex").mean("ikk").only,
    )
    assert (adjusted.value, adjusted.se) == pytest.approx((plain.value, plain.se))


def test_calibrations_follow_each_other():
    found = post_stratify(adjust_nonresponse(drawn(), "met", by="job"), "sex", SEX)
    assert {sex: weighed(found, "sex", sex) for sex in SEX} == pytest.approx(SEX)
    assert found.share("sex").of(category="f").se == 0
    assert found.mean("ikk").only.se > 0
    assert rake(found, {"job": JOB}).total("ikk", by="job").of("farm").n == 4


def test_after_calibration_totals_need_no_weights():
    assert post_stratify(design(FAMILIES, psu="village"), "sex", SEX).total("size").only.value > 0


def test_a_weight_of_zero_stays_zero():
    weights = [0.0, *FAMILIES["w"][1:]]
    for found in (
        post_stratify(drawn(w=weights), "sex", SEX),
        rake(drawn(w=weights), {"sex": SEX, "job": JOB}),
        calibrate(drawn(w=weights), {"sex": SEX, "size": 130.0}),
    ):
        assert found.sample.weights[0] == 0
        assert found.mean("ikk").only.n == 11
        assert found.mean("ikk").only.se > 0


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ({"f": 20.0}, "The sample has m in sex"),
        (SEX | {"x": 3.0}, "Nobody in the sample stands for x"),
        ({"f": 20.0, "m": 0.0}, "The total of m in sex must be"),
        ({"f": 20.0, "m": float("nan")}, "The total of m in sex must be"),
        ({}, "needs totals"),
    ],
)
def test_totals_that_do_not_fit_are_refused(totals, said):
    with pytest.raises(CalibrationRefused, match=said):
        post_stratify(drawn(), "sex", totals)


def test_families_without_a_class_are_refused_unless_they_weigh_nothing():
    unknown = [None, *FAMILIES["sex"][1:]]
    with pytest.raises(CalibrationRefused, match="1 rows with a weight have nothing in sex"):
        post_stratify(drawn(sex=unknown), "sex", SEX)
    assert post_stratify(drawn(sex=unknown, w=[0.0, *FAMILIES["w"][1:]]), "sex", SEX).mean("ikk").only.n == 11


def test_margins_of_two_populations_are_refused():
    with pytest.raises(CalibrationRefused, match="job add up to 39, but the population is 38"):
        rake(drawn(), {"sex": SEX, "job": JOB | {"wage": 12.0}})
    with pytest.raises(CalibrationRefused, match="but the population is 40"):
        calibrate(drawn(), {"sex": SEX}, size=40)
    with pytest.raises(CalibrationRefused, match="needs totals"):
        rake(drawn(), {})
    with pytest.raises(CalibrationRefused, match="needs totals"):
        calibrate(drawn(), {})


def test_margins_that_no_weights_can_reach_are_refused():
    split = drawn(job=["farm" if sex == "f" else "wage" for sex in FAMILIES["sex"]])
    with pytest.raises(CalibrationRefused, match="did not reach the totals in 50 rounds"):
        rake(split, {"sex": SEX, "job": {"farm": 18.0, "wage": 20.0}}, rounds=50)


def test_variables_that_say_the_same_are_refused():
    with pytest.raises(CalibrationRefused, match="follow from one another"):
        calibrate(drawn(twice=[2 * one for one in FAMILIES["size"]]), {"size": 130.0, "twice": 260.0})
    with pytest.raises(CalibrationRefused, match="follow from one another"):
        calibrate(drawn(nothing=[0] * 12), {"size": 130.0, "nothing": 0.0})
    many = {f"x{place}": [float(place == row) for row in range(12)] for place in range(12)}
    with pytest.raises(CalibrationRefused, match="follow from one another"):
        calibrate(drawn(**many), dict.fromkeys(many, 2.0) | {"size": 130.0})


def test_totals_that_would_turn_weights_negative_are_refused():
    with pytest.raises(CalibrationRefused, match="a weight of zero or less"):
        calibrate(drawn(), {"sex": SEX, "size": 250.0})


def test_numbers_to_calibrate_on_must_be_there():
    with pytest.raises(CalibrationRefused, match="1 rows with a weight have nothing in size"):
        calibrate(drawn(size=[None, *FAMILIES["size"][1:]]), {"size": 130.0})
    with pytest.raises(CalibrationRefused, match="total of size"):
        calibrate(drawn(), {"size": float("inf")})


def test_a_cell_where_nobody_answered_is_refused():
    silent = [job != "farm" for job in FAMILIES["job"]]
    with pytest.raises(CalibrationRefused, match="Nobody answered in the cell farm"):
        adjust_nonresponse(drawn(met=silent), "met", by="job")
    with pytest.raises(UnreadableColumn, match="yes or no"):
        adjust_nonresponse(drawn(), "size", by="job")


@settings(deadline=None)
@given(st.lists(st.floats(1, 100), min_size=12, max_size=12), st.floats(10, 1e6), st.floats(10, 1e6))
def test_any_weights_reach_any_counts(weights, women, men):
    found = post_stratify(drawn(w=weights), "sex", {"f": women, "m": men})
    assert weighed(found, "sex", "f") == pytest.approx(women)
    assert np.isclose(found.sample.weights.sum(), women + men)


def test_bounded_weights_reach_the_totals_and_stay_between():
    before, totals = drawn(), {"sex": SEX, "size": 128.0}
    free = calibrate(before, totals).sample.weights / before.sample.weights
    assert free.min() < 0.8
    assert free.max() > 1.8
    found = calibrate(before, totals, bounds=(0.8, 1.8))
    factor = found.sample.weights / before.sample.weights
    assert {sex: weighed(found, "sex", sex) for sex in SEX} == pytest.approx(SEX)
    assert found.total("size").only.value == pytest.approx(128)
    assert found.total("size").only.se == 0
    assert (factor.min(), factor.max()) == pytest.approx((0.8, 1.8))
    wide = calibrate(before, totals, bounds=(0.01, 100)).sample.weights
    assert wide == pytest.approx(calibrate(before, totals).sample.weights)


@pytest.mark.parametrize("bounds", [(0.99, 1.01), (0.9, 1.1)])
def test_bounds_that_no_weights_can_keep_are_refused(bounds):
    with pytest.raises(CalibrationRefused, match=rf"between {bounds[0]} and {bounds[1]} times"):
        calibrate(drawn(), {"sex": SEX, "size": 128.0}, bounds=bounds)


@pytest.mark.parametrize("bounds", [(0.0, 2.0), (1.1, 2.0), (0.5, 0.9), (float("nan"), 2.0), (-1.0, 2.0)])
def test_bounds_that_are_none_are_refused(bounds):
    with pytest.raises(CalibrationRefused, match="lower below one"):
        calibrate(drawn(), {"sex": SEX}, bounds=bounds)


def test_domains_together_are_domains_one_by_one_whatever_is_kept_at_a_time(monkeypatch):
    answered = adjust_nonresponse(drawn(), "met", by="sex")
    found = calibrate(rake(answered, {"sex": SEX, "job": JOB}), {"sex": SEX, "size": 140.0})
    together = found.mean("ikk", by="job")
    villages = np.asarray(FAMILIES["job"])
    for row in together:
        alone = found.mean("ikk", where=villages == row.domain[0]).only
        assert (row.value, row.se) == pytest.approx((alone.value, alone.se), rel=1e-12)
    monkeypatch.setattr(residuals, "_AT_ONCE", 7)
    assert [row.se for row in found.mean("ikk", by="job")] == pytest.approx(
        [row.se for row in together], rel=1e-12
    )
