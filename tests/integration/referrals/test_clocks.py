"""Clocks of referrals: whom each step tells, once; expiry; late decrees; what is overdue in the inbox."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.fakes.referral_world import arrived, later, sent, stands, work

from bahtera.access.models import Membership, Person
from bahtera.clients import api as clients
from bahtera.deadlines import api as deadlines
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry, EventDelivery
from bahtera.referrals import api as referrals
from bahtera.referrals.models import Referral, RunningClock

pytestmark = pytest.mark.django_db


def escalations():
    """Return whom overdue referrals were told, in order."""
    rows = AuditEntry.objects.filter(action="referrals.escalated").order_by("id")
    return [str(row.details) for row in rows]


@pytest.fixture
def people(world):
    """Somebody with a place in the social unit and in the centre."""
    made = {}
    for unit in (world.ppks, world.sosial):
        one = Person.objects.create(
            name="Petugas (sintetis)", search_name="petugas", area_code="15.05", created_at=clock.now()
        )
        Membership.objects.create(person=one, unit_id=unit, valid_from=date(2026, 1, 1))
        made[unit] = f"person:{one.pk}"
    return made


def news():
    """Return the names of news and whom they tell."""
    rows = EventDelivery.objects.filter(name__startswith="referrals.").order_by("id")
    return [(row.name, row.payload.get("to")) for row in rows]


def test_each_step_is_told_once_and_to_whom_it_concerns(world, tini, people):
    one = arrived(world, tini, urgency=referrals.Urgency.HOURS_6)
    assert referrals.look_at_clocks() == 0
    with later(timedelta(hours=4, seconds=1)):
        referrals.look_at_clocks()
        assert news()[-1] == ("referrals.due_soon", [people[world.sosial]])
    with later(timedelta(hours=6)):
        assert referrals.look_at_clocks() == 0
        assert not referrals.get_referral(one.id, actor=world.social).row.late
    with later(timedelta(hours=6, seconds=1)):
        referrals.look_at_clocks()
        assert news()[-1] == ("referrals.overdue", [people[world.sosial]])
        assert referrals.look_at_clocks() == 0
        assert len(escalations()) == 1
        assert referrals.get_referral(one.id, actor=world.social).row.late
    with later(timedelta(hours=13)):
        referrals.look_at_clocks()
        assert len(escalations()) == 3
        assert referrals.get_referral(one.id, actor=world.social).clocks[0].told == (
            "unit",
            "atasan",
            "dinas",
        )


def test_what_nobody_answers_expires_and_what_never_arrived_does_not(world, tini):
    one = arrived(world, tini)
    other = sent(
        world,
        tini,
        receiver_unit=world.dukcapil,
        service="dokumen_kependudukan",
        known={"dokumen_hilang": ("ktp",)},
        manner=referrals.Manner.LETTER,
    )
    with later(timedelta(days=60)):
        referrals.look_at_clocks()
        referrals.look_at_clocks()
        assert stands(one.id).state is referrals.State.EXPIRED
        assert stands(other.id).state is referrals.State.SENT
        assert dict(referrals.get_referral(one.id, actor=world.social).seen) == {}


def test_clocks_end_with_the_answer_and_begin_with_the_next_duty(world, tini):
    one = arrived(world, tini)
    due = Referral.objects.get().answer_due_at
    referrals.accept(one.id, version=one.version, actor=world.social)
    row = Referral.objects.get()
    assert row.answer_due_at == due
    running = RunningClock.objects.filter(ended__isnull=True)
    assert [(one.clock, one.due) for one in running] == [("rujukan_dijadwalkan", row.due_at)]


def test_a_late_decree_moves_open_limits_and_makes_nobody_late(world, tini):
    from bahtera.access.api import SYSTEM

    one = arrived(world, tini)
    before = Referral.objects.get().due_at
    listed = (
        "mulai,selesai,jenis,nama,wilayah,nomor_keputusan,tanggal_keputusan\n"
        "2026-11-25,,libur_nasional,Libur susulan (sintetis),,SKB 9/2026,2026-11-23\n"
    )
    kept = deadlines.keep_days(listed.encode(), file_name="susulan.csv", actor=SYSTEM)
    work()
    row = Referral.objects.get()
    assert row.due_at.date() - before.date() == timedelta(days=1)
    assert row.answer_due_at == row.due_at
    with later(row.due_at - clock.now() - timedelta(hours=1)):
        deadlines.take_back_days(kept.number, reason="Dicabut (sintetis)", actor=SYSTEM)
        work()
        assert Referral.objects.get().due_at == row.due_at
        assert not referrals.get_referral(one.id, actor=world.social).row.late


def test_the_eve_of_idulfitri_is_not_a_working_day(world, tini):
    thursday = datetime(2026, 3, 17, 3, tzinfo=UTC)  # Tuesday before the holidays of 1447 H
    with clock.frozen(thursday):
        client = clients.register_client(
            clients.Identity(name="Lain (sintetis)"), unit_id=world.ppks, actor=world.counsellor
        ).client_id
        clients.record_ground(
            client,
            "rujuk_sosial",
            clients.LawfulGround.PUBLIC_TASK,
            reason="Tugas (sintetis)",
            actor=world.counsellor,
        )
        one = sent(world, client)
        told = deadlines.due(
            thursday, deadlines.clock_named("rujukan_3_hari_kerja").limit, deadlines.calendar("15.05")
        )
        assert Referral.objects.get(pk=one.id).due_at == told.at
        assert told.passed_over
        assert told.at.date() > date(2026, 3, 24)


def test_boxes_hold_what_is_new_due_and_overdue(world, tini):
    one = arrived(world, tini, urgency=referrals.Urgency.HOURS_6)
    box = lambda which: [row.id for row in referrals.list_box(world.sosial, which, actor=world.social).items]  # noqa: E731
    assert box(referrals.Box.NEW) == box(referrals.Box.DUE) == box(referrals.Box.RECEIVED) == [one.id]
    assert box(referrals.Box.OVERDUE) == []
    with later(timedelta(hours=7)):
        assert box(referrals.Box.OVERDUE) == [one.id]
        assert box(referrals.Box.DUE) == []
        counts = referrals.count_boxes(world.sosial, actor=world.social)
        assert (counts.new, counts.due, counts.overdue) == (1, 0, 1)
    mine = referrals.list_box(world.ppks, referrals.Box.SENT, actor=world.counsellor).items
    assert [row.name for row in mine] == ["Tini (sintetis)"]


def test_an_inbox_costs_the_same_however_much_lies_in_it(world, django_assert_num_queries):
    from tests.fakes.referral_world import client_of

    def rows():
        return referrals.list_box(world.sosial, referrals.Box.NEW, actor=world.social, size=20).items

    for number in range(3):
        arrived(
            world, client_of(world, clients.Identity(name=f"Klien {number} (sintetis)"), kinds=("sosial",))
        )
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(rows()) == 3
    before = len(asked)
    arrived(world, client_of(world, clients.Identity(name="Klien lagi (sintetis)"), kinds=("sosial",)))
    with django_assert_num_queries(before):
        assert len(rows()) == 4
