"""Declared clocks and hours: what ships is whole, and what says too little is refused."""

import copy

import pytest
import yaml

from bahtera.deadlines.errors import BadClock, UnknownClock
from bahtera.deadlines.rules.declaring import (
    CLOCKS,
    clock_named,
    clocks,
    fixed_days,
    office_hours,
    read_clocks,
)
from bahtera.deadlines.values import Base
from bahtera.foundation.shipped import definitions


@pytest.fixture
def told():
    return copy.deepcopy(
        yaml.safe_load((definitions("clocks") / f"{CLOCKS}.yaml").read_text(encoding="utf-8"))
    )


def test_every_urgency_of_a_referral_has_a_clock():
    for urgency in ("segera", "6_jam", "24_jam", "3_hari_kerja", "rutin"):
        assert clock_named(f"rujukan_{urgency}").steps, urgency


def test_each_clock_says_its_base():
    assert {one.limit.base for one in clocks().values()} == set(Base)
    assert clock_named("rujukan_6_jam").limit.base is Base.RUNNING
    assert clock_named("rujukan_3_hari_kerja").limit.base is Base.WORKING


def test_an_unknown_clock_is_no_clock():
    with pytest.raises(UnknownClock):
        clock_named("rujukan_kapan_saja")


def test_a_usual_week_has_the_hours_of_the_regulation():
    for week, breaks, told in (
        (office_hours().usual, (1.0, 1.5), 37.5),
        (office_hours().ramadan, (0.5, 1.0), 32.5),
    ):
        hours = [
            closes.hour + closes.minute / 60 - opens.hour - opens.minute / 60 - breaks[day == 4]
            for day, (opens, closes) in enumerate(pair for pair in week.days if pair)
        ]
        assert sum(hours) == told
        assert week.days[5:] == (None, None)


def test_some_days_are_off_in_every_year():
    assert [(one.day.month, one.day.day) for one in fixed_days(2031)] == [
        (1, 1),
        (5, 1),
        (6, 1),
        (8, 17),
        (12, 25),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"label": {"id": "Tanpa bahasa Inggris"}},
        {"source": ""},
        {"status": "resmi"},
        {"limit": {"amount": 3, "unit": "jam", "base": "hari_kerja"}},
        {"limit": {"amount": 0, "unit": "hari", "base": "hari_kerja"}},
        {"limit": {"amount": -1, "unit": "jam", "base": "jam_berjalan"}},
        {"limit": {"amount": 32, "unit": "tanggal", "base": "tanggal"}},
        {"limit": {"amount": 3, "unit": "tanggal", "base": "tanggal", "month": 13}},
        {"limit": {"unit": "jam", "base": "jam_berjalan"}},
        {"limit": {"amount": 3, "unit": "jam", "base": "kira_kira"}},
        {"reminder": {"amount": 0, "unit": "jam", "base": "jam_berjalan"}},
    ],
)
def test_a_clock_that_says_too_little_is_refused(told, change):
    told["clocks"][0].update(change)
    with pytest.raises(BadClock):
        read_clocks(told)


def test_two_clocks_of_one_name_are_refused(told):
    told["clocks"].append(told["clocks"][0])
    with pytest.raises(BadClock, match="twice"):
        read_clocks(told)
