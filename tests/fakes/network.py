"""The demonstration's offices and directory on a few areas, and people who work in them. Conftests import it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.fakes.places import add_places
from tests.fakes.signing_in import enter

from bahtera.access import api as access
from bahtera.areas.models import Area
from bahtera.cli.demonstration.directory import ensure_directory
from bahtera.cli.demonstration.offices import ensure_offices
from bahtera.foundation import clock

__all__ = ["AREAS", "NOW", "Network", "network"]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
AREAS = {
    "15": "Jambi",
    "15.71": "Kota Jambi",
    "15.71.01": "Telanaipura",
    "15.71.02": "Jambi Selatan",
    "15.71.03": "Jambi Timur",
    "15.71.04": "Pasar Jambi",
    "63": "Kalimantan Selatan",
    "63.02": "Kotabaru",
    "63.02.06": "Pulaulaut Utara",
    "63.10": "Tanah Bumbu",
    "63.10.11": "Kusan Hilir",
    "63.10.11.2011": "Pulau Tanjung",
}


@dataclass(frozen=True)
class Network:
    """Units by their inbox, and whoever is hired into one."""

    administrator: access.Actor
    units: dict[str, UUID]

    def hire(self, username: str, role: str, inbox: str) -> Client:
        """Return the client of somebody who works in a unit."""
        unit = access.units_behind([self.units[inbox]])[self.units[inbox]]
        who = access.add_person(
            f"{username.title()} (sintetis)", area=unit.area, username=username, actor=self.administrator
        )
        since = date(2026, 1, 5)
        access.place_person(who.id, unit_id=unit.id, title=role, valid_from=since, actor=self.administrator)
        access.grant_role(
            who.id, role=role, area=unit.area, unit_id=unit.id, valid_from=since, actor=self.administrator
        )
        return self.sign_in(username)

    def person(self, username: str, role: str, area: str) -> Client:
        """Return the client of somebody of no unit."""
        access.ensure_account(
            username=username, password="pw", full_name=username.title(), roles=[role], areas=[area]
        )
        return self.sign_in(username)

    def sign_in(self, username: str) -> Client:
        user = get_user_model().objects.get(username=username)
        return enter(Client(), user)


@pytest.fixture
def network(db):
    known = set(Area.objects.order_by("code").values_list("code", flat=True))
    add_places({code: name for code, name in AREAS.items() if code not in known})
    with clock.frozen(NOW):
        administrator = access.ensure_account(
            username="ratna", password="pw", full_name="Ratna", roles=["administrator"], areas=[""]
        )
        ensure_offices(administrator)
        ensure_directory(administrator)
        units = {one.inbox: one.id for one in access.units_inside("")}
        yield Network(administrator, units)
