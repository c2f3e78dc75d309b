from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bahtera.families.rules.timeline import kept, slot_for
from bahtera.families.values import Slot

MONDAY = date(2026, 11, 2)


def day(number):
    return MONDAY + timedelta(days=number)


def test_the_first_version_has_nothing_before_it():
    assert slot_for([], MONDAY) == Slot(None, None)


def test_a_later_version_follows_the_last():
    assert slot_for([day(0), day(3)], day(5)) == Slot(1, None)


def test_a_late_arrival_ends_where_the_next_begins():
    assert slot_for([day(0), day(5)], day(3)) == Slot(0, day(5))


def test_one_older_than_all_ends_where_the_first_begins():
    assert slot_for([day(3), day(5)], day(1)) == Slot(None, day(3))


def test_one_of_the_same_day_follows_those_of_that_day():
    assert slot_for([day(0), day(3), day(3)], day(3)) == Slot(2, None)


def test_an_empty_answer_erases_nothing():
    assert kept("", "known") == "known"
    assert kept("  ", "known") == "known"
    assert kept(" new ", "known") == "new"


@given(st.lists(st.integers(0, 9), max_size=12))
def test_any_order_of_arrival_leaves_one_unbroken_line(arrivals):
    """Inserting versions in any order gives intervals without gap or overlap, the last one open."""
    line = []
    for arrival, number in enumerate(arrivals):
        slot = slot_for([start for start, _, _ in line], day(number))
        if slot.before is not None:
            start, _, which = line[slot.before]
            line[slot.before] = (start, day(number), which)
        line.insert(0 if slot.before is None else slot.before + 1, (day(number), slot.until, arrival))
    starts = [start for start, _, _ in line]
    assert starts == sorted(starts)
    for (_, end, _), (start, _, _) in pairwise(line):
        assert end == start
    if line:
        assert line[-1][1] is None
        # Of one day the version that arrived last is the one that holds.
        for number in set(arrivals):
            held = [which for start, end, which in line if start == day(number) and end != start]
            assert held == [max(i for i, n in enumerate(arrivals) if n == number)]
