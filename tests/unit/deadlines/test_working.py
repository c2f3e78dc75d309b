"""When a limit ends: running hours, working days over Ramadan and Idulfitri, days of a month, zones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.deadlines.errors import TooFar
from bahtera.deadlines.rules.calendars import calendar_of
from bahtera.deadlines.rules.working import before, due, hours_on, is_working, next_opening
from bahtera.deadlines.values import Base, DayKind, Limit, SpecialDay
from bahtera.foundation.ramadan import Ramadan

WITA, WIB = "Asia/Makassar", "Asia/Jakarta"
FASTING = Ramadan(1447, date(2026, 2, 19), date(2026, 3, 20), "announced", "sidang isbat")
LEBARAN = tuple(
    SpecialDay(date(2026, 3, day), kind, "Idulfitri")
    for day, kind in [
        (18, DayKind.JOINT_LEAVE),
        (19, DayKind.NATIONAL),
        (20, DayKind.JOINT_LEAVE),
        (21, DayKind.NATIONAL),
        (22, DayKind.NATIONAL),
        (23, DayKind.JOINT_LEAVE),
        (24, DayKind.JOINT_LEAVE),
    ]
)


def calendar(*days, area="63.02", zone=WITA, listed=(2026,), ramadan=(FASTING,), **more):
    return calendar_of(area, days, zone=zone, listed=listed, years=range(2025, 2029), ramadan=ramadan, **more)


def working(days):
    return Limit(days, "hari", Base.WORKING)


def at(text):
    return datetime.fromisoformat(text)


def test_running_hours_take_no_notice_of_nights_holidays_or_zones():
    limit = Limit(72, "jam", Base.RUNNING)
    started = at("2026-03-19T22:15:00+08:00")
    for zone in (WITA, WIB):
        assert due(started, limit, calendar(*LEBARAN, zone=zone)).at == at("2026-03-22T14:15:00+00:00")


@pytest.mark.parametrize(("unit", "hours"), [("menit", 1 / 60), ("jam", 1), ("hari", 24)])
def test_running_units(unit, hours):
    started = at("2026-06-01T00:00:00+00:00")
    ends = due(started, Limit(3, unit, Base.RUNNING), calendar()).at
    assert ends - started == timedelta(hours=3 * hours)


def test_the_day_of_the_start_never_counts():
    for hour in ("00:01", "07:29", "12:00", "23:59"):
        ends = due(at(f"2026-06-02T{hour}:00+08:00"), working(3), calendar())
        assert ends.at == at("2026-06-05T16:30:00+08:00"), hour
    assert due(at("2026-06-06T10:00:00+08:00"), working(1), calendar()).at == at("2026-06-08T16:00:00+08:00")


def test_on_the_eve_of_idulfitri():
    """Sent on Tuesday the 17th at 14.00 in Ramadan, three working days: 25, 26 and 27 March, at the usual hour."""
    ends = due(at("2026-03-17T14:00:00+08:00"), working(3), calendar(*LEBARAN))
    assert ends.at == at("2026-03-27T16:30:00+08:00")
    assert [one.day.day for one in ends.passed_over] == [18, 19, 20, 23, 24], "weekends are no news"
    assert ends.unlisted == ()


def test_ramadan_closes_offices_earlier():
    assert due(at("2026-03-02T09:00:00+08:00"), working(1), calendar()).at == at("2026-03-03T15:00:00+08:00")
    assert due(at("2026-03-05T09:00:00+08:00"), working(1), calendar()).at == at("2026-03-06T15:30:00+08:00")


def test_an_office_works_by_its_own_clock():
    """Sent in Jambi at 23.30 WIB, which is the next day in Kalimantan Selatan: each counts from its own day."""
    sent = at("2026-06-02T23:30:00+07:00")
    assert due(sent, working(1), calendar(zone=WIB, area="15")).at == at("2026-06-03T16:00:00+07:00")
    assert due(sent, working(1), calendar(zone=WITA)).at == at("2026-06-04T16:00:00+08:00")


def test_a_year_without_a_list_says_so():
    ends = due(at("2026-12-30T09:00:00+08:00"), working(3), calendar())
    assert ends.unlisted == (2027,)
    assert ends.at == at("2027-01-05T16:00:00+08:00"), "31 December, and New Year's Day is off in every year"
    assert [one.day for one in ends.passed_over] == [date(2027, 1, 1)]


def test_a_late_decree_moves_the_day_and_another_gives_it_back():
    sent = at("2026-06-02T09:00:00+08:00")
    off = SpecialDay(date(2026, 6, 4), DayKind.LOCAL, "Hari jadi kabupaten", "63.02")
    back = SpecialDay(date(2026, 6, 4), DayKind.WORKED, "Dibatalkan", "63.02")
    assert due(sent, working(2), calendar(off)).at == at("2026-06-05T16:30:00+08:00")
    assert due(sent, working(2), calendar(off, back)).at == at("2026-06-04T16:00:00+08:00")
    assert due(sent, working(2), calendar(off, area="63.10")).at == at("2026-06-04T16:00:00+08:00")


def test_the_smaller_area_decides_whatever_the_order():
    national = SpecialDay(date(2026, 6, 4), DayKind.NATIONAL, "Libur")
    worked = SpecialDay(date(2026, 6, 4), DayKind.WORKED, "Masuk", "63")
    for days in ((national, worked), (worked, national)):
        assert is_working(date(2026, 6, 4), calendar(*days))
    assert not is_working(date(2026, 6, 4), calendar(worked, national, area="15.01", zone=WIB))


def test_a_code_is_no_prefix_of_another():
    local = SpecialDay(date(2026, 6, 4), DayKind.LOCAL, "Libur", "63.1")
    assert is_working(date(2026, 6, 4), calendar(local, area="63.10"))


def test_a_saturday_given_to_work_has_hours():
    worked = SpecialDay(date(2026, 6, 6), DayKind.WORKED, "Pengganti")
    assert hours_on(date(2026, 6, 6), calendar(worked)) == hours_on(date(2026, 6, 8), calendar())


def test_a_unit_that_is_closed_does_not_count():
    closed = calendar(closed=[date(2026, 6, 3)])
    assert due(at("2026-06-02T09:00:00+08:00"), working(1), closed).at == at("2026-06-04T16:00:00+08:00")


@pytest.mark.parametrize(
    ("started", "limit", "ends"),
    [
        ("2026-11-01T00:00:00+08:00", Limit(3, "tanggal", Base.DATE), "2026-12-03"),
        ("2026-11-30T23:59:00+08:00", Limit(3, "tanggal", Base.DATE), "2026-12-03"),
        ("2026-12-31T23:59:00+08:00", Limit(7, "tanggal", Base.DATE), "2027-01-07"),
        ("2026-01-15T09:00:00+08:00", Limit(31, "tanggal", Base.DATE), "2026-02-28"),
        ("2026-01-02T09:00:00+08:00", Limit(3, "tanggal", Base.DATE, 1), "2026-01-03"),
        ("2026-01-03T09:00:00+08:00", Limit(3, "tanggal", Base.DATE, 1), "2027-01-03"),
    ],
)
def test_a_day_of_a_month_ends_with_that_day(started, limit, ends):
    assert due(at(started), limit, calendar()).at == at(f"{ends}T23:59:59+08:00")


def test_reminders_come_before():
    ends = at("2026-06-05T16:30:00+08:00")
    assert before(ends, Limit(6, "jam", Base.RUNNING), calendar()) == at("2026-06-05T10:30:00+08:00")
    assert before(ends, working(1), calendar()) == at("2026-06-04T16:00:00+08:00")
    monday = at("2026-06-08T16:00:00+08:00")
    assert before(monday, working(1), calendar()) == at("2026-06-05T16:30:00+08:00")


def test_when_the_office_opens_next():
    assert next_opening(at("2026-06-05T16:29:00+08:00"), calendar()) == at("2026-06-05T16:29:00+08:00")
    assert next_opening(at("2026-06-05T16:30:00+08:00"), calendar()) == at("2026-06-08T07:30:00+08:00")
    assert next_opening(at("2026-06-08T03:00:00+08:00"), calendar()) == at("2026-06-08T07:30:00+08:00")


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(ValueError, match="zone"):
        due(datetime(2026, 6, 1), working(1), calendar())  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="from one"):
        due(at("2026-06-01T00:00:00+00:00"), working(0), calendar())
    for limit in (working(5000), Limit(4000, "hari", Base.RUNNING)):
        with pytest.raises(TooFar):
            due(at("2026-06-01T00:00:00+00:00"), limit, calendar())
    never = calendar(closed=[date(2026, 1, 1) + timedelta(days=day) for day in range(5000)])
    with pytest.raises(TooFar):
        next_opening(at("2026-06-01T00:00:00+00:00"), never)


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CLOSED = st.lists(DAYS, max_size=12)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 10, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.integers(1, 25),
    CLOSED,
)
def test_exactly_as_many_working_days_lie_between(started, amount, closed):
    from zoneinfo import ZoneInfo

    one = calendar(*LEBARAN, closed=closed)
    ends = due(started, working(amount), one)
    first, last = (moment.astimezone(ZoneInfo(WITA)).date() for moment in (started, ends.at))
    between = [first + timedelta(days=step) for step in range(1, (last - first).days + 1)]
    assert sum(is_working(day, one) for day in between) == amount
    assert is_working(last, one)
    assert ends.at.astimezone(ZoneInfo(WITA)).time() == hours_on(last, one)[1]


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.integers(1, 15),
    CLOSED,
    DAYS,
)
def test_one_more_day_off_never_brings_a_deadline_forward(started, amount, closed, more):
    early = due(started, working(amount), calendar(closed=closed)).at
    late = due(started, working(amount), calendar(closed=[*closed, more])).at
    assert late >= early
