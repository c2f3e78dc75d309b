"""An index over provinces of a table: what it says by hand, what it is worth, and what it refuses."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from bahtera.analysis.errors import AllEqual, NothingChosen
from bahtera.analysis.rules.macro import Openness, Scale, usual, weigh
from bahtera.analysis.rules.unit_files import read_units
from bahtera.statistics import quality as q

FOUR = b"Provinsi,baik,miskin\nA,10,0\nB,20,5\nC,30,10\nD,15,\n"
FAST = {"draws": 60}


def made(content, *, lower=("miskin",), each=None, **more):
    file = read_units(content)
    recipe = usual(file)
    ingredients = tuple(
        replace(one, lower=one.name in lower, **(each or {}).get(one.name, {})) for one in recipe.ingredients
    )
    return weigh(file, replace(recipe, ingredients=ingredients, **{**FAST, **more}))


def scores(found):
    return {line.area: pytest.approx(line.score) for line in found.ranking.lines}


def test_scores_are_those_that_anybody_reckons_by_hand():
    found = made(FOUR)
    assert scores(found) == {"A": 0.5, "B": 0.5, "C": 0.5, "D": 0.25}
    assert [line.rank for line in found.ranking.lines] == [2, 2, 2, 4]
    assert found.missing_share == 1 / 8
    assert found.goalposts == {"baik": (10, 30), "miskin": (0, 10)}
    fixed = made(FOUR, each={"baik": {"low": 0.0, "high": 25.0, "weight": 3.0}})
    assert scores(fixed) == {
        "C": 0.75 * 1,
        "B": 0.75 * 0.8 + 0.25 * 0.5,
        "D": 0.6,
        "A": 0.75 * 0.4 + 0.25,
    }
    assert fixed.clipped == ("baik",)


def test_weights_by_dimension_leave_out_by_share_and_the_geometric_mean():
    table = b"Provinsi,a,b,c\nA,0.2,0.4,0.9\nB,0.5,0.6,0.3\nC,0.9,,\n"
    own = {name: {"low": 0.0, "high": 1.0, "dimension": "D" if name < "c" else ""} for name in "abc"}
    found = made(table, each=own, by_dimension=True, least=Fraction(3, 4))
    assert scores(found) == {"A": 0.6, "B": 0.425}
    assert found.unscored == ("C",)
    geometric = made(table, each=own, mean=q.Mean.GEOMETRIC, least=Fraction(3, 4))
    assert scores(geometric)["A"] == pytest.approx((0.2 * 0.4 * 0.9) ** (1 / 3))


def province_table(seed=3, provinces=38):
    drawn = np.random.default_rng(seed)
    common = drawn.normal(size=provinces)
    columns = common[:, None] * [4, -3, 2] + drawn.normal(size=(provinces, 3)) + [70, 12, 9]
    rows = [f"P{at},{a:.2f},{b:.2f},{c:.2f}" for at, (a, b, c) in enumerate(columns)]
    return "\n".join(["Provinsi,ipm,miskin,sekolah", *rows]).encode()


def test_thirty_eight_provinces_get_the_whole_page_and_the_same_twice():
    found = made(province_table(), each={"miskin": {"cut": 14.0}, "ipm": {"cut": 66.0}})
    assert len(found.ranking.lines) == 38
    assert found.reliability.alpha > 0.8
    assert found.components.shares[0] > 0.8
    assert sum(each.effective for each in found.weights) == pytest.approx(1)
    assert {each.value for each in found.ranking.moved.factors} == {"weights", "normalisation", "aggregation"}
    assert found.ranking.groups
    assert found.poor.headcount == pytest.approx(len(found.deprived) / 38)
    assert found.poor.adjusted_headcount == pytest.approx(found.poor.headcount * found.poor.intensity)
    assert (
        found.ranking == made(province_table(), each={"miskin": {"cut": 14.0}, "ipm": {"cut": 66.0}}).ranking
    )


def test_nothing_open_moves_nothing_and_z_scores_have_one_mean():
    still = made(province_table(), weights=Openness.FIXED, scales_open=False, means_open=False)
    assert still.ranking.moved is None
    assert all(line.lower == line.rank == line.upper for line in still.ranking.lines)
    assert not still.floored
    assert {each.value for each in made(province_table(), scale=Scale.ZSCORE).ranking.moved.factors} == {
        "weights",
        "normalisation",
    }


def test_what_cannot_be_an_index_is_refused_by_name():
    same = b"Provinsi,a,b\nA,1,2\nB,1,3\nC,1,4\n"
    with pytest.raises(q.NotMeasurable, match="indicator a has the same value"):
        made(same, lower=())
    alike = made(same, lower=(), each={"a": {"low": 0.0, "high": 2.0}})
    assert alike.reliability is None
    assert "two indicators that vary" in str(alike.why[0])
    with pytest.raises(AllEqual, match="All 3 units"):
        made(b"Provinsi,a,b\nA,1,2\nB,1,2\nC,1,2\n", scale=Scale.PERCENTILE, lower=())
    with pytest.raises(q.BadChoice, match="lower goalpost must be below"):
        made(FOUR, each={"baik": {"low": 30.0, "high": 10.0}})
    with pytest.raises(q.BadChoice, match="weights are negative"):
        made(FOUR, each={"baik": {"weight": -1.0}})
    file = read_units(FOUR)
    with pytest.raises(NothingChosen):
        weigh(file, replace(usual(file), ingredients=usual(file).ingredients[:1]))
