"""Criteria of stages: what is known, met and not; the stage is the highest with all of its own and those below."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from bahtera.groups.rules.months import Met, Somebody, Trade, month_of, months_back
from bahtera.groups.rules.stages import Records, facts_of, judged_in, judged_json, propose
from bahtera.groups.rules.words import FACTS, kinds, lists, stages
from bahtera.groups.values import Kind, State

LATEST = date(2026, 10, 1)
WINDOW = months_back(LATEST, 12)
PEOPLE = [Somebody(UUID(int=one), "p", None, "", date(2025, 1, 1), None) for one in range(1, 13)]


def month(first, came=8):
    present = frozenset(one.id for one in PEOPLE[:came])
    return month_of(
        Kind.UPPKA, first, PEOPLE, [Met(first.replace(day=7), "Usaha", 0, present)], Trade(1, (1,))
    )


GROWN = Records(
    decree=True,
    offices=frozenset({"ketua", "sekretaris", "bendahara"}),
    women=11,
    members=12,
    month=LATEST,
    months={one: month(one) for one in WINDOW},
    trainings=2,
    markets=["kecamatan", "desa"],
    capital={"anggota": 3_000_000, "pemerintah": 1_000_000},
    turnover=dict.fromkeys(WINDOW, 500_000),
)


def test_a_group_that_meets_everything_is_proposed_as_independent():
    told = propose(facts_of(GROWN))
    assert told.stage == "mandiri"
    assert {one.state for one in told.criteria} == {State.MET}
    assert told.version == "2026.1"
    assert len(told.sha256) == 64


@pytest.mark.parametrize(
    ("change", "fact", "found", "stage"),
    [
        ({"decree": False}, "decree", 0, ""),
        ({"offices": frozenset({"ketua", "kader"})}, "officers", 1, ""),
        ({"members": 9}, "members", 9, ""),
        ({"trainings": 0}, "trainings", 0, "dasar"),
        ({"months": {one: month(one, 5) for one in WINDOW}}, "attendance_percent", 41, "dasar"),
        ({"months": {one: month(one) for one in WINDOW[:3]}}, "months_met", 3, "dasar"),
        ({"markets": ["desa", "tetangga", "luar"]}, "wide_market_percent", 33, "berkembang"),
        ({"capital": {"anggota": 1, "bank": 3}}, "own_capital_percent", 25, "berkembang"),
        ({"turnover": dict.fromkeys(WINDOW[1:], 7)}, "turnover_months", 11, "berkembang"),
    ],
)
def test_each_criterion_holds_back_its_stage_and_those_above(change, fact, found, stage):
    facts = facts_of(replace(GROWN, **change))
    assert facts[fact] == found
    assert propose(facts).stage == stage


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"capital": {}}, "own_capital_percent"),
        ({"markets": []}, "wide_market_percent"),
        ({"months": {}}, "attendance_percent"),
        ({"members": 0}, "women_percent"),
        ({"turnover": dict.fromkeys(WINDOW[2:], 7)}, "turnover_change_percent"),
        ({"turnover": dict.fromkeys(WINDOW, 0)}, "turnover_change_percent"),
    ],
)
def test_what_nothing_tells_is_not_known_and_never_no(change, fact):
    facts = facts_of(replace(GROWN, **change))
    assert facts[fact] is None
    judged = [one for one in propose(facts).criteria if one.fact == fact]
    assert all(one.state is State.UNKNOWN and one.found is None for one in judged)
    assert propose(facts).stage != "mandiri"


def test_a_fall_of_turnover_is_a_negative_change():
    falling = {one: (900 if place < 6 else 600) for place, one in enumerate(WINDOW)}
    assert facts_of(replace(GROWN, turnover=falling))["turnover_change_percent"] == -34


def test_a_decision_keeps_its_criteria():
    told = propose(facts_of(GROWN)).criteria
    assert judged_in(judged_json(told)) == told


def test_the_declaration_is_whole():
    assert set(kinds()) == set(Kind)
    assert {one.fact for one in stages().criteria} <= set(FACTS) == set(facts_of(GROWN))
    assert stages().own_sources <= set(lists()["capital_sources"])
    assert stages().wide_markets <= set(lists()["markets"])
    for words in lists().values():
        assert all(set(label) == {"id", "en"} for label in words.values())
