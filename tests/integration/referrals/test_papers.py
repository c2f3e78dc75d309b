"""Papers of a referral: a lost one names nobody."""

import re
from datetime import UTC, datetime

import pytest
from tests.fakes.referral_world import arrived, drafted, sent, stands

from bahtera.clients import api as clients
from bahtera.referrals import api as referrals

pytestmark = pytest.mark.django_db
TOMORROW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def booked(world, tini):
    """A referral with an appointment."""
    one = arrived(world, tini)
    one = referrals.accept(one.id, version=one.version, actor=world.social)
    visit = referrals.Visit(TOMORROW, "Ruang 3", "KTP atau KK")
    return referrals.schedule(one.id, visit, version=one.version, actor=world.social)


def test_a_letter_tells_what_the_receiver_sees_before_it_accepts(world, tini):
    one = arrived(world, tini)
    told = referrals.letter_of(one.id, number=" 12/PPKS/XI/2026\n", actor=world.counsellor)
    assert told.number == "12/PPKS/XI/2026"
    assert set(told.fields) == set(referrals.get_referral(one.id, actor=world.social).seen)
    assert "Tini" not in repr((dict(told.fields), told))
    assert told.agreement.startswith("PKS/")
    assert told.due is not None
    assert (told.check, told.zone) == (referrals.check_code(one.id), "Asia/Jakarta")
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", told.check)
    assert stands(one.id) == one


def test_what_goes_by_letter_arrives_when_the_letter_is_made(world, tini):
    one = sent(world, tini, manner=referrals.Manner.LETTER)
    assert stands(one.id).state is referrals.State.SENT
    first = referrals.letter_of(one.id, number="12", actor=world.counsellor)
    now = stands(one.id)
    assert now.state is referrals.State.DELIVERED
    assert referrals.letter_of(one.id, number="12", actor=world.counsellor).check == first.check
    assert stands(one.id) == now


def test_there_is_no_letter_of_a_draft_nor_by_anybody_else_nor_without_number(world, tini):
    draft = drafted(world, tini)
    with pytest.raises(referrals.BadMove):
        referrals.letter_of(draft.id, number="12", actor=world.counsellor)
    one = referrals.send_referral(draft.id, version=draft.version, actor=world.counsellor)
    for number in ("", " \n", "1" * 61):
        with pytest.raises(referrals.BadDraft):
            referrals.letter_of(one.id, number=number, actor=world.counsellor)
    with pytest.raises(referrals.NoSuchReferral):
        referrals.letter_of(one.id, number="12", actor=world.registry)
    assert stands(one.id).version == one.version


def test_a_slip_says_where_when_and_what_to_bring_and_neither_who_nor_why(world, tini, booked):
    for actor in (world.counsellor, world.social):
        told = referrals.slip_of(booked.id, actor=actor)
        assert (told.at, told.place, told.bring) == (TOMORROW, "Ruang 3", "KTP atau KK")
        assert told.unit_id == world.sosial
        assert "Tini" not in repr(told)
        assert "lansia" not in repr(told)


def test_a_slip_is_given_only_where_a_letter_is_safe(world, tini, booked):
    def given():
        return referrals.slip_of(booked.id, actor=world.counsellor).may_be_given

    assert not given()
    clients.set_contact(
        tini, clients.SafeContact(ways=frozenset({clients.Way.LETTER})), actor=world.counsellor
    )
    assert given()
    clients.set_contact(tini, clients.SafeContact(silent=True), actor=world.counsellor)
    assert not given()


def test_there_is_no_slip_without_an_appointment_that_stands(world, tini, booked):
    with pytest.raises(referrals.NoSuchReferral):
        referrals.slip_of(booked.id, actor=world.registry)
    referrals.withdraw(
        booked.id,
        by=referrals.By.SENDER,
        reason="permintaan_klien",
        version=booked.version,
        actor=world.counsellor,
    )
    with pytest.raises(referrals.BadMove):
        referrals.slip_of(booked.id, actor=world.counsellor)
