"""Which clocks run in which state, what is overdue, who is told, and what a late decree may change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.deadlines.errors import UnknownClock
from bahtera.deadlines.rules.calendars import calendar_of
from bahtera.deadlines.rules.declaring import clocks as declared
from bahtera.deadlines.values import DayKind, SpecialDay
from bahtera.referrals.queries.counting import counting
from bahtera.referrals.rules.clocks import expires, is_overdue, next_instant, reached, recounted, running
from bahtera.referrals.values import Course, Running, State, Times, Urgency

WITA, WIB = "Asia/Makassar", "Asia/Jakarta"
LEBARAN = tuple(
    SpecialDay(date(2026, 3, day), DayKind.NATIONAL, "Idulfitri") for day in (18, 19, 20, 21, 22, 23, 24)
)


def calendar(*days, zone=WITA, area="63.02"):
    return calendar_of(area, days, zone=zone, listed=(2026,), years=range(2025, 2029))


def at(text):
    return datetime.fromisoformat(text)


def course(*entered, urgency=Urgency.DAYS_3, **more):
    return Course(urgency, tuple((state, at(when)) for state, when in entered), **more)


SENT = (State.SENT, "2026-06-02T09:00:00+08:00")
DELIVERED = (State.DELIVERED, "2026-06-02T09:00:02+08:00")
ACCEPTED = (State.ACCEPTED, "2026-06-03T10:00:00+08:00")
SCHEDULED = (State.SCHEDULED, "2026-06-03T11:00:00+08:00")
DONE = (State.DONE, "2026-06-05T11:00:00+08:00")

# Written out by hand: what runs in each state, for a referral within 3 working days.
RUNS = {
    "draf": [],
    "dikirim": ["rujukan_3_hari_kerja", "rujukan_kedaluwarsa"],
    "diterima_sistem": ["rujukan_3_hari_kerja", "rujukan_kedaluwarsa"],
    "disetujui": ["rujukan_dijadwalkan"],
    "dijadwalkan": [],
    "tidak_hadir": [],
    "berjalan": [],
    "selesai": ["umpan_balik"],
    "ditolak": [],
    "ditarik": [],
    "kedaluwarsa": [],
}


@pytest.mark.parametrize("state", State)
def test_what_runs_in_each_state(state):
    path = [(State.DRAFT, SENT[1]), SENT, DELIVERED, ACCEPTED, SCHEDULED]
    told = course(*path, (state, DONE[1]))
    assert [one.clock for one in running(told, counting(calendar()))] == RUNS[state]


def test_every_urgency_has_its_clock_and_every_clock_is_declared():
    for urgency in Urgency:
        found = running(course(SENT, urgency=urgency), counting(calendar()))
        assert [one.clock for one in found] == [f"rujukan_{urgency}", "rujukan_kedaluwarsa"]
        assert {one.clock for one in found} <= set(declared())
    with pytest.raises(UnknownClock):
        counting(calendar())("rujukan_besok", at(SENT[1]))


def test_an_answer_on_the_eve_of_idulfitri():
    (answer, _) = running(course((State.SENT, "2026-03-17T14:00:00+08:00")), counting(calendar(*LEBARAN)))
    assert answer.times.due == at("2026-03-27T16:30:00+08:00")
    assert answer.times.reminder == at("2026-03-26T16:00:00+08:00")
    assert not is_overdue(answer, at("2026-03-27T16:30:00+08:00")), "when the office closes is in time"
    assert is_overdue(answer, at("2026-03-27T16:30:01+08:00"))
    assert reached(answer, at("2026-03-27T16:30:00+08:00")) == ()
    assert reached(answer, at("2026-03-27T16:31:00+08:00")) == ("unit",)
    assert reached(answer, at("2026-03-30T16:01:00+08:00")) == ("unit", "atasan")
    assert reached(answer, at("2026-04-01T16:01:00+08:00"))[-1] == "dinas"


def test_sent_from_jambi_to_kalimantan_selatan_counts_by_the_receiver():
    """23.30 on Tuesday in Jambi is Wednesday in Kotabaru: three working days end a day later there."""
    told = course((State.SENT, "2026-06-02T23:30:00+07:00"))
    (here, _) = running(told, counting(calendar(zone=WIB, area="15")))
    (there, _) = running(told, counting(calendar()))
    assert here.times.due == at("2026-06-05T16:30:00+07:00")
    assert there.times.due == at("2026-06-08T16:00:00+08:00")


def test_at_once_is_overdue_at_once_and_rises_in_hours_whatever_the_night():
    told = course((State.SENT, "2026-03-20T23:50:00+08:00"), urgency=Urgency.AT_ONCE)
    answer = running(told, counting(calendar(*LEBARAN)))[0]
    assert [
        reached(answer, at(f"2026-03-21T{hour}+08:00")) for hour in ("00:19:00", "00:21:00", "01:51:00")
    ] == [
        ("unit",),
        ("unit", "atasan"),
        ("unit", "atasan", "dinas"),
    ]
    assert reached(answer, at("2026-03-20T23:50:01+08:00")) == ("unit",)


def test_only_what_was_delivered_expires():
    count = counting(calendar())
    sent, delivered = course(SENT), course(SENT, DELIVERED)
    late = at("2026-09-01T08:00:00+08:00")
    assert not expires(sent, running(sent, count), late)
    assert expires(delivered, running(delivered, count), late)
    due = running(delivered, count)[1].times.due
    assert not expires(delivered, running(delivered, count), due)
    assert expires(delivered, running(delivered, count), due + timedelta(seconds=1))


def test_feedback_ends_its_clock():
    done = course(SENT, DELIVERED, ACCEPTED, DONE)
    (feedback,) = running(done, counting(calendar()))
    assert feedback.times.due == at("2026-06-12T16:30:00+08:00")
    assert feedback.times.steps == (
        (at("2026-06-12T16:30:00+08:00"), "unit"),
        (at("2026-06-19T16:30:00+08:00"), "pengirim"),
    )
    written = course(SENT, DONE, feedback_at=at("2026-06-06T08:00:00+08:00"))
    assert running(written, counting(calendar())) == ()


def test_a_clock_starts_anew_when_its_state_is_entered_anew():
    again = course(ACCEPTED, (State.ACCEPTED, "2026-06-10T10:00:00+08:00"))
    (one,) = running(again, counting(calendar()))
    assert one.started == at("2026-06-10T10:00:00+08:00")


def test_the_job_knows_when_to_look_again():
    clocks = running(course(SENT), counting(calendar()))
    answer = clocks[0].times
    assert next_instant(clocks, at(SENT[1])) == answer.reminder
    assert next_instant(clocks, answer.reminder + timedelta(seconds=1)) == answer.due
    assert next_instant(clocks, answer.due + timedelta(seconds=1)) == answer.steps[1][0]
    assert next_instant(clocks, at("2027-06-01T08:00:00+08:00")) is None
    assert next_instant((), at(SENT[1])) is None


def test_a_year_without_a_list_is_told():
    told = course((State.SENT, "2026-12-30T09:00:00+08:00"))
    assert running(told, counting(calendar()))[0].times.unlisted == (2027,)


def test_a_reminder_never_comes_before_the_start():
    told = course((State.SENT, "2026-06-02T09:00:00+08:00"), urgency=Urgency.HOURS_6)
    one = running(told, counting(calendar()))[0]
    assert one.times.reminder == at("2026-06-02T13:00:00+08:00")
    late = course((State.DONE, "2026-06-02T09:00:00+08:00"))
    assert running(late, counting(calendar()))[0].times.reminder is None


def test_a_late_decree_gives_time_but_takes_none_that_is_over():
    """Sent on Tuesday, due on Friday. On Wednesday evening Thursday becomes a day off, or a Saturday a working day."""
    told = course(SENT)
    before = running(told, counting(calendar()))[0]
    off = SpecialDay(date(2026, 6, 4), DayKind.LOCAL, "Haul", "63.02")
    now = at("2026-06-03T20:00:00+08:00")
    after = recounted(before, counting(calendar(off))(before.clock, before.started), now)
    assert after.times.due == at("2026-06-08T16:00:00+08:00")
    back = recounted(after, before.times, now)
    assert back.times.due == before.times.due, "taken back while it still lies ahead"
    too_late = at("2026-06-06T09:00:00+08:00")
    kept = recounted(after, before.times, too_late)
    assert kept.times.due == after.times.due, "Friday is over: nobody is late by a decree of Saturday"
    assert not is_overdue(kept, too_late)


def test_a_clock_is_not_recounted_by_another_declaration():
    one = running(course(SENT), counting(calendar()))[0]
    with pytest.raises(ValueError, match="declaration"):
        recounted(one, Times(one.times.due), at(SENT[1]))


def test_a_declaration_without_a_reminder_takes_the_new_one():
    start = datetime(2026, 6, 1, tzinfo=UTC)
    one = Running("x", start, Times(start + timedelta(days=2)))
    new = Times(start + timedelta(days=3), start + timedelta(days=1))
    assert recounted(one, new, start).times == new


HOURS = st.integers(0, 400).map(lambda hours: datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=hours))
THREE = st.lists(HOURS, min_size=4, max_size=4).map(sorted)


@given(THREE, THREE, HOURS, HOURS)
def test_nothing_becomes_overdue_in_the_past(old, new, now, asked):
    def times(four):
        reminder, due, first, second = four
        return Times(due, reminder, ((first, "unit"), (second, "atasan")))

    asked = min(asked, now)
    one = Running("x", old[0], times(old))
    after = recounted(one, times(new), now)
    assert is_overdue(after, asked) <= is_overdue(one, asked)
    assert set(reached(after, asked)) <= set(reached(one, asked))
    instants = [after.times.reminder, after.times.due, *(at for at, _ in after.times.steps)]
    assert instants == sorted(instants)


@given(
    st.dates(date(2026, 1, 5), date(2026, 11, 20)),
    st.sets(st.integers(0, 40), max_size=12),
    st.sets(st.integers(0, 40), max_size=12),
    st.integers(0, 60 * 24),
    st.sampled_from([Urgency.DAYS_3, Urgency.ROUTINE]),
)
def test_nothing_becomes_overdue_by_any_two_lists_of_days(first, known, late, hours, urgency):
    def listed(*kinds):
        return calendar(
            *(
                SpecialDay(first + timedelta(days=one), kind, "x")
                for kind, days in kinds
                for one in sorted(days)
            )
        )

    told = course((State.SENT, f"{first}T09:00:00+08:00"), urgency=urgency)
    old = running(told, counting(listed((DayKind.NATIONAL, known))))[0]
    worked = counting(listed((DayKind.NATIONAL, known | late), (DayKind.WORKED, known & late)))
    now = told.entered[0][1] + timedelta(hours=hours)
    after = recounted(old, worked(old.clock, old.started), now)
    for back in range(0, 60 * 24, 7):
        asked = now - timedelta(hours=back)
        assert is_overdue(after, asked) <= is_overdue(old, asked)
