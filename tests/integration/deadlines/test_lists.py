"""Lists of days off through the door: whole or not at all, by area, taken back, and never guessed."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.access.errors import SecondFactorNeeded
from bahtera.deadlines import api as deadlines
from bahtera.deadlines.models import DayList, ListedDay
from bahtera.foundation.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

HEAD = ",".join(deadlines.COLUMNS)
LOCAL = "2026-06-04,,libur_daerah,Hari jadi,63.02,SK 1/2026,2026-01-05"
YEAR = [f"2027-{month:02d}-15,,libur_nasional,Libur {month},,SKB 1/2026,2026-10-01" for month in range(1, 13)]


@pytest.fixture
def places(db):
    add_places({"63": "Kalimantan Selatan", "63.02": "Kotabaru", "63.10": "Tanah Bumbu", "15": "Jambi"})


def table(*lines):
    return "\n".join([HEAD, *lines]).encode()


def keep(*lines, actor=SYSTEM):
    return deadlines.keep_days(table(*lines), file_name="libur.csv", actor=actor)


def three_days(area):
    sent = datetime.fromisoformat("2026-06-03T09:00:00+08:00")
    return deadlines.due(
        sent, deadlines.clock_named("rujukan_3_hari_kerja").limit, deadlines.calendar(area)
    ).at


def test_the_year_that_ships_counts_without_a_list():
    assert 2026 in deadlines.listed_years()
    assert not deadlines.is_working(date(2026, 3, 20), deadlines.calendar("63.02.05.2001"))
    assert deadlines.calendar("63.02").zone == "Asia/Makassar"
    assert deadlines.calendar("15").zone == "Asia/Jakarta"
    assert deadlines.calendar("").zone == "Asia/Jakarta"


def test_a_local_day_moves_deadlines_of_its_area_only():
    before = three_days("63.02.05"), three_days("63.10")
    kept = keep(LOCAL)
    assert (kept.count, kept.areas, kept.first) == (1, ("63.02",), date(2026, 6, 4))
    assert three_days("63.02.05") == datetime.fromisoformat("2026-06-09T16:00:00+08:00")
    assert (three_days("63.02.05") > before[0], three_days("63.10")) == (True, before[1])
    back = deadlines.take_back_days(kept.number, reason="Keputusan dicabut", actor=SYSTEM)
    assert back.reason == "Keputusan dicabut"
    assert (three_days("63.02.05"), three_days("63.10")) == before


def test_a_later_list_gives_a_day_back():
    keep(LOCAL)
    keep(LOCAL.replace("libur_daerah", "hari_kerja"))
    assert deadlines.is_working(date(2026, 6, 4), deadlines.calendar("63.02"))
    assert [one.number for one in deadlines.day_lists()] == sorted(
        DayList.objects.values_list("pk", flat=True), reverse=True
    )


def test_a_year_is_listed_once_most_of_its_days_are():
    assert 2027 not in deadlines.listed_years()
    keep(*YEAR[:3])
    assert 2027 not in deadlines.listed_years(), "three days are no year"
    keep(*YEAR[3:])
    assert 2027 in deadlines.listed_years()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (LOCAL.replace("63.02", "63.2"), "deadlines.no_such_area"),
        (LOCAL.replace("63.02", "63.02.05"), "deadlines.no_such_area"),
        (LOCAL.replace("2026-06-04", "4 Juni"), "deadlines.no_date"),
    ],
)
def test_one_fault_keeps_nothing(line, code):
    with pytest.raises(deadlines.BadDays) as refused:
        keep(LOCAL, line)
    assert [(one.code, one.line) for one in refused.value.faults] == [(code, 3)]
    assert not DayList.objects.exists()
    assert not ListedDay.objects.exists()


def test_only_administrators_of_the_area_write_its_days():
    own = Actor.over("user:1", "Admin Kotabaru", frozenset({"administrator"}), ("63.02",))
    assert keep(LOCAL, actor=own).kept_by == "user:1"
    for line in (LOCAL.replace("63.02", "63.10"), YEAR[0]):
        with pytest.raises(deadlines.BadDays) as refused:
            keep(line, actor=own)
        assert [one.code for one in refused.value.faults] == ["deadlines.out_of_reach"]
    with pytest.raises(SecondFactorNeeded):
        keep(LOCAL, actor=replace(own, assured=False))
    with pytest.raises(NotAllowed):
        keep(LOCAL, actor=Actor.over("user:2", "Kader", frozenset({"kader"}), ("63.02",)))
    national = keep(YEAR[0])
    with pytest.raises(NotAllowed):
        deadlines.take_back_days(national.number, reason="Bukan milik saya", actor=own)


def test_taking_back_wants_a_list_a_reason_and_happens_once():
    kept = keep(LOCAL)
    with pytest.raises(deadlines.NoReason):
        deadlines.take_back_days(kept.number, reason=" \x00 ", actor=SYSTEM)
    with pytest.raises(deadlines.UnknownList):
        deadlines.take_back_days(kept.number + 1, reason="Salah berkas", actor=SYSTEM)
    deadlines.take_back_days(kept.number, reason="Salah berkas", actor=SYSTEM)
    with pytest.raises(deadlines.AlreadyTakenBack):
        deadlines.take_back_days(kept.number, reason="Salah berkas", actor=SYSTEM)
    assert deadlines.days_of(kept.number)[0].decree == "SK 1/2026", "it stays to be read"
    told = AuditEntry.objects.filter(subject=f"day_list:{kept.number}").order_by("id")
    assert [entry.action for entry in told] == ["deadlines.days_kept", "deadlines.days_taken_back"]
