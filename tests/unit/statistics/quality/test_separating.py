"""Which units can be told apart."""

import numpy as np
import pytest
from tests.unit.statistics.quality.samples import SMALL, choices_of

from bahtera.statistics import quality as q


def comparison(above, level=0.95, units=None):
    names = tuple(units or "ABCDEFG"[: len(above)])
    return q.Comparison(names, np.array(above), level, q.Drawn(1, 100, "PCG64", "2"))


def test_the_share_of_draws_by_hand():
    """The weight is uniform: see the uncertainty of the same three units."""
    found = q.compare_units(choices_of(SMALL, concentration=2.0), draws=20_000, seed=3, level=0.8)
    assert found.units == (1, 2, 3)
    np.testing.assert_allclose(
        found.above, [[0.5, 0.5, 7 / 8], [0.5, 0.5, 7 / 8], [1 / 8, 1 / 8, 0.5]], atol=0.015
    )
    assert [(pair.first, pair.second) for pair in found.pairs()] == [(1, 2)]
    assert found.groups() == ((1, 2),)


def test_of_two_units_one_is_above_or_they_share():
    columns = np.random.default_rng(1).integers(0, 4, (12, 3)).astype(float)
    found = q.compare_units(choices_of(columns, concentration=4.0), draws=100, seed=3)
    np.testing.assert_allclose(found.above + found.above.T, 1)
    nominal = columns.sum(axis=1)
    ordered = [nominal[unit - 1] for unit in found.units]
    assert ordered == sorted(ordered, reverse=True)


def test_equal_units_cannot_be_told_apart_and_clear_ones_can():
    found = q.compare_units(
        choices_of([[5.0, 5], [3, 3], [3, 3], [1, 1]], concentration=4.0), draws=50, seed=1
    )
    assert found.groups() == ((2, 3),)
    (pair,) = found.pairs()
    assert pair == q.Pair(2, 3, 0.5)


def test_groups_may_overlap_and_are_as_large_as_they_can_be():
    above = [[0.5, 0.6, 0.97, 0.99], [0.4, 0.5, 0.8, 0.99], [0.03, 0.2, 0.5, 0.9], [0.01, 0.01, 0.1, 0.5]]
    assert comparison(above).groups() == (("A", "B"), ("B", "C"), ("C", "D"))
    assert comparison(above, level=0.98).groups() == (("A", "B", "C"), ("C", "D"))
    assert comparison(above, level=0.995).groups() == (("A", "B", "C", "D"),)
    assert comparison(above, level=0.55).groups() == ()


def test_every_group_holds_no_pair_told_apart_and_every_neighbouring_pair_stands_in_one():
    columns = np.random.default_rng(8).random((15, 4))
    found = q.compare_units(choices_of(columns, concentration=3.0), draws=200, seed=3)
    alike = {frozenset((pair.first, pair.second)) for pair in found.pairs()}
    groups = found.groups()
    for group in groups:
        assert all(frozenset((a, b)) in alike for a in group for b in group if a != b)
    for first, second in zip(found.units, found.units[1:], strict=False):
        assert (frozenset((first, second)) in alike) == any({first, second} <= set(group) for group in groups)


def test_some_units_are_compared_as_they_are_among_all():
    columns = np.random.default_rng(1).random((9, 3))
    whole = q.compare_units(choices_of(columns, concentration=4.0), draws=100, seed=3)
    part = q.compare_units(choices_of(columns, concentration=4.0), [2, 7], draws=100, seed=3)
    first, second = (whole.units.index(unit) for unit in part.units)
    assert part.above[0, 1] == whole.above[first, second]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"level": 0.5}, "more than half"),
        ({"level": 1.0}, "between 0 and 1"),
        ({"units": [1, 9]}, "not in the table, or stand there twice: 9"),
        ({"units": [1, 1]}, "stand there twice: 1, 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(more, said):
    with pytest.raises(q.BadChoice, match=said):
        q.compare_units(choices_of(SMALL, concentration=2.0), draws=10, seed=1, **more)


def test_too_many_units_are_refused():
    with pytest.raises(q.BadChoice, match="at most 1000 units with each other, not 1001"):
        q.compare_units(choices_of(np.ones((1001, 1))), draws=10, seed=1)
