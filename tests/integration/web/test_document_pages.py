"""The pages of the register of documents, as those who issue and those who hold the paper see them."""

import random
import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.fakes import pdf
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.documents.models import Document
from bahtera.foundation.models import AuditEntry
from bahtera.publishing import api as publishing
from bahtera.results import api as results
from bahtera.surveys import api as surveys

from .province import NEIGHBOUR, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7\nscan\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def filled(measured):
    chooser = random.Random(4)
    for village in (VILLAGE, NEIGHBOUR):
        patterns = ["".join("1" if chooser.random() < 0.72 else "0" for _ in range(SIZE)) for _ in range(60)]
        store_visits(measured.id, village, patterns)
        results.refresh_village(measured.id, village)
    return measured


@pytest.fixture
def tpk2d(filled):
    access.ensure_account(
        username="tpk2d", password="pw", full_name="TPK2D", roles=["tpk2d"], areas=[REGENCY]
    )
    return entered("tpk2d")


def issue(client, filled, kind="village_sheet", area=VILLAGE):
    answer = client.post(
        "/dokumen/terbitkan/", {"jenis": kind, "wilayah": area, "putaran": str(filled.id)}, follow=True
    )
    return answer, Document.objects.order_by("-pk").first()


def test_one_click_makes_the_sheet_and_its_page_hands_it_over(filled, tpk2d):
    page, row = issue(tpk2d, filled)
    assert row.number in page.content.decode()
    answer = tpk2d.get(f"/dokumen/nomor/{row.pk}/berkas/")
    made = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/pdf"
    assert pdf.pages(made) == 1
    assert pdf.colours(made) == 0
    assert row.number in pdf.text(made)
    table = tpk2d.get(f"/dokumen/nomor/{row.pk}/tabel/")
    assert b"".join(table.streaming_content)[:2] == b"PK"
    assert row.number in tpk2d.get("/dokumen/").content.decode()


def test_a_large_one_is_made_by_the_worker_and_the_page_looks_again(filled, tpk2d, monkeypatch):
    ordered = []
    monkeypatch.setattr(publishing, "document_task", SimpleNamespace(enqueue=ordered.append))
    page, row = issue(tpk2d, filled, "regency_book", REGENCY)
    assert ordered == [str(row.pk)]
    assert 'hx-trigger="every 2s"' in page.content.decode()
    publishing.make_document(row.pk)
    row.refresh_from_db()
    assert (row.state, row.pages > 5) == ("issued", True)


def test_the_code_on_the_paper_tells_anybody_if_it_is_the_newest_and_no_figure(filled, tpk2d):
    _, row = issue(tpk2d, filled)
    nobody = Client()
    page = nobody.get(f"/dokumen/{row.token}/")
    text = page.content.decode()
    assert "Ini versi terbaru" in text
    assert row.number in text
    assert row.sha256 in text
    figure = results.village_result(filled.id, VILLAGE, audience="public").main.figure.rounded(2)
    assert str(figure).replace(".", ",") not in text
    assert (page["X-Robots-Tag"], page["Cache-Control"]) == ("noindex", "no-store")
    tpk2d.post(f"/dokumen/nomor/{row.pk}/tarik/", {"sebab": "salah kop"})
    told = nobody.get(f"/dokumen/{row.token}/").content.decode()
    assert "Dokumen ini sudah ditarik" in told
    assert "salah kop" not in told
    lost = nobody.get("/dokumen/AAAAAAAAAAAAAAAAAAAAAA/")
    assert lost.status_code == 404
    assert "tidak dikenal" in lost.content.decode()


def test_the_signed_copy_is_attached_and_what_is_none_is_refused_in_words(filled, tpk2d):
    _, row = issue(tpk2d, filled)

    def attach(data):
        file = SimpleUploadedFile("cap.pdf", data)
        return tpk2d.post(
            f"/dokumen/nomor/{row.pk}/pindaian/", {"pindaian": file}, follow=True
        ).content.decode()

    assert "berkas PDF, JPG, atau PNG yang utuh" in attach(b"MZ program")
    assert "disimpan bersama dokumennya" in attach(SCAN)
    answer = tpk2d.get(f"/dokumen/nomor/{row.pk}/bertanda-tangan/")
    assert b"".join(answer.streaming_content) == SCAN


def test_a_wrong_area_is_told_and_nothing_is_ordered(filled, tpk2d):
    page = tpk2d.post(
        "/dokumen/terbitkan/",
        {"jenis": "regency_book", "wilayah": VILLAGE, "putaran": str(filled.id)},
        follow=True,
    )
    assert "Pilih wilayah yang tingkatnya sesuai" in page.content.decode()
    assert not Document.objects.exists()


def test_the_monthly_schedule_is_kept_on_the_same_page(filled, tpk2d):
    page = tpk2d.post(
        "/dokumen/jadwal/", {"jenis": "village_sheet", "wilayah": REGENCY, "hari": "5"}, follow=True
    )
    assert "tanggal 5 setiap bulan" in page.content.decode()
    wrong = tpk2d.post(
        "/dokumen/jadwal/", {"jenis": "minutes", "wilayah": REGENCY, "hari": "31"}, follow=True
    )
    assert "tanggal 1 sampai 28" in wrong.content.decode()


def test_the_schedule_offers_what_its_maker_may_have_made_there(filled, tpk2d):
    def form_of(client, address="/dokumen/"):
        return client.get(address).content.decode().partition('id="jenis-jadwal"')[2].partition("</form>")[0]

    def kinds(form):
        return re.findall(r'<option value="(\w+)"', form.partition("</select>")[0])

    regency = form_of(tpk2d)
    assert kinds(regency) == [
        *("village_sheet", "village_package", "regency_book", "slides", "press", "minutes")
    ], "no summary of the province by who answers for a regency"
    assert '<option value="regency_book" selected>' in regency
    assert f'name="wilayah" required autocomplete="off" value="{REGENCY}"' in regency
    assert '<option value="village_sheet" selected>' in form_of(tpk2d, f"/dokumen/?wilayah={VILLAGE}")
    for name, area in (("desa", VILLAGE), ("provinsi", "63")):
        access.ensure_account(username=name, password="pw", full_name=name, roles=["tpk2d"], areas=[area])
    village = form_of(entered("desa"))
    assert kinds(village) == ["village_sheet", "village_package"]
    assert f'<option value="{VILLAGE}"' in village
    assert 'type="text"' not in village
    assert "province_summary" in kinds(form_of(entered("provinsi")))


def test_an_area_offers_its_papers_by_one_click_and_names_the_newest(filled, tpk2d):
    page = tpk2d.get(f"/wilayah/{VILLAGE}/").content.decode()
    assert page.count('name="jenis"') == 2  # sheet and package; no book of a village
    assert "belum ada untuk putaran ini" in page
    _, row = issue(tpk2d, filled)
    page = tpk2d.get(f"/wilayah/{VILLAGE}/").content.decode()
    assert row.number in page
    assert "Buku kabupaten" not in page
    access.ensure_account(
        username="penyelia", password="pw", full_name="Penyelia", roles=["supervisor"], areas=[REGENCY]
    )
    page = entered("penyelia").get(f"/wilayah/{VILLAGE}/").content.decode()
    assert row.number in page
    assert 'name="jenis"' not in page


def test_the_form_of_an_area_begins_with_a_kind_that_it_has(filled, tpk2d):
    def chosen(address):
        form = tpk2d.get(address).content.decode().partition('id="jenis-baru"')[2].partition("</select>")[0]
        return re.findall(r'value="(\w+)" selected', form)

    assert chosen(f"/dokumen/?wilayah={REGENCY}") == ["regency_book"]
    assert chosen(f"/dokumen/?wilayah={VILLAGE}") == ["village_sheet"]
    assert chosen(f"/dokumen/?wilayah={REGENCY}&jenis=minutes") == ["minutes"]
    assert chosen("/dokumen/") == ["regency_book"]  # who answers for one regency
    assert f'value="{REGENCY}" aria-describedby="petunjuk-wilayah"' in tpk2d.get("/dokumen/").content.decode()


def test_who_answers_for_a_village_is_offered_its_papers_alone_and_refused_in_the_form(filled):
    access.ensure_account(
        username="kades", password="pw", full_name="Kepala desa", roles=["desa_officer"], areas=[VILLAGE]
    )
    head = entered("kades")
    form = head.get("/dokumen/").content.decode().partition('id="terbit"')[2].partition("</form>")[0]
    assert re.findall(r'<option value="([\w.]+)"', form)[:3] == ["village_sheet", "village_package", VILLAGE]
    assert "petunjuk-wilayah" not in form
    answer = head.post(
        "/dokumen/terbitkan/", {"jenis": "regency_book", "wilayah": "63.10", "putaran": str(filled.id)}
    )
    assert answer.status_code == 403
    text = answer.content.decode()
    form = text.partition('id="terbit"')[2].partition("</form>")[0]
    assert 'role="alert"' in form
    assert f'value="{filled.id}" selected' in form
    assert not Document.objects.exists()
    assert AuditEntry.objects.filter(action="access.refused").count() == 1


def test_the_list_hands_papers_over_and_says_why_two_rounds_differ(filled, tpk2d):
    _, older = issue(tpk2d, filled)
    page = tpk2d.get("/dokumen/").content.decode()
    assert f'href="/dokumen/nomor/{older.pk}/berkas/"' in page
    assert "Dokumen dari putaran yang berbeda" not in page
    assert "terbaru untuk putarannya" not in page
    newer = surveys.create_round(
        name="Contoh sintetis berikutnya",
        year=filled.year + 1,
        form_id=filled.form_id,
        opens=filled.opens.replace(year=filled.opens.year + 1),
        actor=access.SYSTEM,
    )
    store_visits(newer.id, VILLAGE, ["1" * SIZE] * 30 + ["0" * SIZE] * 30)
    results.refresh_village(newer.id, VILLAGE)
    issue(tpk2d, newer)
    page = tpk2d.get("/dokumen/").content.decode()
    assert page.count("/berkas/") == 2
    assert "Dokumen dari putaran yang berbeda" in page
    assert page.count("terbaru untuk putarannya") == 1
    assert "terbaru untuk putarannya" in tpk2d.get(f"/dokumen/nomor/{older.pk}/").content.decode()
    told = Client().get(f"/dokumen/{older.token}/").content.decode()
    assert "Ini versi terbaru" not in told
    assert "Masih berlaku, dari putaran sebelumnya" in told
