"""Figures of a village: each family once, and parts that add to the whole."""

import uuid
from datetime import date

import pytest
from tests.fakes.small_form import VILLAGE, visit

from bahtera.access.api import SYSTEM
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission, SubmissionScore

pytestmark = pytest.mark.django_db

RESULTS = ("selesai", "selesai", "selesai_sebagian", "menolak", "pindah", "tidak_ditemukan", "")


@pytest.fixture
def sent(siti, dewi, round_one):
    """One visit of each result, and a second visit to the first family that does not count."""
    surveys.set_targets(round_one.id, {VILLAGE: 5}, actor=SYSTEM)
    twice = uuid.uuid4()
    families = [twice, *(uuid.uuid4() for _ in RESULTS[1:])]
    found = [
        surveys.receive(visit(family_id=family, hasil_kunjungan=result), actor=siti).submission_id
        for family, result in zip(families, RESULTS, strict=True)
    ]
    surveys.receive(visit(family_id=twice), actor=dewi)
    Submission.objects.filter(pk=found[5]).update(result_code="tidak_ada_responden")
    return found


def test_the_parts_of_visited_add_to_the_whole(sent, round_one):
    progress = surveys.progress(round_one.id, VILLAGE)
    assert (progress.target, progress.visited, progress.interviewed) == (5, 7, 3)
    parts = (
        progress.complete,
        progress.partial,
        progress.refused,
        progress.moved,
        progress.not_found,
        progress.no_respondent,
        progress.without_result,
    )
    assert parts == (2, 1, 1, 1, 0, 1, 1)
    assert sum(parts) == sum(progress.by_state.values()) == progress.visited
    assert progress.complete + progress.partial == progress.interviewed


def test_approved_is_scored_and_not_scored_with_reasons(sent, round_one, rahmat):
    for submission_id in (sent[0], sent[1], sent[2], sent[4], sent[6]):
        surveys.approve(submission_id, actor=rahmat)
    for submission_id, scored in ((sent[0], True), (sent[1], False), (sent[3], True)):
        SubmissionScore.objects.create(
            submission_id=submission_id,
            index_id="ikk",
            index_hash="h",
            numerator=1,
            denominator=2,
            scored=scored,
            states="a",
        )
    progress = surveys.progress(round_one.id, VILLAGE)
    assert progress.approved_by_result == {"": 1, "pindah": 1, "selesai": 2, "selesai_sebagian": 1}
    assert sum(progress.approved_by_result.values()) == progress.approved
    found = surveys.scoring(round_one.id, VILLAGE, "ikk")
    assert (found.approved, found.scored, found.too_few_answers) == (5, 1, 1)
    assert found.without_index == {"": 1, "pindah": 1, "selesai_sebagian": 1}
    assert found.scored + found.too_few_answers + sum(found.without_index.values()) == progress.approved
    assert surveys.scoring(round_one.id, VILLAGE, "ibangga").scored == 0


def test_a_village_without_visits_has_zeros(round_one):
    progress = surveys.progress(round_one.id, VILLAGE)
    assert (progress.target, progress.visited, progress.without_result) == (None, 0, 0)
    assert surveys.scoring(round_one.id, VILLAGE, "ikk") == surveys.Scoring(0, 0, 0, {})


@pytest.mark.parametrize("result", ["menolak", "pindah", "tidak_ditemukan", "tidak_ada_responden"])
def test_a_visit_without_interview_counts_while_it_waits_and_once_approved(siti, rahmat, round_one, result):
    """A family that was listed and never met has no name; a kader who sends the visit says that somebody went."""
    surveys.set_targets(round_one.id, {VILLAGE: 2}, actor=SYSTEM)
    surveys.approve(surveys.receive(visit(), actor=siti).submission_id, actor=rahmat)
    sent = surveys.receive(visit(hasil_kunjungan=result, members=()), actor=siti).submission_id
    assert Submission.objects.get(pk=sent).family_name == ""
    waiting = surveys.progress(round_one.id, VILLAGE)
    assert (waiting.visited, waiting.interviewed, waiting.approved) == (2, 1, 1)
    assert surveys.fieldwork(round_one.id, VILLAGE, actor=rahmat).total.received == 2
    surveys.approve(sent, actor=rahmat)
    progress = surveys.progress(round_one.id, VILLAGE)
    assert (progress.visited, progress.interviewed, progress.approved) == (2, 1, 2)
    assert progress.approved_by_result == {"selesai": 1, result: 1}
    assert surveys.count_states(round_one.id, VILLAGE, current=True) == {"approved": 2}
    told = surveys.fieldwork(round_one.id, VILLAGE, actor=rahmat).total
    assert (told.received, told.approved) == (2, 2)


def test_a_visit_to_nobody_that_is_sent_back_is_no_family_visited(siti, rahmat, round_one):
    """Whoever found nobody, and names nobody of the list, is believed until it is sent back; one of the list counts."""
    known = surveys.receive(visit(), actor=siti).submission_id
    family = Submission.objects.get(pk=known).family_id
    nobody = {"hasil_kunjungan": "tidak_ditemukan", "members": ()}
    sent = surveys.receive(visit(**nobody), actor=siti).submission_id
    assert surveys.progress(round_one.id, VILLAGE).visited == 2
    surveys.return_with_comments(sent, comments=[("", "Keluarga mana?")], actor=rahmat)
    assert Submission.objects.filter(is_current=True).count() == 2
    assert surveys.progress(round_one.id, VILLAGE).visited == 1
    assert sum(surveys.count_states(round_one.id, VILLAGE[:8], current=True).values()) == 1
    second = surveys.create_round(
        name="Putaran dua", year=2027, form_id="kunjungan_kecil", opens=date(2027, 1, 1), actor=SYSTEM
    )
    again = surveys.receive(visit(**nobody, family_id=family), actor=siti).submission_id
    Submission.objects.filter(pk=again).update(round_id=second.id, is_current=True)
    assert Submission.objects.get(pk=again).family_name == "Ibu Ani", "the register knows its name"
    Submission.objects.filter(pk=again).update(family_name="")
    assert surveys.progress(second.id, VILLAGE).visited == 1, "as it was before names were taken from there"
