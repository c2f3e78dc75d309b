"""Pages of quoted figures: sources that disagree side by side, apart from the survey, seen before they are kept."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM
from bahtera.areas.models import Area
from bahtera.cli.demonstration.context import ensure_figures
from bahtera.context import api as context

from .province import enter

HEAD = "seri;wilayah;periode;nilai;satuan;sumber;dikutip;mutu_tanggal\n"
LINE = "child-marriage-before-18;63;2016;24,5;persen;BPS;;tidak_diketahui\n"


class Silent:
    def print(self, *_):
        pass


@pytest.fixture
def quoted(db):
    known = set(Area.objects.order_by("code").values_list("code", flat=True))
    names = {"63": "Kalimantan Selatan", "63.10": "Tanah Bumbu", "15": "Jambi", "36": "Banten"}
    add_places({code: name for code, name in names.items() if code not in known})
    ensure_figures(Silent())
    ensure_figures(Silent())
    assert len(context.batches()) == 2


@pytest.fixture
def bima(quoted):
    return enter("bima", "tpk2d", ["63"])


def test_one_series_shows_conflicts_source_and_what_cannot_be_said(bima):
    text = bima.get("/konteks/child-marriage-before-18/?wilayah=63").content.decode()
    assert "10,53" in text
    assert "10,33" in text
    assert "Sumber berbeda" in text
    why = "Yang belum ada: angka kedua periode dari satu penerbit, sumber yang sepakat."
    assert f"Naik atau turun tidak dapat dikatakan. {why}" in text
    assert "23,12" in text
    assert "7 Maret 2023 (tanggal tercetak di sumber)" in text
    assert "Melihat ke belakang." in text
    assert "style=" not in text.split("<svg", 1)[1].split("</svg>")[0]
    national = bima.get("/konteks/child-marriage-before-18/?wilayah=ID").content.decode()
    assert "Dari 2018 ke 2019 angka ini turun 0,39 (poin persen). Keduanya angka BPS (Susenas)." in national
    cases = bima.get("/konteks/simfoni-cases/?wilayah=63").content.decode()
    assert "Pejabat DP3A" in cases
    assert "Pendapat yang mengatakannya, bukan temuan." in cases
    assert "naik" not in cases.split("<table")[0].casefold().replace("naik atau turun", "")


def test_lists_files_and_unknown_ones(bima):
    listed = bima.get("/konteks/").content.decode()
    assert "Angka konteks" in listed
    assert "Garis kemiskinan" in listed
    taken = bima.get("/konteks/child-marriage-before-18/angka.csv?wilayah=63").content.decode("utf-8-sig")
    assert ",2021,15.30,persen," in taken
    assert bima.get("/konteks/child-marriage-before-18/angka.xlsx?wilayah=63").status_code == 200
    assert bima.get("/konteks/simfoni-cases/angka.pdf?wilayah=63").status_code == 400
    for wrong in ("tidak-ada/", "simfoni-cases/?wilayah=63.1"):
        assert bima.get(f"/konteks/{wrong}").status_code == 404, wrong


def test_poverty_is_compared_with_the_same_month_of_one_publisher(bima):
    text = bima.get("/konteks/poverty-share/?wilayah=63").content.decode()
    assert "Dari Maret 2022 ke Maret 2024 angka ini turun 0,38 (poin persen). Keduanya angka BPS." in text
    picture = text.split("<svg")[-1].split("</svg>")[0]
    assert 'class="path"' not in picture  # no line from March to September
    line = bima.get("/konteks/poverty-line/?wilayah=63").content.decode()
    assert "Dari September 2022 ke September 2024 angka ini naik 62.878 (rupiah). Keduanya angka BPS." in line


def test_a_series_without_figures_says_who_publishes_it_and_what_is_needed(bima):
    text = bima.get("/konteks/child-marriage-before-15/?wilayah=63").content.decode()
    assert "Diterbitkan oleh BPS, Susenas (SDG 5.3.1), untuk: Indonesia, provinsi." in text
    assert "Yang diperlukan: angka (persen) satu tahun" in text
    assert 'href="/konteks/child-marriage-before-15/?wilayah=ID"' in text
    below = bima.get("/konteks/child-marriage-before-15/?wilayah=63.10").content.decode()
    assert "Tidak ada untuk wilayah seperti ini." in below
    assert "diterbitkan BKKBN" in bima.get("/konteks/?wilayah=63").content.decode()
    risk = bima.get("/konteks/stunting-risk-families/?wilayah=63").content.decode()
    assert "190.707" in risk
    assert "Bahtera tidak menghitungnya" in risk


def test_an_area_shows_them_apart(bima):
    text = bima.get("/wilayah/63.10/").content.decode()
    assert "Angka konteks (bukan hasil survei)" in text
    assert "Diterbitkan pihak lain tentang" in text


def send(client, lines):
    return client.post("/konteks/impor/", {"berkas": SimpleUploadedFile("a.csv", (HEAD + lines).encode())})


def test_a_file_is_seen_before_it_is_kept_and_taken_back_with_a_reason(bima):
    wrong = send(bima, LINE.replace(";63;", ";63.1;"))
    assert wrong.status_code == 400
    assert "Baris 2, kolom 2: 63.1 bukan kode wilayah" in wrong.content.decode()
    beyond = send(bima, LINE.replace(";63;", ";15;").replace("2016", "2099")).content.decode()
    assert "Baris 2, kolom 3: 2099 belum tiba" in beyond
    assert "kolom 0" not in send(bima, LINE.replace(";63;", ";15;")).content.decode()
    seen = send(bima, LINE)
    assert seen.status_code == 200
    assert len(context.batches()) == 2
    fields = dict(re.findall(r'type="hidden" name="(isi|tahap|nama)" value="([^"]*)"', seen.content.decode()))
    assert bima.post("/konteks/impor/", fields).status_code == 302
    assert " WITA" in bima.get("/konteks/impor/").content.decode()
    kept = context.batches()[0]
    assert (kept.file_name, kept.figures) == ("a.csv", 1)
    address = f"/konteks/impor/{kept.id}/tarik/"
    assert bima.post(address, {"alasan": ""}).status_code == 400
    assert bima.post(address, {"alasan": "Salah tahun"}).status_code == 302
    assert "Salah tahun" in bima.get("/konteks/impor/").content.decode()
    broken = bima.post("/konteks/impor/", {"tahap": "simpan", "isi": "%%%"})
    assert broken.status_code == 400


def test_who_only_reads_imports_nothing(quoted):
    reader = enter("cita", "supervisor", ["63"])
    assert reader.get("/konteks/").status_code == 200
    assert reader.get("/konteks/impor/").status_code == 403
    assert SYSTEM.key not in reader.get("/konteks/").content.decode()
