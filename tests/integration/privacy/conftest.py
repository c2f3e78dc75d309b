"""A small village (sintetis): a mother, a father, a girl of eleven, an aunt whose birth date nobody knows."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from tests.fakes.blob_folders import blobs_in
from tests.fakes.places import add_places

from bahtera.access.api import Actor
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.privacy import api

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
VILLAGE = "63.02.12.2005"
MOTHER_NIK, FATHER_NIK = "6302125203820001", "6302121201800001"
PEOPLE = (
    families.MemberInput(
        "Siti Beta", nik=MOTHER_NIK, sex="p", birth_date=date(1982, 3, 12), relation="pasangan"
    ),
    families.MemberInput(
        "Adam Rahman", nik=FATHER_NIK, sex="l", birth_date=date(1980, 1, 12), relation="kepala"
    ),
    families.MemberInput("Cita Rahman", sex="p", birth_date=date(2015, 7, 1), relation="anak"),
    families.MemberInput("Nenek Ayu", sex="p", relation="orang_tua"),
)


@pytest.fixture(autouse=True)
def files(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture(autouse=True)
def village(db):
    add_places({VILLAGE: "Desa Sintetis", "63.03.01.2001": "Desa Lain"})


@pytest.fixture
def household():
    """The ids of mother, father, girl and aunt."""
    with transaction.atomic():
        outcome = families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=date(2026, 3, 1),
            members=PEOPLE,
            source="submission:0",
            actor_key="token:kader",
        )
    return outcome.member_ids


@pytest.fixture
def officer():
    """The data-protection officer of the regency."""
    return Actor.over("user:9", "Dian", frozenset({"data_protection_officer"}), ("63.02",))


@pytest.fixture
def elsewhere():
    """The data-protection officer of another regency."""
    return Actor.over("user:8", "Eka", frozenset({"data_protection_officer"}), ("63.03",))


@pytest.fixture
def supervisor():
    return Actor.over("user:3", "Rahmat", frozenset({"supervisor"}), ("63.02",))


@pytest.fixture
def spoken():
    """Proof of the spoken word."""
    return {"manner": api.Manner.SPOKEN, "evidence": api.Evidence(witness="Pak RT (sintetis)")}
