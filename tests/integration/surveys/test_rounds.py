"""Rounds through the door: their plan, their moves, and what each state still allows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.fakes.places import add_places
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.foundation.models import AuditEntry
from bahtera.questionnaires.models import Questionnaire
from bahtera.surveys import api as surveys
from bahtera.surveys.api import RoundState, Stage, StageRow
from bahtera.surveys.models import Submission

TAMARA = Actor.over("user:71", "Tamara", frozenset({"statistician"}), ("63.02",))
ELSEWHERE = Actor.over("user:72", "Edi", frozenset({"statistician"}), ("15",))


@pytest.fixture
def draft(form, villages):
    add_places({"63.02": "Kotabaru", "63.02.05": "Kecamatan"})
    return surveys.draft_round(
        name="Putaran Kotabaru",
        form_id=form.form_id,
        opens=date(2026, 12, 1),
        closes=date(2027, 2, 28),
        area_code="63.02",
        purpose="Menilai mutu keluarga",
        design=surveys.Design.ENUMERATION,
        recommendation=surveys.Recommendation("V-26.6302.004", date(2025, 10, 2)),
        actor=TAMARA,
    )


def changed(row, **new):
    kept = {
        "name": row.name,
        "form_id": row.form_id,
        "opens": row.opens,
        "closes": row.closes,
        "area_code": row.area_code,
        "purpose": row.purpose,
        "design": row.design,
        "recommendation": row.recommendation,
    }
    return surveys.change_round(row.id, **{**kept, "revision": row.revision, "actor": TAMARA, **new})


def visit(round_row, state="accepted", **more):
    return Submission.objects.create(
        instance_id=f"uuid:{round_row.id}-{state}",
        form_id=round_row.form_id,
        form_version="lama",
        sha256="0" * 64,
        size=1,
        actor_key="system",
        received_at=round_row_day(round_row),
        state=state,
        is_current=True,
        round_id=round_row.id,
        province_code="63",
        regency_code="63.02",
        district_code=VILLAGE[:8],
        village_code=VILLAGE,
        **more,
    )


def round_row_day(_row):
    from bahtera.foundation import clock

    return clock.now()


def test_a_plan_belongs_to_its_area_and_phones_do_not_see_it(draft, rahmat):
    assert draft.state is RoundState.DRAFT
    assert surveys.open_rounds() == []
    assert surveys.list_rounds() == []
    assert [row.id for row in surveys.rounds_for(TAMARA)] == [draft.id]
    assert surveys.rounds_for(ELSEWHERE) == []
    for somebody in (ELSEWHERE, rahmat):
        with pytest.raises(surveys.UnknownRound):
            surveys.round_for(draft.id, actor=somebody)
    with pytest.raises(NotAllowed):
        surveys.move_round(draft.id, RoundState.FIELD, actor=ELSEWHERE)


def test_going_to_the_field_writes_down_what_is_measured_with(draft, form):
    row = surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA)
    assert row.form == surveys.Pin(form.form_id, form.version, form.source_sha256)
    assert {one.id for one in row.indices} == {"ikk", "ibangga"}
    assert [one.id for one in surveys.open_rounds()] == [draft.id]
    (move,) = surveys.moves_of(draft.id)
    assert (move.from_state, move.to_state) == (RoundState.DRAFT, RoundState.FIELD)
    assert AuditEntry.objects.filter(action="surveys.round_moved").count() == 1


def test_two_people_pressing_move_a_round_once(draft):
    surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA, revision=draft.revision)
    with pytest.raises(surveys.StaleRound):
        surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA, revision=draft.revision)
    with pytest.raises(surveys.RoundMoveRefused, match="cannot become"):
        surveys.move_round(draft.id, RoundState.FINAL, actor=TAMARA)


def test_what_visits_rest_on_stays_after_the_first(draft, compiled_row):
    row = surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA)
    surveys.set_targets(row.id, {VILLAGE: 5}, actor=TAMARA)
    visit(row)
    row = surveys.get_round(row.id)
    with pytest.raises(surveys.RoundHasVisits, match="1 visits of this round"):
        surveys.set_targets(row.id, {VILLAGE: 6}, actor=TAMARA)
    for new in (
        {"design": surveys.Design.TWO_STAGE},
        {"area_code": "63.02.05"},
        {"opens": date(2027, 1, 1)},
        {"opens": date(2026, 12, 2)},
    ):
        with pytest.raises(surveys.RoundHasVisits):
            changed(row, **new)
    with pytest.raises(surveys.RoundHasVisits):
        surveys.move_round(row.id, RoundState.DRAFT, actor=TAMARA, reason="Salah tekan")
    assert changed(row, name="Putaran Kotabaru II", closes=date(2027, 3, 1)).name == "Putaran Kotabaru II"
    assert [one.target_families for one in surveys.targets(row.id)] == [5]
    assert surveys.other_versions(row).forms == {}, "one version alone was published"
    Questionnaire.objects.create(**{**compiled_row, "version": "lama"})
    assert surveys.other_versions(row).forms == {"lama": 1}


def test_a_period_leaves_out_no_visit_that_it_holds(draft):
    row = surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA)
    visit(row, visited_on=date(2027, 1, 20))
    visit(row, "returned", visited_on=date(2027, 5, 1))
    visit(row, "rejected", visited_on=date(2027, 2, 20))
    row = surveys.get_round(row.id)
    with pytest.raises(surveys.VisitsLeftOut, match=r"1 visits were made .* the latest on 2027-01-20"):
        changed(row, closes=date(2027, 1, 19))
    assert surveys.get_round(row.id).closes == draft.closes
    ended = changed(row, closes=date(2027, 1, 20))
    assert changed(ended, closes=None).closes is None
    with pytest.raises(surveys.VisitsLeftOut, match="2027-05-01"):
        changed(surveys.get_round(row.id), closes=date(2027, 4, 30))


def test_steps_back_need_a_reason_and_every_move_stays_on_record(draft):
    row = surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA)
    visit(row, "flagged")
    surveys.move_round(row.id, RoundState.REVIEW, actor=TAMARA)
    with pytest.raises(surveys.RoundMoveRefused, match="Say why"):
        surveys.move_round(row.id, RoundState.FIELD, actor=TAMARA, reason="  ")
    surveys.move_round(row.id, RoundState.PROVISIONAL, actor=TAMARA)
    surveys.move_round(row.id, RoundState.FINAL, actor=TAMARA)
    assert [one.to_state.value for one in surveys.moves_of(row.id)] == [
        "final",
        "provisional",
        "review",
        "field",
    ]


def test_a_final_round_takes_decisions_only_as_a_correction(draft, rahmat):
    row = surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA)
    one = visit(row, "accepted")
    for to in (RoundState.REVIEW, RoundState.PROVISIONAL):
        surveys.move_round(row.id, to, actor=TAMARA)
    surveys.move_round(row.id, RoundState.FINAL, actor=TAMARA)
    with pytest.raises(surveys.RoundIsFinal):
        surveys.approve(one.pk, actor=rahmat)
    with pytest.raises(surveys.RoundIsFinal):
        changed(surveys.get_round(row.id), name="Lain")
    with pytest.raises(surveys.RoundMoveRefused):
        surveys.move_round(row.id, RoundState.CORRECTED, actor=TAMARA, reason="Salah ketik")
    with surveys.correcting(row.id):
        surveys.check_round_takes_decisions(row.id)
        moved = surveys.move_round(row.id, RoundState.CORRECTED, actor=TAMARA, reason="Salah ketik")
    assert moved.state is RoundState.CORRECTED
    with pytest.raises(surveys.RoundIsFinal):
        surveys.check_round_takes_decisions(row.id)


def test_what_is_done_with_a_move_falls_with_it(draft):
    def fails(_row):
        raise surveys.StaleReview

    with pytest.raises(surveys.StaleReview):
        surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA, also=fails)
    assert surveys.get_round(draft.id).state is RoundState.DRAFT
    assert surveys.moves_of(draft.id) == []


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ({"name": " "}, "name"),
        ({"closes": date(2026, 11, 1)}, "cannot close"),
        ({"form_id": "tidak_ada"}, "not published"),
        ({"recommendation": surveys.Recommendation("belum", date(2026, 1, 1))}, "no number"),
        ({"recommendation": surveys.Recommendation("V-26.6302.004", date(2999, 1, 1))}, "has come"),
        ({"opens": date(1970, 1, 1), "closes": None}, "from 2000"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(draft, new, why):
    with pytest.raises(surveys.InvalidRound, match=why):
        changed(draft, **new)
    assert surveys.get_round(draft.id) == draft


def test_one_name_a_year(draft, form):
    with pytest.raises(surveys.InvalidRound, match="already"):
        surveys.create_round(
            name=draft.name,
            year=2026,
            form_id=form.form_id,
            opens=draft.opens,
            area_code="63.02",
            actor=SYSTEM,
        )
    other = surveys.create_round(
        name="Lain", year=2026, form_id=form.form_id, opens=draft.opens, actor=SYSTEM
    )
    with pytest.raises(surveys.InvalidRound, match="already"):
        changed(draft, name=other.name)


def test_the_calendar_keeps_its_order_and_says_who_is_late(draft):
    days = [StageRow(Stage.SURVEY, date(2026, 12, 1), date(2027, 2, 28), "BPS")]
    locus = StageRow(Stage.LOCUS, date(2026, 2, 1), date(2026, 2, 28), "TPK2D")
    surveys.set_calendar(draft.id, [*days, locus], actor=TAMARA)
    assert [one.stage for one in surveys.calendar_of(draft.id)] == [Stage.LOCUS, Stage.SURVEY]
    assert locus.is_late(date(2026, 3, 1))
    assert not locus.is_late(date(2026, 2, 28))
    assert not replace(locus, done_on=date(2026, 2, 20)).is_late(date(2026, 3, 1))
    for wrong in (
        [replace(locus, ends=locus.starts - timedelta(days=1))],
        [replace(locus, done_on=date(2999, 1, 1))],
        [replace(locus, starts=date(2027, 1, 1), ends=date(2027, 1, 2)), *days],
    ):
        with pytest.raises(surveys.InvalidRound):
            surveys.set_calendar(draft.id, wrong, actor=TAMARA)
    assert len(surveys.calendar_of(draft.id)) == 2


def test_families_of_two_rounds_in_the_field_are_counted(draft, form, round_one):
    from uuid import uuid4

    row = surveys.move_round(draft.id, RoundState.FIELD, actor=TAMARA)
    family = uuid4()
    for number, found in enumerate((row, round_one)):
        one = visit(found, "accepted")
        Submission.objects.filter(pk=one.pk).update(family_id=family, instance_id=f"uuid:{number}")
    assert surveys.double_families(row) == {round_one.id: 1}


def test_targets_lie_inside(draft):
    found = surveys.read_targets_file(
        draft.id, f"kode_desa;keluarga\n{VILLAGE};5\n{OTHER_VILLAGE};7\n".encode()
    )
    surveys.set_targets(draft.id, found.targets, actor=TAMARA, revision=draft.revision)
    assert sum(one.target_families for one in surveys.targets(draft.id)) == 12
    with pytest.raises(surveys.StaleRound):
        surveys.set_targets(draft.id, {}, actor=TAMARA, revision=draft.revision)
