"""The life of a round, its recall windows beside Ramadan, and files of targets: values in, answer out."""

from datetime import date

import pytest
from openpyxl import load_workbook
from tests.fakes.family_visits import FORM, ROOT

from bahtera.areas.rules import code_in
from bahtera.foundation.ramadan import ramadans
from bahtera.surveys import rules
from bahtera.surveys.errors import InvalidRound
from bahtera.surveys.rules import RoundState

VILLAGES = {"63.10.11.2011", "63.10.11.2012"}


def read(text, area="63.10", *, bom=False):
    data = text.encode("utf-8-sig" if bom else "utf-8")
    return rules.read_targets(data, area, code_in=code_in, known=lambda codes: VILLAGES & set(codes))


def told(found):
    return [(line, str(why)) for line, why in found.problems]


def test_every_state_is_reached_and_only_corrected_has_no_way_back():
    reached = {to for ways in rules.ROUND_MOVES.values() for to in ways}
    assert reached == set(RoundState)
    assert not rules.may_become(RoundState.FINAL, RoundState.PROVISIONAL)
    assert not rules.may_become(RoundState.DRAFT, RoundState.REVIEW)
    assert rules.needs_reason(RoundState.REVIEW, RoundState.FIELD)
    assert not rules.needs_reason(RoundState.FIELD, RoundState.REVIEW)


def test_a_file_of_targets_is_read_as_offices_write_it():
    found = read("Kode_Desa;Nama;Keluarga\n6310112011;Pulau Tanjung;1.212\n\n63.10.11.2012;X;80\n", bom=True)
    assert dict(found.targets) == {"63.10.11.2011": 1212, "63.10.11.2012": 80}
    assert found.problems == ()


def test_what_does_not_fit_is_told_by_its_line_and_nothing_is_guessed():
    found = read(
        "kode_desa,keluarga\n63.1,5\n63.10.11.2011,7\n6310112011,8\n62.01.01.2001,4\n63.10.11.2012,1.5\n63.10.11.2099,3\n"
    )
    assert dict(found.targets) == {"63.10.11.2011": 7}
    assert [line for line, _ in told(found)] == [2, 4, 5, 6, 7]
    assert "ten digits" in told(found)[0][1]
    assert "twice" in told(found)[1][1]
    assert "outside" in told(found)[2][1]


@pytest.mark.parametrize("data", [b"", b"desa,jumlah\n1,2\n", "kode_desa;keluarga\né".encode("utf-16")])
def test_what_is_no_such_file_is_refused(data):
    with pytest.raises(InvalidRound):
        rules.read_targets(data, "", code_in=code_in, known=set)


def test_recall_windows_that_hold_ramadan_say_so():
    windows = rules.recall_windows(FORM, date(2026, 9, 1), date(2026, 9, 30))
    by_months = {one.months: one for one in windows}
    assert list(by_months) == [24, 12, 6, 1]
    assert (by_months[6].first, by_months[6].last) == (date(2026, 3, 1), date(2026, 9, 30))
    assert [one.hijri for one in by_months[6].ramadan] == [1447]
    assert by_months[1].ramadan == ()
    assert rules.recall_windows("lain", date(2026, 9, 1), None) == ()


def test_a_window_before_the_first_ramadan_written_down_says_that_one_may_lack():
    (longest, *_) = rules.recall_windows(FORM, date(2026, 3, 1), None)
    assert ([one.hijri for one in longest.ramadan], longest.is_listed) == ([1445, 1446, 1447], True)
    (early, *_) = rules.recall_windows(FORM, date(2021, 2, 1), None)
    assert ([one.hijri for one in early.ramadan], early.is_listed) == ([1441], False)
    assert not rules.recall_windows(FORM, date(2040, 2, 1), None)[-1].is_listed


def test_a_ramadan_ahead_is_only_estimated():
    statuses = {one.hijri: one.status for one in ramadans()}
    assert (statuses[1447], statuses[1448]) == ("announced", "estimated")
    assert rules.months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)


def test_the_windows_are_those_of_the_questions_wording():
    """A question whose wording changes its months must change them in definitions/rounds too."""
    book = load_workbook(ROOT / "definitions" / "questionnaires" / FORM / f"{FORM}.xlsx")
    rows = book["survey"].iter_rows(values_only=True)
    heading = next(rows)
    name_at, label_at = heading.index("name"), heading.index("label::Indonesian (id)")
    labels = {row[name_at]: str(row[label_at]) for row in rows}
    said = {1: "1 bulan", 6: "6 bulan", 12: "12 bulan", 24: "2 tahun"}
    windows = rules.recall_windows(FORM, date(2026, 1, 1), None)
    checked = [(one.months, question) for one in windows for question in one.questions]
    assert len(checked) == 10
    assert [pair for pair in checked if f"{said[pair[0]]} terakhir" not in labels[pair[1]]] == []
