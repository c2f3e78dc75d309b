"""Families come whole: means of their own scores leave every hidden count the range that is promised."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from tests.unit.results.whole_counts import ranges

from bahtera.indices import api as indices
from bahtera.results.rules.figures import area_figures
from bahtera.results.rules.protecting import parents_of, protect_round
from bahtera.results.rules.sums import sum_patterns, zero

DEFINITIONS = {name: indices.load(name).without_private() for name in ("ikk", "ibangga")}
CODES = ["63.10.05.2003", "63.10.05.2004", "63.02.05.2001"]
WIDTHS = {"public": 5, "internal": 3}
SIGNED = 6
"""Decimals of the file a data version signs: the finest any figure is printed in."""


@dataclass(frozen=True)
class Pattern:
    states: str
    count: int


def village(dice, definition, families, well):
    """Families among whom a question with a condition applies to some, and which meet most of what is asked."""
    applies = [dice.uniform(0.1, 0.95) if each.applies else 1 for each in definition.indicators]
    meets = [dice.choice(well) for _ in definition.indicators]
    drawn = [
        "".join(
            "-" if dice.random() > asked else "1" if dice.random() < met else "0"
            for asked, met in zip(applies, meets, strict=True)
        )
        for _ in range(families)
    ]
    return sum_patterns(definition, [Pattern(*each) for each in Counter(drawn).items()])


def pages(definition, villages, audience):
    shown, parents, sums = protect_round(definition, villages, audience), parents_of(villages), {}
    for code, each in villages.items():
        area = code
        while area is not None:
            sums[area] = sums.get(area, zero(definition)) + each
            area = parents.get(area)
    return {area: (each, area_figures(definition, area, each, shown)) for area, each in sums.items()}


def narrow(definition, sums, figures, audience):
    """The hidden counts of an area whose range is too narrow."""
    truth = dict(zip([each.id for each in definition.indicators], sums.indicators, strict=True))
    found = ranges(definition, sums, figures, SIGNED)
    assert all(least <= truth[name].unmet <= most for name, (least, most) in found.items())
    return {
        name: (least, most)
        for name, (least, most) in found.items()
        if most - least < min(WIDTHS[audience], truth[name].answered)
    }


@pytest.mark.parametrize(
    ("name", "seed", "audience"), [("ikk", 1, "public"), ("ikk", 1, "internal"), ("ibangga", 2, "public")]
)
def test_every_hidden_count_keeps_its_range_beside_the_families_means(name, seed, audience):
    dice, definition = random.Random(seed), DEFINITIONS[name]
    well = dice.choice([(0.9, 0.97, 1), (0.5, 0.8, 0.95)])
    code, families = CODES[0], dice.choice([9, 15, 28])
    found = pages(definition, {code: village(dice, definition, families, well)}, audience)
    assert narrow(definition, *found[code], audience) == {}


def nearly_perfect():
    """Everybody answers everything; in the second and third dimension hardly anybody lacks anything."""
    definition = DEFINITIONS["ibangga"]
    size, members = len(definition.indicators), {}
    for place, each in enumerate(definition.indicators):
        members.setdefault(each.dimension, []).append(place)
    first, second, third = members.values()
    lacks = [*(first[place % 3] for place in range(18)), second[0], second[1], third[0], third[0]]
    drawn = ["".join("0" if place == lack else "1" for place in range(size)) for lack in lacks]
    return definition, sum_patterns(
        definition, [Pattern(each, 1) for each in drawn] + [Pattern("1" * size, 2)]
    )


def test_an_index_beside_silent_dimensions_would_fence_their_counts_in_and_goes():
    definition, sums = nearly_perfect()
    ((_, figures),) = [
        each for area, each in pages(definition, {"63": sums}, "public").items() if area == "63"
    ]
    assert sum(each.family_mean.hidden for each in figures.dimensions) == 2
    assert figures.methods[0].figure.hidden
    open_index = replace(figures.methods[0].figure, value=sums_index(definition, sums), hidden=False)
    told = replace(figures, methods=(replace(figures.methods[0], figure=open_index), *figures.methods[1:]))
    assert narrow(definition, sums, told, "public")


def sums_index(definition, sums):
    return Fraction(100 * sums.numerator, definition.plan.score.denominator * sums.scored)


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_where_every_dimension_counts_for_everybody_none_is_hidden_alone(audience):
    dice, definition = random.Random(5), DEFINITIONS["ibangga"]
    villages = {
        code: village(dice, definition, n, (0.97, 1)) for code, n in zip(CODES, (14, 40, 70), strict=True)
    }
    found = 0
    for sums, figures in pages(definition, villages, audience).values():
        assert {each.families for each in sums.dimensions} == {sums.scored}
        hidden = sum(each.family_mean.hidden for each in figures.dimensions)
        assert figures.methods[0].figure.hidden == (hidden > 0), "the index and two means give the third away"
        found += hidden
    assert found, "nothing was hidden: the case says nothing"
