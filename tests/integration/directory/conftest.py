"""Jambi's offices, one day, and who writes for which of them."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from tests.fakes.offices import (  # noqa: F401 - fixtures
    DISTRICT,
    REGENCY,
    Offices,
    blob_folder,
    hired,
    jambi,
    now,
    offices,
    root,
)

from bahtera.access import api as access
from bahtera.access.api import Actor, Grant


@dataclass(frozen=True)
class People:
    """Who asks: an officer of the social unit, one of the civil registry, a kader."""

    social: Actor
    registry: Actor
    kader: Actor


@pytest.fixture
def people(offices: Offices) -> People:  # noqa: F811
    def officer(number: int, unit: UUID) -> Actor:
        return Actor(f"user:{number}", "Petugas (sintetis)", (Grant("agency_officer", REGENCY, unit),))

    return People(
        officer(901, offices.sosial),
        officer(902, offices.dukcapil),
        Actor.over("user:903", "Kader (sintetis)", frozenset({"kader"}), (DISTRICT,)),
    )


@pytest.fixture
def centre(root, offices):  # noqa: F811
    """A centre of the one kecamatan."""
    agency = access.add_agency("P3AP2KB Muaro (sintetis)", area=REGENCY, actor=root)
    return access.add_unit(
        agency,
        name="PPKS/Satyagatra Kumpeh",
        kind="ppks",
        inbox="satyagatra-kumpeh",
        area=DISTRICT,
        actor=root,
    )
