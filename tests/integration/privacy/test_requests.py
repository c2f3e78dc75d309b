"""Requests against the clock: three times twenty-four hours, one person, never a family."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.integration.privacy.conftest import FATHER_NIK, NOW

from bahtera.access.api import NotAllowed
from bahtera.foundation import audit, clock
from bahtera.privacy import api
from bahtera.privacy.models import SubjectRequest

pytestmark = pytest.mark.django_db


def ask(member_id, actor, **more):
    return api.open_request(member_id, kind=api.Kind.ACCESS, actor=actor, **more)


def shown(member_id, actor, **more):
    row = ask(member_id, actor, **more)
    return api.show_identity(row.id, how=api.Identity.KTP, actor=actor)


def test_the_clock_runs_from_the_asking_not_from_the_writing(household, officer):
    row = ask(household[0], officer, asked_at=NOW - timedelta(hours=70))
    assert row.due_at == NOW + timedelta(hours=2)
    assert not row.is_overdue
    with clock.frozen(NOW + timedelta(hours=2, seconds=1)):
        assert api.get_request(row.id, actor=officer).is_overdue
        api.show_identity(row.id, how=api.Identity.KK, actor=officer)
        api.answer_access(row.id, actor=officer)
    found = api.get_request(row.id, actor=officer)
    assert (found.state, found.is_overdue, found.was_late) == ("answered", False, True)


@pytest.mark.parametrize("asked_at", [NOW + timedelta(seconds=1), datetime(2026, 1, 1)])  # noqa: DTZ001 - the point
def test_a_clock_that_jumps_is_refused(household, officer, asked_at):
    with pytest.raises(api.RequestRefused):
        ask(household[0], officer, asked_at=asked_at)


def test_nothing_is_answered_before_identity_is_shown(household, officer):
    row = ask(household[0], officer)
    with pytest.raises(api.RequestRefused):
        api.answer_access(row.id, actor=officer)
    api.show_identity(row.id, how=api.Identity.KTP, actor=officer)
    reply = api.answer_access(row.id, actor=officer)
    found = api.get_request(row.id, actor=officer)
    assert (found.state, found.reply_sha256) == ("answered", reply.sha256)
    with pytest.raises(api.RequestRefused):
        api.answer_access(row.id, actor=officer)


def test_everything_is_in_the_trail(household, officer):
    row = shown(household[0], officer)
    api.answer_access(row.id, actor=officer)
    found = [one.action for one in audit.trail_of([f"member:{household[0]}"])]
    assert found[-3:] == ["privacy.request_opened", "privacy.identity_shown", "privacy.access_answered"]


@pytest.mark.parametrize("by", ["member", "nik"])
def test_a_perpetrator_parent_is_refused_with_words_that_blame_nobody(household, officer, by):
    """A12: the parent who is alleged to have harmed the child asks for the child's data."""
    _, father, girl, _ = household
    api.bar_guardian(girl, api.Guardian(member_id=father), actor=officer)
    guardian = api.Guardian(member_id=father) if by == "member" else api.Guardian(nik=FATHER_NIK)
    row = shown(girl, officer, guardian=guardian)
    assert row.must_refuse == "endangers_safety"
    with pytest.raises(api.RequestRefused) as caught:
        api.answer_access(row.id, actor=officer)
    assert caught.value.code == "privacy.must_be_refused"
    with pytest.raises(api.RequestRefused):
        api.refuse_request(row.id, reason="already_right", actor=officer)
    told = api.refuse_request(row.id, reason="endangers_safety", actor=officer)
    assert told == api.refusals()["endangers_safety"]
    assert api.get_request(row.id, actor=officer).reply_sha256 == ""


def test_a_bar_set_after_the_asking_counts_too(household, officer):
    _, father, girl, _ = household
    row = shown(girl, officer, guardian=api.Guardian(member_id=father))
    assert row.must_refuse == ""
    api.bar_guardian(girl, api.Guardian(nik=FATHER_NIK), actor=officer)
    with pytest.raises(api.RequestRefused):
        api.answer_access(row.id, actor=officer)


def test_the_other_parent_is_answered(household, officer):
    mother, father, girl, _ = household
    api.bar_guardian(girl, api.Guardian(member_id=father), actor=officer)
    row = shown(girl, officer, guardian=api.Guardian(member_id=mother))
    assert api.answer_access(row.id, actor=officer).archive


def test_the_head_of_the_family_does_not_ask_for_another_adult(household, officer):
    mother, father, _, aunt = household
    for adult in (mother, aunt):
        row = shown(adult, officer, guardian=api.Guardian(member_id=father))
        assert row.must_refuse == "third_party"
        with pytest.raises(api.RequestRefused):
            api.answer_access(row.id, actor=officer)
        api.refuse_request(row.id, reason="third_party", actor=officer)


def test_a_refusal_needs_a_known_reason(household, officer):
    row = ask(household[0], officer)
    with pytest.raises(api.RequestRefused):
        api.refuse_request(row.id, reason="because", actor=officer)
    told = api.refuse_request(row.id, reason="identity_not_shown", actor=officer)
    assert "KTP" in told.text["id"]
    assert api.get_request(row.id, actor=officer).refusal == "identity_not_shown"


def test_another_office_sees_nothing(household, officer, elsewhere, supervisor):
    row = ask(household[0], officer)
    for act in (
        lambda: api.get_request(row.id, actor=elsewhere),
        lambda: api.get_request(uuid4(), actor=elsewhere),
        lambda: api.show_identity(row.id, how=api.Identity.KTP, actor=elsewhere),
        lambda: api.answer_access(row.id, actor=elsewhere),
        lambda: api.refuse_request(row.id, reason="not_held", actor=elsewhere),
        lambda: ask(household[0], elsewhere),
    ):
        with pytest.raises(api.NoSuchRecord):
            act()
    assert api.list_requests(actor=elsewhere).items == []
    with pytest.raises(NotAllowed):
        api.list_requests(actor=supervisor)
    assert [one.id for one in api.list_requests(actor=officer, only_open=True).items] == [row.id]


def test_a_correction_becomes_a_supervisors_task(household, officer, supervisor, elsewhere):
    mother = household[0]
    row = api.open_request(
        mother, kind=api.Kind.CORRECTION, actor=officer, fact="name", wanted="  Siti   Betari "
    )
    assert api.list_corrections(actor=supervisor).items == []
    api.show_identity(row.id, how=api.Identity.KNOWN, actor=officer)
    with pytest.raises(api.RequestRefused):
        api.answer_access(row.id, actor=officer)
    api.assign_correction(row.id, actor=officer)
    (task,) = api.list_corrections(actor=supervisor).items
    assert (task.fact, task.wanted, task.due_at) == ("name", "Siti Betari", row.due_at)
    with pytest.raises(NotAllowed):
        api.list_corrections(actor=elsewhere)
    settled = api.settle_correction(row.id, corrected=True, actor=supervisor)
    assert settled.state == "answered"
    assert api.list_corrections(actor=supervisor).items == []
    with pytest.raises(api.RequestRefused):
        api.settle_correction(row.id, corrected=True, actor=supervisor)


def test_a_correction_that_was_right_already_is_a_refusal_with_its_reason(household, officer, supervisor):
    row = api.open_request(household[0], kind=api.Kind.CORRECTION, actor=officer, fact="other", wanted="RT 4")
    api.show_identity(row.id, how=api.Identity.KK, actor=officer)
    with pytest.raises(api.RequestRefused):
        api.settle_correction(row.id, corrected=False, actor=supervisor)
    api.assign_correction(row.id, actor=officer)
    settled = api.settle_correction(row.id, corrected=False, actor=supervisor)
    assert (settled.state, settled.refusal) == ("refused", "already_right")


def test_a_barred_guardians_correction_leaves_the_supervisors_desk(household, officer, supervisor):
    _, father, girl, _ = household
    row = api.open_request(
        girl,
        kind=api.Kind.CORRECTION,
        actor=officer,
        fact="name",
        wanted="Cita",
        guardian=api.Guardian(member_id=father),
    )
    api.show_identity(row.id, how=api.Identity.KTP, actor=officer)
    api.assign_correction(row.id, actor=officer)
    api.bar_guardian(girl, api.Guardian(nik=FATHER_NIK), actor=officer)
    assert api.list_corrections(actor=supervisor).items == []
    with pytest.raises(api.RequestRefused) as caught:
        api.settle_correction(row.id, corrected=True, actor=supervisor)
    assert caught.value.code == "privacy.request_not_now"
    with pytest.raises(api.RequestRefused):
        api.assign_correction(row.id, actor=officer)
    api.refuse_request(row.id, reason="endangers_safety", actor=officer)


@pytest.mark.parametrize(("fact", "wanted"), [("", "x"), ("name", " "), ("password", "x")])
def test_an_unclear_correction_is_refused(household, officer, fact, wanted):
    with pytest.raises(api.RequestRefused):
        api.open_request(household[0], kind=api.Kind.CORRECTION, actor=officer, fact=fact, wanted=wanted)


def test_a_list_pages_and_asks_little(household, officer, django_assert_max_num_queries):
    for hours in range(5):
        ask(household[0], officer, asked_at=NOW - timedelta(hours=hours))
    with django_assert_max_num_queries(3):
        first = api.list_requests(actor=officer, size=3)
    second = api.list_requests(actor=officer, size=3, cursor=first.next_cursor)
    assert len(first.items) + len(second.items) == 5
    assert first.items[0].asked_at == datetime(2026, 11, 22, 3, tzinfo=UTC)


def test_what_does_not_belong_to_a_request_is_not_kept(household, officer):
    mother, father, girl, _ = household
    ask(mother, officer, fact="nik", wanted="a long story")
    odd = api.Guardian(member_id=father, name="x" * 999, relation="a\0" + "b" * 99)
    ask(girl, officer, guardian=odd)
    first, second = SubjectRequest.objects.order_by("id")
    assert (first.fact, first.wanted) == ("", "")
    assert (len(second.guardian_called), second.guardian_relation) == (150, "")
