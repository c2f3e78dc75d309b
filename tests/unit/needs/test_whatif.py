"""What if: against every choice of families there is, one by one, scored by the index engine itself."""

from itertools import combinations, product
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.indices import api as indices
from bahtera.needs.rules.patterns import read_patterns, score_rows
from bahtera.needs.rules.whatif import MOST_TOGETHER, reached_for, reached_of, simulate

IKK = indices.load("ikk").without_private()
SIZE = len(IKK.indicators)
METHODS = ("arithmetic", "pooled", "geometric", "harmonic")
SIGNS = st.sampled_from("111100-?")
STATES = st.lists(SIGNS, min_size=SIZE, max_size=SIZE).map("".join)
# Families just under the cut, in whom one indicator more or less decides.
NEAR = st.lists(st.integers(0, SIZE - 1), min_size=5, max_size=10, unique=True).map(
    lambda places: "".join("0" if at in places else "1" for at in range(SIZE))
)
FAMILIES = st.lists(NEAR | STATES, min_size=1, max_size=6)


def patterns_of(definition, *villages):
    rows = [(at, states, 1) for at, families in enumerate(villages) for states in families]
    return read_patterns(definition, [f"63.01.01.200{at}" for at in range(len(villages))], rows)


def met(states, place):
    return states[:place] + "1" + states[place + 1 :]


def worlds(families, places, percents):
    """Yield the families after each choice of whom the interventions reach, all equally likely."""
    choices = []
    for place, percent in zip(places, percents, strict=True):
        lacking = [at for at, states in enumerate(families) if states[place] == "0"]
        choices.append(list(combinations(lacking, reached_of(len(lacking), percent))))
    for chosen in product(*choices):
        world = list(families)
        for place, reached in zip(places, chosen, strict=True):
            for at in reached:
                world[at] = met(world[at], place)
        yield world


def measured(definition, world):
    scores = [definition.score_states(states) for states in world]
    top = definition.categories[-1].id
    return sum(each.category == top for each in scores), sum(each.numerator for each in scores if each.scored)


@settings(max_examples=60, deadline=None)
@given(
    families=FAMILIES,
    places=st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=3, unique=True),
    percents=st.lists(st.sampled_from([0, 30, 50, 80, 100]), min_size=3, max_size=3),
)
def test_every_figure_is_that_of_all_choices_one_by_one(families, places, percents):
    percents = percents[: len(places)]
    (found,) = simulate(patterns_of(IKK, families), places, percents)
    seen = [measured(IKK, world) for world in worlds(families, places, percents)]
    assert (found.above, found.numerator) == measured(IKK, families)
    assert found.above_after == pytest.approx(fmean(above for above, _ in seen))
    assert (found.above_least, found.above_most) == (
        min(above for above, _ in seen),
        max(above for above, _ in seen),
    )
    assert found.numerator_after == pytest.approx(fmean(number for _, number in seen))
    assert (found.numerator_least, found.numerator_most) == (
        min(number for _, number in seen),
        max(number for _, number in seen),
    )
    everybody = next(worlds(families, places, [100] * len(places)))
    assert (found.full_above, found.full_numerator) == measured(IKK, everybody)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=25, deadline=None)
@given(families=st.lists(STATES, min_size=1, max_size=8))
def test_rows_are_scored_as_the_index_engine_scores(method, families):
    definition = IKK.with_method(method)
    found = patterns_of(definition, families)
    for at, states in enumerate(families):
        score = definition.score_states(states)
        assert bool(found.scored[at]) == score.scored
        if score.scored:
            number, top = score_rows(definition, found.met[at : at + 1], found.answered[at : at + 1])
            assert (int(number[0]), bool(top[0])) == (
                score.numerator,
                score.category == definition.categories[-1].id,
            )


def test_villages_are_worked_out_apart_and_together_the_same():
    near = ["1" * 20 + "0" * 9, "1" * 22 + "0" * 7, "0" * 3 + "1" * 26, "1" * SIZE]
    far = ["1" * 15 + "0" * 14] * 3 + ["1" * 21 + "0" * 8] * 2
    together = simulate(patterns_of(IKK, near, far), [22, 25, 28], [50, 100, 30])
    assert together[0] == simulate(patterns_of(IKK, near), [22, 25, 28], [50, 100, 30])[0]
    assert together[1] == simulate(patterns_of(IKK, far), [22, 25, 28], [50, 100, 30])[0]


def test_a_pattern_with_a_count_is_so_many_families():
    rows = ["1" * 20 + "0" * 9] * 4 + ["1" * 22 + "0" * 7] * 3
    one_by_one = simulate(patterns_of(IKK, rows), [21, 28], [50, 80])
    counted = read_patterns(IKK, ["63.01.01.2000"], [(0, rows[0], 4), (0, rows[-1], 3)])
    assert simulate(counted, [21, 28], [50, 80]) == one_by_one


def test_a_range_is_not_told_where_indicators_do_not_add_on_their_own():
    (found,) = simulate(patterns_of(IKK.with_method("geometric"), ["1" * 20 + "0" * 9]), [21], [100])
    assert (found.numerator_least, found.numerator_most) == (None, None)
    assert found.numerator_after > found.numerator


@pytest.mark.parametrize(
    ("lacking", "answered", "points", "reached"),
    [(40, 100, 10, 10), (40, 90, 5, 5), (3, 100, 10, 3), (0, 0, 5, 0)],
)
def test_points_take_as_many_families_as_lift_the_share_by_them_and_never_more_than_lack_it(
    lacking, answered, points, reached
):
    assert reached_for(lacking, answered, points) == reached


def test_a_rise_in_points_is_reaching_those_families_of_each_village():
    near = ["1" * 21 + "0" * 8] * 5 + ["1" * SIZE] * 5
    far = ["1" * 21 + "0" * 8] * 8 + ["1" * 21 + "-" + "0" * 7] * 2 + ["1" * SIZE] * 2
    found = simulate(patterns_of(IKK, near, far), [21], [0], [20])
    assert [each.reached for each in found] == [(2,), (2,)], (
        "20 points of 10 families that answered, both times"
    )
    assert found[0] == simulate(patterns_of(IKK, near), [21], [40])[0]


@pytest.mark.parametrize("places", [[], list(range(MOST_TOGETHER + 1)), [3, 3]])
def test_none_too_many_or_the_same_twice_are_refused(places):
    with pytest.raises(ValueError, match="indicators"):
        simulate(patterns_of(IKK, ["1" * SIZE]), places, [50] * len(places))


def test_a_village_without_families_changes_nothing():
    found = simulate(patterns_of(IKK, ["1" * 20 + "0" * 9], []), [21], [100])
    assert (found[1].scored, found[1].above_after, found[1].numerator_after) == (0, 0, 0)


def test_states_of_another_length_are_refused():
    with pytest.raises(ValueError, match="signs"):
        read_patterns(IKK, ["63.01.01.2000"], [(0, "111", 1)])
