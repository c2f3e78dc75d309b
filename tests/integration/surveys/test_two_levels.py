"""Two levels of review: who may confirm, what is held for a check, what is rejected for a reason."""

import uuid

import pytest
from tests.fakes.small_form import MEMBERS, VILLAGE, visit

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.foundation import events
from bahtera.surveys import api as surveys
from bahtera.surveys.models import ReviewPlan, Submission, VisitHold
from bahtera.surveys.rules import is_drawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]


@pytest.fixture
def wulan():
    """A statistician of the regency."""
    return Actor.over("user:9", "Wulan", frozenset({"statistician"}), ("63.02",))


@pytest.fixture
def approved(siti, rahmat):
    receipt = surveys.receive(visit(), actor=siti)
    surveys.approve(receipt.submission_id, actor=rahmat)
    return receipt.submission_id


def receive_plain(number, kader):
    """Take in a visit in which there is nothing doubtful."""
    name, day = ("Adi", "Budi", "Citra", "Dian", "Eko")[number], f"19{70 + number}-0{1 + number}-11"
    members = [{**MEMBERS[0], "nama": name, "tgl_lahir": day}]
    return surveys.receive(visit(family_id=uuid.uuid4(), members=members), actor=kader).submission_id


def nothing(_round_id):
    """Tell that no question is open."""
    return surveys.Asked()


def state_of(submission_id):
    return Submission.objects.values_list("state", flat=True).get(pk=submission_id)


def plan(round_row, **changed):
    wanted = {"second_level": True, "hold_per_mille": 0, "second_sample": 0} | changed
    return surveys.set_review_plan(round_row.id, **wanted, actor=SYSTEM)


def test_the_second_level_confirms_what_somebody_else_approved(approved, wulan, rahmat, round_one):
    plan(round_one)
    assert surveys.unconfirmed(round_one.id) == 1
    surveys.confirm(approved, actor=wulan)
    assert surveys.unconfirmed(round_one.id) == 0
    detail = surveys.get_submission(approved, actor=rahmat)
    assert (detail.row.state, detail.history[-1].move) == ("approved", "confirm")
    assert detail.confirmed_at is not None
    with pytest.raises(surveys.IllegalMove):
        surveys.confirm(approved, actor=wulan)
    with pytest.raises(surveys.ConfirmedAlready):
        surveys.return_with_comments(approved, comments=[("alamat", "RT?")], actor=rahmat)
    assert surveys.progress(round_one.id, VILLAGE).approved == 1


def test_nobody_decides_at_both_levels_or_about_their_own_visit(siti, rahmat):
    both = Actor.over("user:1", "Rahmat", frozenset({"supervisor", "statistician"}), ("63.02",))
    receipt = surveys.receive(visit(), actor=siti)
    surveys.approve(receipt.submission_id, actor=rahmat)
    with pytest.raises(surveys.SameHands):
        surveys.confirm(receipt.submission_id, actor=both)
    sender = Actor.over("token:1", "Siti", frozenset({"kader", "supervisor"}), ("63.02",))
    own = surveys.receive(visit(), actor=siti).submission_id
    for decide in (
        lambda: surveys.approve(own, actor=sender),
        lambda: surveys.reject(own, reason="trial", words="Coba-coba.", actor=sender),
    ):
        with pytest.raises(surveys.SameHands):
            decide()
    assert state_of(own) == "flagged"


def test_only_the_second_level_of_the_area_confirms(approved, rahmat, siti):
    elsewhere = Actor.over("user:9", "Wulan", frozenset({"tpk2d"}), ("63.01",))
    with pytest.raises(surveys.UnknownSubmission):
        surveys.confirm(approved, actor=elsewhere)
    with pytest.raises(NotAllowed):
        surveys.confirm(approved, actor=rahmat)


def test_the_second_level_asks_the_supervisor_or_the_kader_again(approved, wulan, rahmat, siti):
    surveys.query(approved, comments=[("alamat", "RT mana?")], actor=wulan)
    detail = surveys.get_submission(approved, actor=rahmat)
    assert (detail.row.state, detail.row.is_current) == ("flagged", True)
    assert detail.history[-1].comments == (surveys.CommentRow("alamat", None, "RT mana?"),)
    assert not surveys.list_sent(actor=siti).items[0].comments
    with pytest.raises(NotAllowed):
        surveys.return_with_comments(approved, comments=[("", "Tanya lagi.")], actor=wulan)
    surveys.approve(approved, actor=rahmat)
    surveys.return_with_comments(approved, comments=[("", "Tanya lagi.")], actor=wulan)
    [sent] = surveys.list_sent(actor=siti).items
    assert (sent.state, [one.text for one in sent.comments]) == ("returned", ["Tanya lagi."])


def test_a_rejected_visit_counts_no_more_and_its_kader_hears_why(siti, dewi, rahmat, wulan, round_one):
    family = uuid.uuid4()
    first = surveys.receive(visit(family_id=family), actor=siti).submission_id
    with pytest.raises(surveys.NoReasonToReject):
        surveys.reject(first, reason="other", words=" ", actor=rahmat)
    with pytest.raises(surveys.NoReasonToReject):
        surveys.reject(first, reason="kesal", words="Tidak suka.", actor=rahmat)
    surveys.reject(first, reason="wrong_family", words="Jawaban keluarga lain.", actor=rahmat)
    events.dispatch()
    [told] = surveys.states_since("", actor=siti).items
    assert (told.state, told.reason) == ("rejected", "wrong_family")
    assert [one.text for one in told.comments] == ["Jawaban keluarga lain."]
    assert surveys.progress(round_one.id, VILLAGE).visited == 0
    again = surveys.receive(visit(family_id=family, alamat="RT 2"), actor=dewi).submission_id
    assert Submission.objects.get(pk=again).is_current
    for move in (surveys.approve, surveys.set_aside):
        with pytest.raises(surveys.IllegalMove):
            move(first, actor=rahmat)
    with pytest.raises(NotAllowed):
        surveys.reopen(first, note="Ternyata benar.", actor=rahmat)
    surveys.reopen(first, note="Ternyata benar.", actor=wulan)
    assert state_of(first) == "flagged"
    surveys.approve(first, actor=rahmat)
    assert (state_of(first), state_of(again)) == ("approved", "superseded")


def test_a_correction_of_a_rejected_visit_waits_for_a_person(siti, rahmat):
    family = uuid.uuid4()
    first = surveys.receive(visit(instance_id="uuid:pertama", family_id=family), actor=siti).submission_id
    surveys.reject(first, reason="unusable", words="Kosong.", actor=rahmat)
    later = surveys.receive(
        visit(instance_id="uuid:kedua", family_id=family, deprecated_id="uuid:pertama"), actor=siti
    ).submission_id
    found = surveys.get_submission(later, actor=rahmat)
    assert found.row.state == "flagged"
    assert "replaces_rejected" in [one.code for one in found.findings]
    assert state_of(first) == "rejected"


def test_a_held_visit_waits_until_somebody_releases_it_with_a_note(siti, rahmat):
    visits = [receive_plain(number, siti) for number in range(2)]
    rule = {"why": surveys.HoldReason.RULE, "about": "same_answers"}
    assert surveys.hold(visits[0], **rule, actor=SYSTEM)
    assert not surveys.hold(visits[0], **rule, actor=SYSTEM)
    with pytest.raises(surveys.HeldForCheck):
        surveys.approve(visits[0], actor=rahmat)
    [row] = surveys.village_reviews(
        Submission.objects.get(pk=visits[0]).round_id,
        actor=rahmat,
        action="submission.review",
        asked=surveys.Asked(),
    )
    assert (row.waiting, row.plain, row.held) == (2, 1, 1)
    assert surveys.approve_village(row_round(visits[0]), VILLAGE, actor=rahmat, asked_in=nothing) == 1
    assert [state_of(one) for one in visits] == ["accepted", "approved"]
    with pytest.raises(surveys.NoNoteToRelease):
        surveys.release_hold(visits[0], note=" ", actor=rahmat)
    assert surveys.release_hold(visits[0], note="Sudah ditanyakan; cocok.", actor=rahmat) == 1
    assert not surveys.hold(visits[0], **rule, actor=SYSTEM), "a rule that was answered does not ask again"
    [told] = surveys.get_submission(visits[0], actor=rahmat).holds
    assert (told.released_by, told.note) == ("Rahmat", "Sudah ditanyakan; cocok.")
    surveys.approve(visits[0], actor=rahmat)


def test_what_is_still_asked_about_is_approved_by_itself(siti, dewi, rahmat, round_one):
    visits = [receive_plain(number, siti) for number in range(3)]
    of_dewi = receive_plain(3, dewi)
    family = Submission.objects.get(pk=visits[1]).family_id
    asked = surveys.Asked(frozenset({visits[0]}), frozenset({family}), frozenset({dewi.key}))
    [row] = surveys.village_reviews(round_one.id, actor=rahmat, action="submission.review", asked=asked)
    assert (row.waiting, row.plain, row.asked) == (4, 1, 3)
    assert surveys.approve_village(round_one.id, VILLAGE, actor=rahmat, asked_in=lambda _: asked) == 1
    assert [state_of(one) for one in (*visits, of_dewi)] == ["accepted", "accepted", "approved", "accepted"]
    surveys.approve(visits[0], actor=rahmat)


def row_round(submission_id):
    return Submission.objects.values_list("round_id", flat=True).get(pk=submission_id)


def test_a_share_of_what_arrives_is_held_as_the_seed_says(siti, round_one):
    with pytest.raises(surveys.InvalidPlan):
        plan(round_one, hold_per_mille=1001)
    plan(round_one, hold_per_mille=400)
    seed = ReviewPlan.objects.get().seed
    sent = [surveys.receive(visit(family_id=uuid.uuid4()), actor=siti).submission_id for _ in range(12)]
    drawn = {one for one in sent if is_drawn(seed, "arrival", str(one), 400)}
    held = VisitHold.objects.order_by("pk")
    assert set(held.values_list("submission_id", flat=True)) == drawn
    assert {(one.why, one.drawn_at) for one in held} <= {("random", 400)}
    plan(round_one, hold_per_mille=1000)
    assert ReviewPlan.objects.get().seed == seed
    last = surveys.receive(visit(instance_id="uuid:awal", family_id=uuid.uuid4()), actor=siti).submission_id
    assert surveys.held_among([last]) == {last}
    plan(round_one, hold_per_mille=0)
    corrected = visit(
        instance_id="uuid:ralat",
        family_id=Submission.objects.get(pk=last).family_id,
        deprecated_id="uuid:awal",
    )
    assert surveys.held_among([surveys.receive(corrected, actor=siti).submission_id])


def test_a_village_is_confirmed_together_once_its_sample_was_looked_at(siti, rahmat, wulan, round_one):
    plan(round_one, second_sample=2)
    sent = [receive_plain(number, siti) for number in range(5)]
    assert surveys.approve_village(round_one.id, VILLAGE, actor=rahmat, asked_in=nothing) == len(sent)
    chosen = surveys.second_sample(round_one.id, VILLAGE)
    assert len(chosen) == 2
    with pytest.raises(surveys.LookFirst):
        surveys.confirm_village(round_one.id, VILLAGE, actor=wulan)
    for one in chosen:
        surveys.confirm(one, actor=wulan)
    held = next(one for one in sent if one not in chosen)
    surveys.hold(held, surveys.HoldReason.PERSON, words="Lihat lagi.", actor=wulan)
    assert surveys.confirm_village(round_one.id, VILLAGE, actor=wulan) == 2
    assert surveys.second_sample(round_one.id, VILLAGE) == chosen
    assert surveys.unconfirmed(round_one.id) == 1
