"""Sums that add up in any order and survive their JSON."""

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.indices import api as indices
from bahtera.results.rules.protecting import parents_of, protect_indices, protect_round
from bahtera.results.rules.releasing import moves_on
from bahtera.results.rules.sums import dimension_scales, sum_patterns, zero
from bahtera.results.values import Sums

IKK = indices.load("ikk").without_private()
SIZE = len(IKK.indicators)
states = st.text("10-?", min_size=SIZE, max_size=SIZE)


@dataclass(frozen=True)
class Pattern:
    states: str
    count: int


patterns = st.lists(st.builds(Pattern, states, st.integers(1, 500)), max_size=12)


@settings(deadline=None)
@given(patterns, patterns)
def test_villages_add_up_to_their_regency(first, second):
    together = sum_patterns(IKK, [*first, *second])
    assert sum_patterns(IKK, first) + sum_patterns(IKK, second) == together
    assert sum_patterns(IKK, second) + sum_patterns(IKK, first) == together
    assert together + zero(IKK) == together


@settings(deadline=None)
@given(patterns)
def test_sums_survive_json(found):
    sums = sum_patterns(IKK, found)
    assert Sums.from_json(sums.to_json()) == sums


@settings(deadline=None)
@given(patterns)
def test_sums_are_what_the_families_scores_say(found):
    sums = sum_patterns(IKK, found)
    scores = [(IKK.score_states(each.states), each.count) for each in found]
    assert sums.families == sum(count for _, count in scores)
    assert sums.scored == sum(count for score, count in scores if score.scored) == sum(sums.categories)
    values = sum((score.value * count for score, count in scores if score.scored), Fraction(0))
    denominator = IKK.plan.score.denominator
    assert Fraction(100 * sums.numerator, denominator) == values
    for position, scale in enumerate(dimension_scales(IKK)):
        expected = sum(
            (
                score.dimensions[position].value * count
                for score, count in scores
                if score.scored and score.dimensions[position].applicable
            ),
            Fraction(0),
        )
        assert Fraction(100 * sums.dimensions[position].numerator, scale) == expected
    for position, each in enumerate(sums.indicators):
        signs = [(score.states[position], count) for score, count in scores]
        assert each.met == sum(count for sign, count in signs if sign == "1")
        assert each.unmet == sum(count for sign, count in signs if sign == "0")
        assert each.unanswered == sum(count for sign, count in signs if sign == "?")


def test_parents_follow_the_dots():
    assert parents_of({"63.10.05.2003": None}) == {
        "63.10.05.2003": "63.10.05",
        "63.10.05": "63.10",
        "63.10": "63",
    }
    assert parents_of({"63.10.05.2003": None, "15.01.01.1001": None})["63"] == ""


def test_a_released_copy_moves_in_full_steps_of_every_count():
    assert not moves_on([(20, 20)])
    assert not moves_on([(20, 24)])
    assert moves_on([(20, 25)])
    assert moves_on([(20, 15)])
    assert not moves_on([(20, 26), (20, 21)])
    assert moves_on([(20, 26), (20, 25)])
    assert moves_on([(20, 26), (20, 20)])
    assert not moves_on([])


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["63.10.05.2003", "63.10.05.2004", "63.02.05.2001"]), patterns, min_size=1
    )
)
def test_the_public_never_sees_what_the_offices_do_not(found):
    villages = {code: sum_patterns(IKK, each) for code, each in found.items()}
    inner = protect_round(IKK, villages, "internal")
    outer = protect_round(IKK, villages, "public")
    assert inner.categories.hidden <= outer.categories.hidden
    assert inner.means.hidden <= outer.means.hidden
    assert inner.shares.hidden_means <= outer.shares.hidden_means
    for name, shown in inner.shares.tables.items():
        assert shown.hidden <= outer.shares.tables[name].hidden
        assert inner.answered[name].hidden <= outer.answered[name].hidden


def test_what_one_index_hides_no_other_prints():
    ibangga = indices.load("ibangga").without_private()
    twins = [
        (position, other)
        for position, mine in enumerate(IKK.indicators)
        for other, theirs in enumerate(ibangga.indicators)
        if (mine.applies, mine.met, mine.missing) == (theirs.applies, theirs.met, theirs.missing)
    ]
    assert len(twins) > 3
    first, partner = twins[0]
    mine = ["1"] * SIZE
    villages, others = [], []
    for code, unmet in {"63.10.05.2003": 2, "63.10.05.2004": 30, "63.02.05.2001": 40}.items():
        for count, sign in ((60, "1"), (unmet, "0")):
            states, their = mine.copy(), ["1"] * len(ibangga.indicators)
            states[first] = their[partner] = sign
            villages.append((code, Pattern("".join(states), count)))
            others.append((code, Pattern("".join(their), count)))
    measured = [
        (definition, {code: sum_patterns(definition, [p for c, p in rows if c == code]) for code, _ in rows})
        for definition, rows in ((IKK, villages), (ibangga, others))
    ]
    ikk, other = protect_indices(measured, "public")
    for position, theirs in twins:
        hidden = ikk.shares.tables[IKK.indicators[position].id].hidden
        assert hidden == other.shares.tables[ibangga.indicators[theirs].id].hidden
    assert ikk.shares.tables[IKK.indicators[first].id].hidden
