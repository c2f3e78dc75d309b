"""PPKS/Satyagatra (BKKBN) centres: statuses with their decrees, and which kecamatan has one at work."""

from datetime import date

import pytest
from tests.fakes.offices import DISTRICT, JAMBI, REGENCY
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, NotAllowed
from bahtera.areas.errors import UnknownArea
from bahtera.directory import api as directory
from bahtera.directory.api import CentreStatus
from bahtera.directory.models import CentreRecord

pytestmark = pytest.mark.django_db


def record(unit, status, year, decree="SK-1"):
    day = date(year, 2, 1)
    return directory.record_status(
        unit, status, since=day, decree=decree, decreed_on=day if decree else None, actor=SYSTEM
    )


def covered(area, year, actor=SYSTEM):
    return directory.coverage(area, on=date(year, 6, 1), actor=actor)


def test_a_kecamatan_is_not_known_until_something_is_recorded(centre, offices, people):
    add_places({"15.05.02": "Kecamatan Sunyi"})
    before = covered(REGENCY, 2026, people.kader)
    assert [(one.code, one.centre is None, one.status) for one in before.districts] == [
        (DISTRICT, False, None),
        ("15.05.02", True, None),
    ]
    assert (before.working, before.counts) == (0, {None: 2})
    assert [one.unit_id for one in before.above] == [offices.ppks], "the centre of the province serves it too"
    record(centre, CentreStatus.ACTIVE, 2014)
    after = covered(REGENCY, 2026)
    assert (after.working, after.counts) == (1, {CentreStatus.ACTIVE: 1, None: 1})
    assert covered(REGENCY, 2013).counts == {None: 2}, "before its first day nothing is known"
    assert [one.code for one in covered(f"{DISTRICT}.2001", 2026).districts] == [DISTRICT]
    assert len(covered(JAMBI, 2026).districts) == 2
    with pytest.raises(UnknownArea):
        covered("99", 2026)


def test_the_status_of_each_year_with_one_recorded_in_hindsight(centre):
    record(centre, CentreStatus.ACTIVE, 2014)
    record(centre, CentreStatus.DORMANT, 2018, "")
    record(centre, CentreStatus.REACTIVATED, 2021)
    with pytest.raises(directory.BadCentre):
        record(centre, CentreStatus.CLOSED, 2016)
    said = [covered(DISTRICT, year).districts[0].status for year in (2015, 2019, 2026)]
    assert said == [CentreStatus.ACTIVE, CentreStatus.DORMANT, CentreStatus.REACTIVATED]
    assert [row.since.year for row in directory.statuses_of(centre, actor=SYSTEM)] == [2021, 2018, 2014]


def test_a_status_is_taken_back_with_a_reason_while_the_rest_still_follows(centre):
    record(centre, CentreStatus.ACTIVE, 2014)
    asleep = record(centre, CentreStatus.DORMANT, 2018, "")
    back = record(centre, CentreStatus.REACTIVATED, 2021)
    with pytest.raises(directory.BadCentre):
        directory.take_back_status(asleep.id, reason="Salah pusat", actor=SYSTEM)
    with pytest.raises(directory.NoReason):
        directory.take_back_status(back.id, reason="", actor=SYSTEM)
    directory.take_back_status(back.id, reason="Salah pusat", actor=SYSTEM)
    assert covered(DISTRICT, 2026).districts[0].status is CentreStatus.DORMANT
    assert CentreRecord.objects.get(pk=back.id).reason == "Salah pusat", "it stays to be read"
    with pytest.raises(directory.UnknownStatus):
        directory.take_back_status(back.id, reason="Salah pusat", actor=SYSTEM)
    record(centre, CentreStatus.REACTIVATED, 2021)


def test_what_is_refused(centre, offices, people):
    for unit, status, year, code in (
        (offices.sosial, CentreStatus.ACTIVE, 2020, "directory.no_centre"),
        (centre, CentreStatus.REACTIVATED, 2020, "directory.no_such_step"),
        (centre, CentreStatus.ACTIVE, 2027, "directory.ahead"),
    ):
        with pytest.raises(directory.BadCentre) as refused:
            record(unit, status, year)
        assert refused.value.code == code
    with pytest.raises(directory.BadCentre, match="decree"):
        record(centre, CentreStatus.ACTIVE, 2020, "")
    with pytest.raises(NotAllowed):
        directory.record_status(centre, CentreStatus.DORMANT, since=date(2020, 1, 1), actor=people.social)
    assert not CentreRecord.objects.exists()


def test_coverage_asks_as_often_for_a_province_as_for_a_district(centre, django_assert_max_num_queries):
    add_places({f"15.05.{number:02d}": f"Kecamatan {number}" for number in range(2, 40)})
    record(centre, CentreStatus.ACTIVE, 2014)
    with django_assert_max_num_queries(6):
        assert len(covered(JAMBI, 2026).districts) == 39
