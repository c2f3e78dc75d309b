"""The way of a referral from unit to unit and back, and who sees what of it."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.fakes.referral_world import CARE, arrived, later

from bahtera.clients import api as clients
from bahtera.referrals import api as referrals

pytestmark = pytest.mark.django_db
TOMORROW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_an_elderly_client_is_cared_for_and_the_sender_hears_of_it(world, tini):
    one = arrived(world, tini)
    assert one.state is referrals.State.DELIVERED
    one = referrals.accept(one.id, version=one.version, actor=world.social)
    visit = referrals.Visit(TOMORROW, "Ruang 3", "KTP atau KK")
    one = referrals.schedule(one.id, visit, version=one.version, actor=world.social)
    with later(timedelta(days=1)):
        one = referrals.start(one.id, version=one.version, actor=world.social)
        one = referrals.finish(one.id, outcome="terpenuhi", version=one.version, actor=world.social)
        one = referrals.write_feedback(
            one.id, "Santunan berjalan (sintetis)", version=one.version, actor=world.social
        )
        told = referrals.get_referral(one.id, actor=world.counsellor)
    assert told.row.state is referrals.State.DONE
    assert (told.outcome, told.feedback) == ("terpenuhi", "Santunan berjalan (sintetis)")
    assert [event.move.value for event in told.events] == [
        *("kirim", "antar", "setujui", "jadwalkan", "mulai", "selesaikan")
    ]
    assert [event.number for event in told.events] == [2, 3, 4, 5, 6, 7]
    assert all(clock.ended is not None for clock in told.clocks)
    assert told.row.due is None


def test_the_receiver_sees_a_part_until_it_accepts(world, tini):
    one = arrived(world, tini)
    before = referrals.get_referral(one.id, actor=world.social)
    assert before.row.name == ""
    assert before.client_id is None
    assert set(before.seen) == {"kebutuhan", "kelompok_umur", "jenis_kelamin", "wilayah", "bahasa"}
    assert "keadaan_sosial" in before.withheld
    referrals.accept(one.id, version=one.version, actor=world.social)
    after = referrals.get_referral(one.id, actor=world.social)
    assert after.row.name == "Tini (sintetis)"
    assert after.seen["keadaan_sosial"] == CARE["keadaan_sosial"]
    assert clients.get_client(after.client_id, actor=world.social).identity.name == "Tini (sintetis)"
