"""Who lacks what in many villages at once: the very counts of each village's page, hidden where they are."""

import random

import pytest

from bahtera.indices import api as indices
from bahtera.results.rules import figures
from bahtera.results.rules.lacking import lacks_of
from bahtera.results.rules.protecting import protect_round
from bahtera.results.values import DimensionSum, IndicatorSum, Sums

IKK = indices.load("ikk").without_private()


def sums(rng):
    families = rng.choice((0, 4, 12, 40))
    answered = [rng.choice((0, families, rng.randint(0, families))) for _ in IKK.indicators]
    return Sums(
        families,
        families,
        0,
        (families, *(0 for _ in IKK.categories[1:])),
        tuple(DimensionSum(families) for _ in IKK.dimensions),
        tuple(IndicatorSum(max(0, each - rng.choice((0, 1, 2, 9))), each) for each in answered),
    )


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_counts_are_those_of_the_pages(audience):
    rng = random.Random(20261123)
    villages = {f"63.{10 + at % 3}.0{at % 2 + 1}.{2001 + at}": sums(rng) for at in range(24)}
    shown = protect_round(IKK, villages, audience)
    found = lacks_of(IKK, villages, shown)
    hidden = 0
    for code, one in villages.items():
        pages = [
            figures.indicator(each, told, code, shown)
            for each, told in zip(IKK.indicators, one.indicators, strict=True)
        ]
        for page, lack in zip(pages, found[code], strict=True):
            hidden += page.unmet.hidden
            assert (lack.indicator, lack.lacking) == (page.id, page.unmet.count)
            assert lack.answered == (None if page.unmet.hidden else page.share.n)
    assert hidden > 20
