"""Synthetic offices and people (*sintetis*): one office for three tasks, a DP3AP2, a BKKBN. Conftests import it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.blob_folders import blobs_in
from tests.fakes.places import place

from bahtera.access import api as access
from bahtera.areas.models import Area
from bahtera.foundation import clock

__all__ = ["blob_folder", "boss", "hired", "jambi", "now", "offices", "root"]
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
JAMBI, REGENCY, DISTRICT = "15", "15.05", "15.05.01"
VILLAGE, NEIGHBOUR, OTHER_REGENCY, FAR = "15.05.01.2001", "15.05.01.2002", "15.06", "63.10"
NAMES = {
    JAMBI: "Jambi",
    REGENCY: "Muaro Contoh",
    DISTRICT: "Kumpeh Contoh",
    VILLAGE: "Desa Sintetis 1",
    NEIGHBOUR: "Desa Sintetis 2",
    OTHER_REGENCY: "Bungo Contoh",
    "63": "Kalimantan Contoh",
    FAR: "Tanah Contoh",
}
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


@dataclass(frozen=True)
class Offices:
    """The ids of units by a short name."""

    sosial: UUID
    dukcapil: UUID
    uptd: UUID
    ppks: UUID


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture(autouse=True)
def blob_folder(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def jambi(db):
    Area.objects.bulk_create(place(code, name, zone="Asia/Jakarta") for code, name in NAMES.items())


@pytest.fixture
def root(jambi):
    """The administrator of the whole site."""
    return access.ensure_account(
        username="ratna", password="pw", full_name="Ratna (sintetis)", roles=["administrator"], areas=[""]
    )


@pytest.fixture
def boss(root):
    """The administrator of one regency."""
    return access.ensure_account(
        username="bima", password="pw", full_name="Bima (sintetis)", roles=["administrator"], areas=[REGENCY]
    )


@pytest.fixture
def hired(root):
    """Add somebody, with roles, and return who they are as an actor and by id."""

    def hire(name, *roles, area=REGENCY, home=None, account=True):
        added = access.add_person(
            f"{name} (sintetis)",
            area=area if home is None else home,
            username=name.lower() if account else "",
            actor=root,
        )
        for role in roles:
            access.grant_role(added.id, role=role, area=area, valid_from=TODAY, actor=root)
        user = get_user_model().objects.filter(username=name.lower()).order_by("pk").first()
        return added.id, access.actor_of(user) if account else None

    return hire


@pytest.fixture
def offices(root):
    one = access.add_agency(
        "Dinas Sosial, Kependudukan, dan Pencatatan Sipil (sintetis)", area=REGENCY, actor=root
    )
    women = access.add_agency("DP3AP2 Jambi (sintetis)", short_name="DP3AP2", area=JAMBI, actor=root)
    families = access.add_agency("Perwakilan BKKBN Jambi (sintetis)", area=JAMBI, actor=root)

    def unit(agency, name, kind, inbox):
        return access.add_unit(agency, name=name, kind=kind, inbox=inbox, actor=root)

    return Offices(
        sosial=unit(one, "Bidang Sosial", "sosial", "sosial-muaro"),
        dukcapil=unit(one, "Bidang Dukcapil", "dukcapil", "dukcapil-muaro"),
        uptd=unit(women, "UPTD PPA Provinsi", "uptd_ppa", "uptd-ppa-jambi"),
        ppks=unit(families, "PPKS Satyagatra Jambi", "ppks", "ppks-jambi"),
    )
