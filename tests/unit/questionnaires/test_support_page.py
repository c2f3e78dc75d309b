"""The reference page names everything that publishing refuses and every finding and refusal there is."""

from __future__ import annotations

import re
from pathlib import Path

from bahtera.questionnaires.engine.messages import CODES
from bahtera.questionnaires.engine.support import APPEARANCES, FUNCTIONS, MEDIA, SETTINGS, TYPES

PAGE = Path("docs/reference/questionnaire-support.md").read_text("utf-8")
SOURCES = Path("src/bahtera/questionnaires/engine/envelopes.py").read_text("utf-8")


def test_the_page_is_complete() -> None:
    refusals = set(re.findall(r'RefusedSubmission\(\s*"questionnaires\.(\w+)"', SOURCES))
    assert len(refusals) >= 8
    wanted = {*TYPES, *APPEARANCES, *SETTINGS, *FUNCTIONS, *CODES, *refusals}
    assert sorted(name for name in wanted if f"{name}" not in PAGE) == []


def test_the_questionnaire_page_names_the_columns_of_each_list() -> None:
    page = Path("docs/reference/questionnaire.md").read_text("utf-8")
    for name, columns in MEDIA.items():
        line = next(line for line in page.splitlines() if line.startswith(f"| `{name}`"))
        assert re.findall(r"`(\w+)`", line) == list(columns)
