"""A month out of meetings: who counts, by sex and age, and that the cells add up whatever happened."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.groups.rules.months import (
    Met,
    Somebody,
    Trade,
    adds_up,
    band_ids,
    last_of,
    month_in,
    month_json,
    month_of,
    months_back,
    sum_of,
)
from bahtera.groups.values import Kind, People

MONTH = date(2026, 10, 1)
SARI, BUDI, WATI, KADER = (UUID(int=one) for one in range(1, 5))


def somebody(one, sex="p", *, born=None, office="", joined=date(2026, 1, 1), left=None):
    return Somebody(one, sex, born, office, joined, left)


def met(day, *present, guests=0, topic="Gizi"):
    return Met(date(2026, 10, day), topic, guests, frozenset(present))


def test_who_came_counts_once_among_people_and_each_time_among_attendances():
    people = [
        somebody(SARI, born=date(2025, 10, 10)),
        somebody(BUDI, "l", born=date(2021, 3, 1)),
        somebody(WATI, ""),
    ]
    told = month_of(Kind.BKB, MONTH, people, [met(5, SARI, BUDI, guests=2), met(12, SARI)], Trade())
    assert (told.meetings, told.guests, told.members) == (2, 2, People(1, 1, 1))
    assert (told.came, told.attendances) == (People(1, 1), People(2, 1))
    # On the 5th the child was not one year old yet, on the 12th it was.
    assert {band: count for band, count in told.bands.items() if count} == {"u0": 1, "u1": 1, "u5": 1}
    assert adds_up(told)


def test_only_members_of_that_day_count_and_never_who_only_helps():
    people = [
        somebody(SARI, left=date(2026, 10, 12)),
        somebody(BUDI, "l", joined=date(2026, 10, 6)),
        somebody(KADER, office="kader"),
    ]
    told = month_of(Kind.BKL, MONTH, people, [met(5, SARI, BUDI, KADER), met(12, SARI, BUDI)], Trade())
    assert told.attendances == People(1, 1)
    assert told.members == People(0, 1)
    assert told.bands["tidak_diketahui"] == told.attendances.total


def test_other_months_are_left_out_and_topics_stand_once_in_order():
    told = month_of(
        Kind.BKR,
        MONTH,
        [somebody(SARI)],
        [
            met(20, topic="B"),
            met(3, topic="A"),
            met(25, topic="B"),
            Met(date(2026, 9, 30), "C", 9, frozenset([SARI])),
        ],
        Trade(),
    )
    assert (told.meetings, told.topics, told.guests) == (3, ("A", "B"), 0)


def test_turnover_is_not_nought_when_nobody_told_one():
    assert month_of(Kind.UPPKA, MONTH, [], [], Trade(3)).turnover is None
    told = month_of(Kind.UPPKA, MONTH, [], [], Trade(3, (0, 150_000)))
    assert (told.businesses, told.told, told.turnover) == (3, 2, 150_000)
    assert told.bands == {}


@pytest.mark.parametrize(
    ("kind", "bands"),
    [(Kind.UPPKA, 0), (Kind.BKB, 7), (Kind.BKR, 4), (Kind.BKL, 4), (Kind.PIKR, 4)],
)
def test_every_kind_has_its_bands_and_one_for_what_is_not_known(kind, bands):
    assert len(band_ids(kind)) == bands


def test_months_step_over_years():
    assert months_back(date(2026, 2, 1), 4) == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    )
    assert last_of(date(2028, 2, 1)) == date(2028, 2, 29)


IDS = [UUID(int=one) for one in range(1, 8)]
days = st.integers(0, 60).map(lambda one: date(2026, 9, 10) + timedelta(days=one))
people_of_group = st.lists(
    st.builds(
        Somebody,
        st.sampled_from(IDS),
        st.sampled_from(["l", "p", ""]),
        st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2026, 1, 1))),
        st.sampled_from(["", "ketua", "kader"]),
        days,
        st.one_of(st.none(), days),
    ),
    unique_by=lambda one: one.id,
)
meetings = st.lists(
    st.builds(Met, days, st.sampled_from(["A", "B"]), st.integers(0, 9), st.frozensets(st.sampled_from(IDS)))
)


@given(st.sampled_from(Kind), people_of_group, meetings)
def test_the_cells_always_add_up_and_survive_being_kept(kind, people, held):
    told = month_of(kind, MONTH, people, held, Trade(2, (5,)))
    assert adds_up(told)
    assert month_in(month_json(told)) == told
    twice = sum_of(kind, [told, told])
    assert adds_up(twice)
    assert twice.attendances.total == 2 * told.attendances.total


def test_what_does_not_add_up_is_seen():
    told = month_of(Kind.BKB, MONTH, [somebody(SARI)], [met(5, SARI)], Trade())
    kept = month_json(told)
    assert not adds_up(month_in({**kept, "bands": {**kept["bands"], "u0": 7}}))
    assert not adds_up(month_in({**kept, "came": [9, 0, 0]}))
    assert not adds_up(month_in({**kept, "told": 1}))
