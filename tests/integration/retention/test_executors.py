"""What grows old in each package: found when due and not a day before, ended wholly, held by an order."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import transaction
from tests.fakes.keyrings import keys_and_files_in
from tests.fakes.small_form import MEMBERS, VILLAGE, visit
from tests.integration.retention.conftest import later

from bahtera.access.models import (
    ActivationCode,
    Device,
    HandOver,
    KaderToken,
    Kin,
    Person,
    RoleGrant,
    SignInSession,
)
from bahtera.config import sensitivity
from bahtera.families import api as families
from bahtera.families.models import Family, FamilyState, MemberState
from bahtera.foundation import blobs, expiring
from bahtera.foundation.models import AuditEntry
from bahtera.privacy import api as privacy
from bahtera.privacy.models import Breach, BreachNotice, Consent, SubjectRequest
from bahtera.privacy.queries import holds as privacy_holds
from bahtera.surveys import api as surveys
from bahtera.surveys.models import (
    Content,
    RefusedAttempt,
    RepeatedUpload,
    ReviewEntry,
    Round,
    SealedVisit,
    Submission,
)

pytestmark = [pytest.mark.django_db]
LETTER = {"letter": "B/12/XI/2026", "ordered_by": "Penyidik (sintetis)", "reason": "perkara berjalan"}
DAY = timedelta(days=1)
NIK = "6302054102800001"
PEOPLE = ({**MEMBERS[0], "nik": NIK}, MEMBERS[1])


@pytest.fixture(autouse=True)
def own_keys(tmp_path, blob_folder, db):
    with keys_and_files_in(tmp_path):
        yield


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def due(name, at, size=100):
    return [one.key for one in expiring.executors()[name].find(at, "", size)]


def end(name, at):
    executor = expiring.executors()[name]
    return executor.end([one.key for one in executor.find(at, "", 100)], "retention x")


# --- every table ------------------------------------------------------------------------------------------


def test_every_table_that_names_people_has_a_rule_or_a_reason():
    rules = privacy.retention_rules()
    ended = {table for one in expiring.executors().values() for table in one.tables}
    kept = {one.table for one in rules.kept}
    naming = {
        name.rpartition(".")[0] for name, level in sensitivity.every_column() if (level or "L5") >= "L3"
    }
    assert naming - ended - kept == set(), "say in definitions/privacy/retention.yaml how long these are kept"
    assert {name for name in kept | ended if name not in {m._meta.label for m in apps.get_models()}} == set()
    assert kept <= naming, "a reason for a table that names nobody"


def test_the_trail_is_never_ended():
    assert not [one for found in expiring.executors().values() for one in found.tables if "Audit" in one]


# --- visits -----------------------------------------------------------------------------------------------


@pytest.fixture
def sent(round_one, siti):
    photo = blobs.put(b"a photo of a house")
    return surveys.receive(
        visit(members=PEOPLE, foto_rumah="rumah.jpg"), actor=siti, attachments=[("rumah.jpg", photo)]
    )


def closed(on):
    Round.objects.update(state="review", closes=on)


def test_contents_are_due_five_years_after_their_round_closed_and_not_while_it_is_open(sent, now):
    far = now + timedelta(days=4000)
    assert due("surveys.contents", far) == []
    closed(date(2026, 12, 31))
    assert due("surveys.contents", datetime(2027, 1, 1, 12, tzinfo=UTC)) == [], (
        "a day of any zone must be over"
    )
    assert due("surveys.contents", datetime(2027, 1, 2, 12, tzinfo=UTC)) == [str(sent.submission_id)]
    assert due("surveys.contents", now) == []


def test_a_round_closed_without_a_day_counts_from_the_last_visit(sent, siti, now):
    Round.objects.update(state="review")
    with later(now, days=10):
        Round.objects.update(state="field")
        surveys.receive(visit(), actor=siti)
        Round.objects.update(state="review")
    assert due("surveys.contents", now + 5 * DAY) == []
    assert len(due("surveys.contents", now + 11 * DAY)) == 2


def test_ended_contents_lose_their_key_and_their_photo_and_keep_their_hash(sent, now, rahmat, committing):
    closed(date(2026, 11, 30))
    far = now + timedelta(days=30)
    with committing():
        assert end("surveys.contents", far) == 1
    assert list(blobs.names()) == []
    row = Content.objects.get()
    assert (row.key, row.erased_by, row.erased_reason) == (b"", "system", "retention x")
    assert surveys.get_submission(sent.submission_id, actor=rahmat).sha256
    assert due("surveys.contents", far) == []


@pytest.mark.parametrize("kind", ["submission", "family", "member", "person"])
def test_a_hold_on_anybody_concerned_keeps_a_visit(sent, now, officer, nights, kind):
    person = Person.objects.create(name="Siti (sintetis)", area_code=VILLAGE, created_at=now)
    card = KaderToken.objects.create(
        person=person, name="HP", secret_sha256="0" * 64, areas=[VILLAGE], issued_at=now, issued_by="system"
    )
    Submission.objects.update(actor_key=f"token:{card.pk}", received_at=now - 2200 * DAY)
    Round.objects.update(state="review", opens=date(2020, 1, 1), closes=date(2020, 12, 31))
    row = Submission.objects.get()
    held = {
        "submission": row.pk,
        "family": row.family_id,
        "member": families.get_family(row.family_id).members[0].id,
        "person": person.pk,
    }
    hold = privacy.place_hold(kind=kind, subject_id=held[kind], actor=officer, **LETTER)
    told = nights(0, 1)
    contents = next(one for one in told.reports if one.rule == "visit_contents")
    assert (contents.due, contents.held, contents.ended) == (1, 1, 0)
    assert Content.objects.get().erased_at is None
    with pytest.raises(privacy.UnderHold):
        surveys.erase(row.pk, reason="diminta", actor=officer)
    privacy.lift_hold(hold, letter="B/90", actor=officer)
    assert surveys.erase(row.pk, reason="diminta", actor=officer)


def test_refused_attempts_and_repeated_uploads_go_after_their_last_day(sent, siti, now):
    body = visit(members=PEOPLE)
    surveys.receive(body, actor=siti)
    surveys.receive(body, actor=siti)
    with pytest.raises(surveys.UnknownForm):
        surveys.receive(visit(form_id="lain"), actor=siti)
    assert (RefusedAttempt.objects.count(), RepeatedUpload.objects.count()) == (1, 1)
    for name in ("surveys.refused_attempts", "surveys.repeated_uploads"):
        assert due(name, now) == []
        assert end(name, now + DAY) == 1
        assert due(name, now + DAY) == []
    assert (RefusedAttempt.objects.count(), RepeatedUpload.objects.count()) == (0, 0)


def test_sealed_visits_go_once_they_were_decided_about_and_not_before(now):
    def sealed(**more):
        values = {"device_id": UUID(int=1), "person_id": UUID(int=2), "area_code": VILLAGE, "came_at": now}
        return SealedVisit.objects.create(**values, sealed=b"x", was_revoked=True, **more)

    waiting = sealed(sha256="a" * 64)
    decided = sealed(sha256="b" * 64, state="set_aside", decided_at=now, decided_by="user:1")
    assert due("surveys.sealed_visits", now) == []
    assert due("surveys.sealed_visits", now + DAY) == [str(decided.pk)]
    assert end("surveys.sealed_visits", now + DAY) == 1
    assert SealedVisit.objects.get() == waiting


# --- the register of families -----------------------------------------------------------------------------


def test_families_nobody_visits_lose_who_they_are_and_leave_the_lists(sent, siti, now):
    assert due("families.register", now) == []
    assert end("families.register", now + DAY) == 1
    assert due("families.register", now + DAY) == []
    assert not MemberState.objects.exclude(name="", name_key="", nik_digest=None, birth_date=None).exists()
    assert {(row.nik, row.nik_digest) for row in MemberState.objects.all()} == {("", None)}
    [state] = FamilyState.objects.all()
    assert (state.head_name, state.no_kk, state.address, state.rt, state.status) == ("", "", "", "", "ended")
    assert list(families.known_families([VILLAGE])) == []
    assert Family.objects.get().forgotten_at == now


def test_a_family_that_is_visited_again_is_known_again_and_ends_again(sent, now):
    end("families.register", now + DAY)
    family = Family.objects.get().pk
    with later(now, days=2), transaction.atomic():
        families.record_visit(
            village_code=VILLAGE,
            family_id=family,
            visited_on=date(2026, 11, 23),
            members=[families.MemberInput("Ibu Ani", sex="p", relation="kepala")],
            source="submission:9",
            actor_key="token:1",
        )
        assert due("families.register", now + DAY) == []
    assert len(due("families.register", now + 3 * DAY)) == 1


def test_members_who_live_elsewhere_now_keep_their_names(sent, now):
    members = families.get_family(Family.objects.get().pk).members
    moved = families.split_family(
        Family.objects.get().pk, member_ids=[members[0].id], on=date(2026, 11, 21), actor_key="user:1"
    )
    expiring.executors()["families.register"].end([str(members[0].family_id)], "x")
    assert [one.name for one in families.get_family(moved.id).members] == [members[0].name]


# --- people at work ---------------------------------------------------------------------------------------


@pytest.fixture
def gone(now, villages):
    """Somebody who left, with all that access kept of them."""
    user = get_user_model().objects.create_user("siti", password="pw", first_name="Siti")
    person = Person.objects.create(
        user=user,
        name="Siti (sintetis)",
        search_name="siti (sintetis)",
        area_code=VILLAGE,
        is_active=False,
        created_at=now - 900 * DAY,
        left_at=now,
    )
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    Device.objects.create(person=person, label="HP Siti", public_key="k", pin_hash="hash", enrolled_at=now)
    KaderToken.objects.create(
        person=person,
        name="Kartu Siti",
        secret_sha256="1" * 64,
        areas=[VILLAGE],
        issued_at=now,
        issued_by="x",
    )
    Kin.objects.create(person=person, family_id=UUID(int=1), relation="own", declared_at=now, declared_by="x")
    SignInSession.objects.create(user=user, key_sha256="2" * 64, started_at=now, last_seen_at=now)
    grant = RoleGrant.objects.create(
        person=person,
        role="supervisor",
        area_code=VILLAGE,
        valid_from=now.date(),
        granted_at=now,
        granted_by="x",
        ended_at=now,
        end_reason="Siti pindah",
    )
    HandOver.objects.create(grant=grant, at=now, closed_by="x", items=[{"taker": "Dewi"}])
    return person


def test_secrets_of_those_who_left_go_first(gone, now):
    assert due("access.credentials", now) == []
    assert end("access.credentials", now + DAY) == 1
    gone.user.refresh_from_db()
    assert not gone.user.has_usable_password()
    assert not Authenticator.objects.exists()
    assert not Device.objects.get().pin_hash
    assert Person.objects.get().name == "Siti (sintetis)", "who they were is known for years more"
    assert due("access.credentials", now + DAY) == []


def test_then_who_they_were(gone, now, sent):
    key = f"user:{gone.user_id}"
    Submission.objects.update(actor_key=key, actor_name="Siti", device_id="HP Siti")
    ReviewEntry.objects.create(
        submission_id=sent.submission_id, at=now, actor_key=key, actor_name="Siti", move="approve"
    )
    assert due("access.people", now) == []
    assert end("access.people", now + DAY) == 1
    assert due("access.people", now + DAY) == []
    told = [
        *Person.objects.values_list("name", "search_name"),
        *get_user_model().objects.values_list("username", "first_name"),
        *KaderToken.objects.values_list("name"),
        *Device.objects.values_list("label"),
        *RoleGrant.objects.values_list("end_reason"),
        *Submission.objects.values_list("actor_name", "device_id"),
        *ReviewEntry.objects.values_list("actor_name"),
    ]
    assert "siti" not in str(told).casefold()
    assert not Kin.objects.exists()
    assert Submission.objects.get().actor_key == key, "who did what stays told by key"


def test_nobody_who_works_here_is_ever_due(gone, now):
    Person.objects.update(is_active=True)
    for name in ("access.credentials", "access.people"):
        assert due(name, now + 9000 * DAY) == []
        assert expiring.executors()[name].end([str(gone.pk)], "x") == 0
    assert Person.objects.get().name == "Siti (sintetis)"


def test_a_hold_on_a_person_keeps_all_that_is_theirs(gone, now, officer):
    privacy.place_hold(kind="person", subject_id=gone.pk, actor=officer, **LETTER)
    covered = privacy_holds.covered_now()
    ActivationCode.objects.create(
        person=gone, code_digest="3" * 64, issued_at=now, issued_by="x", expires_at=now
    )
    for name in ("access.sessions", "access.activation_codes", "access.hand_overs", "access.people"):
        [item] = expiring.executors()[name].find(now + DAY, "", 10)
        assert covered.holds(item), name


def test_sessions_codes_and_minutes_go_in_their_time(gone, now):
    ActivationCode.objects.create(
        person=gone, code_digest="3" * 64, issued_at=now, issued_by="x", expires_at=now
    )
    for name in ("access.sessions", "access.activation_codes", "access.hand_overs"):
        assert due(name, now) == []
        assert end(name, now + DAY) == 1
        assert due(name, now + DAY) == []
    assert (SignInSession.objects.count(), ActivationCode.objects.count()) == (0, 0)
    assert HandOver.objects.get().items == []


# --- what privacy keeps itself ----------------------------------------------------------------------------


def test_closed_requests_keep_their_dates_and_lose_who_asked(now, officer):
    row = SubjectRequest.objects.create(
        kind="access",
        state="answered",
        member_id=UUID(int=5),
        area_code=VILLAGE,
        by_guardian=True,
        guardian_id=UUID(int=6),
        guardian_nik=NIK,
        guardian_called="Siti",
        guardian_relation="parent",
        wanted="Siti",
        asked_at=now - DAY,
        due_at=now + DAY,
        recorded_by="user:9",
        identity="ktp",
        identity_at=now,
        closed_at=now,
        reply_sha256="4" * 64,
    )
    open_one = SubjectRequest.objects.create(
        kind="access", member_id=UUID(int=5), area_code=VILLAGE, asked_at=now - DAY, due_at=now + DAY
    )
    assert due("privacy.requests", now) == []
    assert due("privacy.requests", now + DAY) == [str(row.pk)]
    assert end("privacy.requests", now + DAY) == 1
    row.refresh_from_db()
    assert (row.guardian_nik, row.guardian_called, row.wanted, row.identity, row.guardian_id) == (
        "",
        "",
        "",
        "",
        None,
    )
    assert (row.reply_sha256, row.closed_at) == ("4" * 64, now)
    assert due("privacy.requests", now + 9000 * DAY) == []
    assert expiring.executors()["privacy.requests"].end([str(open_one.pk)], "x") == 0


def test_ended_consents_lose_their_sheet_unless_somebody_needs_the_same_file(now, committing):
    sheet = blobs.put(b"a signed sheet")
    both = [
        Consent.objects.create(
            member_id=UUID(int=one),
            area_code=VILLAGE,
            purpose="service",
            text_version="1",
            text_sha256="0" * 64,
            manner="signed",
            evidence_sha256=sheet,
            witness="Pak RT",
            given_at=now - DAY,
            recorded_at=now - DAY,
            recorded_by="user:9",
            ended_at=now if one == 1 else None,
            ended_how="withdrawn" if one == 1 else "",
        )
        for one in (1, 2)
    ]
    with committing():
        assert end("privacy.consents", now + DAY) == 1
    assert blobs.exists(sheet), "the other consent stands"
    Consent.objects.filter(pk=both[1].pk).update(ended_at=now, ended_how="withdrawn")
    with committing():
        assert end("privacy.consents", now + DAY) == 1
    assert not blobs.exists(sheet)
    assert {(row.witness, row.evidence_sha256) for row in Consent.objects.all()} == {("", sheet)}


def test_closed_breaches_keep_figures_and_lose_prose(now):
    row = Breach.objects.create(
        kind="salah_kirim",
        state="closed",
        zone="Asia/Makassar",
        found_at=now,
        due_at=now + 3 * DAY,
        recorded_by="user:9",
        what_happened="Surat Siti terkirim ke Dewi",
        data="nama",
        affected=3,
        closed_at=now,
    )
    BreachNotice.objects.create(
        breach=row, audience="person", letter="Yth. Siti", sent_at=now, recorded_by="user:9"
    )
    assert end("privacy.breaches", now + DAY) == 1
    row.refresh_from_db()
    assert (row.what_happened, row.data, row.affected, row.closed_at) == ("", "", 3, now)
    assert BreachNotice.objects.get().letter == ""


def test_a_whole_night_with_the_shipped_rules(sent, gone, nights, now):
    for told in (nights(0), nights(1)):
        assert told.state == "done"
        assert {one.failed for one in told.reports} == {0}
        assert len(told.reports) == len(privacy.retention_rules().rules)
    assert AuditEntry.objects.filter(action="privacy.retention_run").count() == 2
