"""The reference page of checks says what is declared and what was measured."""

import json

from tests.architecture.test_house import ROOT
from tests.fakes.checks_page import page

from bahtera.checks.rules import load


def test_the_page_is_what_the_script_writes():
    figures = json.loads((ROOT / "definitions/checks/2026.1.measured.json").read_text(encoding="utf-8"))
    assert (ROOT / "docs/reference/checks.md").read_text(encoding="utf-8") == page(figures)
    assert set(figures["false_alarms"]) == set(load().checks)
