"""Families with everything a file must not hold, approved in a round of the real questionnaire."""

from datetime import date

import pytest
from tests.fakes.family_visits import FORM, IKK, form, store_visits, xform

from bahtera.access.api import SYSTEM, Actor
from bahtera.results import api as results
from bahtera.results.queries import forget
from bahtera.surveys import api as surveys

__all__ = ["approve", "form", "measured", "supervisor", "xform"]
VILLAGE = "63.10.05.2003"
STATES = "10" + "1" * (len(IKK.indicators) - 4) + "-?"
SECRETS = {
    "no_kk": "6310050101010001",
    "alamat": "Jalan Rahasia 7",
    "lokasi": "-3.4512345 115.5512345 0 5",
    "catatan": "Catatan rahasia tentang Ibu Ani",
}
MEMBER_SECRETS = {"nama": "Ani Rahasia", "nik": "6310054101800001", "tgl_lahir": "1986-04-17"}
ANSWERS = {
    "kode_desa": VILLAGE,
    "dusun": "=1+1",
    "hasil_kunjungan": "selesai",
    "tanggal_kunjungan": "2026-03-02",
    "tabungan": "ya",
    "jenis_lantai": "semen",
    "luas_lantai": "36.5",
    "pendapatan_bulan": 2500000,
    **SECRETS,
    "anggota": [
        {**MEMBER_SECRETS, "jenis_kelamin": "p", "hubungan": "kepala", "status_kawin": "cerai_mati"},
        {**MEMBER_SECRETS, "tgl_lahir": "2024-12-31", "jenis_kelamin": "l", "hubungan": "anak"},
    ],
}


@pytest.fixture
def measured(form):
    forget()
    return surveys.create_round(
        name="Contoh sintetis", year=2026, form_id=FORM, opens=date(2026, 1, 1), actor=SYSTEM
    )


@pytest.fixture
def supervisor():
    return Actor.over("user:1", "Bu Chelsea", frozenset({"supervisor"}), ("63.10",))


@pytest.fixture
def approve(measured):
    def approve_families(count, *, village=VILLAGE, answers=ANSWERS, state="approved"):
        rows = store_visits(
            measured.id,
            village,
            [STATES] * count,
            answers=answers,
            state=state,
            family_name="Ani Rahasia",
            visited_on=date(2026, 3, 2),
        )
        results.refresh_village(measured.id, village)
        return rows

    return approve_families
