from dataclasses import replace
from datetime import date

import pytest

from bahtera.families import api, queries

from .conftest import ADAM, BETA, CITA, FOUR, NEXT_VILLAGE, OTHER_REGENCY, VILLAGE

pytestmark = pytest.mark.django_db


def test_families_as_a_kader_reads_them(known, visit):
    visit((replace(ADAM, name="Budi", nik=""),), rt="01", address="Gang Kelapa")
    visit((replace(ADAM, name="Zain", nik=""),), village=NEXT_VILLAGE, address="Gang Kelapa")
    visit((api.MemberInput(""),), village=OTHER_REGENCY)
    rows = list(api.known_families([NEXT_VILLAGE, VILLAGE, VILLAGE]))
    assert [tuple(row) for row in rows] == [api.FAMILY_COLUMNS] * 3
    assert [(row["label"], row["kode_desa"], row["no_urut"]) for row in rows] == [
        ("Budi, RT 1", VILLAGE, "1"),
        ("Adam Rahman dan Siti Beta, RT 3 / RW 1", VILLAGE, "2"),
        ("Zain, Gang Kelapa", NEXT_VILLAGE, "1"),
    ]
    assert rows[1]["name"] == str(known.family_id)
    assert [row["label"] for row in api.known_families([OTHER_REGENCY])] == ["Keluarga tanpa nama"]
    assert list(api.known_families([])) == []


def test_members_as_a_kader_reads_them(known):
    rows = list(api.known_members([VILLAGE]))
    assert [tuple(row) for row in rows] == [api.MEMBER_COLUMNS] * 4
    assert [row["label"] for row in rows] == [
        "Adam Rahman RT 3 / RW 1",
        "Siti Beta (kepala: Adam Rahman) RT 3 / RW 1",
        "Cita Rahman (kepala: Adam Rahman) RT 3 / RW 1",
        "Dodi Rahman (kepala: Adam Rahman) RT 3 / RW 1",
    ]
    assert rows[1] == {
        "name": str(known.member_ids[1]),
        "label": "Siti Beta (kepala: Adam Rahman) RT 3 / RW 1",
        "family_id": str(known.family_id),
        "nama": "Siti Beta",
        "jenis_kelamin": "p",
        "tgl_lahir": "1982-03-12",
        "hubungan": "pasangan",
    }


def test_no_number_of_a_person_reaches_a_list(known):
    text = str(list(api.known_families([VILLAGE]))) + str(list(api.known_members([VILLAGE])))
    assert ADAM.nik not in text
    assert BETA.nik not in text
    assert api.get_family(known.family_id).no_kk not in text


def test_the_dead_and_the_moved_are_not_listed(known):
    api.record_death(known.member_ids[0], on=date(2026, 6, 1), actor_key="user:alice")
    api.move_member(known.member_ids[1], to_family=None, on=date(2026, 6, 1), actor_key="user:alice")
    assert [row["nama"] for row in api.known_members([VILLAGE])] == ["Cita Rahman", "Dodi Rahman"]
    assert api.known_families([VILLAGE]).__next__()["label"] == "Adam Rahman, RT 3 / RW 1"


def test_lists_are_read_in_chunks(visit, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(queries, "_CHUNK", 3)
    for number in range(8):
        visit(
            (replace(CITA, name=f"Orang {number}", birth_date=None, relation="kepala"),), rt=f"{number:02d}"
        )
    with django_assert_max_num_queries(4):
        rows = list(api.known_families([VILLAGE]))
    assert [row["no_urut"] for row in rows] == [str(n) for n in range(1, 9)]
    assert [row["label"] for row in rows] == [f"Orang {n}, RT {n}" if n else "Orang 0" for n in range(8)]
    with django_assert_max_num_queries(4):
        assert len(list(api.known_members([VILLAGE]))) == 8
    assert len(FOUR) == 4
