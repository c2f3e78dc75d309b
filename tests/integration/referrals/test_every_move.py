"""Every state, every side, every move, through the real operations: what the table has happens, all else is refused.

What the table says is written down here once more by hand, so that a slip in the table is seen.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.fakes.referral_world import client_of, drafted, stands, work

from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.referrals import api as referrals
from bahtera.referrals.models import Event, Referral
from bahtera.referrals.operations.carrying import SYSTEM, carry_out

pytestmark = pytest.mark.django_db
S, M, B = referrals.State, referrals.Move, referrals.By
AFTER = {
    ("draf", "kirim", "pengirim"): "dikirim",
    ("dikirim", "antar", "sistem"): "diterima_sistem",
    ("diterima_sistem", "setujui", "penerima"): "disetujui",
    ("diterima_sistem", "tolak", "penerima"): "ditolak",
    ("diterima_sistem", "kedaluwarsakan", "jam"): "kedaluwarsa",
    ("disetujui", "jadwalkan", "penerima"): "dijadwalkan",
    ("dijadwalkan", "jadwalkan", "penerima"): "dijadwalkan",
    ("dijadwalkan", "mulai", "penerima"): "berjalan",
    ("dijadwalkan", "catat_tidak_hadir", "penerima"): "tidak_hadir",
    ("tidak_hadir", "jadwalkan", "penerima"): "dijadwalkan",
    ("tidak_hadir", "tarik", "penerima"): "ditarik",
    ("berjalan", "selesaikan", "penerima"): "selesai",
    **{
        (state, "tarik", "pengirim"): "ditarik"
        for state in ("dikirim", "diterima_sistem", "disetujui", "dijadwalkan", "tidak_hadir", "berjalan")
    },
}
WAY = {
    S.DRAFT: (),
    S.SENT: (M.SEND,),
    S.DELIVERED: (M.SEND, M.DELIVER),
    S.ACCEPTED: (M.SEND, M.DELIVER, M.ACCEPT),
    S.DECLINED: (M.SEND, M.DELIVER, M.DECLINE),
    S.SCHEDULED: (M.SEND, M.DELIVER, M.ACCEPT, M.SCHEDULE),
    S.MISSED: (M.SEND, M.DELIVER, M.ACCEPT, M.SCHEDULE, M.MISS),
    S.RUNNING: (M.SEND, M.DELIVER, M.ACCEPT, M.SCHEDULE, M.START),
    S.DONE: (M.SEND, M.DELIVER, M.ACCEPT, M.SCHEDULE, M.START, M.FINISH),
    S.WITHDRAWN: (M.SEND, M.WITHDRAW),
    S.EXPIRED: (M.SEND, M.DELIVER, M.EXPIRE),
}
"""How each state is reached, by moves."""
USUAL = {M.SEND: B.SENDER, M.DELIVER: B.SYSTEM, M.EXPIRE: B.CLOCK, M.WITHDRAW: B.SENDER}


def answer(move, version):
    """Return a move with all that any move needs."""
    given = referrals.Given(
        reason={M.DECLINE: "kapasitas_penuh", M.WITHDRAW: "permintaan_klien"}.get(move, ""),
        outcome="terpenuhi" if move is M.FINISH else "",
    )
    visit = referrals.Visit(clock.now() + timedelta(days=1)) if move is M.SCHEDULE else None
    return referrals.Answer(move, version, given, visit)


def do(world, one, move, by):
    """Make a move as a door, the worker or a clock does."""
    now = stands(one)
    if by in {B.SYSTEM, B.CLOCK}:
        row = Referral.objects.select_for_update().get(pk=one)
        return carry_out(row, answer(move, now.version), by, SYSTEM)
    if move is M.SEND and by is B.SENDER:
        return referrals.send_referral(one, version=now.version, actor=world.counsellor)
    actor = world.counsellor if by is B.SENDER else world.social
    return referrals.make_move(one, answer(move, now.version), by=by, actor=actor)


@pytest.fixture
def made(world):
    """One referral of one client."""
    return drafted(world, client_of(world, kinds=("sosial",))).id


@pytest.mark.parametrize("state", list(S))
def test_every_side_and_move(world, made, state):
    for move in WAY[state]:
        with transaction.atomic():
            do(world, made, move, USUAL.get(move, B.RECEIVER))
    before = stands(made)
    assert before.state is state
    for by in B:
        for move in M:
            told = AFTER.get((state.value, move.value, by.value))
            with transaction.atomic():
                if told is None:
                    refused = AuditEntry.objects.filter(action="referrals.move_refused").count()
                    with pytest.raises((referrals.IllegalMove, referrals.NoSuchReferral)) as caught:
                        do(world, made, move, by)
                    assert stands(made) == before
                    if by in {B.SENDER, B.RECEIVER} and caught.type is referrals.IllegalMove:
                        now = AuditEntry.objects.filter(action="referrals.move_refused").count()
                        assert now == refused + 1
                    # What did not reach the receiver is not there for them at all.
                    if caught.type is referrals.NoSuchReferral:
                        assert by is B.RECEIVER
                        assert Referral.objects.get(pk=made).delivered_at is None
                else:
                    done = do(world, made, move, by)
                    assert (done.state.value, done.version) == (told, before.version + 1)
                    last = Event.objects.filter(referral=made).order_by("-number")[0]
                    assert (last.before, last.after, last.by) == (state.value, told, by.value)
                transaction.set_rollback(True)


def test_each_state_is_reached_and_each_row_of_the_table_was_tried():
    assert set(WAY) == set(S)
    assert {
        (one.state.value, one.move.value, one.by.value): one.next.value for one in referrals.TABLE
    } == AFTER


def test_somebody_of_neither_unit_does_nothing(world, made):
    do(world, made, M.SEND, B.SENDER)
    work()
    now = stands(made)
    for by in (B.SENDER, B.RECEIVER):
        for move in M:
            with pytest.raises(referrals.NoSuchReferral):
                referrals.make_move(made, answer(move, now.version), by=by, actor=world.registry)
    assert stands(made) == now
