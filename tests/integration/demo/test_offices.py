"""The offices of the demonstration."""

import pytest
from tests.fakes.places import add_places

from bahtera.access import api as access
from bahtera.access.models import Agency, Person, RoleGrant
from bahtera.cli.demonstration.offices import AGENCIES, JAMBI, KOTABARU, ensure_offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    add_places(
        {JAMBI: "Jambi", KOTABARU: "Kotabaru", "63.10": "Tanah Bumbu", "63.10.11.2011": "Pulau Tanjung"}
    )
    return access.ensure_account(
        username="admin", password="pw", full_name="Admin", roles=["administrator"], areas=[""]
    )


def test_the_offices_are_made_once_and_their_people_are_marked_as_invented(administrator):
    ensure_offices(administrator)
    before = Agency.objects.count(), Person.objects.count(), RoleGrant.objects.count()
    ensure_offices(administrator)
    assert (Agency.objects.count(), Person.objects.count(), RoleGrant.objects.count()) == before
    names = Person.objects.exclude(name="Admin").values_list("name", flat=True)
    assert all(name.endswith("(sintetis)") for name in names)


def test_one_office_does_the_work_of_several(administrator):
    ensure_offices(administrator)
    found = {
        row.short_name: {unit.kind for unit in row.units}
        for row in access.list_agencies(actor=administrator).items
    }
    assert found["Dinsosdukcapil"] == {"sosial", "dukcapil"}
    assert found["DP3AP2"] == {"dp3a", "uptd_ppa"}
    assert found["BKKBN"] == {"bkkbn", "ppks"}


def test_every_kind_is_of_the_code_list():
    kinds = {unit.kind for agency in AGENCIES for unit in agency.units}
    assert kinds <= {one.name for one in access.unit_kinds()}
    assert all({"id", "en"} <= dict(one.labels).keys() for one in access.unit_kinds())
    assert access.roles_in_units() <= set(access.ROLES)
