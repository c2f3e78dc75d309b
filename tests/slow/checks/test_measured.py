"""What the reference says of checks is what they do: every planted fault found, false alarms as stated."""

import json

import pytest
from tests.architecture.test_house import ROOT
from tests.fakes.measuring import measured

from bahtera.cli.demonstration.twins import twins
from bahtera.statistics.linkage import find_duplicates

pytestmark = pytest.mark.slow
FIGURES = ROOT / "definitions" / "checks" / "2026.1.measured.json"


def test_the_stated_figures_are_those_measured():
    told = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert measured() == told
    assert {name: one for name, one in told["faults"].items() if one["found"] < one["planted"]} == {}


def test_duplicates_among_ten_thousand_families():
    made = twins(10_000, seed=5)
    found = {(one.first, one.second) for one in find_duplicates(made.records, at_least=0.9)}
    hits = len(found & made.pairs)
    assert hits / len(found) >= 0.97
    assert hits / len(made.pairs) >= 0.85
