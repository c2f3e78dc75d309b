"""Pages of the directory: which office offers what, for whom and when; centres, agreements, days off."""

import csv
import io

import pytest
from tests.fakes.network import network  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_services_of_an_area_in_words_that_somebody_would_say(network):  # noqa: F811
    reader = network.hire("sari", "counsellor", "satyagatra-kotabaru")
    assert 'href="/layanan/"' in text(reader.get("/"))
    page = text(reader.get("/layanan/"))
    assert "Kantor yang melayani Kabupaten Kotabaru" in page
    assert "Rehabilitasi penyandang disabilitas" in page
    assert "Hanya untuk penyandang disabilitas" in page
    assert "Umur 60 tahun ke atas; Lansia 60 tahun ke atas" in page
    assert "Dinsosdukcapil" not in page  # of Jambi
    assert "Data sintetis" in page
    only = text(reader.get("/layanan/?wilayah=semua&layanan=akta_kelahiran"))
    assert only.count('class="list-link office-line"') == 2
    assert "Perlindungan lansia" not in only
    kinds = text(reader.get("/layanan/?wilayah=63.02&jenis=uptd_ppa"))
    assert kinds.count('class="list-link office-line"') == 1
    nothing = text(reader.get("/layanan/?wilayah=63.02&jenis=puskesmas&halaman=x"))
    assert "Belum ada layanan yang dicatat di sini" in nothing
    forged = reader.get("/layanan/?wilayah=%FF&jenis=zzz&layanan=%27&halaman=99999999999")
    assert forged.status_code == 200


def test_a_unit_says_all_that_one_wants_to_know_before_going(network):  # noqa: F811
    reader = network.hire("sari", "counsellor", "satyagatra-kotabaru")
    page = text(reader.get(f"/layanan/unit/{network.units['sosial-kotabaru']}/"))
    for said in (
        "Senin\N{EN DASH}Kamis 08.00\N{EN DASH}15.30",
        "Jumat 08.00\N{EN DASH}11.00",
        "Sabtu\N{EN DASH}Minggu tutup",
        "KTP dan KK.",
        "Gratis.",
        "Bahasa Indonesia, Banjar",
        "Juru bahasa isyarat",
        "PKS-CONTOH/03/2026",
        "Dinas P3AP2KB Kotabaru (sintetis)",
        "sampai 31 Desember 2028",
    ):
        assert said in page, said
    assert reader.get("/layanan/unit/01920000-0000-7000-8000-000000000000/").status_code == 404


def test_the_table_of_an_area_leaves_as_it_comes_in(network):  # noqa: F811
    reader = network.hire("sari", "counsellor", "satyagatra-kotabaru")
    rows = list(csv.DictReader(io.StringIO(text(reader.get("/layanan/layanan.csv?wilayah=63.02")))))
    assert {row["unit"] for row in rows} >= {"sosial-kotabaru", "dukcapil-kotabaru", "satyagatra-kotabaru"}
    assert not [row for row in rows if row["unit"].endswith("jambi")]
