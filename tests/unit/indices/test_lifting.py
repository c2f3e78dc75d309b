from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.indices.samples import fitur, tepat

from bahtera.indices import load
from bahtera.indices.lifting import smallest_lifts, turned

METHODS = ("arithmetic", "pooled", "geometric", "harmonic")


def by_trying_all(definition, states):
    """Every smallest set, found by trying every set of unmet indicators."""
    score = definition.score_states(states)
    order = [each.id for each in definition.categories]
    unmet = [each.id for each, sign in zip(definition.indicators, states, strict=True) if sign == "0"]
    for size in range(1, len(unmet) + 1):
        found = {
            chosen
            for chosen in combinations(unmet, size)
            if order.index(definition.score_states(turned(definition.plan, states, chosen)).category)
            > order.index(score.category)
        }
        if found:
            return found
    return set()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="10-?", min_size=11, max_size=11), st.sampled_from(METHODS))
def test_weighted_sets_are_all_the_smallest_ones(states, method):
    definition = fitur(method)
    score = definition.score_states(states)
    lifts = smallest_lifts(definition.plan, score, most=10_000)
    if lifts is None:
        assert not score.scored or score.category == "baik" or not by_trying_all(definition, states)
    else:
        assert set(lifts.sets) == by_trying_all(definition, states)
        assert lifts.total == len(lifts.sets)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from("10-"), min_size=29, max_size=29), st.sampled_from(METHODS))
def test_sets_of_29_are_all_the_smallest_ones(signs, method):
    zeros = [place for place, sign in enumerate(signs) if sign == "0"]
    for place in zeros[11:]:
        signs[place] = "1"
    definition = tepat(method)
    score = definition.score_states("".join(signs))
    lifts = smallest_lifts(definition.plan, score, most=10_000)
    if lifts is not None:
        assert set(lifts.sets) == by_trying_all(definition, "".join(signs))


def test_greedy_would_be_wrong():
    """Taking the indicator with the largest gain first misses sets; the exact search does not."""
    definition = tepat()
    lifts = smallest_lifts(definition.plan, definition.score_states("0" * 29), most=3)
    assert lifts.category == "sedang"
    assert (lifts.size, len(lifts.sets)) == (12, 3)
    assert lifts.total == 48620


def test_a_family_at_the_top_or_without_score_has_no_lift():
    definition = tepat()
    for states in ("1" * 29, "?" * 29, "-" * 29):
        assert smallest_lifts(definition.plan, definition.score_states(states)) is None


@pytest.mark.parametrize("language", ["id", "en"])
def test_explanation_tells_gaps_that_add_up(language):
    definition = load("ikk")
    states = "0" + "1" * 20 + "0?-0" + "1" * 4
    explained = definition.explain_states(states, language=language)
    assert sum(each.gap for each in explained.dimensions) == 100 - explained.score.value
    unmet = explained.of_state("0")
    assert sum(each.gain for each in unmet) == 100 - explained.score.value
    assert all(each.why and each.remedy for each in unmet)
    assert len(explained.of_state("-")) == 1
    assert any(explained.category in sentence for sentence in explained.sentences)


def test_an_explanation_names_what_is_unanswered_and_why_there_is_no_score():
    explained = load("ikk").explain_states("?" * 29)
    assert explained.score.value is None
    assert "terlalu banyak" in explained.sentences[0]
    assert explained.lifts is None
    assert explained.to_next_cut is None


def test_a_family_exactly_on_an_open_cut_has_no_way_to_go_but_is_not_over_it():
    definition = tepat()
    on_the_cut = "1--" + "1-----" + "1-------" + "10----" + "1000--"
    explained = definition.explain_states(on_the_cut)
    assert explained.score.value == 75
    assert explained.score.category == "sedang"
    assert explained.to_next_cut == 0
    assert {each.of_next_cut for each in explained.of_state("0")} == {1}
    assert explained.lifts.size == 1


def test_english_has_a_singular():
    definition = load("ikk")
    explained = definition.explain_states("1" * 8 + "-" + "1" * 5 + "0?" + "0" + "1" * 12, language="en")
    said = " ".join(explained.sentences)
    assert "1 indicator does not apply" in said
    assert "1 indicator is not answered" in said
    assert " 1 indicators" not in said
    assert "these 1" not in said
