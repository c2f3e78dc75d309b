"""The usual year of a TPK2D, as the definition says it."""

import pytest

from bahtera.surveys.rules.usual_year import read_usual_year, usual_year
from bahtera.surveys.values import Stage

HEAD = 'version: "1"\nstatus: inferred\nsource: {id: x, en: x}\nstages:\n'


def test_every_stage_has_its_months_and_a_source():
    found = usual_year()
    assert [one.stage for one in found.stages] == list(Stage)
    assert found.status == "inferred"
    assert all(one.source for one in found.stages)
    assert (found.stages[0].first, found.stages[-1].last) == (2, 10)


@pytest.mark.parametrize(
    "stages",
    [
        "  - {stage: harvest, first: 1, last: 2, source: x}",
        "  - {stage: locus, first: 3, last: 2, source: x}",
        "  - {stage: locus, first: 0, last: 2, source: x}",
        "  - {stage: locus, first: 12, last: 13, source: x}",
        "  - {stage: locus, first: 1, last: 2, source: x}\n  - {stage: locus, first: 3, last: 4, source: x}",
    ],
)
def test_a_year_that_is_none_is_refused(stages):
    with pytest.raises(ValueError):
        read_usual_year(HEAD + stages)
