"""What stands against a referral, and what follows from elsewhere."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from tests.fakes.referral_world import (
    FAR_VILLAGE,
    SPOKEN,
    TINI,
    agree,
    arrived,
    client_of,
    drafted,
    later,
    officer,
    sent,
    stands,
    wanted,
    work,
)

from bahtera.access.api import SYSTEM, NotAllowed, SecondFactorNeeded
from bahtera.access.models import Agency, Unit
from bahtera.clients import api as clients
from bahtera.deadlines import api as deadlines
from bahtera.directory import api as directory
from bahtera.directory.models import AgreementRecord
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.referrals import api as referrals
from bahtera.referrals.models import Event, Referral, RunningClock

pytestmark = pytest.mark.django_db
WITHDRAWN = referrals.Hindrance.WITHDRAWN


def refused(caught):
    """Return the last refused move of the audit, and that it is the one that was raised."""
    entry = AuditEntry.objects.filter(action="referrals.move_refused").order_by("-id").first()
    details = entry.details
    assert caught.value.code in str(details)
    return details


# --- sending ----------------------------------------------------------------------------------------------


def test_nothing_is_sent_without_a_ground(world):
    client = client_of(world, kinds=())
    with pytest.raises(referrals.NotReady) as caught:
        sent(world, client)
    assert caught.value.code == "referrals.no_ground"
    assert Referral.objects.get().state == "draf"
    refused(caught)


def test_another_ground_carries_a_referral_without_consent(world):
    client = client_of(world, kinds=())
    clients.record_ground(
        client,
        "rujuk_sosial",
        clients.LawfulGround.LEGAL_DUTY,
        reason="UU 13/1998 Pasal 5 (sintetis)",
        actor=world.counsellor,
    )
    one = sent(world, client)
    row = Referral.objects.get(pk=one.id)
    assert (row.ground, row.rule) == ("legal_duty", "UU 13/1998 Pasal 5 (sintetis)")


def test_nothing_is_sent_after_the_agreement_ended(world, tini):
    row = AgreementRecord.objects.get()
    directory.end_agreement(
        row.pk, version=row.version, on=date(2026, 11, 23), reason="Selesai (sintetis)", actor=SYSTEM
    )
    with pytest.raises(referrals.NotReady) as caught:
        sent(world, tini)
    assert caught.value.code == "referrals.agreement_expired"


def test_what_was_sent_goes_on_when_the_agreement_ends(world, tini):
    one = arrived(world, tini)
    row = AgreementRecord.objects.get()
    directory.end_agreement(
        row.pk, version=row.version, on=date(2026, 11, 23), reason="Selesai (sintetis)", actor=SYSTEM
    )
    assert referrals.accept(one.id, version=one.version, actor=world.social).state == "disetujui"


def test_a_receiver_in_conflict_is_refused_in_words_that_do_not_say_so(world, tini):
    made = drafted(world, tini)
    asked = []
    with pytest.raises(referrals.NotReady) as caught:
        referrals.send_referral(
            made.id,
            version=made.version,
            actor=world.counsellor,
            conflicted=lambda client, unit: asked.append((client, unit)) or True,
        )
    assert asked == [(tini, world.sosial)]
    assert "konflik" not in str(caught.value)
    assert "relative" not in str(caught.value)


def test_a_receiver_found_in_conflict_cannot_accept(world, tini):
    one = arrived(world, tini)
    with pytest.raises(referrals.NotReady):
        referrals.accept(one.id, version=one.version, actor=world.social, conflicted=lambda *_: True)
    assert stands(one.id) == one


def test_a_second_referral_for_the_same_is_refused_and_a_double_is_asked_about(world, tini):
    sent(world, tini)
    with pytest.raises(referrals.AlreadyOpen):
        sent(world, tini)
    other = client_of(world, kinds=("sosial",), actor=world.registry, unit=world.dukcapil)
    again = sent(world, other, actor=world.registry, sender_unit=world.dukcapil)
    assert again.ask_supervisor
    assert not sent(world, client_of(world, clients.Identity(name="Lain (sintetis)"))).ask_supervisor


def test_nothing_more_is_sent_to_a_closed_unit_and_the_sender_is_told_once(world, tini):
    one = arrived(world, tini)
    made = drafted(
        world,
        tini,
        receiver_unit=world.dukcapil,
        service="dokumen_kependudukan",
        known={"dokumen_hilang": ("ktp",)},
    )
    Unit.objects.filter(pk__in=[world.sosial, world.dukcapil]).update(is_active=False)
    with pytest.raises(referrals.UnitClosed):
        referrals.send_referral(made.id, version=made.version, actor=world.counsellor)
    with pytest.raises(referrals.UnitClosed):
        drafted(world, tini)
    assert referrals.tell_of_closed_units() == 1
    assert referrals.tell_of_closed_units() == 0
    taken = referrals.withdraw(
        one.id,
        by=referrals.By.SENDER,
        reason="salah_tujuan",
        version=one.version,
        actor=world.counsellor,
    )
    assert taken.state is referrals.State.WITHDRAWN


def test_a_registry_never_gets_the_story(world, tini):
    one = sent(
        world,
        tini,
        receiver_unit=world.dukcapil,
        service="dokumen_kependudukan",
        known={"dokumen_hilang": ("ktp",), "kronologi": "Cerita (sintetis)", "keadaan_sosial": "Sendiri"},
    )
    work()
    one = stands(one.id)
    referrals.accept(one.id, version=one.version, actor=world.registry)
    seen = referrals.get_referral(one.id, actor=world.registry).seen
    assert "kronologi" not in seen
    assert "keadaan_sosial" not in seen
    assert seen["nik"] == TINI.nik
    assert seen["tanggal_lahir"] == date(1950, 3, 12)
    stored = bytes(Referral.objects.get(pk=one.id).content.told)
    assert b"Tini" not in stored
    assert TINI.nik.encode() not in stored


def test_a_number_leaves_with_its_rules_alone(world, tini):
    made = drafted(world, tini)
    assert "kontak" not in referrals.preview_packet(made.id, actor=world.counsellor).sent
    clients.set_contact(tini, clients.SafeContact(frozenset({clients.Way.LETTER})), actor=world.counsellor)
    told = referrals.preview_packet(made.id, actor=world.counsellor).sent
    assert told["kontak"] == "08123456789"
    assert told["kontak_aman"] == ("boleh_surat",)
    clients.set_contact(tini, clients.SafeContact(silent=True), actor=world.counsellor)
    assert "kontak" not in referrals.preview_packet(made.id, actor=world.counsellor).sent


# --- who --------------------------------------------------------------------------------------------------


def test_a_foreign_unit_and_no_referral_at_all_are_refused_alike(world, tini):
    one = arrived(world, tini)
    told = []
    for asked in (one.id, uuid4()):
        with pytest.raises(referrals.NoSuchReferral) as caught:
            referrals.get_referral(asked, actor=world.registry)
        told.append((caught.value.code, str(caught.value)))
    assert told[0] == told[1]
    with pytest.raises(referrals.NoSuchReferral):
        referrals.list_box(world.sosial, referrals.Box.NEW, actor=world.registry)


def test_what_did_not_arrive_is_not_there_for_the_receiver(world, tini):
    one = sent(world, tini)
    with pytest.raises(referrals.NoSuchReferral):
        referrals.get_referral(one.id, actor=world.social)
    work()
    assert referrals.get_referral(one.id, actor=world.social).row.state is referrals.State.DELIVERED


def test_an_area_alone_and_one_factor_open_nothing(world, tini):
    one = arrived(world, tini)
    with pytest.raises(referrals.NoSuchReferral):
        referrals.get_referral(one.id, actor=officer(None, 9))
    with pytest.raises(SecondFactorNeeded):
        referrals.get_referral(one.id, actor=officer(world.sosial, 9, assured=False))
    with pytest.raises(NotAllowed):
        drafted(world, tini, actor=world.social)


# --- following --------------------------------------------------------------------------------------------


def take_back(client, actor):
    """Withdraw the consent to be referred to a social unit."""
    for one in clients.grounds_of(client, actor=actor):
        if one.scope == "rujuk_sosial" and one.ended_at is None:
            clients.withdraw_ground(one.id, actor=actor)
    work()


def test_consent_withdrawn_before_service_withdraws_the_referral(world, tini):
    one = arrived(world, tini)
    take_back(tini, world.counsellor)
    view = referrals.get_referral(one.id, actor=world.social)
    assert view.row.state is referrals.State.WITHDRAWN
    assert view.reason == "persetujuan_ditarik"
    assert dict(view.seen) == {}


def test_consent_withdrawn_while_served_is_asked_about_and_nothing_breaks_off(world, tini):
    one = arrived(world, tini)
    one = referrals.accept(one.id, version=one.version, actor=world.social)
    visit = referrals.Visit(datetime(2026, 11, 24, 2, tzinfo=UTC))
    one = referrals.schedule(one.id, visit, version=one.version, actor=world.social)
    with later(timedelta(days=2)):
        one = referrals.start(one.id, version=one.version, actor=world.social)
        take_back(tini, world.counsellor)
        view = referrals.get_referral(one.id, actor=world.social)
        assert view.row.state is referrals.State.RUNNING
        assert view.ask_client
        one = referrals.finish(one.id, outcome="terpenuhi", version=view.row.version, actor=world.social)


def test_consent_withdrawn_after_service_ends_the_feedback(world, tini):
    one = arrived(world, tini)
    one = referrals.accept(one.id, version=one.version, actor=world.social)
    visit = referrals.Visit(datetime(2026, 11, 24, 2, tzinfo=UTC))
    one = referrals.schedule(one.id, visit, version=one.version, actor=world.social)
    with later(timedelta(days=2)):
        one = referrals.start(one.id, version=one.version, actor=world.social)
        one = referrals.finish(one.id, outcome="terpenuhi", version=one.version, actor=world.social)
        take_back(tini, world.counsellor)
        one = stands(one.id)
        with pytest.raises(referrals.BadMove):
            referrals.write_feedback(one.id, "Selesai", version=one.version, actor=world.social)
        assert referrals.get_referral(one.id, actor=world.counsellor).feedback is None


def test_accepting_asks_for_the_ground_again(world, tini):
    one = arrived(world, tini)
    for ground in clients.grounds_of(tini, actor=world.counsellor):
        clients.withdraw_ground(ground.id, actor=world.counsellor)
    with pytest.raises(referrals.NotReady) as caught:
        referrals.accept(one.id, version=one.version, actor=world.social)
    assert caught.value.hindrances == (WITHDRAWN,)


def test_an_older_version_is_refused_and_left_in_the_audit(world, tini):
    one = arrived(world, tini)
    referrals.accept(one.id, version=one.version, actor=world.social)
    with pytest.raises(referrals.IllegalMove) as caught:
        referrals.accept(one.id, version=one.version, actor=world.social)
    refused(caught)
    with pytest.raises(referrals.Moved) as caught:
        referrals.schedule(
            one.id,
            referrals.Visit(clock.now() + timedelta(days=1)),
            version=one.version,
            actor=world.social,
        )
    refused(caught)


def test_a_referral_goes_onward_and_names_the_one_before(world, tini):
    one = arrived(world, tini)
    referrals.accept(one.id, version=one.version, actor=world.social)
    clients.give_consent(
        tini,
        "rujuk_dukcapil",
        clients.Given(clients.Giver.CLIENT),
        **SPOKEN,
        actor=world.social,
    )
    onward = sent(
        world,
        tini,
        actor=world.social,
        sender_unit=world.sosial,
        receiver_unit=world.dukcapil,
        service="dokumen_kependudukan",
        direction=referrals.Direction.ONWARD,
        parent_id=one.id,
        known={"dokumen_hilang": ("ktp",)},
    )
    assert referrals.get_referral(one.id, actor=world.counsellor).children == (onward.id,)
    with pytest.raises(referrals.BadDraft):
        drafted(world, tini, direction=referrals.Direction.ONWARD)
    with pytest.raises(referrals.BadDraft):
        drafted(world, tini, parent_id=one.id)


def test_a_person_who_moved_to_another_province_begins_again_there(world, tini):
    one = arrived(world, tini)
    view = clients.get_client(tini, actor=world.counsellor)
    clients.change_client(
        tini,
        replace(view.identity, village_code=FAR_VILLAGE),
        number=view.number,
        actor=world.counsellor,
    )
    referrals.withdraw(
        one.id, by=referrals.By.SENDER, reason="pindah", version=one.version, actor=world.counsellor
    )
    again = sent(world, tini, receiver_unit=world.far, parent_id=one.id)
    work()
    seen = referrals.get_referral(again.id, actor=world.distant)
    assert seen.seen["wilayah"] == FAR_VILLAGE[:8]
    due = RunningClock.objects.get(referral=again.id, clock="rujukan_3_hari_kerja").due
    # The third working day ends when the office in Kalimantan (UTC+8) closes.
    assert (
        due
        == deadlines.due(
            clock.now(), deadlines.clock_named("rujukan_3_hari_kerja").limit, deadlines.calendar("63.02")
        ).at
    )
    assert due.astimezone(UTC).hour < 10


def test_an_agreement_for_one_area_does_not_cover_who_lives_elsewhere(world, tini):
    row = AgreementRecord.objects.get()
    directory.end_agreement(
        row.pk, version=row.version, on=date(2026, 11, 1), reason="Selesai (sintetis)", actor=SYSTEM
    )
    agree([one.pk for one in Agency.objects.order_by("pk")], areas=(FAR_VILLAGE,))
    with pytest.raises(referrals.NotReady) as caught:
        sent(world, tini)
    assert caught.value.code in {"referrals.no_agreement", "referrals.agreement_expired"}


def test_events_are_as_many_as_moves(world, tini):
    one = arrived(world, tini)
    assert Event.objects.filter(referral=one.id).count() == one.version - 1
    assert wanted(world, tini).receiver_unit == world.sosial
