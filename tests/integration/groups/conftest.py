"""Two villages of one kecamatan, who keeps groups there, and a UPPKA group with members."""

from dataclasses import dataclass
from datetime import date

import pytest
from tests.fakes.offices import (  # noqa: F401 - fixtures
    DISTRICT,
    NEIGHBOUR,
    REGENCY,
    VILLAGE,
    blob_folder,
    jambi,
    now,
)

from bahtera.access.api import Actor
from bahtera.groups import api as groups
from bahtera.groups.api import Card, Kind, MemberInput

JOINED = date(2026, 1, 5)


@dataclass(frozen=True)
class People:
    """Kader of two villages, the coordinator of one, that of the kecamatan, and a TPK2D of the regency."""

    kader: Actor
    neighbour: Actor
    plkb: Actor
    camat: Actor
    tpk2d: Actor


@pytest.fixture
def people(jambi):  # noqa: F811
    def over(number, role, area):
        return Actor.over(f"user:{number}", "Petugas (sintetis)", frozenset({role}), (area,))

    return People(
        over(801, "kader", VILLAGE),
        over(802, "kader", NEIGHBOUR),
        over(803, "coordinator", VILLAGE),
        over(804, "coordinator", DISTRICT),
        over(805, "tpk2d", REGENCY),
    )


@pytest.fixture
def melati(people):
    """A UPPKA group of the village."""
    return groups.open_group(
        Card(Kind.UPPKA, "Melati (sintetis)", VILLAGE, started_on=date(2020, 1, 1)), actor=people.kader
    )


@pytest.fixture
def sari(melati, people):
    return groups.add_member(
        melati.id, MemberInput("Sari (sintetis)", JOINED, "p", office="ketua"), actor=people.kader
    )


@pytest.fixture
def budi(melati, people):
    return groups.add_member(melati.id, MemberInput("Budi (sintetis)", JOINED, "l"), actor=people.kader)
