"""What papers and tables say of a round: BPS's recommendation, and Ramadan in what was asked about."""

from dataclasses import replace
from datetime import date

import pytest

from bahtera.publishing.metadata.study import levels_of
from bahtera.publishing.paper.report_words import report_words
from bahtera.publishing.paper.reporting import _round_line
from bahtera.publishing.round_notes import round_about, round_line
from bahtera.surveys.api import Design, Recommendation, RoundRow

ROUND = RoundRow(
    1, "Putaran (sintetis)", 2026, "kunjungan_keluarga", ("ikk",), "63", date(2026, 9, 1), date(2026, 9, 30)
)
TOLD = replace(ROUND, recommendation=Recommendation("V-26.6300.001", date(2026, 2, 3)))


def test_the_recommendation_stands_on_papers_and_in_notes():
    assert round_line(ROUND, "id") == "Putaran (sintetis)"
    assert round_line(TOLD, "id") == "Putaran (sintetis) · rekomendasi BPS V-26.6300.001"
    told = {"name": "A", "year": 2026, "recommendation": {"number": "V-1.1", "on": "2026-02-03"}}
    assert _round_line(told, report_words("id"), "id")[-1] == "Rekomendasi BPS V-1.1, 3 Februari 2026"
    assert {one.name: one.value for one in round_about(TOLD)}[
        "rekomendasi_bps"
    ] == "V-26.6300.001, 2026-02-03"


def test_the_notes_say_which_questions_look_back_into_ramadan():
    (note,) = round_about(ROUND)
    windows = note.value.split("; ")
    assert len(windows) == 4
    assert "6 bulan (7 pertanyaan): 2026-03-01–2026-09-30, beririsan dengan Ramadan 1447 H" in windows[2]
    assert "Ramadan" not in windows[3]


@pytest.mark.parametrize(("area", "wide"), [("63.05", False), ("63", True)])
def test_a_sample_of_a_regency_is_said_to_speak_for_no_province(area, wide):
    row = replace(ROUND, area_code=area, design=Design.TWO_STAGE)
    assert ("provinsi" in levels_of(row)["id"]) is wide
