"""A regency with a measured village, an agency with a unit, and the people who make plans there."""

import random
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, Grant
from bahtera.access.models import Agency, Membership, Person, Unit
from bahtera.actions import api as actions
from bahtera.foundation import clock
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys
from bahtera.surveys.models import ReviewEntry

VILLAGE, OTHER, SILENT = "63.10.05.2003", "63.10.05.2004", "63.10.05.2005"
NEED = "IKK-D1-02"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
KADES = Actor.over("user:2", "Kepala desa", frozenset({"desa_officer"}), (VILLAGE,))
TPK2D = Actor.over("user:3", "TPK2D", frozenset({"tpk2d"}), ("63.10",))
STRANGER = Actor.over("user:4", "Jauh", frozenset({"tpk2d", "desa_officer"}), ("63.02",))
SUPERVISOR = Actor.over("user:5", "Penyelia", frozenset({"supervisor"}), ("63.10",))


@pytest.fixture(autouse=True)
def at():
    forget()
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture(autouse=True)
def blob_folder(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def world(db):
    add_places(
        {
            VILLAGE: "Pulau Contoh",
            OTHER: "Sungai Contoh",
            SILENT: "Sepi Contoh",
            "63": "Kalimantan Contoh",
            "63.10": "Tanah Contoh",
            "63.10.05": "Muara",
        }
    )
    row = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    surveys.set_targets(row.id, {VILLAGE: 80, OTHER: 40}, actor=SYSTEM)
    chooser = random.Random(1)
    patterns = ["".join("1" if chooser.random() < 0.7 else "0" for _ in range(SIZE)) for _ in range(60)]
    for visit in store_visits(row.id, VILLAGE, patterns):
        ReviewEntry.objects.create(
            submission=visit,
            at=clock.now(),
            actor_key="user:8",
            move="approve",
            from_state="accepted",
            to_state="approved",
        )
    results.refresh_village(row.id, VILLAGE)
    agency = Agency.objects.create(name="Disdukcapil Tanah Contoh", area_code="63.10")
    unit = Unit.objects.create(
        agency=agency, name="Pencatatan", kind="dukcapil", area_code="63.10", inbox="capil"
    )
    health = Unit.objects.create(
        agency=agency, name="Kesehatan", kind="kesehatan", area_code="63.10", inbox="kes"
    )
    person = Person.objects.create(name="Aminah Contoh", area_code="63.10", created_at=NOW)
    Membership.objects.create(person=person, unit=unit, valid_from=date(2026, 1, 1))
    officer = Actor(f"person:{person.pk}", "Petugas", (Grant("agency_officer", "63.10", unit.pk),))
    nurse = Actor("user:9", "Perawat", (Grant("agency_officer", "63.10", health.pk),))
    return SimpleNamespace(
        round=row, unit=unit.pk, health=health.pk, person=person.pk, officer=officer, nurse=nurse
    )


@pytest.fixture
def plan_input(world):
    def build(**changes):
        return actions.PlanInput(
            **{
                "village_code": VILLAGE,
                "year": 2027,
                "round_id": world.round.id,
                "index_id": "ikk",
                "indicator": NEED,
                "activity": "Akta kelahiran keliling",
                "agency": "dukcapil",
                "unit_id": world.unit,
                "source": "apbd_kabupaten",
                "amount": 25_000_000,
                "starts_on": date(2027, 1, 10),
                "deadline": date(2027, 6, 30),
                "families": 40,
                "share": 9000,
            }
            | changes
        )

    return build


@pytest.fixture
def running(plan_input):
    """A plan that runs since January 2027."""

    def start(**changes):
        plan_id = actions.make_plan(plan_input(**changes), actor=TPK2D)
        for move in (actions.Move.PROPOSE, actions.Move.AGREE, actions.Move.BEGIN):
            actions.move_plan(plan_id, move, actor=TPK2D)
        return plan_id

    return start
