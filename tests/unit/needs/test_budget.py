"""What a budget buys: against every choice there is, and within its own bounds."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.indices import api as indices
from bahtera.needs.rules import budget as budgets
from bahtera.needs.rules.budget import spend
from bahtera.needs.rules.menus import (
    Candidate,
    Dish,
    Short,
    bound_weights,
    hull,
    menu,
    short_families,
    undominated,
)
from bahtera.needs.rules.patterns import read_patterns

IKK = indices.load("ikk").without_private()
SIZE = len(IKK.indicators)
TOP = IKK.categories[-1].id
PLACES = (1, 3, 10, 20, 25)
NEAR = st.lists(st.integers(0, SIZE - 1), min_size=6, max_size=10, unique=True).map(
    lambda places: "".join("0" if at in places else "1" for at in range(SIZE))
)
CANDIDATES = st.lists(
    st.tuples(st.sampled_from([0.2, 0.5, 0.9, 1.0]), st.integers(1, 20)), min_size=5, max_size=5
)


def lifted(families, bought):
    """Return the expected number lifted, over every way in which families may be reached."""
    total = 0.0
    for states in families:
        if IKK.score_states(states).category == TOP:
            continue
        lacks = [each for each in bought if states[each.place] == "0"]
        for got in product([True, False], repeat=len(lacks)):
            chance, after = 1.0, states
            for each, yes in zip(lacks, got, strict=True):
                chance *= each.chance if yes else 1 - each.chance
                after = after[: each.place] + "1" + after[each.place + 1 :] if yes else after
            total += chance * (IKK.score_states(after).category == TOP)
    return total


def subsets(items):
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))


def best(villages, candidates, budget):
    """Return the most that any choice within the budget lifts, found by trying all of them."""
    options = [
        [
            (sum(each.cost for each in chosen), lifted(families, chosen))
            for chosen in subsets([each for each in candidates if each.village == at])
        ]
        for at, families in enumerate(villages)
    ]
    return max(
        (sum(value for _, value in choice))
        for choice in product(*options)
        if sum(cost for cost, _ in choice) <= budget
    )


def patterns_of(villages):
    rows = [(at, states, 1) for at, families in enumerate(villages) for states in families]
    return read_patterns(IKK, [f"63.01.01.200{at}" for at in range(len(villages))], rows)


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
    assert plan.lifted == pytest.approx(most, rel=2e-4, abs=1e-6)
    assert plan.bound >= most - 1e-6, "the bound is never too low"
    assert plan.unproved == 0
    for rupiah, value in plan.curve:
        assert value == pytest.approx(best(villages, candidates, rupiah), rel=2e-4, abs=1e-6), (
            "a row of the curve is what asking for that budget gives"
        )
    assert (budget, plan.lifted) in plan.curve, "one budget lifts one number of families"
    assert [value for _, value in plan.curve] == sorted(value for _, value in plan.curve)


@settings(max_examples=20, deadline=None)
@given(families=st.lists(NEAR, min_size=1, max_size=5), drawn=CANDIDATES)
def test_every_dish_says_what_it_lifts_and_no_set_lifts_more_than_its_bound(families, drawn):
    candidates = [Candidate(0, place, *each) for place, each in zip(PLACES, drawn, strict=True)]
    _, short = short_families(patterns_of([families]), PLACES)
    for dish in menu(short, candidates):
        chosen = [candidates[at] for at in dish.chosen]
        assert dish.value == pytest.approx(lifted(families, chosen))
        assert dish.cost == sum(each.cost for each in chosen)
    shares, most = bound_weights(short, candidates)
    for chosen in subsets(range(len(candidates))):
        value = lifted(families, [candidates[at] for at in chosen])
        assert value <= min(sum(shares[at] for at in chosen), most) + 1e-9


@settings(max_examples=5, deadline=None)
@given(families=st.lists(NEAR, min_size=2, max_size=4))
def test_with_many_candidates_the_dishes_offered_are_still_exact(families):
    places = list(range(0, SIZE, 3))
    candidates = [Candidate(0, place, 0.5 + place / 100, 1 + place % 7) for place in places]
    _, short = short_families(patterns_of([families]), places)
    for dish in menu(short, candidates)[:6]:
        assert dish.value == pytest.approx(lifted(families, [candidates[at] for at in dish.chosen]))


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


def test_dishes_that_are_dearer_and_no_better_are_not_offered():
    dishes = [Dish((0,), 10, 2.0), Dish((1,), 12, 1.0), Dish((0, 1), 20, 3.0), Dish((2,), 30, 10.0)]
    assert undominated(dishes) == [dishes[0], dishes[2], dishes[3]]
    assert hull(undominated(dishes)) == [dishes[3]]


def test_nothing_to_gain_or_nothing_affordable_buys_nothing():
    happy = ["1" * SIZE] * 3
    near = ["0" * 4 + "1" * 14 + "0" * 11]
    for families, cost in ((happy, 1), (near, 1000)):
        plan = spend(patterns_of([families]), [Candidate(0, 1, 1.0, cost)], 10)
        assert (plan.bought, plan.cost, plan.lifted) == ((), 0, 0)


def test_a_budget_that_could_not_be_proved_in_time_is_not_told(monkeypatch):
    families = ["".join("0" if at in (*PLACES, 7, 8, 12) else "1" for at in range(SIZE))]
    candidates = [Candidate(0, place, 1.0, 10) for place in PLACES]
    whole = spend(patterns_of([families]), candidates, 40)
    monkeypatch.setattr(budgets, "_SECONDS", 0.0)
    late = spend(patterns_of([families]), candidates, 40)
    assert (whole.settled, len(whole.curve), whole.unproved, whole.lifted) == (True, 6, 0, 1)
    assert (late.settled, late.curve, late.unproved, late.gap) == (False, ((40, 0),), 5, 1)


def test_a_method_by_which_indicators_do_not_add_is_refused():
    patterns = read_patterns(IKK.with_method("geometric"), ["63.01.01.2001"], [(0, "1" * 20 + "0" * 9, 1)])
    with pytest.raises(ValueError, match="geometric"):
        spend(patterns, [Candidate(0, 25, 1.0, 1)], 10)


def test_an_empty_village_has_no_menu():
    nothing = Short(
        *(
            short_families(patterns_of([["1" * SIZE]]), [0])[1].__dict__[name]
            for name in ("need", "gains", "counts")
        )
    )
    assert menu(nothing, [Candidate(0, 0, 1.0, 1)]) == []
