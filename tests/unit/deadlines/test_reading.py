"""Yearly lists of days off: what ships reads whole, and each fault is told with its line and column."""

from datetime import date, datetime

import pytest

from bahtera.deadlines.rules.reading import COLUMNS, read_days
from bahtera.deadlines.values import DayKind
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.foundation.shipped import definitions

GOOD = ["2026-06-04", "2026-06-05", "libur_daerah", "Hari jadi", "63.02", "SK 1/2026", "2026-01-05"]


def table(*rows, head=COLUMNS):
    return read_days(enumerate([list(head), *map(list, rows)], 1), {"63", "63.02", "63.10"})


def test_the_list_of_2026_has_17_days_off_and_8_of_joint_leave():
    content = (definitions("holidays") / "2026.csv").read_bytes()
    found = read_days(read_lines(content, Limits(megabytes=1, lines=200, cells=10)), set())
    assert found.faults == ()
    kinds = [one.kind for one in found.days]
    assert (kinds.count(DayKind.NATIONAL), kinds.count(DayKind.JOINT_LEAVE)) == (17, 8)
    assert {one.day.year for one in found.days} == {2026}


def test_a_stretch_is_one_entry_a_day():
    found = table(GOOD)
    assert [one.day for one in found.days] == [date(2026, 6, 4), date(2026, 6, 5)]
    assert found.lines == (2, 2)
    assert found.days[0].decree == "SK 1/2026"


@pytest.mark.parametrize(
    "said",
    ["4/6/2026", "04-06-2026", "4.6.2026", datetime(2026, 6, 4), date(2026, 6, 4)],  # noqa: DTZ001 - a workbook
)
def test_dates_as_people_and_workbooks_write_them(said):
    assert table([said, "", *GOOD[2:]]).days[0].day == date(2026, 6, 4)


def test_columns_may_be_named_in_english_and_stand_in_any_order():
    head = ["decreed_on", "decree", "area", "name", "kind", "end", "start"]
    assert table(GOOD[::-1], head=head).days == table(GOOD).days


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (0, "31/02/2026", "deadlines.no_date"),
        (0, "1926-06-04", "deadlines.no_date"),
        (0, "", "deadlines.no_date"),
        (1, "2026-06-03", "deadlines.bad_stretch"),
        (1, "2026-09-01", "deadlines.bad_stretch"),
        (2, "libur", "deadlines.no_kind"),
        (2, "libur_nasional", "deadlines.not_local"),
        (3, "", "deadlines.no_words"),
        (3, "Hari\x00jadi", "deadlines.no_words"),
        (3, "x" * 121, "deadlines.no_words"),
        (4, "63.1", "deadlines.no_such_area"),
        (4, "", "deadlines.no_area"),
        (5, "", "deadlines.no_words"),
        (6, "kemarin", "deadlines.no_date"),
    ],
)
def test_each_fault_is_told_with_its_place(place, value, code):
    row = [*GOOD]
    row[place] = value
    found = table(row)
    assert [(one.code, one.line) for one in found.faults] == [(code, 2)]
    assert found.faults[0].column in {place + 1, 5}
    assert found.days == ()


def test_one_day_twice_is_told_of_the_second():
    found = table(GOOD, ["2026-06-05", "", *GOOD[2:]])
    assert [(one.code, one.line, one.details) for one in found.faults] == [
        ("deadlines.twice", 3, {"first": 2})
    ]


@pytest.mark.parametrize("rows", [[], [[]], [list(COLUMNS)]])
def test_nothing_is_told_as_nothing(rows):
    assert [one.code for one in read_days(enumerate(rows, 1), set()).faults] == ["deadlines.empty"]


def test_a_missing_column_is_named():
    found = table(GOOD[:-1], head=COLUMNS[:-1])
    assert found.faults[0].details == {"column": "tanggal_keputusan"}
