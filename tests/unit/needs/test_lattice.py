"""What every set of a village's work lifts, all at once and one after another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes.lifting import SHORT, SIZE, lifted, patterns_of, subsets, work

from bahtera.needs.rules.lattice import best_of_all, lifted_by_all
from bahtera.needs.rules.menus import (
    NOTHING,
    Candidate,
    after,
    places_in,
    short_families,
    undominated,
)

PLACES = (1, 3, 10, 20, 25)
NEAR = st.lists(st.integers(0, SIZE - 1), min_size=6, max_size=10, unique=True).map(
    lambda places: "".join("0" if at in places else "1" for at in range(SIZE))
)
DRAWN = st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.9, 1.0]), st.integers(1, 20)), min_size=5, max_size=5)


@settings(max_examples=20, deadline=None)
@given(families=st.lists(NEAR, min_size=1, max_size=5), drawn=DRAWN)
def test_every_set_lifts_what_counting_every_way_says(families, drawn):
    candidates = [Candidate(0, place, *each) for place, each in zip(PLACES, drawn, strict=True)]
    _, short = short_families(patterns_of([families]), PLACES)
    values = lifted_by_all(short, [each.chance for each in candidates])
    for chosen in subsets(range(5)):
        value = lifted(families, [candidates[at] for at in chosen])
        assert values[sum(1 << at for at in chosen)] == pytest.approx(value, abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(families=st.lists(NEAR, min_size=1, max_size=5), drawn=DRAWN, most=st.integers(1, 60))
def test_no_set_left_off_the_menu_is_as_cheap_and_better(families, drawn, most):
    chances, costs = zip(*drawn, strict=True)
    _, short = short_families(patterns_of([families]), PLACES)
    menu = best_of_all(short, chances, costs, most)
    values = lifted_by_all(short, chances)
    assert list(menu.costs) == sorted(set(menu.costs))
    for number, value in enumerate(values):
        cost = sum(costs[at] for at in places_in(number))
        offered = menu.values[menu.costs <= cost].max(initial=0.0)
        assert cost > most or value <= offered + 1e-9
    for at, number in enumerate(menu.numbers):
        assert menu.costs[at] == sum(costs[place] for place in menu.chosen(at)) <= most
        assert menu.values[at] == values[number]


@settings(max_examples=20, deadline=None)
@given(families=st.lists(NEAR, min_size=1, max_size=5), drawn=DRAWN, done=st.sets(st.integers(0, 4)))
def test_what_is_done_first_changes_nothing_in_the_end(families, drawn, done):
    chances = [chance for chance, _ in drawn]
    _, short = short_families(patterns_of([families]), PLACES)
    rest = [at for at in range(5) if at not in done]
    standing, already = after(short, sorted(done), chances)
    values = lifted_by_all(standing.of(rest), [chances[at] for at in rest])
    whole = lifted_by_all(short, chances)
    for number, value in enumerate(values):
        places = {*done, *(rest[at] for at in places_in(number))}
        assert already + value == pytest.approx(whole[sum(1 << at for at in places)], abs=1e-12)


def test_a_village_of_many_families_with_much_to_do_is_exact():
    own = work()[:14]
    _, short = short_families(patterns_of([SHORT]), [each.place for each in own])
    values = lifted_by_all(short, [each.chance for each in own])
    for number in (0b1, 0b101101, 0b11111111, 0b10110011100011):
        assert values[number] == pytest.approx(lifted(SHORT, [own[at] for at in places_in(number)]))


def test_sets_that_are_dearer_and_no_better_are_not_offered():
    _, short = short_families(patterns_of([SHORT]), PLACES)
    menu = best_of_all(short, [0.5] * 5, [7, 3, 5, 2, 1], 18)
    assert undominated(menu, menu, NOTHING).numbers.tolist() == menu.numbers.tolist()
    steps = menu.steps()
    slopes = [
        (steps.values[at] - (steps.values[at - 1] if at else 0))
        / (steps.costs[at] - (steps.costs[at - 1] if at else 0))
        for at in range(len(steps))
    ]
    assert slopes == sorted(slopes, reverse=True)
    assert steps.values[-1] == menu.values[-1]


def test_an_empty_village_has_no_menu():
    _, short = short_families(patterns_of([["1" * SIZE]]), [0])
    assert len(best_of_all(short, [1.0], [1], 10)) == 0
    assert after(short, [0], [1.0])[1] == 0
