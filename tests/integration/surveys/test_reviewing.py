"""What a supervisor may decide, and what a decision does."""

import uuid
from datetime import UTC, datetime

import pytest
from tests.fakes.small_form import VILLAGE, visit

from bahtera.access.api import Actor, NotAllowed
from bahtera.families import api as families
from bahtera.foundation.models import AuditEntry
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]


@pytest.fixture
def receipt(siti):
    return surveys.receive(visit(), actor=siti)


def test_approving_counts_and_is_written_down(receipt, rahmat, round_one):
    surveys.approve(receipt.submission_id, actor=rahmat, note="Baik.")
    detail = surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert [(e.move, e.from_state, e.to_state) for e in detail.history] == [
        ("receive", "", "received"),
        ("approve", "accepted", "approved"),
    ]
    assert detail.history[-1].note == "Baik."
    assert surveys.progress(round_one.id, VILLAGE).approved == 1
    assert AuditEntry.objects.filter(action="surveys.approved", actor="user:1").count() == 1


def test_a_return_says_what_to_mend_where(receipt, rahmat, siti):
    comments = [surveys.CommentRow("tgl_lahir", 2, "Lihat akta."), ("alamat", "RT berapa?"), ("", "  ")]
    surveys.return_with_comments(receipt.submission_id, comments=comments, actor=rahmat)
    detail = surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert detail.row.state == "returned"
    assert detail.history[-1].comments == (
        surveys.CommentRow("tgl_lahir", 2, "Lihat akta."),
        surveys.CommentRow("alamat", None, "RT berapa?"),
    )
    [sent] = surveys.list_sent(actor=siti).items
    assert (sent.state, len(sent.comments)) == ("returned", 2)


def test_a_return_without_a_word_is_refused(receipt, rahmat):
    with pytest.raises(surveys.EmptyReturn):
        surveys.return_with_comments(receipt.submission_id, comments=[("alamat", " ")], actor=rahmat)
    assert Submission.objects.get().state == "accepted"


def test_a_comment_on_a_question_that_is_not_there_is_refused(receipt, rahmat):
    with pytest.raises(surveys.UnknownQuestion, match="no question soal_lama"):
        surveys.return_with_comments(
            receipt.submission_id, comments=[("alamat", "RT?"), ("soal_lama", "Mana?")], actor=rahmat
        )
    assert Submission.objects.get().state == "accepted"
    assert not surveys.get_submission(receipt.submission_id, actor=rahmat).history[-1].comments


def test_a_move_the_table_does_not_hold_is_refused_by_name(receipt, rahmat):
    surveys.approve(receipt.submission_id, actor=rahmat)
    with pytest.raises(surveys.IllegalMove) as refused:
        surveys.approve(receipt.submission_id, actor=rahmat)
    assert (refused.value.code, refused.value.details) == (
        "surveys.cannot_approve",
        {"move": "approve", "state": "approved"},
    )


def test_two_supervisors_do_not_decide_at_once(receipt, rahmat):
    seen = surveys.get_submission(receipt.submission_id, actor=rahmat).revision
    surveys.return_with_comments(
        receipt.submission_id, comments=[("alamat", "b")], actor=rahmat, revision=seen
    )
    with pytest.raises(surveys.StaleReview):
        surveys.approve(receipt.submission_id, actor=rahmat, revision=seen)


def test_the_one_that_counts_is_not_set_aside(receipt, rahmat):
    with pytest.raises(surveys.IllegalMove):
        surveys.set_aside(receipt.submission_id, actor=rahmat)


def test_choosing_the_second_visit_replaces_the_first(siti, dewi, rahmat):
    family = uuid.uuid4()
    first = surveys.receive(visit(family_id=family), actor=siti)
    second = surveys.receive(visit(family_id=family, alamat="RT 2"), actor=dewi)
    surveys.approve(second.submission_id, actor=rahmat)
    states = {row.pk: (row.state, row.is_current) for row in Submission.objects.all()}
    assert states == {first.submission_id: ("superseded", False), second.submission_id: ("approved", True)}
    row = Submission.objects.get(pk=second.submission_id)
    assert families.get_family(row.family_id).place.address == "RT 2"
    history = surveys.get_submission(first.submission_id, actor=rahmat).history
    assert (history[-1].move, history[-1].actor_name) == ("replace", "Rahmat")


@pytest.fixture
def approved_and_second(siti, dewi, rahmat):
    family = uuid.uuid4()
    first = surveys.receive(visit(family_id=family), actor=siti)
    second = surveys.receive(visit(family_id=family, alamat="RT 2"), actor=dewi)
    surveys.approve(first.submission_id, actor=rahmat)
    return first.submission_id, second.submission_id


def test_an_approved_visit_is_not_replaced_in_silence(approved_and_second, rahmat):
    first, second = approved_and_second
    with pytest.raises(surveys.WouldReplaceApproved) as refused:
        surveys.approve(second, actor=rahmat)
    assert refused.value.code == "surveys.would_replace_approved"
    assert "Siti, received on 2026-11-22" in str(refused.value)
    assert refused.value.details["submission_id"] == str(first)
    states = {row.pk: (row.state, row.is_current) for row in Submission.objects.all()}
    assert states == {first: ("approved", True), second: ("flagged", False)}
    row = Submission.objects.get(pk=first)
    assert families.get_family(row.family_id).place.address == "RT 1"


def test_the_day_of_the_approved_visit_is_that_of_its_village(approved_and_second, rahmat):
    first, second = approved_and_second
    Submission.objects.filter(pk=first).update(received_at=datetime(2026, 3, 15, 17, 30, tzinfo=UTC))
    with pytest.raises(surveys.WouldReplaceApproved) as refused:
        surveys.approve(second, actor=rahmat)
    assert refused.value.details["day"] == "2026-03-16"


def test_the_reviewer_sees_which_approved_visit_would_be_replaced(approved_and_second, rahmat):
    first, second = approved_and_second
    would = surveys.get_submission(second, actor=rahmat).replaces_approved
    assert (would.submission_id, would.actor_name) == (first, "Siti")
    assert surveys.get_submission(first, actor=rahmat).replaces_approved is None


def test_an_approved_visit_is_replaced_when_that_is_said(approved_and_second, rahmat):
    first, second = approved_and_second
    surveys.approve(second, actor=rahmat, replace_approved=True)
    states = {row.pk: (row.state, row.is_current) for row in Submission.objects.all()}
    assert states == {first: ("superseded", False), second: ("approved", True)}


def test_setting_the_second_aside_leaves_the_first(siti, dewi, rahmat):
    family = uuid.uuid4()
    first = surveys.receive(visit(family_id=family), actor=siti)
    second = surveys.receive(visit(family_id=family), actor=dewi)
    surveys.set_aside(second.submission_id, actor=rahmat, note="Kembar.")
    assert Submission.objects.get(pk=second.submission_id).state == "superseded"
    assert Submission.objects.get(pk=first.submission_id).is_current


def test_a_visit_outside_the_area_counts_once_approved(siti, rahmat):
    receipt = surveys.receive(visit(kode_desa="63.02.05.2002"), actor=siti)
    surveys.approve(receipt.submission_id, actor=rahmat)
    row = Submission.objects.get()
    assert row.is_current
    assert families.get_family(row.family_id).village_code == "63.02.05.2002"


@pytest.mark.parametrize("decide", ["approve", "return", "set_aside"])
def test_nobody_decides_outside_their_area(receipt, decide):
    stranger = Actor.over("user:7", "Tono", frozenset({"supervisor"}), ("63.0", "63.20", "15"))
    with pytest.raises(surveys.UnknownSubmission):
        _decide(decide, receipt, stranger)


@pytest.mark.parametrize("decide", ["approve", "return", "set_aside"])
def test_kader_and_viewers_decide_nothing(receipt, siti, decide):
    viewer = Actor.over("user:8", "Vera", frozenset({"tpk2d"}), ("",))
    for person in (siti, viewer):
        with pytest.raises((NotAllowed, surveys.UnknownSubmission)):
            _decide(decide, receipt, person)
    assert Submission.objects.get().state == "accepted"


def _decide(move, receipt, actor):
    if move == "approve":
        surveys.approve(receipt.submission_id, actor=actor)
    elif move == "return":
        surveys.return_with_comments(receipt.submission_id, comments=[("alamat", "b")], actor=actor)
    else:
        surveys.set_aside(receipt.submission_id, actor=actor)
