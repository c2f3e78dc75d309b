"""Single families for statistics: which, under what name, and how little of them."""

from datetime import date

import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

VILLAGE = "63.10.05.2003"
OTHER = "63.10.05.2004"
FAR = "63.02.05.2001"
STATISTICIAN = Actor.over("user:1", "Bu Chelsea", frozenset({"statistician"}), ("63.10",))
ANSWERS = {
    "persetujuan": "ya",
    "anggota": [
        {"nama": "Bu Contoh", "hubungan": "kepala", "jenis_kelamin": "p", "tgl_lahir": "1960-05-01"},
        {"nama": "Anak Contoh", "hubungan": "anak", "tgl_lahir": "2024-01-01", "disabilitas": "ya"},
    ],
}


@pytest.fixture
def measured(db):
    add_places({VILLAGE: "Pulau Contoh", OTHER: "Sungai Contoh", FAR: "Teluk Contoh"})
    return surveys.create_round(
        name="Contoh sintetis", year=2026, form_id="kunjungan_keluarga", opens=date(2026, 1, 1), actor=SYSTEM
    )


def test_a_reader_gets_the_approved_families_of_the_own_areas_without_what_names_them(measured):
    here = store_visits(
        measured.id, VILLAGE, ["1" * SIZE, "0" * SIZE], answers=ANSWERS, visited_on=date(2026, 3, 2)
    )
    store_visits(measured.id, OTHER, ["1" * SIZE])
    store_visits(measured.id, FAR, ["1" * SIZE])
    store_visits(measured.id, VILLAGE, ["1" * SIZE], state="accepted")
    data = releases.micro_rows(measured.id, actor=STATISTICIAN)
    rows = list(data.rows)
    assert data.villages == (VILLAGE, OTHER)
    assert [row.village_code for row in rows] == [VILLAGE, VILLAGE, OTHER]
    assert rows[0].groups == {
        "disability": "ya",
        "elderly": "ya",
        "head_age": "60+",
        "head_sex": "p",
        "size": "1-2",
        "under_five": "ya",
    }
    assert rows[2].groups == {}
    assert [row.score("ikk").states for row in rows] == ["1" * SIZE, "0" * SIZE, "1" * SIZE]
    assert {row.weight for row in rows} == {releases.WEIGHT_UNIT}
    assert not {str(each) for row in here for each in (row.pk, row.family_id)} & set(str(rows).split("'"))
    assert data.cites.is_provisional
    again = [row.family for row in releases.micro_rows(measured.id, actor=STATISTICIAN, area=VILLAGE).rows]
    assert again == [row.family for row in rows[:2]]


def test_nobody_gets_rows_of_an_area_they_may_not_read(measured):
    with pytest.raises(NotAllowed):
        releases.micro_rows(measured.id, actor=STATISTICIAN, area="63.02")


def test_an_erased_family_counts_without_its_classes(measured):
    (row,) = store_visits(measured.id, VILLAGE, ["1" * SIZE], answers=ANSWERS, visited_on=date(2026, 3, 2))
    surveys.erase(row.pk, reason="Permintaan keluarga", actor=SYSTEM)
    (found,) = releases.micro_rows(measured.id, actor=STATISTICIAN).rows
    assert found.groups == {}
    assert Submission.objects.count() == 1
