"""The directory of the demonstration."""

from datetime import date

import pytest
from tests.fakes.places import add_places

from bahtera.access import api as access
from bahtera.cli.demonstration.directory import ensure_directory
from bahtera.cli.demonstration.offices import JAMBI, KOTABARU, ensure_offices
from bahtera.directory import api as directory
from bahtera.directory.models import AgreementRecord, CentreRecord, OfferRecord

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def administrator():
    add_places(
        {
            JAMBI: "Jambi",
            "15.71": "Kota Jambi",
            "15.71.01": "Telanaipura",
            "15.71.02": "Jambi Selatan",
            "15.71.03": "Jambi Timur",
            "15.71.04": "Pasar Jambi",
            KOTABARU: "Kotabaru",
            "63.02.06": "Pulaulaut Utara",
            "63.10": "Tanah Bumbu",
            "63.10.11.2011": "Pulau Tanjung",
        }
    )
    return access.ensure_account(
        username="admin", password="pw", full_name="Admin", roles=["administrator"], areas=[""]
    )


def test_it_is_made_once_and_two_networks_can_refer(administrator):
    ensure_offices(administrator)
    ensure_directory(administrator)
    counts = [model.objects.count() for model in (OfferRecord, AgreementRecord, CentreRecord)]
    ensure_directory(administrator)
    assert [model.objects.count() for model in (OfferRecord, AgreementRecord, CentreRecord)] == counts
    assert counts == [13, 4, 7]
    units = access.units_with_inbox(
        ["ppks-jambi", "sosial-jambi", "dukcapil-jambi", "satyagatra-kotabaru", "dukcapil-kotabaru"]
    )
    ways = (
        ("ppks-jambi", "sosial-jambi", "bantuan_sosial", None),
        ("sosial-jambi", "dukcapil-jambi", "akta_kelahiran", directory.Why.SAME_AGENCY),
        ("satyagatra-kotabaru", "dukcapil-kotabaru", "akta_kelahiran", None),
        ("satyagatra-kotabaru", "dukcapil-kotabaru", "bantuan_sosial", directory.Why.OTHER_SERVICE),
    )
    for sender, receiver, service, why in ways:
        found = directory.agreement_for(units[sender].id, units[receiver].id, service, on=DAY)
        assert found.why is why


def test_coverage_of_kota_jambi_is_data_and_not_a_given(administrator):
    ensure_offices(administrator)
    ensure_directory(administrator)
    found = directory.coverage("15.71", on=DAY, actor=administrator)
    said = {one.name: one.status.value if one.status else "tidak diketahui" for one in found.districts}
    assert said == {
        "Telanaipura": "diaktifkan_kembali",
        "Jambi Selatan": "tidak_aktif",
        "Jambi Timur": "tidak diketahui",
        "Pasar Jambi": "tidak diketahui",
    }
    assert [one.name for one in found.above] == ["PPKS/Satyagatra Angso Duo Jambi"]
    names = [unit.name for unit in access.units_inside("")]
    assert not [name for name in names if "PPKS" in name and "PPKS/Satyagatra" not in name]
