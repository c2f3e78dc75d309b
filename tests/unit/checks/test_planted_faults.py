"""Every planted fault is asked about, and honest work next to never."""

import pytest
from tests.fakes.fieldwork import asked_about, work

from bahtera.cli.demonstration.fieldwork import FAULTS, judged


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


def test_honest_work_is_left_in_peace(fieldwork):
    _, truth, found, families = fieldwork
    _, false = judged(truth, found, families)
    assert false == {}


def test_what_is_found_holds_no_name_and_no_words_of_an_answer(fieldwork):
    _, _, found, _ = fieldwork
    told = str([one.facts for one in found])
    assert "Sintetis" not in told
    assert "ya'" not in told
