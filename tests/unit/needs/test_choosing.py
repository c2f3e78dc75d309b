"""One set a village within a budget: against every choice there is, and never above its bound."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.needs.rules import choosing
from bahtera.needs.rules.choosing import NONE, Sets, choose, priced

OFFERED = st.lists(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 90)), min_size=1, max_size=5),
    min_size=1,
    max_size=4,
)


def row_of(offered):
    rows = [(at, number, *each) for at, own in enumerate(offered) for number, each in enumerate(own, 1)]
    villages, numbers, costs, values = (np.array(column) for column in zip(*rows, strict=True))
    return Sets(villages, numbers, costs, values / 10)


def best(offered, budget):
    """Return the most of any choice, one or none a village."""
    ways = product(*([(0, 0), *own] for own in offered))
    return max(sum(value for _, value in way) / 10 for way in ways if sum(cost for cost, _ in way) <= budget)


@settings(max_examples=60, deadline=None)
@given(offered=OFFERED, budget=st.integers(1, 80))
def test_no_choice_of_the_sets_lifts_more(offered, budget):
    sets = row_of(offered)
    found = choose(sets, budget, 5.0)
    most = best(offered, budget)
    assert found.lifted == pytest.approx(most, rel=1e-5, abs=1e-5)
    assert found.best >= most - 1e-9
    assert (found.settled, found.cost <= budget) == (True, True)
    assert found.cost == sum(each.cost for each in found.sets.values())
    for village, taken in found.sets.items():
        assert (taken.cost, round(10 * taken.value)) == offered[village][taken.number - 1]


@settings(max_examples=60, deadline=None)
@given(offered=OFFERED, budget=st.integers(1, 80))
def test_the_bound_of_a_price_is_never_too_low(offered, budget):
    sets = row_of(offered)
    affordable = sets.only(np.flatnonzero(sets.costs <= budget))
    if len(affordable.costs):
        price, bound, taken = priced(affordable, budget)
        assert bound >= best(offered, budget) - 1e-9
        assert price >= 0
        assert affordable.costs[taken].sum() <= budget


def test_without_time_a_choice_is_made_and_not_called_proved():
    sets = row_of([[(5, 30)]] * 3)
    late = choose(sets, 12, 0.0)
    assert (late.settled, late.lifted, round(late.best, 6)) == (False, 6.0, 7.2)
    assert late.gap > 0
    known = choose(sets, 12, 5.0)
    assert (known.settled, known.lifted, known.gap) == (True, 6.0, 0.0)


def test_of_many_villages_a_choice_within_a_ten_thousandth_is_close_enough(monkeypatch):
    offered = [[(10 + at % 7, 50 + at % 11), (25 + at % 5, 90 + at % 13)] for at in range(choosing.MANY)]
    sets = row_of(offered)
    monkeypatch.setattr(choosing, "_solved", None)
    found = choose(sets, 1000 * choosing.MANY, 5.0)
    assert (found.settled, found.gap) == (True, 0.0)


def test_nothing_affordable_is_no_choice():
    assert choose(row_of([[(5, 30)]]), 4, 5.0) is NONE
