"""Four villages of a regency, one of them with three families, in a round that is going on."""

import random
from datetime import date

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor
from bahtera.areas.models import Area
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys

REGENCY, VILLAGE, OTHER, SMALL, THIRD = (
    "63.10",
    "63.10.05.2003",
    "63.10.05.2004",
    "63.10.05.2006",
    "63.10.06.2001",
)
NAMES = {
    "63": "Kalimantan Contoh",
    REGENCY: "Kabupaten Tanah Contoh",
    "63.10.05": "Muara",
    "63.10.06": "Hulu",
    VILLAGE: "Pulau Contoh",
    OTHER: "Sungai Contoh",
    SMALL: "Bukit Contoh",
    THIRD: "Danau Contoh",
}


@pytest.fixture(autouse=True)
def _files(tmp_path):
    forget()
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def measured(db):
    add_places(NAMES)
    for at, code in enumerate((VILLAGE, OTHER, SMALL, THIRD)):
        Area.objects.filter(code=code).update(latitude=-3.4 - at / 10, longitude=115.5 + at / 8)
    row = surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )
    surveys.set_targets(row.id, {VILLAGE: 80, OTHER: 30, SMALL: 4, THIRD: 60}, actor=SYSTEM)
    fill(row.id, VILLAGE, 60, 1)
    fill(row.id, OTHER, 20, 2)
    fill(row.id, THIRD, 55, 4)
    fill(row.id, SMALL, 3, 3)
    return row


def fill(round_id, village, count, seed, share=0.72):
    chooser = random.Random(seed)
    patterns = ["".join("1" if chooser.random() < share else "0" for _ in range(SIZE)) for _ in range(count)]
    store_visits(round_id, village, patterns)
    results.refresh_village(round_id, village)


@pytest.fixture
def tpk2d():
    return Actor.over("user:1", "TPK2D", frozenset({"tpk2d"}), (REGENCY,))


@pytest.fixture
def kades():
    return Actor.over("user:2", "Kepala desa", frozenset({"desa_officer"}), (VILLAGE,))


@pytest.fixture
def stranger():
    return Actor.over("user:3", "Jauh", frozenset({"tpk2d", "desa_officer"}), ("63.02",))
