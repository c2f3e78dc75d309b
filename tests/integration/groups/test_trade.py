"""What UPPKA groups earn by, and stages: the records propose, a person decides."""

from datetime import date

import pytest
from tests.fakes.offices import VILLAGE

from bahtera.access.api import NotAllowed
from bahtera.groups import api as groups
from bahtera.groups.api import BadEntry, BusinessInput, Card, Kind, Moved, NoReason, State

pytestmark = pytest.mark.django_db

SINCE = date(2026, 1, 10)
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def crisps(melati, people):
    return groups.keep_business(
        melati.id,
        BusinessInput(
            "Keripik", "kelompok", "Keripik pisang", {"anggota": 900_000, "bank": 0}, "desa", SINCE
        ),
        actor=people.kader,
    )


def codes(raised):
    return [one.code for one in raised.value.faults]


def test_a_business_is_kept_changed_and_ended_and_its_turnover_stays(melati, crisps, people):
    assert crisps.business.capital == {"anggota": 900_000}
    told = groups.tell_turnover(melati.id, crisps.id, OCTOBER, 750_000, actor=people.kader)
    assert told.turnover == {OCTOBER: 750_000}
    groups.tell_turnover(melati.id, crisps.id, date(2026, 10, 31), 800_000, actor=people.kader)
    month = groups.month_view(melati.id, OCTOBER, actor=people.kader).now
    assert (month.businesses, month.told, month.turnover) == (1, 1, 800_000)
    groups.tell_turnover(melati.id, crisps.id, OCTOBER, None, actor=people.kader)
    assert groups.month_view(melati.id, OCTOBER, actor=people.kader).now.turnover is None
    groups.tell_turnover(melati.id, crisps.id, OCTOBER, 1, actor=people.kader)
    ended = groups.end_business(melati.id, crisps.id, on=date(2026, 11, 1), version=1, actor=people.kader)
    assert (ended.version, ended.turnover) == (2, {OCTOBER: 1})
    with pytest.raises(Moved):
        groups.end_business(melati.id, crisps.id, on=date(2026, 11, 1), version=1, actor=people.kader)


@pytest.mark.parametrize("month", [date(2025, 12, 1), date(2026, 12, 1)])
def test_a_turnover_lies_in_a_month_of_the_business(melati, crisps, people, month):
    with pytest.raises(BadEntry) as raised:
        groups.tell_turnover(melati.id, crisps.id, month, 1, actor=people.kader)
    assert codes(raised) == ["groups.bad_day"]


def test_a_business_says_whose_it_is(melati, sari, people):
    def keep(kind, owner):
        return groups.keep_business(
            melati.id,
            BusinessInput("Warung", kind, "Sembako", {}, "desa", SINCE, owner),
            actor=people.kader,
        )

    assert keep("sendiri", sari.id).business.owner_id == sari.id
    for kind, owner in (("sendiri", None), ("kelompok", sari.id)):
        with pytest.raises(BadEntry) as raised:
            keep(kind, owner)
        assert codes(raised) == ["groups.whose_business"]
    with pytest.raises(BadEntry) as raised:
        keep("sendiri", melati.id)
    assert codes(raised) == ["groups.no_such_owner"]


def test_only_a_uppka_group_has_businesses(people):
    other = groups.open_group(Card(Kind.BKB, "Mawar", VILLAGE), actor=people.kader)
    with pytest.raises(BadEntry) as raised:
        groups.keep_business(
            other.id, BusinessInput("A", "kelompok", "B", {}, "desa", SINCE), actor=people.kader
        )
    assert codes(raised) == ["groups.no_uppka"]


def test_a_person_decides_the_stage_also_against_the_records(melati, sari, crisps, people):
    told = groups.stage_proposal(melati.id, actor=people.kader)
    states = {one.id: one.state for one in told.criteria}
    assert told.stage == ""
    assert (states["sk"], states["usaha"], states["omzet_naik"]) == (
        State.NOT_MET,
        State.MET,
        State.UNKNOWN,
    )
    with pytest.raises(NotAllowed):
        groups.decide_stage(melati.id, "dasar", reason="Baru mulai", actor=people.kader)
    with pytest.raises(NoReason):
        groups.decide_stage(melati.id, "dasar", reason="", actor=people.plkb)
    with pytest.raises(BadEntry):
        groups.decide_stage(melati.id, "hebat", reason="Baru mulai", actor=people.plkb)
    made = groups.decide_stage(melati.id, "dasar", reason="SK sedang dibuat", actor=people.plkb)
    assert (made.stage, made.proposed, made.criteria) == ("dasar", "", told.criteria)
    assert groups.get_group(melati.id, actor=people.kader).stage == "dasar"
    assert [one.stage for one in groups.stages_of(melati.id, actor=people.kader)] == ["dasar"]


def test_a_training_counts_in_its_month(melati, people):
    groups.record_training(
        melati.id, held_on=date(2026, 10, 9), topic="Kemasan", people=7, actor=people.kader
    )
    assert groups.month_view(melati.id, OCTOBER, actor=people.kader).now.trainings == 1
    with pytest.raises(BadEntry) as raised:
        groups.record_training(melati.id, held_on=date(2026, 12, 9), topic="", people=0, actor=people.kader)
    assert codes(raised) == ["groups.needed", "groups.bad_day", "groups.bad_number"]
