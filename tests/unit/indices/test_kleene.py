from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bahtera.indices.expressions import kleene

TRUTHS = st.sampled_from([True, False, None])
LISTS = st.lists(TRUTHS, max_size=6)


def worlds(values):
    """Every way in which the unknowns could turn out."""
    return product(*[(True, False) if value is None else (value,) for value in values])


@given(LISTS)
def test_a_result_is_known_exactly_when_every_world_agrees(values):
    for combine, truth in ((kleene.conjunction, all), (kleene.disjunction, any)):
        outcomes = {truth(world) for world in worlds(values)}
        assert combine(values) == (outcomes.pop() if len(outcomes) == 1 else None)


@given(LISTS, st.integers(0, 7))
def test_at_least_agrees_with_every_world(values, least):
    outcomes = {sum(world) >= least for world in worlds(values)}
    assert kleene.at_least(least, values) == (outcomes.pop() if len(outcomes) == 1 else None)


@given(LISTS)
def test_de_morgan(values):
    opposite = [kleene.negate(value) for value in values]
    assert kleene.negate(kleene.conjunction(values)) == kleene.disjunction(opposite)


@given(LISTS, st.data())
def test_learning_an_unknown_never_overturns_what_was_known(values, data):
    learnt = [data.draw(st.booleans()) if value is None else value for value in values]
    for combine in (kleene.conjunction, kleene.disjunction):
        before = combine(values)
        assert before is None or combine(learnt) == before
