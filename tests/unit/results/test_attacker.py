"""The attacker reads whole pages: every figure of every area, and solves for what is not on them."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.disclosure.attacker import recoverable

from bahtera.indices import api as indices
from bahtera.results.rules.figures import area_figures
from bahtera.results.rules.protecting import parents_of, protect_round
from bahtera.results.rules.sums import sum_patterns, zero

IKK = indices.load("ikk").without_private()
SIZE = len(IKK.indicators)
CODES = ["63.10.05.2003", "63.10.05.2004", "63.10.06.2001", "63.02.05.2001"]


@dataclass(frozen=True)
class Pattern:
    states: str
    count: int


def families(weights):
    """Patterns in which each indicator is unmet by a few families only: many small cells."""
    found = []
    for position, count in enumerate(weights):
        states = ["1"] * SIZE
        states[position % SIZE] = "0"
        states[(position * 7 + 3) % SIZE] = "-" if position % 3 else "?"
        found.append(Pattern("".join(states), count))
    return found


rounds = st.dictionaries(
    st.sampled_from(CODES), st.lists(st.integers(1, 9), min_size=3, max_size=SIZE), min_size=1
)


def pages(villages, audience):
    shown = protect_round(IKK, villages, audience)
    parents = parents_of(villages)
    sums = {}
    for code, each in villages.items():
        area = code
        while area is not None:
            sums[area] = sums.get(area, zero(IKK)) + each
            area = parents.get(area)
    return {area: area_figures(IKK, area, each, shown) for area, each in sums.items()}, sums, parents


@pytest.mark.parametrize("audience", ["public", "internal"])
@settings(max_examples=15, deadline=None)
@given(rounds)
def test_no_hidden_count_can_be_worked_out_from_the_pages(audience, weights):
    villages = {code: sum_patterns(IKK, families(each)) for code, each in weights.items()}
    found, sums, parents = pages(villages, audience)
    for position, indicator in enumerate(IKK.indicators):
        values, unknowns, known = {}, set(), []
        for area, figures in found.items():
            row = next(each for each in figures.indicators if each.id == indicator.id)
            truth = sums[area].indicators[position]
            for name, figure, value in (
                ("met", row.met, truth.met),
                ("unmet", row.unmet, truth.unmet),
            ):
                values[area, name] = value
                if figure.hidden:
                    assert figure.value is None
                    unknowns.add((area, name))
                else:
                    assert figure.value == value
            assert row.share.hidden == row.met.hidden == row.unmet.hidden
            # The attacker may know from elsewhere how many answered, even where it is not printed.
            values[area, "n"] = truth.answered
            known.append({(area, "met"): 1, (area, "unmet"): 1, (area, "n"): -1})
        known += column_sums(found, parents, ("met", "unmet"))
        real = {name for name in unknowns if values[name[0], "n"]}
        assert not set(recoverable(unknowns, known, values)) & real


@pytest.mark.parametrize("audience", ["public", "internal"])
@settings(max_examples=30, deadline=None)
@given(rounds)
def test_no_hidden_category_can_be_worked_out_from_the_pages(audience, weights):
    villages = {code: sum_patterns(IKK, families(each)) for code, each in weights.items()}
    found, sums, parents = pages(villages, audience)
    names = [each.id for each in IKK.categories]
    values, unknowns, known = {}, set(), []
    for area, figures in found.items():
        for each, value in zip(figures.categories, sums[area].categories, strict=True):
            values[area, each.category.id] = value
            if each.count.hidden:
                assert each.count.value is None
                assert each.share.value is None
                assert each.printed is None
                unknowns.add((area, each.category.id))
            else:
                assert each.count.value == value
        values[area, "n"] = sums[area].scored
        known.append({(area, name): 1 for name in names} | {(area, "n"): -1})
    known += column_sums(found, parents, names)
    assert recoverable(unknowns, known, values) == {}


@pytest.mark.parametrize("audience", ["public", "internal"])
@settings(max_examples=15, deadline=None)
@given(rounds)
def test_a_mean_of_shares_is_printed_only_where_every_share_is(audience, weights):
    """Counts are whole: 1 of 9 and 8 of 84 add up to a mean in one way."""
    villages = {code: sum_patterns(IKK, families(each)) for code, each in weights.items()}
    found, _, _ = pages(villages, audience)
    for figures in found.values():
        hidden = {row.dimension for row in figures.indicators if row.share.hidden and row.share.n != 0}
        shown = {each.id for each in figures.dimensions if each.indicator_mean.value is not None}
        assert not hidden & shown
        others = [each.figure.value for each in figures.methods if not each.is_main]
        assert not hidden or set(others) == {None}


def column_sums(areas, parents, names):
    known = []
    for parent in set(parents.values()):
        children = [area for area in areas if parents.get(area) == parent]
        known += [{(child, name): 1 for child in children} | {(parent, name): -1} for name in names]
    return known


@settings(max_examples=20, deadline=None)
@given(rounds)
def test_every_printed_count_is_zero_or_large_enough(weights):
    villages = {code: sum_patterns(IKK, families(each)) for code, each in weights.items()}
    found, _, _ = pages(villages, "public")
    for figures in found.values():
        for row in figures.indicators:
            for figure in (row.met, row.unmet, row.unanswered):
                assert figure.value is None or figure.value == 0 or figure.value >= 5
            assert row.share.n is None or row.share.n == 0 or row.share.n >= 5
        for each in figures.categories:
            assert each.count.value is None or each.count.value == 0 or each.count.value >= 5
        for each in figures.methods:
            assert each.figure.value is None or each.figure.n >= 5
