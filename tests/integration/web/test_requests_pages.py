"""The pages of requests: found, taken in, previewed, answered, refused, put right, and the letter."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.integration.web import rights
from tests.integration.web.province import FAR, VILLAGE

from bahtera.access.models import SignInSession
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.privacy import api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
LIST = "/privasi/permohonan/"


@pytest.fixture(autouse=True)
def files(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def home(areas):
    return rights.household()


@pytest.fixture
def dian(areas):
    return rights.client("data_protection_officer", "dian")


@pytest.fixture
def rahmat(areas):
    return rights.client("supervisor", "rahmat")


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def take_in(client, member_id, **form):
    answer = client.post(f"{LIST}baru/{member_id}/", {"jenis": "access", "identitas": "ktp", **form})
    assert answer.status_code == 302, body(answer, 400)
    return answer.headers["Location"]


def test_nothing_that_is_typed_stands_in_an_address(dian, home):
    page = body(dian.get(f"{LIST}cari/"))
    assert 'method="post"' in page
    assert 'method="get"' not in page
    found = dian.post(f"{LIST}cari/", {"cara": "nik", "isi": rights.MOTHER_NIK})
    text = body(found)
    assert "1 orang ditemukan" in text
    assert "Siti &lt;b&gt;Beta&lt;/b&gt;" in text
    assert f'href="{LIST}baru/{home.mother}/"' in text
    assert rights.MOTHER_NIK not in "".join(re.findall(r'(?:href|action)="([^"]*)"', text))
    entry = AuditEntry.objects.filter(action="privacy.people_searched").get()
    assert (entry.details, entry.subject) == ({"by": "nik", "found": 1}, "privacy:search")


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"cara": "kk", "isi": rights.KK}, 200, "4 orang ditemukan"),
        ({"cara": "name", "isi": "rahman", "wilayah": VILLAGE}, 200, "2 orang ditemukan"),
        ({"cara": "name", "isi": "rahman", "wilayah": "63.10"}, 400, "satu kecamatan atau satu desa"),
        ({"cara": "name", "isi": "ra", "wilayah": VILLAGE}, 400, "tiga huruf"),
        ({"cara": "nik", "isi": "123"}, 400, "16 angka"),
        ({"cara": "xx", "isi": "123"}, 400, "Pilih"),
        ({"cara": "nik", "isi": "6310059999820001"}, 200, "Tidak ada di wilayah Anda"),
    ],
)
def test_searches(dian, home, form, status, said):
    assert said in body(dian.post(f"{LIST}cari/", form), status)


def test_a_name_in_a_foreign_area_is_refused(dian, home):
    form = {"cara": "name", "isi": "rahman", "wilayah": FAR}
    assert dian.post(f"{LIST}cari/", form).status_code == 403


def test_a_copy_is_previewed_answered_and_taken(dian, home):
    address = take_in(dian, home.mother)
    page = body(dian.get(address))
    assert "Siti &lt;b&gt;Beta&lt;/b&gt;" in page
    assert rights.MOTHER_NIK in page
    assert "Adam Rahman" not in page
    assert "Cita" not in page
    reads = AuditEntry.objects.filter(action="access.read").order_by("-id")
    assert reads[0].about == [f"member:{home.mother}"]
    assert dian.post(f"{address}jawab/").headers["Location"] == address
    page = body(dian.get(address))
    assert "dipenuhi" in page
    file = dian.post(f"{address}salinan/")
    assert file.headers["Content-Type"] == "application/zip"
    assert "no-store" in file.headers["Cache-Control"]
    assert "Siti" not in file.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        assert rights.MOTHER_NIK in packed.read("data-anda.json").decode()
    letter = body(dian.get(f"{address}surat/"))
    assert "Bersama surat ini Anda menerima salinan" in letter
    assert "data-print" in letter


@pytest.mark.parametrize("step", ["jawab", "salinan"])
def test_before_data_leave_the_officer_proves_once_more_who_they_are(dian, home, step):
    address = take_in(dian, home.mother)
    if step == "salinan":
        dian.post(f"{address}jawab/")
    old = clock.now() - timedelta(minutes=11)
    SignInSession.objects.update(confirmed_at=old)
    answer = dian.post(f"{address}{step}/")
    assert answer.headers["Location"].startswith("/masuk/pastikan/")


def test_a_guardian_who_is_barred_is_refused_with_the_one_sentence(dian, home):
    api.bar_guardian(home.girl, api.Guardian(nik=rights.FATHER_NIK), actor=rights.officer())
    address = take_in(
        dian,
        home.girl,
        oleh="wali",
        wali_nik=rights.FATHER_NIK,
        wali_nama="Adam Rahman",
        wali_hubungan="ayah",
    )
    assert "harus ditolak" in body(dian.get(LIST))
    page = body(dian.get(address))
    assert "Permohonan ini harus ditolak" in page
    assert "Jawab dengan salinan ini" not in page
    dian.post(f"{address}jawab/")
    assert "Permohonan ini harus ditolak" in body(dian.get(address)), "nothing was answered"
    dian.post(f"{address}tolak/", {"alasan": "already_right"})
    assert "Tolak dengan kalimat ini" in body(dian.get(address))
    dian.post(f"{address}tolak/", {"alasan": "endangers_safety"})
    letter = body(dian.get(f"{address}surat/"))
    assert "Pasal 33 UU 27/2022" in letter
    assert "Adam Rahman (Ayah)" not in letter
    for word in ("pelaku", "larang", "menyakiti"):
        assert word not in letter.lower()


@pytest.mark.parametrize(
    "form",
    [
        {"jenis": "everything"},
        {"jenis": "correction", "fakta": "name"},
        {"jenis": "correction", "fakta": "password", "isi": "x"},
        {"jenis": "objection", "isi": "  "},
        {"oleh": "wali", "wali_nik": "12"},
        {"identitas": "sihir"},
        {"tanggal": "2026-01-01", "jam": "25.00"},
        {"jam": "10.00"},
        {"tanggal": "2099-01-01", "jam": "10.00"},
    ],
)
def test_a_form_that_is_wrong_says_so_and_keeps_what_was_typed(dian, home, form):
    answer = dian.post(f"{LIST}baru/{home.mother}/", {"jenis": "access", **form})
    page = body(answer, 400)
    assert 'role="alert"' in page
    assert AuditEntry.objects.filter(action="access.read", subject=f"member:{home.mother}").exists()
    assert api.list_requests(actor=rights.officer()).items == []
    for value in form.values():
        if value.strip() and value in {"25.00", "12", "2026-01-01"}:
            assert f'value="{value}"' in page


def test_the_clock_runs_from_the_asking_in_the_readers_zone(dian, home):
    day = (clock.now() + timedelta(hours=8) - timedelta(hours=71)).date()
    take_in(dian, home.mother, tanggal=day.isoformat(), jam="00.01")
    page = body(dian.get(LIST))
    assert "WITA" in page
    (row,) = api.list_requests(actor=rights.officer()).items
    assert (row.asked_at.hour, row.asked_at.minute) == (16, 1)


def test_overdue_requests_come_first_and_call(dian, home):
    actor = rights.officer()
    for hours in (1, 80):
        asked = clock.now() - timedelta(hours=hours)
        api.open_request(home.mother, kind=api.Kind.ACCESS, asked_at=asked, actor=actor)
    page = body(dian.get(LIST))
    assert page.index("lewat 8 jam") < page.index("sisa 70 jam")
    assert 'role="alert"' in page
    start = body(dian.get("/"))
    assert "Permohonan tentang data pribadi" in start
    assert "1 lewat waktu" in start


def test_closed_requests_are_behind_one_link(dian, home):
    address = take_in(dian, home.mother, identitas="")
    dian.post(f"{address}tolak/", {"alasan": "identity_not_shown"})
    assert address not in body(dian.get(LIST))
    assert address in body(dian.get(f"{LIST}?keadaan=semua"))
    assert body(dian.get(f"{LIST}?kursor=rusak"), 400)


def test_a_letter_comes_after_the_decision(dian, home):
    address = take_in(dian, home.mother)
    assert dian.get(f"{address}surat/").status_code == 404


def test_a_correction_goes_to_the_supervisor_and_back(dian, rahmat, home):
    address = take_in(dian, home.mother, jenis="correction", fakta="name", isi="Siti <i>Betari</i>")
    assert "Belum ada warga" in body(rahmat.get("/privasi/perbaikan/"))
    dian.post(f"{address}jawab/")
    assert "ada batas waktu menurut undang-undang" in body(rahmat.get("/"))
    tasks = body(rahmat.get("/privasi/perbaikan/"))
    assert "Siti &lt;i&gt;Betari&lt;/i&gt;" in tasks
    (number,) = set(re.findall(r"/privasi/perbaikan/([0-9a-f-]{36})/", tasks))
    rahmat.post(f"/privasi/perbaikan/{number}/", {"hasil": "tolak"})
    assert number in body(rahmat.get("/privasi/perbaikan/")), "declining needs a reason"
    assert rahmat.post(f"/privasi/perbaikan/{number}/", {"hasil": "sudah"}).status_code == 302
    assert number not in body(rahmat.get("/privasi/perbaikan/"))
    assert "Data sudah diperbaiki" in body(dian.get(f"{address}surat/"))
    rahmat.post(f"/privasi/perbaikan/{number}/", {"hasil": "sudah"})
    assert 'class="note note-stop' in body(rahmat.get("/privasi/perbaikan/"))


def test_a_declined_correction_says_why_in_the_letter(dian, rahmat, home):
    address = take_in(dian, home.mother, jenis="correction", fakta="nik", isi="6310")
    dian.post(f"{address}jawab/")
    number = address.rstrip("/").rpartition("/")[2]
    rahmat.post(f"/privasi/perbaikan/{number}/", {"hasil": "tolak", "alasan": "elsewhere"})
    assert "Dinas Kependudukan" in body(dian.get(f"{address}surat/"))


def test_an_objection_is_granted_in_the_officers_words(dian, home):
    address = take_in(dian, home.mother, jenis="objection", isi="Jangan dikunjungi")
    dian.post(f"{address}jawab/", {"keputusan": "  "})
    assert "Tuliskan apa yang berubah" in body(dian.get(address))
    dian.post(f"{address}jawab/", {"keputusan": "Tidak dikunjungi\r\nlagi <b>"})
    letter = body(dian.get(f"{address}surat/"))
    assert "Tidak dikunjungi<br>lagi &lt;b&gt;" in letter


def test_an_auditor_sees_clocks_without_names(home):
    ali = rights.client("auditor", "ali")
    api.open_request(
        home.mother,
        kind=api.Kind.ACCESS,
        asked_at=clock.now() - timedelta(hours=90),
        actor=rights.officer(),
    )
    page = body(ali.get("/privasi/"))
    assert "Salinan data" in page
    assert "lewat 18 jam" in page
    assert "Siti" not in page
    assert str(home.mother) not in page
    for address in (LIST, f"{LIST}cari/", f"{LIST}baru/{home.mother}/", "/privasi/persetujuan/"):
        assert ali.get(address).status_code == 403


def test_a_list_of_guardians_asks_no_more_than_a_short_one(dian, home, django_assert_max_num_queries):
    actor = rights.officer()

    def queries():
        with django_assert_max_num_queries(60) as counted:
            body(dian.get(LIST))
        return len(counted)

    guardian = api.Guardian(nik=rights.FATHER_NIK)
    api.bar_guardian(home.girl, guardian, actor=actor)
    api.open_request(home.girl, kind=api.Kind.ACCESS, guardian=guardian, actor=actor)
    few = queries()
    for _ in range(15):
        api.open_request(home.girl, kind=api.Kind.ACCESS, guardian=guardian, actor=actor)
    assert queries() == few
