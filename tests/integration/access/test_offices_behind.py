"""Offices that other packages name by id or inbox: also closed ones, and without who works there."""

import pytest
from tests.fakes.offices import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.fakes.offices import FAR, JAMBI, REGENCY, TODAY

from bahtera.access import api as access
from bahtera.access.models import Agency, Unit

pytestmark = pytest.mark.django_db


def test_units_are_found_by_id_and_inbox_also_when_they_or_their_agency_are_closed(offices):
    Unit.objects.filter(pk=offices.uptd).update(is_active=False)
    Agency.objects.filter(units=offices.ppks).update(is_active=False)
    found = access.units_behind([offices.sosial, offices.uptd, offices.ppks])
    assert [found[one].is_active for one in (offices.sosial, offices.uptd, offices.ppks)] == [
        True,
        False,
        False,
    ]
    by_inbox = access.units_with_inbox(["sosial-muaro", "uptd-ppa-jambi", "nobody"])
    assert {inbox: one.id for inbox, one in by_inbox.items()} == {
        "sosial-muaro": offices.sosial,
        "uptd-ppa-jambi": offices.uptd,
    }


def test_units_of_an_area_are_those_that_work_in_it(offices):
    assert [one.id for one in access.units_inside(REGENCY)] == [offices.dukcapil, offices.sosial]
    assert {one.id for one in access.units_inside(JAMBI, ["ppks", "uptd_ppa"])} == {
        offices.ppks,
        offices.uptd,
    }
    assert len(access.units_inside("")) == 4
    assert access.units_inside(FAR) == ()
    agency = access.units_behind([offices.sosial])[offices.sosial].agency_id
    assert access.agencies_behind([agency, offices.sosial])[agency].area == REGENCY


def test_who_has_a_place_is_told_by_key_alone(offices, hired, root):
    person, _ = hired("Sari")
    assert access.keys_in_units([offices.sosial]) == ()
    access.place_person(person, unit_id=offices.sosial, title="Staf", valid_from=TODAY, actor=root)
    assert access.keys_in_units([offices.sosial, offices.dukcapil]) == (f"person:{person}",)
