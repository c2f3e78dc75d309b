"""Every planted fault is asked about, and honest work next to never."""

import pytest
from tests.fakes.fieldwork import asked_about, work

from bahtera.cli.demonstration.fieldwork import FAULTS, judged, unplanted


@pytest.fixture(scope="module")
def fieldwork():
    visits, truth = work(5, 4, 30, seed=7)
    found, families = asked_about(visits)
    return visits, truth, found, families


def test_every_planted_fault_is_found(fieldwork):
    _, truth, found, families = fieldwork
    scores, _ = judged(truth, found, families)
    assert set(scores) == set(FAULTS)
    assert {name: (one.found, one.planted) for name, one in scores.items() if one.found < one.planted} == {}


@pytest.mark.parametrize(
    ("each", "needed"),
    [(10, {}), (5, {"one_house": 8, "guessed_ages": 8, "silent": 10})],
    ids=["what the page proposes", "too few for some"],
)
def test_a_small_sample_hides_none_of_what_is_planted_in_it(each, needed):
    visits, truth = work(6, 2, each, seed=2026)
    scores, _ = judged(truth, *asked_about(visits))
    assert {name: (one.found, one.planted) for name, one in scores.items() if one.found < one.planted} == {}
    assert all(one.planted for one in scores.values())
    assert unplanted(visits, truth) == needed


def test_honest_work_is_left_in_peace(fieldwork):
    _, truth, found, families = fieldwork
    _, false = judged(truth, found, families)
    assert false == {}


def test_what_is_found_holds_no_name_and_no_words_of_an_answer(fieldwork):
    _, _, found, _ = fieldwork
    told = str([one.facts for one in found])
    assert "Sintetis" not in told
    assert "ya'" not in told
