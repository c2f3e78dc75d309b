"""Objections are granted or refused in words; a reply can be taken again for a week; lists ask little."""

import io
from datetime import timedelta

import pytest
from tests.integration.privacy.conftest import FATHER_NIK, NOW

from bahtera.access.api import Actor, NotAllowed
from bahtera.foundation import audit, clock
from bahtera.privacy import api
from bahtera.privacy.models import SubjectRequest

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\nlembar sintetis\n%%EOF\n"


def identified(member_id, actor, **asked):
    row = api.open_request(member_id, actor=actor, **asked)
    return api.show_identity(row.id, how=api.Identity.KTP, actor=actor)


def test_an_objection_is_granted_in_words_the_person_gets(household, officer):
    row = identified(household[0], officer, kind=api.Kind.OBJECTION, wanted=" Jangan  dikunjungi lagi ")
    with pytest.raises(api.RequestRefused) as caught:
        api.answer_objection(row.id, outcome="  ", actor=officer)
    assert caught.value.code == "privacy.outcome_missing"
    assert api.answer_objection(row.id, outcome="Tidak dikunjungi lagi.", actor=officer).state == "answered"
    found = api.get_request_detail(row.id, actor=officer)
    assert (found.wanted, found.outcome) == ("Jangan dikunjungi lagi", "Tidak dikunjungi lagi.")
    assert [*audit.trail_of([f"member:{household[0]}"])][-1].action == "privacy.objection_granted"
    with pytest.raises(api.RequestRefused):
        api.answer_objection(row.id, outcome="Lagi", actor=officer)


def test_an_objection_says_what_against_and_is_no_other_request(household, officer):
    with pytest.raises(api.RequestRefused):
        api.open_request(household[0], kind=api.Kind.OBJECTION, wanted=" ", actor=officer)
    row = identified(household[0], officer, kind=api.Kind.OBJECTION, wanted="x", fact="nik")
    assert api.get_request_detail(row.id, actor=officer).fact == ""
    for act in (api.answer_access, api.assign_correction, api.take_reply, api.preview_reply):
        with pytest.raises(api.RequestRefused):
            act(row.id, actor=officer)
    asked = identified(household[0], officer, kind=api.Kind.ACCESS)
    with pytest.raises(api.RequestRefused):
        api.answer_objection(asked.id, outcome="x", actor=officer)
    api.refuse_request(row.id, reason="public_task", actor=officer)
    assert api.get_request(row.id, actor=officer).refusal == "public_task"


def test_what_is_previewed_is_what_goes_out(household, officer):
    row = identified(household[0], officer, kind=api.Kind.ACCESS)
    codes = [section.code for section in api.preview_reply(row.id, actor=officer)]
    assert codes == ["register", "visits", "consents", "trail"]
    api.answer_access(row.id, actor=officer)
    with pytest.raises(api.RequestRefused):
        api.preview_reply(row.id, actor=officer)


def test_nothing_is_previewed_before_identity_is_shown_or_for_whom_it_must_be_refused(household, officer):
    _, father, girl, _ = household
    row = api.open_request(girl, kind=api.Kind.ACCESS, guardian=api.Guardian(nik=FATHER_NIK), actor=officer)
    with pytest.raises(api.RequestRefused):
        api.preview_reply(row.id, actor=officer)
    api.show_identity(row.id, how=api.Identity.KTP, actor=officer)
    assert api.preview_reply(row.id, actor=officer)
    api.bar_guardian(girl, api.Guardian(member_id=father), actor=officer)
    with pytest.raises(api.RequestRefused) as caught:
        api.preview_reply(row.id, actor=officer)
    assert caught.value.code == "privacy.must_be_refused"


def test_a_reply_is_taken_again_for_a_week_and_its_last_hash_is_kept(household, officer):
    row = identified(household[0], officer, kind=api.Kind.ACCESS)
    with pytest.raises(api.RequestRefused):
        api.take_reply(row.id, actor=officer)
    first = api.answer_access(row.id, actor=officer)
    with clock.frozen(NOW + timedelta(days=7)):
        again = api.take_reply(row.id, actor=officer)
        assert again.archive.startswith(b"PK")
        assert api.get_request(row.id, actor=officer).reply_sha256 == again.sha256 != first.sha256
        assert [*audit.trail_of([f"member:{household[0]}"])][-1].action == "privacy.reply_taken"
    with clock.frozen(NOW + timedelta(days=7, seconds=1)), pytest.raises(api.RequestRefused):
        api.take_reply(row.id, actor=officer)


def test_a_guardian_barred_since_takes_nothing_again(household, officer):
    _, father, girl, _ = household
    row = identified(girl, officer, kind=api.Kind.ACCESS, guardian=api.Guardian(nik=FATHER_NIK))
    api.answer_access(row.id, actor=officer)
    api.bar_guardian(girl, api.Guardian(member_id=father), actor=officer)
    with pytest.raises(api.RequestRefused):
        api.take_reply(row.id, actor=officer)


@pytest.mark.parametrize("reason", ["not_proved", "elsewhere"])
def test_a_supervisor_declines_with_a_reason_of_theirs(household, officer, supervisor, reason):
    row = identified(household[0], officer, kind=api.Kind.CORRECTION, fact="nik", wanted="6302")
    api.assign_correction(row.id, actor=officer)
    with pytest.raises(api.RequestRefused):
        api.settle_correction(row.id, corrected=False, reason="endangers_safety", actor=supervisor)
    (task,) = api.list_corrections(actor=supervisor).items
    assert task.name == "Siti Beta"
    assert api.settle_correction(row.id, corrected=False, reason=reason, actor=supervisor).refusal == reason


def test_the_open_list_is_by_the_clock(household, officer):
    for hours in (1, 80, 30):
        asked = NOW - timedelta(hours=hours)
        api.open_request(household[0], kind=api.Kind.ACCESS, asked_at=asked, actor=officer)
    shown = api.list_requests(actor=officer, only_open=True).items
    assert [one.is_overdue for one in shown] == [True, False, False]
    assert shown == sorted(shown, key=lambda one: one.due_at)
    assert [one.name for one in shown] == ["Siti Beta"] * 3
    assert api.request_load(officer) == api.Load(3, 1)
    assert api.request_load(Actor.over("user:7", "Ali", frozenset({"auditor"}), ("",))) == api.Load()


def test_a_page_of_guardians_asks_as_little_as_one(household, officer, django_assert_num_queries):
    mother, father, girl, _ = household
    api.bar_guardian(girl, api.Guardian(member_id=father), actor=officer)
    for guardian in (api.Guardian(member_id=mother), api.Guardian(nik=FATHER_NIK)) * 10:
        api.open_request(girl, kind=api.Kind.ACCESS, guardian=guardian, actor=officer)
    with django_assert_num_queries(4):  # requests, people, bars, who is barred
        rows = api.list_requests(actor=officer, only_open=True).items
    assert [row.must_refuse for row in rows].count("endangers_safety") == 10


def test_an_auditor_sees_clocks_and_nobody(household, officer, supervisor):
    auditor = Actor.over("user:7", "Ali", frozenset({"auditor"}), ("63.03",))
    api.open_request(household[0], kind=api.Kind.ACCESS, asked_at=NOW - timedelta(hours=73), actor=officer)
    (shown,) = api.request_clocks(actor=auditor)
    assert (shown.is_overdue, shown.was_late, shown.kind) == (True, False, "access")
    assert not hasattr(shown, "member_id")
    with pytest.raises(NotAllowed):
        api.request_clocks(actor=supervisor)


def test_a_sheet_is_kept_sealed_and_shown_to_whoever_looks_after_it(
    household, officer, elsewhere, supervisor, tmp_path
):
    for wrong in (b"", b"<html>", PDF[:-8], b"%PDF-" + b"x" * (10 * 1024 * 1024) + b"%%EOF"):
        with pytest.raises(api.ConsentRefused):
            api.keep_sheet(io.BytesIO(wrong), actor=officer)
    with pytest.raises(NotAllowed):
        api.keep_sheet(io.BytesIO(PDF), actor=supervisor)
    sheet = api.keep_sheet(io.BytesIO(PDF), actor=officer)
    row = api.give_consent(
        household[0],
        purpose="service",
        text_version="1",
        manner=api.Manner.SIGNED,
        evidence=api.Evidence(sha256=sheet),
        actor=officer,
    )
    assert row.has_sheet
    with api.open_sheet(row.id, actor=officer) as file:
        assert file.read() == PDF
    stored = [one.read_bytes() for one in (tmp_path / "blobs").rglob("*") if one.is_file()]
    assert stored
    assert not any(b"lembar sintetis" in one for one in stored)
    with pytest.raises(api.NoSuchRecord):
        api.open_sheet(row.id, actor=elsewhere)


def test_a_consent_without_a_sheet_has_none_to_open(household, officer, spoken):
    row = api.give_consent(household[0], purpose="survey", text_version="1", actor=officer, **spoken)
    assert (row.has_sheet, row.witness) == (False, "Pak RT (sintetis)")
    with pytest.raises(api.NoSuchRecord):
        api.open_sheet(row.id, actor=officer)


def test_what_was_said_is_sealed(household, officer):
    row = identified(household[0], officer, kind=api.Kind.OBJECTION, wanted="Rahasia sintetis")
    api.answer_objection(row.id, outcome="Putusan sintetis", actor=officer)
    raw = SubjectRequest.objects.extra(select={"raw": "outcome"}).values_list("raw", flat=True)[0]
    assert b"Putusan" not in bytes(raw)
