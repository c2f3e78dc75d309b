"""Pages of the directory: which office offers what, for whom and when; centres, agreements, days off."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.fakes.blob_folders import blobs_in
from tests.fakes.network import network  # noqa: F401 - fixture
from tests.fakes.offices import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _blobs(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


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


OFFER = {
    "layanan": "bantuan_sosial",
    "mulai": "2027-01-04",
    "umur_dari": "18",
    "kelamin": "p",
    "sasaran": ["lansia"],
    "bahasa": ["ind", "bjn"],
    "jam": "sen-kam 08:00-15:30",
    "biaya": "Gratis.",
}


def test_an_officer_writes_what_the_own_unit_offers_and_no_other(network):  # noqa: F811
    officer = network.hire("umar", "agency_officer", "uppka-kotabaru")
    own, other = network.units["uppka-kotabaru"], network.units["sosial-kotabaru"]
    assert officer.get(f"/layanan/unit/{other}/tambah/").status_code == 403
    assert officer.post(f"/layanan/unit/{other}/tambah/", OFFER).status_code == 403
    bad = officer.post(f"/layanan/unit/{own}/tambah/", {**OFFER, "umur_dari": "200", "wilayah": "99.99"})
    assert bad.status_code == 400
    assert "Umur" in text(bad)
    assert "99.99" in text(bad)
    assert 'value="Gratis."' in text(bad)
    assert officer.post(f"/layanan/unit/{own}/tambah/", {**OFFER, "jam": "pagi"}).status_code == 400
    assert officer.post(f"/layanan/unit/{own}/tambah/", {**OFFER, "kapasitas": "banyak"}).status_code == 400
    assert officer.post(f"/layanan/unit/{own}/tambah/", OFFER).status_code == 302
    twice = officer.post(f"/layanan/unit/{own}/tambah/", OFFER)
    assert twice.status_code == 409
    rows = list(csv.DictReader(io.StringIO(text(officer.get("/layanan/layanan.csv?wilayah=63.02")))))
    kept = next(row for row in rows if row["unit"] == "uppka-kotabaru" and row["layanan"] == "bantuan_sosial")
    assert (kept["umur_dari"], kept["jenis_kelamin"], kept["kelompok_sasaran"]) == ("18", "p", "lansia")


def test_two_who_write_one_service_at_once_are_told_and_lose_nothing(network):  # noqa: F811
    first = network.hire("umar", "agency_officer", "sosial-kotabaru")
    page = text(first.get(f"/layanan/unit/{network.units['sosial-kotabaru']}/"))
    address = re.search(r"/layanan/tawaran/[0-9a-f-]{36}/", page)[0]
    form = {"versi": "1", "layanan": "bantuan_sosial", "mulai": "2026-01-05"}
    assert first.post(address, {**form, "jam": "sen 09:00-12:00", "biaya": "Gratis."}).status_code == 302
    late = first.post(address, {**form, "biaya": "Seribu rupiah"})
    assert late.status_code == 409
    assert "Sementara itu ada yang mengubah:" in text(late)
    assert "jam buka" in text(late)
    assert 'value="Seribu rupiah"' in text(late)
    again = re.search(r'name="versi" value="(\d+)"', text(late))[1]
    assert first.post(address, {**form, "versi": again, "biaya": "Seribu rupiah"}).status_code == 302
    ended = {"versi": str(int(again) + 1), "selesai": "2026-12-31", "sebab": "Pindah ke UPT"}
    assert first.post(f"{address}akhiri/", {**ended, "sebab": "x"}).headers["Location"] == address
    assert first.post(f"{address}akhiri/", ended).status_code == 302
    assert "31 Desember 2026" in text(first.get(f"/layanan/unit/{network.units['sosial-kotabaru']}/"))


def test_a_table_of_services_comes_in_whole_or_not_at_all(network):  # noqa: F811
    officer = network.hire("umar", "agency_officer", "sosial-kotabaru")
    head = "unit,layanan,nama_layanan,mulai\n"
    bad = officer.post(
        "/layanan/impor/",
        {"berkas": SimpleUploadedFile("a.csv", f"{head}sosial-kotabaru,,Dapur umum,kemarin\n".encode())},
    )
    assert bad.status_code == 400
    assert "kemarin" in text(bad)
    assert officer.post("/layanan/impor/").status_code == 400
    good = SimpleUploadedFile("a.csv", f"{head}sosial-kotabaru,,Dapur umum,2026-02-01\n".encode())
    assert officer.post("/layanan/impor/", {"berkas": good}, follow=True).status_code == 200
    assert "Dapur umum" in text(officer.get("/layanan/?wilayah=63.02"))


def test_centres_are_told_as_recorded_and_what_is_not_known_stays_so(network):  # noqa: F811
    keeper = network.person("tia", "tpk2d", "15")
    page = text(keeper.get("/layanan/cakupan/?wilayah=15.71"))
    assert (
        "Di 1 dari 4 kecamatan diketahui ada pusat layanan yang aktif; 2 kecamatan tidak diketahui." in page
    )
    assert "diaktifkan kembali" in page
    assert "SK-CONTOH/03/2021" in page
    assert "PPKS/Satyagatra Angso Duo Jambi" in page
    assert not re.search(r"PPKS(?!/Satyagatra)", page)
    rows = list(csv.reader(io.StringIO(text(keeper.get("/layanan/cakupan/cakupan.csv?wilayah=15.71")))))
    assert [row[3] for row in rows[1:]] == [
        "diaktifkan kembali",
        "tidak aktif",
        "tidak diketahui",
        "tidak diketahui",
    ]
    centre = f"/layanan/cakupan/pusat/{network.units['satyagatra-jambi-timur']}/"
    assert "Belum ada yang mencatat" in text(keeper.get(centre))
    no_decree = keeper.post(centre, {"status": "aktif", "sejak": "2026-11-02"})
    assert no_decree.status_code == 400
    decree = {"status": "aktif", "sejak": "2026-11-02", "sk": "SK/1/2026", "tanggal_sk": "2026-10-30"}
    assert keeper.post(centre, decree).status_code == 302
    assert "sejak 2 November 2026" in text(keeper.get(centre))
    status = re.search(r"/layanan/cakupan/status/\d+/batal/", text(keeper.get(centre)))[0]
    unit = str(network.units["satyagatra-jambi-timur"])
    keeper.post(status, {"unit": unit, "sebab": "Salah kecamatan"})
    assert "Belum ada yang mencatat" in text(keeper.get(centre))
    stranger = network.hire("sari", "counsellor", "satyagatra-kotabaru")
    assert stranger.post(centre, decree).status_code == 403
    assert stranger.get(f"/layanan/cakupan/pusat/{network.units['sosial-jambi']}/").status_code == 404


def test_an_agreement_is_drafted_put_into_force_and_ended(network):  # noqa: F811
    keeper = network.person("tia", "tpk2d", "63.02")
    listed = text(keeper.get("/perjanjian/?wilayah=63.02"))
    assert "PKS-CONTOH/03/2026" in listed
    assert "PKS-CONTOH/01/2026" not in listed
    parties = [f"unit:{network.units['uppka-kotabaru']}", f"unit:{network.units['sosial-kotabaru']}"]
    form = {
        "jenis": "pks",
        "nomor": "PKS/9/2026",
        "tentang": "Rujukan UPPKA",
        "tanda_tangan": "2026-11-02",
        "mulai": "2026-11-02",
        "selesai": "2026-12-31",
        "wilayah": "63.02",
        "pihak": parties,
    }
    assert keeper.post("/perjanjian/baru/", {**form, "pihak": parties[:1]}).status_code == 400
    assert keeper.post("/perjanjian/baru/", {**form, "pihak": ["unit:x", "y:z"]}).status_code == 400
    made = keeper.post("/perjanjian/baru/", form)
    address = made.headers["Location"]
    assert "draf" in text(keeper.get(address))
    assert keeper.post(f"{address}ubah/", {**form, "versi": "7"}).status_code == 409
    assert (
        keeper.post(f"{address}ubah/", {**form, "versi": "1", "tentang": "Rujukan usaha"}).status_code == 302
    )
    keeper.post(f"{address}berlakukan/", {"versi": "2"})
    page = text(keeper.get(address))
    assert "Rujukan usaha" in page
    assert "segera berakhir" in page
    assert "/ubah/" not in page
    paper = SimpleUploadedFile("pks.pdf", PDF)
    keeper.post(f"{address}berkas/simpan/", {"versi": "3", "berkas": paper})
    assert b"".join(keeper.get(f"{address}berkas/").streaming_content) == PDF
    keeper.post(f"{address}akhiri/", {"versi": "4", "tanggal": "2026-11-23", "sebab": "Instansi digabung"})
    assert "Instansi digabung" in text(keeper.get(address))
    reader = network.hire("sari", "counsellor", "satyagatra-kotabaru")
    assert reader.get(address).status_code == 200
    assert reader.get(f"{address}berkas/").status_code == 403
    assert reader.post(f"{address}akhiri/", {"versi": "5"}).status_code == 403


def test_a_list_of_days_off_is_seen_before_it_counts_and_taken_back(network):  # noqa: F811
    admin = network.sign_in("ratna")
    assert "Daftar hari libur 2027, 2028 belum ada" in text(admin.get("/hari-libur/"))
    head = "mulai,selesai,jenis,nama,wilayah,nomor_keputusan,tanggal_keputusan\n"
    line = "2027-03-09,,libur_daerah,Hari jadi (contoh),63.02,SK/5/2027,2027-01-04\n"
    bad = SimpleUploadedFile("a.csv", (head + line.replace("63.02", "99")).encode())
    told = admin.post("/hari-libur/", {"berkas": bad})
    assert told.status_code == 400
    assert 'value="simpan"' not in text(told)
    seen = text(admin.post("/hari-libur/", {"berkas": SimpleUploadedFile("a.csv", (head + line).encode())}))
    assert "Hari jadi (contoh)" in seen
    packed = re.search(r'name="isi" value="([^"]+)"', seen)[1]
    assert admin.post("/hari-libur/", {"tahap": "simpan", "isi": "bukan", "nama": "a"}).status_code == 400
    admin.post("/hari-libur/", {"tahap": "simpan", "isi": packed, "nama": "a.csv"})
    listed = text(admin.get("/hari-libur/"))
    back = re.search(r"/hari-libur/\d+/tarik/", listed)[0]
    admin.post(back, {"sebab": "SK dicabut"})
    assert "SK dicabut" in text(admin.get("/hari-libur/"))
    assert "libur_nasional" in text(admin.get("/hari-libur/contoh.csv"))
