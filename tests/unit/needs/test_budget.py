"""What a budget buys: against every choice there is, and within its own bounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes.lifting import (
    BUDGET,
    IKK,
    LIFTED_ONCE,
    SHORT,
    SIZE,
    TOP,
    best,
    lifted,
    patterns_of,
    work,
)

from bahtera.needs.rules import budget as budgets
from bahtera.needs.rules import choosing, offers
from bahtera.needs.rules.budget import spend
from bahtera.needs.rules.menus import Candidate
from bahtera.needs.rules.patterns import read_patterns

PLACES = (1, 3, 10, 20, 25)
NEAR = st.lists(st.integers(0, SIZE - 1), min_size=6, max_size=10, unique=True).map(
    lambda places: "".join("0" if at in places else "1" for at in range(SIZE))
)
CANDIDATES = st.lists(
    st.tuples(st.sampled_from([0.2, 0.5, 0.9, 1.0]), st.integers(1, 20)), min_size=5, max_size=5
)


@settings(max_examples=30, deadline=None)
@given(
    villages=st.lists(st.lists(NEAR, min_size=1, max_size=4), min_size=1, max_size=2),
    drawn=CANDIDATES,
    budget=st.integers(1, 80),
)
def test_no_choice_within_the_budget_lifts_more(villages, drawn, budget):
    candidates = [
        Candidate(at, place, chance, cost)
        for at in range(len(villages))
        for place, (chance, cost) in zip(PLACES[:3], drawn, strict=False)
    ]
    plan = spend(patterns_of(villages), candidates, budget)
    assert plan.cost <= budget
    assert plan.lifted == pytest.approx(
        sum(lifted(villages[each.village], each.candidates) for each in plan.bought)
    )
    most = best(villages, candidates, budget)
    assert plan.every, "so few are tried whole"
    assert plan.lifted == pytest.approx(most, rel=2e-4, abs=1e-6)
    assert plan.bound >= most - 1e-6, "the bound is never too low"
    assert plan.bound <= most * (1 + 2e-4) + 1e-6, "of every set what is proved is the bound of all"
    assert plan.unproved == 0
    for rupiah, value in plan.curve:
        assert value == pytest.approx(best(villages, candidates, rupiah), rel=2e-4, abs=1e-6), (
            "a row of the curve is what asking for that budget gives"
        )
    assert (budget, plan.lifted) in plan.curve, "one budget lifts one number of families"
    assert [value for _, value in plan.curve] == sorted(value for _, value in plan.curve)


@settings(max_examples=25, deadline=None)
@given(
    families=st.lists(NEAR, min_size=1, max_size=4),
    drawn=CANDIDATES,
    budget=st.integers(1, 60),
    tried=st.sampled_from([2, 4, 8, 16]),
)
def test_with_few_sets_at_first_the_bound_holds_and_what_is_around_is_found(families, drawn, budget, tried):
    candidates = [Candidate(0, place, *each) for place, each in zip(PLACES, drawn, strict=True)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(offers, "TRIED", tried)
        plan = spend(patterns_of([families]), candidates, budget)
    most = best([families], candidates, budget)
    assert plan.bound >= most - 1e-9
    assert plan.lifted == pytest.approx(most, abs=1e-6), "all five come and go around what was chosen"


def test_a_village_once_spent_badly_is_spent_well():
    plan = spend(patterns_of([SHORT]), work(), BUDGET)
    chosen = plan.bought[0].candidates
    assert plan.lifted == pytest.approx(lifted(SHORT, chosen))
    assert plan.lifted == pytest.approx(14.605, abs=1e-3)
    assert plan.lifted > LIFTED_ONCE + 1
    assert [each.place for each in chosen] == [1, 5, 15, 28]
    assert (plan.every, plan.gap, plan.bound) == (True, 0.0, plan.lifted)
    affordable = sum(each.cost <= 2 * BUDGET for each in work())
    assert plan.tried == 1 << affordable


def test_from_pairs_the_same_is_found_by_what_is_around_them(monkeypatch):
    """What the programme does where villages are too many for every set: a few at first, then around the chosen."""
    monkeypatch.setattr(offers, "TRIED", 1 << 4)
    monkeypatch.setattr(offers, "_AROUND", 6)
    plan = spend(patterns_of([SHORT]), work(), BUDGET)
    assert plan.lifted == pytest.approx(14.605, abs=1e-3)
    assert not plan.every
    assert plan.bound > plan.lifted
    assert plan.any_gap == pytest.approx(1 - plan.lifted / plan.bound)
    assert (plan.gap, plan.settled) == (0.0, True), "proved among the sets tried, not beyond"
    monkeypatch.setattr(budgets, "_AROUND", 0)
    nothing_around = spend(patterns_of([SHORT]), work(), BUDGET)
    assert nothing_around.lifted < plan.lifted
    assert nothing_around.tried < plan.tried


def test_around_a_large_set_what_lifts_most_a_rupiah_stays_in(monkeypatch):
    monkeypatch.setattr(offers, "_AROUND", 4)
    own = [each for each in work() if each.cost < BUDGET]
    (one,) = offers.offers_of(patterns_of([SHORT]), own, BUDGET)
    number = 0b11111
    looked = offers.around(offers.replace(one, menu=offers.NOTHING), number, 3 * BUDGET)
    assert len(looked.menu)
    for at, found in enumerate(looked.menu.numbers):
        assert found & 0b111 == 0b111, "the first three stay"
        named = looked.named(int(found))
        assert looked.menu.values[at] == pytest.approx(lifted(SHORT, named))
        assert looked.menu.costs[at] == sum(each.cost for each in named)


@pytest.mark.parametrize(
    ("sizes", "tried", "size"), [([3, 9], 1 << 9, 8), ([3, 9], 1 << 10, 22), ([9], 1, 1)]
)
def test_every_set_of_as_many_is_tried_as_the_number_of_sets_allows(sizes, tried, size):
    assert offers.largest_size(sizes, tried) == size


def test_what_would_come_next_may_cost_more_than_anything_tried():
    families = ["".join("0" if at in (*PLACES, 7, 8, 12) else "1" for at in range(SIZE))]
    candidates = [Candidate(0, place, 1.0, 1000) for place in PLACES]
    plan = spend(patterns_of([families]), candidates, 10)
    assert (plan.bought, plan.lifted, plan.every) == ((), 0.0, True)
    (following,) = plan.next_best
    assert following.lifted == pytest.approx(lifted(families, following.candidates))
    assert following.lifted > 0


def test_who_needs_two_things_gains_nothing_from_one():
    """The case in which adding up single interventions would be wrong."""
    families = [
        states
        for states in (
            "".join("0" if at in pair or at in rest else "1" for at in range(SIZE)) for pair, rest in _pairs()
        )
        if IKK.score_states(states).category != TOP
    ]
    candidates = [Candidate(0, place, 1.0, 10) for place in PLACES]
    plan = spend(patterns_of([families]), candidates, 50)
    assert plan.lifted == pytest.approx(lifted(families, plan.bought[0].candidates) if plan.bought else 0.0)
    assert plan.lifted == pytest.approx(best([families], candidates, 50))


def _pairs():
    return [((1, 3), (7, 8, 12, 13, 14, 21, 26)), ((10, 20), (7, 8, 12, 13, 14, 21, 26))]


def test_nothing_to_gain_or_nothing_affordable_buys_nothing():
    happy = ["1" * SIZE] * 3
    near = ["0" * 4 + "1" * 14 + "0" * 11]
    for families, cost in ((happy, 1), (near, 1000)):
        plan = spend(patterns_of([families]), [Candidate(0, 1, 1.0, cost)], 10)
        assert (plan.bought, plan.cost, plan.lifted) == ((), 0, 0)


def test_a_budget_that_could_not_be_proved_in_time_is_not_told(monkeypatch):
    monkeypatch.setattr(budgets, "_SECONDS", 0.0)
    late = spend(patterns_of([SHORT, SHORT[::2]]), _twice(), BUDGET)
    assert not late.settled
    assert late.gap > 0
    assert 0 < late.unproved == len(budgets.SHARES) - len(late.curve)
    assert (BUDGET, late.lifted) in late.curve


def test_many_villages_are_chosen_for_within_the_gap_that_is_told(monkeypatch):
    monkeypatch.setattr(choosing, "MANY", 2)
    monkeypatch.setattr(offers, "MANY", 2)
    monkeypatch.setattr(budgets, "MANY", 2)
    monkeypatch.setattr(offers, "TRIED_OF_MANY", 1 << 10)
    plan = spend(patterns_of([SHORT, SHORT[::2]]), _twice(), 2 * BUDGET)
    whole = lifted(SHORT, plan.bought[0].candidates) + lifted(SHORT[::2], plan.bought[1].candidates)
    assert plan.lifted == pytest.approx(whole)
    assert 0 <= plan.gap <= choosing.GAP_OF_MANY
    assert not plan.every
    assert plan.lifted <= plan.bound


def _twice():
    return [*work(), *(Candidate(1, each.place, each.chance, each.cost) for each in work())]


def test_a_method_by_which_indicators_do_not_add_is_refused():
    patterns = read_patterns(IKK.with_method("geometric"), ["63.01.01.2001"], [(0, "1" * 20 + "0" * 9, 1)])
    with pytest.raises(ValueError, match="geometric"):
        spend(patterns, [Candidate(0, 25, 1.0, 1)], 10)
