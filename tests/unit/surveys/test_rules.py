"""The life of a submission, rounds and facts: values in, answer out."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.surveys import rules
from bahtera.surveys.rules import TRANSITIONS, Move, State
from bahtera.surveys.values import FindingRow, RoundRow, RoundState

HUMAN = {Move.APPROVE, Move.RETURN, Move.SET_ASIDE}


def a_round(number=1, *, area="", opens=date(2026, 1, 1), closes=None, is_open=True):
    state = RoundState.FIELD if is_open else RoundState.REVIEW
    return RoundRow(number, f"Putaran {number}", 2026, "kunjungan", ("ikk",), area, opens, closes, state)


def doubts(round_row, *, village="63.02.05.2001", takes_part=True):
    return rules.place_findings(village, ["63.02.05.2001"], round_row, takes_part=takes_part)


def codes(findings):
    return [found.code for found in findings]


def test_a_village_nobody_knows_lies_in_no_area():
    found = rules.place_findings(
        "63.02.05.2001.x", ["63.02.05.2001"], a_round(), takes_part=True, village_known=False
    )
    assert codes(found) == ["outside_area"]


@pytest.mark.parametrize("text", ["0" * 32, "ffffffff-ffff-ffff-ffff-ffffffffffff", "uuid:", "x"])
def test_an_id_that_names_nobody_is_none(text):
    assert rules.uuid_of(text) is None


def test_every_state_and_move_stands_in_the_table():
    assert {state for state, _ in TRANSITIONS} | set(TRANSITIONS.values()) == set(State)
    assert {move for _, move in TRANSITIONS} == set(Move)


def test_nothing_leaves_superseded():
    assert not any(rules.can_move(State.SUPERSEDED, move) for move in Move)


def test_everything_but_what_has_ended_can_be_replaced():
    ended = {State.SUPERSEDED, State.REJECTED}
    assert {s for s in State if rules.can_move(s, Move.REPLACE)} == set(State) - ended


def test_nobody_decides_on_what_was_not_assessed():
    assert not any(rules.can_move(State.RECEIVED, move) for move in HUMAN)


def test_every_state_can_be_reached_from_received():
    reached = {State.RECEIVED}
    while True:
        more = {to for (state, _), to in TRANSITIONS.items() if state in reached} - reached
        if not more:
            break
        reached |= more
    assert reached == set(State)


@given(st.sampled_from(State), st.sampled_from(Move))
def test_next_state_and_can_move_agree(state, move):
    assert (rules.next_state(state, move) is not None) == rules.can_move(state, move)


def test_area_codes_repeat_every_level():
    assert rules.area_codes("63.10.04.2001") == ("63", "63.10", "63.10.04", "63.10.04.2001")


@pytest.mark.parametrize(
    "code", ["", "63", "63.02.05", "6302052001", "63.02.05.20O1", "63.02.05.２001", "x" * 13]
)
def test_a_code_that_is_none_gives_no_levels(code):
    assert rules.area_codes(code) == ("", "", "", "")


def test_a_submission_without_a_village_lies_where_its_only_sender_does():
    assert rules.fallback_codes(["63.02"]) == ("63", "63.02", "", "")
    assert rules.fallback_codes(["63.02", "63.03"]) == ("", "", "", "")
    assert rules.fallback_codes([""]) == ("", "", "", "")


def test_a_scope_is_a_subtree_not_a_prefix():
    assert rules.within("63.10.04.2001", "63.10")
    assert not rules.within("63.10.04.2001", "63.1")
    assert rules.within("63.10", "")


def test_facts_are_read_from_a_family_visit():
    facts = rules.facts_of(
        {
            "kode_desa": "63.02.05.2001",
            "family_id": "0192d1c4-0000-7000-8000-000000000001",
            "hasil_kunjungan": "selesai",
            "persetujuan": "ya",
            "tanggal_kunjungan": date(2026, 11, 20),
            "anggota": [
                {"nama": "Anak", "hubungan": "anak"},
                {"nama": "Ibu Ani", "hubungan": "kepala"},
                {"nama": None},
            ],
        }
    )
    assert facts.family_name == "Ibu Ani"
    assert facts.visited_on == date(2026, 11, 20)
    assert str(facts.family_id).endswith("0001")
    assert facts.consented


def test_a_form_without_these_questions_has_no_facts():
    facts = rules.facts_of({"q1": "a"})
    assert (facts.village_code, facts.family_id, facts.family_name, facts.visited_on) == ("", None, "", None)


def test_a_family_id_that_is_none_is_left_out():
    assert rules.facts_of({"family_id": "baru"}).family_id is None


def test_a_date_is_also_read_from_its_stored_text():
    assert rules.date_of("2026-11-20") == date(2026, 11, 20)
    assert rules.date_of(datetime(2026, 11, 20, 5, tzinfo=UTC)) == date(2026, 11, 20)
    assert rules.date_of("kemarin") is None
    assert rules.date_of(None) is None


def test_the_round_is_the_one_whose_dates_hold_the_visit():
    old = a_round(1, opens=date(2025, 1, 1), closes=date(2025, 12, 31), is_open=False)
    new = a_round(2, opens=date(2026, 1, 1))
    assert rules.choose_round([old, new], "63.02.05.2001", date(2025, 6, 1)) == old
    assert rules.choose_round([old, new], "63.02.05.2001", date(2026, 6, 1)) == new


def test_a_wrong_clock_falls_to_the_open_round():
    closed = a_round(1, opens=date(2025, 1, 1), closes=date(2025, 12, 31), is_open=False)
    now = a_round(2, opens=date(2026, 1, 1))
    assert rules.choose_round([closed, now], "63.02.05.2001", date(1970, 1, 1)) == now
    assert rules.choose_round([closed, now], "63.02.05.2001", None) == now


def test_a_small_round_goes_before_a_large_one_and_area_counts():
    country, regency = a_round(1), a_round(2, area="63.02")
    assert rules.choose_round([country, regency], "63.02.05.2001", date(2026, 6, 1)) == regency
    assert rules.choose_round([country, regency], "15.01.01.2001", date(2026, 6, 1)) == country
    assert rules.choose_round([regency], "15.01.01.2001", date(2026, 6, 1)) is None
    named = rules.choose_round(
        [country, regency], "63.02.05.2001", date(2026, 6, 1), lambda round_id, _: round_id == country.id
    )
    assert named == country


def test_no_doubt_about_an_ordinary_visit():
    assert doubts(a_round()) == []


def test_doubts_about_place_and_time():
    found = doubts(None, village="15.01.01.2001", takes_part=False)
    assert codes(found) == ["outside_area", "no_round"]
    closed = a_round(is_open=False)
    found = doubts(closed, takes_part=False)
    assert codes(found) == ["late_for_round", "village_not_in_round"]


def test_only_doubts_flag():
    note = rules.finding("attachment_not_declared", "info", value="a.jpg")
    doubt = rules.finding("attachment_missing", "warning", value="a.jpg")
    assert rules.state_after_assessment([]) is State.ACCEPTED
    assert rules.state_after_assessment([note]) is State.ACCEPTED
    assert rules.state_after_assessment([note, doubt]) is State.FLAGGED


def test_a_visit_that_found_nobody_gives_way():
    assert rules.yields_to_later("tidak_ditemukan", State.ACCEPTED)
    assert not rules.yields_to_later("tidak_ditemukan", State.APPROVED)
    assert not rules.yields_to_later("selesai", State.FLAGGED)
    assert not rules.yields_to_later("selesai_sebagian", State.ACCEPTED)


@pytest.mark.parametrize("code", sorted(rules.MESSAGES))
def test_every_finding_speaks_both_languages(code):
    found = rules.finding(code, "warning", value="X")
    assert set(found.messages) == {"id", "en"}
    assert all(text and "{" not in text for text in found.messages.values())


def test_the_picture_in_the_reference_is_the_table():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "openrosa.md").read_text(encoding="utf-8")
    drawn = page.partition("<!-- states:begin -->\n")[2].partition("<!-- states:end -->")[0]
    assert drawn == f"```mermaid\n{rules.diagram()}```\n"


def doubt(code, *, question="", row=None):
    return FindingRow(code, "warning", question, "", row, "", {})


def test_a_doubtful_number_is_told_once_by_the_register_rather_than_by_the_form():
    said = [
        doubt("warning_shown", question="peringatan_nik", row=1),
        doubt("warning_shown", question="peringatan_nik", row=2),
        doubt("warning_shown", question="peringatan_nik_ganda", row=2),
        doubt("warning_shown", question="peringatan_kk"),
        doubt("warning_shown", question="peringatan_penghuni"),
    ]
    exact = [
        doubt("families.nik_sex_differs", question="nik", row=1),
        doubt("families.nik_repeated", question="nik", row=3),
        doubt("families.kk_length", question="no_kk"),
    ]
    left = rules.told_once([*said, *exact])
    assert [(one.question, one.row) for one in left] == [
        ("peringatan_nik", 2),
        ("peringatan_penghuni", None),
        ("nik", 1),
        ("nik", 3),
        ("no_kk", None),
    ]
    assert rules.told_once(said) == said


def test_a_draw_is_told_by_its_seed_alone_and_holds_its_share():
    keys = [str(number) for number in range(4000)]
    drawn = [key for key in keys if rules.is_drawn("benih", "arrival", key, 250)]
    assert drawn == [key for key in keys if rules.is_drawn("benih", "arrival", key, 250)]
    assert 900 < len(drawn) < 1100
    assert drawn != [key for key in keys if rules.is_drawn("lain", "arrival", key, 250)]
    assert all(rules.is_drawn("benih", "arrival", key, 250) for key in drawn)
    assert [rules.is_drawn("benih", "arrival", "1", share) for share in (0, 1000)] == [False, True]
