"""How a phone gives families and members their numbers: once, and replaced by what the list knows."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.javarosa import JavaRosa, values
from tests.spec.questionnaires.test_the_family_visit_agrees_with_collect import MEDIA, STEPS, published

KNOWN = "11111111-1111-4111-8111-111111111111"
OTHER = "33333333-3333-4333-8333-333333333333"
PERSON = "22222222-2222-4222-8222-222222222222"
FAMILY, MEMBER = "/data/tempat/keluarga", "/data/anggota/anggota_lama"
LISTS = {
    **MEDIA,
    "families.csv": (
        f"name,label,kode_desa,catatan,{STEPS}\n"
        f'{KNOWN},Budi · dikembalikan,63.01.01.2001,"RT: salah, cek | Lihat akta.",'
        "buku_nikah,,2026-12-01,lainnya,Menanam sayur,,,,\n"
        f"{OTHER},Ani,63.01.01.2001,{',' * 9}\n"
    ).encode(),
    "members.csv": (
        "name,label,family_id,nama,jenis_kelamin,tgl_lahir,hubungan\n"
        f"{PERSON},Budi,{KNOWN},Budi,l,1985-03-04,kepala\n"
    ).encode(),
}


def typed(*answers: tuple[str, str]) -> dict[str, str]:
    consent = (("/data/kunjungan/hasil_kunjungan", "selesai"), ("/data/kunjungan/persetujuan", "ya"))
    with JavaRosa() as judge:
        judge.load(published(), LISTS)
        return values(judge.type_in(*consent, *answers))


def test_a_new_visit_has_its_date_and_new_numbers() -> None:
    found = typed()
    assert found["tanggal_kunjungan"]
    assert UUID(found["family_id"]).version == 4
    assert UUID(found["member_id"]).version == 4
    assert found["family_id"] != found["member_id"]


def test_a_known_family_and_member_keep_their_numbers() -> None:
    found = typed((FAMILY, KNOWN), (MEMBER, PERSON))
    assert (found["family_id"], found["member_id"]) == (KNOWN, PERSON)
    assert (found["nama"], found["jenis_kelamin"], found["tgl_lahir"]) == ("Budi", "l", "1985-03-04")


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ((KNOWN,), "RT: salah, cek | Lihat akta."),
        ((OTHER,), ""),
        (("baru",), ""),
        ((KNOWN, OTHER), ""),
        ((KNOWN, ""), ""),
        ((OTHER, KNOWN), "RT: salah, cek | Lihat akta."),
    ],
)
def test_what_the_supervisor_wrote_is_shown_for_the_family_chosen(
    chosen: tuple[str, ...], shown: str
) -> None:
    found = typed(*((FAMILY, one) for one in chosen))
    assert found.get("catatan_penyelia", "") == shown


@pytest.mark.parametrize("other", ["", "baru"])
def test_a_family_unchosen_again_is_a_new_one(other: str) -> None:
    found = typed((FAMILY, KNOWN), (FAMILY, other))
    assert found["family_id"] != KNOWN
    assert UUID(found["family_id"]).version == 4


def test_steps_of_the_last_visit_come_with_the_family_and_go_with_it() -> None:
    found = typed((FAMILY, KNOWN))
    assert found["langkah_lalu_1_kata"] == "Mengurus buku atau akta nikah (paling lambat 01-12-2026)"
    assert found["langkah_lalu_1_kata_en"] == "Obtain the marriage book (by 01-12-2026)"
    assert found["langkah_lalu_2_kata"] == "Menanam sayur"
    assert "langkah_lalu_3_hasil" not in found
    assert found["langkah_lalu_1_hasil"] == ""
    assert not typed((FAMILY, KNOWN), (FAMILY, OTHER)).get("langkah_lalu_1")
