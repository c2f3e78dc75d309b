"""Consent: by whom, proved how, ended when; and who may never consent for a child."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.integration.privacy.conftest import FATHER_NIK, NOW, VILLAGE

from bahtera.access.api import NotAllowed, SecondFactorNeeded
from bahtera.families import api as families
from bahtera.families.models import MemberState
from bahtera.foundation import audit, blobs, clock, events
from bahtera.privacy import api
from bahtera.privacy.models import GuardianBar

pytestmark = pytest.mark.django_db


def give(member_id, actor, proof, **more):
    return api.give_consent(member_id, purpose="service", text_version="1", actor=actor, **proof, **more)


@pytest.fixture
def heard():
    told = []

    def privacy_heard(batch):
        told.extend((event.name, event.key, dict(event.payload)) for event in batch)

    names = ("privacy.consent_given", "privacy.consent_withdrawn")
    for name in names:
        events.register(name, privacy_heard)
    yield lambda: (events.dispatch(), told)[1]
    for name in names:
        events._handlers.pop(name)


def test_a_consent_counts_until_it_is_withdrawn(household, officer, spoken, heard):
    mother = household[0]
    assert not api.has_consent(mother, "service")
    row = give(mother, officer, spoken)
    assert api.has_consent(mother, "service")
    assert not api.has_consent(mother, "survey")
    assert row.text_sha256 == api.consent_texts()["service", "1"].sha256
    ended = api.withdraw_consent(row.id, actor=officer)
    assert (ended.ended_how, ended.ended_at) == ("withdrawn", NOW)
    assert not api.has_consent(mother, "service")
    with pytest.raises(api.ConsentRefused, match="ended"):
        api.withdraw_consent(row.id, actor=officer)
    told = heard()
    assert [name for name, _, _ in told] == ["privacy.consent_given", "privacy.consent_withdrawn"]
    assert {key for _, key, _ in told} == {f"member:{mother}"}
    trail = [one.action for one in audit.trail_of([f"member:{mother}"])]
    assert trail[-2:] == ["privacy.consent_given", "privacy.consent_withdrawn"]


def test_the_same_consent_does_not_stand_twice(household, officer, spoken):
    give(household[0], officer, spoken)
    with pytest.raises(api.ConsentStands):
        give(household[0], officer, spoken)
    assert len(api.consents_of(household[0], actor=officer)) == 1


def test_a_sheet_must_really_be_there(household, officer):
    proof = {"manner": api.Manner.THUMBPRINT, "evidence": api.Evidence(sha256="ab" * 32)}
    with pytest.raises(api.ConsentRefused) as caught:
        give(household[0], officer, proof)
    assert caught.value.code == "privacy.evidence_needed"
    sheet = blobs.put(b"a thumb-printed sheet (sintetis)")
    assert (
        give(household[0], officer, {**proof, "evidence": api.Evidence(sha256=sheet)}).manner == "thumbprint"
    )


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), timedelta(days=400)])
def test_nobody_consented_tomorrow(household, officer, spoken, ahead):
    with pytest.raises(api.ConsentRefused):
        give(household[0], officer, spoken, given_at=NOW + ahead)


def test_an_unknown_text_or_person_is_refused(household, officer, spoken):
    with pytest.raises(api.ConsentRefused):
        api.give_consent(household[0], purpose="service", text_version="99", actor=officer, **spoken)
    with pytest.raises(api.NoSuchRecord):
        give(uuid4(), officer, spoken)


def test_only_who_looks_after_privacy_there_may(household, officer, elsewhere, supervisor, spoken):
    row = give(household[0], officer, spoken)
    with pytest.raises(NotAllowed):
        give(household[1], supervisor, spoken)
    for act in (
        lambda: give(household[1], elsewhere, spoken),
        lambda: api.withdraw_consent(row.id, actor=elsewhere),
        lambda: api.withdraw_consent(uuid4(), actor=elsewhere),
        lambda: api.consents_of(household[0], actor=elsewhere),
    ):
        with pytest.raises(api.NoSuchRecord):
            act()
    with pytest.raises(SecondFactorNeeded):
        give(household[1], replace(officer, assured=False), spoken)
    assert api.has_consent(household[0], "service")


def test_a_child_needs_a_guardian_of_age(household, officer, spoken):
    mother, _, girl, _ = household
    with pytest.raises(api.ConsentRefused) as caught:
        give(girl, officer, spoken)
    assert caught.value.code == "privacy.guardian_needed"
    with pytest.raises(api.ConsentRefused) as caught:
        give(girl, officer, spoken, guardian=api.Guardian(member_id=girl))
    assert caught.value.code == "privacy.guardian_under_age"
    for nobody in (api.Guardian(member_id=uuid4()), api.Guardian(nik="0" * 16), api.Guardian(nik="abc")):
        with pytest.raises(api.ConsentRefused):
            give(girl, officer, spoken, guardian=nobody)
    assert give(girl, officer, spoken, guardian=api.Guardian(member_id=mother, relation="ibu")).by_guardian


def test_nobody_consents_for_an_adult(household, officer, spoken):
    mother, father, _, aunt = household
    for adult in (mother, aunt):
        with pytest.raises(api.ConsentRefused):
            give(adult, officer, spoken, guardian=api.Guardian(member_id=father), declared_of_age=True)
    with pytest.raises(api.ConsentRefused) as caught:
        give(aunt, officer, spoken)
    assert caught.value.code == "privacy.age_unknown"
    give(aunt, officer, spoken, declared_of_age=True)
    assert api.has_consent(aunt, "service")


def test_a_guardians_consent_ends_on_the_eighteenth_birthday(household, officer, spoken):
    mother, _, girl, _ = household
    give(girl, officer, spoken, guardian=api.Guardian(member_id=mother))
    # The first of July begins in Kotabaru (WITA) at 16:00 UTC the day before.
    with clock.frozen(datetime(2033, 6, 30, 15, 59, tzinfo=UTC)):
        assert api.has_consent(girl, "service")
    with clock.frozen(datetime(2033, 6, 30, 16, 0, tzinfo=UTC)):
        assert not api.has_consent(girl, "service")
        give(girl, officer, spoken)
        assert api.has_consent(girl, "service")


@pytest.mark.parametrize("barred_by", ["member", "nik"])
@pytest.mark.parametrize("acts_by", ["member", "nik"])
def test_an_alleged_perpetrator_cannot_act_however_named(household, officer, spoken, barred_by, acts_by):
    _, father, girl, _ = household
    names = {
        "member": api.Guardian(member_id=father),
        "nik": api.Guardian(nik=f"{FATHER_NIK[:8]} {FATHER_NIK[8:]}"),
    }
    bar = api.bar_guardian(girl, names[barred_by], actor=officer)
    with pytest.raises(api.ConsentRefused) as caught:
        give(girl, officer, spoken, guardian=names[acts_by])
    assert caught.value.code == "privacy.guardian_refused"
    assert not api.has_consent(girl, "service")
    api.lift_bar(bar, actor=officer)
    assert give(girl, officer, spoken, guardian=names[acts_by]).by_guardian


def test_a_bar_ends_what_was_consented_and_nothing_else(household, officer, spoken, heard):
    mother, father, girl, _ = household
    row = give(girl, officer, spoken, guardian=api.Guardian(member_id=father))
    other = api.give_consent(
        girl,
        purpose="survey",
        text_version="1",
        actor=officer,
        guardian=api.Guardian(member_id=mother),
        **spoken,
    )
    api.bar_guardian(girl, api.Guardian(nik=FATHER_NIK), actor=officer)
    found = {one.id: one.ended_how for one in api.consents_of(girl, actor=officer)}
    assert found == {row.id: "barred", other.id: ""}
    assert heard()[-1][0] == "privacy.consent_withdrawn"
    with pytest.raises(api.ConsentRefused):
        api.withdraw_consent(other.id, actor=officer, guardian=api.Guardian(member_id=father))
    assert api.has_consent(girl, "survey")


def test_a_bar_stands_in_no_trail_that_is_handed_out(household, officer):
    _, father, girl, _ = household
    api.bar_guardian(girl, api.Guardian(member_id=father), actor=officer)
    named = [f"member:{one}" for one in household]
    assert not [one for one in audit.trail_of(named) if "guardian" in one.action]
    assert audit.entries(action="privacy.guardian_barred").items


def test_names_and_numbers_are_closed_on_disk(household, officer, spoken):
    girl = household[2]
    guardian = api.Guardian(nik="6302125203820077", name="Bibi Rahasia")
    give(girl, officer, spoken, guardian=guardian)
    api.bar_guardian(girl, api.Guardian(nik="6302125203820099"), actor=officer)
    with connection.cursor() as cursor:
        stored = b""
        for table in ("privacy_consent", "privacy_guardianbar"):
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                stored += b"|".join(
                    bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in row
                )
    for secret in (b"6302125203820077", b"6302125203820099", b"Bibi Rahasia", b"Pak RT"):
        assert secret not in stored


@pytest.mark.parametrize("doubled", ["child", "guardian"])
def test_a_bar_holds_for_doubles_found_out_later(household, officer, spoken, doubled):
    mother, father, girl, _ = household
    child, guardian = girl, api.Guardian(member_id=father)
    api.bar_guardian(girl, guardian, actor=officer)
    with transaction.atomic():
        copy = families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=date(2026, 3, 2),
            members=[
                families.MemberInput("Cita R", birth_date=date(2015, 7, 1)),
                families.MemberInput("Adam"),
            ],
            source="submission:9",
            actor_key="token:kader",
        ).member_ids
    first, kept = (girl, copy[0]) if doubled == "child" else (father, copy[1])
    MemberState.objects.filter(member_id=first).update(status="duplicate", same_as_id=kept)
    if doubled == "child":
        child = kept
    else:
        MemberState.objects.filter(member_id=first).update(nik="", nik_digest=None)
        guardian = api.Guardian(member_id=kept)
    with pytest.raises(api.ConsentRefused) as caught:
        give(child, officer, spoken, guardian=guardian)
    assert caught.value.code == "privacy.guardian_refused"
    assert give(child, officer, spoken, guardian=api.Guardian(member_id=mother)).by_guardian


def test_a_consent_slipped_in_beside_a_bar_does_not_count(household, officer, spoken):
    _, father, girl, _ = household
    give(girl, officer, spoken, guardian=api.Guardian(member_id=father))
    GuardianBar.objects.create(member_id=girl, barred_id=father, set_at=NOW, set_by="user:9")
    assert not api.has_consent(girl, "service")
