"""What may happen to a referral: the table equals the text it was made from, and nothing else happens."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bahtera.referrals.errors import BadMove, IllegalMove
from bahtera.referrals.rules.codes import codes
from bahtera.referrals.rules.machine import FINAL, MOST_WORDS, TABLE, apply, moves_for
from bahtera.referrals.values import By, Given, Move, Need, State, Urgency

AT = datetime(2026, 6, 2, 3, tzinfo=UTC)
ALL = {
    Need.NOTHING: Given(),
    Need.DECLINE_REASON: Given(reason="kapasitas_penuh"),
    Need.WITHDRAW_REASON: Given(reason="permintaan_klien"),
    Need.APPOINTMENT: Given(appointment=AT + timedelta(days=1)),
    Need.OUTCOME: Given(outcome="terpenuhi"),
}

# Written out by hand, from the domain notes on referral: who moves what to where.
TEXT = """
draf pengirim dikirim
dikirim sistem diterima_sistem
diterima_sistem penerima disetujui
diterima_sistem penerima ditolak
diterima_sistem jam kedaluwarsa
disetujui penerima dijadwalkan
dijadwalkan penerima berjalan
berjalan penerima selesai
dijadwalkan penerima tidak_hadir
tidak_hadir penerima dijadwalkan
tidak_hadir penerima ditarik
dikirim pengirim ditarik
diterima_sistem pengirim ditarik
disetujui pengirim ditarik
dijadwalkan pengirim ditarik
berjalan pengirim ditarik
"""
# Not in the notes, ours: an appointment may be moved, and who sent it may withdraw it after a no-show too, because a
# client may withdraw consent at any time.
OURS = {("dijadwalkan", "penerima", "dijadwalkan"), ("tidak_hadir", "pengirim", "ditarik")}


def test_the_table_is_the_text():
    told = {tuple(line.split()) for line in TEXT.strip().splitlines()}
    assert {(one.state, one.by, one.next) for one in TABLE} == told | OURS
    assert len(TABLE) == len(told | OURS), "no line twice"


def test_final_states():
    assert {"selesai", "ditolak", "ditarik", "kedaluwarsa"} == FINAL


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("state", State)
def test_every_state_by_everyone_with_every_move(state, by):
    """All 440: what the table has leads where it says, whatever is given too much; all else is refused."""
    for move in Move:
        rows = [one for one in TABLE if (one.state, one.move, one.by) == (state, move, by)]
        for given in ALL.values():
            if not rows:
                with pytest.raises(IllegalMove):
                    apply(state, move, by, given, at=AT)
        if rows:
            assert apply(state, move, by, ALL[rows[0].need], at=AT) is rows[0].next
    assert {one.move for one in moves_for(state, by)} == {
        one.move for one in TABLE if one.state is state and one.by is by
    }


def test_the_product_is_whole():
    assert len(list(product(State, By, Move))) == 11 * 4 * 10


@pytest.mark.parametrize("row", [one for one in TABLE if one.need], ids=str)
def test_what_a_move_needs_is_asked_for(row):
    for need, given in ALL.items():
        if need is row.need or {need, row.need} == {Need.DECLINE_REASON, Need.WITHDRAW_REASON}:
            continue
        with pytest.raises(BadMove):
            apply(row.state, row.move, row.by, given, at=AT)


def test_a_reason_belongs_to_its_list():
    with pytest.raises(BadMove) as refused:
        apply(State.DELIVERED, Move.DECLINE, By.RECEIVER, Given(reason="pindah"), at=AT)
    assert refused.value.code == "referrals.no_reason"


@pytest.mark.parametrize(
    ("words", "code"), [("", "no_words"), ("   ", "no_words"), ("a" * (MOST_WORDS + 1), "long_words")]
)
def test_another_reason_needs_a_few_words(words, code):
    with pytest.raises(BadMove) as refused:
        apply(State.DELIVERED, Move.DECLINE, By.RECEIVER, Given("lainnya", words), at=AT)
    assert refused.value.code == f"referrals.{code}"
    assert str(refused.value)
    done = apply(State.DELIVERED, Move.DECLINE, By.RECEIVER, Given("lainnya", "Kantor banjir."), at=AT)
    assert done is State.DECLINED


def test_an_appointment_lies_in_the_future_in_any_zone():
    wita = timezone(timedelta(hours=8))
    for given in (AT, AT - timedelta(minutes=1), AT.astimezone(wita)):
        with pytest.raises(BadMove):
            apply(State.ACCEPTED, Move.SCHEDULE, By.RECEIVER, Given(appointment=given), at=AT)
    given = Given(appointment=datetime(2026, 6, 2, 11, 1, tzinfo=wita))
    assert apply(State.ACCEPTED, Move.SCHEDULE, By.RECEIVER, given, at=AT) is State.SCHEDULED
    with pytest.raises(ValueError, match="zone"):
        apply(
            State.ACCEPTED,
            Move.SCHEDULE,
            By.RECEIVER,
            Given(appointment=datetime(2026, 7, 1)),  # noqa: DTZ001
            at=AT,
        )


def test_of_two_who_accept_at_once_the_second_is_refused():
    state = apply(State.DELIVERED, Move.ACCEPT, By.RECEIVER, Given(), at=AT)
    with pytest.raises(IllegalMove) as refused:
        apply(state, Move.ACCEPT, By.RECEIVER, Given(), at=AT)
    assert refused.value.details == {"state": "disetujui", "move": "setujui", "by": "penerima"}


def test_codes_are_those_of_the_lists():
    assert list(codes("rujukan_status")) == list(State)
    assert list(codes("rujukan_urgensi")) == list(Urgency)
    for name in ("rujukan_alasan_tolak", "rujukan_alasan_tarik", "rujukan_hasil", "rujukan_arah"):
        assert all(one["id"] and one["en"] for one in codes(name).values())


class AnyReferral(RuleBasedStateMachine):
    """Anybody tries anything; a second book, kept by the text, must say the same."""

    def __init__(self):
        super().__init__()
        self.state = State.DRAFT
        self.visited = [State.DRAFT]
        self.allowed = {
            tuple(line) for line in [*map(str.split, TEXT.strip().splitlines()), *map(list, OURS)]
        }

    @rule(by=st.sampled_from(By), move=st.sampled_from(Move), given=st.sampled_from(list(ALL.values())))
    def try_anything(self, by, move, given):
        try:
            after = apply(self.state, move, by, given, at=AT)
        except (IllegalMove, BadMove):
            return
        assert (self.state, by, after) in self.allowed
        self.state = after
        self.visited.append(after)

    @rule(pick=st.randoms(use_true_random=False))
    def do_something_allowed(self, pick):
        rows = [one for one in TABLE if one.state is self.state]
        if rows:
            row = pick.choice(rows)
            self.state = apply(self.state, row.move, row.by, ALL[row.need], at=AT)
            self.visited.append(self.state)

    @invariant()
    def nothing_follows_an_end(self):
        assert not FINAL & set(self.visited[:-1])

    @invariant()
    def nobody_is_served_unasked(self):
        if State.RUNNING in self.visited:
            assert self.visited[:4] == [State.DRAFT, State.SENT, State.DELIVERED, State.ACCEPTED]


TestAnyReferral = AnyReferral.TestCase
TestAnyReferral.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
