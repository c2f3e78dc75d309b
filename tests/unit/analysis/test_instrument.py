"""Ranks from shares that may be shown alone; families that lack much, where their counts give nobody away."""

import pytest
from tests.fakes.family_visits import IKK

from bahtera.analysis.rules.deprivation import deprived
from bahtera.analysis.rules.instrument import coefficients, ranking, village_table, weights_of
from bahtera.disclosure import INTERNAL

SIZE = len(IKK.indicators)
NAMES = [each.id for each in IKK.indicators]
VILLAGES = ("63.10.05.2001", "63.10.05.2002", "63.10.05.2003")


def states(met):
    return "1" * met + "0" * (SIZE - met)


def everything(*_):
    return True


def rank(families, shows=everything):
    return ranking(village_table(families, IKK, shows), weights_of(IKK))


def test_villages_are_ranked_with_what_other_weights_would_say():
    best, middle, alike = VILLAGES
    found = rank({best: [states(SIZE)] * 6, middle: [states(10)] * 6, alike: [states(10)] * 6})
    assert [(line.area, line.rank) for line in found.lines] == [(best, 1), (middle, 2.5), (alike, 2.5)]
    assert (found.lines[0].lower, found.lines[0].upper) == (1, 1)
    assert found.groups == ((middle, alike),)
    assert found == rank({alike: [states(10)] * 6, best: [states(SIZE)] * 6, middle: [states(10)] * 6})


def test_what_moves_the_places_is_told():
    best, middle, last = VILLAGES
    found = rank(
        {
            best: [states(15)] * 5 + [states(SIZE)],
            middle: ["0" * 14 + "1" * (SIZE - 14)] * 6,
            last: [states(10)] * 6,
        }
    )
    moved = found.moved
    assert [each.value for each in moved.factors] == ["weights", "normalisation", "aggregation"]
    assert moved.average.mean > 0
    assert moved.average.total[moved.factors[0]] == max(moved.average.total.values())
    assert [line.groups for line in found.lines] == [(1,), (1, 2), (2,)]
    assert sum(line.top for line in found.lines) == pytest.approx(found.top)


def test_a_share_that_may_not_be_shown_moves_no_rank():
    first, second, third = VILLAGES
    hidden = NAMES[SIZE - 1]

    def shows(_, name):
        return name != hidden

    plain = {first: [states(20)] * 6, second: [states(15)] * 6, third: [states(10)] * 6}
    other = {**plain, third: [states(10)[:-1] + "1"] * 6}
    assert rank(plain, shows) == rank(other, shows)
    assert village_table(other, IKK, shows).missing[:, -1].all()


def test_two_villages_are_nothing_to_rank():
    assert rank({village: [states(9)] * 6 for village in VILLAGES[:2]}) is None
    assert rank({}) is None


def test_few_families_have_no_coefficients_and_hidden_indicators_no_line():
    assert coefficients([states(9)] * 29, IKK, everything).completeness == ()
    found = coefficients([states(met) for met in range(5, 20)] * 3, IKK, lambda name: name != NAMES[7])
    assert NAMES[7] not in {each.indicator for each in found.completeness}
    assert NAMES[7] not in {each.indicator for each in (*found.weights, *found.reliability.items)}
    assert found.reliability.alpha > 0.8
    assert NAMES[0] in found.reliability.left_out
    assert sum(each.effective for each in found.weights) == pytest.approx(1)


def test_families_that_lack_much_are_counted_where_no_band_is_small():
    lacking = [(VILLAGES[0], states(0), 1.0)] * 10 + [(VILLAGES[1], states(SIZE), 3.0)] * 10
    found = {each.area: each.figures for each in deprived(lacking, IKK, everything, INTERNAL)}
    assert set(found) == {"63", "63.10", "63.10.05"}
    assert found["63.10"] == (pytest.approx((0.25, 1.0, 0.25)),) * 3
    few = [*lacking[8:], *lacking[10:]]
    assert deprived(few, IKK, everything, INTERNAL) == ()
