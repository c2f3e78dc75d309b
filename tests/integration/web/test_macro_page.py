"""The page of an index over one's own table: from the file to what it is worth; nothing of it is kept."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from bahtera.foundation import audit

from .province import enter

TABLE = (
    b"No;Provinsi;Angka Harapan;Miskin\n"
    b"1;Utara;71,5;4,5\n2;Selatan;68,2;3\n3;Timur;64,9;14,75\n4;Barat;70,1;\n5;Indonesia;69;9\n"
)


@pytest.fixture
def dita(db):
    return enter("dita", "statistician", ["63.10"])


def send(client, content, **more):
    return client.post("/indeks-makro/", {"berkas": SimpleUploadedFile("tabel.csv", content), **more})


def choices_of(text):
    """Return what the form of the page would send: its hidden fields, and a recipe."""
    hidden = dict(re.findall(r'type="hidden" name="(isi|desimal|tahap)" value="([^"]*)"', text))
    return hidden | {"skala": "min-maks", "rata": "arithmetic", "kurang": "1/2", "bobot": "dekat", "k": "1/3"}


def test_from_the_table_to_ranks_with_their_certainty(dita):
    entries = len(audit.entries(size=200).items)
    seen = send(dita, TABLE).content.decode()
    assert "Tabel berisi 4 baris (Provinsi) dan 2 kolom angka." in seen
    assert "Baris yang tidak dipakai: Indonesia." in seen
    assert "64,9 sampai 71,5" in seen
    asked = choices_of(seen) | {
        "pakai-0": "1", "arah-0": "tinggi", "bobot-0": "2", "bawah-0": "60", "atas-0": "72,5", "batas-0": "67",
        "pakai-1": "1", "arah-1": "rendah", "bobot-1": "1,0", "batas-1": "10",
        "skala-lain": "1", "rata-lain": "1",
    }  # fmt: skip
    page = dita.post("/indeks-makro/", asked)
    text = page.content.decode()
    assert page.status_code == 200
    ranks = text.split('id="peringkat"')[1].split("</table>")[0]
    assert [ranks.index(name) for name in ("Utara", "Barat", "Selatan", "Timur")] == sorted(
        ranks.index(name) for name in ("Utara", "Barat", "Selatan", "Timur")
    )
    assert "12,5 persen dari semua nilai kosong" in text
    assert "Yang menggerakkan peringkat" in text
    assert "Angka Harapan: 60 – 72,5" in text
    assert "25,0 persen unit kurang pada sedikitnya 1/3" in text
    assert 'value="72,5"' in text
    taken = b"".join(dita.post("/indeks-makro.csv", asked).streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in taken] == ["nama", "Utara", "Barat", "Selatan", "Timur"]
    book = load_workbook(
        io.BytesIO(b"".join(dita.post("/indeks-makro.xlsx", asked).streaming_content)), read_only=True
    )
    about = {row[0].value: row[1].value for row in book["keterangan"]}
    assert about["indikator Miskin"] == "makin kecil makin baik; bobot 1; patokan 3 sampai 14.75; batas 10"
    assert len(audit.entries(size=200).items) == entries


def test_what_is_wrong_is_said_by_line_and_what_was_typed_stays(dita):
    wrong = send(dita, b"Nama,a,b\nX,1,2\nX,banyak,3\nY,2,2\n")
    assert wrong.status_code == 400
    text = wrong.content.decode()
    assert "Baris 3: X sudah ada di baris 2." in text
    assert "Baris 3, kolom a: banyak bukan angka." in text
    assert send(dita, b"\x00\xff").status_code == 400
    asked = choices_of(send(dita, TABLE).content.decode())
    assert "paling sedikit dua indikator" in dita.post("/indeks-makro/", asked).content.decode()
    used = asked | {"pakai-0": "1", "pakai-1": "1", "atas-1": "14,5"}
    for field, typed, said in (
        ("bawah-0", "rendah", "Angka Harapan: rendah bukan angka."),
        ("bobot-0", "-1", "Angka Harapan"),
        ("skala", "lain", "tidak punya pilihan"),
        ("isi", "!", "bukan berkas CSV"),
    ):
        answer = dita.post("/indeks-makro/", used | {field: typed})
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert (
            field == "isi"
            or 'name="atas-1" inputmode="decimal" maxlength="20" value="14,5"' in answer.content.decode()
        )


def test_only_who_estimates_may_and_finds_the_way(dita, db):
    assert 'href="/indeks-makro/"' in dita.get("/putaran/").content.decode()
    kader = enter("kiki", "supervisor", ["63.10"])
    assert kader.get("/indeks-makro/").status_code == 403
