from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User

from bahtera.access import api as access
from bahtera.access.models import Decree, Person, RoleGrant
from bahtera.areas.models import Area
from bahtera.foundation import clock

pytestmark = pytest.mark.django_db

# 23:30 in Jakarta on the 21st is 01:30 in Jayapura on the 22nd.
LATE = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)


@pytest.fixture
def provinces():
    for code, name, zone in (
        ("15", "Jambi", "Asia/Jakarta"),
        ("63", "Kalimantan Selatan", "Asia/Makassar"),
        ("91", "Papua", "Asia/Jayapura"),
    ):
        Area.objects.create(
            code=code, name=name, level="province", kind="provinsi", province_code=code, zone=zone
        )


@pytest.fixture
def bob(provinces):
    user = User.objects.create(username="bob")
    person = Person.objects.create(user=user, name="Bob", created_at=LATE)

    def give(area_code, first, last, decree=None):
        RoleGrant.objects.create(
            person=person,
            role="supervisor",
            area_code=area_code,
            decree=decree,
            valid_from=first,
            valid_to=last,
            granted_at=LATE,
            granted_by="system",
        )

    def areas():
        with clock.frozen(LATE):
            return access.actor_of(User.objects.get(pk=user.pk)).areas

    return give, areas, person


def test_a_role_ends_with_its_last_day_in_the_zone_of_its_area(bob):
    give, areas, _ = bob
    give("63", date(2026, 1, 1), date(2026, 11, 21))
    give("91", date(2026, 1, 1), date(2026, 11, 21))
    assert areas() == (), "past midnight in Makassar and in Jayapura"
    give("15", date(2026, 1, 1), date(2026, 11, 21))
    assert areas() == ("15",), "still the last day in Jambi"


def test_a_role_begins_on_its_first_day_in_its_zone(bob):
    give, areas, _ = bob
    give("15", date(2026, 11, 22), None)
    give("63", date(2026, 11, 22), None)
    assert areas() == ("63",)


def test_a_decree_that_has_run_out_ends_what_rests_on_it(bob):
    give, areas, _ = bob
    old = Decree.objects.create(
        number="1/2025",
        signed_on=date(2025, 1, 1),
        signer="Bupati",
        valid_from=date(2025, 1, 1),
        valid_to=date(2025, 12, 31),
    )
    give("15", date(2025, 1, 1), None, decree=old)
    assert areas() == ()


def test_somebody_who_left_is_nobody(bob):
    give, _, person = bob
    give("15", date(2025, 1, 1), None)
    person.is_active = False
    person.save()
    assert access.actor_of(person.user) is None
