"""A centre of one kecamatan (sintetis), its counsellors, an officer, and a client."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest
from tests.fakes.keyrings import keys_and_files_in
from tests.fakes.places import add_places

from bahtera.access.api import Actor, Grant
from bahtera.access.models import Agency, Unit
from bahtera.clients import api as clients
from bahtera.foundation import clock
from bahtera.privacy import api as privacy

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Monday, 11.00 in WITA
TODAY = date(2026, 11, 23)
DISTRICT, VILLAGE = "63.02.12", "63.02.12.2005"


@dataclass(frozen=True)
class Centre:
    """A unit and who works in it."""

    id: UUID
    laila: Actor
    mira: Actor
    officer: Actor

    def client(self, name="Nenek Aminah", born=date(1950, 3, 4), sex="p"):
        """Open a client of the centre; return its id."""
        quality = clients.BirthQuality.CERTAIN if born else clients.BirthQuality.UNKNOWN
        told = clients.Identity(name, sex, born, quality, VILLAGE)
        return clients.register_client(told, unit_id=self.id, actor=self.laila).client_id


@pytest.fixture(autouse=True)
def world(db, tmp_path):
    add_places(
        {
            "63": "Kalimantan Contoh",
            "63.02": "Tanah Contoh",
            DISTRICT: "Kecamatan Contoh",
            VILLAGE: "Desa Sintetis",
        }
    )
    with clock.frozen(NOW), keys_and_files_in(tmp_path):
        yield


def new_unit(kind="ppks", area=DISTRICT):
    """Add a unit of an agency of its own regency; return its id."""
    agency, _ = Agency.objects.get_or_create(name=f"Dinas {area[:5]} (sintetis)", area_code=area[:5])
    made = Unit.objects.create(
        agency=agency, name=f"{kind} {uuid4().hex[:6]}", kind=kind, area_code=area, inbox=uuid4().hex
    )
    return made.pk


def new_centre(number=1, area=DISTRICT):
    """Add a centre with two counsellors and an officer."""
    unit = new_unit(area=area)

    def one(role, at):
        return Actor(f"user:{number * 100 + at}", "Petugas", (Grant(role, area, unit),))

    return Centre(unit, one("counsellor", 1), one("counsellor", 2), one("agency_officer", 3))


@pytest.fixture
def centre():
    return new_centre()


@pytest.fixture
def other():
    return new_centre(2)


@pytest.fixture
def client(centre):
    return centre.client()


def agree_remotely(client_id, actor):
    """Record that a client agrees to counselling by phone or video."""
    clients.give_consent(
        client_id,
        clients.Scope.REMOTE,
        clients.Given(clients.Giver.CLIENT),
        manner=privacy.Manner.SPOKEN,
        evidence=privacy.Evidence(witness="Bidan Rina"),
        actor=actor,
    )


def safe_on_tuesdays(client_id, actor):
    """Allow calls on Tuesdays from 10 to 12."""
    hours = clients.SafeHours(frozenset({2}), time(10), time(12))
    clients.set_contact(client_id, clients.SafeContact(frozenset({clients.Way.PHONE}), (hours,)), actor=actor)
