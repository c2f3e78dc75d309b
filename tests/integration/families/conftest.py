"""Synthetic families (sintetis): invented people in Sampanahan, Kotabaru."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from tests.fakes.places import add_places

from bahtera.families import api
from bahtera.foundation import clock

VILLAGE, NEXT_VILLAGE, OTHER_REGENCY = "63.02.12.2005", "63.02.12.2008", "63.03.01.2001"
ADAM = api.MemberInput(
    "Adam Rahman", nik="6302121201800001", sex="l", birth_date=date(1980, 1, 12), relation="kepala"
)
BETA = api.MemberInput(
    "Siti Beta", nik="6302125203820001", sex="p", birth_date=date(1982, 3, 12), relation="pasangan"
)
CITA = api.MemberInput(
    "Cita Rahman", sex="p", birth_date=date(2010, 7, 1), relation="anak", nik_reason="belum_ada"
)
DODI = api.MemberInput(
    "Dodi Rahman", sex="l", birth_date=date(2015, 9, 9), relation="anak", nik_reason="belum_ada"
)
FOUR = (ADAM, BETA, CITA, DODI)
KK = "6302121005150003"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def villages(db):
    add_places({code: f"Area {code}" for code in (VILLAGE, NEXT_VILLAGE, OTHER_REGENCY)})


@pytest.fixture
def visit():
    """Record a visit the way receiving does: inside a transaction, each with a source of its own."""
    count = iter(range(1, 1000))

    def record(members=FOUR, *, family_id=None, on=date(2026, 3, 1), village=VILLAGE, source=None, **more):
        with transaction.atomic():
            return api.record_visit(
                village_code=village,
                family_id=family_id,
                visited_on=on,
                members=members,
                source=source or f"submission:{next(count)}",
                actor_key="token:kader",
                **more,
            )

    return record


@pytest.fixture
def known(visit):
    """A family of four on record since 1 March 2026."""
    return visit(no_kk=KK, address="Jl. Melati 5", rt="03", rw="01", dusun="Hilir")


def codes(outcome):
    return sorted(found.code.removeprefix("families.") for found in outcome.findings)
