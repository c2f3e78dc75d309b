"""Links of partners without an account: opened once, by a PIN told apart, in one browser."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.fakes.referral_world import later, sent, stands

from bahtera.foundation.models import AuditEntry
from bahtera.referrals import api as referrals
from bahtera.referrals.models import PartnerLink

pytestmark = pytest.mark.django_db


def refusals():
    return AuditEntry.objects.filter(action="referrals.link_refused").count()


@pytest.fixture
def one(world, tini):
    """A referral to a partner, sent by link."""
    return sent(
        world,
        tini,
        receiver_unit=world.partner,
        service="bantuan_hukum",
        known={"perkara": "waris"},
        manner=referrals.Manner.LINK,
    )


@pytest.fixture
def link(world, one):
    return referrals.make_link(one.id, actor=world.counsellor)


def test_a_partner_answers_schedules_and_tells_the_result_by_one_link(world, one, link):
    assert stands(one.id).state is referrals.State.DELIVERED
    opened = referrals.open_link(link.token, link.pin)
    view = referrals.partner_view(opened.token, opened.holder)
    assert "nama" in view.withheld
    assert "nama" not in view.seen
    assert {each.move for each in view.moves} == {referrals.Move.ACCEPT, referrals.Move.DECLINE}
    step = lambda move, version, **more: referrals.partner_answer(  # noqa: E731
        opened.token, opened.holder, referrals.Answer(move, version, **more)
    )
    now = step(referrals.Move.ACCEPT, view.version)
    assert referrals.partner_view(opened.token, opened.holder).seen["nama"] == "Tini (sintetis)"
    visit = referrals.Visit(datetime(2026, 11, 24, 2, tzinfo=UTC), "Kantor yayasan", "KTP")
    now = step(referrals.Move.SCHEDULE, now.version, visit=visit)
    with later(timedelta(days=2)):
        now = step(referrals.Move.START, now.version)
        now = step(referrals.Move.FINISH, now.version, given=referrals.Given(outcome="terpenuhi"))
        assert now.state is referrals.State.DONE
        with pytest.raises(referrals.LinkRefused):
            referrals.partner_view(opened.token, opened.holder)
    assert referrals.links_of(one.id, actor=world.counsellor)[0].ended_how == "answered"


def test_a_link_opens_once_and_forwarded_it_opens_nothing(one, link):
    opened = referrals.open_link(link.token, link.pin)
    with pytest.raises(referrals.LinkRefused):
        referrals.open_link(link.token, link.pin)
    with pytest.raises(referrals.LinkRefused):
        referrals.partner_view(link.token, "")
    with pytest.raises(referrals.LinkRefused):
        referrals.partner_answer(link.token, "someone-else", referrals.Answer(referrals.Move.ACCEPT, 3))
    assert refusals() == 3
    assert referrals.partner_view(opened.token, opened.holder).state is referrals.State.DELIVERED


def test_five_wrong_pins_close_it(one, link):
    for left in (4, 3, 2, 1):
        with pytest.raises(referrals.WrongPin) as caught:
            referrals.open_link(link.token, "x")
        assert caught.value.details == {"left": str(left)}
    with pytest.raises(referrals.LinkRefused):
        referrals.open_link(link.token, "x")
    with pytest.raises(referrals.LinkRefused):
        referrals.open_link(link.token, link.pin)
    assert PartnerLink.objects.get().ended_how == "pins"
    assert refusals() == 2


def test_an_old_link_a_replaced_one_and_none_at_all_are_refused_alike(world, one, link):
    fresh = referrals.make_link(one.id, actor=world.counsellor)
    told = []
    with later(timedelta(days=7)):
        for token in (link.token, fresh.token, "nothing", "", "ü" * 300):
            assert not referrals.is_link(token)
            with pytest.raises(referrals.LinkRefused) as caught:
                referrals.open_link(token, fresh.pin)
            told.append(str(caught.value))
    assert len(set(told)) == 1
    with later(timedelta(days=6, hours=23)):
        assert referrals.is_link(fresh.token)


def test_a_copy_of_the_table_opens_nothing(one, link):
    row = PartnerLink.objects.get()
    kept = (row.token_digest, row.pin_hash)
    assert link.token not in kept
    assert link.pin not in kept
    with pytest.raises(referrals.LinkRefused):
        referrals.open_link(row.token_digest, link.pin)


def test_a_partner_does_nothing_that_is_the_senders(world, one, link):
    opened = referrals.open_link(link.token, link.pin)
    now = stands(one.id)
    for move in set(referrals.Move) - {referrals.Move.ACCEPT, referrals.Move.DECLINE}:
        with pytest.raises(referrals.IllegalMove):
            referrals.partner_answer(opened.token, opened.holder, referrals.Answer(move, now.version))
    assert stands(one.id) == now


def test_links_are_for_what_goes_by_link(world, tini):
    made = sent(world, tini)
    with pytest.raises(referrals.IllegalMove):
        referrals.make_link(made.id, actor=world.counsellor)
